"""What a publication is: editions, the figures in them, and what an erratum changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from lightwell.definitions import Catalogue
from lightwell.disclosure import CONFIDENTIAL, Cell, Coordinates, Printed
from lightwell.periods import Month
from lightwell.reports.layout import SectionLayout
from lightwell.reports.model import Pack
from lightwell.reports.public.exempt_model import NOTHING_EXEMPT, Exempt, Part


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
    """One publication of one month. `number` counts all editions of a home from 1; `erratum` is empty for the first of a month.

    `by` is who released it, and `exempt` the titles of the parts that were left out. A members' pack has the committee that it is for, and
    of figures only those that are exempt: the others are those of the edition that it belongs to.
    """

    number: int
    month: Month
    released_on: date
    snapshot: str
    kept: tuple[Kept, ...]
    erratum: str = ""
    changes: tuple[Change, ...] = ()
    by: str = ""
    exempt: tuple[str, ...] = ()
    committee: str = ""

    @property
    def suppressed(self) -> int:
        """How many figures are suppressed."""
        return sum(one.printed.mark == CONFIDENTIAL for one in self.kept)

    @property
    def name(self) -> str:
        """What it is called in our own records: `2024-01, edition 3`."""
        return f"{self.month}, edition {self.number}"


@dataclass(frozen=True)
class Site:
    """Everything that the pages and files show. Of figures it holds only what is printed.

    `names` maps a breakdown and member to the name that readers know; `errata` are all editions with an erratum, the newest first, without
    their figures. `exempt` are the parts that are replaced by the page that says so; `shown` those that are exempt and that are in it,
    because it is the members' pack of `committee`; `appendices` the texts of these by their part.
    `order` are the sections as they would be with nothing exempt.
    """

    pack: Pack
    printed: Mapping[Coordinates, Printed]
    catalogue: Catalogue
    names: Mapping[tuple[str, str], str]
    released_on: date
    errata: tuple[Edition, ...]
    corrected: Mapping[Coordinates, Change]
    exempt: Exempt = NOTHING_EXEMPT
    shown: Exempt = NOTHING_EXEMPT
    committee: str = ""
    appendices: Mapping[str, str] = field(default_factory=dict)
    order: tuple[SectionLayout, ...] = ()

    @property
    def for_members(self) -> bool:
        """Whether it is a members' pack, and not for publication."""
        return bool(self.committee)

    @property
    def every_exempt(self) -> tuple[Part, ...]:
        """The exempt parts, shown or not."""
        return (*self.shown.parts, *self.exempt.parts)
