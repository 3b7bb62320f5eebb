"""The settings of a service: read whole, or refused with every reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lightwell.errors import Refused
from lightwell.results import NOT_SET, Settings, read_settings
from lightwell.results.settings import Beside, NeighbourList
from tests.small import SETTINGS


def test_no_file_is_no_settings(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "settings.yaml") == NOT_SET


def test_settings_are_read(tmp_path: Path) -> None:
    path = tmp_path / "settings.yaml"
    path.write_text(SETTINGS, encoding="utf-8")
    settings = read_settings(path)
    assert (settings.authority, settings.name) == ("E06009998", "Smallshire")
    assert settings.populations[0].children == 10000
    assert settings.targets[0].value == 1


def test_every_fault_is_said_at_once(tmp_path: Path) -> None:
    path = tmp_path / "settings.yaml"
    path.write_text(
        "authority: X\nname: Y\ncolour: red\npopulations: [{from: soon}]\ntargets: {cla: [{from: 2024-01-01, value: 5, tolerance: -1}]}\n"
        "comparators: {like: E99, neighbours: [{from: 2021-04-01, list: 2019, average: mean}, "
        "{from: 2021-04-01, list: 2021, average: mode}, 7]}\n",
        encoding="utf-8",
    )
    with pytest.raises(Refused) as refused:
        read_settings(path)
    message = str(refused.value)
    for said in (
        "no key “colour”",
        "column populations: Entry 1 must have exactly from",
        "Each target of cla",
        "“like”: No authority has the code “E99”",
        "Entry 1: There is no list of statistical neighbours of 2019. There are those of 2021 and 2025.",
        "Entry 2: The average “mode” is not one of mean, median.",
        "column neighbours: Entry 3 must have exactly from, list, average",
    ):
        assert said in message


def read(path: Path, comparators: str) -> Settings:
    path.write_text(f"authority: X\nname: Y\n{comparators}", encoding="utf-8")
    return read_settings(path)


def test_whom_a_service_is_compared_with_is_read_with_the_earliest_choice_first(tmp_path: Path) -> None:
    found = read(
        tmp_path / "settings.yaml",
        """
comparators:
  like: "852"
  neighbours:
    - {from: 2025-04-01, list: 2025, average: median}
    - {from: 2021-04-01, list: "2021", average: mean}
""",
    ).comparators
    assert found.like == "E06000045"
    assert found.neighbours == (NeighbourList(date(2021, 4, 1), "2021", "mean"), NeighbourList(date(2025, 4, 1), "2025", "median"))


def test_nobody_is_named_where_nothing_is_said(tmp_path: Path) -> None:
    assert read(tmp_path / "settings.yaml", "").comparators == read(tmp_path / "settings.yaml", "comparators: {}").comparators == Beside()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("[{indicator: cla, value: 1}]", "Published values are no longer typed here"),
        ("{region: South East}", "This has “neighbours”, a list of dated choices"),
        ("South East", "This has “neighbours”, a list of dated choices"),
        ("{like: E92000001}", "England (E92000001) is not an authority"),
    ],
)
def test_comparators_of_another_form_are_refused(tmp_path: Path, given: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        read(tmp_path / "settings.yaml", f"comparators: {given}\n")
    assert said in str(refused.value)


def test_what_is_not_yaml_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "settings.yaml"
    path.write_text("a: [", encoding="utf-8")
    with pytest.raises(Refused, match="cannot be read as YAML"):
        read_settings(path)
