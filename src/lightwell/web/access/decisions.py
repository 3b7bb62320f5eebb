"""Who may see what, decided in this one place and answered with a reason.

Pages, buttons, lists, exports and actions all ask `can`; whatever reads rows asks `scope_of` and adds its condition, so that a list, its
count and its export obey the same rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from lightwell.results import AUTHORITY
from lightwell.web.access.held import assignments_of, opened_to, restrictions_for, sampled
from lightwell.web.access.models import Assignment, Person
from lightwell.web.access.roles import Action, Reach, Role
from lightwell.web.access.scope import CHILD, COMMITTEE, REVIEWED, Parts, Place, Scope

__all__ = ["CHILD", "COMMITTEE", "REVIEWED", "Action", "Decision", "Parts", "Place", "Scope", "can", "reach_of", "scope_of"]

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
    Action.SEE_EXEMPT: "see the exempt parts of packs",
    Action.KEEP_BREAKS: "enter breaks in the series of figures",
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


def reach_of(person: Person | AnonymousUser, action: Action) -> Parts:
    """Say in which parts of the service a person may do something, by the roles that they hold today; worked out once for `person`.

    It is for asking whether at all, and of which parts; whatever is about a child is for `scope_of`, which reads who is restricted.
    """
    return _reach_of(person.itself, action) if isinstance(person, Person) else Parts(False)


def _reach_of(person: Person, action: Action) -> Parts:
    known: dict[Action, Parts] = person.__dict__.setdefault("_reaches", {})
    if action not in known:
        known[action] = _reach(person, action)
    return known[action]


def scope_of(person: Person | AnonymousUser, action: Action) -> Scope:
    """Say where a person may do something and which restricted children are left out of it; worked out once in the life of `person`."""
    return _scope_of(person.itself, action) if isinstance(person, Person) else Scope(False)


def _scope_of(person: Person, action: Action) -> Scope:
    known: dict[Action, Scope] = person.__dict__.setdefault("_scopes", {})
    if action not in known:
        known[action] = _scope(person, action)
    return known[action]


def _reach(person: Person, action: Action) -> Parts:
    allowing = [each for each in _granted(person) if action in each.may]
    found = _of(place for each in allowing for place in each.places)
    if found.nothing and allowing and action in NAMES_CHILDREN:
        return Parts(False, tuple((CHILD, child) for child in sorted(opened_to(person))))
    return found


def _scope(person: Person, action: Action) -> Scope:
    allowing = [each for each in _granted(person) if action in each.may]
    if action not in NAMES_CHILDREN or not allowing:
        reach = _reach_of(person, action)
        return Scope(reach.everything, reach.places)
    limits = restrictions_for(person)
    seen: set[str] = set()
    lifted = []
    for each in allowing:
        children = limits.by_role.get(each.role, frozenset())
        for place in each.places if children else ():
            if place[0] == AUTHORITY:
                seen |= children
            else:
                lifted.append((place, children))
    opened = [(CHILD, child) for child in sorted(opened_to(person))]
    parts = _of((*(place for each in allowing for place in each.places), *opened))
    hidden = limits.hidden - seen if seen else limits.hidden
    return Scope(parts.everything, parts.places, hidden, tuple(lifted) if hidden else ())


@dataclass(frozen=True)
class _Granted:
    """What one assignment grants: actions, and the places in which it does."""

    role: str
    title: str
    may: frozenset[Action]
    places: tuple[Place, ...]


def _granted(person: Person) -> tuple[_Granted, ...]:
    known: tuple[_Granted, ...] | None = person.__dict__.get("_granted")
    if known is None:
        held = [(each, each.definition) for each in assignments_of(person)]
        known = tuple(_Granted(each.role, role.title, role.may, tuple(_places(each, role, person))) for each, role in held if role)
        person.__dict__["_granted"] = known
    return known


def _of(held: Iterable[Place]) -> Parts:
    places = tuple(dict.fromkeys(held))
    return Parts(any(place[0] == AUTHORITY for place in places), tuple(place for place in places if place[0] != AUTHORITY))


def can(person: Person | AnonymousUser, action: Action, place: Mapping[str, str] | None = None) -> Decision:
    """Decide whether a person may do something: anywhere at all, or in the place given with every breakdown that is known of it.

    Figures of a worker are seen by those who may see the worker's children or workload.
    """
    if not isinstance(person, Person):
        return Decision(False, "Nobody is signed in.")
    own = person.itself
    if action in (Action.SEE_FIGURES, Action.SEE_PARTS):
        return _can_see_figures(own, action, place)
    reach = _reach_of(own, action)
    if reach.nothing:
        return Decision(False, f"{_titles(own)} may not {_WHAT[action]}.")
    if place and not (_scope_of(own, action) if CHILD in place else reach).covers(place):
        return Decision(False, f"{_titles(own)} may {_WHAT[action]} only in {_said(reach)}.")
    return Decision(True, f"{_titles(own)} may {_WHAT[action]}.")


def _can_see_figures(person: Person, action: Action, place: Mapping[str, str] | None) -> Decision:
    if not any(action in each.may for each in _granted(person)):
        return Decision(False, f"{_titles(person)} may not {_WHAT[action]}.")
    if place and "worker" in place:
        seen = (_reach_of(person, Action.SEE_CHILDREN), _reach_of(person, Action.SEE_WORKLOAD))
        if not any(reach.covers(place) for reach in seen):
            return Decision(False, f"{_titles(person)} may not see the figures of this worker.")
    return Decision(True, f"{_titles(person)} may {_WHAT[action]}.")


def _places(assignment: Assignment, role: Role, person: Person) -> list[Place]:
    reach = role.reach
    if reach in (Reach.OWN, Reach.REVIEWED):
        return [("worker" if reach is Reach.OWN else REVIEWED, person.worker)] if person.worker else []
    if reach is Reach.SAMPLE:
        return [(CHILD, child) for child in sampled(person, assignment)]
    if reach is Reach.COMMITTEE:
        return [(COMMITTEE, assignment.member)] if assignment.breakdown == COMMITTEE and assignment.member else []
    if reach in (Reach.TEAM, Reach.PART) and not assignment.member:
        return []  # a role for a part that names none reaches nothing
    if assignment.breakdown not in (("team",) if reach is Reach.TEAM else _PARTS_OF_THE_SERVICE):
        return []
    return [(str(assignment.breakdown), assignment.member)]


_PARTS_OF_THE_SERVICE = (AUTHORITY, "service", "locality", "team")


def _titles(person: Person) -> str:
    if "_titles" not in person.__dict__:
        person.__dict__["_titles"] = _titled([each.title for each in _granted(person)])
    return str(person.__dict__["_titles"])


def _titled(held: Sequence[str]) -> str:
    if not held:
        return "Someone without a role"
    first = held[0]
    return f"{'An' if first[0] in 'AEIO' else 'A'} {first[0].lower()}{first[1:]}" if len(set(held)) == 1 else "Someone in your roles"


def _said(reach: Parts) -> str:
    words = {"worker": "their own children", REVIEWED: "the children whom they review", CHILD: "the children of their sample"}
    return ", ".join(dict.fromkeys(words.get(breakdown, f"the {breakdown} {member}") for breakdown, member in reach.places))
