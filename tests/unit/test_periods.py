"""Months, working days and bank holidays."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lightwell.periods import (
    FIRST_DAY,
    LAST_DAY,
    Month,
    add_working_days,
    bank_holidays,
    calendar_table,
    financial_year_start,
    is_working_day,
    last_complete_month,
    months_between,
    months_table,
    same_day_a_year_before,
    say_date,
    working_days_between,
)

DAYS = st.dates(date(1995, 1, 1), date(2045, 12, 31))


@pytest.mark.parametrize("text", ["2024-13", "2024-1", "24-01", "January 2024", "", "2024-00"])
def test_a_month_written_otherwise_is_refused_with_how_to_write_it(text: str) -> None:
    with pytest.raises(ValueError, match="Write the year and the month as in 2024-01"):
        Month.parse(text)


def test_a_month_says_itself_in_four_ways() -> None:
    month = Month.parse("2024-02")
    assert (str(month), month.name, month.short, month.end) == ("2024-02", "February 2024", "Feb 24", date(2024, 2, 29))


def test_one_off_bank_holidays_are_in() -> None:
    assert {date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)} <= bank_holidays()


def test_forty_five_working_days_over_easter() -> None:
    assert working_days_between(date(2026, 2, 10), date(2026, 4, 16)) == 45
    assert working_days_between(date(2026, 2, 9), date(2026, 4, 16)) == 46


def test_a_clock_started_at_the_weekend_has_its_day_one_on_monday() -> None:
    assert working_days_between(date(2026, 1, 10), date(2026, 1, 12)) == 1


@given(DAYS, st.integers(1, 200))
def test_adding_working_days_lands_on_one_that_many_away(start: date, count: int) -> None:
    end = add_working_days(start, count)
    assert is_working_day(end)
    assert working_days_between(start, end) == count


@given(DAYS, DAYS)
def test_working_days_are_counted_one_by_one(a: date, b: date) -> None:
    start, end = sorted((a, min(b, date.fromordinal(min(a.toordinal() + 400, b.toordinal())))))
    slow = sum(is_working_day(date.fromordinal(day)) for day in range(start.toordinal() + 1, end.toordinal() + 1))
    assert working_days_between(start, end) == slow


def test_the_last_complete_month_of_a_month_end_is_its_own() -> None:
    assert last_complete_month(date(2024, 1, 31)) == Month(2024, 1)
    assert last_complete_month(date(2024, 3, 8)) == Month(2024, 2)


def test_years() -> None:
    assert financial_year_start(Month(2024, 3)) == Month(2023, 4)
    assert financial_year_start(Month(2024, 4)) == Month(2024, 4)
    assert same_day_a_year_before(date(2024, 2, 29)) == date(2023, 2, 28)
    assert say_date(date(2026, 3, 3)) == "3 March 2026"


def test_the_calendar_has_every_day_once_and_agrees_with_the_functions() -> None:
    table = calendar_table().to_pydict()
    assert table["day"][0] == FIRST_DAY
    assert table["day"][-1] == LAST_DAY
    assert table["day_number"] == list(range(len(table["day"])))
    place = table["day"].index(date(2024, 2, 29))
    assert table["year_before"][place] == date(2023, 2, 28)
    assert table["half_year_before"][place] == date(2023, 8, 29)
    assert table["working_day"][place] - table["working_day"][place - 28] == working_days_between(date(2024, 2, 1), date(2024, 2, 29))


def test_months_know_the_start_of_every_window() -> None:
    row = months_table([Month(2024, 3)]).to_pylist()[0]
    assert row["rolling_start"] == date(2023, 4, 1)
    assert row["year_to_date_start"] == date(2023, 4, 1)
    assert row["quarter_start"] == date(2024, 1, 1)
    assert row["ends_quarter"]
    assert row["ends_year"]
    assert len(months_between(Month(2023, 11), Month(2024, 2))) == 4
