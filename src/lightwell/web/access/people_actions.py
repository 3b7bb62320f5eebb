"""What an administrator does to people and their roles. Each is recorded, and nobody does it to themselves."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from lightwell.errors import Refused
from lightwell.periods import say_date
from lightwell.web.access import actions
from lightwell.web.access.decisions import Action, can
from lightwell.web.access.models import Assignment, Person
from lightwell.web.activity import actions as activity


@transaction.atomic
def admit(*, by: Person, username: str, name: str, password: str) -> Person:
    """Add someone who may sign in, without a role; raises `Refused` with every reason."""
    can(by, Action.MANAGE_PEOPLE).require()
    made = actions.add_person(username=username, password=password, name=name)
    activity.record(person=by, action="added_person", subject=made.username)
    return made


@transaction.atomic
def give_role(
    *, by: Person, person: Person, role: str, breakdown: str, member: str, worker: str, starts_on: date | None, ends_on: date | None
) -> Assignment:
    """Give somebody else a role; `worker` says who they are in the case-management system, where the role needs it."""
    _require(by, person)
    if worker and worker != person.worker:
        activity.record(person=by, action="named_worker", subject=person.username, why=f"{person.worker or 'nobody'} before, now {worker}")
        person.worker = worker
        person.save(update_fields=["worker"])
    given = actions.give_role(person=person, role=role, breakdown=breakdown, member=member, starts_on=starts_on, ends_on=ends_on)
    activity.record(person=by, action="gave_role", subject=person.username, why=_said(given))
    return given


@transaction.atomic
def end_role(*, by: Person, assignment: Assignment) -> None:
    """End a role: it is not held today any more. One that a directory gave is ended there, or it would be given again."""
    _require(by, assignment.person)
    if assignment.given_by:
        raise Refused(
            "A group of the council's directory gives this role. Take the person out of the group; it goes when they next sign in."
        )
    yesterday = localdate() - timedelta(days=1)
    if assignment.ends_on is not None and assignment.ends_on <= yesterday:
        raise Refused(f"This role ended on {say_date(assignment.ends_on)} already. Nothing was changed.")
    Assignment.objects.filter(pk=assignment.pk).update(ends_on=yesterday)
    activity.record(person=by, action="ended_role", subject=assignment.person.username, why=_said(assignment))


@transaction.atomic
def let_sign_in(*, by: Person, person: Person, allowed: bool) -> None:
    """Keep somebody from signing in, which ends their sessions at once, or let them again."""
    _require(by, person)
    Person.objects.filter(pk=person.pk).update(is_active=allowed)
    activity.record(person=by, action="let_sign_in" if allowed else "kept_from_signing_in", subject=person.username)


def _require(by: Person, person: Person) -> None:
    can(by, Action.MANAGE_PEOPLE).require()
    if by.pk == person.pk:
        raise Refused("Nobody changes their own roles. Ask another administrator.")


def _said(given: Assignment) -> str:
    until = f" until {given.ends_on.isoformat()}" if given.ends_on else ""
    return f"{given} from {given.starts_on.isoformat()}{until}"
