"""How a nowcast is said: one sentence for a month, one for how far the ranges can be trusted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class Shown(Protocol):
    """What a back-test has shown; see `BackTest`."""

    @property
    def months(self) -> int:
        """Months tested."""

    @property
    def covered(self) -> int:
        """Months that settled inside the range."""

    @property
    def error(self) -> float:
        """Mean error of the estimate."""

    @property
    def first_error(self) -> float:
        """Mean error of the figure as first known."""

    @property
    def better(self) -> bool:
        """Whether the estimate was nearer."""

    @property
    def pooled(self) -> bool:
        """Whether all places of the breakdown were tested together."""


def say_plainly(unit: str) -> Callable[[float], str]:
    """Give a way to write figures of a unit where the caller has none of its own: `61 %`, `16.4`, `308`."""
    if unit == "percent":
        return lambda value: f"{value:.0f}\N{NO-BREAK SPACE}%"
    return lambda value: f"{value:,.1f}" if unit in ("mean", "per_10_000") else f"{value:,.0f}"


def settling_sentence(first: float | None, now: float | None, low: float | None, high: float | None, say: Callable[[float], str]) -> str:
    """Say one month: `As first known 61 %; now 68 %; likely to settle between 71 % and 76 %.`; no range where there is none."""
    if now is None:
        return "There is no figure for this month."
    told = f"Now {say(now)}, as when it was first known" if first is not None and say(first) == say(now) else f"Now {say(now)}"
    if first is not None and say(first) != say(now):
        told = f"As first known {say(first)}; now {say(now)}"
    if low is None or high is None:
        return f"{told}."
    if say(low) == say(high):
        return f"{told}; no further change is expected." if say(low) == say(now) else f"{told}; likely to settle at {say(low)}."
    return f"{told}; likely to settle between {say(low)} and {say(high)}."


def nowcast_sentence(settles: int | None, test: Shown | None, unit: str, *, asked: bool = True) -> str:
    """Say when figures of an indicator settle, and what the ranges were worth on months that have settled since, if that was asked."""
    if settles == 0:
        when = "Figures of this indicator hardly move after they are first known."
    elif settles is None:
        when = "Figures of this indicator still move a year after they are first known."
    else:
        when = f"Figures of this indicator settle within {settles} month{'s' if settles > 1 else ''} of the end of theirs."
    if not asked:
        return when
    if test is None or not test.months:
        return f"{when} No month has settled yet that the ranges could be tested on."
    where = "months of all such places together" if test.pooled else "earlier months"
    error, first = (f"{each:,.1f}{' points' if unit == 'percent' else ''}" for each in (test.error, test.first_error))
    warning = "" if test.better or settles == 0 else " So the estimate is no better here than the figure as first known."
    return (
        f"{when} Tested on {test.months} {where}, each left out in turn: the 80\N{NO-BREAK SPACE}% range held the settled figure in"
        f" {test.covered}; the estimate was {error} off on average, the figure as first known {first}.{warning}"
    )
