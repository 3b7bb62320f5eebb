"""The split of a month's shortfall, by one statement, and the slow answer: the same children in every part, on invented journeys.

`LIGHTWELL_LONG=1` tries more journeys, more months and more breakdowns.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from lightwell.definitions.load import Catalogue
from lightwell.definitions.model import Definition
from lightwell.journey import record_named
from lightwell.periods import Month
from lightwell.results.recording_split import statement
from lightwell.results.recording_views import kinds_of
from tests.generative.agreement import indicators, shipped
from tests.generative.engine import Worked, work_out
from tests.generative.records import invent
from tests.reference.facts import months_known
from tests.reference.journey import Journey, Row
from tests.reference.recording import Rolls, Shortfall, rolls, shortfall

LONG = bool(os.environ.get("LIGHTWELL_LONG"))
SEEDS = range(24) if LONG else (1,)
BREAKDOWNS = ("authority", "team", "worker") if LONG else ("team",)
PARTS = ("not_done", "recorded_late", "not_authorised", "still_not_done", "still_not_authorised")

_STATUSES = {
    "early_help_episodes": ("early_help", None),
    "child_in_need_plans": ("child_in_need", "child_in_need_reviews"),
    "child_protection_plans": ("child_protection", "core_groups"),
    "periods_of_care": ("in_care", "care_reviews"),
    "assessments": (None, None),
    "care_leavers": (None, None),
}
"""For each status what is done for a child in it: the purpose of visits, and the meetings."""


def splittable() -> dict[str, Definition]:
    """Give the shipped shares whose conditions look at what is recorded on a day."""
    found = {name: each for name, each in shipped().definitions.items() if each.unit == "percent" and kinds_of(each)}
    return {name: each for name, each in found.items() if all(kind.recorded for kind in kinds_of(each))}


def with_late_records(journey: Journey, months: Sequence[Month], seed: int) -> Journey:
    """Do something for most children shortly before each month's end, some of it recorded or authorised late, or not at all."""
    rng = random.Random(seed)
    tables: dict[str, list[Row]] = {table: list(rows) for table, rows in journey.tables.items()}
    for status, (purpose, meeting) in _STATUSES.items():
        for row in list(tables[status]):
            for month in months:
                if purpose and rng.random() < 0.6:
                    tables["visits"].append(_done(rng, "visits", row["child"], month, purpose=purpose))
                if rng.random() < 0.4:
                    tables["supervisions"].append(_done(rng, "supervisions", row["child"], month))
                if meeting and rng.random() < 0.5:
                    tables[meeting].append(_done(rng, meeting, row["child"], month))
    return replace(journey, tables=tables)


def _done(rng: random.Random, table: str, child: str, month: Month, **given: object) -> Row:
    day = month.end - timedelta(days=rng.choice((0, 1, 3, 9, 20)))
    recorded = rng.choice((None, day, day + timedelta(days=4), day + timedelta(days=30)))
    authorised = rng.choice((None, recorded or day, (recorded or day) + timedelta(days=6)))
    days = {"happened_on": day, "held_on": day, "recorded_on": recorded, "authorised_on": authorised}
    made: Row = {"id": f"late {rng.random()}", "child": child, **days, **given}
    return {column.name: made.get(column.name) for column in record_named(table).columns}


def expected_counts(found: Shortfall, places: Mapping[str, Row], breakdown: str) -> dict[str, list[int]]:
    """Count the children of every part and figure by member."""
    groups = (*(found.parts[part] for part in PARTS), *found.figures)
    counts: dict[str, list[int]] = {}
    for place, group in enumerate(groups):
        for child in group:
            member = "" if breakdown == "authority" else places[child][breakdown]
            counts.setdefault(member, [0] * len(groups))[place] += 1
    return counts


def engine_counts(worked: Worked, definition: Definition, known: Mapping[Month, date], breakdown: str) -> dict[Month, dict[str, list[int]]]:
    """Count by the statement that the split is made of; members of whom nothing counts are left out."""
    found: dict[Month, dict[str, list[int]]] = {month: {} for month in known}
    for month, member, *counts in worked.connection.execute(statement(definition, known, breakdown)).fetchall():
        if any(counts):
            found[Month.of(month)][member] = counts
    return found


def check(journey: Journey, known: Mapping[Month, date]) -> Counter[str]:
    """Hold every indicator's split of some months against the slow answer; count the children of each part."""
    compared: Counter[str] = Counter()
    worked = work_out(journey, Catalogue(splittable(), shipped().parameters))
    facts = {definition.fact for definition in splittable().values()}
    called: dict[tuple[str, Month], Rolls] = {
        (fact, month): rolls(journey, fact, month, day) for fact in facts for month, day in known.items()
    }
    for name, definition in splittable().items():
        found = {breakdown: engine_counts(worked, definition, known, breakdown) for breakdown in BREAKDOWNS}
        for month in known:
            roll = called[definition.fact, month]
            slow = shortfall(roll, indicators()[name])
            places = {row["child"]: row for row in roll.rows[-1]}
            for breakdown in BREAKDOWNS:
                assert found[breakdown][month] == expected_counts(slow, places, breakdown), f"{name} in {month}, by {breakdown}"
            compared.update({part: len(children) for part, children in slow.parts.items()})
    return compared


def test_every_part_of_every_split_holds_the_children_of_the_slow_answer() -> None:
    compared: Counter[str] = Counter()
    for seed in SEEDS:
        invented = invent(seed)
        months = months_known(invented)[-10:] if LONG else months_known(invented)[-3::2]
        known = {month: month.end + timedelta(days=(0, 4, 10, 30)[(at + seed) % 4]) for at, month in enumerate(months)}
        compared += check(with_late_records(invented, months, seed), known)
    assert min(compared[part] for part in PARTS) >= 20, compared
