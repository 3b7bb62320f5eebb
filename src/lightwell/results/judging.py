"""Signal and noise for a home's indicators: the longest series that its snapshots hold, with targets, breaks and late recording, judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from lightwell.definitions.load import Catalogue
from lightwell.definitions.model import Definition
from lightwell.definitions.targets import Target, target_on
from lightwell.periods import Month
from lightwell.results.break_model import Break
from lightwell.results.break_register import register
from lightwell.results.breaks import breaks_of
from lightwell.results.model import AUTHORITY
from lightwell.results.opened import definitions_of
from lightwell.results.revisions import GRAINS, triangles
from lightwell.results.settings import Settings
from lightwell.results.settling import parents_of, services_of, settling_places
from lightwell.signals import Judged, Phase, Range, Series
from lightwell.signals.judge import judge
from lightwell.signals.nowcast import Nowcast, nowcast
from lightwell.signals.stitched import Stitched, stitched
from lightwell.signals.triangle import FloatArray, Triangles
from lightwell.store import Home, Snapshot

Key = tuple[str, str, str]
"""An indicator, a breakdown and a member."""

_YEAR = 12
_ONE_MONTH = ("month", "month_end")


def judged(
    home: Home,
    snapshot: Snapshot,
    settings: Settings,
    *,
    breakdowns: Iterable[str] = GRAINS,
    member: str | None = None,
    indicators: Iterable[str] = (),
    until: Month | None = None,
    shown: Callable[[Definition, Series], Series] | None = None,
) -> dict[Key, Judged]:
    """Judge every indicator at every place of the breakdowns, or at the member named, by all that the home knew up to the snapshot.

    All indicators where none is named. One whose window is longer than a month is judged by its single months. Months after `until` are
    left out: for a reader of that month they had not happened. Months that may still move by late recording are
    shown with the range in which they will settle and raise no signal. `shown` turns a series into what a reader may see of it first.
    """
    catalogue, breaks, wanted = definitions_of(snapshot), register(home), tuple(indicators)
    services = services_of(snapshot)
    asked = set(breakdowns)
    places = {AUTHORITY, *asked}  # a small place is drawn towards the whole where its own months say too little
    keys: list[Key] = []
    batch: list[Series] = []
    for table in ("values", "months"):
        cube = triangles(home, snapshot, indicators=wanted, breakdowns=places, member=member, table=table)
        own_period = table == "values"
        settling = _settling_of(cube, catalogue, services, own_period)
        for key, series in _series(stitched(cube), until, own_period, catalogue, settings.targets, breaks, settling):
            if key[1] in asked:
                keys.append(key)
                batch.append(shown(catalogue.definition(key[0]), series) if shown else series)
    return dict(zip(keys, judge(batch, settings.signals), strict=True))


def _settling_of(cube: Triangles, catalogue: Catalogue, services: dict[str, str], own_period: bool) -> dict[Key, Nowcast]:
    """Work out where the recent months of every series will settle, each indicator with all its places at once."""
    found = settling_places(cube)
    rows: dict[str, list[int]] = {}
    for index, key in enumerate(found.keys):
        definition = catalogue.definitions.get(key[0])
        if definition is not None and (definition.period_type in _ONE_MONTH) == own_period:
            rows.setdefault(key[0], []).append(index)
    made = {}
    for indexes in rows.values():
        places = found.keep(indexes)
        for each in nowcast(places, parents=parents_of(places, services), test=False):
            made[each.indicator, each.breakdown, each.member] = each
    return made


def _series(
    found: Stitched,
    until: Month | None,
    own_period: bool,
    catalogue: Catalogue,
    targets: tuple[Target, ...],
    breaks: tuple[Break, ...],
    settling: Mapping[Key, Nowcast],
) -> Iterable[tuple[Key, Series]]:
    months = tuple(month for month in found.months if until is None or month <= until)
    for place, key in enumerate(found.keys):
        definition = catalogue.definitions.get(key[0])
        if definition is None or (definition.period_type in _ONE_MONTH) != own_period:
            continue
        numerators, denominators, values = (
            _blank(array[place, : len(months)]) for array in (found.numerators, found.denominators, found.values)
        )
        yield (
            key,
            Series(
                key=" ".join(key),
                unit=definition.unit,
                months=months,
                values=values,
                numerators=() if definition.unit == "mean" else numerators,
                denominators=() if definition.unit in ("count", "mean") else denominators,
                better=definition.better,
                target=_target(definition, targets, key[1], months[-1]) if months else None,
                at_month_end=definition.period_type == "month_end",
                phases=_phases(breaks, definition, catalogue, key),
                settling=_settling(settling.get(key)),
                decimals=definition.decimals,
            ),
        )


def _target(definition: Definition, targets: tuple[Target, ...], breakdown: str, month: Month) -> float | None:
    """Give what a single month is held to: a twelfth of a rolling year's target; a part of the service is held to shares and means only."""
    target = target_on(targets, definition.id, month.end)
    if target is None or (breakdown != AUTHORITY and not definition.has_denominator):
        return None
    if definition.period_type in _ONE_MONTH or definition.has_denominator:
        return target.value
    return target.value / _YEAR if definition.period_type == "rolling_12_months" else None


def _phases(breaks: tuple[Break, ...], definition: Definition, catalogue: Catalogue, key: Key) -> tuple[Phase, ...]:
    found = [each for each in breaks_of(breaks, definition, catalogue.parameters, key[1], key[2]) if each.anew]
    by_month = {each.month: Phase(each.month, each.what, each.said_by, each.title) for each in found}
    return tuple(by_month[month] for month in sorted(by_month))


def _settling(nowcast: Nowcast | None) -> tuple[tuple[Month, Range | None], ...]:
    if nowcast is None:
        return ()
    moving = [each for each in nowcast.months if each.status == "range"]
    return tuple((each.month, Range(each.estimate or 0.0, each.low or 0.0, each.high or 0.0)) for each in moving)


def _blank(row: FloatArray) -> tuple[float | None, ...]:
    return tuple(None if value != value else value for value in row.tolist())
