"""Signing in with the council's directory: a real OpenID Connect provider, and everything that must not be believed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
from authlib.integrations.django_client import DjangoOAuth2App
from django.conf import settings as site
from django.core.management import call_command
from django.test import Client
from joserfc.jwk import RSAKey
from pytest_django import Settings

from lightwell.errors import LightwellError
from lightwell.results import Directory, GroupRole, SignIn, read_sign_in
from lightwell.web.access import actions as access
from lightwell.web.access.models import Person
from lightwell.web.activity.models import Activity
from lightwell.web.signin import directory
from lightwell.web.signin.models import DirectoryIdentity
from tests.oidc.directory import SECRET, CouncilDirectory, council
from tests.web.signing_in import APP, SET_UP, SIGN_IN, Staff, code, first_step, set_up_app, shown, staff

__all__ = ["council", "staff"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("configured")]

ASK = "/people/sign-in/directory/council/"
GROUPS = (GroupRole("g-director", "director"), GroupRole("g-finance", "finance"), GroupRole("g-team", "practice_manager", "team", "T12"))


@pytest.fixture
def configured(settings: Settings, staff: Staff, council: CouncilDirectory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The site outside the demonstration, with the provider as its directory."""
    settings.DEMONSTRATION = False
    settings.LIGHTWELL_SIGN_IN = SignIn((council_entry(council),), GROUPS, contact="the performance team")
    monkeypatch.setenv("LIGHTWELL_OPENID_SECRET_COUNCIL", SECRET)
    yield
    directory._client.cache_clear()


def council_entry(council: CouncilDirectory, **more: Any) -> Directory:
    """The settings of the provider."""
    discovery = f"{council.issuer}/.well-known/openid-configuration"
    entry = Directory("council", "the council", discovery, "lightwell", worker_claim="employee", second_factor=(("amr", "mfa"),))
    return replace(entry, **more)


def begin(client: Client, next: str = "") -> str:
    """Ask to sign in with the directory; gives the address at the provider."""
    return str(client.get(ASK, {"next": next})["Location"])


def arrive(client: Client, council: CouncilDirectory, next: str = "") -> Any:
    """Sign in with the directory, as whoever the provider signs in next."""
    return client.get(council.sent_back(begin(client, next)))


def changed(address: str, **parts: str) -> str:
    """An address with other values in its query."""
    path, _, query = address.partition("?")
    return f"{path}?{urlencode({**dict(parse_qsl(query)), **parts})}"


def is_in(client: Client) -> bool:
    """Whether a client is signed in."""
    return client.get("/people/how-you-sign-in/").status_code == 200


def refused(client: Client, back: str, why: str) -> None:
    """An answer is refused with a reason, recorded, and signs nobody in."""
    before = Activity.objects.filter(action="failed_sign_in").count()
    response = client.get(back)
    assert response.status_code == 403
    assert why in shown(response)
    assert not is_in(client)
    assert Activity.objects.filter(action="failed_sign_in").count() == before + 1


def test_someone_in_a_group_is_signed_in_with_its_roles_and_goes_where_they_were_going(council: CouncilDirectory) -> None:
    council.sign_in_next("u1", preferred_username="kim@council.example", name="Kim Example", groups=["g-finance", "g-other"], employee="W7")
    client = Client()
    address = begin(client, "/performance/")
    asked = parse_qs(urlsplit(address).query)
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["state"]
    assert asked["nonce"]
    assert client.get(council.sent_back(address))["Location"] == "/performance/"
    assert is_in(client)
    person = Person.objects.get(username="kim@council.example")
    assert (person.name, person.worker, person.has_usable_password()) == ("Kim Example", "W7", False)
    assert [(each.role, each.given_by) for each in person.assignments.all()] == [("finance", "directory:council")]
    assert ("signed_in", "directory council") in Activity.objects.values_list("action", "why")


def test_a_role_is_lost_with_its_group_and_one_given_by_hand_stays(council: CouncilDirectory) -> None:
    council.sign_in_next("u2", preferred_username="sam", groups=["g-finance", "g-team"], amr=("mfa",))
    arrive(Client(), council)
    person = Person.objects.get(username="sam")
    access.give_role(person=person, role="elected_member")
    assert sorted(person.assignments.values_list("role", "member")) == [
        ("elected_member", ""),
        ("finance", ""),
        ("practice_manager", "T12"),
    ]
    council.sign_in_next("u2", preferred_username="sam", groups=[], amr=("mfa",))
    assert arrive(Client(), council)["Location"] == "/"
    assert list(person.assignments.values_list("role", flat=True)) == ["elected_member"]
    told = Activity.objects.filter(person="sam", action__in=("was_given_role", "lost_role")).values_list("action", flat=True)
    assert sorted(told) == ["lost_role", "lost_role", "was_given_role", "was_given_role"]


