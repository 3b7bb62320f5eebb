"""The figures of an indicator as files: tidy rows that equal the results, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from lightwell.reports.harmless import harmless
from lightwell.reports.indicator_files import COLUMNS, csv_text, figures, xlsx_bytes
from lightwell.reports.model import WHOLE
from lightwell.reports.places import place_of
from lightwell.results import values
from tests.unit.reports.conftest import Small


def test_csv_holds_every_value(small: Small) -> None:
    lines = figures(small.snapshot, "cp_plans", WHOLE, ("team",))
    read = list(csv.DictReader(io.StringIO(csv_text(lines).removeprefix("\ufeff"))))
    expected = [*values(small.snapshot, indicators=["cp_plans"]), *values(small.snapshot, indicators=["cp_plans"], breakdown="team")]
    assert tuple(read[0]) == COLUMNS
    assert {(row["breakdown"], row["member"], row["month"], row["value"]) for row in read} == {
        (value.breakdown, value.member, str(value.period), "" if value.value is None else f"{value.value:g}") for value in expected
    }
    assert {row["snapshot"] for row in read} == {small.snapshot.id}


def test_a_part_has_only_its_own_figures(small: Small) -> None:
    lines = figures(small.snapshot, "cp_plans", place_of(small.snapshot, "team", "T1"), ("worker",))
    assert {(line[2], line[3]) for line in lines} == {("team", "T1")}
    assert len(lines) == 25


def test_workbook_holds_numbers_and_says_what_they_are(small: Small) -> None:
    lines = figures(small.snapshot, "cp_plans", WHOLE)
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(small.snapshot, "cp_plans", WHOLE, lines)))
    assert book.sheetnames == ["Figures", "About"]
    assert book["Figures"].max_row == 26
    assert book["Figures"].cell(26, 8).value == 1
    about = {str(row[0]): row[1] for row in book["About"].iter_rows(values_only=True)}
    assert about["Snapshot"] == small.snapshot.id
    assert about["Definition"] == "Version 1"
    assert about["Counted"] == "How many children had a child protection plan at the end of the month?"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_that_would_run_is_read_as_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_numbers_and_plain_text_stay() -> None:
    assert [harmless(each) for each in (-3, 2.5, "East A", "")] == [-3, 2.5, "East A", ""]
