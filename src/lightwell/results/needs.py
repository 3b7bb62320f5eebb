"""From which day on an indicator can be known: what its fact and columns need, against what the source holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

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
    if any(need in lacks for need in needed(definition)):
        return LAST_DAY
    days = [_covered(fact.needs, coverage, 0)]
    days += [_covered((*fact.needs, *column.needs), coverage, column.looks_back) for column in _used(definition, fact)]
    return max(days)


def feeds(definitions: Mapping[str, Definition], coverage: Coverage, lacks: Collection[str] = ()) -> dict[str, bool]:
    """Say for each indicator whether a source with this coverage can feed it at all."""
    return {name: known_from(definition, coverage, lacks) < LAST_DAY for name, definition in definitions.items()}


def _used(definition: Definition, fact: Fact) -> list[FactColumn]:
    names = {definition.distinct, definition.on} - {""}
    for expression in (definition.of, definition.count, definition.per):
        names |= columns_in(expression) if expression else frozenset()
    return [fact.column(name) for name in sorted(names)]


def _covered(needs: Iterable[str], coverage: Coverage, looks_back: int) -> date:
    days = [coverage.get(need, LAST_DAY) for need in needs if "." not in need]
    begun = [LAST_DAY if day == LAST_DAY else min(day + timedelta(days=looks_back), LAST_DAY) for day in days if day is not None]
    return max(begun, default=FIRST_DAY)
