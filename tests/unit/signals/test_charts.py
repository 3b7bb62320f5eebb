"""Limits against figures from elsewhere, for the same months.

qicharts2's own functions (R 4.2.2) with `qic(month, y, n, chart = "pp")`, `"up"` and `"i"`; Montgomery, Introduction to Statistical Quality
Control, example 6.5.
"""

from itertools import pairwise

import numpy as np
import pytest

from lightwell.signals import Chart, Policy, Series, judge
from tests.unit.signals.series import count, measured, months, one, share, steady

SHARE = (
    (212, 198, 231, 187, 240, 205, 221, 176, 233, 209, 190, 246, 201, 228, 183, 219, 237, 195, 226, 204, 241, 188, 215, 229),
    (302, 288, 310, 275, 320, 296, 305, 281, 311, 299, 284, 322, 290, 308, 278, 301, 315, 287, 306, 293, 318, 280, 300, 312),
)
CONTACTS = (
    2023, 1696, 1550, 1801, 2011, 2140, 1891, 2075, 1598, 2009, 1839, 1734,
    1648, 1689, 1922, 1921, 1716, 2172, 1810, 1534, 1663, 1803, 1893, 1874,
)  # fmt: skip
CHILDREN = (
    49900, 49900, 49910, 49920, 49930, 49930, 49940, 49950, 49960, 49970, 49980, 49990,
    50400, 50410, 50420, 50430, 50440, 50450, 50460, 50470, 50480, 50490, 50500, 50510,
)  # fmt: skip
VISCOSITY = (33.75, 33.05, 34.00, 33.81, 33.46, 34.02, 33.68, 33.27, 33.49, 33.20, 33.62, 33.00, 33.54, 33.12, 33.84)


def test_p_prime() -> None:
    """Laney's sigma z of this share is 2.01 with its months in pairs far apart, and 71.2 % its centre."""
    found = one(share(*SHARE))
    assert found.chart is Chart.P_PRIME
    assert found.limits[0].dispersion == pytest.approx(2.014585189383)
    assert found.limits[0].centre == pytest.approx(71.2157081186)
    first, last = found.points[0], found.points[-1]
    assert (first.lower, first.upper) == pytest.approx((55.4697499444, 86.9616662929))
    assert (last.lower, last.upper) == pytest.approx((55.7241440324, 86.7072722049))


def test_u_prime() -> None:
    values = tuple(10_000 * x / n for x, n in zip(CONTACTS, CHILDREN, strict=True))
    found = one(Series("contacts", "per_10_000", months(24), values, CONTACTS, CHILDREN))
    assert found.chart is Chart.U_PRIME
    assert found.limits[0].dispersion == pytest.approx(4.24243989901)
    assert (found.points[0].centre, found.points[0].lower, found.points[0].upper) == pytest.approx(
        (365.3236382954, 256.42421808269, 474.22305850811)
    )
    assert (found.points[-1].lower, found.points[-1].upper) == pytest.approx((257.08379468401, 473.56348190679))


def test_xmr_of_montgomery() -> None:
    """The book gives 33.52, 32.24 and 34.80, with MR̄ rounded to 0.48."""
    found = one(measured(VISCOSITY))
    assert found.chart is Chart.XMR
    assert found.limits[0].provisional
    assert (found.limits[0].centre, found.limits[0].low, found.limits[0].high) == pytest.approx(
        (33.5233333333, 32.2448378926, 34.8018287741)
    )


def test_the_median_moving_range_is_not_widened_by_one_wild_month() -> None:
    values = steady(24)
    values[10] += 40
    mean, median = (judge([measured(values)], Policy(moving_range=kind))[0].limits[0] for kind in ("mean", "median"))
    ranges = [abs(b - a) for a, b in pairwise(values) if max(a, b) < 80]
    assert median.sigma == pytest.approx(np.median(ranges) / 0.954)
    assert mean.sigma == pytest.approx(np.mean(ranges) / 1.128), "the wild month itself is left out of the limits"


def test_rare_events_get_exact_limits() -> None:
    found = one(count([0, 1, 0, 0, 2, 0, 1, 0, 0, 1, 0, 0] * 3))
    assert found.chart is Chart.EXACT
    assert (found.points[0].lower, found.points[0].upper) == (0, 3), "Poisson of mean 0.42: more than 3 happens in 0.08 % of months"


def test_a_share_that_is_nearly_always_met_gets_exact_limits_on_those_missed() -> None:
    found = one(share([40 - (each % 5 == 0) for each in range(24)], [40] * 24))
    assert found.chart is Chart.EXACT
    assert found.points[0].upper == 100
    assert found.points[0].lower == pytest.approx(100 * 38 / 40), "0.2 expected: three missed of 40 in 0.1 % of months"


def test_a_number_of_children_who_stay_is_judged_by_its_changes() -> None:
    rng = np.random.default_rng(5)
    levels = 500 + np.cumsum(rng.poisson(15, 40) - rng.poisson(15, 40))
    found = one(count([float(each) for each in levels], at_month_end=True))
    assert found.chart is Chart.STOCK
    assert found.points[7].centre == levels[6]
    changes = np.abs(np.diff(levels[:24]))
    assert found.limits[0].sigma == pytest.approx(float(np.mean(changes)) / 0.7979)
    assert found.low is None, "it has no usual level"


def test_month_ends_that_hang_together_are_judged_against_the_last() -> None:
    rng = np.random.default_rng(3)  # a series without a plain step: one that has it is judged without carrying over
    level, values = 0.0, []
    for _ in range(40):
        level = 0.6 * level + rng.normal()
        values.append(20 + level)
    found = one(measured(values, at_month_end=True))
    carry = found.limits[0].carry
    assert found.chart is Chart.CARRIED
    assert 0.2 <= carry <= 0.6
    assert found.points[9].centre == pytest.approx(found.limits[0].centre + carry * (values[8] - found.limits[0].centre))
    assert one(measured(values)).chart is Chart.XMR, "different children each month: what hangs together is a change"


def test_limits_never_leave_what_can_be() -> None:
    share_points = one(share([19, 18, 20, 16] * 6, [20] * 24)).points
    assert max(point.upper or 0 for point in share_points) <= 100
    assert min(point.lower or 0 for point in one(count([3, 9, 1, 6] * 6)).points) >= 0
    printed_only = Series("printed", "per_10_000", months(24), (3.5, 9.1, 1.2, 6.0) * 6)
    assert min(point.lower or 0 for point in one(printed_only).points) >= 0
