"""Turns definitions into statements: for each fact and date, every indicator, period and breakdown at once.

Rows are counted for each month and member of each breakdown in one statement (`cells`), longer periods add up the months' cells, and ratios
come last. Different children are not additive: an indicator that counts them is counted over its whole window at each grain.

In a window longer than a month each event is judged by the parameters of its own month.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lightwell.definitions.expressions import with_sources
from lightwell.definitions.model import Definition, PeriodType
from lightwell.facts import BREAKDOWNS, fact_named, fact_table

WINDOWS = {
    "month": "m.month",
    "month_end": "m.month",
    "rolling_12_months": "m.rolling_start",
    "year_to_date": "m.year_to_date_start",
    "quarter": "m.quarter_start",
    "year": "m.year_to_date_start",
}
"""The first day of the window of each period type, as a column of `months`."""

_ONE_MONTH = ("month", "month_end")

_REPORTED = {"quarter": "m.ends_quarter", "year": "m.ends_year"}

ALL_MONTHS = "count_months"
"""The table of every month in which an event can be counted: the months reported and those in their windows."""

BY_MONTH: PeriodType = "month"
"""The period type by which an indicator with a longer window is counted besides its own: its months, of which none is in two figures."""

_BY_MONTH_FOR = ("authority", "service", "locality", "team")
"""The breakdowns for which the months of a longer window are counted: those that are watched from month to month."""

TALLIES = "month, breakdown, member, indicator, period_type, numerator, denominator"
"""The columns that a plan's statements give. `period_type` is the indicator's own, or `BY_MONTH` for the months of a longer window."""


@dataclass(frozen=True)
class Tally:
    """The statements for one group of indicators on one fact: `setup` makes temporary tables, `queries` give rows of `TALLIES`."""

    fact: str
    setup: tuple[tuple[str, str], ...]
    queries: tuple[str, ...]


def tallies(definitions: Iterable[Definition]) -> list[Tally]:
    """Plan every definition: those on the same fact and the same date share one pass over it."""
    groups: dict[tuple[str, str], list[Definition]] = defaultdict(list)
    for definition in definitions:
        groups[definition.fact, definition.on].append(definition)
    return [_tally(fact, on, members) for (fact, on), members in groups.items()]


def condition(definition: Definition, part: str) -> str:
    """Give the condition of the rows in one part, `numerator`, `denominator` or `missed`, on fact `f` and parameters `p`.

    A row whose `count` cannot be decided is not in the numerator, and so among the missed.
    """
    of, count = with_sources(definition.of, "f", "p"), with_sources(definition.count, "f", "p")
    if part == "missed":
        return f"({of}) and (case when ({count}) then false else true end)"
    return f"({of}) and ({count})" if part == "numerator" else f"({of})"


def month_of(definition: Definition) -> str:
    """Give the SQL of the month in which a row of the fact `f` is counted; for events the calendar `c` must be joined."""
    return "f.month" if fact_named(definition.fact).roll_call else "c.month"


def source(definition: Definition) -> str:
    """Give the SQL of the fact `f` with the calendar `c` of its date and the parameters `p` of its month joined."""
    return _source(definition.fact, definition.on)


def _source(fact: str, on: str) -> str:
    if fact_named(fact).roll_call:
        return f"{fact_table(fact)} f join parameter_values p on p.month = f.month"
    return f"{fact_table(fact)} f join calendar c on c.day = f.{on} join parameter_values p on p.month = c.month"


def _tally(fact: str, on: str, members: Sequence[Definition]) -> Tally:
    counted = [definition for definition in members if not definition.distinct]
    setup: list[tuple[str, str]] = []
    queries: list[str] = []
    if counted:
        cells = f"cells_{fact}_{on}" if on else f"cells_{fact}"
        setup.append((cells, _cells(fact, on, counted)))
        queries += [query for place, definition in enumerate(counted) for query in _from_cells(cells, place, definition)]
    queries += [_distinct(definition) for definition in members if definition.distinct]
    return Tally(fact, tuple(setup), tuple(queries))


def _cells(fact: str, on: str, members: Sequence[Definition]) -> str:
    """Count every member for each month and each member of each breakdown that any of them uses."""
    breakdowns = _used(members)
    month = "f.month" if fact_named(fact).roll_call else "c.month"
    marks, sums = [], []
    for place, definition in enumerate(members):
        amount = f"cast({with_sources(definition.per, 'f', 'p')} as double precision)" if definition.per else "1"
        marks.append(f"case when {condition(definition, 'numerator')} then 1 end as n{place}")
        marks.append(f"case when {condition(definition, 'denominator')} then {amount} end as d{place}")
        sums.append(f"count(n{place}) as n{place}")
        sums.append(f"coalesce(sum(d{place}), 0) as d{place}" if definition.per else f"count(d{place}) as d{place}")
    columns = "".join(f", f.{name}" for name in breakdowns)
    rows = (
        f"select {month} as month{columns}, {', '.join(marks)} from {_source(fact, on)} where {month} in (select month from {ALL_MONTHS})"
    )
    return (
        f"select month, {_breakdown_name(breakdowns)} as breakdown, {_member_name(breakdowns)} as member, {', '.join(sums)} "
        f"from ({rows}) r group by {_grouping_sets('month', breakdowns)}"
    )


def has_months(definition: Definition) -> bool:
    """Say whether an indicator's window is longer than a month and its months can be counted: of different children they do not add up."""
    return definition.period_type not in _ONE_MONTH and not definition.distinct


