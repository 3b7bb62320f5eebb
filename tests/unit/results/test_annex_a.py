"""What an Annex A workbook cannot tell is no data: never a zero."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lightwell.extracts import read_annex_a
from lightwell.periods import Month
from lightwell.results import State, load_extract, values
from lightwell.store import Home, Snapshot
from tests.small import SETTINGS
from tests.unit.extracts.workbooks import annex_a
from tests.unit.results.conftest import silent


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder: Path = tmp_path_factory.mktemp("annex")
    home = Home(folder / "home")
    home.make()
    home.settings.write_text(SETTINGS, encoding="utf-8")
    extract = read_annex_a(annex_a(folder / "lists.xlsx"), as_at=date(2024, 1, 31), authority="E06009998")
    return load_extract(home, extract, progress=silent).snapshot


UNKNOWN = (
    "s47_completed",  # the lists have no day of completion
    "strategy_discussions",  # those that led to no enquiry are in no list
    "re_referrals",  # six months of referrals are held, and a year is needed
    "referrals_rate",  # likewise
    "cla_3_plus_placements",  # only the current placement is there
    "cla_unregulated",  # nor is its registration
    "cla_12m_same_worker_6m",  # nor since when the worker holds the case
    "open_6m_2_plus_workers",
    "caseload_qualified_sw_per_fte",
    "early_help_referrals",
    "step_downs_no_assessment",
    "cin_plans_cwd",
    "cp_supervision",
    "core_group_in_time",
)


@pytest.mark.parametrize("indicator", UNKNOWN)
def test_what_the_lists_cannot_tell_is_no_data(lists: Snapshot, indicator: str) -> None:
    (found,) = values(lists, indicators=[indicator], periods=[Month(2024, 1)])
    assert (found.state, found.value, found.numerator) == (State.NO_DATA, None, None)


@pytest.mark.parametrize("indicator", ["contacts", "referrals", "cla", "cp_plans", "cla_ifa", "assessments_completed", "care_leavers"])
def test_what_the_lists_tell_is_known(lists: Snapshot, indicator: str) -> None:
    (found,) = values(lists, indicators=[indicator], periods=[Month(2024, 1)])
    assert found.state is State.KNOWN


def test_months_before_the_lists_begin_are_no_data(lists: Snapshot) -> None:
    states = {value.period: value.state for value in values(lists, indicators=["contacts"])}
    assert states[Month(2023, 8)] is State.KNOWN
    assert states[Month(2023, 7)] is State.NO_DATA  # the lists begin on 31 July
    assert states[Month(2022, 1)] is State.NO_DATA
