"""Collections: the years, April to March, that a return is made for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_WRITTEN = re.compile(r"(20\d{2})\s*[-_/–]\s*(?:20)?(\d{2})")


@dataclass(frozen=True, order=True)
class Collection:
    """The collection of one year, by the calendar year in which it begins."""

    year: int

    @classmethod
    def parse(cls, text: str) -> Collection:
        """Read a collection as it is written: `2025-26`, `2025_26` or `2025/26`; raises `ValueError` for anything else."""
        found = _WRITTEN.fullmatch(text.strip())
        if not found or (int(found[1]) + 1) % 100 != int(found[2]):
            raise ValueError(f"“{text}” is no collection. Write the two years, as in 2025-26.")
        return cls(int(found[1]))

    @property
    def first_day(self) -> date:
        """1 April."""
        return date(self.year, 4, 1)

    @property
    def last_day(self) -> date:
        """31 March, the day that the return describes."""
        return date(self.year + 1, 3, 31)

    @classmethod
    def of(cls, day: date) -> Collection:
        """Give the collection whose year holds a day."""
        return cls(day.year if day >= date(day.year, 4, 1) else day.year - 1)

    def __str__(self) -> str:
        """Write the collection as its guide does: `2025-26`."""
        return f"{self.year}-{(self.year + 1) % 100:02d}"


def last_collection(day: date) -> Collection:
    """Give the last collection whose year is over by the end of a day."""
    of = Collection.of(day)
    return of if of.last_day <= day else Collection(of.year - 1)
