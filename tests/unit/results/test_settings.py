"""The settings of a service: read whole, or refused with every reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from lightwell.errors import Refused
from lightwell.results import NOT_SET, read_settings
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
        'comparators: [{indicator: cla, area: moon, area_name: "", year: "", value: 1, release: "", note: ""}]\n',
        encoding="utf-8",
    )
    with pytest.raises(Refused) as refused:
        read_settings(path)
    message = str(refused.value)
    for said in ("no key “colour”", "Entry 1 must have exactly from", "Each target of cla", "The area “moon” is not one of"):
        assert said in message


def test_what_is_not_yaml_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "settings.yaml"
    path.write_text("a: [", encoding="utf-8")
    with pytest.raises(Refused, match="cannot be read as YAML"):
        read_settings(path)
