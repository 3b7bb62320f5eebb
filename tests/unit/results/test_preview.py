"""What a load would come to: told before it, and the same after it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lightwell.extracts import Extract, read_tables
from lightwell.periods import Month
from lightwell.results import definitions_of, feeding, load_extract, months_for, preview, values
from lightwell.results.kept_preview import read_preview, write_preview
from lightwell.results.model import State
from lightwell.store import Home, snapshots
from tests.small import FILES, SETTINGS, write_extract
from tests.unit.results.conftest import silent


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.make()
    home.settings.write_text(SETTINGS, encoding="utf-8")
    return home


def extract(folder: Path, **changed: str | None) -> Extract:
    write_extract(folder)
    for name, text in changed.items():
        if text is None:
            (folder / f"{name}.csv").unlink()
        else:
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return read_tables(folder, as_at=date(2024, 1, 31), authority="E06009998")


def test_a_preview_counts_every_row_and_changes_nothing(home: Home, tmp_path: Path) -> None:
    found = preview(home, extract(tmp_path / "extract"))
    assert (found.total.read, found.total.loaded, found.total.quarantined) == (found.total.read, found.total.read - 1, 1)
    assert [(kind.place, kind.kind, kind.rows) for kind in found.kinds] == [
        ("referrals.csv", "“received_on” is not a day of the calendar", 1)
    ]
    assert found.kinds[0].examples[0].value == "31/02/2024"
    assert (found.current, found.already, found.records[0].before) == ("", "", None)
    assert (found.first_month, found.last_month) == (Month(2022, 1), Month(2024, 1))
    assert snapshots(home) == []


def test_a_preview_is_the_same_once_it_was_kept_as_text(home: Home, tmp_path: Path) -> None:
    found = preview(home, extract(tmp_path / "extract"))
    assert read_preview(write_preview(found)) == found


def test_a_fall_of_more_than_a_quarter_is_warned_of_and_a_smaller_one_is_not(home: Home, tmp_path: Path) -> None:
    four = "".join(f"{number}\n" for number in (1001, 1002, 1003, 1004))
    load_extract(home, extract(tmp_path / "one", people=f"child\n{four}"), progress=silent)
    three = preview(home, extract(tmp_path / "two", people="child\n1001\n1002\n1003\n"))
    two = preview(home, extract(tmp_path / "three", people="child\n1001\n1002\n"))
    assert [record.fell for record in (three.records[0], two.records[0])] == [False, True]
    assert not any("records of people" in str(warning) for warning in three.warnings)
    assert any("2 records of people would be loaded; the snapshot" in str(warning) for warning in two.warnings)


def test_the_same_files_are_known_again(home: Home, tmp_path: Path) -> None:
    loaded = load_extract(home, extract(tmp_path / "one"), progress=silent).snapshot
    same = preview(home, extract(tmp_path / "two"))
    assert same.already == loaded.id
    home.settings.write_text(SETTINGS.replace("10000", "20000"), encoding="utf-8")
    other = preview(home, extract(tmp_path / "three"))
    assert other.already == ""
    assert any("The same files are in the snapshot" in str(warning) for warning in other.warnings)


def test_what_is_said_to_be_fed_is_what_has_figures(home: Home, tmp_path: Path) -> None:
    """The month from which an indicator is said to be known is the first for which the loaded snapshot has a figure."""
    found = extract(tmp_path / "extract", assessments=FILES["assessments.csv"].replace(",completed_on", ",x_on"), visits=None)
    snapshot = load_extract(home, found, progress=silent).snapshot
    feeds = {feed.indicator: feed for feed in preview(home, found).feeds}
    assert feeds
    for value in values(snapshot):
        feed = feeds[value.indicator]
        known = feed.first is not None and feed.first <= value.period
        assert (value.state is not State.NO_DATA) == known, (value.indicator, value.period, feed)
    assert "no records of visits" in feeds["cp_visit_10_working_days"].because
    assert feeds["assessments_45_working_days"].because == "The source has no column “completed_on” in assessments."


def test_a_source_that_is_complete_from_a_day_says_since_when(home: Home, tmp_path: Path) -> None:
    snapshot = load_extract(home, extract(tmp_path / "extract"), progress=silent).snapshot
    definition = definitions_of(snapshot).definition("referrals")
    (feed,) = feeding([definition], {"referrals": date(2023, 6, 15)}, (), months_for(date(2024, 1, 31)))
    assert (feed.first, feed.throughout, feed.fed) == (Month(2023, 7), False, True)
    assert feed.because == "The source is complete from 15 June 2023 in referrals."
