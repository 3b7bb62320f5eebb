"""Who a child is: names, ages, and what is said where nothing is recorded."""

from __future__ import annotations

from datetime import date

import pytest

from lightwell.results.people import UNNAMED, Named, names_of
from lightwell.store import Snapshot

DAY = date(2024, 1, 31)


def test_every_child_asked_for_is_given_with_a_name_or_without(small: Snapshot) -> None:
    found = names_of(small, ["1001", "9999", "1001"])
    assert list(found) == ["1001", "9999"]
    assert (found["1001"].name, found["1001"].filed, found["1001"].born_on) == ("Ada Moor", "Moor, Ada", date(2015, 2, 3))
    assert (found["9999"].name, found["9999"].filed) == (UNNAMED, "")


@pytest.mark.parametrize(
    ("named", "said"),
    [
        (Named("1", born_on=date(2015, 2, 3)), "8"),
        (Named("1", born_on=date(2015, 1, 31)), "9"),
        (Named("1", born_on=date(2023, 10, 31)), "3 months"),
        (Named("1", born_on=date(2023, 12, 31)), "1 month"),
        (Named("1", born_on=date(2024, 1, 30)), "1 day"),
        (Named("1", born_on=date(2024, 1, 31)), "0 days"),
        (Named("1", expected_on=date(2024, 5, 3)), "Unborn, expected 3 May 2024"),
        (Named("1", born_on=date(2024, 2, 1)), "Unborn, expected 1 February 2024"),
        (Named("1", born_on=date(2015, 2, 3), died_on=date(2020, 2, 2)), "Died aged 4"),
        (Named("1", died_on=date(2020, 2, 2)), "Died"),
        (Named("1"), "Age not known"),
    ],
)
def test_an_age_is_said_as_people_say_it(named: Named, said: str) -> None:
    assert named.said_age(DAY) == said


def test_a_child_born_on_29_february_is_a_year_older_on_1_march() -> None:
    named = Named("1", born_on=date(2016, 2, 29))
    assert (named.age_on(date(2023, 2, 28)), named.age_on(date(2023, 3, 1))) == (6, 7)
