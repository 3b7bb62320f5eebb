"""How a value stands to its target, by polarity and tolerance."""

from __future__ import annotations

from datetime import date

import pytest

from lightwell.definitions.model import Better
from lightwell.definitions.targets import Status, Target, status, target_on

TARGET = Target("x", date(2023, 4, 1), 95.0, 5.0)


@pytest.mark.parametrize(
    ("value", "better", "expected"),
    [
        (95.0, "higher", Status.ON_TARGET),
        (94.9, "higher", Status.NEAR),
        (90.0, "higher", Status.NEAR),
        (89.9, "higher", Status.OFF_TARGET),
        (95.0, "lower", Status.ON_TARGET),
        (100.0, "lower", Status.NEAR),
        (100.1, "lower", Status.OFF_TARGET),
        (91.0, "neither", Status.ON_TARGET),
        (101.0, "neither", Status.OFF_TARGET),
        (None, "higher", Status.NO_DATA),
    ],
)
def test_status(value: float | None, better: Better, expected: Status) -> None:
    assert status(value, TARGET, better) is expected


def test_without_a_target_there_is_no_status_and_never_green() -> None:
    assert status(100.0, None, "higher") is Status.NO_TARGET


def test_the_target_in_force_is_the_latest_that_had_begun() -> None:
    later = Target("x", date(2024, 1, 1), 97.0, 2.0)
    assert target_on((TARGET, later), "x", date(2023, 12, 31)) == TARGET
    assert target_on((TARGET, later), "x", date(2024, 1, 1)) == later
    assert target_on((TARGET, later), "x", date(2023, 3, 31)) is None
    assert target_on((TARGET,), "y", date(2024, 1, 1)) is None
