"""Sets the engine's answers for a journey beside the slow reference's, and says in words where they differ."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from lightwell.definitions import load
from lightwell.definitions.load import Catalogue
from lightwell.definitions.model import Definition
from lightwell.facts import BREAKDOWNS, fact_named
from lightwell.periods import Month
from tests.generative.engine import POPULATION, Place
from tests.generative.records import invent
from tests.reference.facts import months_known, some_facts
from tests.reference.indicators import INDICATORS
from tests.reference.journey import Journey, Row
from tests.reference.rules import Indicator
from tests.reference.values import (
    AUTHORITY,
    Answer,
    answer,
    by_member,
    denominator_rows,
    numerator_rows,
    rows_in_period,
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


def expect(journey: Journey, names: Collection[str] = ()) -> Expected:
    """Work out the named indicators of a journey and their facts slowly; all of them where none is named."""
    wanted = [indicators()[name] for name in names or indicators()]
    months = months_known(journey)
    facts = some_facts(journey, months, {indicator.fact for indicator in wanted})
    counted = {}
    for indicator in wanted:
        for month in months:
            if window(indicator.period_type, month) is None:
                continue
            rows = rows_in_period(indicator, facts[indicator.fact], month)
            of = denominator_rows(journey, indicator, rows, month)
            counted[indicator.id, month] = Counted(rows, of, numerator_rows(journey, indicator, of))
    return Expected(journey, months, facts, counted)


@functools.cache
def expected_of(seed: int) -> Expected:
    """Work out an invented journey slowly, once."""
    return expect(invent(seed))


def answers(expected: Expected) -> dict[Place, Answer]:
    """Give every figure: for the authority in every month, and for each member of a breakdown that has rows of the fact in the period."""
    found = {}
    for (name, month), part in expected.counted.items():
        indicator = indicators()[name]
        for breakdown in (AUTHORITY, *shipped().definitions[name].breakdowns):
            of, counted = by_member(part.of, breakdown), by_member(part.counted, breakdown)
            for member in [""] if breakdown == AUTHORITY else by_member(part.rows, breakdown):
                place = (name, month, breakdown, member)
                found[place] = answer(indicator, of.get(member, []), counted.get(member, []), breakdown, POPULATION.children)
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


def smallest(journey: Journey, wrong: Callable[[Journey], bool], tries: int = 300) -> Journey:
    """Take away tables, children and rows while the journey stays wrong: what is left is the least that shows the fault.

    Gives up after so many tries, with the least found by then.
    """
    for step in (_without_half_the_children, _without_half_a_table, _without_row):
        shrunk = True
        while shrunk:
            shrunk = False
            for less in step(journey):
                tries -= 1
                if tries >= 0 and wrong(less):
                    journey, shrunk = less, True
                    break
    return journey


def _without_half_the_children(journey: Journey) -> Iterator[Journey]:
    children = sorted({row["child"] for rows in journey.tables.values() for row in rows if "child" in row})
    size = len(children) // 2
    while size:
        for place in range(0, len(children), size):
            gone = set(children[place : place + size])
            kept = {table: [row for row in rows if row.get("child") not in gone] for table, rows in journey.tables.items()}
            yield replace(journey, tables=kept)
        size //= 2


def _without_half_a_table(journey: Journey) -> Iterator[Journey]:
    for table, rows in journey.tables.items():
        for part in ([], rows[len(rows) // 2 :], rows[: len(rows) // 2]):
            if len(part) < len(rows):
                yield replace(journey, tables={**journey.tables, table: part})


def _without_row(journey: Journey) -> Iterator[Journey]:
    for table, rows in journey.tables.items():
        for place in range(len(rows)):
            yield replace(journey, tables={**journey.tables, table: [*rows[:place], *rows[place + 1 :]]})


def say(journey: Journey) -> str:
    """Write a journey out, blank columns left out."""
    lines = [f"As at {journey.as_at}"]
    for table, rows in journey.tables.items():
        for row in rows:
            shown = ", ".join(f"{name}={value}" for name, value in row.items() if value is not None)
            lines.append(f"{table}: {shown}")
    return "\n".join(lines)
