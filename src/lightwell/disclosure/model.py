"""What disclosure control is handed and hands back, as frozen data: cells, what ties them together, what is printed, what was found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from lightwell.periods import Month

AUTHORITY = "authority"
"""The breakdown that is none: the whole authority."""

Kind = Literal["count", "percent", "rate", "mean", "load", "amount", "median"]
"""What a cell is: a number of children or of things done for them (`count`); a share of 100 of one count in another (`percent`); a count
for every 10,000 of a public population (`rate`); an amount for each child (`mean`: days, pounds); children for each unit of something that
is none (`load`: children for each full-time worker); an amount itself (`amount`: days, pounds); the middle one of several (`median`)."""

Part = Literal["numerator", "denominator", "rest"]
"""The numbers behind a cell. The rest is the denominator less the numerator: for a share of children visited, those who were not."""

PER: dict[Kind, int] = {"percent": 100, "rate": 10_000, "mean": 1, "load": 1}
"""What a ratio is multiplied by to be printed."""

CONFIDENTIAL = "c"
"""The mark of a suppressed cell, as the government statistical service writes it."""

NOT_APPLICABLE = "z"
"""The mark of a share of nothing."""

EXEMPT = "exempt"
"""The mark, in our own reckoning only, of a cell of which a reader is told nothing: not even that it is no zero, as `c` says of a count."""


@dataclass(frozen=True, order=True)
class Coordinates:
    """Where a cell stands: one indicator in one month (the last of its period) for one member of one breakdown."""

    indicator: str
    month: Month
    breakdown: str = AUTHORITY
    member: str = ""

    def __str__(self) -> str:
        """Give the place as a person would look it up."""
        where = "" if self.breakdown == AUTHORITY else f", {self.breakdown} {self.member}"
        return f"{self.indicator}, {self.month.name}{where}"


@dataclass(frozen=True)
class Cell:
    """One figure as it truly is, before anything is taken out.

    `numerator` is the count, the amount, the median, or what stands above the line; `denominator` what stands below it, and for a rate the
    public population. `children` is how many children an amount or a median is of. `decimals` are those that are printed of `value`.
    `shows_parts` says that numerator and denominator are printed beside it, as open data does.
    """

    at: Coordinates
    kind: Kind
    numerator: float
    denominator: float | None = None
    decimals: int = 0
    children: int | None = None
    shows_parts: bool = False

    @property
    def value(self) -> float | None:
        """The figure in full precision; None where there is nothing to take a share of."""
        if self.kind not in PER:
            return self.numerator
        return PER[self.kind] * self.numerator / self.denominator if self.denominator else None

    @property
    def rest(self) -> float:
        """The denominator less the numerator; 0 where there is no denominator."""
        return (self.denominator or 0.0) - self.numerator if self.kind == "percent" else 0.0


@dataclass(frozen=True)
class Term:
    """One number in a relation, with what it is multiplied by."""

    at: Coordinates
    part: Part = "numerator"
    factor: int = 1


@dataclass(frozen=True)
class Relation:
    """What anyone may take for granted of some numbers: the terms add up to 0 (`=`), or to 0 or less (`<=`).

    `counts_rest` says of `<=` that what is lacking to 0 is itself a number of children who could be recognised. `because` is for people.
    """

    terms: tuple[Term, ...]
    sense: Literal["=", "<="]
    because: str
    counts_rest: bool = False


@dataclass(frozen=True)
class Printed:
    """All that a reader has of one cell: its number or its mark.

    `base` is what a count is rounded to (1: not at all). `numerator` and `denominator` are there where they are printed too; the
    denominator of a rate, being public, always is.
    """

    at: Coordinates
    kind: Kind
    decimals: int
    value: float | None
    mark: str = ""
    base: int = 1
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True)
class Published:
    """One cell of a pack that is already out. It cannot be taken back; `pack` names it for our own records."""

    printed: Printed
    pack: str


class Reason(StrEnum):
    """Why a cell is suppressed. For our own records: published, it would give away what it protects."""

    SMALL_COUNT = "a small count"
    SMALL_DENOMINATOR = "a share of few"
    SMALL_REST = "few make the difference between the two parts of a share"
    FEW = "a share of fewer than the policy asks for"
    FEW_CHILDREN = "a mean, median or amount of few children"
    SMALL_CHANGE = "few make the difference from what an earlier pack printed"
    AS_BEFORE = "an earlier pack suppressed it, and nothing has changed"
    KEPT_BACK = "a breakdown that is never published"
    EXEMPT = "it is exempt from publication"
    ZERO = "a zero, which is suppressed only where it would give back an exempt figure"
    SECONDARY = "it would give back another cell"


class Release(StrEnum):
    """What becomes of a cell."""

    PUBLISHED = "published"
    ROUNDED = "rounded"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True)
class Released:
    """One cell after disclosure control: what may be printed, what became of it, and why. Only `printed` may leave the house."""

    printed: Printed
    state: Release
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Pinned:
    """A number that a reader could work out: it lies between `lowest` and `highest`, both included.

    `already_known` says that the packs already published give it away whatever is done now.
    """

    at: Coordinates
    part: Part
    lowest: float
    highest: float
    already_known: bool = False
