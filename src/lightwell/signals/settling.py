"""The arithmetic of where figures will settle: what is still to come of each month, and the range that it will lie in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from lightwell.signals.ageing import HALF, Moves
from lightwell.signals.development import Development, develop
from lightwell.signals.drifting import wander
from lightwell.signals.likely import NORMAL, likely_counts, student
from lightwell.signals.triangle import FloatArray

STILL = 0.3
"""Points of a share, or percent of another figure, by which a settled figure may still move on average."""


RARELY = 0.03
"""Falls that are expected, below which a count is taken never to fall."""


@dataclass(frozen=True)
class Grown:
    """How a set of series develops: `base` names what is developed, `own` its development and `whole` that of the denominator.

    `falls` is what is taken away in a step for each unit of the base, and `stirs` by how much the denominator moves, up or down, for each
    unit of it; both by place and age, over all places of a group.
    """

    base: str
    own: Development
    whole: Development
    falls: FloatArray
    stirs: FloatArray


@dataclass(frozen=True)
class Final:
    """Where figures will settle: numerators (of the present scale), denominators and shares of them, arrays of one shape."""

    numerator: FloatArray
    denominator: FloatArray
    ratio: FloatArray
    low: FloatArray
    high: FloatArray


def base_of(steps: Moves) -> str:
    """Choose what develops more steadily in the first step: what has been counted, or what is missing from it.

    A register fills by a part of what was done, so the counted grow; where nearly all is done in time, a part of what is missing comes
    in. The one whose steps lie nearer to its rate, over all places, is taken.
    """
    errors = {}
    for base in ("counted", "missing"):
        found = steps.steps(base)
        stood, moved = found.base[:, :, 0], found.moved[:, :, 0]
        rate = moved.sum() / max(stood.sum(), 1e-9)
        errors[base] = float(((moved - rate * stood) ** 2).sum())
    return "missing" if steps.missing.any() and errors["missing"] < errors["counted"] else "counted"


def grow(steps: Moves, base: str, parents: Sequence[int], groups: Sequence[str], *, like: Grown | None = None) -> Grown:
    """Estimate how a set of series develops; with `like` the denominators, and how often figures fall, are taken from there."""
    chosen = steps.steps(base)
    own = develop(chosen, parents, groups)
    own = replace(own, doubt=own.doubt + wander(chosen, own.spread[0])[None, :])
    if like is not None:
        return replace(like, own=own)
    whole = develop(steps.steps("whole"), parents, groups)
    falls = _pooled(steps.fallen, chosen.base, groups)
    return Grown(base, own, whole, falls, _pooled(np.abs(steps.grown), steps.whole, groups))


def _pooled(amounts: FloatArray, bases: FloatArray, groups: Sequence[str]) -> FloatArray:
    """Give the sum of amounts for each unit of their bases, over all places of a group, by place and age."""
    total, stood = amounts.sum(axis=1), bases.sum(axis=1)
    rate: FloatArray = np.zeros_like(stood)
    for group in dict.fromkeys(groups):
        members = np.array([each == group for each in groups])
        below = stood[members].sum(axis=0)
        rate[members] = np.divide(total[members].sum(axis=0), below, out=np.zeros_like(below), where=below > 0)
    return rate


@dataclass(frozen=True)
class Ahead:
    """What stands at the end of all steps, with its two kinds of variance, one entry for each series.

    `process` is the variance of the steps themselves, `doubt` that of the rates, which are not known but estimated; together Mack's mean
    squared error. `falls` is what is taken away on the way, and `stirs` by how much the denominator moves up or down.
    """

    standing: FloatArray
    wholes: FloatArray
    process: FloatArray
    doubt: FloatArray
    falls: FloatArray
    stirs: FloatArray


def ahead(grown: Grown, numerator: FloatArray, denominator: FloatArray, age: int, *, half: float = HALF) -> Ahead:
    """Carry figures that are `age` months old through all steps to come (Mack 1993, with `half` added to each base)."""
    standing, wholes = numerator.astype(np.float64), denominator.astype(np.float64)
    process, doubt, falls, stirs = (np.zeros_like(standing) for _ in range(4))
    for step in range(age, grown.own.rate.shape[1]):
        rate = grown.own.rate[:, step]
        base = np.maximum(standing if grown.base == "counted" else denominator - standing, 0.0) + half
        follows = (1 + rate) ** 2 if grown.base == "counted" else (1 - rate) ** 2
        process = process * follows + grown.own.spread[:, step] * base
        doubt = doubt * follows + grown.own.doubt[:, step] * base**2
        falls = falls + grown.falls[:, step] * base
        stirs = stirs + grown.stirs[:, step] * wholes
        standing = standing + rate * base
        wholes = wholes * (1 + grown.whole.rate[:, step])
    return Ahead(standing, wholes, process, doubt, falls, stirs)


def settle(grown: Grown, numerator: FloatArray, denominator: FloatArray, age: int, *, share: bool, whole_numbers: bool) -> Final:
    """Say where figures that are `age` months old will settle; the arrays have one entry for each series."""
    found = ahead(grown, numerator, denominator, age)
    freedom = grown.own.steps[:, min(age, grown.own.steps.shape[1] - 1)]
    variance = (found.process + found.doubt) * student(freedom) ** 2
    mean = found.standing - numerator
    if not whole_numbers:
        reach = NORMAL * np.sqrt(variance)
        come, least, most = mean, mean - reach, mean + reach
    elif share:
        come, least, most = _share_to_come(found, variance, numerator, denominator)
    else:
        come, least, most = likely_counts(mean, variance, -numerator, np.full_like(mean, np.inf), _down(found, mean, numerator))
    if not share:
        return Final(numerator + come, denominator, numerator + come, numerator + least, numerator + most)
    wholes = np.maximum(np.round(found.wholes) if whole_numbers else found.wholes, 1e-9)
    ratio = np.divide(numerator, denominator, out=np.zeros_like(wholes), where=denominator > 0)
    ends = [ratio + part / wholes for part in (come, least, most)]
    if whole_numbers:
        ends = [np.clip(each, 0.0, 1.0) for each in ends]
    return Final(ends[0] * wholes, wholes, *ends)


def _share_to_come(
    found: Ahead, variance: FloatArray, numerator: FloatArray, denominator: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give the middle, the least and the most of what is to come of a share, in whole children.

    Of a denominator that grows, its part is taken off what comes into the numerator (`Moves`); it is the children themselves who come in
    whole numbers, so that part is added before and taken off after. The range is widened by half a child where one is expected to come
    into the denominator or to go out of it, for that moves a share by less than one child's worth.
    """
    ratio = np.divide(numerator, denominator, out=np.zeros_like(numerator), where=denominator > 0)
    wholes = np.round(found.wholes)
    part = ratio * (wholes - denominator)
    mean = found.standing - numerator + part
    room = np.maximum(wholes + np.floor(found.stirs) - numerator, 0.0)
    middle, least, most = likely_counts(mean, variance, -numerator, room, _down(found, mean, numerator))
    widened = HALF * np.minimum(found.stirs, 1.0)
    return middle - part, least - part - widened, most - part + widened


