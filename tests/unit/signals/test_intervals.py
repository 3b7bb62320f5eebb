"""Intervals against figures from elsewhere.

R 4.2.2 `prop.test(x, n, correct = FALSE)` and `poisson.test(x)`; statsmodels 0.15 `proportion_confint(x, n, method="wilson")`.
"""

import pytest

from lightwell.errors import Refused
from lightwell.signals.intervals import count_interval, rate_interval, share_interval


@pytest.mark.parametrize(
    ("numerator", "denominator", "low", "high"),
    [
        (0, 8, 0.0, 32.4407564884),
        (3, 8, 13.6844285824, 69.4257605397),
        (8, 8, 67.5592435116, 100.0),
        (41, 263, 11.7041772269, 20.4652836957),
        (950, 1000, 93.4686179756, 96.1869737607),
    ],
)
def test_wilson(numerator: int, denominator: int, low: float, high: float) -> None:
    found = share_interval(numerator, denominator)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-8)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [
        (0, 0.0, 3.68887945411),
        (1, 0.0253178079843, 5.5716433909389),
        (9, 4.11537309738, 17.08480345142),
        (40, 28.5765864418, 54.4686469640),
        (250, 219.967995631, 282.987705042),
    ],
)
def test_exact_poisson(count: int, low: float, high: float) -> None:
    found = count_interval(count)
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-9)


def test_a_rate_is_its_count_over_the_population() -> None:
    found = rate_interval(12, 4300)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((14.4199421133, 48.7478722051), rel=1e-9)


def test_nothing_of_nothing_has_no_interval() -> None:
    assert share_interval(0, 0) is None
    assert rate_interval(3, 0) is None


def test_what_is_no_share_is_refused() -> None:
    with pytest.raises(Refused, match="9 of 8 is no share"):
        share_interval(9, 8)
    with pytest.raises(Refused, match="-1 is no count"):
        count_interval(-1)
