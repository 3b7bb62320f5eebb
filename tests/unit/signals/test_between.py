"""Charts of gaps: T against qicharts2's own functions in R 4.2.2 (`qic(y, chart = "t")`), G against the geometric distribution."""

from datetime import date, timedelta

import pytest

from lightwell.signals.between import between_counts, days_between, gaps_of

GAPS = (12, 45, 3, 88, 31, 9, 60, 22, 140, 17, 5, 71)


def test_t_chart() -> None:
    day, events = date(2020, 1, 1), [date(2020, 1, 1)]
    for gap in GAPS:
        day += timedelta(days=gap)
        events.append(day)
    found = days_between(events)
    assert [gap.length for gap in found.gaps] == list(GAPS)
    assert (found.centre, found.lower, found.upper) == pytest.approx((29.0344137216, 0, 595.2078427266), rel=2e-3)


def test_g_chart_finds_a_gap_that_chance_does_not_make() -> None:
    """SciPy 1.16: `geom.ppf(1 - 0.00135, 1 / 3, loc=-1)` is 16."""
    steady = between_counts([2, 0, 5, 1, 3, 2, 0, 1, 4, 2, 2, 2])
    assert steady.upper == 16
    assert not any(gap.outside for gap in steady.gaps)
    longer = between_counts([1, 0, 2, 1, 0, 1, 2, 0, 1, 0, 1, 0, 1, 30])
    assert [gap.outside for gap in longer.gaps] == [0] * 13 + [1]


def test_months_without_an_event_are_counted_between_those_with_one() -> None:
    assert gaps_of([0, 1, 0, 0, 2, 1, 0]) == (2, 0, 0)


def test_too_few_events_get_no_limits() -> None:
    assert between_counts([1, 2, 3]).upper is None