def test_someone_in_no_group_that_counts_has_no_session_and_is_told_whom_to_ask(council: CouncilDirectory) -> None:
    council.sign_in_next("u3", preferred_username="alex", groups=["g-unknown"])
    client = Client()
    response = arrive(client, council)
    assert response.status_code == 403
    words = shown(response)
    assert "none of your groups gives you a role in Lightwell" in words
    assert "ask the performance team" in words
    assert not is_in(client)
    assert not Person.objects.get(username="alex").assignments.exists()


def test_a_group_whose_role_cannot_be_given_is_said(council: CouncilDirectory, settings: Settings) -> None:
    settings.LIGHTWELL_SIGN_IN = SignIn((council_entry(council),), (GroupRole("g", "practitioner"), GroupRole("h", "king")))
    council.sign_in_next("u4", preferred_username="alex", groups=["g", "h"])
    words = shown(arrive(Client(), council))
    assert "Say which worker of the case-management system they are." in words
    assert "There is no role “king”." in words


def test_the_directorys_own_second_factor_counts_only_where_it_is_proved(council: CouncilDirectory, settings: Settings) -> None:
    council.sign_in_next("u5", preferred_username="pat", groups=["g-director"], amr=("pwd", "mfa"))
    assert arrive(Client(), council, "/children/")["Location"] == "/children/"
    council.sign_in_next("u5", preferred_username="pat", groups=["g-director"], amr=("pwd",))
    client = Client()
    assert arrive(client, council)["Location"] == SET_UP
    assert not is_in(client)
    settings.LIGHTWELL_SIGN_IN = SignIn((council_entry(council, second_factor=()),), GROUPS)
    council.sign_in_next("u5", preferred_username="pat", groups=["g-director"], amr=("pwd", "mfa"))
    assert arrive(Client(), council)["Location"] == SET_UP


def test_a_directory_that_proves_a_second_factor_for_the_asking_is_asked(council: CouncilDirectory, settings: Settings) -> None:
    settings.LIGHTWELL_SIGN_IN = SignIn((council_entry(council, second_factor=(("acrs", "c1"), ("amr", "mfa"))),), GROUPS)
    assert parse_qs(urlsplit(begin(Client())).query)["claims"] == ['{"id_token": {"acrs": {"essential": true, "value": "c1"}}}']
    directory._client.cache_clear()
    settings.LIGHTWELL_SIGN_IN = SignIn((council_entry(council),), GROUPS)
    assert "claims" not in parse_qs(urlsplit(begin(Client())).query)


def test_too_many_groups_for_a_token_are_refused_and_explained(council: CouncilDirectory) -> None:
    council.sign_in_next("u6", preferred_username="lee", groups=["g-director"])
    arrive(Client(), council)
    client = Client()
    council.sign_in_next("u6", preferred_username="lee", hasgroups=True)
    refused(client, council.sent_back(begin(client)), "You are in more groups than the council puts into a token")
    with pytest.raises(directory.NotRecognised, match="more groups"):
        directory._identity(
            council_entry(council), {"iss": "i", "sub": "s", "preferred_username": "lee", "_claim_names": {"groups": "src1"}}
        )


def test_a_wrong_state_a_used_answer_and_an_answer_to_another_browser_are_refused(council: CouncilDirectory) -> None:
    council.sign_in_next("u7", preferred_username="kim", groups=["g-finance"])
    client = Client()
    back = council.sent_back(begin(client))
    refused(client, changed(back, state="another"), "belongs to no sign-in that was begun in this browser")
    refused(Client(), back, "belongs to no sign-in that was begun in this browser")
    assert client.get(back)["Location"] == "/"
    client.post("/people/sign-out/")
    refused(client, back, "belongs to no sign-in that was begun in this browser")


def test_a_token_made_for_another_question_is_refused(council: CouncilDirectory) -> None:
    council.sign_in_next("u7", preferred_username="kim", groups=["g-finance"])
    client = Client()
    refused(client, council.sent_back(changed(begin(client), nonce="another")), "cannot be believed (its nonce is wrong)")


