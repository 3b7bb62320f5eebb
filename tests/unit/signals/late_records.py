"""Invented registers that fill late, with the truth beside them: what each month settles at, and what every month end knew of it."""

from __future__ import annotations

import numpy as np

from lightwell.periods import Month
from lightwell.signals.triangle import KNOWN, NOT_HELD, FloatArray, Seen, Triangles

FIRST = Month(2022, 1)
KEPT = 25


def register(
    random: np.random.Generator,
    *,
    wholes: tuple[int, ...] = (400,),
    done: float = 0.85,
    in_time: FloatArray | float = 0.9,
    snapshots: int = 13,
    unit: str = "percent",
) -> tuple[Triangles, FloatArray]:
    """Give the triangles of an authority and its teams, `wholes` children each, and the values at which the months settle.

    Of what was done a part is recorded by the end of its month (`in_time`, one number or one for each month), most of the rest by the
    next month end and all by the one after. The first series is the sum of the others where there are several.
    """
    count = snapshots + KEPT - 1
    at_once = np.broadcast_to(np.asarray(in_time, dtype=np.float64), (count,))
    size = np.array(wholes)[:, None] * np.ones((1, count), int)
    final = random.binomial(size, done)
    first = random.binomial(final, at_once[None, :])
    second = first + random.binomial(final - first, 0.8)
    known = np.stack([first, second, *[final] * (count - 2)], axis=2).astype(float)
    whole = size.astype(float)
    if len(wholes) > 1:
        known, whole = np.concatenate([known.sum(axis=0)[None], known]), np.concatenate([whole.sum(axis=0)[None], whole])
    return _triangles(known, whole, snapshots, unit)


def _triangles(known: FloatArray, whole: FloatArray, snapshots: int, unit: str) -> tuple[Triangles, FloatArray]:
    series, count = whole.shape
    months = tuple(FIRST.plus(step) for step in range(count))
    shape = (series, count, snapshots)
    states = np.full(shape, NOT_HELD, np.int16)
    numerators, denominators, values = (np.full(shape, np.nan) for _ in range(3))
    times = {"percent": 100.0 / whole, "count": np.ones_like(whole)}[unit]
    for column in range(snapshots):
        last = column + KEPT - 1
        rows = np.arange(column, last + 1)
        states[:, rows, column] = KNOWN
        numerators[:, rows, column] = known[:, rows, last - rows]
        denominators[:, rows, column] = whole[:, rows] if unit == "percent" else np.nan
        values[:, rows, column] = known[:, rows, last - rows] * times[:, rows]
    seen = tuple(Seen(f"s{column}", months[column + KEPT - 1].end, "tables") for column in range(snapshots))
    keys = tuple(("visits", "team", f"T{index}") if index else ("visits", "authority", "") for index in range(series))
    codes = np.zeros(shape, np.int16)
    versions = np.ones((series, snapshots), np.int16)
    units = (unit,) * series
    found = Triangles(keys, units, months, seen, states, numerators, denominators, values, versions, codes)
    return found, known[:, :, -1] * times
