"""What the ranges are worth: each month that has settled since, estimated as when it was first known, without its own later steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lightwell.signals.ageing import Aged
from lightwell.signals.development import BoolArray
from lightwell.signals.settling import Grown, settle
from lightwell.signals.triangle import FloatArray


@dataclass(frozen=True)
class BackTest:
    """How the same method would have done on months that have settled since, each left out in turn.

    `months` counts them; `covered` of them settled inside the range. `error` is the mean absolute error of the estimate and
    `first_error` that of the figure as first known, in the unit of the indicator (points for a share). `late` is the part of the settled
    numerator that was not there at first, from 0 to 1. With `pooled` the months of all places of the same breakdown are counted.
    """

    months: int
    covered: int
    error: float
    first_error: float
    late: float
    pooled: bool = False

    @property
    def coverage(self) -> float:
        """Part of the months that settled inside the range, from 0 to 1."""
        return self.covered / self.months if self.months else float("nan")

    @property
    def better(self) -> bool:
        """Whether the estimate was nearer to the settled figure than the figure as first known."""
        return self.error < self.first_error


@dataclass(frozen=True)
class Tested:
    """One month at every place: as first known, as it settled, and the estimate and range made when it was first known.

    Arrays have one entry for each series. Shares are from 0 to 1; a rate is its numerator. `late` is the change of the numerator at the
    settled denominator.
    """

    there: BoolArray
    first: FloatArray
    settled: FloatArray
    estimate: FloatArray
    low: FloatArray
    high: FloatArray
    scale: FloatArray
    late: FloatArray
    numerator: FloatArray


def tested(grown: Grown, figures: Aged, column: int, age: int, *, unit: str) -> Tested:
    """Estimate one month as it was first known, in the snapshot `column`, and hold it against what the latest snapshot knows of it."""
    numerator, denominator = figures.numerators[:, column, 0], figures.denominators[:, column, 0]
    final = settle(grown, numerator, denominator, 0, share=figures.share, whole_numbers=unit != "mean")
    now_n, now_d = figures.numerators[:, -1, age], figures.denominators[:, -1, age]
    there = figures.there[:, column, 0] & figures.there[:, -1, age]
    if figures.share:
        first, settled = _ratio(numerator, denominator), _ratio(now_n, now_d)
        late = np.abs(now_n - first * now_d)
    else:
        first, settled, late = numerator, now_n, np.abs(now_n - numerator)
    scale = 1 / np.maximum(now_d, 1.0) if unit == "per_10_000" else np.ones_like(now_d)
    return Tested(there, first, settled, final.ratio, final.low, final.high, scale, late, now_n)


def back_tests(months: Sequence[Tested], groups: Sequence[str], times: float) -> list[BackTest | None]:
    """Sum the tests of every series up; None where nothing has settled.

    The whole authority is tested by itself. Other places are, by their breakdown, tested together: ten months of a team of eight children
    say little.
    """
    found: list[BackTest | None] = [None] * len(groups)
    if not months:
        return found
    for group in dict.fromkeys(groups):
        members = np.array([each == group for each in groups])
        summed = _summed(months, members, times, pooled=int(members.sum()) > 1)
        for index in np.flatnonzero(members):
            found[int(index)] = summed
    return found


def _summed(months: Sequence[Tested], members: BoolArray, times: float, *, pooled: bool) -> BackTest | None:
    count, covered, error, first_error, late, settled = 0, 0, 0.0, 0.0, 0.0, 0.0
    for each in months:
        there = each.there & members
        slack = 1e-9 * np.maximum(1.0, np.abs(each.settled))
        inside = (each.settled >= each.low - slack) & (each.settled <= each.high + slack)
        count += int(there.sum())
        covered += int((inside & there).sum())
        error += float((np.abs(each.estimate - each.settled) * each.scale)[there].sum()) * times
        first_error += float((np.abs(each.first - each.settled) * each.scale)[there].sum()) * times
        late += float(each.late[there].sum())
        settled += float(each.numerator[there].sum())
    if not count:
        return None
    return BackTest(count, covered, error / count, first_error / count, late / settled if settled else 0.0, pooled)


def _ratio(numerator: FloatArray, denominator: FloatArray) -> FloatArray:
    return np.divide(numerator, denominator, out=np.zeros_like(numerator), where=denominator > 0)
