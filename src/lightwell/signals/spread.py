"""How months are made comparable before they are judged: a scale on which chance has one spread, less what carries over from the last."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lightwell.signals.chance import Bools, Floats
from lightwell.signals.grid import Grid, Ints
from lightwell.signals.model import Policy

PLAIN_STEP, _LEAST_SIDE = 5.0, 4
"""How many standard errors apart the months before and after a step of the baseline must be for it to be taken out before the
autocorrelation is estimated, and how many months there must be on either side."""

CARRIES, MOST_CARRIED = 0.5, 0.6
"""From which autocorrelation on a month end is judged against the last, and how much at most is put down to the same children.

Events of different months are of different children: what hangs together there is a change, and so is more than the most here.
"""

STOCK_WANDERS = 0.5
"""From which autocorrelation on a number of children at month ends is taken to wander, and its changes are judged in place of its level."""

RARE = 3.0
"""Below how many expected in a month (of the rarer: those counted or those not) the limits are exact."""

WIDER_THAN_CHANCE = 1.5
"""From which dispersion (variance over that of chance) on exact limits would be too narrow."""

LONGEST_STAY = 72
"""How many months at the very most a child is taken to stay in a status: so many come and go where a number stands still."""

_LEAST_PAIRS = 10


@dataclass(frozen=True)
class Scaled:
    """The points on the scale of the judgement. `y` has variance dispersion / `w`; nothing is known where `w` is 0.

    Of each row: `floor` is the least dispersion believed, `carry` how much of a month carries over into the next, `wanders` whether only
    changes are judged, `rare` whether exact chances of `events` among `exposure` are (`flip`: they are those not counted), `chance` whether
    the floor is what chance alone does to counts.
    """

    y: Floats
    w: Floats
    floor: Floats
    carry: Floats
    wanders: Bools
    rare: Bools
    flip: Bools
    events: Floats
    exposure: Floats
    chance: Bools


def scaled(grid: Grid, policy: Policy) -> Scaled:
    """Put every row on its scale.

    A share: arcsine root, variance 1 / (4n + 2). A count or a rate: root, variance 1 / 4 (both Anscombe 1948). Anything else as it is.
    """
    y, w = _stable(grid)
    wanted = np.cumsum(grid.ok, axis=1)
    first = grid.ok & (wanted <= policy.baseline)
    carry = _carried(y, first, grid.stock)
    wanders = grid.stock & (carry >= STOCK_WANDERS)
    held = np.where(grid.month_end & ~grid.stock & (carry >= CARRIES), np.minimum(carry, MOST_CARRIED), 0.0)
    carry = np.where(wanders, 1.0, held)
    events, exposure, flip, rare = _rare(grid, first)
    rare &= carry == 0
    # What carries over makes a month's own part smaller than chance; level and carry together are at least chance.
    floor = np.where(grid.counted, 1 - held**2, (0.3 * grid.step) ** 2)
    chained = carry > 0
    if chained.any():
        y, w = _chain(grid, y, w, carry, chained, wanders)
        floor = np.where(wanders, stock_floor(grid, first), floor)
    return Scaled(y, w, floor, carry, wanders, rare, flip, events, exposure, grid.counted & (carry == 0))


def stock_floor(grid: Grid, first: Bools) -> Floats:
    """Give the least variance of the change of a number of children from one month to the next: as many come and go, by chance alone."""
    count = np.maximum(first.sum(axis=1), 1)
    typical = np.where(first & grid.counted[:, None], grid.numerator, 0).sum(axis=1) / count
    value = np.where(first, grid.value, 0).sum(axis=1) / count
    with np.errstate(all="ignore"):
        unit = np.where(typical > 0, value / typical, 0.0)
    return np.asarray(np.maximum(2 * typical / LONGEST_STAY * unit * unit, (0.5 * np.where(unit > 0, unit, grid.step)) ** 2))


def _stable(grid: Grid) -> tuple[Floats, Floats]:
    exposure = np.where(np.isnan(grid.denominator), 1.0, grid.denominator)
    counted, share = grid.counted[:, None], grid.share[:, None]
    with np.errstate(all="ignore"):
        of_share = np.arcsin(np.sqrt((grid.numerator + 0.375) / (grid.denominator + 0.75)))
        of_count = np.sqrt((grid.numerator + 0.375) / exposure)
    y = np.where(counted, np.where(share, of_share, of_count), grid.value)
    w = np.where(counted, np.where(share, 4 * exposure + 2, 4 * exposure), 1.0)
    return np.where(grid.ok, y, 0.0), np.where(grid.ok, w, 0.0)


def _carried(y: Floats, first: Bools, stock: Bools) -> Floats:
    """Estimate the lag-1 autocorrelation of each row on its baseline, put right for being too low by (1 + 4 r) / n (Kendall 1954)."""
    count = first.sum(axis=1)
    off = _without_step(y, first, stock)
    pairs = (first[:, 1:] & first[:, :-1]).sum(axis=1)
    whole = (off * off).sum(axis=1)
    with np.errstate(all="ignore"):
        raw = (off[:, 1:] * off[:, :-1]).sum(axis=1) / whole
        found = (raw + 1 / count) / (1 - 4 / count)
    return np.where((pairs >= _LEAST_PAIRS) & (whole > 1e-12), found, 0.0)


def _without_step(y: Floats, first: Bools, stock: Bools) -> Floats:
    """Give the distances from the mean on the baseline, or from the means before and after its one step where there is a plain one.

    One step makes months look alike that have nothing of each other: a share that rises from 63 to 92 % and stays there would be taken to
    hang together by 0.8, and the rise be hidden by it. A number of children who stay makes such steps by wandering, so it keeps them.
    """
    held = np.where(first, y, 0.0)
    count = np.maximum(first.sum(axis=1), 1)[:, None]
    mean = held.sum(axis=1, keepdims=True) / count
    off = np.where(first, y - mean, 0.0)
    whole = (off * off).sum(axis=1)
    before, sums = np.cumsum(first, axis=1), np.cumsum(off, axis=1)
    after = count - before
    usable = (before >= _LEAST_SIDE) & (after >= _LEAST_SIDE) & first
    with np.errstate(all="ignore"):
        between = np.where(usable, sums * sums * (1 / before + 1 / after), 0.0)
        at = np.argmax(between, axis=1)
        most = np.take_along_axis(between, at[:, None], axis=1)[:, 0]
        score = np.sqrt(most / np.maximum(whole - most, 1e-12) * np.maximum(count[:, 0] - 2, 1))
        rows = np.arange(len(y))
        early = sums[rows, at] / np.maximum(before[rows, at], 1)
        late = -sums[rows, at] / np.maximum(after[rows, at], 1)
    level = np.where(np.arange(y.shape[1]) <= at[:, None], early[:, None], late[:, None])
    return np.where(first, off - np.where((~stock & (score >= PLAIN_STEP))[:, None], level, 0.0), 0.0)


def _rare(grid: Grid, first: Bools) -> tuple[Floats, Floats, Bools, Bools]:
    """Find the rows of rare events, and their rarer side: events among exposure."""
    exposure = np.where(np.isnan(grid.denominator), 1.0, grid.denominator)
    count = np.maximum(first.sum(axis=1), 1)
    counted = np.where(first, grid.numerator, 0).sum(axis=1)
    total = np.where(first, exposure, 0).sum(axis=1)
    flip = grid.share & (total - counted < counted)
    events = np.where(flip[:, None], exposure - grid.numerator, grid.numerator)
    seen = np.where(flip, total - counted, counted)
    with np.errstate(all="ignore"):
        share = seen / total
        expected = exposure * share[:, None]
        variance = expected * np.where(grid.share, 1 - share, 1.0)[:, None]
        squares = np.where(first & (variance > 0), (events - expected) ** 2 / variance, 0).sum(axis=1)
        dispersion = squares / np.maximum(count - 1, 1)
    rare = grid.counted & (seen / count < RARE) & ~(dispersion > WIDER_THAN_CHANCE)
    return np.where(grid.ok, events, 0.0), np.where(grid.ok, exposure, 0.0), flip, rare


def _chain(grid: Grid, y: Floats, w: Floats, carry: Floats, chained: Bools, wanders: Bools) -> tuple[Floats, Floats]:
    """Put in place of each month of the chained rows what is left of it when what carries over from the last is taken off."""
    level = np.where(wanders[:, None], np.where(grid.ok, grid.value, 0.0), y)
    both = grid.ok.copy()
    both[:, 1:] &= grid.ok[:, :-1]
    both[:, 0] = False
    left = np.zeros_like(y)
    left[:, 1:] = level[:, 1:] - carry[:, None] * level[:, :-1]
    typical = np.where(wanders, 1.0, w.sum(axis=1) / np.maximum((w > 0).sum(axis=1), 1))
    put = chained[:, None]
    return np.where(put, np.where(both, left, 0.0), y), np.where(put, np.where(both, typical[:, None], 0.0), w)


def baseline_of(usable: Bools, onset: Ints, policy: Policy, least: int) -> Bools:
    """Mark the points that fix the limits: the first of the phase, those before its first change where at least `least` precede it."""
    column = np.arange(usable.shape[1])
    before = usable & (column < onset[:, None])
    cut = before.sum(axis=1) >= least
    chosen = np.where(cut[:, None], before, usable)
    return chosen & (np.cumsum(chosen, axis=1) <= policy.baseline)
