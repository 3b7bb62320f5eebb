"""Passwords, second factors, pauses and sessions; the directory has a file of its own."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from io import StringIO

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.conf import settings as site
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client, RequestFactory
from pytest_django import Settings

from lightwell.results import LockOut, SignIn
from lightwell.store import Home
from lightwell.web import session_ends
from lightwell.web import settings as product
from lightwell.web.access import actions as access
from lightwell.web.access.models import Person
from lightwell.web.activity.models import Activity
from lightwell.web.signin import factors, passwords
from lightwell.web.signin.lockout import address_of
from tests.web.signing_in import (
    APP,
    CODES,
    OWN,
    PASSWORD,
    SECOND,
    SET_UP,
    SIGN_IN,
    Staff,
    code,
    first_step,
    set_up_app,
    shown,
    signed_in_with_app,
    staff,
)

__all__ = ["staff"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real")]


@pytest.fixture
def real(settings: Settings, staff: Staff) -> None:
    """The site outside the demonstration, with the same people."""
    settings.DEMONSTRATION = False


def is_in(client: Client) -> bool:
    """Whether a client is signed in."""
    return client.get("/people/how-you-sign-in/").status_code == 200


def record(person: str) -> list[tuple[str, str]]:
    """What the record of activity holds of a person about signing in."""
    return list(Activity.objects.filter(person=person).values_list("action", "why"))


def test_passwords_are_kept_as_argon2id(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = product.PASSWORD_HASHERS  # the tests' own are quick and weak
    assert make_password("x").startswith("argon2$argon2id$")


def test_nothing_is_shown_to_someone_who_may_see_a_child_until_a_second_factor_is_set_up() -> None:
    client = Client()
    assert first_step(client, "director", next="/workload/")["Location"] == SET_UP
    for page in ("/", "/children/", "/performance/", OWN, "/people/how-you-sign-in/password/"):
        assert client.get(page)["Location"].startswith(SIGN_IN), page
    assert "Set up a second factor" in shown(client.get(SET_UP))
    assert "is not right" in shown(client.post(APP, {"code": "000000"}))
    _, codes = set_up_app(client)
    assert len(set(codes)) == 10
    assert not is_in(client)
    assert client.post(CODES, {"continue": "yes"})["Location"] == "/workload/"
    assert is_in(client)
    assert ("signed_in", "password and authenticator app") in record("director")


def test_whoever_sees_figures_alone_needs_no_second_factor_and_who_sees_exempt_parts_does() -> None:
    assert first_step(Client(), "finance")["Location"] == "/"
    assert first_step(Client(), "elected_member")["Location"] == SET_UP


def test_the_second_step_takes_a_code_once() -> None:
    _, secret, _ = signed_in_with_app("director")
    client = Client()
    assert first_step(client, "director")["Location"] == SECOND
    for wrong in ("", "000000", "²³⁴", code(secret)):  # the last was used when the app was set up
        assert client.post(SECOND, {"code": wrong}).status_code == 422, wrong
    later = code(secret, ahead=1)
    assert client.post(SECOND, {"code": f"{later[:3]} {later[3:]}"})["Location"] == "/"
    assert is_in(client)
    again = Client()
    first_step(again, "director")
    assert again.post(SECOND, {"code": later}).status_code == 422
    assert not is_in(again)


def test_a_recovery_code_works_once_and_new_ones_end_those_before() -> None:
    owner, _, codes = signed_in_with_app("director")
    client = Client()
    first_step(client, "director")
    assert client.post(SECOND, {"code": f"{codes[0][:5]} {codes[0][5:]}"})["Location"] == "/"
    assert "9 of 10 left" in shown(client.get(OWN))
    assert len(re.findall(r"<li><code>", shown(owner.post(CODES)))) == 10
    another = Client()
    first_step(another, "director")
    for used in codes[:2]:
        assert another.post(SECOND, {"code": used}).status_code == 422
    assert ("signed_in", "password and recovery code") in record("director")


def test_a_password_alone_adds_no_factor_beside_the_persons_own() -> None:
    early = Client()
    assert first_step(early, "director")["Location"] == SET_UP
    signed_in_with_app("director")
    assert early.get(APP)["Location"] == SIGN_IN
    assert early.post(CODES)["Location"] == SIGN_IN
    late = Client()
    first_step(late, "director")
    assert late.get(APP)["Location"] == SIGN_IN


def test_a_session_without_a_second_factor_ends_when_a_role_needs_one(staff: Staff) -> None:
    client = Client()
    first_step(client, "finance")
    assert client.get("/performance/").status_code == 200
    access.give_role(person=staff["finance"], role="director")
    assert client.get("/performance/")["Location"] == f"{SIGN_IN}?next=%2Fperformance%2F"
    assert first_step(client, "finance")["Location"] == SET_UP


def test_the_secret_of_an_app_is_not_kept_in_the_clear(staff: Staff) -> None:
    _, secret, codes = signed_in_with_app("director")
    kept = [str(each.data) for each in Authenticator.objects.filter(user=staff["director"])]
    assert len(kept) == 2
    assert not any(each in text for text in kept for each in (secret, *codes))


@pytest.mark.parametrize("name", ["director", "nobody-at-all"])
def test_signing_in_is_paused_for_a_person_and_says_the_same_of_a_name_that_nobody_has(settings: Settings, name: str) -> None:
    settings.LIGHTWELL_SIGN_IN = SignIn(lock_out=LockOut(person=3, address=100))
    answers = [first_step(Client(), name, password="wrong", REMOTE_ADDR=f"10.0.0.{n}").status_code for n in range(3)]
    assert answers == [422, 422, 429]
    response = first_step(Client(), name, REMOTE_ADDR="10.0.0.9")
    assert response.status_code == 429
    assert "Signing in is paused" in shown(response)
    assert name not in shown(response)
    assert first_step(Client(), "finance", REMOTE_ADDR="10.0.0.1").status_code == 302
    assert Activity.objects.filter(action="failed_sign_in").count() == 4
    assert name == "director" or not Activity.objects.filter(person=name).exists()


def test_signing_in_is_paused_for_an_address_later_and_one_who_may_sign_in_does_not_clear_it(settings: Settings) -> None:
    settings.LIGHTWELL_SIGN_IN = SignIn(lock_out=LockOut(person=2, address=4))
    here = {"REMOTE_ADDR": "10.1.1.1"}
    for name in ("a", "b", "c"):
        assert first_step(Client(), name, password="wrong", **here).status_code == 422
    assert first_step(Client(), "finance", **here).status_code == 302
    assert first_step(Client(), "d", password="wrong", **here).status_code == 429
    assert first_step(Client(), "finance", **here).status_code == 429
    assert first_step(Client(), "finance", REMOTE_ADDR="10.2.2.2").status_code == 302


def test_wrong_codes_count_and_the_pause_ends_by_itself_or_by_help(settings: Settings, staff: Staff) -> None:
    settings.LIGHTWELL_SIGN_IN = SignIn(lock_out=LockOut(person=3))
    _, secret, _ = signed_in_with_app("director")
    client = Client()
    first_step(client, "director")
    assert [client.post(SECOND, {"code": "000000"}).status_code for _ in range(3)] == [422, 422, 429]
    assert client.post(SECOND, {"code": code(secret, ahead=1)}).status_code == 429
    call_command("reset_sign_in", "director", unlock=True, stdout=StringIO())
    assert client.post(SECOND, {"code": code(secret, ahead=1)})["Location"] == "/"
    for _ in range(3):
        first_step(Client(), "finance", password="wrong")
    assert first_step(Client(), "finance").status_code == 429
    for each in AccessAttempt.objects.all():
        AccessAttempt.objects.filter(pk=each.pk).update(attempt_time=each.attempt_time - timedelta(minutes=16))
    assert first_step(Client(), "finance").status_code == 302


def test_what_failed_is_counted_without_a_name_or_a_password() -> None:
    Client().post(SIGN_IN, {"username": "my secret by mistake", "password": "another secret"})
    kept = str([each.__dict__ for each in AccessAttempt.objects.all()])
    assert "username" in kept
    assert "secret" not in kept
    assert not Activity.objects.filter(person__contains="secret").exists()


def test_the_address_behind_our_proxy_is_the_one_that_it_adds(settings: Settings) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="1.1.1.1, 2.2.2.2")
    assert address_of(request) == "10.0.0.1"
    settings.LIGHTWELL_TLS = "proxy"
    assert address_of(request) == "2.2.2.2"


def test_the_key_of_the_session_changes_with_every_step() -> None:
    signed_in_with_app("director")
    client = Client()
    client.get(SIGN_IN)
    session = client.session
    session["planted"] = "by another"
    session.save()
    client.cookies[site.SESSION_COOKIE_NAME] = str(session.session_key)
    keys = [session.session_key]
    first_step(client, "director")
    keys.append(client.session.session_key)
    secret = Authenticator.objects.get(type="totp").wrap()
    client.post(SECOND, {"code": code(get_adapter().decrypt(secret.instance.data["secret"]), ahead=1)})
    keys.append(client.session.session_key)
    assert len(set(keys)) == 3
    fixed = Client()
    fixed.cookies[site.SESSION_COOKIE_NAME] = str(keys[0])
    assert not is_in(fixed)


def test_signing_out_everywhere_and_a_new_password_end_other_sessions() -> None:
    one, secret, codes = signed_in_with_app("director")
    two = Client()
    first_step(two, "director")
    two.post(SECOND, {"code": code(secret, ahead=1)})
    assert is_in(one)
    changed = {"old_password": PASSWORD, "new_password1": "walnut gravel sofa tide", "new_password2": "walnut gravel sofa tide"}
    assert two.post(f"{OWN}password/", {**changed, "old_password": "wrong"}).status_code == 422
    assert two.post(f"{OWN}password/", changed).status_code == 302
    assert is_in(two)
    assert not is_in(one)
    first_step(one, "director", password="walnut gravel sofa tide")
    one.post(SECOND, {"code": codes[0]})
    assert is_in(one)
    assert two.post(f"{OWN}sign-out-everywhere/")["Location"] == SIGN_IN
    assert not is_in(one)
    assert not is_in(two)
    assert {"changed_password", "signed_out_everywhere"} <= {action for action, _ in record("director")}


def test_the_last_second_factor_stays_with_someone_who_needs_one(staff: Staff) -> None:
    client, _, _ = signed_in_with_app("director")
    app = factors.factors_of(staff["director"])[0]
    assert client.post(f"{OWN}remove/{app.id}/").status_code == 403
    assert factors.has_factor(staff["director"])
    theirs = Client()
    first_step(theirs, "elected_member")
    theirs.post(f"{OWN}remove/{app.id}/")
    assert factors.has_factor(staff["director"])


def test_a_session_left_open_changes_nothing(staff: Staff) -> None:
    client, _, codes = signed_in_with_app("director")
    session = client.session
    session[session_ends.BEGAN] -= 16 * 60
    session.save()
    assert "sign in again first" in shown(client.get(OWN))
    for page in (APP, CODES, f"{OWN}password/"):
        assert client.post(page)["Location"] == OWN, page
    another = Client()
    first_step(another, "director")
    assert another.post(SECOND, {"code": codes[0]})["Location"] == "/"  # the codes are still those


def test_nothing_is_asked_or_changed_in_the_demonstration(settings: Settings, staff: Staff) -> None:
    settings.DEMONSTRATION = True
    client = Client()
    assert first_step(client, "director")["Location"] == "/"
    assert "Signing in needs no second factor." in shown(client.get("/performance/"))
    for page in (APP, CODES, f"{OWN}password/"):
        assert client.get(page)["Location"] == OWN, page


def test_help_for_someone_who_cannot_sign_in(staff: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    client, _, _ = signed_in_with_app("director")
    call_command("reset_sign_in", "director", second_factor=True, stdout=StringIO())
    assert not is_in(client)
    assert first_step(Client(), "director")["Location"] == SET_UP
    monkeypatch.setattr("sys.stdin", StringIO("password1234\nwalnut gravel sofa tide\n"))
    with pytest.raises(CommandError, match="too easy to guess"):
        call_command("reset_sign_in", "director", password=True)
    call_command("reset_sign_in", "director", password=True, stdout=StringIO())
    assert first_step(Client(), "director", password="walnut gravel sofa tide").status_code == 302
    with pytest.raises(CommandError, match="Say what to do"):
        call_command("reset_sign_in", "director")
    with pytest.raises(CommandError, match="Nobody signs in"):
        call_command("reset_sign_in", "nobody")
    assert set(Activity.objects.filter(subject="director").values_list("action", flat=True)) >= {"second_factor_reset", "password_set"}


@pytest.mark.parametrize("password", ["manchester2024!", "Qwertyuiop1234", "kim.example.kim", "lightwell12345", "aaaaaaaaaaaaaaaa"])
def test_a_password_that_is_guessed_quickly_is_refused(password: str) -> None:
    person = Person(username="kim", first_name="Kim", last_name="Example")
    with pytest.raises(ValidationError, match="too easy to guess"):
        passwords.Guessable().validate(password, person)
    passwords.Guessable().validate("walnut gravel sofa tide", person)


def test_a_breached_password_is_found_wherever_it_stands_in_the_list(settings: Settings, tmp_path: object) -> None:
    settings.HOME = Home(tmp_path)  # type: ignore[arg-type]
    passwords.Breached().validate("no list yet")
    words = [f"password {n}" for n in range(40)]
    sums = sorted(f"{hashlib.sha1(word.encode(), usedforsecurity=False).hexdigest().upper()}:{n}" for n, word in enumerate(words))
    settings.HOME.path.joinpath(passwords.BREACHED).write_text("\n".join(sums) + "\n", encoding="ascii")
    for word in words:
        with pytest.raises(ValidationError, match="in a breach"):
            passwords.Breached().validate(word)
    for n in range(40):
        passwords.Breached().validate(f"another {n}")
