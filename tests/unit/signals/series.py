"""Makes series to judge: months in a row from April 2020, and chance from a seed."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from lightwell.periods import Month
from lightwell.signals import Judged, Series, judge

FIRST = Month(2020, 4)

Array = npt.NDArray[np.float64]


def months(count: int) -> tuple[Month, ...]:
    return tuple(FIRST.plus(step) for step in range(count))


def share(numerators: Sequence[float], denominators: Sequence[float], **other: Any) -> Series:
    values = tuple(100 * x / n if n else None for x, n in zip(numerators, denominators, strict=True))
    return Series("share", "percent", months(len(values)), values, tuple(numerators), tuple(denominators), **other)


def count(numbers: Sequence[float], **other: Any) -> Series:
    return Series("count", "count", months(len(numbers)), tuple(map(float, numbers)), tuple(numbers), **other)


def measured(values: Sequence[float | None], **other: Any) -> Series:
    return Series("mean", "mean", months(len(values)), tuple(values), **{"decimals": 2} | other)


def one(series: Series) -> Judged:
    return judge([series])[0]


def steady(size: int, seed: int = 7, usual: float = 50, spread: float = 2) -> list[float]:
    """Invent months that differ by chance alone, with exactly that mean and none of them wild."""
    drawn = np.random.default_rng(seed).normal(0, 1, size)
    drawn = np.clip(drawn, -1.3, 1.3)
    return [float(each) for each in usual + spread * (drawn - drawn.mean())]
