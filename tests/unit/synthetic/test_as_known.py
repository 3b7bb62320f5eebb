"""Extracts as known on a day: nothing from the future, earlier rows kept, mistakes planted and mended, files in the agreed form."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pyarrow.compute as pc
import pytest

from lightwell.journey import RECORDS, Record
from lightwell.synthetic import Authority, write_tables_extract
from lightwell.synthetic.days import day_number
from lightwell.synthetic.known import as_known

_AUGUST = date(2023, 8, 31)
_JANUARY = date(2024, 1, 31)
_BY_RECORD = pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.table)
_AHEAD = {"expected_on"}
"""Days that are known before they come."""


def _read(path: Path) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(path) as archive:
        return {
            name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8")))) for name in archive.namelist()
        }


@pytest.fixture(scope="module")
def january(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, str]]]:
    """The extract of January 2024 as text."""
    return _read(write_tables_extract(authority, _JANUARY, tmp_path_factory.mktemp("extract") / "january.zip"))


@_BY_RECORD
def test_no_day_lies_after_the_extract(authority: Authority, record: type[Record]) -> None:
    table = as_known(authority, _AUGUST)[record.table]
    for column in record.columns:
        if column.kind == "day" and column.name not in _AHEAD and table[column.name].null_count < table.num_rows:
            assert pc.max(table[column.name]).as_py() <= _AUGUST, column.name


@_BY_RECORD
def test_a_later_extract_has_every_row_of_an_earlier_one(authority: Authority, record: type[Record]) -> None:
    earlier, later = as_known(authority, _AUGUST)[record.table], as_known(authority, _JANUARY)[record.table]
    name = "id" if "id" in earlier.column_names else record.key[0]
    assert later[name].to_pylist()[: earlier.num_rows] == earlier[name].to_pylist()


def test_what_hangs_on_a_day_is_blank_until_it_comes(authority: Authority) -> None:
    tables = as_known(authority, _AUGUST)
    for table, day, follows in (
        ("periods_of_care", "ended_on", "end_reason"),
        ("placements", "ended_on", "change_reason"),
        ("episodes_of_need", "ended_on", "closure_reason"),
        ("assessments", "completed_on", "outcome"),
    ):
        open_rows = tables[table].filter(pc.is_null(tables[table][day]))
        assert open_rows.num_rows > 0
        assert open_rows[follows].null_count == open_rows.num_rows, table


@pytest.mark.parametrize("table", ["visits", "supervisions"])
def test_some_of_a_months_work_is_recorded_or_authorised_after_its_end(authority: Authority, table: str) -> None:
    rows = authority.journey[table]
    late = every = 0
    for month in authority.months[-13:-1]:
        here = rows.filter(pc.and_(pc.greater_equal(rows["happened_on"], month.start), pc.less_equal(rows["happened_on"], month.end)))
        every += here.num_rows
        late += pc.sum(pc.greater(here["authorised_on"], month.end)).as_py() or 0
    assert 0.02 <= late / every <= 0.06


def test_an_episode_names_the_team_that_held_it_on_the_day(authority: Authority) -> None:
    before = as_known(authority, _AUGUST)["episodes_of_need"]
    after = as_known(authority, _JANUARY)["episodes_of_need"]
    closed = set(authority.journey["teams"].filter(pc.equal(authority.journey["teams"]["ended_on"], _AUGUST))["team"].to_pylist())
    still_open = pc.is_null(after["ended_on"])
    assert closed & set(before.filter(pc.is_null(before["ended_on"]))["team"].to_pylist())
    assert not closed & set(after.filter(still_open)["team"].to_pylist())


def test_files_are_named_and_headed_as_the_record_model(january: dict[str, list[dict[str, str]]]) -> None:
    assert list(january) == [record.table for record in RECORDS]
    for record in RECORDS:
        assert list(january[record.table][0]) == [column.name for column in record.columns]


def test_dates_and_flags_are_written_as_people_write_them(january: dict[str, list[dict[str, str]]]) -> None:
    for record in RECORDS:
        for column in record.columns:
            values = {row[column.name] for row in january[record.table]} - {""}
            if column.kind == "day":
                assert all(re.fullmatch(r"\d\d/\d\d/\d{4}", value) for value in values), column.name
            if column.kind == "flag":
                assert values <= {"Yes", "No"}, column.name


def test_a_folder_has_the_files_of_the_zip(authority: Authority, january: dict[str, list[dict[str, str]]], tmp_path: Path) -> None:
    folder = write_tables_extract(authority, _JANUARY, tmp_path / "extract")
    assert sorted(path.stem for path in folder.iterdir()) == sorted(january)
    with (folder / "teams.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == january["teams"]


def test_mistakes_stand_in_the_extract_until_they_are_corrected(authority: Authority, january: dict[str, list[dict[str, str]]]) -> None:
    standing = [each for each in authority.mistakes if each.corrected_on > day_number(_JANUARY)]
    assert 30 <= len(standing) <= 120
    assert {each.kind for each in standing} == {"impossible_date", "end_before_start", "unknown_code", "missing_child", "repeat"}
    seen = [each for each in standing if each.kind in ("impossible_date", "unknown_code") and each.row < len(january[each.table])]
    wrong = [each for each in seen if january[each.table][each.row][each.column] != each.text]
    assert len(seen) > 10
    assert not wrong
    mended = [each for each in authority.mistakes if each.corrected_on <= day_number(_JANUARY) and each.kind != "repeat"]
    assert mended
    assert all(january[each.table][each.row][each.column] != each.text for each in mended)


def test_postcodes_are_of_an_area_that_does_not_exist(january: dict[str, list[dict[str, str]]]) -> None:
    codes = {row["postcode"] for table in ("people", "placements") for row in january[table]} - {""}
    assert codes
    assert all(code.startswith("ZZ") for code in codes)
