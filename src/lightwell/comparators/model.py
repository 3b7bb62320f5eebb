"""What is published about other authorities, as frozen data: areas, releases, measures, values with their markers, neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Level = Literal["authority", "region", "england"]
Average = Literal["mean", "median"]
Better = Literal["higher", "lower", "neither"]

AVERAGES: tuple[Average, ...] = ("mean", "median")


@dataclass(frozen=True)
class Area:
    """One authority, region or England.

    `code` is the ONS code that the shipped statistics use, `old_code` the three digits that stay the same when the ONS code changes,
    `also` the ONS codes that the same authority has had or has taken since. `region` is the ONS code of its region; blank for a region
    and for England. `first_year` and `last_year` are the first and the last year (ending in) that the authority existed, None where it
    existed before the statistics begin, or still does.
    """

    code: str
    name: str
    level: Level
    old_code: str = ""
    region: str = ""
    also: tuple[str, ...] = ()
    first_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True)
class Release:
    """One publication on one day: what later releases revise.

    `short` is what a column can hold ("CIN 2023"); `published` is the day, or the last day of the month where only the month is known.
    `aliases` are the names that files give it.
    """

    id: str
    short: str
    title: str
    published: date
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measure:
    """One published statistic: what it counts, in which unit, on which day or in which year, and which way is better.

    `series` are the columns of the publications that hold it, the same statistic in different releases, and `decimals` the places that they
    are published with. `period` says what a year means:
    `31 March`, `30 September`, or a year that ends then (`year to 31 March`, `academic year`, `calendar year`).
    """

    id: str
    title: str
    unit: str
    better: Better
    period: str
    counts: str
    series: tuple[str, ...]
    source: str = ""
    decimals: int = 1

    @property
    def ends_after_march(self) -> bool:
        """Whether a period ends after the March of its year, when an authority that ended on 31 March is no more."""
        return self.period in ("30 September", "academic year", "calendar year")

    def year_text(self, year: int) -> str:
        """Say which period a year is: `31 March 2023`, or `2022/23` for a year that ends in 2023."""
        if self.period in ("31 March", "30 September"):
            return f"{self.period} {year}"
        return str(year) if self.period == "calendar year" else f"{year - 1}/{year % 100:02d}"


@dataclass(frozen=True)
class Cell:
    """One published value of one area: a number, or the marker that stands in its place and never counts as one.

    `together` names the authorities that a joint row was published for, where it was.
    """

    area: Area
    value: float | None
    marker: str = ""
    release: Release | None = None
    together: str = ""


@dataclass(frozen=True)
class Neighbour:
    """One member of an authority's list of statistical neighbours: its place (1 the nearest) and how close it is said to be."""

    area: Area
    rank: int
    closeness: str


@dataclass(frozen=True)
class LeftOut:
    """One neighbour that an average could not count, and why, in words."""

    area: Area
    why: str


@dataclass(frozen=True)
class Neighbours:
    """The neighbours of one authority for one measure, year and release: the list, each value, both averages, and who is left out.

    `mean` and `median` are None where no member has a value.
    """

    list_name: str
    members: tuple[tuple[Neighbour, Cell], ...]
    used: int
    mean: float | None
    median: float | None
    left_out: tuple[LeftOut, ...]

    def average(self, kind: Average) -> float | None:
        """Give the average of one kind."""
        return self.mean if kind == "mean" else self.median


@dataclass(frozen=True)
class Standing:
    """Where an authority stands among all that have a value: its place, of how many, the quarter of them, and its distance.

    Place 1 and quartile 1 are the best where one direction is better; where neither is, place 1 is the highest and `quartile` is None.
    `distance` is how many standard deviations of all authorities it lies above the average of its neighbours (below where negative).
    """

    rank: int
    of: int
    quartile: int | None
    distance: float | None


@dataclass(frozen=True)
class Comparison:
    """One measure in one year as one release has it, from where one authority stands."""

    measure: Measure
    year: int
    release: Release
    authority: Cell
    neighbours: Neighbours
    region: Cell
    england: Cell

    @property
    def year_text(self) -> str:
        """Say which period the values are of."""
        return self.measure.year_text(self.year)
