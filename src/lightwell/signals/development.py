"""How figures develop with age: chain-ladder factors from all places at once, each place's drawn towards its parent's, and their spread.

Mack, T. (1993), Distribution-free calculation of the standard error of chain ladder reserve estimates, ASTIN Bulletin 23(2). Credibility:
Bühlmann, H. and Straub, E. (1970). What is drawn together and why: `docs/explanation/late-recording.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lightwell.signals.triangle import FloatArray

BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Steps:
    """Every observed step of every place, from one age to the next.

    Arrays have the shape (places, steps, ages): `base` what stood there before the step and `moved` what was added by it, both 0 where
    `there` is false. `weights` has one weight for each step, the latest last. With `bounded` a step can add no more than its base, as what
    comes in of what is missing; chance then gives it the spread of a binomial, else of a Poisson.
    """

    base: FloatArray
    moved: FloatArray
    there: BoolArray
    weights: FloatArray
    bounded: bool = False


@dataclass(frozen=True)
class Development:
    """What is added in a step to each unit of its base, by place and age: arrays of the shape (places, ages).

    `rate` is the development factor less one. A step from a base B adds `rate` × B with the variance `spread` × B, and the rate itself is
    known with the variance `doubt`. `steps` says on how many observed steps, by weight, the spread rests.
    """

    rate: FloatArray
    spread: FloatArray
    doubt: FloatArray
    steps: FloatArray


def develop(steps: Steps, parents: Sequence[int], groups: Sequence[str], *, prior: float = 3.0) -> Development:
    """Estimate the development of every place.

    `parents` gives for each place the index of the one towards which it is drawn, -1 for none; a parent stands before its children.
    `groups` names what kind of place each is: the spread and the differences between places are estimated over all places of a group.
    `prior` is the number of steps for which the spread that chance alone gives to a count is counted; 0 gives Mack's estimators exactly.
    """
    weight = np.where(steps.there, steps.weights[None, :, None], 0.0)
    base, moved = (weight * steps.base).sum(axis=1), (weight * steps.moved).sum(axis=1)
    squared = (weight**2 * steps.base).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        own = np.where(base > 0, moved / base, 0.0)
    rate, doubt = own.copy(), np.zeros_like(own)
    spread, counted = _spread(steps, weight, own, groups, prior)
    for group in dict.fromkeys(groups):
        members = np.array([index for index, each in enumerate(groups) if each == group])
        above = np.array([parents[index] for index in members])
        drawn = above >= 0
        with np.errstate(divide="ignore", invalid="ignore"):
            alone = np.where(base[members] > 0, spread[members] * squared[members] / base[members] ** 2, 0.0)
        rate[members], doubt[members] = own[members], alone
        if drawn.any():
            inside, towards = members[drawn], above[drawn]
            rate[inside], doubt[inside] = _drawn(own[inside], base[inside], squared[inside], spread[inside], rate[towards], doubt[towards])
    return Development(rate, spread, doubt, counted)


def _spread(steps: Steps, weight: FloatArray, own: FloatArray, groups: Sequence[str], prior: float) -> tuple[FloatArray, FloatArray]:
    """Estimate the variance of a step for each unit of its base, over all places of a group, with Mack's rule where one step is seen.

    Each observed step counts by its weight, and each place gives up one degree of freedom for its own rate.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        residual = np.where(steps.there & (steps.base > 0), (steps.moved - own[:, None, :] * steps.base) ** 2 / steps.base, 0.0)
    seen = steps.there & (steps.base > 0)
    scale = np.where(weight > 0, weight, 0.0) / max(float(steps.weights.max(initial=0.0)), 1e-12)
    total, n = (scale * residual).sum(axis=1), (scale * seen).sum(axis=1)
    lost = np.where(n > 0, (scale**2 * seen).sum(axis=1) / np.maximum(n, 1e-12), 0.0)
    spread, counted = np.zeros_like(own), np.zeros_like(own)
    base, size = (weight * steps.base).sum(axis=1), (weight * np.abs(steps.moved)).sum(axis=1)
    for group in dict.fromkeys(groups):
        members = np.array([each == group for each in groups])
        free = (n - lost)[members].sum(axis=0)
        with np.errstate(divide="ignore", invalid="ignore"):
            chance = np.where(base[members].sum(axis=0) > 0, size[members].sum(axis=0) / base[members].sum(axis=0), 0.0)
            chance = chance * (1 - np.minimum(chance, 1.0)) if steps.bounded else chance
            pooled = (total[members].sum(axis=0) + prior * chance) / (free + prior)
        spread[members], counted[members] = _mack_tail(pooled, free), free
    return spread, counted


def _mack_tail(spread: FloatArray, free: FloatArray) -> FloatArray:
    """Fill ages at which the spread cannot be estimated by Mack's rule: the least of the last two and of their trend."""
    if np.all((free > 1e-9) & np.isfinite(spread)):
        return spread
    spread = spread.copy()
    for age in range(len(spread)):
        if free[age] > 1e-9 and np.isfinite(spread[age]):
            continue
        before, last = (spread[age - 2], spread[age - 1]) if age >= 2 else (np.nan, np.nan)
        trend = last**2 / before if before > 0 else last
        spread[age] = np.nanmin([trend, before, last]) if age >= 2 else 0.0
    return spread


def _drawn(
    own: FloatArray, base: FloatArray, squared: FloatArray, spread: FloatArray, above: FloatArray, above_doubt: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Draw rates towards those above by what differs between places and what is chance (Bühlmann–Straub); gives rates and their variance.

    `squared` is the sum of base by squared weight, so that `base`² / `squared` is the base that counts.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        held = np.where(squared > 0, base**2 / squared, 0.0)
    whole = held.sum(axis=0)
    distance = (held * (own - above) ** 2).sum(axis=0) - (spread * (held > 0)).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        between = np.where(whole > 0, np.maximum(distance / whole, 0.0), 0.0)
        credibility = np.where((between[None, :] > 0) & (held > 0), held / (held + spread / between), 0.0)
    rate = credibility * own + (1 - credibility) * above
    doubt = (1 - credibility) * between[None, :] + (1 - credibility) ** 2 * above_doubt
    return rate, doubt
