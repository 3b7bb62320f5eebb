"""Exempt parts of a pack: what is not published, by which category and paragraph, why, who decided it, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from lightwell.disclosure import AUTHORITY, Coordinates
from lightwell.periods import Month, say_date

Standing = Literal["to come", "in force", "run out", "ended"]

THE_RULES = "the Council's Access to Information Procedure Rules"
THE_ACT = "Schedule 12A to the Local Government Act 1972"

_ANY = Month(2000, 1)

_LOWERED = ("It", "The", "This", "They", "These", "There", "A", "An")
"""Words with which a reason may begin that are written small inside a sentence."""


@dataclass(frozen=True)
class Covers:
    """What is exempt: a section, an indicator, a written appendix; or a breakdown, or one member of it, of an indicator or of all.

    `appendix` is the name of a text file in the folder `exempt` of the home.
    """

    section: str = ""
    indicator: str = ""
    breakdown: str = ""
    member: str = ""
    appendix: str = ""


@dataclass(frozen=True)
class Category:
    """A category of exempt information: its name, the paragraph that a council's own rules have it in, and its words.

    `statutory` is whether it is a paragraph of Schedule 12A; another is the council's own.
    """

    name: str
    paragraph: str
    words: str
    rules: str = THE_RULES
    statutory: bool = True

    @property
    def short(self) -> str:
        """Name it as a paper does: `category 2 of paragraph 10.4`."""
        return f"category {self.name} of paragraph {self.paragraph}"

    @property
    def full(self) -> str:
        """Name it with the rules, and the Act where it is the Act's."""
        act = f" (paragraph {self.name} of {THE_ACT})" if self.statutory else ""
        return f"{self.short} of {self.rules}{act}"


@dataclass(frozen=True)
class Part:
    """One exempt part. `title` is public, and so are the reason and the public-interest test: they must give nothing away.

    `last_day` is the day until which it was decided; past it nothing is published before somebody decides again, or `ended_on` says that
    it ended. `committees` have it in their members' pack. `decided_by` and `ended_by` are posts.
    """

    id: str
    title: str
    covers: Covers
    category: Category
    reason: str
    public_interest: str
    decided_by: str
    first_day: date
    last_day: date
    review_on: date | None = None
    committees: tuple[str, ...] = ()
    ended_on: date | None = None
    ended_by: str = ""

    def standing(self, day: date) -> Standing:
        """Say how it stands on a day."""
        if self.ended_on is not None and self.ended_on <= day:
            return "ended"
        return "to come" if day < self.first_day else "run out" if day > self.last_day else "in force"

    @property
    def file(self) -> str:
        """The page that says so."""
        return f"exempt-{self.id}.html"

    @property
    def why(self) -> str:
        """Say that it is exempt, by what and why."""
        first, _, rest = self.reason.partition(" ")
        reason = f"{first.lower() if first in _LOWERED else first} {rest}"
        return f"This part is exempt from publication by {self.category.full}, because {reason}"

    @property
    def marking(self) -> str:
        """What stands on every page that it is on."""
        return f"Not for publication: exempt by {self.category.short}"

    @property
    def said_days(self) -> str:
        """Say from when until when."""
        again = f", to be looked at again on {say_date(self.review_on)}" if self.review_on else ""
        return f"{say_date(self.first_day)} to {say_date(self.last_day)}{again}"


@dataclass(frozen=True)
class Register:
    """Every exempt part of a home, in the order of its file, and the committees that are named."""

    parts: tuple[Part, ...] = ()
    committees: tuple[str, ...] = ()

    def withheld_on(self, day: date) -> tuple[Part, ...]:
        """Give the parts that are not published on a day: one that has run out and was not ended is still among them."""
        return tuple(part for part in self.parts if part.standing(day) in ("in force", "run out"))


@dataclass(frozen=True)
class Exempt:
    """What is exempt on one day, worked out against the order of the pack.

    `alone` maps each exempt section to the indicators that stand in no section that is published.
    """

    parts: tuple[Part, ...] = ()
    alone: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def of(self, at: Coordinates) -> tuple[Part, ...]:
        """Give the parts that a figure is in."""
        return tuple(part for part in self.parts if self._covers(part.covers, at))

    def without_indicator(self, indicator: str) -> tuple[Part, ...]:
        """Give the parts by which an indicator is exempt altogether."""
        return tuple(part for part in self.parts if not part.covers.breakdown and self._covers(part.covers, Coordinates(indicator, _ANY)))

    def part_of_section(self, section: str) -> Part | None:
        """Give the part that a whole section is."""
        return next((part for part in self.parts if part.covers.section == section and not part.covers.breakdown), None)

    def _covers(self, covers: Covers, at: Coordinates) -> bool:
        if covers.appendix:
            return False
        if covers.section and at.indicator not in self.alone.get(covers.section, ()):
            return False
        if covers.indicator and at.indicator != covers.indicator:
            return False
        if covers.breakdown:
            return at.breakdown == covers.breakdown != AUTHORITY and covers.member in ("", at.member)
        return True


NOTHING_EXEMPT = Exempt()
"""What holds where nothing is exempt."""
