"""The children behind a number: the same rows of the same fact, by the same condition, so that a list and its number always agree."""

from __future__ import annotations

from datetime import date
from typing import Literal

import duckdb

from lightwell.definitions.expressions import columns_in
from lightwell.definitions.model import Definition
from lightwell.engines.plan import WINDOWS, condition, month_of, source
from lightwell.errors import NotFound
from lightwell.facts import fact_named
from lightwell.periods import Month
from lightwell.results.model import AUTHORITY, ChildList

Part = Literal["numerator", "denominator", "missed"]
"""Which rows of a figure are listed; `missed` are those in the denominator and not in the numerator, so that the lists add up."""

_RESPONSIBLE = ("worker", "team", "service", "locality")


def child_list(
    connection: duckdb.DuckDBPyConnection,
    definition: Definition,
    *,
    period: Month,
    as_at: date,
    snapshot: str,
    breakdown: str = AUTHORITY,
    member: str = "",
    part: Part = "numerator",
) -> ChildList:
    """List the rows that one figure counts, on a connection that holds the facts and was prepared for the period (`engine.prepare`).

    Raises `NotFound` if the indicator is not broken down that way, or has no denominator among the service's own rows.
    """
    _check(definition, breakdown, part)
    columns = list_columns(definition)
    query = _query(definition, columns, breakdown, part)
    rows = connection.execute(query, [period.start, *([member] if breakdown != AUTHORITY else [])]).fetchall()
    return ChildList(definition.id, period, breakdown, member, part, as_at, snapshot, columns, tuple(rows))


def list_columns(definition: Definition) -> tuple[str, ...]:
    """Name the columns of a list: what is counted, who is responsible, when, and what the condition looks at."""
    fact = fact_named(definition.fact)
    expressions = (definition.of, definition.count, definition.per)
    used = set().union(*(columns_in(expression) for expression in expressions if expression))
    own = [column.name for column in fact.own_columns]
    shown = [name for name in own if name in used or name == definition.on]
    counted = definition.distinct or "child"
    names = (counted, *_RESPONSIBLE, *(shown if used else own))
    return tuple(dict.fromkeys(names))


def _check(definition: Definition, breakdown: str, part: str) -> None:
    if breakdown not in (AUTHORITY, *definition.breakdowns):
        known = ", ".join(definition.breakdowns) or "none"
        raise NotFound(f"The indicator {definition.id} is not broken down by “{breakdown}”. Its breakdowns: {known}.")
    if part != "numerator" and not definition.has_denominator:
        kind = "a count" if definition.unit == "count" else "a rate per 10,000 children"
        missing = "has no children that it missed" if part == "missed" else "has no list of children as its denominator"
        raise NotFound(f"The indicator {definition.id} is {kind}: it {missing}.")


def _query(definition: Definition, columns: tuple[str, ...], breakdown: str, part: Part) -> str:
    month = month_of(definition)
    rows_of: Part = "denominator" if definition.distinct and part == "missed" else part
    where = f"m.month = ? and {month} >= {WINDOWS[definition.period_type]} and {month} <= m.month and ({condition(definition, rows_of)})"
    if breakdown != AUTHORITY:
        where += f" and f.{breakdown} = ?"
    shown = ", ".join(columns)
    order = ", ".join((definition.on or "child", "child"))
    if not definition.distinct:
        return f"select {_of_fact(columns)} from {source(definition)} cross join months m where {where} order by child, {order}"
    # A worker with one row in the numerator is counted there, whatever their other rows: so the missed are found over all of their rows.
    hit = f"max(case when {condition(definition, 'numerator')} then 1 else 0 end) over (partition by f.{definition.distinct})"
    rows = (
        f"select f.*, row_number() over (partition by f.{definition.distinct} order by {order}) as place, {hit} as hit "
        f"from {source(definition)} cross join months m where {where}"
    )
    kept = "place = 1 and hit = 0" if part == "missed" else "place = 1"
    return f"select {shown} from ({rows}) r where {kept} order by {definition.distinct}"


def _of_fact(columns: tuple[str, ...]) -> str:
    return ", ".join(f"f.{name}" for name in columns)
