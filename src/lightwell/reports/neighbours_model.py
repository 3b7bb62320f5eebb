"""What the page of one indicator shows of other authorities, as frozen data: the columns, the years, the neighbours, everyone in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lightwell.comparators import Average, Comparison, Measure, Standing
from lightwell.definitions.model import Unit
from lightwell.reports import wording
from lightwell.reports.model import ComparatorCell

FEWEST = 4
"""The band of the middle half is drawn of no fewer neighbours."""

Kind = Literal["ours", "neighbour", "other"]


@dataclass(frozen=True)
class Figure:
    """One authority's figure for the year compared: its text as printed, or the marker that stands in its place and why (in words)."""

    code: str
    name: str
    kind: Kind
    value: float | None
    text: str
    why: str = ""


@dataclass(frozen=True)
class YearBeside:
    """One published year: what was published of us, our own figure at its end, and the neighbours, the region and England.

    `low` and `high` hold the middle half of the neighbours, None where fewer than `FEWEST` have a value. `marker` stands where nothing
    could be published of us.
    """

    comparison: Comparison
    published: float | None
    marker: str
    own: float | None
    average: float | None
    low: float | None
    high: float | None

    @property
    def year(self) -> int:
        """The calendar year in which it ends."""
        return self.comparison.year

    @property
    def region(self) -> float | None:
        """What was published of the region."""
        return self.comparison.region.value

    @property
    def england(self) -> float | None:
        """What was published of England."""
        return self.comparison.england.value


@dataclass(frozen=True)
class Span:
    """The published year that stands beside some of the months of a trend: from which place in the row to which, both included.

    `carried` says that the months are later than the year, because their own is not published yet.
    """

    first: int
    last: int
    of: YearBeside
    carried: bool


@dataclass(frozen=True)
class Ranking:
    """Every authority with a value, in order of place; those without one, and why; and where ours stands.

    `quarters` are the places, from 0, at which the second, the third and the last quarter begin.
    """

    figures: tuple[Figure, ...]
    without: tuple[Figure, ...]
    quarters: tuple[int, ...]
    standing: Standing | None
    sentence: str


@dataclass(frozen=True)
class OtherAuthorities:
    """What the page of one indicator shows of other authorities, in the year and release of `then`.

    `ours` has a code where it was published, and none where it is our own figure of the month in which the year ends. `columns` are pairs
    of a heading and a column: own, neighbours, region, England. `members` are the neighbours and ours in order of place, those without a
    value last.
    """

    measure: Measure
    unit: Unit
    then: Comparison
    average: Average
    ours: Figure
    columns: tuple[tuple[str, ComparatorCell], ...]
    notes: tuple[str, ...]
    spans: tuple[Span, ...]
    years: tuple[YearBeside, ...]
    members: tuple[Figure, ...]
    ranking: Ranking

    def text(self, value: float | None) -> str:
        """Write a published value, or ours beside it, with as many places as the publication has, and its unit; nothing for None."""
        return self._text(value, self.measure.decimals)

    def average_text(self, value: float | None) -> str:
        """Write what is worked out from published values: one place at least, as in the columns; nothing for None."""
        return self._text(value, max(1, self.measure.decimals))

    def _text(self, value: float | None, places: int) -> str:
        if value is None:
            return ""
        text = wording.number(value, places)
        return f"{text}\N{NO-BREAK SPACE}%" if self.unit == "percent" else text

    @property
    def average_value(self) -> float | None:
        """The average of the neighbours that is shown."""
        return self.then.neighbours.average(self.average)

    @property
    def england(self) -> float | None:
        """What was published of England."""
        return self.then.england.value

    @property
    def region_name(self) -> str:
        """The region by its name."""
        return self.then.region.area.name

    @property
    def any_revised(self) -> bool:
        """Whether any of the columns has been revised since."""
        return any(cell.revised is not None for _, cell in self.columns)

    @property
    def order(self) -> str:
        """Say in which order authorities stand: by place, the best first, or the highest where neither direction is better."""
        return "lowest first" if self.measure.better == "lower" else "highest first"

    @property
    def any_of_ours(self) -> bool:
        """Whether there is a figure of ours in at least one of the years, and more than one year to draw."""
        return len(self.years) > 1 and any(one.published is not None or one.own is not None for one in self.years)


@dataclass(frozen=True)
class NotCompared:
    """Why an indicator that names a published measure is set beside nothing, as a sentence."""

    why: str
