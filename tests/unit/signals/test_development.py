from __future__ import annotations

import numpy as np
import pytest

from lightwell.signals.development import Steps, develop
from lightwell.signals.settling import Grown, ahead
from tests.unit.signals import chain_ladder_examples as published

Rows = tuple[tuple[int, ...], ...]


def steps_of(rows: Rows) -> Steps:
    """Give a published triangle as the steps of one place, each counting as much as the next."""
    size = len(rows)
    before, moved = np.zeros((1, size - 1, size - 1)), np.zeros((1, size - 1, size - 1))
    there = np.zeros((1, size - 1, size - 1), dtype=bool)
    for year, row in enumerate(rows):
        for age in range(len(row) - 1):
            at = (0, year + age, age)
            before[at], moved[at], there[at] = row[age], row[age + 1] - row[age], True
    return Steps(before, moved, there, np.ones(size - 1))


@pytest.mark.parametrize(
    ("rows", "factors", "reserves", "errors", "places"),
    [
        (published.TAYLOR_ASHE, published.TAYLOR_ASHE_FACTORS, published.TAYLOR_ASHE_RESERVES, published.TAYLOR_ASHE_ERRORS, 4),
        (published.RAA, published.RAA_FACTORS, published.RAA_RESERVES, published.RAA_ERRORS, 3),
    ],
    ids=["Taylor and Ashe", "RAA"],
)
def test_factors_reserves_and_standard_errors_are_those_that_mack_published(
    rows: Rows, factors: tuple[float, ...], reserves: tuple[int, ...], errors: tuple[int, ...], places: int
) -> None:
    own = develop(steps_of(rows), [-1], ["authority"], prior=0.0)
    assert (1 + own.rate[0]).round(places).tolist() == list(factors)
    nothing = np.zeros_like(own.rate)
    grown = Grown("counted", own, own, nothing, nothing)
    for year in range(1, len(rows)):
        latest = np.array([float(rows[year][-1])])
        found = ahead(grown, latest, latest, len(rows) - 1 - year, half=0.0)
        assert found.standing[0] - latest[0] == pytest.approx(reserves[year - 1], abs=0.6)
        assert np.sqrt(found.process + found.doubt)[0] == pytest.approx(errors[year - 1], abs=0.6)


def test_a_small_place_is_drawn_to_its_parent_and_a_large_one_that_differs_is_not() -> None:
    random = np.random.default_rng(7)
    base = np.array([4000, 1500, 1500, 990, 10], dtype=float)[:, None, None] * np.ones((1, 12, 1))
    rates = np.array([0.10, 0.04, 0.16, 0.10, 0.10])[:, None, None]
    moved = random.poisson(base * rates).astype(float)
    moved[0] = moved[1:].sum(axis=0)
    moved[4] = 4.0  # four of ten: by chance, or by a way of its own that ten children cannot show
    found = develop(Steps(base, moved, np.ones(base.shape, bool), np.ones(12)), [-1, 0, 0, 0, 0], ["authority"] + ["team"] * 4)
    assert found.rate[:, 0].round(2).tolist()[:4] == [0.10, 0.04, 0.16, 0.10]
    assert 0.1 < found.rate[4, 0] < 0.4
    assert found.doubt[4, 0] > found.doubt[1, 0]


def test_places_that_differ_by_chance_alone_are_given_their_parents_rate() -> None:
    random = np.random.default_rng(3)
    base = np.full((9, 12, 1), 20.0)
    moved = random.poisson(base * 0.1).astype(float)
    base[0], moved[0] = base[1:].sum(axis=0), moved[1:].sum(axis=0)
    found = develop(Steps(base, moved, np.ones(base.shape, bool), np.ones(12)), [-1] + [0] * 8, ["authority"] + ["team"] * 8)
    own = moved[1:].sum(axis=1) / base[1:].sum(axis=1)
    assert np.ptp(found.rate[1:, 0]) < 0.25 * np.ptp(own)
