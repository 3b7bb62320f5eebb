"""How far chance alone may have moved a figure: Wilson's interval of a share, the exact interval of a Poisson count."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

from lightwell.errors import Refused

_ENOUGH = 1e-15
_MOST_STEPS = 10_000
_HALVINGS = 200


@dataclass(frozen=True)
class Interval:
    """From where to where, in the unit of what was asked for: a share from 0 to 100, a count, a rate."""

    low: float
    high: float


def share_interval(numerator: float, denominator: float, confidence: float = 0.95) -> Interval | None:
    """Give the interval of a share, from 0 to 100: Wilson's score interval (1927). None of a share of nothing.

    It never leaves 0 to 100 and says something of 0 of 8 and 8 of 8, which the usual one does not. Raises `Refused` where the numbers are
    no share.
    """
    if not 0 <= numerator <= denominator:
        raise Refused(f"{numerator:g} of {denominator:g} is no share. Give a numerator from 0 to the denominator.")
    if denominator == 0:
        return None
    score = NormalDist().inv_cdf((1 + confidence) / 2)
    share, squared = numerator / denominator, score * score / denominator
    centre = (share + squared / 2) / (1 + squared)
    half = score * math.sqrt(share * (1 - share) / denominator + squared / (4 * denominator)) / (1 + squared)
    low = 0.0 if numerator == 0 else centre - half
    high = 1.0 if numerator == denominator else centre + half
    return Interval(100 * low, 100 * high)


def count_interval(count: float, confidence: float = 0.95) -> Interval:
    """Give the exact interval of a Poisson count (Garwood 1936): quantiles of the gamma distribution. Raises `Refused` below 0."""
    if count < 0:
        raise Refused(f"{count:g} is no count. Give 0 or more.")
    tail = (1 - confidence) / 2
    low = 0.0 if count == 0 else _gamma_quantile(tail, count)
    return Interval(low, _gamma_quantile(1 - tail, count + 1))


def rate_interval(count: float, population: float, per: float = 10_000, confidence: float = 0.95) -> Interval | None:
    """Give the exact interval of a rate, the population being known. None of a population of nobody."""
    if population <= 0:
        return None
    found = count_interval(count, confidence)
    return Interval(found.low * per / population, found.high * per / population)


def _gamma_quantile(chance: float, shape: float) -> float:
    """The number below which a gamma variable of scale 1 lies with that probability, by halving: the probability only rises."""
    low, high = 0.0, max(shape, 1.0)
    while _below(shape, high) < chance:
        low, high = high, high * 2
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if not low < middle < high:
            break
        low, high = (middle, high) if _below(shape, middle) < chance else (low, middle)
    return (low + high) / 2


def _below(shape: float, value: float) -> float:
    """The regularised lower incomplete gamma function: its series, or the continued fraction (Abramowitz and Stegun 6.5)."""
    if value <= 0:
        return 0.0
    front = math.exp(shape * math.log(value) - value - math.lgamma(shape))
    if value < shape + 1:
        term = total = 1 / shape
        for step in range(1, _MOST_STEPS):
            term *= value / (shape + step)
            total += term
            if term < total * _ENOUGH:
                break
        return front * total
    return 1 - front * _fraction(shape, value)


def _fraction(shape: float, value: float) -> float:
    """The continued fraction of the upper incomplete gamma function, by Lentz's method."""
    tiny = 1e-300
    bottom = value + 1 - shape
    ratio, inverse = 1 / tiny, 1 / bottom
    found = inverse
    for step in range(1, _MOST_STEPS):
        factor = -step * (step - shape)
        bottom += 2
        inverse = 1 / (factor * inverse + bottom or tiny)
        ratio = bottom + factor / ratio or tiny
        found *= inverse * ratio
        if abs(inverse * ratio - 1) < _ENOUGH:
            break
    return found
