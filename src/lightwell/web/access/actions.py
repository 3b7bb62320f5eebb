"""What is done to people and their roles, and signing in: each is recorded in the same transaction."""

from __future__ import annotations

from datetime import date

from django.contrib.auth import logout
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.timezone import localdate

from lightwell.errors import Problem, Refused
from lightwell.periods import say_date
from lightwell.results import AUTHORITY
from lightwell.web.access.models import WHOLE, Assignment, Person, Sample
from lightwell.web.access.roles import Reach, Role, roles
from lightwell.web.access.scope import COMMITTEE
from lightwell.web.activity import actions as activity


@transaction.atomic
def sign_out(*, request: HttpRequest) -> None:
    """End the session."""
    if isinstance(request.user, Person):
        activity.record(person=request.user, action="signed_out", page=request.path)
    logout(request)


@transaction.atomic
def add_person(*, username: str, password: str, name: str = "", worker: str = "", check: bool = True) -> Person:
    """Add someone who may sign in, without a role yet; raises `Refused`, with every reason, for a taken name or a weak password."""
    given, _, family = name.partition(" ")
    person = Person(username=username, first_name=given, last_name=family, worker=worker)
    problems = []
    try:
        person.full_clean(exclude=["password"])
        if check:
            validate_password(password, person)
    except ValidationError as error:
        problems = [Problem(message) for message in error.messages]
    if problems:
        raise Refused(f"“{username}” cannot be added.", problems)
    person.set_password(password)
    person.save()
    return person


@transaction.atomic
def give_role(
    *,
    person: Person,
    role: str,
    breakdown: str = AUTHORITY,
    member: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    given_by: str = "",
) -> Assignment:
    """Give a person a role: for a part of the service, or by the word `whole` for all of it, where the role reaches only so far.

    `given_by` names the directory whose group gives it, where no person does. Raises `Refused` for what cannot be.
    """
    if member == WHOLE or breakdown == WHOLE:
        breakdown, member = AUTHORITY, WHOLE
    found = roles().get(role)
    if found is None:
        raise Refused(f"There is no role “{role}”. The roles are {', '.join(roles())}.")
    _require_part(found, person, breakdown, member)
    first = starts_on or localdate()
    if found.for_a_time and ends_on is None:
        raise Refused(f"The role “{role}” is held until a day. Say which day is the last.")
    if ends_on is not None and ends_on < first:
        raise Refused(f"The last day, {say_date(ends_on)}, is before the first, {say_date(first)}.")
    held = {"person": person, "role": role, "breakdown": breakdown, "member": member, "starts_on": first}
    if Assignment.objects.filter(**held).exists():
        raise Refused(f"{person.name} has had this role from {say_date(first)} already.")
    return Assignment.objects.create(**held, ends_on=ends_on, given_by=given_by)


def _require_part(found: Role, person: Person, breakdown: str, member: str) -> None:
    """Refuse a role for something that it cannot be held for."""
    if found.reach in (Reach.TEAM, Reach.PART) and not member:
        raise Refused(f"The role “{found.id}” is held for a part of the service. Name it, as in team=T12, or say that it is the {WHOLE}.")
    if found.reach is Reach.TEAM and breakdown != "team":
        raise Refused(f"The role “{found.id}” is held for a team. Name it, as in team=T12.")
    if found.reach in (Reach.OWN, Reach.REVIEWED) and not person.worker:
        raise Refused(f"The role “{found.id}” reaches the person's own children. Say which worker of the case-management system they are.")
    if found.reach is Reach.SAMPLE and not (breakdown == "sample" and member.isdecimal() and Sample.objects.filter(pk=member).exists()):
        raise Refused(f"The role “{found.id}” is held for a sample of children. Choose one that has been made.")
    if found.reach is not Reach.COMMITTEE and breakdown == COMMITTEE:
        raise Refused(f"The role “{found.id}” is not held for a committee. Only those who sit on one are given one.")
    if found.reach is Reach.COMMITTEE and not (breakdown == AUTHORITY or (breakdown == COMMITTEE and member)):
        raise Refused(f"The role “{found.id}” is held for a committee, as in committee=Scrutiny Panel, or for none.")
    if found.reach is not Reach.SAMPLE and breakdown == "sample":
        raise Refused(f"The role “{found.id}” is not held for a sample of children. Only auditors are given one.")
