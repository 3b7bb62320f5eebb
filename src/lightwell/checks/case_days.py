"""Days in worked cases that move with the collection, so that one case holds in every year: `{START}`, `{END-30}`, `{START-1y}`."""

from __future__ import annotations

import re
from datetime import date, timedelta

from lightwell.returns.collections import Collection

_DAY = re.compile(r"\{(?P<from>START|END)(?:(?P<sign>[+-])(?P<size>\d+)(?P<years>y?))?\}")
_LEAP_DAY = (2, 29)


def dated(text: str | None, collection: Collection) -> str | None:
    """Put the days of a collection in place of the words of a case, written as the return writes them: 31/03/2026."""
    return None if text is None else _DAY.sub(lambda found: f"{_day(found, collection):%d/%m/%Y}", text)


def _day(found: re.Match[str], collection: Collection) -> date:
    first = collection.first_day if found["from"] == "START" else collection.last_day
    if not found["sign"]:
        return first
    size = int(found["size"]) * (1 if found["sign"] == "+" else -1)
    return _years_later(first, size) if found["years"] else first + timedelta(days=size)


def _years_later(day: date, years: int) -> date:
    if (day.month, day.day) == _LEAP_DAY:
        return date(day.year + years, 3, 1)
    return day.replace(year=day.year + years)