def test_a_code_without_its_proof_is_refused_by_the_provider(council: CouncilDirectory) -> None:
    council.sign_in_next("u7", preferred_username="kim", groups=["g-finance"])
    client = Client()
    other = parse_qs(urlsplit(begin(Client())).query)["code_challenge"][0]
    refused(client, council.sent_back(changed(begin(client), code_challenge=other)), "it said “invalid_grant”")


def test_a_code_of_another_sign_in_is_refused(council: CouncilDirectory) -> None:
    council.sign_in_next("u7", preferred_username="kim", groups=["g-director"], amr=("mfa",))
    stolen = parse_qs(urlsplit(council.sent_back(begin(Client()))).query)["code"][0]
    council.sign_in_next("u8", preferred_username="eve", groups=["g-finance"])
    client = Client()
    refused(client, changed(council.sent_back(begin(client)), code=stolen), "it said “invalid_grant”")


def test_a_token_that_has_expired_is_refused(council: CouncilDirectory, monkeypatch: pytest.MonkeyPatch) -> None:
    council.sign_in_next("u7", preferred_username="kim", groups=["g-finance"], seconds=1)
    monkeypatch.setattr(directory, "_LEEWAY", -5)  # as if five seconds had passed since it was made
    client = Client()
    refused(client, council.sent_back(begin(client)), "cannot be believed (it has expired)")


