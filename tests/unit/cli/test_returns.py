"""The returns of the invented authority at the command line: loaded, checked, and what is found taken to a team."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from lightwell.returns import Collection
from lightwell.synthetic import invent, write_cin_census, write_ssda903
from lightwell.synthetic.authority import CODE, NAME
from tests.unit.cli.conftest import Run

OF = Collection(2022)


@pytest.fixture(scope="module")
def returns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The planted returns of a small authority, and how many findings their plans foresee by rule."""
    folder = tmp_path_factory.mktemp("returns")
    authority = invent(7, scale=0.02)
    planted = write_ssda903(authority, OF, folder / "ssda903", planted=True)
    write_ssda903(authority, OF, folder / "before", last_year=True, planted=True)
    write_cin_census(authority, OF, folder / "cin.xml")
    (folder / "planted.json").write_text(json.dumps([each.code for each in planted]), encoding="utf-8")
    return folder


def test_a_return_loads_and_what_is_found_goes_to_a_team_in_a_workbook(run: Run, home: Path, returns: Path) -> None:
    (home / "settings.yaml").write_text(f"authority: {CODE}\nname: {NAME}\n", encoding="utf-8")
    said = run("load", "903", returns / "ssda903", "--last-year", returns / "before", "--collection", "2022-23", "--home", home)
    assert said.code == 0, said.err
    assert "Findings: Children looked after (SSDA903), 2022-23: " in said.out
    listed = json.loads(run("findings", "--of", "ssda903", "--format", "json", "--home", home).out)
    planted = set(json.loads((returns / "planted.json").read_text(encoding="utf-8")))
    assert planted <= {each["code"] for each in listed}
    checked = json.loads(
        run("check", "903", returns / "ssda903", "--last-year", returns / "before", "--collection", OF, "--format", "json").out
    )
    assert Counter(each["code"] for each in checked["findings"]) == Counter(each["code"] for each in listed)
    book = home / "findings.xlsx"
    said = run("findings", "--of", "ssda903", "--out", book, "--home", home)
    assert said.code == 0, said.err
    rows = list(openpyxl.load_workbook(book)["Findings"].values)
    assert rows[0][:4] == ("Child", "Rule", "Severity", "What is wrong")
    assert f"{len(rows) - 1:,} findings are in" in said.out
    refused = run("findings", "--of", "ssda903", "--out", home / "findings.doc", "--home", home)
    assert (refused.code, "End it in .xlsx or .csv." in refused.err) == (1, True)


def test_a_return_is_not_current_beside_an_extract(run: Run, home: Path, extract: Path, returns: Path) -> None:
    run("load", "tables", extract, "--as-at", "2022-01-31", "--home", home)
    said = run("load", "cin", returns / "cin.xml", "--collection", "2022-23", "--home", home)
    assert said.code == 0, said.err
    assert "0 errors" in said.out
    assert (home / "snapshots" / "current").read_text(encoding="utf-8").startswith("2022-01-31")


def test_a_collection_that_is_none_is_wrong_usage(run: Run, home: Path, returns: Path) -> None:
    said = run("load", "cin", returns / "cin.xml", "--collection", "2022", "--home", home)
    assert (said.code, "Write the two years, as in 2025-26" in said.err) == (2, True)
