"""Children under 18 by year and release: as published, and as the rates of other releases imply.

The same count has stood in three releases with three rates (759.8, 751.3 and 749.7 referrals per 10,000 in 2022/23 for one authority),
because each used another estimate of the population. Where a release holds a rate and the count is known, the population that it used is
count / rate x 10,000, good to the rounding of the rate: about one in fifteen thousand for referrals.
"""

from __future__ import annotations

from dataclasses import dataclass

from lightwell.comparators.model import Area, Release
from lightwell.comparators.published import Published

_ESTIMATES = "population_0_17_mid_year"
_COUNT = "referrals_n"
_RATES = ("referrals_rate", "lait_cpp_total_rateper10000")

_IMPLIED = """
select r.year, r.release, n.value / r.value * 10000
from published r join published n on n.series = ? and n.area = r.area and n.year = r.year and n.value > 0
where list_contains(?::varchar[], r.series) and r.area = ? and r.value > 0
qualify row_number() over (partition by r.year, r.release order by n.release desc) = 1
"""


@dataclass(frozen=True)
class PopulationSaid:
    """Children under 18 of one area for one year as one release has it; `implied` where a rate of the release says so and no table does.

    A published estimate is of 30 June of its year; an implied one is what the release divided the year that ends in March by.
    """

    year: int
    release: Release
    children: int
    implied: bool


def populations_of(published: Published, area: Area) -> tuple[PopulationSaid, ...]:
    """List what is known of an area's children under 18, by year and then by the day of the release."""
    releases = {release.id: (place, release) for place, release in enumerate(published.releases)}
    estimates = published.rows(
        "select year, release, value from published where series = ? and area = ? and value is not null", [_ESTIMATES, area.code]
    )
    implied = published.rows(_IMPLIED, [_COUNT, list(_RATES), area.code])
    found = [(year, release, round(children), False) for year, release, children in estimates]
    found += [(year, release, round(children), True) for year, release, children in implied]
    ordered = sorted(found, key=lambda one: (one[0], releases[one[1]][0], one[3]))
    return tuple(PopulationSaid(year, releases[release][1], children, known) for year, release, children, known in ordered)
