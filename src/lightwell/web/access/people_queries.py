"""What the pages of people and their roles read: who may sign in, what each may do and until when. No child stands on them."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.timezone import localdate

from lightwell.errors import Refused
from lightwell.results import AUTHORITY
from lightwell.store import open_snapshot, snapshots
from lightwell.web.access.models import WHOLE, Assignment, Person, Sample
from lightwell.web.access.roles import Reach, Role, roles
from lightwell.web.access.scope import COMMITTEE
from lightwell.web.choice import member_names_of, parts_of

_KINDS = (("service", "Services"), ("locality", "Localities"), ("team", "Teams"))
_NO_PART = ("Not allocated", "Not known")


@dataclass(frozen=True)
class Held:
    """One role of a person in words: what it is held for, and whether it is held today (`now`), was (`past`) or will be (`later`)."""

    assignment: Assignment
    title: str
    sentence: str
    held_for: str
    when: str


@dataclass(frozen=True)
class Member:
    """One person with the roles held today, and all there were."""

    person: Person
    now: tuple[Held, ...]
    every: tuple[Held, ...]


def people() -> tuple[Member, ...]:
    """List everyone who may or might sign in, by name."""
    found = Person.objects.prefetch_related("assignments").order_by("first_name", "last_name", "username")
    return tuple(member(person) for person in found)


def member(person: Person) -> Member:
    """Give one person with their roles, those held today first."""
    names = _names()
    every = [_held(assignment, names) for assignment in person.assignments.all()]
    order = ("now", "later", "past")
    shown = sorted(every, key=lambda each: (order.index(each.when), each.title, each.assignment.pk))
    return Member(person, tuple(each for each in shown if each.when == "now"), tuple(shown))


def choices() -> list[tuple[str, str]]:
    """List what a role can be held for: parts of the service as the address writes them (`team:T12`), and samples."""
    made = [
        ("", "The whole service, or as the role says"),
        (f"{AUTHORITY}:{WHOLE}", "The whole of what the role could be held for in part"),
    ]
    made += [(f"{COMMITTEE}:{name}", f"Committee: {name}") for name in _committees()]
    if snapshots(settings.HOME):
        snapshot = open_snapshot(settings.HOME)
        parts = parts_of(snapshot)
        for kind, _ in _KINDS:
            names = member_names_of(snapshot, kind)
            found = sorted((names.get(part, part), part) for part in parts[kind] if part not in _NO_PART)
            made += [(f"{kind}:{part}", f"{kind.capitalize()}: {name}") for name, part in found]
    return made + [(f"sample:{sample.pk}", f"Sample: {sample.name}") for sample in Sample.objects.all() if sample.ends_on >= localdate()]


def _committees() -> tuple[str, ...]:
    """Name the committees that have members' packs; none while the file that names them cannot be read, which publishing says."""
    from lightwell.reports.public import read_exempt  # brings the solver and the printer, which hardly any page needs

    try:
        return read_exempt(settings.HOME).committees
    except Refused:
        return ()


def role_choices() -> list[tuple[str, str, str]]:
    """List the roles by id, title and sentence."""
    return [(role.id, role.title, role.sentence) for role in roles().values()]


def _held(assignment: Assignment, names: dict[tuple[str, str], str]) -> Held:
    today = localdate()
    role = assignment.definition
    when = "now" if assignment.in_force(today) else "later" if assignment.starts_on > today else "past"
    title, sentence = (
        (role.title, role.sentence) if role else (assignment.role, "There is no role of this name any more; it allows nothing.")
    )
    return Held(assignment, title, sentence, _said(assignment, role, names), when)


def _said(assignment: Assignment, role: Role | None, names: dict[tuple[str, str], str]) -> str:
    if role is not None and role.reach in (Reach.OWN, Reach.REVIEWED):
        return f"worker {assignment.person.worker}"
    if assignment.breakdown == AUTHORITY:
        return "whole service"
    name = names.get((assignment.breakdown, assignment.member), assignment.member)
    return f"{assignment.breakdown} {name}" + (
        f" ({assignment.member})" if name != assignment.member and assignment.breakdown == "team" else ""
    )


def _names() -> dict[tuple[str, str], str]:
    names = {("sample", str(sample.pk)): sample.name for sample in Sample.objects.all()}
    if snapshots(settings.HOME):
        snapshot = open_snapshot(settings.HOME)
        for kind, _ in _KINDS:
            names |= {(kind, part): name for part, name in member_names_of(snapshot, kind).items()}
    return names