def _down(found: Ahead, mean: FloatArray, numerator: FloatArray) -> FloatArray:
    """Say by how many a count may fall, as far as it has been seen to."""
    down = np.where(found.falls > RARELY, np.ceil(found.falls + 2 * np.sqrt(found.falls)), np.ceil(np.maximum(-mean, 0.0)))
    return np.asarray(np.minimum(down, numerator), dtype=np.float64)


def settles_after(steps: Moves, groups: Sequence[str], *, share: bool) -> dict[str, int | None]:
    """Give for each group the months after which its figures hardly move any more (`STILL`); None where they move to the end.

    A figure that moves much is settled when less than a tenth of the movement is left. The whole authority may settle while its parts do
    not: where children are given to teams late, the teams' figures move against each other.
    """
    found: dict[str, int | None] = {}
    weight = np.where(steps.there, steps.weights[None, :, None], 0.0)
    moved, scale = weight * np.abs(steps.moved), weight * (steps.whole if share else steps.counted)
    for group in dict.fromkeys(groups):
        members = np.array([each == group for each in groups])
        total, stood = moved[members].sum(axis=(0, 1)), scale[members].sum(axis=(0, 1))
        mean = 100 * np.divide(total, stood, out=np.zeros_like(total), where=stood > 0)
        left = np.cumsum(mean[::-1])[::-1]
        still = np.flatnonzero(left <= max(STILL, 0.1 * float(left[0])))
        found[group] = int(still[0]) if len(still) else None
    return found
