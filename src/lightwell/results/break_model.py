"""What a break in a series is: a month from which a figure comes about otherwise, or means something else, and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lightwell.definitions.model import Definition
from lightwell.periods import Month

KINDS = {
    "system": "New case-management system",
    "definition": "Counting rule changed",
    "recording": "Recording changed",
    "practice": "Practice changed",
    "restructure": "Teams reorganised",
    "limits": "Limits set anew",
}
"""The kinds of break, each as a chart says it."""


@dataclass(frozen=True)
class Break:
    """One break: the first month of what came after, its kind, what happened, where, and who entered it and when.

    `indicators` names those that it touches, all where it is empty; `breakdown` and `members` the parts of the service, all where
    `breakdown` is empty. With `anew` what is expected is worked out anew from that month: the months before it are no longer what a
    later month is judged by. `number` is the entry's place in the register; 0 where the break follows from a definition, not from an
    entry. `standard` names the
    parameter that changed from `before` to `after`, where that is the break.
    """

    number: int
    month: Month
    kind: str
    what: str
    said_by: str
    said_on: date | None
    indicators: tuple[str, ...] = ()
    breakdown: str = ""
    members: tuple[str, ...] = ()
    anew: bool = False
    withdrawn_by: str = ""
    withdrawn_on: date | None = None
    standard: str = ""
    before: float | None = None
    after: float | None = None

    @property
    def title(self) -> str:
        """The kind, as a chart says it."""
        return KINDS[self.kind]

    @property
    def holds(self) -> bool:
        """Whether it has not been withdrawn."""
        return self.withdrawn_on is None

    def touches(self, definition: Definition, breakdown: str, member: str) -> bool:
        """Say whether an indicator's series at a place is broken by it. What is broken for a part is not for the whole service."""
        if self.indicators and definition.id not in self.indicators:
            return False
        return not self.breakdown or (self.breakdown == breakdown and member in self.members)
