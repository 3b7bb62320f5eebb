"""Makes the rows of an invented journey, column by column, with days at the edge of every clock.

Every row keeps to the record model (required columns, codes, days not before others), so each is one that a load would let in.
"""

from __future__ import annotations

import functools
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from lightwell.journey import Column, record_named
from lightwell.periods import Month
from tests.reference.days import working_day_after, working_days, works
from tests.reference.journey import Parameters, Row

_FILE = Path(__file__).parents[2] / "indicators" / "parameters.yaml"

TEAMS = ("T1", "T2", "T10", "t3", "Ämt", "Cwd", "Old")
"""Teams in the extract; a record may also name `Lost`, which is not."""

WORKERS = ("W1", "W2", "W10", "w3", "Å4", "W5")
"""Workers, most of them in the extract; not padded, so that the order of text is not that of numbers."""

_SMALL = {"high_caseload": (2, 3, 4), "top_caseholders": (1, 2, 3), "placements_many": (2, 3)}
"""Thresholds that so few children could never reach, brought within reach."""

_BLANK = {
    ("people", "born_on"): 0.1,
    ("people", "expected_on"): 0.7,
    ("people", "sex"): 0.1,
    ("people", "ethnicity"): 0.1,
    ("allocations", "worker"): 0.12,
    ("allocations", "team"): 0.12,
    ("visits", "authorised_on"): 0.12,
    ("supervisions", "authorised_on"): 0.12,
    ("assessments", "completed_on"): 0.3,
    ("section_47_enquiries", "completed_on"): 0.2,
    ("placements", "provider"): 0.1,
    ("early_help_episodes", "started_on"): 0.2,
    ("periods_of_care", "end_reason"): 0.1,
    ("posts", "fte"): 0.2,
}
"""How often a column that may be blank is blank, where that is not `_blank_of_kind`."""

_FAVOURED: dict[tuple[str, str], tuple[Any, ...]] = {
    ("visits", "mode"): ("face_to_face",) * 8 + ("virtual", "telephone"),
    ("visits", "child_seen"): (True,) * 8 + (False,),
    ("supervisions", "kind"): ("individual", "individual", "group", "oversight"),
    ("allocations", "role"): ("primary",) * 5 + ("co_worker", "reviewing_officer"),
    ("placements", "kind"): (
        *("U1", "U2", "U3", "U4", "U5", "U6", "U6", "A3", "A4", "A5", "A6", "P1", "P2"),
        *("H5", "K1", "K2", "R1", "R3", "S1", "T0", "T1", "T4", "Z1"),
    ),
    ("placements", "provider"): ("PR1", "PR1", "PR1", "PR4", "PR4", "PR5", "PR2"),
    ("periods_of_care", "end_reason"): ("E4A", "E4A", "E41", "E45", "E46", "E47", "E48", "E4B", "E8", "X1"),
    ("early_help_episodes", "source"): ("step_down", "step_down", "front_door", "partner", "family"),
    ("early_help_episodes", "assessment_required"): (True, False, False),
    ("workers", "qualified"): (True, True, False),
    ("posts", "fte"): (0.0, 0.2, 0.5, 0.6, 1.0, 1.0),
    ("visit_agreements", "interval_days"): (14, 28, 42, 84),
    ("teams", "locality"): ("North", "South"),
    ("teams", "service"): ("Safeguarding", "Care", "Family Help"),
}
"""Values to choose from in place of the whole code set."""

