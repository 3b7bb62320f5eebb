"""Days as whole numbers, and the months that are simulated.

A simulation of six years asks for millions of days, so a day is the number of days since 1 January 1970 (Arrow's `date32`)
until it is written.
"""

from __future__ import annotations

import functools
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from lightwell.periods import Month, is_working_day, months_between

EPOCH = date(1970, 1, 1)

FIRST_MONTH = Month(2018, 2)
LAST_MONTH = Month(2024, 1)

_FIRST_KNOWN = 25 * 365
"""The first day, in the year 1994, for which working days are counted."""

_DAYS_KNOWN = 40 * 365


@dataclass(frozen=True)
class MonthDays:
    """One simulated month: its place in the history, its first and last day, and its working days."""

    index: int
    month: Month
    first: int
    last: int
    working: tuple[int, ...]

    def some_day(self, rng: Random, earliest: int | None = None, latest: int | None = None) -> int:
        """Choose a day, nearly always a working one, not before `earliest` nor after `latest`."""
        low = self.first if earliest is None else max(self.first, min(earliest, self.last))
        high = self.last if latest is None else max(low, min(latest, self.last))
        start, end = bisect_left(self.working, low), bisect_left(self.working, high + 1)
        if end > start and rng.random() < 0.97:
            return self.working[start + int(rng.random() * (end - start))]
        return low + int(rng.random() * (high - low + 1))


def day_number(day: date) -> int:
    """Give the number of a day."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """Give the day that a number stands for."""
    return EPOCH + timedelta(days=number)


@functools.cache
def history() -> tuple[MonthDays, ...]:
    """Give the 72 simulated months, from February 2018 to January 2024."""
    return tuple(_month_days(index, month) for index, month in enumerate(months_between(FIRST_MONTH, LAST_MONTH)))


def _month_days(index: int, month: Month) -> MonthDays:
    first, last = day_number(month.start), day_number(month.end)
    working = tuple(day for day in range(first, last + 1) if is_working_day(day_of(day)))
    return MonthDays(index, month, first, last, working)


@functools.cache
def _working_days() -> tuple[int, ...]:
    return tuple(day for day in range(_FIRST_KNOWN, _FIRST_KNOWN + _DAYS_KNOWN) if is_working_day(day_of(day)))


def add_working_days(start: int, count: int) -> int:
    """Give the working day that is `count` working days after `start`; before it if `count` is negative."""
    return _working_days()[bisect_left(_working_days(), start + 1) - 1 + count]


def working_days_between(start: int, end: int) -> int:
    """Count the working days from `start`, which is day 0, to `end`."""
    return bisect_left(_working_days(), end + 1) - bisect_left(_working_days(), start + 1)


def next_working_day(day: int) -> int:
    """Give the day itself if it is a working day, or else the next one."""
    return _working_days()[bisect_left(_working_days(), day)]


def earliest_within(month_end: int, working_days: int) -> int:
    """Give the earliest day from which no more than that many working days have passed by `month_end`."""
    position = bisect_left(_working_days(), month_end + 1) - 1 - working_days
    return _working_days()[position]


@functools.lru_cache(maxsize=100_000)
def birthday(born: int, age: int) -> int:
    """Give the day on which someone born on `born` reaches an age in whole years; 1 March for 29 February."""
    day = day_of(born)
    try:
        return day_number(day.replace(year=day.year + age))
    except ValueError:
        return day_number(date(day.year + age, 3, 1))


def age_on(born: int, day: int) -> int:
    """Give the age in whole years on a day; negative before birth."""
    years = (day - born) // 365
    while birthday(born, years + 1) <= day:
        years += 1
    while birthday(born, years) > day:
        years -= 1
    return years
