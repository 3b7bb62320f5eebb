"""Publishing from the site, through the real queue and worker; who reads what was published and what is exempt; and what is recorded."""

from __future__ import annotations

import io
import shutil
import uuid
import zipfile
from datetime import date
from pathlib import Path
from unittest import mock

import pytest
from django.http import FileResponse, HttpResponse
from django.test import Client
from django.utils.timezone import localdate
from django_tasks_db.management.commands import db_worker
from django_tasks_db.management.commands.db_worker import Worker
from typer.testing import CliRunner

from lightwell.cli.app import app
from lightwell.extracts import read_tables
from lightwell.reports.public import editions
from lightwell.results import load_extract
from lightwell.store import Home
from lightwell.web.access import actions as access
from lightwell.web.access.demonstration import COMMITTEE
from lightwell.web.access.models import Assignment
from lightwell.web.activity.models import Activity
from lightwell.web.publication.models import Asked, State
from tests.small import SETTINGS, write_extract
from tests.web.conftest import ClientAs, People

pytestmark = pytest.mark.django_db

EXEMPT = f"""
paragraph: "10.4"
committees: [{COMMITTEE}, Other Panel]
parts:
  - id: appendix-2
    title: "Appendix 2"
    covers: {{appendix: stability.md}}
    category: "2"
    reason: It is likely to reveal the identity of an individual.
    public_interest: The children concerned could be recognised.
    decided_by: Monitoring Officer
    from: 2024-01-01
    until: 2099-12-31
    committees: [{COMMITTEE}]
"""


@pytest.fixture(scope="module")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the small extract."""
    folder = tmp_path_factory.mktemp("publication")
    home = Home(folder / "home")
    home.make()
    home.settings.write_text(SETTINGS, encoding="utf-8")
    extract = read_tables(write_extract(folder / "extract"), as_at=date(2024, 1, 31), authority="E06009998")
    load_extract(home, extract, progress=lambda *_: None)
    return home.path


@pytest.fixture
def home(small_home: Path, tmp_path: Path, settings: object, people: People, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home of its own with one exempt appendix; pages on paper, which take longest, are left out."""
    shutil.copytree(small_home, tmp_path / "home")
    (tmp_path / "home" / "exempt").mkdir()
    (tmp_path / "home" / "exempt" / "stability.md").write_text("The tangerine setting.", encoding="utf-8")
    (tmp_path / "home" / "exempt.yaml").write_text(EXEMPT, encoding="utf-8")
    monkeypatch.setattr("lightwell.reports.public.site.render", lambda *_: b"%PDF-")
    settings.HOME = Home(tmp_path / "home")  # type: ignore[attr-defined]  # pytest-django's settings
    return Home(tmp_path / "home")


def work() -> None:
    """Do what waits in the queue, as the worker's process does; it may not close the connection that the test's transaction is on."""
    given = {"queue_names": ["default"], "interval": 0, "batch": True, "backend_name": "default", "startup_delay": False}
    worker = Worker(**given, max_tasks=None, worker_id="test", excluded_queue_names=[])  # type: ignore[arg-type]  # each of its kind
    with mock.patch.object(db_worker, "close_old_connections"):
        worker.run()


def ask(client: Client, **given: str) -> Asked:
    response = client.post("/publications/ask/", {"for": "public", "month": "2024-01", "kind": "first", **given})
    assert response.status_code == 302, response.content.decode()
    return Asked.objects.get(pk=uuid.UUID(response["Location"].rstrip("/").rpartition("/")[2]))


def press(client: Client, asked: Asked, do: str) -> int:
    return client.post(f"/publications/asked/{asked.pk}/", {"do": do, "attempt": asked.attempt}).status_code


def now(asked: Asked) -> Asked:
    return Asked.objects.get(pk=asked.pk)


