"""Who differs from the others by more than chance for their size: the parts of the service in one month, and the statistical neighbours."""

from __future__ import annotations

from lightwell.comparators import Published
from lightwell.definitions.model import Definition
from lightwell.periods import Month
from lightwell.reports.held import held_members
from lightwell.reports.neighbours_model import OtherAuthorities
from lightwell.reports.own_settings import settings_of
from lightwell.results import values
from lightwell.signals.funnel import Funnel, Place, funnel
from lightwell.store import Home, Snapshot

_FEWEST = 3
"""Fewest places that are set beside each other: of two nobody can say which one stands out."""

_NUMBER, _RATE = "lait_lacnum", "lait_lac"
"""The number of children looked after and their rate per 10,000 as published: one by the other gives the population that was used."""

_NOUNS = {"service": "services", "locality": "localities", "team": "teams"}

FROM_POPULATION = (
    "How many children live in each authority is worked out from its published number and rate of children looked after in the same year; "
    "the rate is printed without decimals, so it is right to about one in a hundred."
)
"""Where the sizes of authorities come from."""


def funnel_of_parts(home: Home, snapshot: Snapshot, definition: Definition, month: Month, by: str) -> Funnel | None:
    """Set the parts of the service beside each other in one month; None for what is no share, or where too few have a figure."""
    if definition.unit != "percent" or by not in definition.breakdowns or by not in _NOUNS:
        return None
    names = held_members(snapshot, by)
    found = values(snapshot, indicators=[definition.id], periods=[month], breakdown=by)
    places = [
        Place(names.get(each.member, each.member), each.numerator, each.denominator)
        for each in found
        if each.numerator is not None and each.denominator
    ]
    if len(places) < _FEWEST:
        return None
    return funnel(places, least_denominator=settings_of(home).signals.least_denominator, noun=_NOUNS[by])


def funnel_of_neighbours(published: Published, beside: OtherAuthorities) -> Funnel | None:
    """Set our own published rate beside those of the statistical neighbours; None for what is no rate, or of which no size is published."""
    if beside.unit != "per_10_000":
        return None
    sizes = _populations(published, beside.then.year)
    figures = [each for each in beside.members if each.value is not None and sizes.get(each.code)]
    if len(figures) < _FEWEST:
        return None
    places = [Place(each.name, (each.value or 0.0) * sizes[each.code] / 10_000, sizes[each.code]) for each in figures]
    return funnel(places, unit="per_10_000", noun="authorities")


def _populations(published: Published, year: int) -> dict[str, float]:
    """Work out the population of each authority that the published rates of a year rest on."""
    rows = published.rows(
        "select n.area, n.value * 10000 / r.value from published n join published r using (area, year, release) "
        "where n.series = ? and r.series = ? and year = ? and r.value > 0 and n.value > 0",
        [_NUMBER, _RATE, year],
    )
    return {str(area): float(size) for area, size in rows}