_CLOCKS: dict[tuple[str, str], tuple[str, ...]] = {
    ("assessments", "completed_on"): ("assessment_limit",),
    ("contacts", "decided_on"): ("contact_decision_limit",),
    ("child_in_need_plans", "started_on"): ("child_in_need_review_days", "supervision_days", "child_in_need_visit_long_days"),
    ("child_in_need_reviews", "held_on"): ("child_in_need_review_days",),
    ("child_protection_plans", "started_on"): ("first_core_group_working_days", "protection_visit_working_days"),
    ("core_groups", "held_on"): ("core_group_days",),
    ("periods_of_care", "started_on"): ("settled_in_care_days", "care_visit_days"),
    ("health_assessments", "held_on"): ("review_health_days", "review_health_under_5_days"),
    ("care_leavers", "started_on"): ("supervision_days",),
    ("supervisions", "happened_on"): ("supervision_days",),
    ("allocations", "started_on"): ("same_worker_days",),
    ("visits", "happened_on"): (
        *("early_help_visit_days", "child_in_need_visit_days", "child_in_need_visit_short_days"),
        *("child_in_need_visit_long_days", "disabilities_visit_days", "protection_visit_working_days"),
        *("protection_visit_long_working_days", "protection_visit_days", "care_visit_days"),
    ),
}
"""Clocks that run from a day, or from the day that it may not come before, and on whose edge the day is often set."""

_DIFFERS_IN_TWIN = ("id", "worker", "team", "kind", "provider", "status", "ended_on", "interval_days")
"""Columns in which a twin, begun on the same day, is drawn afresh."""


def _blank_of_kind(column: Column) -> float:
    if column.name == "ended_on":
        return 0.5
    return 0.5 if column.refers_to in ("workers", "teams") else 0.2


@dataclass(frozen=True)
class Maker:
    """Makes rows for one journey: `ends` are month ends in the years before the extract, `held` the parameters."""

    rng: random.Random
    as_at: date
    ends: Sequence[date]
    held: Parameters
    tables: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    ids: set[tuple[str, str]] = field(default_factory=set)

    def day(self) -> date:
        """Give a day, mostly one at the edge of something: a month end, a clock that runs out on one, a holiday, a leap day."""
        rng = self.rng
        end = rng.choice(self.ends)
        near = timedelta(days=rng.choice((-1, 0, 0, 1)))
        kind = rng.random()
        if kind < 0.2:
            found = end + near
        elif kind < 0.55:
            found = self.at_limit(rng.choice(_all_clocks()))
        elif kind < 0.65:
            found = next_day_off(end) + near
        elif kind < 0.7:
            found = date(self.as_at.year - self.as_at.year % 4, 2, 29) + near
        else:
            found = self.as_at - timedelta(days=rng.randrange(1100))
        return min(found, self.as_at + timedelta(days=2))

    def at_limit(self, clock: str) -> date:
        """Give a day from which a clock runs out at a month end, or a day before or after it."""
        return self.back(clock, self.rng.choice(self.ends), self.rng.choice((-1, 0, 0, 1)))

    def back(self, clock: str, end: date, more: int) -> date:
        """Give the day from which there is the length of a clock, and so many days more, to another."""
        limit = self._limit(clock, end) + more
        return working_day_before(end, limit) if _in_working_days(clock) else end - timedelta(days=limit)

    def past(self, clock: str, start: date) -> date:
        """Give the day on which a clock begun on another runs out, or a day before or after it."""
        limit = self._limit(clock, start) + self.rng.choice((-1, 0, 0, 1))
        return working_day_after(start, limit) if _in_working_days(clock) else start + timedelta(days=limit)

    def _limit(self, clock: str, day: date) -> int:
        return int([value for first_day, value in self.held[clock] if first_day <= day][-1])

    def after(self, start: date) -> date:
        """Give a day that is not before another: the same day, soon after, the month's end, a clock's length later or any."""
        rng = self.rng
        kind = rng.random()
        if kind < 0.12:
            return start
        if kind < 0.3:
            return start + timedelta(days=rng.randrange(1, 40))
        if kind < 0.45:
            return Month.of(start).plus(rng.randrange(4)).end
        if kind < 0.7:
            return max(start, self.past(rng.choice(_all_clocks()), start))
        return max(start, self.day())

    def row(self, table: str, **given: Any) -> Row:
        """Add one row to a table, and now and then a twin that differs in a few columns; columns not given are drawn."""
        row: Row = {}
        for column in record_named(table).columns:
            row[column.name] = given[column.name] if column.name in given else self._draw(table, column, row)
        self.tables[table].append(row)
        if "id" in row and self.rng.random() < 0.1:
            self.tables[table].append({**row, **self._differences(table, row)})
        return row

    def _differences(self, table: str, row: Row) -> Row:
        columns = [column for column in record_named(table).columns if column.name in _DIFFERS_IN_TWIN]
        return {column.name: self._draw(table, column, row) for column in columns}

    def _draw(self, table: str, column: Column, row: Row) -> Any:
        key = (table, column.name)
        if column.name == "id":
            return self._new_id(table)
        if not column.required and self.rng.random() < _BLANK.get(key, _blank_of_kind(column)):
            return None
        if key in _FAVOURED:
            return self.rng.choice(_FAVOURED[key])
        if column.kind == "day":
            return self._draw_day(key, row.get(column.not_before))
        return self._plain(column)

    def _draw_day(self, key: tuple[str, str], earlier: date | None) -> date:
        clocks = _CLOCKS.get(key, ())
        if earlier is not None:
            return self.past(clocks[0], earlier) if clocks and self.rng.random() < 0.5 else self.after(earlier)
        return self.at_limit(self.rng.choice(clocks)) if clocks and self.rng.random() < 0.6 else self.day()

    def _plain(self, column: Column) -> Any:
        rng = self.rng
        if column.refers_to == "teams":
            return rng.choice((*TEAMS, *TEAMS, "Lost"))
        if column.refers_to == "workers":
            return rng.choice(WORKERS)
        if column.codes is not None:
            return rng.choice(list(column.codes.labels))
        return {"flag": rng.random() < 0.5, "whole": rng.randrange(3), "number": rng.randrange(9) / 4, "text": "Some text"}[column.kind]

    def _new_id(self, table: str) -> str:
        while True:
            found = self.rng.choice(("", "a", "B")) + str(self.rng.randrange(3000))
            if (table, found) not in self.ids:
                self.ids.add((table, found))
                return found

    def some(self, table: str, most: int, child: str, **given: Any) -> list[Row]:
        """Add from none to `most` rows about one child to a table."""
        return [self.row(table, child=child, **given) for _ in range(self.rng.randint(0, most))]