def _from_cells(cells: str, place: int, definition: Definition) -> list[str]:
    """Take one indicator out of its cells: its months as they are, added up over its window where that is longer."""
    if definition.period_type in _ONE_MONTH:
        return [_months_of(cells, place, definition, definition.period_type, _kept(definition.breakdowns))]
    watched = _kept([name for name in definition.breakdowns if name in _BY_MONTH_FOR])
    return [_window_of(cells, place, definition), _months_of(cells, place, definition, BY_MONTH, watched)]


def _months_of(cells: str, place: int, definition: Definition, period_type: str, kept: str) -> str:
    return (
        f"select k.month, k.breakdown, k.member, '{definition.id}' as indicator, '{period_type}' as period_type, "
        f"cast(k.n{place} as double precision) as numerator, cast(k.d{place} as double precision) as denominator "
        f"from {cells} k join months m on m.month = k.month where k.breakdown in ({kept})"
    )


def _window_of(cells: str, place: int, definition: Definition) -> str:
    kept = _kept(definition.breakdowns)
    reported = _REPORTED.get(definition.period_type, "true")
    return (
        f"select m.month, k.breakdown, k.member, '{definition.id}' as indicator, '{definition.period_type}' as period_type, "
        f"cast(sum(k.n{place}) as double precision) as numerator, cast(sum(k.d{place}) as double precision) as denominator "
        f"from months m join {cells} k on k.month >= {WINDOWS[definition.period_type]} and k.month <= m.month "
        f"where {reported} and k.breakdown in ({kept}) group by m.month, k.breakdown, k.member"
    )


def _distinct(definition: Definition) -> str:
    """Count different values over the whole window at each grain: they do not add up."""
    breakdowns = definition.breakdowns
    counted = "".join(f", f.{name}" for name in dict.fromkeys((*breakdowns, definition.distinct)))
    window = WINDOWS[definition.period_type]
    reported = _REPORTED.get(definition.period_type, "true")
    month = month_of(definition)
    rows = (
        f"select m.month as reported{counted}, {condition(definition, 'numerator')} as hit, {condition(definition, 'denominator')} as part "
        f"from {source(definition)} join months m on {month} >= {window} and {month} <= m.month where {reported}"
    )
    whole = f"count(distinct case when part then {definition.distinct} end)" if definition.has_denominator else "0"
    return (
        f"select reported as month, {_breakdown_name(breakdowns)} as breakdown, {_member_name(breakdowns)} as member, "
        f"'{definition.id}' as indicator, '{definition.period_type}' as period_type, "
        f"cast(count(distinct case when hit then {definition.distinct} end) as double precision) as numerator, "
        f"cast({whole} as double precision) as denominator "
        f"from ({rows}) r group by {_grouping_sets('reported', breakdowns)}"
    )


def _used(members: Sequence[Definition]) -> tuple[str, ...]:
    wanted = {name for definition in members for name in definition.breakdowns}
    return tuple(name for name in BREAKDOWNS if name in wanted)


def _kept(breakdowns: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in ("authority", *breakdowns))


def _grouping_sets(month: str, breakdowns: Sequence[str]) -> str:
    return f"grouping sets (({month}){''.join(f', ({month}, {name})' for name in breakdowns)})"


def _breakdown_name(breakdowns: Sequence[str]) -> str:
    if not breakdowns:
        return "'authority'"
    return "case " + " ".join(f"when grouping({name}) = 0 then '{name}'" for name in breakdowns) + " else 'authority' end"


def _member_name(breakdowns: Sequence[str]) -> str:
    if not breakdowns:
        return "''"
    return "case " + " ".join(f"when grouping({name}) = 0 then {name}" for name in breakdowns) + " else '' end"
