"""What a publication is: editions, the figures in them, and what an erratum changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lightwell.definitions import Catalogue
from lightwell.disclosure import Cell, Coordinates, Printed
from lightwell.periods import Month
from lightwell.reports.model import Pack


@dataclass(frozen=True)
class Kept:
    """One figure as the home keeps it: what it truly was, for the protection of what is published next, and what was printed.

    Only `printed` may leave the house.
    """

    cell: Cell
    printed: Printed

    @property
    def at(self) -> Coordinates:
        """Where the figure stands."""
        return self.printed.at


@dataclass(frozen=True)
class Change:
    """One figure that an erratum corrected, as it was printed and as it is printed now."""

    at: Coordinates
    was: str
    now: str


@dataclass(frozen=True)
class Edition:
    """One publication of one month. `number` counts all editions of a home from 1; `erratum` is empty for the first of a month."""

    number: int
    month: Month
    released_on: date
    snapshot: str
    kept: tuple[Kept, ...]
    erratum: str = ""
    changes: tuple[Change, ...] = ()

    @property
    def name(self) -> str:
        """What it is called in our own records: `2024-01, edition 3`."""
        return f"{self.month}, edition {self.number}"


@dataclass(frozen=True)
class Site:
    """Everything that the pages and files show. Of figures it holds only what is printed.

    `names` maps a breakdown and member to the name that readers know; `errata` are all editions with an erratum, the newest first, without
    their figures.
    """

    pack: Pack
    printed: Mapping[Coordinates, Printed]
    catalogue: Catalogue
    names: Mapping[tuple[str, str], str]
    released_on: date
    errata: tuple[Edition, ...]
    corrected: Mapping[Coordinates, Change]
