"""What was known of a journey on a day, and what a month's shortfall was made of, from the meaning of recording and authorising alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from lightwell.periods import Month
from tests.reference.facts import ROLL_CALLS
from tests.reference.journey import Journey, Row
from tests.reference.rules import Indicator
from tests.reference.values import limits

_HAPPENED = {"visits": "happened_on", "supervisions": "happened_on"}
_RECORDED = ("visits", "supervisions", "core_groups", "child_in_need_reviews", "care_reviews")


def _seen(row: Row, table: str, day: date) -> bool:
    """Say whether a record stood in the system at the end of a day; where it does not say when it was made, from the day it happened."""
    made = row["recorded_on"] if row["recorded_on"] is not None else row[_HAPPENED.get(table, "held_on")]
    return bool(made <= day)


def _with(journey: Journey, change: Callable[[str, Row], Row | None]) -> Journey:
    tables = dict(journey.tables)
    for table in _RECORDED:
        rows = [change(table, row) for row in journey.all(table)]
        tables[table] = [row for row in rows if row is not None]
    return replace(journey, tables=tables)


def as_known(journey: Journey, day: date) -> Journey:
    """Give the journey with what was recorded by a day, and authorised only where it was by then."""

    def change(table: str, row: Row) -> Row | None:
        if not _seen(row, table, day):
            return None
        late = table in _HAPPENED and row["authorised_on"] is not None and row["authorised_on"] > day
        return {**row, "authorised_on": None} if late else row

    return _with(journey, change)


def as_if_authorised(journey: Journey, day: date) -> Journey:
    """Give the journey with what was recorded by a day, all of it authorised."""
    return _with(journey, lambda table, row: _authorised(table, row) if _seen(row, table, day) else None)


def as_if_recorded(journey: Journey) -> Journey:
    """Give the journey as if all that is known to have been done had been recorded and authorised."""
    return _with(journey, _authorised)


def _authorised(table: str, row: Row) -> Row:
    return {**row, "authorised_on": row[_HAPPENED[table]]} if table in _HAPPENED else row


@dataclass(frozen=True)
class Shortfall:
    """The children of one month by what became of them: each view's numerator and denominator, and the parts of the shortfall."""

    figures: tuple[frozenset[str], ...]
    parts: dict[str, frozenset[str]]


@dataclass(frozen=True)
class Rolls:
    """One roll call four times over: as known on a day, as if authorised, as if recorded, and as known now."""

    month: Month
    views: tuple[Journey, ...]
    rows: tuple[list[Row], ...]


def rolls(journey: Journey, fact: str, month: Month, day: date) -> Rolls:
    """Call one roll in each view."""
    views = (as_known(journey, day), as_if_authorised(journey, day), as_if_recorded(journey), journey)
    return Rolls(month, views, tuple(ROLL_CALLS[fact](view, month) for view in views))


def shortfall(called: Rolls, indicator: Indicator) -> Shortfall:
    """Work out what the shortfall of an indicator is made of, as known on the day of the rolls and as known now."""
    counted, of = [], []
    for view, rows in zip(called.views, called.rows, strict=True):
        limit = limits(view, called.month)
        due = [row for row in rows if indicator.of(row, limit)]
        of.append(frozenset(row["child"] for row in due))
        counted.append(frozenset(row["child"] for row in due if indicator.count(row, limit)))
    missed, missing = of[0] - counted[0], of[3] - counted[3]
    parts = {
        "not_authorised": missed & counted[1],
        "recorded_late": (missed - counted[1]) & counted[2],
        "not_done": missed - counted[1] - counted[2],
        "still_not_authorised": missing & counted[2],
        "still_not_done": missing - counted[2],
    }
    return Shortfall(tuple(each for pair in zip(counted, of, strict=True) for each in pair), parts)
