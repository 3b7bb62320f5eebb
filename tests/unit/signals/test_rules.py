"""The standard rules, on scores set by hand."""

import numpy as np
import pytest

from lightwell.signals import Rule
from lightwell.signals.rules import BIT, marks


def broken(score: list[float], rule: Rule, usable: list[bool] | None = None) -> list[int]:
    row = np.array([score])
    sound = np.ones_like(row, dtype=np.bool_) if usable is None else np.array([usable])
    found = marks(row, np.full_like(row, -3), np.full_like(row, 3), row, sound)
    return [place for place, bits in enumerate(found[0].tolist()) if bits & BIT[rule]]


@pytest.mark.parametrize(
    ("rule", "score", "places"),
    [
        (Rule.OUTSIDE, [0, 3.1, 3.0, -3.2], [1, 3]),
        (Rule.TWO_OF_THREE, [0, 2.1, 0, 2.2, 0, 0, 2.5, -2.5], [1, 3]),
        (Rule.TWO_OF_THREE, [2.1, 0, 0, 2.1], []),
        (Rule.EIGHT, [-1, 0.5, 0.4, 0.3, 0.6, 0.2, 0.9, 0.1, 0.4, -1], [1, 2, 3, 4, 5, 6, 7, 8]),
        (Rule.EIGHT, [-1, 0.5, 0.4, 0.3, 0.6, 0.2, 0.9, 0.1, -1, 0.1], []),
        (Rule.SIX, [0.5, -1, -0.5, 0, 0.4, 0.8, 1.2, 0.1], [1, 2, 3, 4, 5, 6]),
        (Rule.SIX, [-1, -0.5, 0, 0, 0.4, 0.8, 0.1], []),
    ],
)
def test_a_rule_marks_the_points_that_break_it_and_no_other(rule: Rule, score: list[float], places: list[int]) -> None:
    assert broken(score, rule) == places


def test_a_month_that_is_not_judged_is_passed_over() -> None:
    score = [0.5, 0.4, 0.3, 0.6, -9, 0.2, 0.9, 0.1, 0.4]
    assert broken(score, Rule.EIGHT, [place != 4 for place in range(9)]) == [0, 1, 2, 3, 5, 6, 7, 8]
    assert broken(score, Rule.OUTSIDE, [place != 4 for place in range(9)]) == []
