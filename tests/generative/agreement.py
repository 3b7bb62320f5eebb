"""Sets the engine's answers for a journey beside the slow reference's, and says in words where they differ."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from lightwell.definitions import load
from lightwell.definitions.load import Catalogue
from lightwell.definitions.model import Definition
from lightwell.facts import BREAKDOWNS, fact_named
from lightwell.periods import Month
from tests.generative.engine import POPULATION, Place
from tests.reference.facts import all_facts, months_known
from tests.reference.indicators import INDICATORS
from tests.reference.journey import Journey, Row
from tests.reference.rules import Indicator
from tests.reference.values import (
    AUTHORITY,
    Answer,
    answer,
    denominator_rows,
    members,
    numerator_rows,
    rows_in_period,
    rows_of_member,
    window,
)

_LONGER: tuple[tuple[str, str, str], ...] = (
    ("contacts", "contacts_in_quarter", "quarter"),
    ("assessments_45_working_days", "assessments_45_in_quarter", "quarter"),
    ("assessments_45_working_days", "assessments_45_to_date", "year_to_date"),
    ("re_referrals", "re_referrals_in_12_months", "rolling_12_months"),
    ("re_referrals", "re_referrals_in_quarter", "quarter"),
    ("re_referrals", "re_referrals_in_year", "year"),
    ("cla_ceased_cao_sgo", "cla_ceased_cao_sgo_in_year", "year"),
    ("iha_20_working_days", "iha_20_working_days_in_year", "year"),
)
"""Operations that no shipped indicator uses, so that they agree before one does: (shipped id, new id, period type)."""


@functools.cache
def shipped() -> Catalogue:
    """Give the shipped definitions, and beside them a few more that use what those do not."""
    found = load()
    more = {new: _longer(found.definitions[old], new, period) for old, new, period in _LONGER}
    return Catalogue({**found.definitions, **more}, found.parameters)


def _longer(definition: Definition, name: str, period: str) -> Definition:
    return replace(definition, id=name, period_type=period, breakdowns=BREAKDOWNS)  # type: ignore[arg-type]  # one of its words


@functools.cache
def indicators() -> dict[str, Indicator]:
    """Give the reference's own form of every definition in `shipped`."""
    more = {new: replace(INDICATORS[old], id=new, period_type=period) for old, new, period in _LONGER}
    return {**INDICATORS, **more}


@dataclass(frozen=True)
class Counted:
    """One indicator in one month: the rows of its period, those in the denominator and those in the numerator."""

    rows: Sequence[Row]
    of: Sequence[Row]
    counted: Sequence[Row]


@dataclass(frozen=True)
class Expected:
    """The reference's answers for one journey: every fact, and the rows behind every indicator of every month."""

    journey: Journey
    months: Sequence[Month]
    facts: dict[str, list[Row]]
    counted: dict[tuple[str, Month], Counted]


def expect(journey: Journey) -> Expected:
    """Work out every fact and every indicator of a journey slowly."""
    months = months_known(journey)
    facts = all_facts(journey, months)
    counted = {}
    for indicator in indicators().values():
        for month in months:
            if window(indicator.period_type, month) is None:
                continue
            rows = rows_in_period(indicator, facts[indicator.fact], month)
            of = denominator_rows(journey, indicator, rows, month)
            counted[indicator.id, month] = Counted(rows, of, numerator_rows(journey, indicator, of))
    return Expected(journey, months, facts, counted)


def answers(expected: Expected) -> dict[Place, Answer]:
    """Give every figure: for the authority in every month, and for each member of a breakdown that has rows of the fact in the period."""
    found = {}
    for (name, month), part in expected.counted.items():
        indicator = indicators()[name]
        for breakdown in (AUTHORITY, *shipped().definitions[name].breakdowns):
            for member in [""] if breakdown == AUTHORITY else members(part.rows, breakdown):
                of = rows_of_member(part.of, breakdown, member)
                counted = rows_of_member(part.counted, breakdown, member)
                found[name, month, breakdown, member] = answer(indicator, of, counted, breakdown, POPULATION.children)
    return found


