"""The state of the simulation: children and households, the spans in which children are known, and ways of choosing among them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

from lightwell.synthetic.days import MonthDays, age_on, birthday
from lightwell.synthetic.targets import Targets

Item = TypeVar("Item")

LONG_AGO = -100_000
"""A day before any that can matter."""

LOCALITIES = ("Ashmoor", "Brackenholt", "Candlewharf")
"""The three localities of the invented city."""


@dataclass(slots=True, eq=False)
class Household:
    """A household whose children share a family name, an address, a locality and mostly an ethnicity."""

    number: int
    locality: int
    ethnicity: str
    members: list[Child] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Span:
    """A stretch of time in which something holds for a child, from its first day to the day on which it ended."""

    child: Child
    start: int
    end: int | None = None

    def open_at(self, day: int) -> bool:
        """Say whether it holds at the end of a day."""
        return self.start <= day and (self.end is None or self.end > day)


@dataclass(slots=True, eq=False)
class Episode(Span):
    """An episode of need."""

    need: str = "N1"
    reason: str = "RC7"


@dataclass(slots=True, eq=False)
class AssessmentSpan(Span):
    """A child and family assessment; `again` if of a child already open with a plan."""

    outcome: str = ""
    again: bool = False
    brief: bool = False
    deadline: int = 0


@dataclass(slots=True, eq=False)
class NeedPlan(Span):
    """A child in need plan; `disabilities` if the team for children with disabilities holds it."""

    disabilities: bool = False


@dataclass(slots=True, eq=False)
class ProtectionPlan(Span):
    """A child protection plan."""

    first_category: str = "NEG"
    category: str = "NEG"
    previous: int = 0


@dataclass(slots=True, eq=False)
class CarePeriod(Span):
    """A period of care; `leaves_at` is the reason why it ended."""

    leaves_at: str = ""
    unaccompanied: bool = False
    order: str = ""


@dataclass(slots=True, eq=False)
class Help(Span):
    """An episode of early help: `start` is the day on which the work began, if it ever did."""

    referred: int = 0
    source: str = "front_door"
    required: bool = True
    assessed_from: int | None = None
    assessed_by: int | None = None
    works: bool = False
    due: int = 0


@dataclass(slots=True, eq=False)
class Leaver(Span):
    """A span as a care leaver."""


@dataclass(slots=True, eq=False)
class Child:
    """One child: who they are, and what is open for them now."""

    number: int
    born: int
    sex: str
    household: Household
    unaccompanied: bool = False
    unborn: bool = False
    disabled: bool = False
    known: bool = False
    referred: int = LONG_AGO
    last_event: int = LONG_AGO
    plans: int = 0
    episode: Episode | None = None
    assessment: AssessmentSpan | None = None
    need: NeedPlan | None = None
    protection: ProtectionPlan | None = None
    care: CarePeriod | None = None
    help: Help | None = None
    leaver: Leaver | None = None

    @property
    def id(self) -> str:
        """The child's identifier in the invented case system."""
        return f"{100_000 + self.number}"

    def age(self, day: int) -> int:
        """Give the age in whole years on a day."""
        return age_on(self.born, day)

    @property
    def adult_on(self) -> int:
        """The eighteenth birthday."""
        return birthday(self.born, 18)

    def is_open(self) -> bool:
        """Say whether any status keeps the case open."""
        return any((self.assessment, self.need, self.protection, self.care, self.leaver))


@dataclass(slots=True, eq=False)
class World:
    """Everything that the stages of the simulation share. Lists of open spans are rebuilt as spans end."""

    rng: Random
    targets: Targets
    children: list[Child] = field(default_factory=list)
    households: list[Household] = field(default_factory=list)
    contacts: list[tuple[Child, int, str, str]] = field(default_factory=list)
    referrals: list[tuple[Child, int, str, bool, str]] = field(default_factory=list)
    episodes: list[Episode] = field(default_factory=list)
    assessments: list[AssessmentSpan] = field(default_factory=list)
    needs: list[NeedPlan] = field(default_factory=list)
    discussions: list[tuple[Child, int]] = field(default_factory=list)
    enquiries: list[Enquiry] = field(default_factory=list)
    conferences: list[tuple[Child, str, int, bool]] = field(default_factory=list)
    protections: list[ProtectionPlan] = field(default_factory=list)
    cares: list[CarePeriod] = field(default_factory=list)
    helps: list[Help] = field(default_factory=list)
    leavers: list[Leaver] = field(default_factory=list)
    referred_by_month: list[list[Child]] = field(default_factory=list)
    stepped_down: list[tuple[Child, int]] = field(default_factory=list)
    arrivals: list[Child] = field(default_factory=list)
    left_care: list[Child] = field(default_factory=list)

    def shuffled(self, items: Sequence[Item]) -> list[Item]:
        """Give the items in a random order, leaving the original as it is."""
        found = list(items)
        self.rng.shuffle(found)
        return found

    def weighted(self, choices: Sequence[tuple[Item, float]]) -> Item:
        """Choose one of the items by weight."""
        return weighted(self.rng, choices)

    def choose(self, items: Sequence[Item], count: int, score: Callable[[Item], float] | None = None) -> list[Item]:
        """Choose so many items at random; those with a higher `score` are more likely, the lowest likely only when needed."""
        if score is None:
            return self.rng.sample(list(items), min(count, len(items))) if count > 0 else []
        scored = [(score(item) + self.rng.random(), place) for place, item in enumerate(items)]
        scored.sort(reverse=True)
        return [items[place] for _, place in scored[: max(count, 0)]]

    def day_after(self, child: Child, month: MonthDays, wait: int = 0) -> int:
        """Choose a day in the month that is not before anything that has happened to the child, nor before birth."""
        return month.some_day(self.rng, child.last_event + wait)

    def some_child(self, day: int, suits: Callable[[Child], bool]) -> Child:
        """Find a child of the authority aged under 18 on a day, or nearly born, who suits."""
        while True:
            child = self.children[int(self.rng.random() * len(self.children))]
            if -90 <= day - child.born < 6_520 and (day >= child.born or self.rng.random() < 0.5) and suits(child):
                return child


@dataclass(slots=True, eq=False)
class Enquiry(Span):
    """A section 47 enquiry."""

    exempt: bool = False
    conference: int | None = None


def weighted(rng: Random, choices: Sequence[tuple[Item, float]]) -> Item:
    """Choose one of the items by weight."""
    mark = rng.random() * sum([weight for _, weight in choices])
    for item, weight in choices:
        mark -= weight
        if mark < 0:
            return item
    return choices[-1][0]