def working_day_before(day: date, count: int) -> date:
    """Give the latest day from which there are so many working days to another."""
    found = day
    while working_days(found, day) < count:
        found -= timedelta(days=1)
    return found


def next_day_off(day: date) -> date:
    """Give the first day after a day that is a bank holiday in England and no weekend; the day itself if none is near."""
    for step in range(120):
        found = day + timedelta(days=step)
        if found.weekday() < 5 and not works(found):
            return found
    return day


@functools.cache
def _shipped() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


def _in_working_days(clock: str) -> bool:
    return bool(_shipped()[clock]["unit"] == "working days")


def _all_clocks() -> list[str]:
    return sorted({clock for clocks in _CLOCKS.values() for clock in clocks})


def _parameters(seed: int, months: Sequence[Month]) -> dict[str, list[tuple[date, float]]]:
    """Give the parameters as shipped, thresholds brought within reach, and some of them changed within the months."""
    found = {}
    for name, parameter in _shipped().items():
        rng = random.Random(f"{seed} {name}")  # its own, so that a new parameter leaves every other as it was
        first = float(rng.choice(_SMALL.get(name, (parameter["values"][0]["value"],))))
        found[name] = [(date(2010, 4, 1), first)]
        if rng.random() < 0.7:
            changed = rng.choice(months).end + timedelta(days=rng.choice((-1, 0, 1)))
            found[name].append((changed, first + 1 if name in _SMALL else max(1.0, first + rng.choice((-7, -3, 5, 14)))))
    return found


def maker_for(seed: int, as_at: date, months: Sequence[Month]) -> Maker:
    """Give a maker for a journey: its month ends are those of the months and of the half year before, a few of them busier than others."""
    rng = random.Random(seed)
    ends = [months[0].plus(step).end for step in range(-6, len(months))]
    return Maker(rng, as_at, sorted([*ends, *rng.choices(ends, k=8) * 6]), _parameters(seed, months))
