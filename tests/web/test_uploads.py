"""An extract on its way from a browser into the store, through the real queue and the real worker."""

from __future__ import annotations

import io
import logging
import os
import signal
import stat
import subprocess
import sys
import time
import uuid
import zipfile
from pathlib import Path
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_tasks_db.management.commands import db_worker
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from lightwell.store import Home, snapshots
from lightwell.web.activity.models import Activity
from lightwell.web.data import arriving, files, tasks
from lightwell.web.data.models import State, Upload
from tests.small import FILES, SETTINGS
from tests.web.conftest import ClientAs, People

pytestmark = pytest.mark.django_db

HOLD = """
import sys, time
from filelock import FileLock
lock = FileLock(sys.argv[1])
lock.acquire()
print("held", flush=True)
time.sleep(60)
"""
"""What a worker that is at an upload does, for a process of its own that can be killed."""

MAPPING = b"tables:\n  people:\n    columns: {child: child}\n"


@pytest.fixture(autouse=True)
def own_home(settings: object, tmp_path: Path, people: People) -> Home:
    """A home of its own for each test, with settings and nothing loaded; the people come from the home of the session."""
    home = Home(tmp_path / "home")
    home.make()
    home.settings.write_text(SETTINGS, encoding="utf-8")
    settings.HOME = home  # type: ignore[attr-defined]  # pytest-django's settings
    return home


@pytest.fixture
def analyst(client_as: ClientAs) -> Client:
    return client_as("performance_analyst")


