"""`lightwell breaks`: entered, listed, withdrawn, and refused in plain words."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner, Result

from lightwell.cli.app import app


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["breaks", *arguments, "--home", str(home)])


def test_an_entry_is_made_listed_and_withdrawn(tmp_path: Path) -> None:
    place = ("--place", "team=T12", "--indicator", "contacts")
    made = run(tmp_path, "add", "--from", "2023-04", "--kind", "system", "--what", "New system.", "--by", "Analyst", "--anew", *place)
    assert made.exit_code == 0
    assert "entry 1: New case-management system, from April 2023" in made.output
    assert run(tmp_path, "withdraw", "1", "--by", "Director").exit_code == 0
    (row,) = json.loads(run(tmp_path, "list", "--format", "json").output)
    assert (row["from"], row["where"], row["indicators"], row["limits"]) == ("2023-04", "team T12", "contacts", "anew")
    assert row["withdrawn"].endswith("by Director")


def test_what_cannot_be_entered_is_said(tmp_path: Path) -> None:
    wrong = run(tmp_path, "add", "--from", "2023-04", "--kind", "weather", "--what", "Rain.", "--by", "Analyst")
    assert wrong.exit_code != 0
    assert "weather" in str(wrong.exception)
    assert run(tmp_path, "add", "--from", "2023-04", "--kind", "system", "--what", "x", "--by", "y", "--place", "team").exit_code == 2
    assert not (tmp_path / "breaks.yaml").exists()
