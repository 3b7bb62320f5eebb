"""Months, financial years, working days and England's bank holidays.

Working days follow England's bank holidays (Banking and Financial Dealings Act 1971 and the one-off holidays by proclamation) and weekends.
The day on which a clock starts is day 0: the number of working days between two dates is the difference of their working-day indexes.
"""

from __future__ import annotations

import functools
import itertools
import re
from bisect import bisect_left
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

import holidays
import pyarrow as pa

FIRST_DAY = date(1990, 1, 1)
"""The first day of the calendar: early enough for the birth and care history of anyone aged under 26 today."""

LAST_DAY = date(2050, 12, 31)

# Never from the locale: packs are in English.
_MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, order=True)
class Month:
    """One calendar month, the unit in which indicators are followed."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Month:
        """Give the month that a day is in."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read a month written as `2024-01`.

        Raises `ValueError`, with a text for a person, if it is written in any other way.
        """
        found = re.fullmatch(r"(\d{4})-(\d{2})", text.strip())
        if found is None or not 1 <= int(found[2]) <= 12:
            raise ValueError(f"“{text}” is not a month. Write the year and the month as in 2024-01.")
        return cls(int(found[1]), int(found[2]))

    def plus(self, months: int) -> Month:
        """Give the month that many months later, or earlier if negative."""
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    @property
    def start(self) -> date:
        """The first day."""
        return date(self.year, self.number, 1)

    @property
    def end(self) -> date:
        """The last day."""
        return self.plus(1).start - timedelta(days=1)

    @property
    def name(self) -> str:
        """The month in words: `January 2024`."""
        return f"{_MONTH_NAMES[self.number - 1]} {self.year}"

    @property
    def short(self) -> str:
        """The month as a column heading: `Jan 24`."""
        return f"{_MONTH_NAMES[self.number - 1][:3]} {self.year % 100:02d}"

    def __str__(self) -> str:
        """Give the month as it is written in commands and files: `2024-01`."""
        return f"{self.year:04d}-{self.number:02d}"


def months_between(first: Month, last: Month) -> list[Month]:
    """List the months from `first` to `last`, both included; empty if `last` is earlier."""
    count = (last.year - first.year) * 12 + last.number - first.number + 1
    return [first.plus(step) for step in range(max(count, 0))]


def last_complete_month(as_at: date) -> Month:
    """Give the latest month whose last day had passed, or was, the as-at date."""
    month = Month.of(as_at)
    return month if month.end == as_at else month.plus(-1)


def financial_year_start(month: Month) -> Month:
    """Give the April in which the month's financial year began."""
    return Month(month.year if month.number >= 4 else month.year - 1, 4)


def say_date(day: date) -> str:
    """Write a date in full, as in messages and on pages: `3 March 2026`."""
    return f"{day.day} {_MONTH_NAMES[day.month - 1]} {day.year}"


@functools.cache
def bank_holidays() -> frozenset[date]:
    """Give every bank holiday in England between the first and last day of the calendar."""
    found = holidays.country_holidays("GB", subdiv="ENG", years=range(FIRST_DAY.year, LAST_DAY.year + 1))
    return frozenset(found)


def is_working_day(day: date) -> bool:
    """Say whether a day is neither at a weekend nor a bank holiday in England."""
    return day.weekday() < 5 and day not in bank_holidays()


@functools.cache
def _working_days() -> tuple[date, ...]:
    return tuple(day for day in _all_days() if is_working_day(day))


def _all_days() -> list[date]:
    return [FIRST_DAY + timedelta(days=step) for step in range((LAST_DAY - FIRST_DAY).days + 1)]


def working_days_between(start: date, end: date) -> int:
    """Count the working days from `start`, which is day 0, to `end`; negative if `end` is earlier.

    A day at a weekend counts with the working day before it, so a clock started on a Saturday has its day 1 on the Monday.
    """
    return working_day_index(end) - working_day_index(start)


def working_day_index(day: date) -> int:
    """Number a day by the working days up to and including it, from the first day of the calendar."""
    return bisect_left(_working_days(), day + timedelta(days=1))


def add_working_days(start: date, count: int) -> date:
    """Give the working day that is `count` working days after `start`."""
    return _working_days()[working_day_index(start) + count - 1]


def same_day_a_year_before(day: date) -> date:
    """Give the same day a year earlier; 28 February for 29 February."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def same_day_half_a_year_before(day: date) -> date:
    """Give the same day six months earlier; the last day of that month where it has no such day."""
    year, month = (day.year, day.month - 6) if day.month > 6 else (day.year - 1, day.month + 6)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@functools.cache
def calendar_table() -> pa.Table:
    """Give the table `calendar`: one row for each day, with what fact SQL needs in place of date arithmetic.

    Columns: `day`, `day_number` (days since the calendar began), `month` (its first day), `working_day` (index), `is_working_day`,
    `year_before`, `half_year_before`. Days between two dates are a difference of `day_number`, which every SQL dialect writes alike.
    """
    days = _all_days()
    working = [day.weekday() < 5 and day not in bank_holidays() for day in days]
    return pa.table(
        {
            "day": pa.array(days, pa.date32()),
            "day_number": pa.array(range(len(days)), pa.int32()),
            "month": pa.array([day.replace(day=1) for day in days], pa.date32()),
            "working_day": pa.array(itertools.accumulate(map(int, working)), pa.int32()),
            "is_working_day": pa.array(working, pa.bool_()),
            "year_before": pa.array([same_day_a_year_before(day) for day in days], pa.date32()),
            "half_year_before": pa.array([same_day_half_a_year_before(day) for day in days], pa.date32()),
        }
    )


def months_table(months: list[Month]) -> pa.Table:
    """Give the table `months`: one row for each month that results are worked out for.

    Columns: `month` (its first day), `month_end`, the first day of the window of each period type (`rolling_start`, `year_to_date_start`,
    `quarter_start`), whether the month `ends_quarter` or `ends_year`, and `day_number`, `working_day`, `year_before`, `half_year_before` of
    the last day.
    """
    return _months_ending(months, [month.end for month in months])


def month_so_far(day: date) -> pa.Table:
    """Give a table `months` of one row: the month that a day is in, as if it ended on that day, to call the rolls on the day itself."""
    return _months_ending([Month.of(day)], [day])


def _months_ending(months: list[Month], ends: list[date]) -> pa.Table:
    return pa.table(
        {
            "month": pa.array([month.start for month in months], pa.date32()),
            "month_end": pa.array(ends, pa.date32()),
            "rolling_start": pa.array([month.plus(-11).start for month in months], pa.date32()),
            "year_to_date_start": pa.array([financial_year_start(month).start for month in months], pa.date32()),
            "quarter_start": pa.array([month.plus(-((month.number - 1) % 3)).start for month in months], pa.date32()),
            "ends_quarter": pa.array([month.number % 3 == 0 for month in months], pa.bool_()),
            "ends_year": pa.array([month.number == 3 for month in months], pa.bool_()),
            "day_number": pa.array([(end - FIRST_DAY).days for end in ends], pa.int32()),
            "working_day": pa.array([working_day_index(end) for end in ends], pa.int32()),
            "year_before": pa.array([same_day_a_year_before(end) for end in ends], pa.date32()),
            "half_year_before": pa.array([same_day_half_a_year_before(end) for end in ends], pa.date32()),
        }
    )
