"""The pages of snapshots and quarantine: what they show, to whom, and what is kept from whom."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from django.test import Client

from lightwell.results import Chosen, quarantine_counts, quarantine_page
from lightwell.store import Home, Snapshot, snapshots
from lightwell.web.activity.models import Activity
from tests.web.conftest import ClientAs, People

pytestmark = pytest.mark.django_db


def text_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[:2000]
    content: bytes = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    return content.decode()


def test_the_snapshots_are_listed_with_the_current_one_marked(client_as: ClientAs, snapshot: Snapshot, service_home: Home) -> None:
    page = text_of(client_as("director"), "/data/")
    for each in snapshots(service_home):
        assert f"/data/snapshots/{each.id}/" in page
        assert f"{each.manifest.rows_read:,}" in page
    assert page.count(">Current<") == 1
    assert "Upload an extract" not in page  # the director may not load
    assert "Upload an extract" in text_of(client_as("performance_analyst"), "/data/")


def test_a_damaged_snapshot_is_named_with_what_to_do(client_as: ClientAs, service_home: Home) -> None:
    folder = service_home.snapshots / "2001-01-31-aaaaaaaa"
    folder.mkdir()
    try:
        page = text_of(client_as("director"), "/data/")
    finally:
        folder.rmdir()
    assert "Damaged snapshots" in page
    assert "2001-01-31-aaaaaaaa has no manifest" in page


def test_a_home_without_snapshots_says_what_to_do(client_as: ClientAs, settings: object, tmp_path: Path) -> None:
    client = client_as("performance_analyst")
    settings.HOME = Home(tmp_path / "empty")  # type: ignore[attr-defined]  # pytest-django's settings
    assert "Nothing is loaded yet" in text_of(client, "/data/")
    assert "Nothing is loaded yet" in text_of(client, "/data/quarantine/")
    assert "No upload yet" in text_of(client, "/data/uploads/")


def test_a_snapshot_shows_its_files_records_checks_and_what_it_feeds(client_as: ClientAs, snapshot: Snapshot) -> None:
    page = text_of(client_as("director"), f"/data/snapshots/{snapshot.id}/")
    for file in snapshot.manifest.files:
        assert file.name in page
    assert f"{snapshot.manifest.rows['visits']:,}" in page
    assert snapshot.manifest.checks[0].detail in page
    total = len(snapshot.manifest.definitions)
    assert f"{total} of {total} indicators are known" in page


def test_a_snapshot_that_does_not_exist_is_not_found(client_as: ClientAs) -> None:
    assert "There is no snapshot “2001-01-01-nothing”" in text_of(client_as("director"), "/data/snapshots/2001-01-01-nothing/", 404)


def test_quarantine_shows_every_row_with_its_remedy(client_as: ClientAs, snapshot: Snapshot) -> None:
    page = text_of(client_as("director"), "/data/quarantine/")
    rows = quarantine_page(snapshot, most=50)
    assert rows
    for row in rows:
        assert row.remedy.split(";")[0] in page
        assert f"row&nbsp;{row.row:,}" in page
    assert f"<b>{quarantine_counts(snapshot).rows:,}</b>" in page


def test_quarantine_is_narrowed_and_its_counts_follow(client_as: ClientAs, snapshot: Snapshot) -> None:
    everything = quarantine_counts(snapshot)
    for field, tallies in (("file", everything.files), ("kind", everything.kinds), ("team", everything.teams)):
        for tally in tallies:
            assert quarantine_counts(snapshot, Chosen(**{field: tally.key})).rows == tally.rows
    assert sum(tally.rows for tally in everything.files) == everything.rows
    file = everything.files[0]
    page = text_of(client_as("director"), f"/data/quarantine/?file={file.key}")
    assert f"<b>{file.rows:,}</b>" in page


def test_a_file_without_rows_is_not_found(client_as: ClientAs) -> None:
    assert "has no row of that file" in text_of(client_as("director"), "/data/quarantine/?file=../../etc/passwd", 404)


def test_what_was_written_is_shown_only_to_those_who_may_see_the_child(client_as: ClientAs, people: People, snapshot: Snapshot) -> None:
    written = [row for row in quarantine_page(snapshot) if row.value and row.child]
    assert written
    shown = text_of(client_as("director"), "/data/quarantine/rows.csv")
    held_back = text_of(client_as("practice_manager"), "/data/quarantine/rows.csv")
    team = people["practice_manager"].assignments.get().member
    for row in written:
        assert row.child in shown
        assert (row.child in held_back) == (row.team == team) or any(r.child == row.child and r.team == team for r in written)
    assert len(list(csv.reader(io.StringIO(held_back)))) == len(list(csv.reader(io.StringIO(shown))))


def test_reading_and_exporting_quarantine_is_recorded_with_how_many_children_it_named(client_as: ClientAs, snapshot: Snapshot) -> None:
    text_of(client_as("director"), "/data/quarantine/")
    text_of(client_as("director"), "/data/quarantine/rows.csv")
    shown, taken = (
        len({row.child for row in rows if row.child}) for rows in (quarantine_page(snapshot, most=50), quarantine_page(snapshot))
    )
    assert shown > 0
    assert list(Activity.objects.values_list("action", "snapshot", "children")) == [
        ("read_quarantine", snapshot.id, shown),
        ("exported_quarantine", snapshot.id, taken),
    ]


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(client_as: ClientAs) -> None:
    for line in csv.reader(io.StringIO(text_of(client_as("director"), "/data/quarantine/rows.csv"))):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in line)
