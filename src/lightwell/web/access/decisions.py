"""Who may see what, decided in this one place and answered with a reason.

Pages, buttons, lists, exports and actions all ask `can`; whatever reads rows asks `scope_of` and adds its condition, so that a list, its
count and its export obey the same rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from lightwell.results import AUTHORITY
from lightwell.web.access.held import assignments_of, restrictions_for, sampled
from lightwell.web.access.models import Assignment, Person
from lightwell.web.access.roles import Action, Reach
from lightwell.web.access.scope import CHILD, REVIEWED, Place, Scope

__all__ = ["CHILD", "REVIEWED", "Action", "Decision", "Place", "Scope", "can", "scope_of"]

_WHAT = {
    Action.SEE_FIGURES: "see figures",
    Action.SEE_SMALL_COUNTS: "see counts so small that they could point to a child",
    Action.SEE_PARTS: "see the figures of a part of the service",
    Action.SEE_CHILDREN: "see children's names and records",
    Action.SEE_WORKLOAD: "see workload",
    Action.SEE_DATA: "see snapshots and quarantine",
    Action.LOAD_EXTRACT: "load an extract",
    Action.SEE_FINDINGS: "see findings",
    Action.ACKNOWLEDGE: "acknowledge findings",
    Action.RUN_CAMPAIGNS: "run data-cleansing campaigns",
    Action.MAKE_SAMPLES: "name samples of children for audits",
    Action.RESTRICT: "say which children are restricted",
    Action.BREAK_GLASS: "open a restricted child in an emergency",
    Action.REVIEW_ACCESS: "review who was let see restricted children",
    Action.MANAGE_PEOPLE: "look after people and their roles",
    Action.SEE_ACTIVITY: "see the record of activity",
    Action.PUBLISH: "publish figures",
}


NAMES_CHILDREN = frozenset({Action.SEE_CHILDREN, Action.SEE_FINDINGS, Action.ACKNOWLEDGE})
"""What shows who a child is: restricted children are left out of it for all but those who were let see them."""


@dataclass(frozen=True)
class Decision:
    """Yes or no, and why, in a sentence for the person who asked."""

    allowed: bool
    reason: str

    def require(self) -> None:
        """Do nothing if it is yes; raise `PermissionDenied` with the reason if it is no."""
        if not self.allowed:
            raise PermissionDenied(self.reason)


def scope_of(person: Person | AnonymousUser, action: Action) -> Scope:
    """Say where a person may do something, by the roles that they hold today; worked out once in the life of `person`."""
    if not isinstance(person, Person):
        return Scope(False)
    known: dict[Action, Scope] = person.__dict__.setdefault("_scopes", {})
    if action not in known:
        known[action] = _scope(person, action)
    return known[action]


def _scope(person: Person, action: Action) -> Scope:
    allowing = [assignment for assignment in assignments_of(person) if assignment.definition and action in assignment.definition.may]
    held = [(assignment.role, place) for assignment in allowing for place in _places(assignment, person)]
    if action not in NAMES_CHILDREN or not allowing:
        return _of(held)
    limits = restrictions_for(person)
    seen: set[str] = set()
    lifted = []
    for role, place in held:
        children = limits.by_role.get(role, frozenset())
        if children and place[0] == AUTHORITY:
            seen |= children
        elif children:
            lifted.append((place, children))
    opened = [("", (CHILD, child)) for child in sorted(limits.opened)]
    return replace(_of([*held, *opened]), hidden=limits.hidden - seen, lifted=tuple(lifted) if limits.hidden - seen else ())


def _of(held: list[tuple[str, Place]]) -> Scope:
    places = dict.fromkeys(place for _, place in held if place[0] != AUTHORITY)
    return Scope(any(place[0] == AUTHORITY for _, place in held), tuple(places))


def can(person: Person | AnonymousUser, action: Action, place: Mapping[str, str] | None = None) -> Decision:
    """Decide whether a person may do something: anywhere at all, or in the place given with every breakdown that is known of it.

    Figures of a worker are seen by those who may see the worker's children or workload.
    """
    if not person.is_authenticated:
        return Decision(False, "Nobody is signed in.")
    scope = scope_of(person, action)
    if action in (Action.SEE_FIGURES, Action.SEE_PARTS):
        return _can_see_figures(person, action, place)
    if scope.nothing:
        return Decision(False, f"{_titles(person)} may not {_WHAT[action]}.")
    if place and not scope.covers(place):
        return Decision(False, f"{_titles(person)} may {_WHAT[action]} only in {_said(scope)}.")
    return Decision(True, f"{_titles(person)} may {_WHAT[action]}.")


def _can_see_figures(person: Person | AnonymousUser, action: Action, place: Mapping[str, str] | None) -> Decision:
    if not any(assignment.definition and action in assignment.definition.may for assignment in assignments_of(person)):
        return Decision(False, f"{_titles(person)} may not {_WHAT[action]}.")
    if place and "worker" in place:
        seen = (scope_of(person, Action.SEE_CHILDREN), scope_of(person, Action.SEE_WORKLOAD))
        if not any(scope.covers(place) for scope in seen):
            return Decision(False, f"{_titles(person)} may not see the figures of this worker.")
    return Decision(True, f"{_titles(person)} may {_WHAT[action]}.")


def _places(assignment: Assignment, person: Person | AnonymousUser) -> list[Place]:
    reach = assignment.definition.reach if assignment.definition else None
    if not isinstance(person, Person):
        return []
    if reach in (Reach.OWN, Reach.REVIEWED):
        return [("worker" if reach is Reach.OWN else REVIEWED, person.worker)] if person.worker else []
    if reach is Reach.SAMPLE:
        return [(CHILD, child) for child in sampled(person, assignment)]
    if reach in (Reach.TEAM, Reach.PART) and not assignment.member:
        return []  # a role for a part that names none reaches nothing
    if assignment.breakdown not in (("team",) if reach is Reach.TEAM else _PARTS_OF_THE_SERVICE):
        return []
    return [(str(assignment.breakdown), assignment.member)]


_PARTS_OF_THE_SERVICE = (AUTHORITY, "service", "locality", "team")


def _titles(person: Person | AnonymousUser) -> str:
    if not isinstance(person, Person):
        return _titled([])
    if "_titles" not in person.__dict__:
        person.__dict__["_titles"] = _titled(assignments_of(person))
    return str(person.__dict__["_titles"])


def _titled(assignments: Sequence[Assignment]) -> str:
    held = [assignment.definition.title for assignment in assignments if assignment.definition]
    if not held:
        return "Someone without a role"
    first = held[0]
    return f"{'An' if first[0] in 'AEIO' else 'A'} {first[0].lower()}{first[1:]}" if len(set(held)) == 1 else "Someone in your roles"


def _said(scope: Scope) -> str:
    words = {"worker": "their own children", REVIEWED: "the children whom they review", CHILD: "the children of their sample"}
    return ", ".join(dict.fromkeys(words.get(breakdown, f"the {breakdown} {member}") for breakdown, member in scope.places))
