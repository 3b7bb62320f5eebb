"""Other areas in the performance table: the pack's own columns with year and release, both figures where one was revised, and notes."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from lightwell.reports import compared
from lightwell.reports.from_snapshot import pack_of
from lightwell.reports.model import Pack
from lightwell.store import Home, Snapshot
from tests.web.conftest import ClientAs

pytestmark = pytest.mark.django_db

VIEWS = ("/performance/", "/performance/?months=13")


def words(text: str) -> str:
    """Give what a reader reads: the text without its marks, each run of blanks one blank."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).replace("\u00a0", " ").split())


def page_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def pack(service_home: Home, snapshot: Snapshot) -> Pack:
    """The pack whose figures the table shows."""
    assert snapshot.manifest.last_month is not None
    return pack_of(service_home, snapshot, snapshot.manifest.last_month)


@pytest.mark.parametrize("path", VIEWS)
def test_every_row_has_the_packs_columns_and_their_year_and_release(client_as: ClientAs, pack: Pack, path: str) -> None:
    page = page_of(client_as("director"), path)
    shown = [row for section in pack.sections for row in section.rows if row.compared_source]
    assert shown
    for row in shown:
        (cells, *_) = re.findall(rf'href="/performance/{row.definition.id}/\?[^"]*">[^<]*</a></th>(.*?)</tr>', page, re.DOTALL)
        said = words(cells)
        for cell in row.comparators:
            assert cell.text in said
            assert compared.now(cell) in said
        assert row.compared_source in said
        assert compared.later(row) in said


@pytest.mark.parametrize("path", VIEWS)
def test_notes_stand_beneath_their_table_and_with_whom_we_compare_at_the_foot(client_as: ClientAs, pack: Pack, path: str) -> None:
    page = page_of(client_as("director"), path)
    said = words(page)
    for section in pack.sections:
        assert all(f"[{mark}] {text}" in said for mark, text in section.notes)
    assert said.count(pack.compared_with) == 1
    assert page.count(compared.SOURCE_HEADING) == page.count("<table")


def test_a_part_of_the_service_has_no_such_columns(client_as: ClientAs, snapshot: Snapshot, service_home: Home) -> None:
    client = client_as("director")
    (part, *_) = re.findall(r'<option value="(team:[^"]+)"', page_of(client, "/performance/"))
    page = page_of(client, f"/performance/?part={part}")
    assert "lw-perf__compared" not in page
    assert compared.SOURCE_HEADING not in page
    assert "Published figures of other areas stand beside the whole service only." in page


def test_columns_without_any_figure_are_left_out(client_as: ClientAs, service_home: Home) -> None:
    was = service_home.settings.read_text("utf-8")
    try:
        service_home.settings.write_text(re.sub(r"^comparators:\n(?:[ -].*\n?)*", "", was, flags=re.MULTILINE), "utf-8")
        page = page_of(client_as("director"), "/performance/")
        assert "Neighbours</th>" not in page
        assert compared.SOURCE_HEADING not in page
        assert words(page).count("is in no published statistics") == 1
    finally:
        service_home.settings.write_text(was, "utf-8")
