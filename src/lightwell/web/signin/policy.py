"""Who has to give a second factor, and whether a session has."""

from __future__ import annotations

import time

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest
from django.utils.timezone import localdate

from lightwell.web import session_ends
from lightwell.web.access.models import Person
from lightwell.web.access.roles import Action

_WITHOUT_A_CHILD = frozenset({Action.SEE_FIGURES, Action.SEE_PARTS})
"""What shows no child. Whatever else a role allows needs a second factor, so that a new action does until someone says otherwise."""

RECENT_SECONDS = 15 * 60
"""For so long after signing in a person may change how they sign in; after that a session left open must not be enough."""


def needs_second_factor(person: Person) -> bool:
    """Whether a role that the person holds today allows more than figures. Nobody in a demonstration, which holds no real child."""
    if settings.DEMONSTRATION:
        return False
    held = (assignment.definition for assignment in person.held_on(localdate()))
    return any(role.may - _WITHOUT_A_CHILD for role in held if role)


def has_given_second_factor(request: HttpRequest, person: Person) -> bool:
    """Whether a second factor was given in this session: ours, or the directory's own where the settings accept it."""
    records = get_authentication_records(request, person)
    return any(record["method"] == "mfa" or (record["method"] == "directory" and record.get("second_factor")) for record in records)


def signed_in_recently(request: HttpRequest) -> bool:
    """Whether the session began so lately that whoever holds it is the person who signed in."""
    return time.time() - float(request.session.get(session_ends.BEGAN, 0)) < RECENT_SECONDS


def ways(request: HttpRequest, person: Person) -> str:
    """Say by what the person was recognised, for the record of activity: `password and authenticator app`."""
    words = {"password": "password", "totp": "authenticator app", "webauthn": "passkey", "recovery_codes": "recovery code"}
    said = []
    for record in get_authentication_records(request, person):
        if record["method"] == "directory":
            said.append(f"directory {record.get('directory')}{' with its own second factor' if record.get('second_factor') else ''}")
        else:
            said.append(words.get(record.get("type", record["method"]), record["method"]))
    return " and ".join(dict.fromkeys(said))
