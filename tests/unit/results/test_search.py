"""Finding a child: by name however it is spelt, by identifier, by day of birth, and only within what may be seen."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lightwell.extracts import read_tables
from lightwell.results import load_extract
from lightwell.results.asked import read_asked
from lightwell.results.held import held
from lightwell.results.search import search
from lightwell.store import Home, Snapshot
from tests.small import SETTINGS, write_extract
from tests.unit.results.conftest import silent

PEOPLE = """child,given_name,family_name,born_on,expected_on,upn
1001,Ada,Moor,03/02/2015,,
1002,Siân,O'Neill-Hart,14/07/2018,,
1003,Robert,McAllister,01/02/2010,,X754507890369
1004,Roberta,Macallister,02/01/2010,,
1005,Anne-Marie,Smith,09/09/2012,,
1006,Sam,Okonkwo,29/02/2016,,
AB-77,,,,,
1008,,Stone,,03/05/2024,
"""


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """A snapshot with names that are hard to type."""
    folder = tmp_path_factory.mktemp("named")
    home = Home(folder / "home")
    home.make()
    home.settings.write_text(SETTINGS, encoding="utf-8")
    path: Path = write_extract(folder / "extract")
    (path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    return load_extract(home, read_tables(path, as_at=date(2024, 1, 31), authority="E06009998"), progress=silent).snapshot


@pytest.mark.parametrize(
    ("typed", "children"),
    [
        ("Ada Moor", ["1001"]),
        ("moor ADA", ["1001"]),
        ("Moor, Ada", ["1001"]),
        ("sian oneill hart", ["1002"]),
        ("Siân O’Neill-Hart", ["1002"]),
        ("Sian O Neill", ["1002"]),
        ("oneillhart", ["1002"]),
        ("Hart", ["1002"]),
        ("rob mcallister", ["1003", "1004"]),
        ("Robert MacAllister", ["1004", "1003"]),
        ("Annemarie Smith", ["1005"]),
        ("Anne Marie Smyth", ["1005"]),
        ("Marie", ["1005"]),
        ("Samuel Okonkwo", ["1006"]),
        ("Okonkow", ["1006"]),
        ("ab-77", ["AB-77"]),
        ("AB-", []),
        ("100", ["1001", "1002", "1003", "1004", "1005", "1006", "1008"]),
        ("1003", ["1003"]),
        ("X754507890369", ["1003"]),
        ("03/02/2015", ["1001"]),
        ("3-2-2015", ["1001"]),
        ("2015-02-03", ["1001"]),
        ("3rd February 2015", ["1001"]),
        ("3 Feb 2015", ["1001"]),
        ("1/2/2010", ["1003", "1004"]),
        ("robert 1 February 2010", ["1003", "1004"]),
        ("3/5/2024", ["1008"]),
        ("Ada 04/02/2015", ["1001"]),
        ("Ada 04/03/2015", []),
        ("Nobody Here", []),
        ("   ", []),
        ("", []),
        ("'; drop table people; --", []),
        ("100%", []),
    ],
)
def test_what_is_typed_finds(named: Snapshot, typed: str, children: list[str]) -> None:
    assert [found.named.child for found in search(named, typed).found] == children


@pytest.mark.parametrize(
    ("typed", "why", "exact"),
    [
        ("Ada Moor", "Name as typed", True),
        ("Ada Mo", "Name begins so", False),
        ("Ada Moore", "Shorter form of the name", False),
        ("Ada Moro", "Similar name", False),
        ("A Moor", "Initial", False),
        ("1001", "Identifier", True),
        ("03/02/2015", "Date of birth", True),
        ("02/03/2015", "Date of birth with day and month the other way round", False),
        ("Ada 03/02/2015", "Name as typed and date of birth", True),
        ("Ada 03/02/2014", "Name as typed and similar date of birth", False),
    ],
)
def test_each_says_why_it_was_found(named: Snapshot, typed: str, why: str, exact: bool) -> None:
    first = search(named, typed).found[0]
    assert (first.named.child, first.why, first.exact) == ("1001", why, exact)


def test_a_child_found_comes_with_who_is_responsible_and_what_is_open(named: Snapshot) -> None:
    found = search(named, "1001").found[0]
    assert (found.responsible.worker_name, found.responsible.team_name, found.responsible.locality) == ("First Worker", "East A", "East")
    assert [status.label for status in found.statuses] == ["Child protection plan", "Open to social care"]
    nobody = search(named, "1005").found[0]
    assert (nobody.responsible.team, nobody.statuses) == ("Not allocated", ())


def test_only_what_lies_within_is_found_and_counted(named: Snapshot) -> None:
    assert search(named, "100", within=("c.team = ?", ["T1"])).total == 2
    assert search(named, "moor", within=("c.team = ?", ["T2"])).total == 0
    assert search(named, "03/02/2015", within=("c.worker = ?", ["W2"])).total == 0
    assert search(named, "100", within=("false", ())).found == ()


def test_the_total_is_of_all_though_few_are_given(named: Snapshot) -> None:
    found = search(named, "100", limit=2)
    assert (len(found.found), found.total) == (2, 7)


def test_a_day_that_no_calendar_has_is_told_apart() -> None:
    assert read_asked("Ada 31/02/2015").odd_day == "31/02/2015"
    assert read_asked("Ada 31/02/2015").born_on is None
    assert read_asked("Ada, 1 March 2015").text == "Ada,"


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_can_be_searched_for_and_changes_nothing(named: Snapshot, text: str) -> None:
    found = search(named, text, limit=3, within=("c.team = ?", ["T1"]))
    assert {each.responsible.team for each in found.found} <= {"T1"}
    with held(named) as connection:
        assert connection.execute("select count(*) from people").fetchall() == [(8,)]
