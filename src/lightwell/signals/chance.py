"""What chance alone does, for many numbers at once: normal scores of binomial and Poisson counts, of Student's t, and exact limits."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

TAIL = 0.00135
"""The share of a normal distribution that lies above three sigma: what lies outside an exact limit is at most so likely."""

_MOST_STEPS = 2000
_FAR = 5.0


def binomial_score(count: Floats, of: Floats, share: Floats) -> Floats:
    """Give the normal score of a binomial count: about how many sigmas out it is, right in the tails and for small numbers too.

    The mid-p score: half of the probability of the count itself is on either side. Tails after Peizer and Pratt 1968 (Journal of the
    American Statistical Association 63: 1416-1456). `share` is strictly between 0 and 1 where the answer is used.
    """
    return _middle(count, lambda upto: _binomial(upto, of, share), most=of)


def poisson_score(count: Floats, expected: Floats) -> Floats:
    """Give the normal score of a Poisson count, as `binomial_score` does for a share."""
    return _middle(count, lambda upto: _poisson(upto, expected), most=np.full_like(count, np.inf))


def _binomial(upto: Floats, of: Floats, share: Floats) -> Floats:
    other = 1 - share
    distance = upto + 2 / 3 - (of + 1 / 3) * share
    distance = distance + 0.02 * (other / (upto + 1) - share / (of - upto) + (other - 0.5) / (of + 1))
    spread = 1 + other * _skew((upto + 0.5) / (of * share)) + share * _skew((of - upto - 0.5) / (of * other))
    return np.asarray(distance * np.sqrt(spread / ((of + 1 / 6) * share * other)))


def _poisson(upto: Floats, expected: Floats) -> Floats:
    distance = upto + 2 / 3 - expected + 0.02 / (upto + 1)
    return np.asarray(distance * np.sqrt((1 + _skew((upto + 0.5) / expected)) / expected))


def _middle(count: Floats, score: Callable[[Floats], Floats], most: Floats) -> Floats:
    """Take the probabilities of up to the count and of up to one less together, on the side where they are small."""
    with np.errstate(all="ignore"):
        upper = np.where(count >= most, np.inf, score(count))
        lower = np.where(count <= 0, -np.inf, score(count - 1))
        side = np.where(upper + lower < 0, -1.0, 1.0)
        tail = (_above(side * upper) + _above(side * lower)) / 2
        far = np.minimum(np.abs(upper), np.abs(lower)) > _FAR
        between = np.where(np.isinf(lower), upper, np.where(np.isinf(upper), lower, (upper + lower) / 2))
        return np.asarray(np.where(far, between, side * _score_of(tail)))


def _above(score: Floats) -> Floats:
    """How much of a normal distribution lies above a score (Abramowitz and Stegun 26.2.17)."""
    size = np.minimum(np.abs(score), 30.0)
    step = 1 / (1 + 0.2316419 * size)
    powers = step * (0.319381530 + step * (-0.356563782 + step * (1.781477937 + step * (-1.821255978 + step * 1.330274429))))
    part = np.exp(-size * size / 2) / np.sqrt(2 * np.pi) * powers
    return np.asarray(np.where(score >= 0, part, 1 - part))


def _score_of(tail: Floats) -> Floats:
    """The score above which so much lies, to within 0.0005 (Abramowitz and Stegun 26.2.23)."""
    small = np.minimum(tail, 1 - tail)
    root = np.sqrt(-2 * np.log(small))
    found = root - (2.515517 + root * (0.802853 + root * 0.010328)) / (1 + root * (1.432788 + root * (0.189269 + root * 0.001308)))
    return np.asarray(np.where(tail <= 0.5, found, -found))


def student_score(ratio: Floats, freedom: Floats) -> Floats:
    """Give the normal score of a Student's t: the spread was estimated, from as many degrees of freedom. Wallace 1959."""
    with np.errstate(all="ignore"):
        size = np.sqrt(freedom * np.log1p(ratio * ratio / freedom)) * ((8 * freedom + 1) / (8 * freedom + 3))
    return np.asarray(np.sign(ratio) * size)


def exact_limits(of: Floats, share: Floats) -> tuple[Floats, Floats]:
    """Give the least and the most count that chance gives, binomial, or Poisson where `of` is infinite and `share` is what is expected.

    A count below the first or above the second has a probability of at most `TAIL`.
    """
    poisson = np.isinf(of)
    with np.errstate(all="ignore"):
        odds = np.where(poisson, share, share / (1 - share))
        term = np.where(poisson, np.exp(-share), (1 - share) ** of)
    total = np.zeros_like(term)
    least, most = np.zeros_like(term), np.full_like(term, np.nan)
    for count in range(_MOST_STEPS):
        least = np.where(total + term <= TAIL, count + 1, least)
        total = total + term
        most = np.where(np.isnan(most) & (total >= 1 - TAIL), count, most)
        if not np.any(np.isnan(most) & ~np.isnan(term)):
            break
        term = term * odds * np.where(poisson, 1, np.maximum(np.where(poisson, 0, of) - count, 0)) / (count + 1)
    return np.where(np.isnan(share), np.nan, least), most


def _skew(ratio: Floats) -> Floats:
    """The function g of Peizer and Pratt: 1 at 0, 0 at 1."""
    near = np.abs(ratio - 1) < 1e-5
    safe = np.where(near | (ratio <= 0), 0.5, ratio)
    found = (1 - safe * safe + 2 * safe * np.log(safe)) / (1 - safe) ** 2
    return np.where(ratio <= 0, 1.0, np.where(near, (1 - ratio) / 3, found))