def test_a_token_meant_for_another_is_refused(council: CouncilDirectory, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that the same directory serves must not sign in here with the tokens that it is given (authlib does not look by itself)."""
    council.sign_in_next("u7", preferred_username="kim", groups=["g-finance"])
    asked = DjangoOAuth2App.fetch_access_token
    theirs: list[object] = []

    def keep(*said: object, **more: object) -> object:
        theirs.append(asked(*said, **more))
        return theirs[0]

    monkeypatch.setattr(DjangoOAuth2App, "fetch_access_token", keep)
    settings.LIGHTWELL_SIGN_IN = SignIn((council_entry(council, client_id="another"),), GROUPS)
    other = Client()
    assert arrive(other, council)["Location"] == "/"
    settings.LIGHTWELL_SIGN_IN = SignIn((council_entry(council),), GROUPS)
    monkeypatch.setattr(DjangoOAuth2App, "fetch_access_token", lambda *said, **more: theirs[0])
    client = Client()
    refused(client, council.sent_back(begin(client)), "cannot be believed (its aud is wrong)")


def test_a_token_signed_by_another_or_of_another_issuer_is_refused(council: CouncilDirectory, settings: Settings) -> None:
    council.sign_in_next("u7", preferred_username="kim", groups=["g-finance"])
    client = Client()
    back = council.sent_back(begin(client))
    kept = directory._client(council_entry(council), SECRET).server_metadata
    signed = kept.get("jwks") or directory._client(council_entry(council), SECRET).fetch_jwk_set()
    other = {**RSAKey.generate_key(2048, private=False).as_dict(), "kid": signed["keys"][0]["kid"]}
    kept["jwks"] = {"keys": [other]}
    refused(client, back, "cannot be believed (bad signature)")
    kept["jwks"] = signed
    kept["issuer"] = "https://elsewhere.example"
    client = Client()
    refused(client, council.sent_back(begin(client)), "cannot be believed (its iss is wrong)")


def test_a_person_who_refuses_is_told_so(council: CouncilDirectory) -> None:
    council.sign_in_next("")
    client = Client()
    refused(client, council.sent_back(begin(client)), "it was not given leave")


@pytest.mark.parametrize("next", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "/\\elsewhere.example"])
def test_the_way_on_never_leads_to_another_site(council: CouncilDirectory, next: str) -> None:
    council.sign_in_next("u7", preferred_username="kim", groups=["g-finance"])
    assert arrive(Client(), council, next)["Location"] == "/"
    assert first_step(Client(), "finance", next=next)["Location"] == "/"


def test_a_session_that_another_planted_is_not_the_one_that_is_signed_in(council: CouncilDirectory) -> None:
    council.sign_in_next("u7", preferred_username="kim", groups=["g-finance"])
    client = Client()
    address = begin(client)
    planted = client.cookies[site.SESSION_COOKIE_NAME].value
    client.get(council.sent_back(address))
    thief = Client()
    thief.cookies[site.SESSION_COOKIE_NAME] = planted
    assert is_in(client)
    assert not is_in(thief)


def test_a_name_in_the_directory_is_not_somebody_with_a_password(council: CouncilDirectory, staff: Staff) -> None:
    council.sign_in_next("u9", preferred_username="director", groups=["g-finance"])
    client = Client()
    refused(client, council.sent_back(begin(client)), "Somebody else signs in to Lightwell as “director”")
    call_command("reset_sign_in", "director", to_directory=True, stdout=StringIO())
    assert arrive(Client(), council)["Location"] == SET_UP  # added by name, and never had a password
    assert DirectoryIdentity.objects.get(person=staff["director"]).subject == "u9"
    council.sign_in_next("u10", preferred_username="director", groups=["g-finance"])
    client = Client()
    refused(client, council.sent_back(begin(client)), "Somebody else signs in to Lightwell as “director”")


def test_someone_whose_access_has_ended_is_not_let_in_by_a_group(council: CouncilDirectory) -> None:
    council.sign_in_next("u11", preferred_username="kim", groups=["g-finance"])
    arrive(Client(), council)
    Person.objects.filter(username="kim").update(is_active=False)
    client = Client()
    refused(client, council.sent_back(begin(client)), "Your access to Lightwell has ended.")


def test_our_second_factor_follows_the_directory(council: CouncilDirectory) -> None:
    council.sign_in_next("u12", preferred_username="kim", groups=["g-director"])
    client = Client()
    arrive(client, council, "/workload/")
    secret, _ = set_up_app(client)
    assert client.post("/people/sign-in/recovery-codes/", {"continue": "yes"})["Location"] == "/workload/"
    again = Client()
    second = arrive(again, council, "/workload/")["Location"]
    assert again.post(second, {"code": code(secret, ahead=1)})["Location"] == "/workload/"
    assert ("signed_in", "directory council and authenticator app") in Activity.objects.values_list("action", "why")
    assert APP not in (second,)


def test_the_sign_in_page_offers_the_directory_and_an_unknown_one_is_no_page() -> None:
    page = shown(Client().get(f"{SIGN_IN}?next=/workload/"))
    assert 'href="/people/sign-in/directory/council/?next=/workload/"' in page.replace("%2F", "/")
    assert "Sign in with the council" in page
    assert Client().get("/people/sign-in/directory/elsewhere/").status_code == 404


def test_a_directory_without_its_secret_or_that_cannot_be_reached_is_said(
    council: CouncilDirectory, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = council_entry(council, discovery="http://127.0.0.1:1/.well-known/openid-configuration")
    settings.LIGHTWELL_SIGN_IN = SignIn((nowhere,), GROUPS)
    assert "the council cannot be reached" in shown(Client().get(ASK))
    monkeypatch.delenv("LIGHTWELL_OPENID_SECRET_COUNCIL")
    assert "its secret is not there" in shown(Client().get(ASK))
    file = settings.HOME.path / "web" / "openid_council.secret"
    file.write_text("from a file\n", encoding="utf-8")
    file.chmod(0o644)
    assert "can be read by others" in shown(Client().get(ASK))
    file.chmod(0o600)
    assert directory.secret_of(nowhere) == "from a file"
    file.unlink()
    with pytest.raises(LightwellError):
        directory.secret_of(nowhere)


def test_the_settings_say_every_problem_at_once() -> None:
    said: list[str] = []
    entry = {
        "id": "Not This",
        "name": "x",
        "discovery": "http://elsewhere.example/",
        "client_id": "y",
        "scopes": ["profile"],
        "second_factor": "mfa",
    }
    groups = [{"group": "g", "role": "director", "breakdown": "street"}, {"group": "g"}, {"group": "g", "role": "finance", "colour": "red"}]
    given = {"openid": [entry], "groups": groups, "lock_out": {"person": 0}, "contact": " ", "other": 1}
    read_sign_in(given, lambda _, what: said.append(what))
    for words in (
        "“other”",
        "“Not This”",
        "https address",
        "“scopes”",
        "“second_factor”",
        "“street”",
        "lacks role",
        "“colour”",
        "“person”",
        "“contact”",
    ):
        assert any(words in each for each in said), words
    assert len(said) == 10
    assert read_sign_in(None, lambda *_: None) == SignIn()
