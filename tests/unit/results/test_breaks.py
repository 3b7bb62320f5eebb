"""The register of breaks: what is entered comes back, what is wrong is refused with its place, nothing is ever taken out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lightwell.definitions import load
from lightwell.definitions.model import Change
from lightwell.errors import NotFound, Refused
from lightwell.periods import Month
from lightwell.results.break_model import Break
from lightwell.results.break_register import enter, path_of, register, withdraw
from lightwell.results.breaks import breaks_of
from lightwell.store import Home

CATALOGUE = load(None)
VISITS = CATALOGUE.definition("cp_visit_10_working_days")
NEW_SYSTEM = Break(0, Month(2023, 4), "system", "Records moved to a new system.", "Performance manager", date(2023, 5, 2), anew=True)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def test_what_is_entered_comes_back_with_its_number(home: Home) -> None:
    one_team = replace(NEW_SYSTEM, kind="practice", breakdown="team", members=("T1",), indicators=(VISITS.id,), anew=False)
    made = (enter(home, NEW_SYSTEM, CATALOGUE), enter(home, one_team, CATALOGUE))
    assert [each.number for each in made] == [1, 2]
    assert register(home) == made


def test_a_withdrawn_entry_stays_in_the_register_and_breaks_nothing(home: Home) -> None:
    enter(home, NEW_SYSTEM, CATALOGUE)
    assert [each.number for each in breaks_of(register(home), VISITS, {})] == [1]
    withdraw(home, 1, by="Analyst", on=date(2023, 6, 1))
    assert register(home)[0].withdrawn_by == "Analyst"
    assert breaks_of(register(home), VISITS, {}) == ()
    with pytest.raises(Refused, match="1 June 2023"):
        withdraw(home, 1, by="Analyst", on=date(2023, 6, 2))
    with pytest.raises(NotFound):
        withdraw(home, 9, by="Analyst", on=date(2023, 6, 2))


def test_a_break_of_one_team_touches_neither_another_nor_the_whole_service(home: Home) -> None:
    here = (replace(NEW_SYSTEM, number=1, breakdown="team", members=("T1", "T2")),)
    assert breaks_of(here, VISITS, {}, "team", "T2") == here
    assert breaks_of(here, VISITS, {}, "team", "T3") == breaks_of(here, VISITS, {}) == ()
    elsewhere = (replace(NEW_SYSTEM, number=1, indicators=("contacts",)),)
    assert breaks_of(elsewhere, VISITS, {}) == ()


def test_a_dated_standard_and_a_changed_definition_are_breaks_of_themselves() -> None:
    standard = replace(CATALOGUE.parameters["protection_visit_working_days"], values=((date(2013, 4, 1), 20.0), (date(2023, 7, 15), 10.0)))
    changed = replace(VISITS, changes=(Change(2, date(2022, 4, 1), "Calls by video no longer count."),))
    version, clock = breaks_of((), changed, {standard.name: standard, "assessment_limit": CATALOGUE.parameters["assessment_limit"]})
    assert (version.month, version.anew, version.number) == (Month(2022, 4), False, 0)
    assert (clock.month, clock.anew) == (Month(2023, 7), True)
    assert (clock.standard, clock.before, clock.after) == (standard.name, 20.0, 10.0)
    assert "10 working days instead of 20" in clock.what


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"kind": "weather"}, "kind"),
        ({"what": " "}, "what"),
        ({"what": "x" * 301}, "what"),
        ({"said_by": ""}, "said_by"),
        ({"indicators": ("nothing",)}, "indicators"),
        ({"breakdown": "street", "members": ("A",)}, "breakdown"),
        ({"breakdown": "team"}, "members"),
    ],
)
def test_an_entry_that_says_too_little_or_what_is_not_there_is_refused(home: Home, change: dict[str, object], key: str) -> None:
    with pytest.raises(Refused) as refused:
        enter(home, replace(NEW_SYSTEM, **change), CATALOGUE)  # type: ignore[arg-type]  # any of its fields
    assert [problem.column for problem in refused.value.problems] == [key]
    assert not path_of(home).exists()


def test_the_same_break_is_not_entered_twice(home: Home) -> None:
    enter(home, NEW_SYSTEM, CATALOGUE)
    with pytest.raises(Refused, match="entry 1"):
        enter(home, replace(NEW_SYSTEM, said_by="Somebody else"), CATALOGUE)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("breaks: [", "cannot be read as YAML"),
        ("- from: 2023-04", "one key"),
        ("breaks: [{from: 2023-13, kind: system, what: x, said_by: y, said_on: 2023-01-01}]", "“2023-13” is not a month"),
        ("breaks: [{from: 2023-04, kind: weather, what: x, said_by: y, said_on: 2023-01-01}]", "“weather” is not one of"),
        ("breaks: [{from: 2023-04, kind: system, what: x, said_by: y, said_on: yesterday}]", "“yesterday” is not what"),
        ("breaks: [{from: 2023-04, kind: system, what: x, said_on: 2023-01-01, colour: red}]", "no key “colour”"),
        ("breaks: [just words]", "An entry has keys"),
    ],
)
def test_a_register_written_wrongly_by_hand_is_refused_with_its_entry(home: Home, text: str, said: str) -> None:
    home.make()
    path_of(home).write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        register(home)
    whole = " ".join((str(refused.value), *(f"{problem.where} {problem.what}" for problem in refused.value.problems)))
    assert said in whole
