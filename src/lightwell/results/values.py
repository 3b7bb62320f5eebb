"""Reads values out of a snapshot, and the children behind them."""

from __future__ import annotations

from collections.abc import Iterable

from lightwell.errors import NotFound
from lightwell.periods import Month
from lightwell.results.children import Part, child_list
from lightwell.results.model import AUTHORITY, ChildList, State, Value
from lightwell.results.opened import definitions_of, reading
from lightwell.store import Snapshot

_COLUMNS = "indicator, version, month, period_type, breakdown, member, numerator, denominator, value, state, population"


def values(
    snapshot: Snapshot,
    *,
    indicators: Iterable[str] = (),
    periods: Iterable[Month] = (),
    breakdown: str = AUTHORITY,
    member: str | None = None,
) -> list[Value]:
    """Read values: of all indicators and periods where none are named, for every member of the breakdown where none is named.

    Raises `NotFound` for an indicator that the snapshot does not have, or one that is named and not broken down that way, and for a month
    outside the snapshot.
    """
    wanted, months = tuple(indicators), tuple(periods)
    _check(snapshot, wanted, months, breakdown)
    where, given = ["breakdown = ?"], [breakdown]
    if wanted:
        where.append(f"indicator in ({', '.join('?' * len(wanted))})")
        given += wanted
    if months:
        where.append(f"month in ({', '.join(['cast(? as date)'] * len(months))})")
        given += [month.start.isoformat() for month in months]
    if member is not None:
        where.append("member = ?")
        given.append(member)
    with reading(snapshot) as connection:
        rows = connection.execute(f"select {_COLUMNS} from result_values where {' and '.join(where)}", given).fetchall()
    return [_value(row, snapshot.id) for row in rows]


def children(
    snapshot: Snapshot, indicator: str, period: Month, *, breakdown: str = AUTHORITY, member: str = "", part: Part = "numerator"
) -> ChildList:
    """List the children behind one figure of a snapshot; raises `NotFound` as `values` and `child_list` do."""
    _check(snapshot, (indicator,), (period,), breakdown)
    with reading(snapshot) as connection:
        return child_list(
            connection,
            definitions_of(snapshot).definition(indicator),
            period=period,
            as_at=snapshot.manifest.as_at,
            snapshot=snapshot.id,
            breakdown=breakdown,
            member=member,
            part=part,
        )


def _check(snapshot: Snapshot, indicators: tuple[str, ...], months: tuple[Month, ...], breakdown: str) -> None:
    catalogue = definitions_of(snapshot)
    for indicator in indicators:
        definition = catalogue.definition(indicator)
        if breakdown not in (AUTHORITY, *definition.breakdowns):
            known = ", ".join(definition.breakdowns) or "none"
            raise NotFound(f"The indicator {indicator} is not broken down by “{breakdown}”. Its breakdowns: {known}.")
    first, last = snapshot.manifest.first_month, snapshot.manifest.last_month
    for month in months:
        if first is None or last is None or not first <= month <= last:
            held = f"{first.name} to {last.name}" if first and last else "no months"
            raise NotFound(f"The snapshot {snapshot.id} has no results for {month.name}. It holds {held}.")


def _value(row: tuple[object, ...], snapshot: str) -> Value:
    indicator, version, month, period_type, breakdown, member, numerator, denominator, value, state, population = row
    return Value(
        indicator=str(indicator),
        version=int(str(version)),
        period=Month.of(month),  # type: ignore[arg-type]  # the column is a date
        period_type=period_type,  # type: ignore[arg-type]  # the engine writes no other words
        breakdown=str(breakdown),
        member=str(member),
        numerator=numerator,  # type: ignore[arg-type]  # a number or null
        denominator=denominator,  # type: ignore[arg-type]  # a number or null
        value=value,  # type: ignore[arg-type]  # a number or null
        state=State(str(state)),
        population=str(population or ""),
        snapshot=snapshot,
    )
