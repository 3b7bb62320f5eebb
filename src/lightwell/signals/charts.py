"""Which chart a series gets, and why; its centre and its limits of three sigma, fixed from the baseline.

The rules, from the first that holds: a number of children at month ends that wanders, a chart of its changes; month ends that hang
together, each against the last; rare events, exact limits; counts out of a known number, P′; counts and rates, U′ (Laney 2002); anything
else, XmR (Wheeler).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lightwell.signals.chance import Bools, Floats, exact_limits
from lightwell.signals.grid import Grid
from lightwell.signals.model import Chart, Policy
from lightwell.signals.spread import Scaled

RANGE_TO_SIGMA = 1.128
"""d2: how many sigmas the mean moving range of two normal points is (Montgomery, appendix VI)."""

MEDIAN_TO_SIGMA = 0.954
"""The same for the median moving range: 3 / 0.954 is Wheeler's 3.145."""

_MEAN_CHANGE = 0.7979
_CHARTS = (Chart.XMR, Chart.P_PRIME, Chart.U_PRIME, Chart.EXACT, Chart.CARRIED, Chart.STOCK)
_XMR, _P, _U, _EXACT, _CARRIED, _STOCK = range(len(_CHARTS))
_SIGMAS = 3.0


@dataclass(frozen=True)
class Drawn:
    """What a chart draws: for each point what was expected and its limits; for each row which chart, its centre, spread and dispersion.

    `unit_sigma` is the spread of each point in the unit of the values, nan where limits are exact. `count` is how many points fix them.
    """

    chart: tuple[Chart, ...]
    centre: Floats
    lower: Floats
    upper: Floats
    unit_sigma: Floats
    level: Floats
    sigma: Floats
    dispersion: Floats
    count: npt.NDArray[np.int64]


def drawn(grid: Grid, points: Scaled, baseline: Bools, policy: Policy) -> Drawn:
    """Work out every row's centre and limits from its baseline."""
    count = baseline.sum(axis=1)
    plain = _plain(grid, baseline, policy)
    attributes = _attributes(grid, baseline, policy)
    chained = _chained(grid, points, baseline, policy)
    chart = np.where(
        points.carry > 0, np.where(points.wanders, _STOCK, _CARRIED), np.where(grid.counted, np.where(grid.share, _P, _U), _XMR)
    )
    chart = np.where(points.rare, _EXACT, chart)
    parts = [np.where(grid.counted[:, None], two, one) for one, two in zip(plain[:2], attributes[:2], strict=True)]
    centre, sigma = (np.where((points.carry > 0)[:, None], three, one) for one, three in zip(parts, chained[:2], strict=True))
    level = np.where(grid.counted, attributes[2], plain[2])
    dispersion = np.where(grid.counted & (points.carry == 0) & ~points.rare, attributes[3], 1.0)
    lower, upper = centre - _SIGMAS * sigma, centre + _SIGMAS * sigma
    lower, upper, centre, sigma = _exact(grid, points, baseline, level, (lower, upper, centre, sigma))
    top = np.where(grid.share, 100.0, np.inf)[:, None]
    bottom = np.where(grid.no_less, 0.0, -np.inf)[:, None]
    blank = (grid.ok.sum(axis=1) < policy.least_points)[:, None]
    centre, lower, upper = (np.where(blank, np.nan, each) for each in (centre, np.maximum(lower, bottom), np.minimum(upper, top)))
    typical = np.nanmedian(np.where(np.isnan(sigma), -1.0, sigma), axis=1)
    return Drawn(
        tuple(_CHARTS[at] for at in chart.tolist()),
        centre,
        lower,
        upper,
        sigma,
        level,
        np.where(typical < 0, np.nan, typical),
        dispersion,
        count,
    )


def _moving(values: Floats, usable: Bools, policy: Policy) -> Floats:
    """Give the sigma of each row from its moving ranges, over neighbouring usable points only."""
    both = usable[:, 1:] & usable[:, :-1]
    with np.errstate(all="ignore"):
        ranges = np.where(both, np.abs(values[:, 1:] - values[:, :-1]), np.nan)
        if policy.moving_range == "median":
            some = both.any(axis=1)
            middle = np.full(len(values), np.nan)
            middle[some] = np.nanmedian(ranges[some], axis=1)
            return middle / MEDIAN_TO_SIGMA
        return np.asarray(np.nansum(ranges, axis=1) / both.sum(axis=1) / RANGE_TO_SIGMA)


def _plain(grid: Grid, baseline: Bools, policy: Policy) -> tuple[Floats, Floats, Floats]:
    with np.errstate(all="ignore"):
        level = np.where(baseline, grid.value, 0).sum(axis=1) / baseline.sum(axis=1)
    sigma = np.maximum(_moving(grid.value, baseline, policy), 0.3 * grid.step)
    shape = grid.value.shape
    return np.broadcast_to(level[:, None], shape), np.broadcast_to(sigma[:, None], shape), level


