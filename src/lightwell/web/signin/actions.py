"""What is changed about how a person signs in: each is recorded in the same transaction."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import get_random_string

from lightwell.errors import Problem, Refused
from lightwell.web.access import actions as access
from lightwell.web.access.models import Person
from lightwell.web.activity import actions as activity
from lightwell.web.signin import factors, lockout, policy
from lightwell.web.signin.forms import NewPasswordForm

_SITE = "(command line)"
"""Who acts where no person of the site does: whoever may run commands on the home."""


@transaction.atomic
def add_app(*, request: HttpRequest, person: Person, secret: str, code: str) -> Authenticator | None:
    """Add an authenticator app whose first code is right; None where it is not."""
    added = factors.add_app(person, secret, code)
    if added:
        activity.record(person=person, action="added_second_factor", page=request.path, subject="authenticator app")
    return added


@transaction.atomic
def add_passkey(*, request: HttpRequest, person: Person, name: str, said: str) -> Authenticator | None:
    """Add a passkey that the browser made for our challenge; None where it is not one."""
    added = factors.add_passkey(person, name, said)
    if added:
        activity.record(person=person, action="added_second_factor", page=request.path, subject="passkey")
    return added


@transaction.atomic
def new_codes(*, request: HttpRequest, person: Person) -> list[str]:
    """Make new recovery codes; those before no longer hold."""
    activity.record(person=person, action="made_recovery_codes", page=request.path)
    return factors.new_codes(person)


@transaction.atomic
def remove_factor(*, request: HttpRequest, person: Person, id: int) -> None:
    """Remove a second factor; raises `PermissionDenied` for the last of a person whose roles need one."""
    others = [each for each in factors.factors_of(person) if each.id != id and each.kind != factors.Codes]
    if policy.needs_second_factor(person) and not others:
        raise PermissionDenied("Your roles need a second factor, and this is your last. Add another before you remove it.")
    removed = factors.remove(person, id)
    if removed:
        activity.record(person=person, action="removed_second_factor", page=request.path, subject=removed.kind)


@transaction.atomic
def change_password(*, request: HttpRequest, person: Person, form: NewPasswordForm) -> None:
    """Keep the new password of a form that was found good."""
    form.save()
    activity.record(person=person, action="changed_password", page=request.path)


@transaction.atomic
def sign_out_everywhere(*, request: HttpRequest, person: Person) -> None:
    """End every session of a person at their own wish, and this one."""
    end_sessions(person=person, by=person)
    access.sign_out(request=request)


@transaction.atomic
def end_sessions(*, person: Person, by: Person | None = None) -> None:
    """End every session of a person, wherever it is open; `by` is whoever does it, nobody where a command does."""
    person.sessions_salt = get_random_string(32)
    person.save(update_fields=["sessions_salt"])
    activity.record(person=by or _SITE, action="signed_out_everywhere", subject=person.username)


@transaction.atomic
def reset_second_factor(*, person: Person, by: Person | None = None) -> int:
    """Remove every second factor of a person who lost theirs, and end their sessions; gives how many there were."""
    removed = factors.forget_all(person)
    activity.record(person=by or _SITE, action="second_factor_reset", subject=person.username)
    end_sessions(person=person, by=by)
    return removed


@transaction.atomic
def set_password(*, person: Person, password: str, by: Person | None = None) -> None:
    """Give a person another password, which ends their sessions; raises `Refused` with every reason why not."""
    if hasattr(person, "directory_identity"):
        raise Refused(f"“{person.username}” signs in with the council's directory, and has no password here.")
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Refused("This password cannot be used.", [Problem(message) for message in error.messages]) from None
    person.set_password(password)
    person.save(update_fields=["password"])
    activity.record(person=by or _SITE, action="password_set", subject=person.username)


@transaction.atomic
def move_to_directory(*, person: Person, by: Person | None = None) -> None:
    """Take a person's password away, so that the directory's person of the same name is this one from their next sign-in on."""
    person.set_unusable_password()
    person.save(update_fields=["password"])
    activity.record(person=by or _SITE, action="moved_to_directory", subject=person.username)


@transaction.atomic
def end_pause(*, person: Person, by: Person | None = None) -> None:
    """Let a person sign in again at once after too many failures."""
    lockout.end_pause(person)
    activity.record(person=by or _SITE, action="sign_in_pause_ended", subject=person.username)
