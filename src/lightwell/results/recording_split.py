"""What a month's shortfall is made of: not done, done and recorded late, done and not authorised.

Worked out from one snapshot by the days on which things were recorded and authorised, when it is asked for: some 50 ms for an indicator of
a large city in all months. Where the snapshot in which the month was first known is still held, its own figure stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import duckdb

from lightwell.definitions.model import Definition
from lightwell.engines.plan import condition
from lightwell.errors import NotFound
from lightwell.periods import Month
from lightwell.results.model import AUTHORITY
from lightwell.results.opened import definitions_of, reading
from lightwell.results.recording import PARTS, Share, Split
from lightwell.results.recording_first import FirstMade, first_made, shown_first
from lightwell.results.recording_views import in_view, kinds_of, part_condition, tables
from lightwell.store import Home, Snapshot

_PARTS = PARTS[:5]
Place = tuple[Month, str]
"""A month, and a member of a breakdown."""

_FIGURES = ("first", "recorded", "made", "now")


def why_not(snapshot: Snapshot, indicator: str) -> str:
    """Say why the shortfall of an indicator cannot be split; empty where it can. Raises `NotFound` for an indicator that there is not."""
    definition = definitions_of(snapshot).definition(indicator)
    kinds = kinds_of(definition)
    if definition.unit != "percent" or definition.better != "higher" or definition.distinct or not kinds:
        return f"“{definition.title}” asks for nothing that can have been done in time and recorded, or authorised, only afterwards."
    unsaid = [kind for kind in kinds if not kind.recorded]
    if unsaid:
        return f"{unsaid[0].name}: the records do not say on which day they were made, so that practice cannot be told from recording."
    lacking = [need for kind in kinds for need in kind.needs if need in snapshot.manifest.lacks]
    if lacking:
        return f"The source never fills {', '.join(lacking)}, so that practice cannot be told from recording."
    return ""


def splits(
    home: Home, snapshot: Snapshot, indicator: str, *, months: Iterable[Month] = (), breakdown: str = AUTHORITY, member: str | None = None
) -> tuple[Split, ...]:
    """Split the shortfall of an indicator in every month of a snapshot, or those named, at every member of a breakdown, or the one named.

    Months for which the figure is no data are left out. Raises `NotFound` for an indicator that there is not, that is not broken down that
    way, or whose shortfall cannot be split (`why_not`).
    """
    definition, days = asked(home, snapshot, indicator, breakdown)
    wanted = set(months) or set(days)
    known = {month: made for month, made in days.items() if month in wanted}
    if not known:
        return ()
    with reading(snapshot) as connection:
        rows = _counted(connection, definition, {month: made.day for month, made in known.items()}, breakdown)
    shown = shown_first(definition, known, breakdown)
    places = set(rows) | {(month, who) for month, held in shown.items() for who in held}
    if breakdown == AUTHORITY:
        places |= {(month, "") for month in known}
    empty = [0] * len(_columns())
    return tuple(
        _split(definition, snapshot, breakdown, place, known[place[0]], rows.get(place, empty), _beside(shown, place))
        for place in sorted(places)
        if member is None or place[1] == member
    )


def _beside(shown: Mapping[Month, Mapping[str, Share]], place: Place) -> Share | None:
    month, member = place
    return shown[month].get(member, Share(0, 0)) if month in shown else None


def asked(home: Home, snapshot: Snapshot, indicator: str, breakdown: str) -> tuple[Definition, Mapping[Month, FirstMade]]:
    """Give the definition, and for each month with data the day on which it was first made; raises `NotFound` as `splits` does."""
    definition = definitions_of(snapshot).definition(indicator)
    if breakdown not in (AUTHORITY, *definition.breakdowns):
        known = ", ".join(definition.breakdowns) or "none"
        raise NotFound(f"The indicator {indicator} is not broken down by “{breakdown}”. Its breakdowns: {known}.")
    reason = why_not(snapshot, indicator)
    if reason:
        raise NotFound(reason)
    query = "select month from result_values where indicator = ? and breakdown = 'authority' and state <> 'no_data'"
    with reading(snapshot) as connection:
        with_data = {Month.of(month) for (month,) in connection.execute(query, [indicator]).fetchall()}
    return definition, {month: made for month, made in first_made(home, snapshot).items() if month in with_data}


def _columns() -> list[str]:
    return [*_PARTS, *(f"{part}_{view}" for view in _FIGURES for part in ("numerator", "denominator"))]


def statement(definition: Definition, known: Mapping[Month, date], breakdown: str) -> str:
    """Give the one statement that counts every part and every figure, for each month and member."""
    conditions = [part_condition(definition, part) for part in _PARTS]
    conditions += [condition(in_view(definition, view), part) for view in _FIGURES for part in ("numerator", "denominator")]
    counts = ", ".join(f"count(case when {each} then 1 end) as {name}" for name, each in zip(_columns(), conditions, strict=True))
    member = "''" if breakdown == AUTHORITY else f"f.{breakdown}"
    return (
        f"with {tables(definition, known)} select f.month, {member} as member, {counts} "
        f"from viewed f join parameter_values p on p.month = f.month group by f.month, {member}"
    )


def _counted(
    connection: duckdb.DuckDBPyConnection, definition: Definition, known: Mapping[Month, date], breakdown: str
) -> dict[Place, list[int]]:
    found = connection.execute(statement(definition, known, breakdown)).fetchall()
    return {(Month.of(month), member): list(counts) for month, member, *counts in found}


def _split(
    definition: Definition, snapshot: Snapshot, breakdown: str, place: Place, made: FirstMade, counts: list[int], shown: Share | None
) -> Split:
    named = dict(zip(_columns(), counts, strict=True))
    figures = {view: Share(named[f"numerator_{view}"], named[f"denominator_{view}"]) for view in _FIGURES}
    return Split(
        indicator=definition.id,
        version=definition.version,
        month=place[0],
        breakdown=breakdown,
        member=place[1],
        snapshot=snapshot.id,
        known_on=made.day,
        from_history=made.snapshot is not None,
        first=figures["first"],
        if_authorised=figures["recorded"],
        if_recorded=figures["made"],
        now=figures["now"],
        not_done=named["not_done"],
        recorded_late=named["recorded_late"],
        not_authorised=named["not_authorised"],
        still_not_done=named["still_not_done"],
        still_not_authorised=named["still_not_authorised"],
        shown=shown,
    )
