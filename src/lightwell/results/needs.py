"""From which day on an indicator can be known: what its fact and columns need, against what the source holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from lightwell.definitions.expressions import columns_in
from lightwell.definitions.model import Definition
from lightwell.facts import fact_named
from lightwell.periods import FIRST_DAY, LAST_DAY

Coverage = Mapping[str, date | None]
"""For each table that the source holds, the first day from which it is complete; None where it is complete throughout."""


def needed_tables(definition: Definition) -> frozenset[str]:
    """Give the record types without which an indicator cannot be known."""
    fact = fact_named(definition.fact)
    used = {definition.distinct, definition.on} - {""}
    for expression in (definition.of, definition.count, definition.per):
        used |= columns_in(expression) if expression else frozenset()
    return frozenset(fact.needs).union(*(fact.column(name).needs for name in used))


def known_from(definition: Definition, coverage: Coverage) -> date:
    """Give the first day from which an indicator is known: never (the last day of the calendar) if the source lacks a record type."""
    days = [coverage[table] or FIRST_DAY if table in coverage else LAST_DAY for table in needed_tables(definition)]
    return max(days, default=FIRST_DAY)


def feeds(definitions: Mapping[str, Definition], coverage: Coverage) -> dict[str, bool]:
    """Say for each indicator whether a source with this coverage can feed it at all."""
    return {name: known_from(definition, coverage) < LAST_DAY for name, definition in definitions.items()}
