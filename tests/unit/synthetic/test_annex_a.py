"""The Annex A workbook: Ofsted's headings, its spellings, and the time that each list covers."""

from __future__ import annotations

import csv
from datetime import date, datetime
from importlib import resources

import openpyxl
import pytest

from lightwell.synthetic import Authority, write_annex_a

_AS_AT = date(2024, 1, 31)

Lists = dict[int, list[dict[str, object]]]


@pytest.fixture(scope="module")
def lists(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Lists:
    """The rows of every list by heading."""
    book = openpyxl.load_workbook(write_annex_a(authority, _AS_AT, tmp_path_factory.mktemp("annex") / "annex-a.xlsx"), read_only=True)
    found: Lists = {}
    for sheet in book.worksheets:
        rows = list(sheet.iter_rows(values_only=True))
        found[int(sheet.title.removeprefix("List "))] = [
            {str(key): value for key, value in zip(rows[0], row, strict=True)} for row in rows[1:]
        ]
    book.close()
    return found


def _guidance() -> list[dict[str, str]]:
    text = resources.files("lightwell.extracts").joinpath("annex_a_columns.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_there_are_eleven_lists_with_ofsteds_headings(lists: Lists) -> None:
    wanted: dict[int, list[str]] = {}
    for row in _guidance():
        wanted.setdefault(int(row["list"]), []).append(row["column"])
    assert {number: list(rows[0]) for number, rows in lists.items()} == wanted


def test_categories_are_spelt_as_in_the_guidance(lists: Lists) -> None:
    for row in _guidance():
        if not row["categories"] or row["column"] == "LA of Placement":
            continue
        allowed = {each.strip() for each in row["categories"].split("|")}
        found = {each[row["column"]] for each in lists[int(row["list"])]} - {None}
        assert found <= allowed, (row["list"], row["column"])


def test_what_may_not_be_blank_is_filled_in(lists: Lists) -> None:
    for row in _guidance():
        if row["can_be_blank"] == "False":
            rows = lists[int(row["list"])]
            blank = sum(1 for each in rows if each[row["column"]] is None)
            assert blank <= 0.03 * len(rows), (row["list"], row["column"])


@pytest.mark.parametrize(("number", "column"), [(1, "Date of Contact"), (3, "Date of referral"), (2, "Assessment start date")])
def test_events_are_those_of_the_last_six_months(lists: Lists, number: int, column: str) -> None:
    days = [each[column] for each in lists[number]]
    assert all(isinstance(day, datetime) and date(2023, 7, 31) < day.date() <= _AS_AT for day in days)


def test_children_in_care_are_those_of_the_last_six_months(lists: Lists, authority: Authority) -> None:
    rows = authority.journey["periods_of_care"].to_pylist()
    wanted = sum(1 for row in rows if row["_known_on"] <= _AS_AT and (row["ended_on"] is None or row["ended_on"] > date(2023, 7, 31)))
    assert len(lists[8]) == wanted


def test_ages_fit_the_day_of_birth(lists: Lists) -> None:
    for each in lists[9]:
        born, age = each["Date of Birth"], each["Age of Child (Years)"]
        assert isinstance(born, datetime)
        assert isinstance(age, int)
        assert age == _AS_AT.year - born.year - ((_AS_AT.month, _AS_AT.day) < (born.month, born.day))
