"""The mistakes that people make in recording, planted so that a loader has something to put in quarantine."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from lightwell.journey import record_named
from lightwell.synthetic.days import day_of, history
from lightwell.synthetic.ledger import KNOWN

MistakeKind = Literal["impossible_date", "end_before_start", "unknown_code", "missing_child", "repeat"]


@dataclass(frozen=True)
class Mistake:
    """One mistake in one row: from when it stands in extracts, until when, and what is written in the column instead."""

    table: str
    row: int
    kind: MistakeKind
    column: str
    text: str
    corrected_on: int


_PLACES: tuple[tuple[str, MistakeKind, str], ...] = (
    ("contacts", "impossible_date", "received_on"),
    ("contacts", "unknown_code", "source"),
    ("contacts", "missing_child", "child"),
    ("referrals", "impossible_date", "decided_on"),
    ("referrals", "unknown_code", "source"),
    ("assessments", "end_before_start", "completed_on"),
    ("visits", "impossible_date", "happened_on"),
    ("visits", "end_before_start", "recorded_on"),
    ("visits", "unknown_code", "purpose"),
    ("visits", "repeat", "id"),
    ("supervisions", "impossible_date", "happened_on"),
    ("supervisions", "missing_child", "child"),
    ("supervisions", "repeat", "id"),
    ("core_groups", "impossible_date", "held_on"),
    ("placements", "end_before_start", "ended_on"),
    ("placements", "unknown_code", "kind"),
    ("health_assessments", "impossible_date", "held_on"),
    ("missing_episodes", "end_before_start", "ended_on"),
    ("allocations", "missing_child", "child"),
    ("early_help_episodes", "impossible_date", "referred_on"),
)

_IMPOSSIBLE = ("31/02/2023", "30/02/2022", "00/05/2023", "31/11/2023", "12/13/2022", "29/02/2023")
_UNKNOWN = ("ZZ", "99", "X7", "TBC", "?")
_LASTING_ROUNDS = 2


def make_mistakes(rng: Random, journey: dict[str, pa.Table]) -> tuple[Mistake, ...]:
    """Plant mistakes in rows of the last two years: a few that nobody corrects, and some in each month that are corrected in time."""
    found: dict[tuple[str, int], Mistake] = {}
    for _ in range(_LASTING_ROUNDS):
        for place in _PLACES:
            _plant(rng, journey, found, place, history()[-24].first, history()[-14].last, None)
    for month in history()[-16:]:
        for place in _PLACES:
            if rng.random() < 0.4:
                _plant(rng, journey, found, place, month.first, month.last, month.last + rng.randrange(20, 150))
    return tuple(found[key] for key in sorted(found))


def _plant(
    rng: Random,
    journey: dict[str, pa.Table],
    found: dict[tuple[str, int], Mistake],
    place: tuple[str, MistakeKind, str],
    first: int,
    last: int,
    corrected: int | None,
) -> None:
    table, kind, column = place
    rows = _rows_known(journey, table, first, last)
    for _ in range(20):
        if not rows:
            return
        row = rows[rng.randrange(len(rows))]
        text = _text(rng, journey[table], table, kind, column, row)
        if text is not None and (table, row) not in found:
            found[table, row] = Mistake(table, row, kind, column, text, 10**6 if corrected is None else corrected)
            return


def _rows_known(journey: dict[str, pa.Table], table: str, first: int, last: int) -> range:
    """Find the rows of a table that became known in a stretch of days; tables are in that order."""
    days = journey[table][KNOWN].cast(pa.int32())
    low = pc.sum(pc.less(days, first)).as_py() or 0
    high = pc.sum(pc.less_equal(days, last)).as_py() or 0
    return range(low, high)


def _text(rng: Random, rows: pa.Table, table: str, kind: MistakeKind, column: str, row: int) -> str | None:
    """Give what stands in the column by mistake; None where the row cannot hold the mistake."""
    if kind == "impossible_date":
        return rng.choice(_IMPOSSIBLE) if rows[column][row].as_py() is not None else None
    if kind == "unknown_code":
        return rng.choice(_UNKNOWN)
    if kind == "end_before_start":
        after = record_named(table).column(column).not_before
        start = rows[after][row].cast(pa.int32()).as_py()
        if rows[column][row].as_py() is None:
            return None
        return day_of(start - rng.randrange(3, 300)).strftime("%d/%m/%Y")
    return ""
