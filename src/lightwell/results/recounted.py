"""One indicator counted on a snapshot by another definition, or another standard, than the snapshot's own: both sides of a break."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from lightwell.definitions.model import Definition
from lightwell.engines import duckdb as engine
from lightwell.engines.plan import TALLIES, tallies
from lightwell.periods import Month
from lightwell.results.break_model import Break
from lightwell.results.model import AUTHORITY
from lightwell.results.opened import definitions_of, reading
from lightwell.results.values import values
from lightwell.store import Home, Snapshot, of_one_kind

_TIMES = {"percent": 100.0, "per_10_000": 10_000.0}


@dataclass(frozen=True)
class BothWays:
    """One month on both sides of a break, in the indicator's unit; None where it cannot be counted that way."""

    month: Month
    before: float | None
    after: float | None


def both_ways(
    home: Home, snapshot: Snapshot, definition: Definition, each: Break, *, breakdown: str = AUTHORITY, member: str = ""
) -> tuple[BothWays, ...]:
    """Count every month of a snapshot as before a break of definition and as after it; empty where the data does not allow it.

    A changed standard is counted with the old value and the new; a changed definition with the one that an earlier snapshot was counted
    by. Breaks that follow from no definition cannot be counted both ways.
    """
    if each.kind != "definition" or each.number:
        return ()
    if each.standard:
        held = (each.before or 0.0, each.after or 0.0)
        sides = [recounted(snapshot, definition, {each.standard: value}, breakdown=breakdown, member=member) for value in held]
    else:
        older = _older(home, snapshot, definition)
        if older is None:
            return ()
        sides = [recounted(snapshot, kept, breakdown=breakdown, member=member) for kept in (older, definition)]
    if not all(sides):
        return ()
    return tuple(BothWays(month, sides[0].get(month), sides[1].get(month)) for month in sorted(sides[0].keys() | sides[1].keys()))


def recounted(
    snapshot: Snapshot,
    definition: Definition,
    standards: Mapping[str, float] | None = None,
    *,
    breakdown: str = AUTHORITY,
    member: str = "",
) -> dict[Month, float | None]:
    """Count one definition on a snapshot's facts, with `standards` held at one value in every month: the values by month.

    Empty where the snapshot's facts lack what the definition asks of them. A rate is worked out with the population of the snapshot.
    """
    with reading(snapshot) as connection:
        try:
            rows = connection.execute(_statement(definition, standards or {}), [breakdown, member]).fetchall()
        except (duckdb.BinderException, duckdb.CatalogException):
            return {}
    populations = _populations(snapshot, definition) if definition.unit == "per_10_000" else {}
    counted = {Month.of(month): (numerator, denominator) for month, numerator, denominator in rows}
    return {month: _value(definition, *pair, populations.get(month)) for month, pair in counted.items()}


def _statement(definition: Definition, standards: Mapping[str, float]) -> str:
    """Give the plan of one definition as a single statement: its tables stand before it, so that nothing is made in the connection."""
    (group,) = tallies([definition])
    held = "".join(f", {value!r} as {name}" for name, value in sorted(standards.items()))
    left_out = f"exclude ({', '.join(sorted(standards))})" if standards else ""
    tables = [("parameter_values", f"select * {left_out}{held} from {engine.WORKING}.parameter_values"), *group.setup]
    before = ", ".join(f"{name} as ({query})" for name, query in tables)
    counted = " union all ".join(f"select {TALLIES} from ({query})" for query in group.queries)
    asked = f"breakdown = ? and member = ? and period_type = '{definition.period_type}'"
    return f"with {before} select month, numerator, denominator from ({counted}) where {asked} order by month"


def _value(definition: Definition, numerator: float, denominator: float, population: float | None) -> float | None:
    if definition.unit == "count":
        return numerator
    whole = population if definition.unit == "per_10_000" else denominator
    return _TIMES.get(definition.unit, 1.0) * numerator / whole if whole else None


def _populations(snapshot: Snapshot, definition: Definition) -> dict[Month, float]:
    found = values(snapshot, indicators=[definition.id]) if definition.id in definitions_of(snapshot).definitions else []
    return {value.period: value.denominator for value in found if value.denominator}


def _older(home: Home, snapshot: Snapshot, definition: Definition) -> Definition | None:
    """Find the definition that the newest earlier snapshot with another version was counted by."""
    for earlier in reversed(of_one_kind(home, snapshot)):
        version = earlier.manifest.definitions.get(definition.id)
        if version is not None and version != definition.version:
            return definitions_of(earlier).definition(definition.id)
    return None