def page_of(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert isinstance(response, HttpResponse | FileResponse)
    assert response.status_code == status, path
    content = b"".join(response) if response.streaming else response.content
    return content.decode("utf-8", "replace")


def published(client: Client) -> Asked:
    asked = ask(client)
    work()
    assert press(client, now(asked), "confirm") == 302
    work()
    return now(asked)


def recorded() -> list[tuple[str, str, str, str]]:
    kept = Activity.objects.exclude(action__startswith="signed").values_list("person", "action", "subject", "why")
    return list(kept.order_by("number"))


def test_a_month_is_looked_at_published_and_taken_out(home: Home, client_as: ClientAs) -> None:
    client = client_as("scrutiny_officer")
    asked = ask(client)
    assert "Waiting to be worked out" in page_of(client, f"/publications/asked/{asked.pk}/")
    work()
    looked_at = page_of(client, f"/publications/asked/{asked.pk}/")
    assert now(asked).state == State.READY
    assert "Nothing was published before." in looked_at
    assert "<strong>Appendix 2</strong>, until 31 December 2099." in looked_at
    assert editions(home) == ()
    assert press(client, asked, "confirm") == 302
    work()
    (edition,) = editions(home)
    assert now(asked).state == State.DONE
    assert (edition.by, edition.released_on) == ("Scrutiny officer", localdate())
    assert f"{now(asked).found['figures']:,}" in page_of(client, "/publications/")
    assert "Children" in page_of(client, "/publications/1/pages/index.html")
    assert client.get("/publications/1/pages/style.css")["Content-Type"] == "text/css; charset=utf-8"
    taken = b"".join(client.get("/publications/1/site.zip"))
    with zipfile.ZipFile(io.BytesIO(taken)) as site:
        assert "index.html" in site.namelist()
        assert not any(b"tangerine" in site.read(name) for name in site.namelist())
    page_of(client, "/publications/1/pages/../../../settings.yaml", 404)
    page_of(client, "/publications/9/pages/index.html", 404)
    assert recorded() == [
        ("scrutiny_officer", "asked_to_publish", "2024-01", ""),
        ("scrutiny_officer", "confirmed_publication", "2024-01", ""),
        ("scrutiny_officer", "published", "2024-01, edition 1", ""),
        ("scrutiny_officer", "took_publication", "2024-01, edition 1", ""),
    ]


def test_two_people_publish_once(home: Home, client_as: ClientAs) -> None:
    first, second = client_as("scrutiny_officer"), client_as("scrutiny_officer")
    asked = ask(first)
    work()
    assert press(first, now(asked), "confirm") == 302
    assert press(second, asked, "confirm") == 409
    work()
    assert len(editions(home)) == 1


def test_what_was_not_looked_at_is_not_published(home: Home, client_as: ClientAs) -> None:
    client = client_as("scrutiny_officer")
    asked = ask(client)
    work()
    (home.path / "exempt.yaml").unlink()
    press(client, now(asked), "confirm")
    work()
    assert now(asked).state == State.REFUSED
    assert "is not what was looked at" in page_of(client, f"/publications/asked/{asked.pk}/")
    assert editions(home) == ()


def test_an_erratum_needs_its_reason_and_something_to_correct(home: Home, client_as: ClientAs) -> None:
    client = client_as("scrutiny_officer")
    refused = client.post("/publications/ask/", {"for": "public", "month": "2024-01", "kind": "erratum", "erratum": ""})
    assert refused.status_code == 422
    assert "Say for readers what was wrong" in refused.content.decode()
    published(client)
    asked = ask(client, kind="erratum", erratum="A locality was left out.")
    work()
    assert "nothing to correct in January 2024" in page_of(client, f"/publications/asked/{asked.pk}/")


def test_a_members_pack_is_for_its_committee_and_every_look_is_recorded(home: Home, client_as: ClientAs, people: People) -> None:
    client = client_as("scrutiny_officer")
    published(client)
    made = client.post("/publications/ask/", {"for": "members", "month": "2024-01", "committee": COMMITTEE})
    assert made.status_code == 302
    work()
    assert "read the members' pack" in page_of(client, made["Location"]).replace("&#39;", "'")
    member = client_as("elected_member")
    assert COMMITTEE in page_of(member, "/publications/")
    assert "tangerine" in page_of(member, "/publications/members/1/pages/exempt-appendix-2.html")
    assert "tangerine" not in page_of(member, "/publications/1/pages/exempt-appendix-2.html")
    assert b"".join(member.get("/publications/members/1/pack.zip")).startswith(b"PK")
    assert [row for row in recorded() if row[0] == "elected_member"] == [
        ("elected_member", "read_exempt", "2024-01", f"{COMMITTEE}: exempt-appendix-2.html"),
        ("elected_member", "took_members_pack", "2024-01", f"{COMMITTEE}: Appendix 2"),
    ]
    Assignment.objects.filter(person=people["elected_member"]).update(member="Other Panel")
    other = client_as("elected_member")
    page_of(other, "/publications/members/1/pages/exempt-appendix-2.html", 403)
    page_of(other, "/publications/members/1/pack.zip", 403)
    assert "Appendix 2" not in page_of(other, "/publications/").partition("not for publication")[2]
    Assignment.objects.filter(person=people["elected_member"]).update(breakdown="authority", member="")
    page_of(client_as("elected_member"), "/publications/members/1/pages/index.html", 403)
    page_of(client_as("director"), "/publications/members/1/pages/index.html", 403)


def test_only_those_who_sit_on_a_committee_are_given_one(people: People) -> None:
    with pytest.raises(Exception, match="is not held for a committee"):
        access.give_role(person=people["finance"], role="finance", breakdown="committee", member=COMMITTEE)
    with pytest.raises(Exception, match="is held for a committee, as in"):
        access.give_role(person=people["elected_member"], role="elected_member", breakdown="team", member="T1")


@pytest.mark.django_db(transaction=True)
def test_the_command_leaves_an_entry_where_the_site_has_a_database(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr("lightwell.cli.publish.manage", lambda _home, *given: asked.append(given))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    ask = ["--home", str(home.path), "publish", "--period", "2024-01", "--out"]
    assert CliRunner().invoke(app, [*ask, str(tmp_path / "first")]).exit_code == 0
    assert asked == []
    (home.path / "web").mkdir()
    (home.path / "web" / "lightwell.sqlite3").touch()
    given = [*ask, str(tmp_path / "members"), "--for", "members", "--committee", COMMITTEE]
    assert CliRunner().invoke(app, given).exit_code == 0
    ((command, *rest),) = asked
    assert command == "record_publication"
    from django.core.management import call_command

    call_command(command, *rest)
    entry = Activity.objects.latest("number")
    assert (entry.action, entry.subject, entry.why) == ("made_members_pack", "2024-01", f"{COMMITTEE}: Appendix 2")
    assert entry.person.startswith("command line: ")
