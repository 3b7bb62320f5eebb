"""What a change between two months is made of, read from one snapshot's facts: who came, who went, who stayed, and the same by part.

The rows are those that the figures count, by the same conditions, so the parts add up to the figures and lists agree with them.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from lightwell.definitions.model import Definition
from lightwell.engines.plan import WINDOWS, condition, month_of, source
from lightwell.errors import NotFound
from lightwell.facts import BREAKDOWNS, fact_named
from lightwell.periods import LAST_DAY, Month
from lightwell.results.model import AUTHORITY, State
from lightwell.results.needs import known_columns_from
from lightwell.results.opened import definitions_of, reading
from lightwell.results.roll_moves import Roll, roll_of
from lightwell.results.values import values
from lightwell.signals.explained import Amounts, Change
from lightwell.store import Snapshot, snapshot_in

OVERLAP = "\x00overlap"
"""Stands for those who are counted in more than one part, taken off once: different workers or children do not add up."""

_WITHIN = {"service": ("locality", "team", "worker"), "locality": ("service", "team", "worker"), "team": ("worker",)}
_PARTS = ("service", "locality", "team", "worker")


@dataclass(frozen=True)
class Split:
    """One figure split by one column of its fact in both months: members in no order, `OVERLAP` among them where parts share any."""

    column: str
    parts: Mapping[str, Change]


@dataclass(frozen=True)
class Explained:
    """What one change is made of.

    `whole` is the figure as stored. `first` and `second` say why there is none, where there is none. `rows` is what its rows come to: the
    denominator of a rate is not among them. `roll` says who came and went, for what is counted at month end; `months` what each month
    counted that stands in the window of one of the two figures alone, with 1 for one that came in and -1 for one that fell out.
    """

    definition: Definition
    months_compared: tuple[Month, Month]
    states: tuple[State, State]
    whole: Change
    rows: Change
    population: tuple[str, str]
    roll: Roll | None
    months: tuple[tuple[Month, int, Amounts], ...]
    splits: tuple[Split, ...]

    def split(self, column: str) -> Split | None:
        """Find the split by a column; None where there is none."""
        return next((split for split in self.splits if split.column == column), None)


def explained(
    snapshot: Snapshot, indicator: str, first: Month, second: Month, *, breakdown: str = AUTHORITY, member: str = ""
) -> Explained:
    """Take the change of a figure between two months apart; read once and held, as a snapshot never changes.

    Raises `NotFound` for an indicator, month or breakdown that the snapshot does not have, and for two months in the wrong order.
    """
    if first >= second:
        raise NotFound(f"A change is from an earlier month to a later one: {first.name} is not before {second.name}.")
    return _explained(snapshot.path, snapshot.manifest.fingerprint, indicator, first, second, breakdown, member)


@functools.lru_cache(maxsize=64)
def _explained(path: Path, fingerprint: str, indicator: str, first: Month, second: Month, breakdown: str, member: str) -> Explained:
    snapshot = snapshot_in(path)
    definition = definitions_of(snapshot).definition(indicator)
    found = {each.period: each for each in values(snapshot, indicators=[indicator], periods=[first, second])}
    no_data = any(month in found and found[month].state is State.NO_DATA for month in (first, second)) or len(found) < 2
    if breakdown != AUTHORITY:
        of_part = values(snapshot, indicators=[indicator], periods=[first, second], breakdown=breakdown, member=member)
        found = {each.period: each for each in of_part}
    empty = State.NO_DATA if no_data else State.KNOWN if definition.unit == "count" else State.NOT_APPLICABLE
    states = tuple(found[month].state if month in found else empty for month in (first, second))
    population = tuple(found[month].population if month in found else "" for month in (first, second))
    columns = split_columns(snapshot, definition, breakdown, first)
    with reading(snapshot) as connection:
        splits = _splits(connection, definition, (first, second), columns, breakdown, member) if not no_data else {}
        months = _months(connection, definition, (first, second), breakdown, member) if not no_data else ()
        rolls = definition.period_type == "month_end" and fact_named(definition.fact).roll_call and not no_data
        roll = roll_of(connection, definition, (first, second), columns, breakdown, member) if rolls else None
    rows = splits.pop("", {}).get("", _NOTHING)
    whole = rows
    if definition.unit == "per_10_000":
        below = [(found[month].denominator or 0.0) if month in found else 0.0 for month in (first, second)]
        whole = Change(*(Amounts(each.numerator, size) for each, size in zip((rows.before, rows.after), below, strict=True)))
    made = tuple(Split(column, _with_overlap(definition, splits.get(column, {}), rows)) for column in columns)
    return Explained(definition, (first, second), states, whole, rows, population, roll, months, made)  # type: ignore[arg-type]  # pairs


def split_columns(snapshot: Snapshot, definition: Definition, breakdown: str, since: Month) -> tuple[str, ...]:
    """Name the columns by which a figure of a place can be split: those of its fact that hold words or yes and no, and that are known.

    Parts of the service come first, then groups of children. Workers are not split by what is said of a child.
    """
    fact, manifest = fact_named(definition.fact), snapshot.manifest
    parts = _PARTS if breakdown == AUTHORITY else _WITHIN.get(breakdown, ())
    groups = [name for name in BREAKDOWNS if name not in _PARTS]
    own = [column.name for column in fact.own_columns if column.type in ("text", "flag")]
    names = [*parts, *([] if definition.distinct == "worker" else [*groups, *own])]
    if definition.distinct:
        names = [name for name in names if name in definition.breakdowns]
    known = {name: known_columns_from(fact, [name], manifest.coverage, manifest.lacks) for name in names}
    return tuple(name for name in sorted(names, key=_order(definition)) if known[name] < LAST_DAY and known[name] <= since.end)


def _order(definition: Definition) -> functools.partial[int]:
    return functools.partial(_place, ("team", "service", "locality", "age_band", *(c.name for c in fact_named(definition.fact).own_columns)))


def _place(wanted: tuple[str, ...], name: str) -> int:
    return wanted.index(name) if name in wanted else len(wanted) + (name == "worker")


_NOTHING = Change(Amounts(0.0), Amounts(0.0))


def _splits(
    connection: duckdb.DuckDBPyConnection,
    definition: Definition,
    months: tuple[Month, Month],
    columns: tuple[str, ...],
    breakdown: str,
    member: str,
) -> dict[str, dict[str, Change]]:
    """Count both months' rows for every member of every column at once; the whole stands under two empty names."""
    month = month_of(definition)
    kept = "".join(f", coalesce(cast(f.{name} as varchar), '') as {name}" for name in columns)
    rows = (
        f"select m.month as reported{kept}, {_counted(definition)} from {source(definition)} cross join months m "
        f"where m.month in (?, ?) and {month} >= {WINDOWS[definition.period_type]} and {month} <= m.month "
        f"and ({condition(definition, 'denominator')}){_within(breakdown)}"
    )
    by = "case " + "".join(f"when grouping({name}) = 0 then '{name}' " for name in columns) + "else '' end" if columns else "''"
    of = "case " + "".join(f"when grouping({name}) = 0 then {name} " for name in columns) + "else '' end" if columns else "''"
    sets = "".join(f", (reported, {name})" for name in columns)
    query = f"select reported, {by}, {of}, {_sums(definition)} from ({rows}) r group by grouping sets ((reported){sets})"
    given = [months[0].start, months[1].start, *([member] if breakdown != AUTHORITY else [])]
    sides: dict[tuple[str, str], dict[Month, Amounts]] = {}
    for reported, column, name, numerator, denominator in connection.execute(query, given).fetchall():
        sides.setdefault((str(column), str(name)), {})[Month.of(reported)] = _amounts(definition, numerator, denominator)
    found: dict[str, dict[str, Change]] = {}
    for (column, name), amounts in sides.items():
        before, after = (amounts.get(each, Amounts(0.0)) for each in months)
        found.setdefault(column, {})[name] = Change(before, after)
    return found


