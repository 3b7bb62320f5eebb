"""What a result is: a value with everything that it needs to be trusted, and a list of the children behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lightwell.definitions.model import PeriodType
from lightwell.periods import Month

AUTHORITY = "authority"
"""The breakdown that is none: the whole authority."""


class State(StrEnum):
    """Why a value can be read, or cannot. Blank is not zero: what looks alike on paper is kept apart.

    `too_few` is never stored: it is how a share of fewer than the policy's least is shown, as its counts.
    """

    KNOWN = "known"
    NO_DATA = "no_data"
    NOT_APPLICABLE = "not_applicable"
    SUPPRESSED = "suppressed"
    TOO_FEW = "too_few"


@dataclass(frozen=True)
class Value:
    """One figure: an indicator for one period and one member of one breakdown, with where it comes from.

    `numerator`, `denominator` and `value` are None where `state` is not `known`; `denominator` is None too for a count. A percentage is
    given from 0 to 100, a rate per 10,000. `population` names the release of the population behind a rate.
    """

    indicator: str
    version: int
    period: Month
    period_type: PeriodType
    breakdown: str
    member: str
    numerator: float | None
    denominator: float | None
    value: float | None
    state: State
    population: str
    snapshot: str


@dataclass(frozen=True)
class ChildList:
    """The children behind a number: the same rows that the number counts.

    `columns` names what each row holds: first the counted thing (`child`, or `worker` for an indicator that counts workers), then who is
    responsible, then the columns of the fact that explain why the row is in.
    """

    indicator: str
    period: Month
    breakdown: str
    member: str
    part: str
    as_at: date
    snapshot: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
