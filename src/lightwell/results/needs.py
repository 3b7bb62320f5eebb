"""From which day on an indicator can be known: what its fact and columns need, against what the source holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from lightwell.definitions.clocks import Clock
from lightwell.definitions.expressions import columns_in
from lightwell.definitions.model import Definition
from lightwell.facts import Fact, FactColumn, fact_named
from lightwell.periods import FIRST_DAY, LAST_DAY

Coverage = Mapping[str, date | None]
"""For each table that the source holds, the first day from which it is complete; None where it is complete throughout."""


def needed(definition: Definition) -> frozenset[str]:
    """Give the record types, and the columns of record types, without which an indicator cannot be known."""
    fact = fact_named(definition.fact)
    return frozenset(fact.needs).union(*(column.needs for column in _used(definition, fact)))


def known_from(definition: Definition, coverage: Coverage, lacks: Collection[str] = ()) -> date:
    """Give the first day from which an indicator is known: never (the last day of the calendar) if the source lacks what it needs.

    `lacks` names the columns of record types that the source never fills. A column that looks back over a span of days is known that much
    later than the records begin.
    """
    fact = fact_named(definition.fact)
    return _known_from(fact, _used(definition, fact), coverage, lacks)


def clock_needed(clock: Clock) -> frozenset[str]:
    """Give the record types, and the columns of record types, without which a clock cannot run."""
    fact = fact_named(clock.fact)
    return frozenset(fact.needs).union(*(fact.column(name).needs for name in clock.columns))


def clock_known_from(clock: Clock, coverage: Coverage, lacks: Collection[str] = ()) -> date:
    """Give the first day from which a clock can run, by the rule of `known_from`: never if the source lacks what it needs."""
    return known_columns_from(fact_named(clock.fact), clock.columns, coverage, lacks)


def known_columns_from(fact: Fact, columns: Iterable[str], coverage: Coverage, lacks: Collection[str] = ()) -> date:
    """Give the first day from which the rows of a fact and some of its columns are known, by the rule of `known_from`."""
    return _known_from(fact, [fact.column(name) for name in columns], coverage, lacks)


def feeds(definitions: Mapping[str, Definition], coverage: Coverage, lacks: Collection[str] = ()) -> dict[str, bool]:
    """Say for each indicator whether a source with this coverage can feed it at all."""
    return {name: known_from(definition, coverage, lacks) < LAST_DAY for name, definition in definitions.items()}


def _known_from(fact: Fact, columns: Iterable[FactColumn], coverage: Coverage, lacks: Collection[str]) -> date:
    used = list(columns)
    if any(need in lacks for need in (*fact.needs, *(need for column in used for need in column.needs))):
        return LAST_DAY
    days = [_covered(fact.needs, coverage, 0)]
    days += [_covered((*fact.needs, *column.needs), coverage, column.looks_back) for column in used]
    return max(days)


def _used(definition: Definition, fact: Fact) -> list[FactColumn]:
    names = {definition.distinct, definition.on} - {""}
    for expression in (definition.of, definition.count, definition.per):
        names |= columns_in(expression) if expression else frozenset()
    return [fact.column(name) for name in sorted(names)]


def _covered(needs: Iterable[str], coverage: Coverage, looks_back: int) -> date:
    days = [coverage.get(need, LAST_DAY) for need in needs if "." not in need]
    begun = [LAST_DAY if day == LAST_DAY else min(day + timedelta(days=looks_back), LAST_DAY) for day in days if day is not None]
    return max(begun, default=FIRST_DAY)