def fact_differences(expected: dict[str, list[Row]], found: dict[str, list[Row]]) -> Iterator[str]:
    """Say each way in which the engine's facts differ from the reference's, row by row and column by column."""
    for fact in map(fact_named, found):
        columns = [column.name for column in fact.columns]
        ours = _sorted(expected[fact.name], columns)
        theirs = _sorted(found[fact.name], columns)
        if theirs and set(theirs[0]) != set(columns):
            yield f"{fact.name} has the columns {sorted(theirs[0])}, not {sorted(columns)}"
        if len(ours) != len(theirs):
            yield f"{fact.name} has {len(theirs)} rows, not {len(ours)}"
        yield from _row_differences(fact.name, ours, theirs)


def _row_differences(fact: str, ours: Sequence[Row], theirs: Sequence[Row]) -> Iterator[str]:
    for row, other in zip(ours, theirs, strict=False):
        wrong = [name for name in row if not _same(row[name], other.get(name))]
        if wrong:
            said = ", ".join(f"{name} is {other.get(name)!r}, not {row[name]!r}" for name in wrong)
            yield f"{fact}, child {row['child']}, {row.get('month', '')}: {said} (expected {row})"


def _sorted(rows: Sequence[Row], columns: Sequence[str]) -> list[Row]:
    return sorted(rows, key=lambda row: [_comparable(row.get(name)) for name in columns])


def _comparable(value: object) -> str:
    return f"{value:.6f}" if isinstance(value, float) else repr(value)


def _same(ours: object, theirs: object) -> bool:
    if isinstance(ours, float) and isinstance(theirs, float | int):
        return math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9)
    return type(ours) is type(theirs) and ours == theirs


def answer_differences(expected: dict[Place, Answer], found: dict[Place, Answer]) -> Iterator[str]:
    """Say each way in which the engine's figures differ from the reference's."""
    for place in sorted(expected.keys() | found.keys()):
        ours, theirs = expected.get(place), found.get(place)
        if ours is None or theirs is None or not _same_answer(ours, theirs):
            yield f"{place[0]} in {place[1]}, {place[2]} {place[3]}: {theirs}, not {ours}"


def _same_answer(ours: Answer, theirs: Answer) -> bool:
    if ours.state != theirs.state or (ours.state != "known" and theirs.value is not None):
        return False
    pairs = [(getattr(ours, part), getattr(theirs, part)) for part in ("numerator", "denominator", "value")]
    return ours.state != "known" or all(_same_number(*pair) for pair in pairs)


def _same_number(ours: float | None, theirs: float | None) -> bool:
    if ours is None or theirs is None:
        return ours is theirs
    # The engine rounds sums of shares to nine decimals, so that the order in which they are added cannot show.
    return math.isclose(ours, theirs, rel_tol=1e-6, abs_tol=1e-8)


def smallest(journey: Journey, wrong: Callable[[Journey], bool]) -> Journey:
    """Take away tables, children and rows for as long as the journey stays wrong; what is left is the least that shows the fault."""
    for step in (_without_child, _without_half_table, _without_row):
        tried = True
        while tried:
            tried = False
            for less in step(journey):
                if wrong(less):
                    journey, tried = less, True
                    break
    return journey


def _without_child(journey: Journey) -> Iterator[Journey]:
    for child in sorted({row["child"] for rows in journey.tables.values() for row in rows if "child" in row}):
        kept = {table: [row for row in rows if row.get("child") != child] for table, rows in journey.tables.items()}
        yield Journey(kept, journey.as_at, journey.parameters)


def _without_half_table(journey: Journey) -> Iterator[Journey]:
    for table, rows in journey.tables.items():
        for part in ([], rows[len(rows) // 2 :], rows[: len(rows) // 2]):
            if len(part) < len(rows):
                yield Journey({**journey.tables, table: part}, journey.as_at, journey.parameters)


def _without_row(journey: Journey) -> Iterator[Journey]:
    for table, rows in journey.tables.items():
        for place in range(len(rows)):
            yield Journey({**journey.tables, table: [*rows[:place], *rows[place + 1 :]]}, journey.as_at, journey.parameters)


def say(journey: Journey) -> str:
    """Write a journey out, blank columns left out."""
    lines = [f"As at {journey.as_at}"]
    for table, rows in journey.tables.items():
        for row in rows:
            shown = ", ".join(f"{name}={value}" for name, value in row.items() if value is not None)
            lines.append(f"{table}: {shown}")
    return "\n".join(lines)
