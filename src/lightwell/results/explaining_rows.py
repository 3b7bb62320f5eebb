"""Counts the rows behind a figure in two months at once: for every member of every column, and for the months of a longer window."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from lightwell.definitions.model import Definition
from lightwell.engines.plan import WINDOWS, condition, month_of, source
from lightwell.periods import Month, months_between
from lightwell.results.model import AUTHORITY
from lightwell.signals.explained import Amounts, Change

NOTHING = Change(Amounts(0.0), Amounts(0.0))
"""Nothing in either month."""


@dataclass(frozen=True)
class Asked:
    """Which change is taken apart: of what, between which months, by which columns, and of which part of the service."""

    definition: Definition
    months: tuple[Month, Month]
    columns: tuple[str, ...]
    breakdown: str
    member: str

    @property
    def place(self) -> str:
        """The condition that a row of the fact `f` is of the part; it binds `bound`."""
        return "true" if self.breakdown == AUTHORITY else f"f.{self.breakdown} = ?"

    @property
    def bound(self) -> list[object]:
        """What `place` binds."""
        return [] if self.breakdown == AUTHORITY else [self.member]


def splits_of(connection: duckdb.DuckDBPyConnection, asked: Asked) -> dict[str, dict[str, Change]]:
    """Count both months for every member of every column; the whole stands under two empty names, a member that is blank under one."""
    definition, columns, month = asked.definition, asked.columns, month_of(asked.definition)
    kept = "".join(f", coalesce(cast(f.{name} as varchar), '') as {name}" for name in columns)
    rows = (
        f"select m.month as reported{kept}, {_counted(definition)} from {source(definition)} cross join months m "
        f"where m.month in (?, ?) and {month} >= {WINDOWS[definition.period_type]} and {month} <= m.month "
        f"and ({condition(definition, 'denominator')}) and {asked.place}"
    )
    sets = "".join(f", (reported, {name})" for name in columns)
    by, of = _grouped(columns, "'{name}'"), _grouped(columns, "{name}")
    query = f"select reported, {by}, {of}, {_sums(definition)} from ({rows}) r group by grouping sets ((reported){sets})"
    given = [*(each.start for each in asked.months), *asked.bound]
    sides: dict[tuple[str, str], dict[Month, Amounts]] = {}
    for reported, column, name, numerator, denominator in connection.execute(query, given).fetchall():
        sides.setdefault((column, name), {})[Month.of(reported)] = _amounts(definition, numerator, denominator)
    found: dict[str, dict[str, Change]] = {}
    for (column, name), amounts in sides.items():
        before, after = (amounts.get(each, Amounts(0.0)) for each in asked.months)
        found.setdefault(column, {})[name] = Change(before, after)
    return found


def _grouped(columns: tuple[str, ...], gives: str) -> str:
    cases = "".join(f" when grouping({name}) = 0 then {gives.format(name=name)}" for name in columns)
    return f"case{cases} else '' end" if columns else "''"


def months_apart(connection: duckdb.DuckDBPyConnection, asked: Asked) -> tuple[tuple[Month, int, Amounts], ...]:
    """Count each month that stands in the window of one figure alone: 1 for one that came in, -1 for one that fell out.

    None where the window is a month, or where different things are counted, which do not add up over months.
    """
    definition = asked.definition
    if definition.period_type in ("month", "month_end") or definition.distinct:
        return ()
    starts = f"select m.month, {WINDOWS[definition.period_type]} from months m where m.month in (?, ?)"
    spans = {
        Month.of(last): set(months_between(Month.of(first), Month.of(last)))
        for last, first in connection.execute(starts, [month.start for month in asked.months]).fetchall()
    }
    earlier, later = (spans[month] for month in asked.months)
    of = month_of(definition)
    query = (
        f"select month, {_sums(definition)} from (select {of} as month, {_counted(definition)} from {source(definition)} "
        f"where {of} >= ? and {of} <= ? and ({condition(definition, 'denominator')}) and {asked.place}) r group by month"
    )
    given = [min(earlier | later).start, max(earlier | later).start, *asked.bound]
    counted = {Month.of(month): _amounts(definition, n, d) for month, n, d in connection.execute(query, given).fetchall()}
    return tuple((month, 1 if month in later else -1, counted.get(month, Amounts(0.0))) for month in sorted(earlier ^ later))


def _counted(definition: Definition) -> str:
    hit = f"case when {condition(definition, 'numerator')} then true else false end as hit"
    amount = f"cast(f.{definition.per} as double) as amount" if definition.per else "1 as amount"
    return f"{hit}, {amount}" + (f", f.{definition.distinct} as thing" if definition.distinct else "")


def _sums(definition: Definition) -> str:
    if definition.distinct:
        return "count(distinct case when hit then thing end), count(distinct thing)"
    return "count(case when hit then 1 end), coalesce(sum(amount), 0)"


def _amounts(definition: Definition, numerator: float, denominator: float) -> Amounts:
    return Amounts(float(numerator), float(denominator) if definition.has_denominator else 0.0)
