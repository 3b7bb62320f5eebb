"""Practice or recording: how long things wait to be recorded and authorised, and what a month's shortfall is made of.

Frozen forms only. `recording_lag.lags` gives `Lag`, `recording_split.splits` gives `Split`; `recording_lists` gives the records and the
children behind each of their numbers. What each part means, and what it does not prove: docs/explanation/practice-or-recording.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from lightwell.periods import Month

Step = Literal["recorded", "authorised", "both"]
"""Which wait is measured: from happening to recorded, from recorded to authorised, or from happening to authorised."""

STEPS: tuple[Step, ...] = ("recorded", "authorised", "both")

Part = Literal["not_done", "recorded_late", "not_authorised", "still_not_done", "still_not_authorised", "no_longer_missed", "newly_missed"]
"""What a list behind a split holds: the three parts of the shortfall as first known, the two of what is missed now, and the children by
whom the shortfall first shown differs from what the dates say: shown as missed then and not by the dates, or the reverse."""

PARTS: tuple[Part, ...] = get_args(Part)

LagPart = Literal["all", "within", "late", "waiting", "unknown"]
"""What a list behind a lag holds: every record, those within the standard, those beyond it, those that wait, those without the days."""

LAG_PARTS: tuple[LagPart, ...] = get_args(LagPart)


@dataclass(frozen=True)
class Lag:
    """How long one step took, in working days, for what happened in one month at one place.

    `records` counts all that happened; of `done` of them both days are known, `waiting` still wait on the day of the snapshot, the oldest
    of them since `waiting_since`, and of `unknown` a day is blank: the three add up to `records`. `median` and `ninetieth` take those who
    wait into account (Kaplan-Meier); None where too many wait to say. `within` and `late` are those known to be within `standard` working
    days and beyond it; one that waits and is not yet beyond it is in neither.
    """

    kind: str
    step: Step
    month: Month
    breakdown: str
    member: str
    records: int
    done: int
    waiting: int
    unknown: int
    within: int
    late: int
    median: int | None
    ninetieth: int | None
    standard: int
    waiting_since: date | None

    @property
    def share_within(self) -> float | None:
        """The percentage within the standard, of those for whom it is known; None where it is known for none."""
        decided = self.within + self.late
        return 100.0 * self.within / decided if decided else None


@dataclass(frozen=True)
class Share:
    """One figure of an indicator that is a percentage: those in time, out of those who count."""

    numerator: int
    denominator: int

    @property
    def missed(self) -> int:
        """Those who count and are not in time: the shortfall."""
        return self.denominator - self.numerator

    @property
    def value(self) -> float | None:
        """The percentage; None of nobody."""
        return 100.0 * self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True)
class Split:
    """One month of an indicator at one place: what its shortfall is made of.

    `known_on` is the day on which the month's figure was first made: that of the first snapshot after the month (`from_history`), or the
    month's end and so many days. `first` is the figure as the days of recording and authorising say that it was then; `if_authorised` what
    it would have been if all that was recorded by then had been authorised, `if_recorded` if besides all that is known now to have been
    done had been recorded, `now` what it is now. `not_done`, `recorded_late` and `not_authorised` add up to `first.missed`;
    `still_not_done` and `still_not_authorised` to `now.missed`. `shown` is what the first snapshot itself shows, None where there is none
    that counted by the same version.
    """

    indicator: str
    version: int
    month: Month
    breakdown: str
    member: str
    snapshot: str
    known_on: date
    from_history: bool
    first: Share
    if_authorised: Share
    if_recorded: Share
    now: Share
    not_done: int
    recorded_late: int
    not_authorised: int
    still_not_done: int
    still_not_authorised: int
    shown: Share | None

    @property
    def corrected(self) -> int:
        """How many more the first snapshot shows as missed than the days say: records deleted, changed or added since.

        Below zero where it shows fewer. With the three parts it adds up to the shortfall that was shown.
        """
        return self.shown.missed - self.first.missed if self.shown else 0


@dataclass(frozen=True)
class Gap:
    """The gap between a figure as first known and a target, in percentage points: the three parts add up to `gap`.

    `practice` is what would have been missing if all that was done had been recorded and authorised in time; below zero where the
    target would then have been beaten.
    """

    target: float
    gap: float
    practice: float
    recorded_late: float
    not_authorised: float


@dataclass(frozen=True)
class RecordList:
    """The records behind one number of a `Lag`, in the order of the day on which they happened.

    `columns` names what each row holds: the child, who made the record, who is responsible, the days, and the working days that the step
    took, or has lasted so far; None where it cannot be known.
    """

    kind: str
    step: Step
    month: Month
    breakdown: str
    member: str
    part: LagPart
    as_at: date
    snapshot: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


def gap_of(split: Split, target: float) -> Gap | None:
    """Divide the gap to a target, in per cent, between practice and recording; None where there is no figure."""
    first, authorised, recorded = split.first.value, split.if_authorised.value, split.if_recorded.value
    if first is None or authorised is None or recorded is None:
        return None
    return Gap(target, target - first, target - recorded, recorded - authorised, authorised - first)
