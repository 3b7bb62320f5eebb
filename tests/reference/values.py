"""What an indicator comes to: the rows of its period, its numerator and denominator, and the figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lightwell.periods import Month
from tests.reference.journey import Journey, Limit, Row
from tests.reference.rules import Indicator

AUTHORITY = "authority"
"""The breakdown that is none: its one member takes every row."""


@dataclass(frozen=True)
class Answer:
    """One figure: `state` is `known` or `not_applicable`; for a count there is no denominator."""

    numerator: float | None
    denominator: float | None
    value: float | None
    state: str


NOT_APPLICABLE = Answer(None, None, None, "not_applicable")


def window(period_type: str, month: Month) -> tuple[date, date] | None:
    """Give the first and last day of the period that ends with a month; None where no such period ends then."""
    if period_type in ("month", "month_end"):
        return month.start, month.end
    if period_type == "rolling_12_months":
        return month.plus(-11).start, month.end
    if period_type == "year_to_date":
        return date(month.year if month.number > 3 else month.year - 1, 4, 1), month.end
    if period_type == "quarter":
        return (month.plus(-2).start, month.end) if month.number in (3, 6, 9, 12) else None
    if period_type == "year":
        return (date(month.year - 1, 4, 1), month.end) if month.number == 3 else None
    raise ValueError(period_type)


def rows_in_period(indicator: Indicator, rows: Sequence[Row], month: Month) -> list[Row]:
    """Give the rows of the fact that belong to the period: events dated in it, or the roll call of its month."""
    days = window(indicator.period_type, month)
    if days is None:
        return []
    first, last = days
    column = indicator.on or "month"
    return [row for row in rows if row[column] is not None and first <= row[column] <= last]


def month_of(indicator: Indicator, row: Row) -> Month:
    """Give the month in which a row is counted."""
    return Month.of(row[indicator.on or "month"])


def limits(journey: Journey, month: Month) -> Limit:
    """Give the parameters as they stand on the last day of a month."""
    return lambda name: journey.parameter(name, month.end)


def denominator_rows(journey: Journey, indicator: Indicator, rows: Sequence[Row], month: Month) -> list[Row]:
    """Give the rows out of which the indicator counts, each judged by the parameters of its own month."""
    found = rows_in_period(indicator, rows, month)
    return [row for row in found if indicator.of(row, limits(journey, month_of(indicator, row)))]


def numerator_rows(journey: Journey, indicator: Indicator, of: Sequence[Row]) -> list[Row]:
    """Give those of the denominator's rows that are counted, each judged by the parameters of its own month."""
    return [row for row in of if indicator.count(row, limits(journey, month_of(indicator, row)))]


def by_member(rows: Sequence[Row], breakdown: str) -> dict[str, list[Row]]:
    """Share rows out among the members of a breakdown; the authority's one member has no name."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault("" if breakdown == AUTHORITY else row[breakdown], []).append(row)
    return found


def how_many(indicator: Indicator, rows: Sequence[Row]) -> int:
    """Count rows, or the different values of the column that the indicator counts."""
    if indicator.distinct:
        return len({row[indicator.distinct] for row in rows if row[indicator.distinct] is not None})
    return len(rows)


def answer(indicator: Indicator, of: Sequence[Row], counted: Sequence[Row], breakdown: str, population: float | None) -> Answer:
    """Give the figure from the rows of one member: those in the denominator and those counted."""
    numerator = how_many(indicator, counted)
    if indicator.unit == "count":
        return Answer(numerator, None, numerator, "known")
    if indicator.unit == "per_10_000":
        if breakdown != AUTHORITY or not population:
            return NOT_APPLICABLE
        return Answer(numerator, population, 10_000 * numerator / population, "known")
    if indicator.unit == "percent":
        denominator: float = how_many(indicator, of)
        times = 100
    else:
        denominator = sum(row[indicator.per] for row in of if row[indicator.per] is not None)
        times = 1
    if denominator == 0:
        return NOT_APPLICABLE
    return Answer(numerator, denominator, times * numerator / denominator, "known")