def small_zip(**changed: str | None) -> bytes:
    """The small extract as a zip; a file named in `changed` (without its ending) has that text, or is left out."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in FILES.items():
            now = changed.get(name.removesuffix(".csv"), text)
            if now is not None:
                archive.writestr(name, now)
    return made.getvalue()


def sent(client: Client, data: bytes | None = None, *, name: str = "extract.zip", mapping: bytes | None = None, day: str = "31") -> Upload:
    response = send(client, data, name=name, mapping=mapping, day=day)
    assert response.status_code == 302, response.content.decode()
    return Upload.objects.get(pk=uuid.UUID(response["Location"].rstrip("/").rpartition("/")[2]))


def send(client: Client, data: bytes | None = None, *, name: str = "extract.zip", mapping: bytes | None = None, day: str = "31"):  # type: ignore[no-untyped-def]
    form = {"extract": SimpleUploadedFile(name, small_zip() if data is None else data), "day": day, "month": "1", "year": "2024"}
    if mapping is not None:
        form["mapping"] = SimpleUploadedFile("mapping.yaml", mapping)
    return client.post("/data/uploads/", form)


def work() -> None:
    """Do what waits in the queue, as the worker's process does; it may not close the connection that the test's transaction is on."""
    worker = Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="test",
        excluded_queue_names=[],
    )
    with mock.patch.object(db_worker, "close_old_connections"):
        worker.run()


def press(client: Client, upload: Upload, do: str):  # type: ignore[no-untyped-def]
    return client.post(f"/data/uploads/{upload.pk}/", {"do": do, "attempt": upload.attempt})


def now(upload: Upload) -> Upload:
    return Upload.objects.get(pk=upload.pk)


def page(client: Client, upload: Upload) -> str:
    response = client.get(f"/data/uploads/{upload.pk}/")
    assert response.status_code == 200
    return str(response.content.decode())


def reviewed(client: Client, data: bytes | None = None) -> Upload:
    upload = sent(client, data)
    work()
    assert now(upload).state == State.READY, now(upload).said
    return now(upload)


def test_an_extract_is_uploaded_reviewed_confirmed_and_loaded(analyst: Client, own_home: Home) -> None:
    upload = sent(analyst)
    waiting = analyst.get(f"/data/uploads/{upload.pk}/")
    assert waiting["Refresh"] == "15"
    assert 'data-lw-fresh="2"' in waiting.content.decode()
    assert "Refresh" not in analyst.get(f"/data/uploads/{upload.pk}/?still")
    work()
    review = page(analyst, upload)
    assert "What would be loaded" in review
    assert "“received_on” is not a day of the calendar" in review
    assert "“31/02/2024” in “received_on” is not a day of the calendar (child 1003, row 5 of referrals.csv)." in review
    assert "February 2022" not in review
    assert snapshots(own_home) == []
    assert press(analyst, now(upload), "confirm").status_code == 302
    assert now(upload).state == State.CONFIRMED
    work()
    done = now(upload)
    assert (done.state, done.new) == (State.LOADED, True)
    assert [each.id for each in snapshots(own_home)] == [done.snapshot]
    said = page(analyst, upload)
    assert f"Snapshot {done.snapshot} is made, as known on 31 January 2024." in said
    assert "Correct the date" in said
    assert not files.folder_of(upload.pk).exists()
    assert [row.action for row in Activity.objects.exclude(action="read_upload")] == ["uploaded_extract", "confirmed_extract", "loaded"]
    assert Activity.objects.get(action="loaded").snapshot == done.snapshot


def test_a_mapping_is_kept_beside_the_extract_and_used(analyst: Client) -> None:
    upload = sent(analyst, mapping=b"tables:\n  people:\n    colums: {child: child}\n")
    work()
    assert now(upload).state == State.REFUSED
    assert "“colums” is not known here. Known are file, columns, codes, covers_from." in page(analyst, upload)


def test_an_annex_a_is_known_by_its_content(analyst: Client, tmp_path: Path) -> None:
    from tests.unit.extracts.workbooks import annex_a

    upload = sent(analyst, annex_a(tmp_path / "lists.xlsx").read_bytes(), name="lists.zip")
    work()
    assert now(upload).source == "annex_a"
    assert "The source has no records of core groups" in page(analyst, upload)


def test_a_mapping_with_a_workbook_is_refused(analyst: Client, tmp_path: Path) -> None:
    from tests.unit.extracts.workbooks import annex_a

    upload = sent(analyst, annex_a(tmp_path / "lists.xlsx").read_bytes(), name="lists.xlsx", mapping=MAPPING)
    work()
    assert "A mapping is for tables, and this is a workbook." in page(analyst, upload)


def test_the_review_says_what_has_fallen_and_what_is_there_already(analyst: Client) -> None:
    first = reviewed(analyst)
    press(analyst, first, "confirm")
    work()
    again = reviewed(analyst)
    assert f"These files are already the snapshot {now(first).snapshot}." in page(analyst, again)
    people = "\n".join(FILES["people.csv"].splitlines()[:2]) + "\n"
    fewer = reviewed(analyst, small_zip(people=people))
    assert "1 record of people would be loaded; the snapshot" in page(analyst, fewer)
    assert "more than a quarter fewer" in page(analyst, fewer)
    press(analyst, again, "confirm")
    work()
    assert (now(again).state, now(again).new) == (State.LOADED, False)
    assert "Nothing to do: these files are already the snapshot" in page(analyst, again)


def test_an_older_day_than_the_current_one_is_warned_of(analyst: Client) -> None:
    press(analyst, reviewed(analyst), "confirm")
    work()
    older = sent(analyst, day="15")
    work()
    assert "before the current snapshot, which is of 31 January 2024" in page(analyst, older)


def test_a_refused_extract_shows_every_problem_and_its_file_is_removed(analyst: Client, own_home: Home) -> None:
    upload = sent(analyst, small_zip(referrals="reference,date\n1,2\n", teams="colour\nred\n"))
    work()
    assert now(upload).state == State.REFUSED
    said = page(analyst, upload)
    assert "referrals.csv, row 1: None of its headings is known" in said
    assert "teams.csv, row 1: None of its headings is known" in said
    assert "extract.zip was not loaded; nothing was changed." in said
    assert files.kept(upload.pk, "extract") is None
    assert snapshots(own_home) == []
    press(analyst, now(upload), "discard")
    assert not files.folder_of(upload.pk).exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7 ...", "This is a PDF, which is not read."),
        (b"child,name\n1,2\n", "This is neither a zip nor an Excel workbook."),
        (b"\xd0\xcf\x11\xe0 old", "an Excel workbook of before 2007"),
        (b"", "The file is empty."),
    ],
)
def test_a_file_of_another_kind_is_refused_by_its_content(analyst: Client, data: bytes, said: str) -> None:
    response = send(analyst, data, name="extract.zip")
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Upload.objects.exists()
    assert list(files.incoming().iterdir()) == []


def test_a_zip_that_is_damaged_or_hostile_is_refused_when_it_is_read(analyst: Client) -> None:
    bomb, outside = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("referrals.csv", b"0" * (80 * 1024**2))
    with zipfile.ZipFile(outside, "w") as archive:
        archive.writestr("../../referrals.csv", "id\n")
    for data, said in (
        (b"PK\x03\x04 cut short", "This zip is damaged"),
        (bomb.getvalue(), "as a zip bomb does"),
        (outside.getvalue(), "The name leads out of the zip."),
    ):
        upload = sent(analyst, data)
        work()
        assert now(upload).state == State.REFUSED
        assert said in page(analyst, upload)


@pytest.mark.parametrize("day", ["", "32", "x", "-1"])
def test_a_day_that_is_none_is_refused_beside_its_field(analyst: Client, day: str) -> None:
    response = send(analyst, day=day)
    assert response.status_code == 422
    assert "This is not a day of the calendar." in response.content.decode()


def test_a_day_to_come_is_refused(analyst: Client) -> None:
    form = {"extract": SimpleUploadedFile("e.zip", small_zip()), "day": "1", "month": "1", "year": "2099"}
    assert "The day must be between" in analyst.post("/data/uploads/", form).content.decode()


def test_too_large_a_file_is_not_kept_and_the_page_says_the_limit(
    analyst: Client, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    settings.LIGHTWELL_UPLOAD_MB = 1  # type: ignore[attr-defined]  # pytest-django's settings
    for size in (1_000_001, 4_100_000):
        response = send(analyst, b"PK" + os.urandom(size))
        assert response.status_code == 413
        assert "larger than 1 MB" in response.content.decode()
    assert list(files.incoming().iterdir()) == []
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd.zip"),
        ("C:\\Users\\me\\January.xlsx", "January.xlsx"),
        ("..\x00.zip", "extract.zip"),
        ("<script>alert(1)</script>.zip", "scriptalert(1)script.zip"),
        ("a" * 300 + ".zip", "a" * 80 + ".zip"),
        ("Ünï.zip", "n.zip"),
    ],
)
def test_a_hostile_name_is_made_harmless(given: str, kept: str) -> None:
    ending = ".xlsx" if given.endswith(".xlsx") else ".zip"
    made = files.harmless_name(given, ending)
    assert "/" not in made
    assert made == kept if "script" not in given else made.endswith(".zip")


def test_what_is_kept_is_for_its_owner_alone(analyst: Client, own_home: Home) -> None:
    upload = reviewed(analyst)
    for path in (own_home.path / "uploads", files.folder_of(upload.pk)):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    extract = files.kept(upload.pk, "extract")
    assert extract is not None
    for path in (extract, files.folder_of(upload.pk) / files.PREVIEW):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_of_two_who_confirm_at_once_one_wins_and_the_other_is_told(analyst: Client, people: People) -> None:
    upload = reviewed(analyst)
    people["director"].assignments.update(role="performance_analyst")
    other = Client()
    other.force_login(people["director"])
    assert press(analyst, upload, "confirm").status_code == 302
    told = press(other, upload, "confirm")
    assert told.status_code == 409
    assert f"{people['performance_analyst'].name} confirmed it on" in told.content.decode()
    discarded = press(other, upload, "discard")
    assert discarded.status_code == 409
    work()
    assert now(upload).state == State.LOADED
    assert Activity.objects.filter(action="confirmed_extract").count() == 1
    assert DBTaskResult.objects.count() == 2


def test_a_discarded_upload_leaves_nothing_behind_and_cannot_be_confirmed(analyst: Client, own_home: Home) -> None:
    upload = reviewed(analyst)
    assert press(analyst, upload, "discard")["Location"] == "/data/uploads/"
    assert not files.folder_of(upload.pk).exists()
    assert press(analyst, upload, "confirm").status_code == 409
    assert "It was discarded" in page(analyst, upload)
    work()
    assert snapshots(own_home) == []


def test_a_worker_that_is_killed_leaves_an_upload_that_can_be_tried_again(analyst: Client, own_home: Home) -> None:
    upload = sent(analyst)
    Upload.objects.filter(pk=upload.pk).update(state=State.READING)
    DBTaskResult.objects.all().delete()
    holding = subprocess.Popen(
        [
            sys.executable,
            "-c",
            HOLD,
            str(files.folder_of(upload.pk) / ".working"),
        ],
        stdout=subprocess.PIPE,
    )
    assert holding.stdout is not None
    assert holding.stdout.readline() == b"held\n"
    assert "It was interrupted" not in page(analyst, upload)
    assert press(analyst, now(upload), "again").status_code == 409
    holding.send_signal(signal.SIGKILL)
    holding.wait()
    holding.stdout.close()
    assert "It was interrupted" in page(analyst, upload)
    assert "Interrupted" in analyst.get("/data/uploads/").content.decode()
    assert press(analyst, now(upload), "again").status_code == 302
    work()
    assert now(upload).state == State.READY


def test_a_review_that_another_version_wrote_does_not_fail(analyst: Client) -> None:
    upload = reviewed(analyst)
    files.write(upload.pk, files.PREVIEW, '{"as_at": "2024-01-31"}')
    assert "Discard it and upload the extract again" in page(analyst, upload)


def test_a_task_of_an_earlier_attempt_does_nothing(analyst: Client) -> None:
    upload = reviewed(analyst)
    tasks.read_upload.call(str(upload.pk), upload.attempt)
    tasks.load_upload.call(str(upload.pk), upload.attempt)
    assert now(upload).state == State.READY


def test_a_defect_is_said_plainly_and_the_log_quotes_no_record(
    analyst: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("child 1003 is Cai Stone")

    upload = sent(analyst)
    with monkeypatch.context() as patch, caplog.at_level(logging.ERROR):
        patch.setattr(tasks, "read_extract", fail)
        work()
    assert now(upload).state == State.FAILED
    assert "Something is wrong in Lightwell itself" in page(analyst, upload)
    assert "RuntimeError" in caplog.text
    kept = [caplog.text, *DBTaskResult.objects.values_list("traceback", flat=True), now(upload).said]
    assert not any("Cai Stone" in text for text in kept)
    assert press(analyst, now(upload), "again").status_code == 302
    work()
    assert now(upload).state == State.READY


def test_settings_that_changed_after_the_review_ask_for_another(analyst: Client, own_home: Home) -> None:
    upload = reviewed(analyst)
    press(analyst, upload, "confirm")
    own_home.settings.write_text(SETTINGS.replace("E06009998", "E06009997"), encoding="utf-8")
    work()
    assert now(upload).state == State.READY
    assert "Look at it again." in page(analyst, upload)
    assert snapshots(own_home) == []


def test_settings_that_cannot_be_read_fail_without_losing_the_file(analyst: Client, own_home: Home) -> None:
    upload = sent(analyst)
    own_home.settings.write_text("authority: [", encoding="utf-8")
    work()
    assert now(upload).state in (State.FAILED, State.REFUSED)


def test_a_form_sent_after_the_session_ended_says_so_and_keeps_nothing(analyst: Client) -> None:
    upload = reviewed(analyst)
    analyst.logout()
    for response in (send(analyst), press(analyst, upload, "confirm")):
        assert response.status_code == 403
        assert "Your session has ended" in response.content.decode()
    assert list(files.incoming().iterdir()) == []
    assert now(upload).state == State.READY
    assert analyst.get("/data/uploads/")["Location"].startswith("/people/sign-in/")


def test_an_upload_without_the_token_of_the_form_is_refused(people: People) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["performance_analyst"])
    assert send(client).status_code == 403
    assert not Upload.objects.exists()
    assert list(files.incoming().iterdir()) == []


def test_only_those_who_load_extracts_reach_uploads(client_as: ClientAs, analyst: Client) -> None:
    upload = sent(analyst)
    director = client_as("director")
    assert send(director).status_code == 403
    for response in (director.get("/data/uploads/"), director.get(f"/data/uploads/{upload.pk}/"), press(director, upload, "discard")):
        assert response.status_code == 403
    assert now(upload).state == State.RECEIVED


def test_an_upload_that_does_not_exist_is_not_found(analyst: Client) -> None:
    assert analyst.get(f"/data/uploads/{uuid.uuid4()}/").status_code == 404


def test_what_dead_requests_left_behind_is_removed_after_a_day_and_nothing_else(analyst: Client) -> None:
    waiting = reviewed(analyst)
    orphan, young = files.root() / str(uuid.uuid4()), files.root() / str(uuid.uuid4())
    left = files.incoming() / "left"
    left.write_bytes(b"PK")
    for folder in (orphan, young):
        folder.mkdir()
    for path in (left, orphan, files.folder_of(waiting.pk)):
        os.utime(path, (time.time() - 2 * 24 * 3600,) * 2)
    sent(analyst)
    assert not left.exists()
    assert not orphan.exists()
    assert young.exists()
    assert files.kept(waiting.pk, "extract") is not None


def test_the_limit_is_in_megabytes_of_a_million() -> None:
    assert arriving.limit() == 500_000_000
