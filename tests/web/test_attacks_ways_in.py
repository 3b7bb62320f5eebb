"""Ways in that attackers try: through names, filters, orders, uploads, sessions, and what an answer gives away by its words or its work."""

from __future__ import annotations

import io
import re
import time
import uuid
import zipfile
from datetime import date
from typing import Any

import pytest
from django.conf import settings as site
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as st

from lightwell.store import Snapshot, connect_folder, snapshots
from lightwell.web import session_ends
from lightwell.web.access.demonstration import PASSWORD
from lightwell.web.activity.models import Activity
from lightwell.web.children import queries
from lightwell.web.data import files
from lightwell.web.data.models import Upload
from tests.web.conftest import ClientAs, People

pytestmark = pytest.mark.django_db

HOSTILE = [
    "' or 1=1 --", "'; drop table people; --", '" union select * from identity_people --', "%' or '1'='1", "\\'; select 1; --",
    "1) or (1=1",
    "{{7*7}}", "{% include '/etc/passwd' %}", "{{config}}", "${7*7}", "<script>alert(1)</script>", "'\"><img src=x onerror=alert(1)>",
    "../../etc/passwd", "..%2f..%2fetc/passwd", "\x00", "a\u202eb", "\ud7ff", "x" * 5000, "read_csv('/etc/passwd')", "=cmd|'/c calc'!A1",
]  # fmt: skip
"""What an attacker writes where a name, a filter or an order is asked for."""

FILTERS = (
    ("/performance/", ("month", "known", "part", "by", "sort", "q", "aim")),
    ("/performance/cla_rate/", ("month", "part", "by", "of")),
    ("/performance/cla_rate/children/", ("month", "part", "of", "sort", "page")),
    ("/workload/open/", ("part", "sort", "page", "status")),
    ("/workload/caseholders/", ("part", "sort")),
    ("/data/quarantine/", ("file", "team", "kind", "page")),
    ("/findings/recording/list/", ("code", "team", "severity", "state", "sort", "page")),
)
"""Pages with what each reads from its address."""

_MOMENT = re.compile(r"'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[^']*'")
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')

QUIET = tries(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])


def said(answer: Any) -> str:
    return b"".join(answer).decode() if answer.streaming else str(answer.content.decode())


@pytest.fixture
def manager(client_as: ClientAs, snapshot: Snapshot) -> Client:
    return client_as("practice_manager")


@QUIET
@given(text=st.sampled_from(HOSTILE) | st.text(max_size=40), which=st.sampled_from(FILTERS), data=st.data())
def test_a_filter_or_an_order_runs_nothing(manager: Client, text: str, which: tuple[str, tuple[str, ...]], data: st.DataObject) -> None:
    address, names = which
    answer = manager.get(address, {data.draw(st.sampled_from(names)): text})
    assert answer.status_code in (200, 302, 400, 403, 404), (address, text)
    for raw in ("<script>alert", "<img src=x", "root:x:"):
        assert raw not in said(answer)


@QUIET
@given(text=st.sampled_from(HOSTILE) | st.text(min_size=1, max_size=40))
def test_a_search_finds_by_names_and_runs_nothing(manager: Client, snapshot: Snapshot, text: str) -> None:
    assert manager.post("/children/", {"wanted": text}).status_code in (302, 422)
    answer = manager.get("/children/")
    assert answer.status_code == 200
    page = said(answer)
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    if text in HOSTILE[:6]:
        assert "/children/" not in page.partition('id="found"')[2]  # no child is called so
    if "7*7" in text:
        assert text.replace("'", "&#39;") in page


@QUIET
@given(text=st.sampled_from(HOSTILE).filter(lambda text: "\x00" not in text) | st.text(min_size=1, max_size=30))
def test_a_child_in_an_address_is_a_value_and_never_a_statement(manager: Client, text: str) -> None:
    from urllib.parse import quote

    answer = manager.get(f"/children/{quote(text, safe='')}/")
    assert answer.status_code in (302, 400, 403, 404)


