"""The settings of how long things are kept, and how long a session lasts."""

from __future__ import annotations

from pathlib import Path

import pytest

from lightwell.errors import Refused
from lightwell.results import read_settings
from lightwell.results.keeping import FOR_EVER, USUAL, Retention, Sessions


def written(folder: Path, more: str) -> Path:
    path = folder / "settings.yaml"
    path.write_text(f"authority: X\nname: Smallshire\n{more}", encoding="utf-8")
    return path


def test_everything_is_kept_for_ever_until_something_is_said(tmp_path: Path) -> None:
    found = read_settings(written(tmp_path, ""))
    assert (found.retention, found.sessions) == (FOR_EVER, USUAL)
    assert Retention() == Retention(None, None, None, None)
    assert Sessions() == Sessions(30, 10)


def test_what_is_said_holds(tmp_path: Path) -> None:
    found = read_settings(written(tmp_path, "retention: {snapshots_days: 400, month_ends_months: 84}\nsessions: {hours: 8}\n"))
    assert found.retention == Retention(snapshots_days=400, month_ends_months=84)
    assert found.sessions == Sessions(30, 8)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("retention: 7\n", "This has whole numbers for any of snapshots_days"),
        ("retention: {snapshot_days: 7}\n", "There is no key “snapshot_days” in it"),
        ("retention: {snapshots_days: 0}\n", "“snapshots_days” must be a whole number from 1 to 40,000"),
        ("retention: {snapshots_days: true}\n", "“snapshots_days” must be a whole number"),
        ("retention: {activity_years: 5}\n", "“activity_years” must be a whole number from 6"),
        ("retention: {month_ends_months: 12}\n", "which is not there. Give both."),
        ("sessions: {hours: 25}\n", "“hours” must be a whole number from 1 to 24"),
        ("sessions: {idle_minutes: thirty}\n", "“idle_minutes” must be a whole number from 1 to 480"),
    ],
)
def test_what_cannot_be_is_said_with_what_can(tmp_path: Path, more: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        read_settings(written(tmp_path, more))
    assert said in str(refused.value)
