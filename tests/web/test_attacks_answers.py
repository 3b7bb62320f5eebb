"""What every answer of the site carries and says, whoever asks: from the list of addresses, so that a new page is tried."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from lightwell.store import Snapshot
from lightwell.web.access.demonstration import PASSWORD
from tests.web.conftest import ClientAs, People

pytestmark = pytest.mark.django_db

GIVEN = {
    "indicator": "cla_rate",
    "ruleset": "recording",
    "child": "C1",
    "number": "1",
    "key": "k",
    "upload": "0" * 8 + "-0000-4000-8000-" + "0" * 12,
}
"""What stands in an address for each of its parts; another page than these name needs another."""

OPEN = {"/health/", "/people/sign-in/"}
"""What anyone may open without having signed in."""


def patterns(resolver: URLResolver | None = None, before: str = "/") -> Iterator[str]:
    """Every address of the site, with its parts in angle brackets."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each, before + str(each.pattern))
        elif isinstance(each, URLPattern):
            yield before + str(each.pattern)


def filled(pattern: str) -> str:
    """An address with something in place of each of its parts."""
    parts = pattern.split("<")
    return parts[0] + "".join(_part(part) for part in parts[1:])


def _part(text: str) -> str:
    name, _, rest = text.partition(">")
    kind, _, name = name.rpartition(":")
    usual = {"int": "1", "uuid": GIVEN["upload"]}.get(kind, "x")
    return GIVEN.get(name, usual) + rest


ADDRESSES = sorted(filled(pattern) for pattern in patterns())


def is_ours(address: str) -> bool:
    """Whether a page is one of the site and no sign-in page of a library, which are tried by themselves."""
    return address not in OPEN and not address.startswith("/people/")


def test_the_list_of_addresses_is_the_whole_site() -> None:
    assert {"/", "/children/C1/", "/performance/cla_rate/figures.csv", "/data/uploads/", "/people/sign-out/"} <= set(ADDRESSES)
    assert len(ADDRESSES) > 25


@pytest.mark.parametrize("role", [None, "head_of_service"])
def test_no_answer_is_kept_by_a_cache_or_taken_in_by_another_site(client_as: ClientAs, snapshot: Snapshot, role: str | None) -> None:
    client = client_as(role) if role else Client()
    client.raise_request_exception = False
    for address in ADDRESSES if role is None else filter(is_ours, ADDRESSES):
        answer = client.get(address)
        assert answer.status_code < 500, address
        assert "no-store" in answer["Cache-Control"], address
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin", address
        assert answer["X-Content-Type-Options"] == "nosniff", address
        assert answer["X-Frame-Options"] == "DENY", address
        assert answer["Referrer-Policy"] == "same-origin", address
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", address
        assert "camera=()" in answer["Permissions-Policy"], address
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy, address
        assert "unsafe" not in policy, address
        assert "*" not in policy, address


def test_nothing_but_signing_in_is_open(snapshot: Snapshot) -> None:
    for address in filter(is_ours, ADDRESSES):
        for answer in (Client().get(address), Client().post(address, {"x": "1"})):
            assert answer.status_code in (302, 403), address
            assert answer.status_code == 403 or answer["Location"].startswith("/people/sign-in/"), address


def test_no_form_is_taken_without_its_token(client_as: ClientAs, snapshot: Snapshot) -> None:
    """Every address, for those that take no form may begin to: one that answers otherwise has done something, or would have."""
    signed_in = client_as("performance_analyst")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in.cookies
    for address in ADDRESSES:
        answer = strict.post(address, {"do": "confirm", "reason": "x", "wanted": "x"})
        assert answer.status_code == 403, address
        assert "so it was not sent" in answer.content.decode(), address


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "testserver@evil.example", "testserver:80:80", "evil.example:testserver"]
)
def test_another_host_is_not_answered(client_as: ClientAs, host: str) -> None:
    answer = client_as("director").get("/", HTTP_HOST=host)
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode() + str(answer.headers)
    assert "no-store" in answer["Cache-Control"]


def test_the_forwarded_host_is_not_believed(client_as: ClientAs) -> None:
    answer = client_as("director").get("/", HTTP_X_FORWARDED_HOST="evil.example")
    assert "evil.example" not in answer.content.decode() + str(answer.headers)


@pytest.mark.parametrize(
    "going_to",
    ["//evil.example", "https://evil.example/", "http:evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example",
     "javascript:alert(1)", "https:///evil.example", "\thttps://evil.example", "/%0d%0aSet-Cookie:x=1", "//testserver@evil.example"],
)  # fmt: skip
def test_signing_in_leads_nowhere_else(people: People, going_to: str) -> None:
    given = {"username": people["director"].username, "password": PASSWORD, "next": going_to}
    answer = Client().post("/people/sign-in/", given)
    assert answer.status_code == 302, answer.content.decode()
    assert re.fullmatch(r"/(?![/\\])[^\r\n\t]*", answer["Location"]), answer["Location"]
    assert "evil.example" not in answer["Location"].partition("?")[0]
    assert "x" not in answer.cookies


def test_a_line_break_in_an_address_makes_no_header(client_as: ClientAs, snapshot: Snapshot) -> None:
    client = client_as("performance_analyst")
    for address in ("/performance/cla_rate/figures.csv", "/data/quarantine.csv", "/performance/"):
        for name in ("known", "part", "month", "kind"):
            answer = client.get(address, {name: "x\r\nSet-Cookie: planted=1"})
            assert "planted" not in answer.cookies
            assert not any("\n" in value or "\r" in value for value in answer.headers.values())


@pytest.mark.parametrize(
    "address", ["/no-such-page/", "/children/C1%00/", "/performance/cla_rate/?month=%00", "/%ff/", "/findings/../../etc/passwd"]
)
def test_an_error_page_says_nothing_of_the_machine(client_as: ClientAs, snapshot: Snapshot, address: str) -> None:
    answer = client_as("director").get(address)
    said = answer.content.decode()
    assert answer.status_code in (302, 400, 404), answer.status_code
    for secret in ("Traceback", str(settings.HOME.path), "site-packages", "SECRET_KEY", "sqlite", "duckdb", "django"):
        assert secret not in said.replace("lightwell", ""), secret


def test_a_fault_of_ours_says_nothing_of_a_record(client_as: ClientAs, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise ValueError("Ada Moor, born 3 February 2015")

    monkeypatch.setattr("lightwell.web.children.queries.found_by", fail)
    client = client_as("director")
    client.raise_request_exception = False
    client.post("/children/", {"wanted": "Moor"})
    answer = client.get("/children/")
    assert answer.status_code == 500
    assert "Ada" not in answer.content.decode()
    assert "This is a fault in Lightwell" in answer.content.decode()


def test_what_is_only_read_takes_no_other_method(client_as: ClientAs, snapshot: Snapshot) -> None:
    client = client_as("director")
    for method in ("TRACE", "PUT", "DELETE", "PATCH"):
        assert client.generic(method, "/children/").status_code in (403, 405)
