"""Funnel plots: places beside each other at one time, each against what chance gives a place of its size (Spiegelhalter 2005).

Spiegelhalter, Statistics in Medicine 24: 1185-1202, with the over-dispersion of his section 5: a factor phi from winsorised scores, used
where the places differ by more than chance and one standard error of phi.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np

from lightwell.errors import Refused
from lightwell.signals.chance import binomial_score, poisson_score

WINSORISED = 0.1
"""The share of the scores at either end that is drawn in before phi is worked out, so that the outliers sought do not hide themselves."""

_CONFIDENCES = (0.95, 0.998)
_LEAST_PLACES = 5


@dataclass(frozen=True)
class Place:
    """One place of a funnel: a count of events among `denominator` children (share) or residents (rate)."""

    name: str
    numerator: float
    denominator: float


@dataclass(frozen=True)
class Placed:
    """A place with its value, the limits of 95 % and of 99.8 % for its size, its score in sigmas, and on which side of which it lies.

    `outside` is 0 within the limits of 95 %, 1 or -1 beyond those, 2 or -2 beyond those of 99.8 %. With too small a denominator for the
    policy nothing but the counts stands: `value` and `score` are None and `outside` is 0.
    """

    place: Place
    value: float | None
    near: tuple[float, float]
    far: tuple[float, float]
    score: float | None
    outside: int


@dataclass(frozen=True)
class Funnel:
    """All places, what they are held to (`centre`), and how much more they differ than chance (`phi`, 1 where no more)."""

    centre: float
    phi: float
    places: tuple[Placed, ...]
    sentence: str


def funnel(
    places: Sequence[Place],
    *,
    unit: Literal["percent", "per_10_000"] = "percent",
    centre: float | None = None,
    least_denominator: float = 0,
    noun: str = "teams",
) -> Funnel:
    """Compare places; `centre` is what they are held to, the value of all together if None. `noun` is what they are called, in the plural.

    Places without anybody are left out. Raises `Refused` where a numerator is no part of its denominator.
    """
    scale = 100.0 if unit == "percent" else 10_000.0
    wrong = [one.name for one in places if one.numerator < 0 or (unit == "percent" and one.numerator > one.denominator)]
    if wrong:
        raise Refused(f"The numerator of {', '.join(wrong)} is no part of its denominator. Give counts from 0 to the denominator.")
    held = [one for one in places if one.denominator > 0]
    if not held:
        return Funnel(math.nan, 1.0, (), "No figures.")
    events = np.array([one.numerator for one in held], dtype=np.float64)
    of = np.array([one.denominator for one in held], dtype=np.float64)
    middle = float(events.sum() / of.sum()) if centre is None else centre / scale
    spread = np.sqrt((middle * (1 - middle) if unit == "percent" else middle) / of)
    if not 0 < middle < (1 if unit == "percent" else math.inf):
        exact = np.where(events / of > middle, 9.0, np.where(events / of < middle, -9.0, 0.0))
    else:
        exact = binomial_score(events, of, np.full_like(of, middle)) if unit == "percent" else poisson_score(events, of * middle)
    big = of >= least_denominator
    phi = _phi(exact[big])
    scores = exact / math.sqrt(phi)
    near, far = (NormalDist().inv_cdf((1 + each) / 2) for each in _CONFIDENCES)
    wide = math.sqrt(phi)
    placed = []
    for at, one in enumerate(held):
        bounds = [_bounds(middle, float(spread[at]) * wide * sigmas, scale, unit) for sigmas in (near, far)]
        beyond = sum(abs(float(scores[at])) > sigmas for sigmas in (near, far)) if big[at] else 0
        value = one.numerator / one.denominator * scale if big[at] else None
        score = float(scores[at]) if big[at] else None
        placed.append(Placed(one, value, bounds[0], bounds[1], score, beyond * (1 if scores[at] > 0 else -1)))
    return Funnel(middle * scale, phi, tuple(placed), _sentence(placed, noun))


def _phi(scores: np.typing.NDArray[np.float64]) -> float:
    """Give phi, 1 where the places differ no more than chance and its standard error allow, or are too few to say."""
    count = len(scores)
    if count < _LEAST_PLACES:
        return 1.0
    ordered = np.sort(scores)
    cut = max(int(WINSORISED * count), 1)
    drawn = np.clip(scores, ordered[cut], ordered[count - 1 - cut])
    phi = float(np.mean(drawn * drawn))
    return phi if phi > 1 + 2 * math.sqrt(2 / count) else 1.0


def _bounds(middle: float, half: float, scale: float, unit: str) -> tuple[float, float]:
    low, high = max((middle - half) * scale, 0.0), (middle + half) * scale
    return low, min(high, 100.0) if unit == "percent" else high


def _sentence(placed: Sequence[Placed], noun: str) -> str:
    out = [one for one in placed if abs(one.outside) == 2]
    if not out:
        return f"The {noun} differ by no more than is to be expected of places of their size."
    parts = []
    for sign, word in ((1, "higher"), (-1, "lower")):
        names = [one.place.name for one in out if one.outside == 2 * sign]
        if names:
            verb = "is" if len(names) == 1 else "are"
            parts.append(f"{names[0] if len(names) == 1 else ', '.join(names[:-1]) + ' and ' + names[-1]} {verb} {word}")
    said = "; ".join(parts)
    return f"{said[0].upper()}{said[1:]} than is to be expected of a place of that size; the other {noun} differ by chance."
