"""What a data check says about a record: the findings and rules as a snapshot holds them, and as they are asked for and given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import pyarrow as pa

from lightwell.returns import RETURNS
from lightwell.store import Snapshot

RECORDING = "recording"
"""The service's own rules of recording, which every source is held against."""

RULESETS = {RECORDING: "Recording rules", **RETURNS}
"""The sets of rules, by the name that findings carry, in the order in which they are shown."""

State = Literal["new", "still_open", "first_checked"]
"""Whether a finding was there in the snapshot before; first checked where the rule was not run there."""

STATES: dict[State, str] = {"new": "New", "still_open": "Still open", "first_checked": "First checked"}

FINDINGS = pa.schema(
    [
        ("ruleset", pa.string()),
        ("code", pa.string()),
        ("record", pa.string()),
        ("record_id", pa.string()),
        ("row", pa.int64()),
        ("child", pa.string()),
        ("fields", pa.list_(pa.string())),
        ("values", pa.list_(pa.string())),
        ("detail", pa.string()),
        ("others", pa.list_(pa.string())),
        ("score", pa.float64()),
        ("key", pa.string()),
        ("age_band", pa.string()),
        ("worker", pa.string()),
        ("team", pa.string()),
        ("service", pa.string()),
        ("locality", pa.string()),
        ("worker_name", pa.string()),
        ("team_name", pa.string()),
    ]
)
"""One row for each finding of a snapshot. `row` counts from 0 in the file of a return; a journey record has its `record_id`.

`fields` are named as the guide or the journey names them, `values` stand beside them as they were written. `key` is the same for the same
finding in the next snapshot. `others` are the children, other than its own, whom `detail` quotes; null in a snapshot that was made
before this was kept. `worker` to `team_name` are responsible for the child on the as-at day, or were so last.
"""

RULES = pa.schema(
    [
        ("ruleset", pa.string()),
        ("code", pa.string()),
        ("title", pa.string()),
        ("severity", pa.string()),
        ("message", pa.string()),
        ("record", pa.string()),
        ("place", pa.int32()),
        ("state", pa.string()),
        ("reason", pa.string()),
    ]
)
"""One row for each rule that a snapshot was held against: `state` is `run`, `not_run` or `at_fault`, the last two with a reason. The
department's rules have a code and no `title`.

`place` is that of the record type in the return or the journey: what stands first is mended first.
"""


@dataclass(frozen=True)
class FindingSet:
    """One set of rules with the latest snapshot held against it, and the one before that it is compared with; None where there is none."""

    ruleset: str
    snapshot: Snapshot
    before: Snapshot | None

    @property
    def title(self) -> str:
        """What the set of rules is called, with the collection of a return."""
        collection = self.snapshot.manifest.collection if self.ruleset != RECORDING else ""
        return f"{RULESETS[self.ruleset]}{f', {collection}' if collection else ''}"


@dataclass(frozen=True)
class RuleState:
    """One rule and whether it ran: `run`, `not_run` or `at_fault`, with why it did not; the department's rules have no `title`."""

    code: str
    severity: str
    message: str
    record: str
    state: str
    reason: str
    title: str = ""


@dataclass(frozen=True)
class Finding:
    """One finding. `number` is what it stands at in its rule's file or record; see `FINDINGS` for the other fields.

    `acknowledged` says that it is a known problem today; `worker_name` and `team_name` fall back on the identifiers.
    """

    key: str
    code: str
    severity: str
    message: str
    record: str
    record_id: str
    row: int | None
    child: str
    fields: tuple[str, ...]
    values: tuple[str, ...]
    detail: str
    score: float | None
    state: State
    acknowledged: bool
    age_band: str
    worker: str
    team: str
    service: str
    locality: str
    worker_name: str
    team_name: str
    title: str = ""
    others: tuple[str, ...] | None = None

    @property
    def place(self) -> dict[str, str]:
        """Who is responsible, by breakdown."""
        return {"worker": self.worker, "team": self.team, "service": self.service, "locality": self.locality}

    @property
    def said_values(self) -> str:
        """The fields with their values, as in `DECOM 01/04/2025, DEC blank`."""
        return ", ".join(f"{name} {value or 'blank'}" for name, value in zip(self.fields, self.values, strict=True))


@dataclass(frozen=True)
class Asked:
    """Which findings are asked for; empty means any. `status` is a `State`, `open` for all but acknowledged ones, or `acknowledged`."""

    code: str = ""
    severity: str = ""
    team: str = ""
    worker: str = ""
    age_band: str = ""
    status: str = ""
    child: str = ""


@dataclass(frozen=True)
class Tally:
    """How many findings one rule, team, age band or worker has.

    `open` are those that nobody has acknowledged; of them `new` are not in the snapshot before. `mended` were there and are gone, by rules
    that ran in both. `name` is what a person calls the `key`.
    """

    key: str
    name: str
    open: int
    new: int
    mended: int
    acknowledged: int
    children: int


@dataclass(frozen=True)
class OpenOn:
    """How many findings of a team were open in one snapshot: `on` is its as-at date, or for a return the day on which it was loaded."""

    on: date
    snapshot: str
    team: str
    open: int