def test_a_hostile_name_in_a_record_is_text_on_every_page_and_in_every_file(client_as: ClientAs, snapshot: Snapshot) -> None:
    """The words of a record reach pages and files through these two functions; pages themselves are tried above."""
    from lightwell.reports.harmless import harmless
    from lightwell.web.jinja import environment

    for text in HOSTILE:
        shown = environment().from_string("<td title='{{ name }}'>{{ name }}</td>").render(name=text)
        assert "<script" not in shown
        assert "<img" not in shown
        assert shown.count("'") == 2
        assert "49" not in shown
        assert not str(harmless(text)).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def _children_in_and_out(people: People, snapshot: Snapshot) -> tuple[str, str]:
    """A child within the practice manager's team today, and one of another team."""
    team = people["practice_manager"].assignments.get().member
    with connect_folder(snapshot.path) as found:
        inside = found.execute(
            "select child from allocations where role = 'primary' and ended_on is null and team = ? limit 1", [team]
        ).fetchone()
        outside = found.execute(
            "select child from allocations group by child having bool_and(team is distinct from ?) limit 1", [team]
        ).fetchone()
    assert inside
    assert outside
    return str(inside[0]), str(outside[0])


@pytest.mark.parametrize("address", ["/children/{}/", "/findings/children/{}/"])
def test_a_child_out_of_reach_and_one_who_does_not_exist_are_one_answer(
    manager: Client, people: People, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """The same words, and the same work before them: what is asked of either database is the same, so that no clock tells them apart."""
    _, outside = _children_in_and_out(people, snapshot)
    asked: list[list[str]] = []
    nobody = f"{outside}-0"
    answers = []
    monkeypatch.setattr(queries, "journey_of", lambda *_: pytest.fail("the journey was read before it was decided"))
    for child in (outside, nobody):
        with CaptureQueriesContext(connection) as made:
            answers.append(manager.get(address.format(child)))
        asked.append(
            [
                _MOMENT.sub("", query["sql"].split("WHERE")[0])
                for query in made.captured_queries
                if "activity" in query["sql"] or "access" in query["sql"]
            ]
        )
    first, second = answers
    assert (first.status_code, second.status_code) == (403, 403)
    assert _TOKEN.sub("", said(first)).replace(outside, "") == _TOKEN.sub("", said(second)).replace(nobody, "")
    assert asked[0] == asked[1]
    assert outside not in said(first)


def test_signing_in_changes_the_session_that_was_there_before(people: People) -> None:
    client = Client()
    client.get("/people/sign-in/")
    planted = client.session
    planted["planted"] = "yes"
    planted.save()
    client.cookies[site.SESSION_COOKIE_NAME] = str(planted.session_key)
    client.post("/people/sign-in/", {"username": people["director"].username, "password": PASSWORD})
    assert client.cookies[site.SESSION_COOKIE_NAME].value != str(planted.session_key)
    thief = Client()
    thief.cookies[site.SESSION_COOKIE_NAME] = str(planted.session_key)
    assert thief.get("/").status_code == 302


def test_a_session_that_was_ended_opens_nothing(people: People, client_as: ClientAs, snapshot: Snapshot) -> None:
    client = client_as("director")
    kept = client.cookies[site.SESSION_COOKIE_NAME].value
    client.post("/people/sign-out/")
    thief = Client()
    thief.cookies[site.SESSION_COOKIE_NAME] = kept
    assert thief.get("/children/").status_code == 302


@pytest.mark.parametrize(
    ("key", "seconds", "why"),
    [(session_ends.SEEN, 31 * 60, "nothing asked for in 30 minutes"), (session_ends.BEGAN, 10 * 3600 + 5, "signed in 10 hours before")],
)
def test_a_session_ends_by_itself(client_as: ClientAs, snapshot: Snapshot, key: str, seconds: int, why: str) -> None:
    client = client_as("director")
    assert client.get("/children/").status_code == 200
    kept = client.session
    kept[key] = time.time() - seconds
    kept.save()
    assert client.get("/children/").status_code == 302
    assert Activity.objects.get(action="session_ended").why == why
    assert client.get("/children/").status_code == 302


def test_a_page_that_keeps_itself_fresh_keeps_no_session_alive(client_as: ClientAs, snapshot: Snapshot) -> None:
    client = client_as("director")
    kept = client.session
    kept[session_ends.SEEN] = before = time.time() - 20 * 60
    kept.save()
    client.get("/children/", headers={"Sec-Fetch-Dest": "empty"})
    assert client.session[session_ends.SEEN] == before
    client.get("/children/")
    assert client.session[session_ends.SEEN] > before


def _zip(*names: str, content: bytes = b"x") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return made.getvalue()


def _send(client: Client, name: str, content: bytes) -> Any:
    """Send a form as it stands: Django's own client would mend the name before it is sent."""
    fields = {"day": b"31", "month": b"1", "year": b"2024", f'extract"; filename="{name}': content}
    parts = [b'--b\r\nContent-Disposition: form-data; name="' + key.encode() + b'"\r\n\r\n' + value for key, value in fields.items()]
    return client.generic("POST", "/data/uploads/", b"\r\n".join([*parts, b"--b--\r\n"]), content_type="multipart/form-data; boundary=b")


@pytest.mark.parametrize(
    "name",
    ["../../../etc/cron.d/x.zip", "..\\..\\x.zip", "/etc/passwd", "C:\\x.zip", ".htaccess", "x.zip\x00.py", "con.zip",
     "a\r\nSet-Cookie: x=1.zip", "x" * 300 + ".zip", "<script>.zip", "=cmd.zip", ".."],
)  # fmt: skip
def test_an_upload_goes_nowhere_but_to_its_own_folder(client_as: ClientAs, name: str) -> None:
    client = client_as("performance_analyst")
    before = {path for path in site.HOME.path.rglob("*") if "uploads" not in path.parts}
    answer = _send(client, name, _zip("people.csv"))
    assert answer.status_code in (302, 400, 422)
    assert {path for path in site.HOME.path.rglob("*") if "uploads" not in path.parts} == before
    assert "x" not in answer.cookies
    for upload in Upload.objects.all():
        held = files.kept(upload.pk, "extract")
        assert held is not None
        assert held.resolve().parent == (files.folder_of(upload.pk) / "extract").resolve()
        assert held.stat().st_mode & 0o077 == 0
        files.remove(upload.pk)


def test_a_zip_that_leads_out_or_unfolds_to_too_much_is_refused(client_as: ClientAs) -> None:
    from lightwell.errors import Refused
    from lightwell.extracts import read_tables

    place = files.incoming() / f"{uuid.uuid4()}.zip"
    bad = {
        "leads out of the zip": _zip("../../x.csv", "people.csv"),
        "as a zip bomb does": _zip("people.csv", content=bytes(80 * 1024 * 1024)),
        "files; 2,000 are allowed": _zip(*(f"{number}.csv" for number in range(2001))),
    }
    count = len(snapshots(site.HOME))
    for words, content in bad.items():
        place.write_bytes(content)
        with pytest.raises(Refused, match=words):
            read_tables(place, as_at=date(2024, 1, 31), authority="E06009998", progress=lambda *_: None)
    place.unlink()
    assert len(snapshots(site.HOME)) == count


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"MZ\x90\x00", b"#!/bin/sh", b"\x7fELF", b""])
def test_what_is_no_extract_is_turned_away_whatever_it_is_called(client_as: ClientAs, content: bytes) -> None:
    answer = _send(client_as("performance_analyst"), "people.zip", content)
    assert answer.status_code in (400, 422)
    assert not Upload.objects.exists()
