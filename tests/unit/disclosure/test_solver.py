"""The two ways to find how large a number can be agree, and whole numbers are taken for what they are."""

from __future__ import annotations

import math

import pytest

from lightwell.disclosure.frame import Row
from lightwell.disclosure.reach import reach
from lightwell.disclosure.solver import Column, Programme

FREE = Column(0, math.inf, whole=True)


def fixed(number: int) -> Column:
    return Column(number, number, whole=True)


def equal(*factors: float, total: float = 0) -> Row:
    return Row(tuple((place, factor) for place, factor in enumerate(factors) if factor), total, total)


def test_arithmetic_and_the_solver_agree_where_sums_make_no_circle() -> None:
    # a + b = 9, of a and b each some of 7: a + c = 7, b + d = 7.
    columns = [FREE, FREE, fixed(9), FREE, FREE, fixed(7)]
    rows = [equal(1, 1, -1), equal(1, 0, 0, 1, 0, -1), equal(0, 1, 0, 0, 1, -1)]
    programme = Programme(columns, rows)
    by_solver = [tuple(programme.extreme(place, most=most, until=50 if most else 0).reached for most in (False, True)) for place in (0, 3)]
    reached = reach(columns, rows)
    assert reached is not None
    assert by_solver == [reached[0], reached[3]] == [(2, 7), (0, 5)]


def test_sums_that_make_a_circle_are_left_to_the_solver() -> None:
    assert reach([FREE, FREE, fixed(9)], [equal(1, 1, -1), equal(1, -1)]) is None


@pytest.mark.parametrize(("until", "reached"), [(6, 6), (9, 9), (10, 10), (15, 14)])
def test_a_number_that_may_be_4_or_9_or_14_can_be_more_than_5(until: float, reached: float) -> None:
    # v = 4 + 5 y, and y is at most 2.
    programme = Programme([FREE, Column(0, 2, whole=True)], [equal(1, -5, total=4)])
    found = programme.extreme(0, most=True, until=until)
    assert (found.reached, found.certain) == (reached, True)
