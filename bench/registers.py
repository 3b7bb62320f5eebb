"""Registers that fill late in ways that a nowcast finds hard, with the truth: simulated here, not taken from the invented authority."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lightwell.periods import Month
from lightwell.signals.nowcast import nowcast
from lightwell.signals.triangle import KNOWN, NOT_HELD, FloatArray, Seen, Triangles

TEAMS = (15, 20, 25, 30, 40, 50, 80, 140)
"""Children of each team; the first series is all of them."""

KEPT, HELD = 25, 13
"""Months in a snapshot, and snapshots."""

MONTHS = KEPT + HELD - 1
LAST = Month(2023, 12)
"""The newest month: a December, so that what happens every December happens to it."""

Random = np.random.Generator


@dataclass(frozen=True)
class Way:
    """A way in which a register fills late.

    `in_time` gives the part of what was done that is recorded by the end of its month, by team and month; of the rest a part of `after`
    comes in each month. `together` children of one family are recorded by one act.
    """

    name: str
    in_time: Callable[[Random], FloatArray]
    after: float = 0.8
    together: int = 1


def _steady(part: float) -> Callable[[Random], FloatArray]:
    return lambda _random: np.full((len(TEAMS), MONTHS), part)


def _months(*parts: tuple[int, float], usual: float) -> Callable[[Random], FloatArray]:
    """Give what is usual but in the months of the year that are named."""
    numbers = [LAST.plus(step + 1 - MONTHS).number for step in range(MONTHS)]
    return lambda _random: np.tile([dict(parts).get(number, usual) for number in numbers], (len(TEAMS), 1))


WAYS = (
    Way("10 % late", _steady(0.9)),
    Way("25 % late", _steady(0.75)),
    Way("10 % late, over half a year", _steady(0.9), after=0.35),
    Way("brothers and sisters recorded together", _steady(0.9), together=3),
    Way("a different part late every month", lambda random: np.tile(random.beta(9, 1.5, MONTHS), (len(TEAMS), 1))),
    Way("teams differ: 3 to 25 % late", lambda random: np.tile(random.permutation(np.linspace(0.75, 0.97, 8))[:, None], MONTHS)),
    Way("slower over a year: 5 to 25 % late", lambda _random: np.tile(np.r_[np.full(24, 0.95), np.linspace(0.95, 0.75, 13)], (8, 1))),
    Way("every December 30 % late, else 8 %", _months((12, 0.7), usual=0.92)),
    Way("suddenly: 25 % late this month, 5 % before", lambda _random: np.tile(np.r_[np.full(36, 0.95), 0.75], (8, 1))),
)


def tried(way: Way, runs: int) -> dict[str, FloatArray]:
    """Estimate the newest month in many runs, by grain: rows of inside, error, first error, late and settled."""
    found: dict[str, list[tuple[float, ...]]] = {"authority": [], "team": []}
    for seed in range(runs):
        series, settled = _register(way, np.random.default_rng(seed))
        for index, each in enumerate(nowcast(series, shown=1, test=False)):
            month, truth = each.months[-1], settled[index]
            if month.estimate is None or month.low is None or month.high is None or month.first_known is None:
                continue
            inside = month.low - 1e-9 <= truth <= month.high + 1e-9
            found[each.breakdown].append(
                (inside, abs(month.estimate - truth), abs(month.first_known - truth), truth - month.first_known, truth)
            )
    return {grain: np.array(rows) for grain, rows in found.items()}


def _register(way: Way, random: Random) -> tuple[Triangles, FloatArray]:
    wholes = np.array(TEAMS)[:, None] * np.ones((1, MONTHS), int)
    done = random.binomial(wholes, random.normal(0.85, 0.02, (len(TEAMS), MONTHS)).clip(0.6, 0.99))
    known = [_thinned(random, done, way.in_time(random), way.together)]
    for _ in range(KEPT - 1):
        known.append(known[-1] + _thinned(random, done - known[-1], np.full(done.shape, way.after), way.together))
    by_age = np.stack([*known, done], axis=2)
    every = np.concatenate([by_age.sum(axis=0)[None], by_age]).astype(float)
    whole = np.concatenate([wholes.sum(axis=0)[None], wholes]).astype(float)
    return _triangles(every, whole), 100 * every[:, -1, -1] / whole[:, -1]


def _thinned(random: Random, counts: npt.NDArray[np.int64], part: FloatArray, together: int) -> npt.NDArray[np.int64]:
    """Draw a part of counts, in groups that come together or not at all."""
    groups, rest = counts // together, counts % together
    return np.asarray(together * random.binomial(groups, part) + random.binomial(rest, part))


def _triangles(known: FloatArray, whole: FloatArray) -> Triangles:
    months = tuple(LAST.plus(step + 1 - MONTHS) for step in range(MONTHS))
    shape = (len(whole), MONTHS, HELD)
    numerators, denominators = np.full(shape, np.nan), np.full(shape, np.nan)
    states = np.full(shape, NOT_HELD, np.int16)
    for column in range(HELD):
        rows = np.arange(column, column + KEPT)
        states[:, rows, column] = KNOWN
        numerators[:, rows, column] = known[:, rows, column + KEPT - 1 - rows]
        denominators[:, rows, column] = whole[:, rows]
    seen = tuple(Seen(str(column), months[column + KEPT - 1].end) for column in range(HELD))
    keys = tuple(("visits", "team", f"T{index}") if index else ("visits", "authority", "") for index in range(len(whole)))
    versions, codes = np.ones((len(whole), HELD), np.int16), np.zeros(shape, np.int16)
    values = 100 * numerators / denominators
    return Triangles(keys, ("percent",) * len(keys), months, seen, states, numerators, denominators, values, versions, codes)
