"""Working days counted one by one, and the same day some months earlier."""

from __future__ import annotations

import functools
from datetime import date, timedelta

import holidays

_HOLIDAYS = frozenset(holidays.country_holidays("GB", subdiv="ENG", years=range(1989, 2052)))


def works(day: date) -> bool:
    """Say whether people work on a day: Monday to Friday, and no bank holiday in England."""
    return day.weekday() not in (5, 6) and day not in _HOLIDAYS


@functools.cache
def working_days(start: date, end: date) -> int:
    """Count the working days after one day up to and including another; negative where the second is the earlier."""
    if end < start:
        return -working_days(end, start)
    count = 0
    day = start
    while day < end:
        day += timedelta(days=1)
        if works(day):
            count += 1
    return count


def working_days_or_blank(start: date | None, end: date | None) -> int | None:
    """Count the working days from one day to another; None if either is blank."""
    if start is None or end is None:
        return None
    return working_days(start, end)


def working_day_after(start: date, count: int) -> date:
    """Give the working day that is so many working days after a day."""
    day = start
    left = count
    while left > 0:
        day += timedelta(days=1)
        if works(day):
            left -= 1
    return day


def months_before(day: date, months: int) -> date:
    """Give the same day so many months earlier; the last day of that month where it is shorter."""
    year, month = day.year, day.month - months
    while month < 1:
        year, month = year - 1, month + 12
    number = day.day
    while True:
        try:
            return date(year, month, number)
        except ValueError:
            number -= 1
