"""The settings of what is unusual looking."""

from __future__ import annotations

from pathlib import Path

import pytest

from lightwell.errors import Refused
from lightwell.results import read_settings
from lightwell.results.looking import USUAL_LOOKING, Looking


def written(folder: Path, more: str) -> Path:
    path = folder / "settings.yaml"
    path.write_text(f"authority: X\nname: Smallshire\n{more}", encoding="utf-8")
    return path


def test_what_is_said_holds_and_the_rest_stays(tmp_path: Path) -> None:
    assert read_settings(written(tmp_path, "")).looking == USUAL_LOOKING == Looking(22, 6, 20, 100, 3, 3, 4, 60, 90)
    assert read_settings(written(tmp_path, "looking: {night_from: 0, times_usual: 5}\n")).looking == Looking(night_from=0, times_usual=5)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("looking: 7\n", "This has whole numbers for any of night_from, night_to, opened_in_an_hour"),
        ("looking: {night: 7}\n", "There is no key “night” in it. The keys are night_from"),
        ("looking: {night_from: 24}\n", "“night_from” must be a whole number from 0 to 23."),
        ("looking: {taken_out_in_an_hour: true}\n", "“taken_out_in_an_hour” must be a whole number from 2 to 100,000."),
    ],
)
def test_what_cannot_be_is_said(tmp_path: Path, more: str, said: str) -> None:
    with pytest.raises(Refused) as caught:
        read_settings(written(tmp_path, more))
    assert [problem.what.startswith(said) for problem in caught.value.problems] == [True]
