"""What the invented service knows to have changed stands in the register of breaks of its demonstration."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from lightwell.cli.demo import enter_breaks
from lightwell.definitions import load
from lightwell.periods import Month
from lightwell.results.break_register import register
from lightwell.results.breaks import breaks_of
from lightwell.store import Home


def test_the_register_of_the_demonstration_is_entered_once_and_sets_limits_anew_where_the_standard_changed(tmp_path: Path) -> None:
    home, catalogue = Home(tmp_path), load()
    enter_breaks(home, date(2024, 1, 31))
    enter_breaks(home, date(2024, 1, 31))
    entered = register(home)
    assert [(str(each.month), each.kind, each.anew, each.said_by) for each in entered] == [
        ("2022-04", "definition", False, "Performance manager"),
        ("2022-07", "practice", True, "Performance manager"),
        ("2023-09", "restructure", False, "Performance manager"),
    ]
    anew = {
        definition.id
        for definition in catalogue.definitions.values()
        if any(each.anew and each.month == Month(2022, 7) for each in breaks_of(entered, definition, catalogue.parameters))
    }
    assert anew == {
        "cin_visit_3_weeks", "cin_visit_4_weeks", "cin_visit_6_weeks", "cla_visit_agreed", "cla_visit_statutory",
        "cp_visit_20_working_days", "cp_visit_4_weeks",
    }  # fmt: skip


def test_rates_whose_population_changed_are_all_those_that_have_one(tmp_path: Path) -> None:
    enter_breaks(Home(tmp_path), date(2024, 1, 31))
    touched = set(register(Home(tmp_path))[0].indicators)
    assert touched == {definition.id for definition in load().definitions.values() if definition.unit == "per_10_000"}
