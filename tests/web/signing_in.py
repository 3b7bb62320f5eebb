"""Steps that the tests of signing in take, as a person would."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.http import HttpResponse
from django.test import Client

from lightwell.web.access import actions
from lightwell.web.access.models import Person

PASSWORD = "daylight falls through"
SIGN_IN = "/people/sign-in/"
SECOND = "/people/sign-in/second-step/"
SET_UP = "/people/sign-in/set-up/"
APP = "/people/sign-in/authenticator-app/"
CODES = "/people/sign-in/recovery-codes/"
OWN = "/people/how-you-sign-in/"

_SECRET = re.compile(r'<code class="lw-secret">([A-Z2-7 ]+)</code>')
_CODES = re.compile(r"<li><code>(\d{5}) (\d{5})</code></li>")


Staff = dict[str, Person]


@pytest.fixture
def staff(db: None) -> Staff:
    """A director, who may see every child, and two people who may see none, by the name of their role."""
    made = {role: actions.add_person(username=role, password=PASSWORD, check=False) for role in ("director", "finance", "elected_member")}
    for role, person in made.items():
        actions.give_role(person=person, role=role)
    return made


def first_step(client: Client, role: str, *, next: str = "", password: str = PASSWORD, **how: str) -> HttpResponse:
    """Give a name and a password."""
    return client.post(SIGN_IN, {"username": role, "password": password, "next": next}, **how)  # type: ignore[return-value, arg-type]


def shown(response: Any) -> str:
    """The words of a page."""
    return str(response.content.decode())


def code(secret: str, *, ahead: int = 0) -> str:
    """What an authenticator app shows for a secret now, or `ahead` half minutes later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead)))


def set_up_app(client: Client) -> tuple[str, list[str]]:
    """Set up an authenticator app on the way in; gives its secret and the recovery codes."""
    secret = _SECRET.search(shown(client.get(APP)))
    assert secret
    key = secret[1].replace(" ", "")
    assert client.post(APP, {"code": code(key)})["Location"] == CODES
    return key, ["".join(each) for each in _CODES.findall(shown(client.get(CODES)))]


def signed_in_with_app(role: str) -> tuple[Client, str, list[str]]:
    """A client in which a person has set up an app and gone all the way in; with the app's secret and the recovery codes."""
    client = Client()
    assert first_step(client, role)["Location"] == SET_UP
    secret, codes = set_up_app(client)
    assert client.post(CODES, {"continue": "yes"})["Location"] == "/"
    return client, secret, codes