def _counted(definition: Definition) -> str:
    hit = f"case when {condition(definition, 'numerator')} then true else false end as hit"
    amount = f"cast(f.{definition.per} as double) as amount" if definition.per else "1 as amount"
    return f"{hit}, {amount}" + (f", f.{definition.distinct} as thing" if definition.distinct else "")


def _sums(definition: Definition) -> str:
    if definition.distinct:
        return "count(distinct case when hit then thing end), count(distinct thing)"
    return "count(case when hit then 1 end), coalesce(sum(amount), 0)"


def _amounts(definition: Definition, numerator: object, denominator: object) -> Amounts:
    below = float(str(denominator)) if definition.has_denominator else 0.0
    return Amounts(float(str(numerator)), below)


def _within(breakdown: str) -> str:
    return "" if breakdown == AUTHORITY else f" and f.{breakdown} = ?"


def _with_overlap(definition: Definition, parts: Mapping[str, Change], rows: Change) -> Mapping[str, Change]:
    """Add what must be taken off where one child or worker is counted in several parts."""
    if not definition.distinct:
        return parts
    before, after = (
        side.less(_sum(getattr(part, name) for part in parts.values())) for name, side in (("before", rows.before), ("after", rows.after))
    )
    return parts if before == after == Amounts(0.0) else {**parts, OVERLAP: Change(before, after)}


def _sum(amounts: Iterable[Amounts]) -> Amounts:
    given = list(amounts)
    return Amounts(sum(each.numerator for each in given), sum(each.denominator for each in given))


def _months(
    connection: duckdb.DuckDBPyConnection, definition: Definition, months: tuple[Month, Month], breakdown: str, member: str
) -> tuple[tuple[Month, int, Amounts], ...]:
    """Count each month that stands in one window alone; none where the window is a month, or where different things are counted."""
    if definition.period_type in ("month", "month_end") or definition.distinct:
        return ()
    start = WINDOWS[definition.period_type]
    rows = connection.execute(f"select m.month, {start} from months m where m.month in (?, ?)", [month.start for month in months]).fetchall()
    spans = {Month.of(end): (Month.of(begin), Month.of(end)) for end, begin in rows}
    sets = [_span(*spans[month]) for month in months]
    of = month_of(definition)
    query = (
        f"select month, {_sums(definition)} from (select {of} as month, {_counted(definition)} from {source(definition)} "
        f"where {of} >= ? and {of} <= ? and ({condition(definition, 'denominator')}){_within(breakdown)}) r group by month"
    )
    given = [min(sets[0]).start, max(sets[1]).start, *([member] if breakdown != AUTHORITY else [])]
    counted = {Month.of(month): _amounts(definition, n, d) for month, n, d in connection.execute(query, given).fetchall()}
    differ = [(month, -1) for month in sets[0] - sets[1]] + [(month, 1) for month in sets[1] - sets[0]]
    return tuple((month, sign, counted.get(month, Amounts(0.0))) for month, sign in sorted(differ))


def _span(first: Month, last: Month) -> set[Month]:
    found = {first}
    while max(found) < last:
        found.add(max(found).plus(1))
    return found
