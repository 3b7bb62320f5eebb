"""Short words for the head of a page and the cells of a table."""

from __future__ import annotations

from lightwell.definitions.model import PeriodType
from lightwell.reports.wording import number

PERIOD_WORDS: dict[PeriodType, str] = {
    "month": "In the month",
    "month_end": "At month end",
    "rolling_12_months": "Over twelve months",
    "year_to_date": "Since April",
    "quarter": "In the quarter",
    "year": "In the year",
}
"""When an indicator is counted, as the head of its page says it."""


def amount(value: float | None) -> str:
    """Write what a figure was counted from: whole numbers whole, parts of a post with two decimals, nothing for None."""
    if value is None:
        return ""
    return number(value, 0 if abs(value - round(value)) < 0.005 else 2)
