"""The comparison with the published figures, and how near each kind of figure has to be."""

from __future__ import annotations

import pytest

from lightwell.synthetic import Authority, published
from lightwell.synthetic.calibration import compare, measure_of, report


def test_published_values_are_numbers_of_months_in_the_history() -> None:
    rows = published()
    assert len(rows) > 1_000
    assert len({(indicator, period) for indicator, period, _ in rows}) == len(rows)
    assert {period for _, period, _ in rows} <= {
        *(f"2021-{month:02d}" for month in range(9, 13)),
        *(f"2022-{month:02d}" for month in range(1, 5)),
        *(f"2023-{month:02d}" for month in range(1, 13)),
        "2024-01",
    }


def test_faults_of_the_print_are_not_repeated() -> None:
    values = {(indicator, period): value for indicator, period, value in published()}
    assert values["cin_plans_not_cwd", "2022-01"] == 528
    assert values["cla", "2023-03"] == 539


@pytest.mark.parametrize(
    ("indicator", "period", "ours", "within"),
    [
        ("cla", "2024-01", 494 * 1.09, True),
        ("cla", "2024-01", 494 * 1.11, False),
        ("cla_started", "2024-01", 8 + 2.5 * 8**0.5 + 1.9, True),
        ("cla_started", "2024-01", 8 + 2.5 * 8**0.5 + 2.1, False),
        ("contacts_rate", "2024-01", 4207 * 0.91, True),
        ("contacts_rate", "2024-01", 4207 * 0.89, False),
        ("caseload_top_40", "2024-01", 23.05 * 1.06, True),
        ("caseload_top_40", "2024-01", 23.05 * 1.08, False),
    ],
)
def test_each_kind_of_figure_has_its_tolerance(indicator: str, period: str, ours: float, within: bool) -> None:
    found = [each for each in compare({(indicator, period): ours}) if (each.indicator, each.period) == (indicator, period)]
    assert [each.within for each in found] == [within]


def test_percentages_are_judged_by_their_months_together() -> None:
    months = [(period, value) for indicator, period, value in published() if indicator == "referrals_nfa"]
    near = {("referrals_nfa", period): value + (20 if place == 0 else 0) for place, (period, value) in enumerate(months)}
    far = {("referrals_nfa", period): value + 6 for period, value in months}
    assert all(each.within for each in compare(near) if each.indicator == "referrals_nfa")
    assert not any(each.within for each in compare(far) if each.indicator == "referrals_nfa")


def test_a_value_that_is_missing_is_not_within() -> None:
    found = [each for each in compare({("cla", "2023-12"): 510}) if each.indicator == "cla"]
    assert [(each.period, each.ours, each.within) for each in found] == [("2023-12", 510, True), ("2024-01", None, False)]


def test_kinds_of_figure_are_known() -> None:
    assert {measure_of(indicator) for indicator, _, _ in published()} == {"count", "rate", "percent", "mean"}


def test_the_report_puts_ours_beside_the_published_figures() -> None:
    values = {(indicator, period): value for indicator, period, value in published()}
    text = report(compare(values))
    assert "| `cla` | " in text
    assert "## `caseload_top_40`" in text
    assert "| Published | " in text
    assert "not in" not in text


def test_volumes_follow_the_scale(authority: Authority) -> None:
    january = [row for row in authority.journey["contacts"]["received_on"].to_pylist() if (row.year, row.month) == (2024, 1)]
    assert abs(len(january) - 2015 * 0.05) <= 12
