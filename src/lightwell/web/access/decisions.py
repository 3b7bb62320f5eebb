"""Who may see what, decided in this one place and answered with a reason.

Pages, buttons, lists, exports and actions all ask `can`; whatever reads rows asks `scope_of` and adds its condition, so that a list, its
count and its export obey the same rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate

from lightwell.results import AUTHORITY
from lightwell.web.access.models import Assignment, Person
from lightwell.web.access.roles import Action, Reach

__all__ = ["Action", "Decision", "Scope", "can", "scope_of"]

REVIEWED = "reviewed"
"""A place that is no part of the service: the children whom a reviewing officer reviews."""

Place = tuple[str, str]
"""A breakdown and its member: `("team", "T12")`."""

_REVIEWED_BY = (
    "{alias}child in (select child from allocations where role = 'reviewing_officer' and ended_on is null and worker in ({marks}))"
)

_WHAT = {
    Action.SEE_FIGURES: "see figures",
    Action.SEE_PARTS: "see the figures of a part of the service",
    Action.SEE_CHILDREN: "see children's names and records",
    Action.SEE_WORKLOAD: "see workload",
    Action.SEE_DATA: "see snapshots and quarantine",
    Action.LOAD_EXTRACT: "load an extract",
}


@dataclass(frozen=True)
class Decision:
    """Yes or no, and why, in a sentence for the person who asked."""

    allowed: bool
    reason: str

    def require(self) -> None:
        """Do nothing if it is yes; raise `PermissionDenied` with the reason if it is no."""
        if not self.allowed:
            raise PermissionDenied(self.reason)


@dataclass(frozen=True)
class Scope:
    """What part of the service a person may do something in: everything, or these places, or nothing."""

    everything: bool
    places: tuple[Place, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether it is nowhere."""
        return not self.everything and not self.places

    def covers(self, place: Mapping[str, str]) -> bool:
        """Say whether a place lies within: `{"team": "T12", "service": ...}` holds every breakdown that is known of it."""
        return self.everything or any(place.get(breakdown) == member for breakdown, member in self.places)

    def sql(self, alias: str = "") -> tuple[str, list[str]]:
        """Give the condition on rows with the columns child, worker, team, service and locality, and the values that it binds."""
        if self.everything:
            return "true", []
        prefix = f"{alias}." if alias else ""
        parts: list[str] = []
        values: list[str] = []
        for breakdown in dict.fromkeys(breakdown for breakdown, _ in self.places):
            members = [member for kind, member in self.places if kind == breakdown]
            marks = ", ".join("?" * len(members))
            parts.append(_REVIEWED_BY.format(alias=prefix, marks=marks) if breakdown == REVIEWED else f"{prefix}{breakdown} in ({marks})")
            values += members
        return (f"({' or '.join(parts)})", values) if parts else ("false", [])


def scope_of(person: Person | AnonymousUser, action: Action) -> Scope:
    """Say where a person may do something, by the roles that they hold today."""
    allowing = [assignment for assignment in _held(person) if assignment.definition and action in assignment.definition.may]
    places = [place for assignment in allowing for place in _places(assignment, person)]
    return Scope(any(breakdown == AUTHORITY for breakdown, _ in places), tuple(dict.fromkeys(p for p in places if p[0] != AUTHORITY)))


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
    if not any(assignment.definition and action in assignment.definition.may for assignment in _held(person)):
        return Decision(False, f"{_titles(person)} may not {_WHAT[action]}.")
    if place and "worker" in place:
        seen = (scope_of(person, Action.SEE_CHILDREN), scope_of(person, Action.SEE_WORKLOAD))
        if not any(scope.covers(place) for scope in seen):
            return Decision(False, f"{_titles(person)} may not see the figures of this worker.")
    return Decision(True, f"{_titles(person)} may {_WHAT[action]}.")


def _held(person: Person | AnonymousUser) -> list[Assignment]:
    return person.held_on(localdate()) if isinstance(person, Person) else []


def _places(assignment: Assignment, person: Person | AnonymousUser) -> list[Place]:
    reach = assignment.definition.reach if assignment.definition else None
    worker = person.worker if isinstance(person, Person) else ""
    if reach is Reach.OWN:
        return [("worker", worker)] if worker else []
    if reach is Reach.REVIEWED:
        return [(REVIEWED, worker)] if worker else []
    if reach in (Reach.TEAM, Reach.PART) and not assignment.member:
        return []  # a role for a part that names none reaches nothing
    if reach is Reach.TEAM and assignment.breakdown != "team":
        return []
    return [(str(assignment.breakdown), assignment.member)]


def _titles(person: Person | AnonymousUser) -> str:
    held = [assignment.definition.title for assignment in _held(person) if assignment.definition]
    if not held:
        return "Someone without a role"
    first = held[0]
    return f"{'An' if first[0] in 'AEIO' else 'A'} {first[0].lower()}{first[1:]}" if len(set(held)) == 1 else "Someone in your roles"


def _said(scope: Scope) -> str:
    words = {"worker": "their own children", REVIEWED: "the children whom they review"}
    return ", ".join(dict.fromkeys(words.get(breakdown, f"the {breakdown} {member}") for breakdown, member in scope.places))