def _attributes(grid: Grid, baseline: Bools, policy: Policy) -> tuple[Floats, Floats, Floats, Floats]:
    """P′ and U′: the spread of chance at each month's denominator, times sigma z, that of the months' own standardised distances."""
    exposure = np.where(np.isnan(grid.denominator), 1.0, grid.denominator)
    with np.errstate(all="ignore"):
        mean = np.where(baseline, grid.numerator, 0).sum(axis=1) / np.where(baseline, exposure, 0).sum(axis=1)
        variance = np.where(grid.share, mean * (1 - mean), mean)[:, None] / exposure
        distance = (grid.numerator / exposure - mean[:, None]) / np.sqrt(variance)
        wider = _moving(distance, baseline & np.isfinite(distance), policy)
    # Less than chance is an accident of few months, or the same children counted again: no reason to expect it to last.
    wider = np.fmax(wider, 1.0)
    centre = np.broadcast_to((mean * grid.scale)[:, None], exposure.shape)
    return centre, np.sqrt(variance) * (wider * grid.scale)[:, None], mean * grid.scale, wider


def _chained(grid: Grid, points: Scaled, baseline: Bools, policy: Policy) -> tuple[Floats, Floats]:
    """Where months hang together: what was expected given the month before, and the spread about that."""
    value, ok, carry = np.where(grid.ok, grid.value, 0.0), grid.ok, points.carry[:, None]
    both = ok.copy()
    both[:, 1:] &= ok[:, :-1]
    both[:, 0] = False
    with np.errstate(all="ignore"):
        level = np.where(baseline, value, 0).sum(axis=1, keepdims=True) / baseline.sum(axis=1, keepdims=True)
    expected = np.where(points.wanders[:, None], np.nan, np.broadcast_to(level, value.shape)).copy()
    before = grid.value[:, :-1]
    known = ~np.isnan(before)
    moved = np.where(points.wanders[:, None], before, level + carry * (before - level))
    expected[:, 1:] = np.where(known, moved, expected[:, 1:])
    left = np.where(both, grid.value - expected, np.nan)
    usable = both & baseline
    with np.errstate(all="ignore"):
        changes = np.where(usable, np.abs(left), 0).sum(axis=1) / usable.sum(axis=1) / _MEAN_CHANGE
    sigma = np.where(points.wanders, changes, _moving(left, usable, policy))
    with np.errstate(all="ignore"):
        part = np.clip(level[:, 0] / grid.scale, 0.0, 1.0)
        typical = np.where(baseline, grid.denominator, 0).sum(axis=1) / baseline.sum(axis=1)
        chance = grid.scale * np.sqrt(part * (1 - part) / typical * (1 - points.carry**2))
    least = np.where(points.wanders, np.sqrt(points.floor), np.where(grid.share & grid.counted, chance, 0.3 * grid.step))
    return expected, np.broadcast_to(np.maximum(sigma, least)[:, None], value.shape)


def _exact(
    grid: Grid, points: Scaled, baseline: Bools, level: Floats, found: tuple[Floats, Floats, Floats, Floats]
) -> tuple[Floats, Floats, Floats, Floats]:
    """Put exact limits in the rows of rare events."""
    rows = np.flatnonzero(points.rare)
    if not rows.size:
        return found
    lower, upper, centre, sigma = (each.copy() for each in found)
    exposure = np.where(np.isnan(grid.denominator[rows]), 1.0, grid.denominator[rows])
    share, flip = grid.share[rows, None], points.flip[rows, None]
    mean = (level[rows] / grid.scale[rows])[:, None]
    whole = np.where(baseline[rows], exposure, 0).sum(axis=1, keepdims=True)
    # That none were seen does not mean that none will be: half an event, as in Jeffreys' interval.
    rarer = np.maximum(np.where(flip, 1 - mean, mean), 0.5 / np.maximum(whole, 1.0))
    least, most = exact_limits(np.where(share, exposure, np.inf), np.where(share, rarer, rarer * exposure))
    scale = np.divide(grid.scale[rows, None], exposure, out=np.full_like(exposure, np.nan), where=exposure > 0)
    low, high = np.where(flip, exposure - most, least), np.where(flip, exposure - least, most)
    known = ~np.isnan(grid.value[rows]) | ~np.isnan(grid.denominator[rows])
    lower[rows], upper[rows] = np.where(known, low * scale, np.nan), np.where(known, high * scale, np.nan)
    centre[rows] = np.broadcast_to((mean * grid.scale[rows, None]), exposure.shape)
    sigma[rows] = np.nan
    return lower, upper, centre, sigma
