"""The invented journeys keep to the record model, and between them exercise everything that the engine and the reference must agree on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

from lightwell.definitions import load
from lightwell.definitions.expressions import parameters_in
from lightwell.definitions.model import PERIOD_TYPES, UNITS
from lightwell.facts import BREAKDOWNS, FACTS, FactColumn
from lightwell.journey import RECORDS
from lightwell.periods import Month
from tests.generative.agreement import expected_of, indicators, say, shipped, smallest
from tests.generative.records import invent
from tests.generative.test_agreement import SEEDS
from tests.reference.indicators import INDICATORS
from tests.reference.journey import Journey, Row
from tests.reference.values import denominator_rows, how_many, numerator_rows

_NEVER_BLANK = {"days_open", "days_on_plan", "working_days_on_plan", "previous_plans", "days_in_care", "placements_in_year"}
_NEVER_BLANK |= {"days_as_leaver", "workers_in_half_year", "status", "initial_health_due_on", "month"}

_SPECIAL = {
    "worker": {"Not allocated"},
    "team": {"Not allocated", "Lost", "Cwd"},
    "service": {"Not allocated", "Not known"},
    "locality": {"Not allocated", "Not known", "Whole authority"},
    "age_band": {"Unborn", "Under 1", "1 to 4", "5 to 9", "10 to 15", "16 to 17", "18 and over", "Not known"},
    "sex": {"Male", "Female", "Indeterminate", "Not known"},
    "ethnicity": {"Not stated", "White", "Mixed", "Asian or Asian British", "Black or Black British", "Other ethnic group"},
    "disability": {"Yes", "No", "Not known"},
}


def journey_of(seed: int) -> Journey:
    return expected_of(seed).journey


def every_row() -> Iterator[tuple[str, Row]]:
    for seed in SEEDS:
        for fact, rows in expected_of(seed).facts.items():
            yield from ((fact, row) for row in rows)


def test_the_same_seed_gives_the_same_journey() -> None:
    assert invent(5) == invent(5)
    assert invent(5).tables != invent(13).tables


def test_every_row_keeps_to_the_record_model() -> None:
    for seed in SEEDS:
        for record in RECORDS:
            rows = journey_of(seed).all(record.table)
            ids = [row["id"] for row in rows if "id" in row]
            assert len(ids) == len(set(ids))
            for row in rows:
                assert list(row) == [column.name for column in record.columns]
                for column in record.columns:
                    value, earlier = row[column.name], row.get(column.not_before)
                    assert value is not None or not column.required
                    assert value is None or column.codes is None or value in column.codes.labels
                    assert value is None or earlier is None or value >= earlier


def test_every_table_has_rows_and_every_optional_column_blanks() -> None:
    rows: dict[str, list[Row]] = defaultdict(list)
    for seed in SEEDS:
        for table, found in journey_of(seed).tables.items():
            rows[table].extend(found)
    for record in RECORDS:
        assert rows[record.table], record.table
        for column in record.columns:
            blank = [row[column.name] is None for row in rows[record.table]]
            assert not all(blank), (record.table, column.name)
            assert any(blank) or column.required or column.name == "id" or len(blank) < 20, (record.table, column.name)


def test_every_column_of_every_fact_takes_the_values_that_matter() -> None:
    found: dict[tuple[str, str], set[object]] = defaultdict(set)
    for fact, row in every_row():
        for name, value in row.items():
            found[fact, name].add(value)
    for known in FACTS:
        for column in known.columns:
            missing = _missing(column, found[known.name, column.name])
            assert not missing, f"{known.name}.{column.name} never is {missing}"
    for column_name, special in _SPECIAL.items():
        met = set().union(*(found[known.name, column_name] for known in FACTS))
        assert special <= met, f"{column_name} never is {special - met}"


def _missing(column: FactColumn, met: set[object]) -> str:
    if column.type == "flag":
        return "" if met >= {True, False} else "both yes and no"
    different = met - {None}
    if len(different) < 3:
        return "of three values"
    may_be_blank = column.type in ("whole", "number") and column.name not in _NEVER_BLANK and column.name != "working_days_open"
    return "blank" if may_be_blank and None not in met else ""


def test_every_indicator_counts_some_and_not_all() -> None:
    some: Counter[str] = Counter()
    part: Counter[str] = Counter()
    none_due: Counter[str] = Counter()
    for seed in SEEDS:
        for (name, _), counted in expected_of(seed).counted.items():
            some[name] += bool(counted.counted)
            part[name] += 0 < how_many(indicators()[name], counted.counted) < how_many(indicators()[name], counted.of)
            none_due[name] += not counted.of
    for name, definition in shipped().definitions.items():
        assert some[name] >= 3, f"{name} never counts anyone"
        if definition.unit == "percent":
            assert part[name] >= 1, f"{name} is never between none and all"
        if definition.of != "true":
            assert _leaves_out(name), f"{name} never leaves anyone out of its denominator"
    assert any(none_due.values())


def _leaves_out(name: str) -> bool:
    return any(
        len(counted.of) < len(counted.rows) for seed in SEEDS for (other, _), counted in expected_of(seed).counted.items() if other == name
    )


def test_every_operation_is_exercised() -> None:
    used = [definition for definition in shipped().definitions.values() if _counts_in_some_month(definition.id)]
    assert {definition.period_type for definition in used} == set(PERIOD_TYPES)
    assert {definition.unit for definition in used} == set(UNITS)
    assert {definition.distinct for definition in used} == {"", "child", "worker"}
    assert {definition.per for definition in used} == {"", "fte_share", "worker_share"}
    assert {name for definition in used for name in definition.breakdowns} == set(BREAKDOWNS)
    assert {definition.fact for definition in used} == {fact.name for fact in FACTS}


def _counts_in_some_month(name: str) -> bool:
    return any(part.counted for seed in SEEDS for (other, _), part in expected_of(seed).counted.items() if other == name)


def test_different_children_are_fewer_than_rows_somewhere() -> None:
    """A distinct count that never differs from a count of rows would not be tested."""
    for name, indicator in indicators().items():
        if indicator.distinct:
            found = [part for seed in SEEDS for (other, _), part in expected_of(seed).counted.items() if other == name]
            assert any(how_many(indicator, part.counted) < len(part.counted) for part in found), name


def test_every_parameter_changes_somewhere_within_the_months() -> None:
    changed = set()
    for seed in SEEDS:
        journey, months = journey_of(seed), expected_of(seed).months
        changed |= {name for name, values in journey.parameters.items() if len({_held(values, month) for month in months}) > 1}
    assert changed == set(journey_of(0).parameters)


def test_every_limit_is_met_to_the_day() -> None:
    """A limit one higher or one lower must change whom some indicator counts, or the edge of it is not tested."""
    for name, definition in shipped().definitions.items():
        for parameter in sorted(parameters_in(definition.of) | parameters_in(definition.count)):
            for step in (-1.0, 1.0):
                assert any(_changes(seed, name, parameter, step) for seed in SEEDS), f"{name}, {parameter} {step:+}"


def _changes(seed: int, name: str, parameter: str, step: float) -> bool:
    found, journey = expected_of(seed), journey_of(seed)
    moved = {**journey.parameters, parameter: [(day, value + step) for day, value in journey.parameters[parameter]]}
    other = replace(journey, parameters=moved)
    indicator = indicators()[name]
    for month in found.months:
        part = found.counted.get((name, month))
        if part is None:
            continue
        of = denominator_rows(other, indicator, part.rows, month)
        if len(of) != len(part.of) or len(numerator_rows(other, indicator, of)) != len(part.counted):
            return True
    return False


def _held(values: object, month: Month) -> float:
    assert isinstance(values, list)
    return float([value for day, value in values if day <= month.end][-1])


def test_there_are_ties_overlaps_and_strangers() -> None:
    met: Counter[str] = Counter()
    for seed in SEEDS:
        journey = journey_of(seed)
        known = {row["child"] for row in journey.all("people")}
        met["child without a person"] += len({row["child"] for row in journey.all("visits")} - known)
        met["team unknown"] += any(row["team"] == "Lost" for row in journey.all("allocations"))
        met["born on a leap day"] += any(_leap(row) for row in journey.all("people"))
        met["ended on the day begun"] += any(row["started_on"] == row["ended_on"] for row in journey.all("placements"))
        met["ended at month end"] += any(
            row["ended_on"] is not None and row["ended_on"] == Month.of(row["ended_on"]).end for row in journey.all("periods_of_care")
        )
        for table in ("allocations", "placements", "periods_of_care", "child_protection_plans", "referrals"):
            day = "received_on" if table == "referrals" else "started_on"
            days = Counter((row["child"], row[day]) for row in journey.all(table))
            met[f"{table} on the same day"] += max(days.values(), default=0) > 1
    assert all(met.values()), met


def _leap(person: Row) -> bool:
    born = person["born_on"]
    return born is not None and (born.month, born.day) == (2, 29)


def test_the_reference_answers_every_shipped_indicator_and_no_other() -> None:
    missing = set(load().definitions) ^ set(INDICATORS)
    assert not missing, f"Write {sorted(missing)} in plain Python in tests/reference/indicators.py too, or take it out there."


def test_the_least_journey_that_shows_a_fault_is_found() -> None:
    def wrong(journey: Journey) -> bool:
        return any(row["child"] == "Late" for row in journey.all("periods_of_care"))

    least = smallest(journey_of(3), wrong)
    assert [(table, row["child"]) for table, rows in least.tables.items() for row in rows] == [("periods_of_care", "Late")]
    assert say(least).splitlines()[1].startswith("periods_of_care: id=")
