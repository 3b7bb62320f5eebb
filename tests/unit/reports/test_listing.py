"""The list behind a figure: its rows, its words, its order, and the files that it leaves as."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from lightwell.errors import NotFound
from lightwell.extracts import read_tables
from lightwell.periods import Month
from lightwell.reports.listing import in_order, listing
from lightwell.reports.listing_files import about, csv_text, headings, table, xlsx_bytes
from lightwell.results import load_extract
from lightwell.store import Home, Snapshot
from tests.small import SETTINGS, write_extract

MONTH = Month(2024, 1)
NAMES = {"worker": {"W1": "First Worker", "W2": "Second Worker"}, "team": {"T1": "East A"}}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The small extract, one child of it with a name that a spreadsheet would run."""
    folder: Path = tmp_path_factory.mktemp("listing")
    home = Home(folder / "home")
    home.make()
    home.settings.write_text(SETTINGS, encoding="utf-8")
    path = write_extract(folder / "extract")
    people = (path / "people.csv").read_text(encoding="utf-8").replace("Ada,Moor", "=HYPERLINK(1),@Moor")
    (path / "people.csv").write_text(people, encoding="utf-8")
    extract = read_tables(path, as_at=date(2024, 1, 31), authority="E06009998")
    return load_extract(home, extract, progress=lambda _what, _fraction: None).snapshot


def test_a_list_has_the_figure_its_rows_and_plain_columns(loaded: Snapshot) -> None:
    found = listing(loaded, "cp_plans", MONTH)
    assert (found.figure.numerator, found.total, found.children) == (1, 1, 1)
    assert [row.key for row in found.rows] == ["1001"]
    assert found.rows[0].place == {"worker": "W1", "team": "T1", "service": "Safeguarding", "locality": "East"}
    category = next(column for column in found.columns if column.name == "category")
    assert (category.heading, category.said("NEG"), category.is_number) == ("Category", "Neglect", False)


def test_columns_say_values_in_words(loaded: Snapshot) -> None:
    column = listing(loaded, "cp_plans", MONTH).columns[0]
    said = [column.said(value) for value in (None, True, False, date(2024, 1, 5), 1234, 0, 0.5, 2.0)]
    assert said == ["", "Yes", "No", "5 January 2024", "1,234", "0", "0.5", "2"]


def test_the_parts_of_a_share_add_up(loaded: Snapshot) -> None:
    parts = {part: listing(loaded, "referrals_nfa", MONTH, part=part).total for part in ("numerator", "denominator")}
    assert parts["numerator"] <= parts["denominator"]
    assert [listing(loaded, "referrals", MONTH, breakdown="team", member=team).total for team in ("T1", "T2", "T9")] == [1, 1, 0]


def test_what_there_is_not_is_said(loaded: Snapshot) -> None:
    for part, words in (("other", "is no part of a figure"), ("missed", "missed")):
        with pytest.raises(NotFound, match=words):
            listing(loaded, "cp_plans", MONTH, part=part)


def test_rows_are_put_in_order_with_the_unknown_last(loaded: Snapshot) -> None:
    found = listing(loaded, "referrals", MONTH)
    assert [row.key for row in in_order(loaded, found, "received_on")] == ["1001", "1002"]
    assert [row.key for row in in_order(loaded, found, "-received_on")] == ["1002", "1001"]
    assert [row.key for row in in_order(loaded, found, "worker")] == ["1001", "1002"]
    assert [row.key for row in in_order(loaded, found, "-age")] == ["1001", "1002"]
    assert [row.key for row in in_order(loaded, found, "no such column")] == [row.key for row in in_order(loaded, found, "name")]
    assert [row.key for row in in_order(loaded, found.only(lambda row: row.key == "1002"), "age")] == ["1002"]


def test_a_list_of_some_keeps_the_total(loaded: Snapshot) -> None:
    found = listing(loaded, "referrals", MONTH).only(lambda row: row.key == "1001")
    assert (len(found.rows), found.total) == (1, 2)


def test_files_have_a_row_for_each_and_run_nothing(loaded: Snapshot) -> None:
    found = listing(loaded, "cp_plans", MONTH)
    lines, heads = table(loaded, found, found.rows, NAMES), headings(found)
    rows = list(csv.reader(io.StringIO(csv_text(heads, lines).removeprefix("\ufeff"))))
    assert rows[0][:5] == ["Child", "Given name", "Family name", "Born", "Age"]
    assert rows[1][:5] == ["1001", "'=HYPERLINK(1)", "'@Moor", "2015-02-03", "8"]
    assert rows[1][-4:] == ["First Worker", "East A", "Safeguarding", "East"]
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(found, heads, lines, about(loaded, found, "Whole service", "1 child"))))
    sheet = book["List"]
    assert (sheet["B2"].value, sheet["B2"].data_type, sheet["E2"].value) == ("=HYPERLINK(1)", "s", 8)
    assert sheet["D2"].value.date() == date(2015, 2, 3)
    assert "Snapshot" in [row[0] for row in book["About this list"].iter_rows(values_only=True)]


def test_a_file_of_workers_names_workers(loaded: Snapshot) -> None:
    found = replace(listing(loaded, "caseholders_20_plus", MONTH), rows=(listing(loaded, "cp_plans", MONTH).rows[0],))
    assert found.of_workers
    assert headings(found)[:2] == ("Worker", "Name")
