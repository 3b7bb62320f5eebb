"""Invents stable months and shifts of so many sigmas, by what kind of series: what `bench/signals.py` and the tests measure on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lightwell.signals import Policy, Rule, Series
from lightwell.signals.charts import drawn
from lightwell.signals.grid import Grid, grid_of
from lightwell.signals.rules import BIT, marks
from lightwell.signals.scan import LEAST_BEFORE, scan
from lightwell.signals.spread import baseline_of, scaled
from tests.unit.signals.series import months

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

FOUR = sum(BIT[rule] for rule in (Rule.OUTSIDE, Rule.TWO_OF_THREE, Rule.EIGHT, Rule.SIX))


@dataclass(frozen=True)
class Kind:
    """A kind of series: what it is called, its unit, and its own numbers (see `invented`)."""

    name: str
    unit: str
    usual: float
    of: int = 0
    wider: float = 0.0
    carry: float = 0.0
    at_month_end: bool = False


KINDS = (
    Kind("normal measurements", "mean", 50),
    Kind("measurements at month ends, unrelated", "mean", 50, at_month_end=True),
    Kind("measurements at month ends, autocorrelation 0.3", "mean", 50, carry=0.3, at_month_end=True),
    Kind("measurements at month ends, autocorrelation 0.6", "mean", 50, carry=0.6, at_month_end=True),
    Kind("share of about 100, chance alone", "percent", 0.8, 100),
    Kind("share of about 100, twice the variance of chance", "percent", 0.8, 100, 1.0),
    Kind("share of about 15, chance alone", "percent", 0.7, 15),
    Kind("share of 150 at month ends, autocorrelation 0.3", "percent", 0.8, 150, 1.0, 0.3, at_month_end=True),
    Kind("counts of about 30, chance alone", "count", 30),
    Kind("counts of about 200, five times the variance of chance", "count", 200, 0, 4.0),
    Kind("rare events, 0.5 in a month", "count", 0.5),
    Kind("rare events, 2 in a month", "count", 2),
)


def invented(kind: Kind, runs: int, size: int, seed: int, shift: float = 0.0, since: int = 24) -> list[Series]:
    """Invent series; from the month `since` on they are higher by `shift` of their own standard deviations (shares lower)."""
    rng = np.random.default_rng(seed)
    moved = (np.arange(size) >= since) * shift
    wander = rng.standard_normal((runs, size + 30))
    for at in range(1, size + 30):
        wander[:, at] = kind.carry * wander[:, at - 1] + np.sqrt(1 - kind.carry**2) * wander[:, at]
    wander = wander[:, 30:]
    if kind.unit == "mean":
        return _series(kind, kind.usual + wander + moved, None)
    if kind.unit == "percent":
        of = np.maximum(rng.poisson(kind.of, (runs, size)), 6) if not kind.at_month_end else np.full((runs, size), kind.of)
        chance = kind.usual * (1 - kind.usual) / kind.of
        share = kind.usual + np.sqrt(kind.wider * chance) * wander - moved * np.sqrt((1 + kind.wider) * chance)
        return _series(kind, rng.binomial(of, np.clip(share, 0.01, 0.99)).astype(np.float64), of.astype(np.float64))
    rate = kind.usual + moved * np.sqrt(kind.usual * (1 + kind.wider)) * np.ones((runs, size))
    if kind.wider:
        rate = rate * rng.gamma(kind.usual / kind.wider, kind.wider / kind.usual, (runs, size))
    return _series(kind, rng.poisson(rate).astype(np.float64), None)


def _series(kind: Kind, numbers: Array, of: Array | None) -> list[Series]:
    span = months(numbers.shape[1])
    if kind.unit == "mean":
        return [
            Series(str(at), "mean", span, tuple(row), decimals=3, at_month_end=kind.at_month_end) for at, row in enumerate(numbers.tolist())
        ]
    if of is None:
        return [
            Series(str(at), "count", span, tuple(row), tuple(row), at_month_end=kind.at_month_end)
            for at, row in enumerate(numbers.tolist())
        ]
    return [
        Series(
            str(at), "percent", span, tuple(100 * x / n for x, n in zip(row, among, strict=True)), tuple(row), tuple(among),
            at_month_end=kind.at_month_end,
        )
        for at, (row, among) in enumerate(zip(numbers.tolist(), of.tolist(), strict=True))
    ]  # fmt: skip


@dataclass(frozen=True)
class Alarms:
    """For each series and month: a verdict raised in it (-1 below, 1 above), a change then held to be going on, a rule completed by it."""

    raised: npt.NDArray[np.int8]
    together: npt.NDArray[np.int8]
    rules: Flags


def alarms(batch: list[Series]) -> Alarms:
    """Find what was raised month by month, as if each month had been judged when it came."""
    grid = grid_of(batch, Policy())
    points = scaled(grid, Policy())
    found = scan(points)
    return Alarms(found.raised, found.together, _rules(grid, batch))


def _rules(grid: Grid, batch: list[Series]) -> Flags:
    """Say where one of the four standard rules is broken by a point and those before it, on limits from the first 24 months."""
    points = scaled(grid, Policy())
    none = np.full(len(batch), grid.value.shape[1], dtype=np.int64)
    lines = drawn(grid, points, baseline_of(grid.ok, none, Policy(), LEAST_BEFORE), Policy())
    with np.errstate(all="ignore"):
        score = (grid.value - lines.centre) / lines.unit_sigma
        score = np.where(np.isnan(score), np.sign(grid.value - lines.centre), score)
    return completed(grid.value, lines.lower, lines.upper, score)


def completed(value: Array, lower: Array, upper: Array, score: Array) -> Flags:
    """Say in which months a rule is completed: eight months at most are looked at, so that no later month is known."""
    size = value.shape[1]
    found = np.zeros(value.shape, dtype=np.bool_)
    sound = np.ones((value.shape[0], 8), dtype=np.bool_)
    for at in range(8, size + 1):
        part = slice(at - 8, at)
        found[:, at - 1] = (marks(value[:, part], lower[:, part], upper[:, part], score[:, part], sound)[:, -1] & FOUR) != 0
    return found


def starts(flags: Flags) -> Flags:
    """Take one alarm for every run of months with one, and for what comes within six months of it."""
    found = np.zeros_like(flags)
    last = np.full(len(flags), -99)
    for at in range(flags.shape[1]):
        found[:, at] = flags[:, at] & (at - last > 6)
        last = np.where(flags[:, at], at, last)
    return found
