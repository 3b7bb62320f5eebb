"""Months that stray as published ones do, and planted practice: what was planted is what the figures show, and is found."""

from __future__ import annotations

import pytest

from bench.invented import home_of
from bench.signals_invented import NAIVE, verdicts, way
from lightwell.errors import Refused
from lightwell.periods import Month, months_between
from lightwell.signals import Judged
from lightwell.synthetic import Held, Practice, invent, published
from lightwell.synthetic.calibration import measure_of
from lightwell.synthetic.days import history
from lightwell.synthetic.targets import Targets, targets
from lightwell.synthetic.unrest import spread, strayed

_SHIFTED = Month(2022, 3)
_SHIFTS = {
    "cp_visit_10_working_days": -20.0,
    "cp_supervision": 20.0,
    "eh_visit_4_weeks": 20.0,
    "core_group_in_time": 0.0,
    "eh_supervision": 0.0,
}
_LEVEL, _SIGMA = 60.0, 8.0


@pytest.fixture(scope="module")
def aims() -> Targets:
    """The aims of the demonstration."""
    return targets(1.0, 2024, Practice())


def test_published_months_are_aimed_at_as_published(aims: Targets) -> None:
    places = {str(each.month): each.index for each in history()}
    rows = [(name, places[period], value) for name, period, value in published()]
    assert [(name, at, aims.values[name][at]) for name, at, _ in rows] == rows


def test_unpublished_months_stray_as_far_as_published_ones(aims: Targets) -> None:
    places = {str(each.month): each.index for each in history()}
    for name in ("cp_visit_10_working_days", "eh_supervision", "s47_completed", "cin_plans_not_cwd", "cla"):
        seen = spread({places[period]: value for indicator, period, value in published() if indicator == name})
        assert 0.5 < spread(dict(enumerate(aims.values[name][:38]))) / seen < 2, name


def test_shares_stay_shares_and_counts_are_not_negative(aims: Targets) -> None:
    for name, values in aims.values.items():
        assert min(values) >= 0, name
        assert measure_of(name) != "percent" or max(values) <= 100, name


def test_a_steady_slope_has_no_spread_and_a_short_series_none_that_is_known() -> None:
    assert spread({month: 3.0 * month for month in range(9)}) == 0
    assert spread({0: 1.0, 1: 5.0, 3: 2.0}) == 0
    assert spread({0: 0.0, 1: 1.0, 2: 0.0}) == pytest.approx(2 / 0.6745 / 6**0.5)


def test_one_seed_strays_alike_and_another_otherwise() -> None:
    seen, course = {0: 50.0, 1: 60.0, 2: 50.0}, [55.0] * 30
    first = strayed(1, "cp_supervision", course, seen)
    assert first == strayed(1, "cp_supervision", course, seen)
    assert first != strayed(2, "cp_supervision", course, seen)


@pytest.mark.parametrize("names", [("cla_12m_same_worker_6m",), ("cp_supervision", "cp_supervision")])
def test_what_cannot_be_held_is_refused_by_name(names: tuple[str, ...]) -> None:
    with pytest.raises(Refused, match=names[0]):
        targets(0.1, 1, Practice(tuple(Held(name, Month(2020, 1), 60.0, 5.0) for name in names)))


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> dict[Month, dict[str, Judged]]:
    """The verdicts at six month ends after a change of two and a half sigmas in three shares, and none in two."""
    held = tuple(Held(name, Month(2018, 2), _LEVEL, _SIGMA, _SHIFTED, shift) for name, shift in _SHIFTS.items())
    authority = invent(5, scale=0.15, practice=Practice(held))
    last = _SHIFTED.plus(5)
    home, snapshots = home_of(authority, _SHIFTS, (Month(2021, 12), last.plus(1)), tmp_path_factory.mktemp("planted"))
    return {month: verdicts(home, snapshots[-1], NAIVE, until=month) for month in months_between(_SHIFTED, last)}


def test_the_figures_show_what_was_planted(months: dict[Month, dict[str, Judged]]) -> None:
    for name, one in months[_SHIFTED.plus(5)].items():
        points = [(each.month, each.value) for each in one.points if each.value is not None]
        before = [value for month, value in points if month < _SHIFTED]
        after = [value for month, value in points if month >= _SHIFTED]
        assert sum(before) / len(before) == pytest.approx(_LEVEL, abs=3 * _SIGMA / len(before) ** 0.5), name
        assert sum(after) / 6 - sum(before) / len(before) == pytest.approx(_SHIFTS[name], abs=3 * _SIGMA / 6**0.5), name


def test_planted_changes_are_found_within_six_months_and_no_others(months: dict[Month, dict[str, Judged]]) -> None:
    for name, shift in _SHIFTS.items():
        ways = {way(found[name]) for found in months.values()}
        assert ways - {0} == ({1 if shift > 0 else -1} if shift else set()), name
