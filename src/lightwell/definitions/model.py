"""What an indicator is: the frozen form of one file in `indicators/`, and of the parameters that it refers to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Unit = Literal["count", "percent", "per_10_000", "mean"]
Better = Literal["higher", "lower", "neither"]
PeriodType = Literal["month", "month_end", "rolling_12_months", "year_to_date", "quarter", "year"]

UNITS: tuple[Unit, ...] = ("count", "percent", "per_10_000", "mean")
PERIOD_TYPES: tuple[PeriodType, ...] = ("month", "month_end", "rolling_12_months", "year_to_date", "quarter", "year")


@dataclass(frozen=True)
class Example:
    """One worked example: the records of one child, and whether the child is counted in one month.

    `records` maps a table to rows of column and value; `child` is filled in where a row does not name one. `value` is what the
    indicator comes to on these records alone, where that is said in place of whether the child is counted.
    """

    child: str
    month: str
    because: str
    records: dict[str, list[dict[str, Any]]]
    in_numerator: bool | None
    in_denominator: bool | None
    value: float | None


@dataclass(frozen=True)
class Change:
    """One change to what an indicator means: from which version, on which day, and what was changed."""

    version: int
    on: date
    what: str


@dataclass(frozen=True)
class Definition:
    """One indicator, as its file says, checked.

    `of` and `count` are SQL conditions on the fact's columns: the rows in the denominator, and those of them in the numerator. `distinct`
    names the column whose different values are counted in place of rows. `per` is a number on each row whose sum is the denominator of
    a mean. `comparator` is the published measure that it is set beside, and `comparator_differs` what that counts otherwise, for a
    footnote. `on` is the date that places an event in a period; empty for a roll call.
    """

    id: str
    version: int
    title: str
    question: str
    aim: str
    unit: Unit
    better: Better
    decimals: int
    fact: str
    period_type: PeriodType
    on: str
    of: str
    count: str
    distinct: str
    per: str
    breakdowns: tuple[str, ...]
    comparator: str
    comparator_differs: str
    source: str
    note: str
    changes: tuple[Change, ...]
    examples: tuple[Example, ...]
    file: str

    @property
    def has_denominator(self) -> bool:
        """Whether the figure is a share or a mean of rows, so that a list of the denominator's children can be shown."""
        return self.unit in ("percent", "mean")


@dataclass(frozen=True)
class Parameter:
    """One dated clock, threshold or interval: `values` are pairs of the first day and the value from then on, oldest first."""

    name: str
    unit: str
    meaning: str
    values: tuple[tuple[date, float], ...]
    source: str

    def on(self, day: date) -> float:
        """Give the value that held on a day; the oldest value for an earlier day."""
        held = self.values[0][1]
        for first_day, value in self.values:
            if first_day <= day:
                held = value
        return held
