"""How long things wait to be recorded and authorised: counted one by one, and by the estimate that takes those who wait into account."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import pytest

from lightwell.errors import NotFound
from lightwell.periods import Month
from lightwell.results.recording import Lag, LagPart, Step
from lightwell.results.recording_kinds import KINDS
from lightwell.results.recording_lag import lag_records, lags, quantile, steps_of
from lightwell.results.recording_said import say_lag
from lightwell.store import Snapshot
from tests.reference.days import working_days

JANUARY = Month(2024, 1)
PARTS: tuple[LagPart, ...] = ("within", "late", "waiting", "unknown")


@dataclass(frozen=True)
class Days:
    """The days of one record."""

    happened: date
    recorded: date
    authorised: date | None

    def since(self, step: Step) -> date:
        return self.recorded if step == "authorised" else self.happened

    def until(self, step: Step) -> date | None:
        return self.recorded if step == "recorded" else self.authorised


def test_the_median_takes_those_who_wait_into_account() -> None:
    """The weeks of remission on 6-mercaptopurine (Freireich and others, 1963), as every textbook of survival gives them: median 23."""
    ended, censored = (6, 6, 6, 7, 10, 13, 16, 22, 23), (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
    known = [*((weeks, True, 1) for weeks in ended), *((weeks, False, 1) for weeks in censored)]
    assert quantile(known, 0.5) == 23
    assert (quantile(known, 0.24), quantile(known, 0.25), quantile(known, 0.6)) == (
        10,
        13,
        None,
    )  # S(10) is 0.753, S(13) 0.690, S(23) 0.448
    assert quantile([(0, True, 5), (3, True, 4), (8, True, 1)], 0.5) == 0
    assert quantile([(0, True, 5), (3, True, 4), (8, True, 1)], 0.9) == 3
    assert quantile([(4, False, 3)], 0.5) is None
    assert quantile([], 0.5) is None


@pytest.mark.parametrize("kind", ["child_protection_visits", "supervisions"])
def test_a_lag_is_counted_as_one_by_one_and_its_lists_are_as_long(month_end: Snapshot, kind: str) -> None:
    rows = [Days(*row[5:8]) for row in lag_records(month_end, kind, "both", JANUARY).rows]  # type: ignore[arg-type]  # three days
    for step in steps_of(month_end, KINDS[kind]):
        (lag,) = lags(month_end, kind, step, months=[JANUARY])
        waits = [row.until(step) is None for row in rows]
        took = [working_days(row.since(step), row.until(step) or month_end.manifest.as_at) for row in rows]
        assert lag.records == len(rows) > 20
        assert (lag.done, lag.waiting, lag.unknown) == (waits.count(False), waits.count(True), 0)
        assert lag.late == sum(length > lag.standard for length in took)
        assert lag.within == sum(length <= lag.standard and not waiting for length, waiting in zip(took, waits, strict=True))
        assert lag.median == sorted(took)[math.ceil(len(took) / 2) - 1]
        assert lag.waiting_since == min((row.since(step) for row in rows if row.until(step) is None), default=None)
        for part in PARTS:
            assert len(lag_records(month_end, kind, step, JANUARY, part=part).rows) == getattr(lag, part)


def test_the_teams_of_a_lag_add_up_and_their_lists_are_theirs(month_end: Snapshot) -> None:
    for breakdown in ("team", "worker"):
        parts = lags(month_end, "supervisions", "both", months=[JANUARY], breakdown=breakdown)
        (whole,) = lags(month_end, "supervisions", "both", months=[JANUARY])
        for name in ("records", "done", "waiting", "within", "late"):
            assert sum(getattr(lag, name) for lag in parts) == getattr(whole, name)
        most = max(parts, key=lambda lag: lag.records)
        listed = lag_records(month_end, "supervisions", "both", JANUARY, breakdown=breakdown, member=most.member)
        assert len(listed.rows) == most.records
        assert {row[listed.columns.index(breakdown)] for row in listed.rows} == {most.member}


def test_a_lag_is_said_in_words() -> None:
    lag = Lag("in_care_visits", "both", JANUARY, "authority", "", 90, 80, 8, 2, 70, 12, 0, 6, 10, date(2023, 12, 4))
    assert say_lag(lag).replace("\N{NO-BREAK SPACE}", " ") == (
        "Visits: child in care, January 2024: half were recorded and authorised on the same working day, "
        "nine in ten within 6 working days; 85 % within the standard of 10 working days. "
        "8 still wait, the oldest since 4 December 2023. Of 2 a day is blank."
    )


def test_what_cannot_be_measured_says_why(month_end: Snapshot) -> None:
    assert [(lag.step, lag.waiting) for lag in lags(month_end, "core_groups", "recorded", months=[JANUARY])] == [("recorded", 0)]
    with pytest.raises(NotFound, match="Core groups: the source does not say on which day they were authorised"):
        lags(month_end, "core_groups", "authorised")
    with pytest.raises(NotFound, match="Health assessments: the source does not say on which day they were recorded"):
        lags(month_end, "health_assessments", "recorded")
    with pytest.raises(NotFound, match="There is no kind of record “visits”"):
        lags(month_end, "visits", "recorded")
    with pytest.raises(NotFound, match="A lag is not broken down by “sex”"):
        lags(month_end, "supervisions", "recorded", breakdown="sex")
