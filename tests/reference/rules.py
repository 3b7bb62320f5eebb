"""What an indicator is here: two plain questions asked of each row of a fact, and what is done with the answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.reference.journey import Limit, Row

Rule = Callable[[Row, Limit], bool]
"""Says of one row of a fact, with the parameters in force, whether it is in."""


@dataclass(frozen=True)
class Indicator:
    """One indicator: the rows that are in its denominator, and which of those are in its numerator.

    `on` is the date that places an event in a period, empty for a roll call. `distinct` names the column whose
    different values are counted in place of rows; `per` the number whose sum is the denominator of a mean.
    """

    id: str
    fact: str
    on: str
    period_type: str
    unit: str
    of: Rule
    count: Rule
    distinct: str = ""
    per: str = ""


def every(_row: Row, _limit: Limit) -> bool:
    """Take every row."""
    return True


def at_most(value: float | None, limit: float) -> bool:
    """Say whether a value is known and no more than a limit."""
    return value is not None and value <= limit


def at_least(value: float | None, limit: float) -> bool:
    """Say whether a value is known and no less than a limit."""
    return value is not None and value >= limit


def more_than(value: float | None, limit: float) -> bool:
    """Say whether a value is known and more than a limit."""
    return value is not None and value > limit


def coded(column: str, *codes: str) -> Rule:
    """Take the rows whose code is one of those named; a blank is none of them."""
    return lambda row, _limit: row[column] in codes


def events(name: str, fact: str, on: str, unit: str = "count", period: str = "month", **rules: Rule) -> Indicator:
    """Describe an indicator of events that happened in a period."""
    return Indicator(name, fact, on, period, unit, rules.get("of", every), rules.get("count", every))


def roll(name: str, fact: str, unit: str = "count", **rules: Rule) -> Indicator:
    """Describe an indicator of the children in one status at month end."""
    return Indicator(name, fact, "", "month_end", unit, rules.get("of", every), rules.get("count", every))


def done_in_time(name: str, fact: str, age: str, since: str, limit: Callable[[Row, Limit], float], only: Rule = every) -> Indicator:
    """Describe a share of children for whom something was done within a limit.

    A child for whom it was never done, and whose status is younger than the limit, is not yet due and is left out.
    """

    def due(row: Row, p: Limit) -> bool:
        return only(row, p) and (more_than(row[age], limit(row, p)) or at_most(row[since], limit(row, p)))

    def in_time(row: Row, p: Limit) -> bool:
        return at_most(row[since], limit(row, p))

    return roll(name, fact, "percent", of=due, count=in_time)


def fixed(parameter: str) -> Callable[[Row, Limit], float]:
    """Give the same limit for every child: a parameter."""
    return lambda _row, p: p(parameter)


def agreed_or(parameter: str) -> Callable[[Row, Limit], float]:
    """Give the interval agreed for the child, or else a parameter."""

    def limit(row: Row, p: Limit) -> float:
        agreed: int | None = row["agreed_visit_days"]
        return p(parameter) if agreed is None else agreed

    return limit
