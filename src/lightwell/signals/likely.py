"""The range in which a count that is still to come will lie: from its mean and variance, in whole numbers, within what is possible."""

from __future__ import annotations

import numpy as np

from lightwell.signals.triangle import FloatArray

LEVEL = 0.8
"""The probability with which a range is meant to hold the settled figure."""

NORMAL = 1.2815515655446004
"""What 80 % of a normal distribution lies within, in standard deviations."""

_WIDEST = 6000


def likely_counts(
    mean: FloatArray, variance: FloatArray, lowest: FloatArray, highest: FloatArray, falls: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give the middle, the least and the most of whole numbers with a mean and a variance, from `lowest` to `highest`; arrays of one shape.

    The distribution is the one of the Panjer class (binomial, Poisson, negative binomial) that has them, moved down by `falls` where the
    number may be negative. The middle is the median: as likely too high as too low, and the nearest on average. The range is the set of
    the likeliest values whose probability is nearest to `LEVEL`, so that it holds the figure 80 % of the time on average, and neither
    always nor hardly ever, where only a few values are possible.
    """
    shape = mean.shape
    moved = np.maximum(mean + falls, 1e-9).ravel()
    ratio = np.maximum(variance.ravel(), 1e-9) / moved
    slope = 1 - 1 / ratio
    fixed = moved / ratio - slope
    deviation = np.sqrt(moved * ratio)
    start = np.floor(np.maximum(moved - 8 * deviation, 0.0))
    width = int(min(np.ceil((16 * deviation).max(initial=0.0)) + 12, _WIDEST))
    counts = start[:, None] + np.arange(width)[None, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        step = np.log(np.maximum(slope[:, None] + fixed[:, None] / np.maximum(counts[:, 1:], 1.0), 0.0))
    logs = np.concatenate([np.zeros((len(moved), 1)), np.cumsum(step, axis=1)], axis=1)
    values = counts - falls.ravel()[:, None]
    possible = (values >= lowest.ravel()[:, None]) & (values <= highest.ravel()[:, None])
    logs = np.where(possible, logs, -np.inf)
    top = logs.max(axis=1, keepdims=True)
    chance = np.where(np.isfinite(top), np.exp(logs - np.where(np.isfinite(top), top, 0.0)), 0.0)
    whole = chance.sum(axis=1, keepdims=True)
    chance = np.divide(chance, whole, out=np.zeros_like(chance), where=whole > 0)
    least, most = _likeliest(values, chance)
    middle = np.take_along_axis(values, np.argmax(np.cumsum(chance, axis=1) >= 0.5, axis=1)[:, None], axis=1)[:, 0]
    none = whole[:, 0] <= 0  # nothing is possible but what stands
    return tuple(np.where(none, 0.0, found).reshape(shape) for found in (middle, least, most))  # type: ignore[return-value]


def _likeliest(values: FloatArray, chance: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Give the least and the most of the likeliest values whose probability is nearest to `LEVEL`."""
    order = np.argsort(-chance, axis=1, kind="stable")
    held = np.cumsum(np.take_along_axis(chance, order, axis=1), axis=1)
    last = np.argmin(np.abs(held - LEVEL), axis=1)
    taken = np.arange(values.shape[1])[None, :] <= last[:, None]
    sorted_values = np.take_along_axis(values, order, axis=1)
    return np.where(taken, sorted_values, np.inf).min(axis=1), np.where(taken, sorted_values, -np.inf).max(axis=1)


def student(freedom: FloatArray) -> FloatArray:
    """Give what 80 % of Student's t lies within, relative to the normal: a spread known from few months is itself uncertain.

    Cornish–Fisher; within 1 % from three degrees of freedom on.
    """
    z, held = NORMAL, np.maximum(freedom, 2.0)
    first = (z**3 + z) / (4 * held)
    second = (5 * z**5 + 16 * z**3 + 3 * z) / (96 * held**2)
    return np.asarray((z + first + second) / z, dtype=np.float64)
