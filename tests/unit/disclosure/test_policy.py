"""The limits are settings, and what a role without children sees is the same on every page."""

from __future__ import annotations

from pathlib import Path

import pytest

from lightwell.disclosure import Policy, Reason, Release, policy_from, suppress_for_display
from lightwell.errors import Refused
from lightwell.results import read_settings
from tests.unit.disclosure.attackers import Table
from tests.unit.disclosure.tables import count, drawn, released, row, share


def test_settings_may_name_other_limits(tmp_path: Path) -> None:
    path = tmp_path / "settings.yaml"
    path.write_text("authority: X\nname: Y\ndisclosure: {protect_up_to: 9, round_to: 5, kept_back: [worker, team]}\n", encoding="utf-8")
    assert read_settings(path).disclosure == Policy(protect_up_to=9, round_to=5, kept_back=("worker", "team"))
    path.write_text("authority: X\nname: Y\n", encoding="utf-8")
    assert read_settings(path).disclosure == Policy()


def test_every_wrong_limit_is_said_at_once(tmp_path: Path) -> None:
    path = tmp_path / "settings.yaml"
    path.write_text(
        "authority: X\nname: Y\n"
        "disclosure: {protect_up_to: 0, publish_zero: perhaps, least: 3, kept_back: worker, least_amount_share: 2}\n",
        encoding="utf-8",
    )
    with pytest.raises(Refused) as refused:
        read_settings(path)
    for said in (
        "column disclosure: There is no limit “least”. The limits are protect_up_to",
        "“protect_up_to”: Write a whole number of 1 or more.",
        "“publish_zero”: Write true or false.",
        "“kept_back”: Write a list of breakdowns",
        "“least_amount_share”: Write a share above 0",
    ):
        assert said in str(refused.value)


def test_limits_that_are_no_list_of_limits_are_refused() -> None:
    assert policy_from([5])[1] == ["This is a list of limits by name: " + ", ".join(Policy.__dataclass_fields__) + "."]


def test_a_higher_limit_protects_more() -> None:
    table = row(7, 30, 40)
    assert drawn(released(table)) == "77 7 30 40"
    assert drawn(released(table, Policy(protect_up_to=9))) == "77 c c 40"


def test_why_is_for_our_own_records_and_what_is_printed_does_not_tell() -> None:
    found = released(row(3, 10, 12))
    first, second = found[1], found[2]
    assert (first.reasons, second.reasons) == ((Reason.SMALL_COUNT,), (Reason.SECONDARY,))
    assert (first.state, second.state) == (Release.SUPPRESSED, Release.SUPPRESSED)
    assert vars(first.printed) | {"at": None} == vars(second.printed) | {"at": None}


def test_two_cells_in_one_place_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="Two cells stand in one place"):
        released(Table([count(7), count(8)]))


def test_figures_that_contradict_one_another_are_refused() -> None:
    table = row(3, 10, 12)
    table.sums.append((((table.cells[1].at, "numerator"), (table.cells[2].at, "numerator")), (table.cells[3].at, "numerator")))
    with pytest.raises(Refused, match="The figures contradict one another"):
        released(table)


def test_who_sees_totals_only_sees_the_same_of_a_cell_on_every_page() -> None:
    cells = [count(43), count(3, "A"), count(40, "B"), count(0, "C"), share(31, 43), share(41, 43, "most")]
    assert drawn(suppress_for_display(cells, Policy())) == "45 c 40 0 72 c"
    for cell in cells:
        assert suppress_for_display([cell], Policy()) == tuple(
            one for one in suppress_for_display(cells, Policy()) if one.printed.at == cell.at
        )
