"""What may be said of a series today, from what was found in its last phase; and whether current practice can meet a target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from lightwell.periods import Month
from lightwell.signals.chance import Floats
from lightwell.signals.charts import Drawn
from lightwell.signals.grid import Grid
from lightwell.signals.model import Better, Capability, Verdict
from lightwell.signals.scan import Scan
from lightwell.signals.spread import Scaled

Sense = Literal[-1, 0, 1]

_LASTING = {("higher", 1): Verdict.IMPROVING, ("higher", -1): Verdict.WORSENING, ("lower", 1): Verdict.WORSENING,
            ("lower", -1): Verdict.IMPROVING, ("neither", 1): Verdict.HIGHER, ("neither", -1): Verdict.LOWER}  # fmt: skip
_SINGLE = {Verdict.IMPROVING: Verdict.BETTER_ONCE, Verdict.WORSENING: Verdict.WORSE_ONCE,
           Verdict.HIGHER: Verdict.HIGHER_ONCE, Verdict.LOWER: Verdict.LOWER_ONCE}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """What a verdict rests on: its months, since when, and a change that is over: its verdict while it lasted, from when to when."""

    verdict: Verdict
    since: Month | None
    months: tuple[Month, ...]
    singles: tuple[tuple[Month, Verdict], ...] = ()
    over: tuple[Verdict, Month, Month] | None = None


def found(months: tuple[Month, ...], far: list[int], together: list[int], active: int, since: int, better: Better, recent: int) -> Found:
    """Give the verdict on one phase with enough points: what still holds first, then single months and what is over, if recent."""
    late = max(len(months) - recent, 0)
    singles = tuple((months[at], _SINGLE[_LASTING[better, sign]]) for at, sign in enumerate(far) if sign and at >= late)
    if active:
        return Found(_LASTING[better, active], months[since], months[since:], singles)
    past = [at for at, sign in enumerate(together) if sign]
    over = None
    if past and past[-1] >= late:
        begins = past[-1]
        while begins and together[begins - 1] == together[past[-1]]:
            begins -= 1
        over = (_LASTING[better, together[past[-1]]], months[begins], months[past[-1]])
    kinds = {verdict for _, verdict in singles}
    verdict = Verdict.NO_CHANGE if not kinds else kinds.pop() if len(kinds) == 1 else Verdict.MIXED
    return Found(verdict, months[0], tuple(month for month, _ in singles), singles, over)


def practice(grid: Grid, points: Scaled, drawn: Drawn, scanned: Scan) -> tuple[Floats, Floats]:
    """Give for each row what current practice gives: its limits at the latest denominators, about the mean since a change that still holds.

    nan for a number of children that wanders: it has no usual level.
    """
    width = grid.value.shape[1]
    column = np.arange(width)
    lately = grid.ok & (column >= np.where(scanned.active != 0, scanned.since, 0)[:, None])
    weight = np.where(grid.counted[:, None] & ~np.isnan(grid.denominator), grid.denominator, 1.0)
    with np.errstate(all="ignore"):
        now = np.where(lately, grid.value * weight, 0).sum(axis=1) / np.where(lately, weight, 0).sum(axis=1)
        level = np.where(scanned.active != 0, now, drawn.level)
        last = width - 1 - np.argmax((grid.ok & ~np.isnan(drawn.centre))[:, ::-1], axis=1)
        row = np.arange(len(level))
        carried = points.carry > 0
        above = np.where(carried, 3 * drawn.sigma / np.sqrt(1 - points.carry**2), drawn.upper[row, last] - drawn.level)
        below = np.where(carried, above, drawn.level - drawn.lower[row, last])
        above, below = (_uncut(grid, drawn, last, each) for each in (above, below))
        stretch = np.where(grid.counted & ~carried, np.sqrt(_variance(grid, level) / _variance(grid, drawn.level)), 1.0)
        stretch = np.where(np.isfinite(stretch), stretch, 1.0)
        low, high = level - below * stretch, level + above * stretch
    low = np.where(grid.no_less, np.maximum(low, 0), low)
    high = np.where(grid.share, np.minimum(high, 100), high)
    blank = points.wanders | (drawn.count == 0)
    return np.where(blank, np.nan, low), np.where(blank, np.nan, high)


def _uncut(grid: Grid, drawn: Drawn, last: Floats, half: Floats) -> Floats:
    """Where a limit was cut at 0 or 100, take the spread itself, so that a level that has moved away has all of it."""
    full = 3 * drawn.unit_sigma[np.arange(len(half)), last]
    return np.asarray(np.where(np.isnan(full) | ~grid.counted, half, np.maximum(half, full)))


def _variance(grid: Grid, level: Floats) -> Floats:
    part = np.maximum(level / grid.scale, 1e-9)
    return np.where(grid.share, part * np.maximum(1 - part, 1e-9), part)


def capability(low: float, high: float, target: float | None, better: Better) -> Capability:
    """Say whether what current practice gives meets a target: every month, in some months, or not by chance."""
    if target is None:
        return Capability.NO_TARGET
    if low != low or high != high:
        return Capability.NOT_KNOWN
    if better == "neither":
        return Capability.SOMETIMES if low <= target <= high else Capability.NEVER
    worst, best = (low, high) if better == "higher" else (-high, -low)
    wanted = target if better == "higher" else -target
    if worst >= wanted:
        return Capability.ALWAYS
    return Capability.SOMETIMES if best >= wanted else Capability.NEVER
