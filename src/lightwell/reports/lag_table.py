"""How long records wait to be made and authorised, as a table: by team, worker, service or locality, the worst first; and as CSV."""

from __future__ import annotations

import functools
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lightwell.definitions.model import Definition
from lightwell.periods import Month
from lightwell.reports.harmless import csv_writer
from lightwell.reports.held import held_members
from lightwell.reports.model import WHOLE, Place
from lightwell.results import AUTHORITY
from lightwell.results.recording import Lag, Step
from lightwell.results.recording_kinds import Kind
from lightwell.results.recording_lag import PLACES, lag_kinds, lags, steps_of
from lightwell.results.recording_said import say_lag
from lightwell.results.recording_views import kinds_of
from lightwell.store import Snapshot, snapshot_in

STEP_WORDS: dict[Step, str] = {
    "both": "from happening to authorised",
    "recorded": "from happening to recorded",
    "authorised": "from recorded to authorised",
}
"""What each step is called, the whole way first."""

_HEADINGS = (
    "kind", "step", "month", "by", "member", "name", "records", "done", "waiting", "waiting_since", "unknown", "within_standard", "late",
    "median_working_days", "ninetieth_working_days", "standard_working_days",
)  # fmt: skip


@dataclass(frozen=True)
class LagLine:
    """One place of a table of lags."""

    place: Place
    lag: Lag


@dataclass(frozen=True)
class LagTable:
    """The lags of one kind and step in one month: `whole` of all of them, `lines` by `by`, the worst first; `steps` may be asked for."""

    kind: Kind
    step: Step
    steps: tuple[Step, ...]
    month: Month
    by: str
    whole: LagLine | None
    lines: tuple[LagLine, ...]
    sentence: str


def kinds_behind(snapshot: Snapshot, definition: Definition) -> tuple[Kind, ...]:
    """Give the kinds of records that an indicator rests on, of those whose lag a snapshot can tell; those it looks at, or is made of."""
    known = lag_kinds(snapshot)
    looked_at = tuple(kind for kind in kinds_of(definition) if kind in known)
    return looked_at or tuple(kind for kind in known if kind.id == kind.table == definition.fact)


def lag_table(
    snapshot: Snapshot, month: Month, kind: Kind, step: str, by: str, *, place: Place = WHOLE, shown: Callable[[str, str], bool]
) -> LagTable:
    """Make the table of one kind; a step that cannot be measured means the whole way there is, and a breakdown unknown the team.

    `place` is what the sentence is about. `shown` says whether a member of a breakdown may stand in the table.
    """
    steps = tuple(each for each in STEP_WORDS if each in steps_of(snapshot, kind))
    chosen: Step = next((each for each in steps if each == step), steps[0])
    by = by if by in PLACES else PLACES[0]
    names = held_members(snapshot, by)
    found = _lags(snapshot.path, snapshot.manifest.fingerprint, kind.id, chosen, month, by)
    lines = [LagLine(Place(by, each.member, names.get(each.member, each.member)), each) for each in found if shown(by, each.member)]
    at = _lags(snapshot.path, snapshot.manifest.fingerprint, kind.id, chosen, month, place.breakdown)
    whole = next((LagLine(place, each) for each in at if each.member == place.member), None)
    said = say_lag(whole.lag) if whole else f"{kind.name}, {month.name}: none."
    return LagTable(kind, chosen, steps, month, by, whole, tuple(sorted(lines, key=_worst)), said)


def _worst(line: LagLine) -> tuple[object, ...]:
    share = line.lag.share_within
    return (share is None, share, -line.lag.late, -line.lag.waiting, line.place.name)


@functools.lru_cache(maxsize=128)
def _lags(path: Path, fingerprint: str, kind: str, step: Step, month: Month, by: str) -> tuple[Lag, ...]:
    """Measure once; a snapshot never changes."""
    if by not in (AUTHORITY, *PLACES):
        return ()
    return lags(snapshot_in(path), kind, step, months=[month], breakdown=by)


def csv_text(tables: tuple[LagTable, ...]) -> str:
    """Write tables as CSV in UTF-8 with the mark by which Excel knows it, one row for each line of each."""
    file = io.StringIO()
    writer = csv_writer(file)
    writer.row(_HEADINGS)
    for table in tables:
        writer.rows(_cells(table, line) for line in ((table.whole,) if table.whole else ()) + table.lines)
    return "\ufeff" + file.getvalue()


def _cells(table: LagTable, line: LagLine) -> tuple[object, ...]:
    lag = line.lag
    since = lag.waiting_since.isoformat() if lag.waiting_since else None
    return (
        lag.kind, lag.step, str(table.month), line.place.breakdown, line.place.member, line.place.name, lag.records, lag.done, lag.waiting,
        since, lag.unknown, lag.within, lag.late, lag.median, lag.ninetieth, lag.standard,
    )  # fmt: skip
