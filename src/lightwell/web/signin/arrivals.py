"""Someone whom a directory has recognised: which person they are, and the roles that their groups give them today."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from lightwell.errors import LightwellError
from lightwell.results import AUTHORITY, Directory
from lightwell.web.access import actions as access
from lightwell.web.access.models import WHOLE, Assignment, Person
from lightwell.web.activity import actions as activity
from lightwell.web.signin.directory import Identity, NotRecognised
from lightwell.web.signin.models import DirectoryIdentity

Held = tuple[str, str, str]
"""Role, breakdown and member of an assignment."""


@transaction.atomic
def person_of(identity: Identity, directory: Directory) -> Person:
    """Give the person whom a directory has recognised, adding them where nobody is; raises `NotRecognised` with a reason.

    Somebody who was added by name and never had a password is the one whom the directory calls by that name. Somebody with a password is
    not: a name in a directory can be given to another.
    """
    known = DirectoryIdentity.objects.select_related("person").filter(issuer=identity.issuer, subject=identity.subject).first()
    person = known.person if known else _unlinked(identity, directory)
    if not person.is_active:
        raise NotRecognised(f"Your access to Lightwell has ended. If your work needs it, ask {settings.LIGHTWELL_SIGN_IN.contact}.")
    _keep_up(person, identity)
    if known is None:
        DirectoryIdentity.objects.create(person=person, issuer=identity.issuer, subject=identity.subject)
    return person


def _unlinked(identity: Identity, directory: Directory) -> Person:
    person = Person.objects.filter(username=identity.username).first()
    if person and (person.has_usable_password() or hasattr(person, "directory_identity")):
        raise NotRecognised(
            f"Somebody else signs in to Lightwell as “{identity.username}”, or you do so with a password. "
            f"Ask {settings.LIGHTWELL_SIGN_IN.contact} to say that you sign in with {directory.name}."
        )
    return person or Person(username=identity.username)


def _keep_up(person: Person, identity: Identity) -> None:
    """Keep the name, and the worker where the directory holds it, as the directory says them now."""
    given, _, family = identity.name.partition(" ")
    person.first_name, person.last_name = given[:150], family[:150]
    person.worker = identity.worker or person.worker
    if person.pk is None:
        person.set_unusable_password()
    try:
        person.full_clean(exclude=["password"])
    except ValidationError:
        raise NotRecognised(f"The sign-in name “{identity.username}” has characters that Lightwell does not take.") from None
    person.save()


@transaction.atomic
def refresh_roles(person: Person, identity: Identity, directory: Directory) -> list[str]:
    """Give the roles of the groups that a person is in, and take those whose group is gone; gives what could not be done, in sentences.

    Only what this directory gave is taken; what somebody gave by hand stays.
    """
    source = f"directory:{directory.id}"
    wanted = {_held(each.role, each.breakdown, each.member) for each in settings.LIGHTWELL_SIGN_IN.groups if each.group in identity.groups}
    for each in person.assignments.filter(given_by=source):
        if _of(each) not in wanted or not each.in_force(localdate()):
            activity.record(
                person=person, action="lost_role", subject=person.username, why=f"{each}: its group in {directory.name} is gone"
            )
            each.delete()
    held = {_of(each) for each in person.assignments.all() if each.in_force(localdate())}
    return [problem for each in sorted(wanted - held) if (problem := _give(person, each, source, directory))]


def _give(person: Person, held: Held, source: str, directory: Directory) -> str:
    role, breakdown, member = held
    try:
        with transaction.atomic():
            given = access.give_role(person=person, role=role, breakdown=breakdown, member=member, given_by=source)
    except LightwellError as error:
        activity.record(person=person, action="role_not_given", subject=person.username, why=str(error))
        return str(error)
    activity.record(person=person, action="was_given_role", subject=person.username, why=f"{given}: by a group in {directory.name}")
    return ""


def _held(role: str, breakdown: str, member: str) -> Held:
    return (role, AUTHORITY, WHOLE) if WHOLE in (breakdown, member) else (role, breakdown, member)


def _of(assignment: Assignment) -> Held:
    return (assignment.role, str(assignment.breakdown), assignment.member)
