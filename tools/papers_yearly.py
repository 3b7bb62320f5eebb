"""The department's yearly figures as `signals` takes them: a series for each statistic and area, and funnels of the latest year.

Read from what is shipped (`lightwell.comparators`), each year as its latest release has it. `python -m tools.papers_yearly` judges all of
them and writes what came out to `papers/yearly.csv`, which the page of what the papers said prints; the long tests hold that it is so.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby

from lightwell.comparators import SHIPPED, authorities
from lightwell.comparators.published import described_series
from lightwell.periods import Month
from lightwell.signals import Series, Unit, judge
from lightwell.signals.funnel import Funnel, Place, funnel
from tools.papers_series import FOLDER

FILE = FOLDER / "yearly.csv"

POPULATION = "population_0_17_mid_year"

SHARES = {
    "rereferrals_n": "referrals_n",
    "cpp_second_or_subsequent_n": "cpp_started_n",
    "cpp_2_years_or_more_n": "cpp_31_march_n",
    "cla_3plus_placements_in_year_n": "cla_31_march_n",
    "icpc_0_10_days_n": "icpc_n",
}
"""Counts that are part of another published count: numerator and denominator of a share."""

_LATEST = """
select series, area, year, value from published where series <> ? and (? = '' or list_contains(?::varchar[], area))
qualify row_number() over (partition by series, area, year order by release desc) = 1 order by series, area, year
"""


def unit_of(words: str) -> Unit:
    """Read the unit of a published statistic: a share, a rate per 10,000, a count, or a measurement for anything else."""
    said = words.lower()
    if "%" in said:
        return "percent"
    if "per 10,000" in said:
        return "per_10_000"
    return "count" if said == "count" or said.startswith("number") else "mean"


def yearly(areas: Sequence[str] = ()) -> tuple[Series, ...]:
    """Make a series of every statistic and area, of some areas only where their codes are given. A year stands as the March it ends in.

    A marker in place of a value is a blank. Regions and England are areas too, and so is a row for two authorities together.
    """
    units = {name: unit_of(said["unit"]) for name, said in described_series().items()}
    rows = SHIPPED.rows(_LATEST, [POPULATION, "some" if areas else "", list(areas)])
    return tuple(
        Series(
            f"{series}, {area}",
            units[series],
            tuple(Month(year, 3) for _, _, year, _ in held),
            tuple(value for *_, value in held),
            decimals=0 if units[series] == "count" else 1,
        )
        for (series, area), group in groupby(rows, key=lambda row: (row[0], row[1]))
        for held in [list(group)]
    )


def funnels() -> dict[str, tuple[int, Funnel]]:
    """Give the year and the funnel of all authorities of every count that is published, in the latest year that has it.

    A count stands against the children under 18 of the middle of the year, as a rate; those of `SHARES` stand as a share as well, under
    the name `numerator / denominator`.
    """
    counts = [name for name, said in described_series().items() if unit_of(said["unit"]) == "count" and name.endswith("_n")]
    query = """
        select series, area, year, value from published where list_contains(?::varchar[], series) and value is not null
        qualify row_number() over (partition by series, area, year order by release desc) = 1
    """
    found: dict[tuple[str, int], dict[str, float]] = {}
    for series, area, year, value in SHIPPED.rows(query, [[*counts, POPULATION]]):
        found.setdefault((series, year + (series == POPULATION)), {})[area] = value
    pairs = {name: (name, POPULATION) for name in sorted(counts)}
    pairs |= {f"{above} / {below}": (above, below) for above, below in SHARES.items()}
    made = {}
    for label, (above, below) in pairs.items():
        year = max(year for series, year in found if series == above and (below, year) in found)
        made[label] = (year, _funnel(found[above, year], found[below, year], share=below != POPULATION))
    return made


def _funnel(above: Mapping[str, float], below: Mapping[str, float], *, share: bool) -> Funnel:
    """Set the authorities beside each other that have both figures."""
    both = [area for area in authorities() if area.code in above and area.code in below]
    places = [Place(area.name, above[area.code], below[area.code]) for area in both]
    return funnel(places, unit="percent" if share else "per_10_000", noun="authorities")


def counted() -> list[tuple[str, int]]:
    """Judge every yearly series and count the verdicts, the most frequent first."""
    return [(verdict.value, count) for verdict, count in Counter(each.verdict for each in judge(yearly())).most_common()]


def kept() -> list[tuple[str, int]]:
    """Give the counts as they were last written."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return [(row["verdict"], int(row["series"])) for row in csv.DictReader(file)]


def main() -> int:
    """Judge all and write what came out; gives the exit code."""
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([("verdict", "series"), *counted()])
    return 0


if __name__ == "__main__":
    sys.exit(main())
