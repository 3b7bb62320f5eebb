"""Which part of the service a page of workload is about, and whether the person may see it: asked before anything is read."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from lightwell.periods import say_date
from lightwell.results import AUTHORITY, Within, both, within_places, workload
from lightwell.results.clocks import EVERYWHERE
from lightwell.web.access.decisions import Action, Scope, can, scope_of
from lightwell.web.access.models import Person
from lightwell.web.choice import Choice, place_of

Reader = Person | AnonymousUser
"""Whoever asks."""


@dataclass(frozen=True)
class Look:
    """One part of the service as one person may see it: `within` is the condition of every row that is read for it.

    `children` is the same for rows that show a child; None where the person may see no children. `left_out` is that of rows about
    restricted children, who are counted and not listed; None where there are none. `part` says in words which part it is.
    `trail` leads back to the larger parts, as pairs of words and address. `everywhere` says whether the person may see every part of the
    service.
    """

    choice: Choice
    within: Within
    children: Within | None
    part: str
    trail: tuple[tuple[str, str], ...]
    everywhere: bool
    left_out: Within | None = None

    @property
    def as_known(self) -> str:
        """The day of the snapshot in words."""
        return say_date(self.choice.snapshot.manifest.as_at)

    @property
    def standing(self) -> str:
        """The line under the heading: which part, and as known on which day."""
        return f"{self.part} · as known on {self.as_known}"

    def address(self, page: str = "index", **entries: object) -> str:
        """Give the address of a page of workload about the same part, with the snapshot pinned."""
        return address(self.choice, page, **entries)

    def of(self, breakdown: str, member: str, page: str = "index", **entries: object) -> str:
        """Give the address of a page of workload about another part."""
        return address(self.choice.of_part(breakdown, member), page, **entries)


def address(choice: Choice, page: str = "index", **entries: object) -> str:
    """Give the address of a page of workload for a choice; which month it is makes no difference to what is due on the day."""
    return f"{reverse(f'workload:{page}')}?{choice.query(month=None, **entries)}"


def look_at(person: Reader, choice: Choice) -> Look:
    """Decide what a person sees of a choice; the whole service is, for who may see only a part, that part.

    Raises `PermissionDenied`, with the reason, where the person may see no workload, or none of that part.
    """
    can(person, Action.SEE_WORKLOAD).require()
    scope = scope_of(person, Action.SEE_WORKLOAD)
    if choice.whole and not scope.everything and len(scope.places) == 1:
        choice = choice.of_part(*scope.places[0])
    within = both(_part(choice), scope.sql())
    _require(person, choice, within)
    seen = scope_of(person, Action.SEE_CHILDREN)
    return Look(
        choice=choice,
        within=within,
        children=None if seen.nothing else both(within, seen.sql()),
        part=_words(choice, scope),
        trail=_trail(choice, scope),
        everywhere=scope.everything,
        left_out=both(within, seen.left_out()) if seen.hidden else None,
    )


def _part(choice: Choice) -> Within:
    return EVERYWHERE if choice.whole else within_places([(choice.breakdown, choice.member)])


def _require(person: Reader, choice: Choice, within: Within) -> None:
    """Refuse a part out of reach; a worker of another team may be seen with those of their children who are within reach."""
    if choice.whole:
        return
    decision = can(person, Action.SEE_WORKLOAD, place_of(choice.snapshot, choice.breakdown, choice.member))
    if decision.allowed:
        return
    (here,) = workload(choice.snapshot, within=within)
    if choice.breakdown != "worker" or not any([*here.by_status.values()]):
        decision.require()


def _words(choice: Choice, scope: Scope) -> str:
    return "Your parts of the service" if choice.whole and not scope.everything else choice.part_name


def _trail(choice: Choice, scope: Scope) -> tuple[tuple[str, str], ...]:
    """Lead back from a worker over the team, and from a part to the whole, as far as the person may go."""
    if choice.whole or (not scope.everything and len(scope.places) == 1 and scope.places[0] == (choice.breakdown, choice.member)):
        return ()
    links = [("Workload", address(replace(choice, breakdown=AUTHORITY, member="")))]
    team = place_of(choice.snapshot, choice.breakdown, choice.member).get("team", "") if choice.breakdown == "worker" else ""
    if team and scope.covers(place_of(choice.snapshot, "team", team)):
        of_team = choice.of_part("team", team)
        own = not scope.everything and scope.places == (("team", team),)
        links = [*([] if own else links), ("Workload" if own else of_team.part_name, address(of_team))]
    return tuple(links)
