"""What of the figures a person may see and open: asked once for a page, of the decisions that every page asks."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from lightwell.reports.breakdowns import Breakdown
from lightwell.results import AUTHORITY
from lightwell.store import Snapshot
from lightwell.web.access.decisions import Action, Parts, can, reach_of
from lightwell.web.access.models import Person
from lightwell.web.choice import ORGANISATION, Choice, member_names_of, place_of


@dataclass(frozen=True)
class OwnPart:
    """A part of the service that a person's role names: where they may open lists."""

    breakdown: str
    member: str
    name: str


@dataclass(frozen=True)
class Sight:
    """What one person may see of one snapshot's figures.

    `parts` is whether figures of parts are seen at all, `disclosed` whether they are seen without small numbers.
    """

    snapshot: Snapshot
    parts: bool
    children: Parts
    workload: Parts
    disclosed: bool = True

    def may_open(self, breakdown: str, member: str) -> bool:
        """Say whether every child behind a figure of this part may be seen but for restricted ones, so that its list is the figure's."""
        if self.children.everything:
            return True
        return breakdown != AUTHORITY and self.children.covers(place_of(self.snapshot, breakdown, member))

    def may_see(self, breakdown: str, member: str) -> bool:
        """Say whether the figure of this part may be seen: a worker's by those who may see the worker's children or workload."""
        if breakdown == AUTHORITY or not self.parts:
            return breakdown == AUTHORITY
        if breakdown != "worker":
            return True
        place = place_of(self.snapshot, breakdown, member)
        return self.children.covers(place) or self.workload.covers(place)

    def seen(self, breakdown: Breakdown | None) -> Breakdown | None:
        """Leave out of a breakdown what may not be seen; None where that is all of it."""
        if breakdown is None or not self.parts:
            return None
        return breakdown.only(tuple(one for one in breakdown.members if self.may_see(breakdown.by, one.place.member)))

    @property
    def own_parts(self) -> tuple[OwnPart, ...]:
        """The parts of the service that the person's roles name."""
        places = (*self.children.places, *self.workload.places)
        named = dict.fromkeys(place for place in places if place[0] in ORGANISATION)
        return tuple(OwnPart(kind, member, member_names_of(self.snapshot, kind).get(member, member)) for kind, member in named)


def sight_of(person: Person | AnonymousUser, choice: Choice) -> Sight:
    """Ask what a person may see of what they chose; raises `PermissionDenied` with the reason where they may not see it at all."""
    can(person, Action.SEE_FIGURES).require()
    if not choice.whole:
        can(person, Action.SEE_PARTS, place_of(choice.snapshot, choice.breakdown, choice.member)).require()
    return Sight(
        snapshot=choice.snapshot,
        parts=can(person, Action.SEE_PARTS).allowed,
        children=reach_of(person, Action.SEE_CHILDREN),
        workload=reach_of(person, Action.SEE_WORKLOAD),
        disclosed=not can(person, Action.SEE_SMALL_COUNTS).allowed,
    )
