"""The entry point: a batch of series in, a judgement of each out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeVar

import numpy as np

from lightwell.periods import Month
from lightwell.signals import sentences
from lightwell.signals.chance import Floats, poisson_score
from lightwell.signals.charts import Drawn, drawn
from lightwell.signals.grid import Grid, grid_of
from lightwell.signals.model import Chart, Columns, Judged, Limits, PointState, Policy, Rule, Series, Verdict
from lightwell.signals.rules import BIT, marks
from lightwell.signals.scan import LEAST_BEFORE, Scan, scan
from lightwell.signals.spread import Scaled, baseline_of, scaled
from lightwell.signals.verdicts import Found, capability, found, practice

_STATES = (
    PointState.MISSING, PointState.COUNTS_ONLY, PointState.PROVISIONAL, PointState.TOO_FEW, PointState.JUDGED, PointState.BASELINE,
)  # fmt: skip
_HELD_LONG = 12
_Cell = TypeVar("_Cell")


@dataclass(frozen=True)
class _Worked:
    """Everything worked out for the rows of a batch, and the columns that go out as lists, for speed."""

    grid: Grid
    points: Scaled
    scanned: Scan
    drawn: Drawn
    low: Floats
    high: Floats
    usable: list[int]
    few: list[int]
    first: list[int]
    last: list[int]
    far: list[list[int]]
    together: list[list[int]]
    state: list[list[PointState]]
    centre: list[list[float]]
    lower: list[list[float]]
    upper: list[list[float]]
    score: list[list[float]]
    rules: list[list[int]]


def judge(batch: Sequence[Series], policy: Policy | None = None) -> tuple[Judged, ...]:
    """Judge every series of a batch, in its order; one series is a batch of one.

    Raises `Refused` where a series is not what `Series` says (columns of different lengths, months out of order), naming each such series.
    """
    if not batch:
        return ()
    policy = policy or Policy()
    worked = _worked(batch, policy)
    rows: list[list[int]] = [[] for _ in batch]
    for row, owner in enumerate(worked.grid.owner.tolist()):
        rows[owner].append(row)
    return tuple(_judged(one, mine, worked, policy) for one, mine in zip(batch, rows, strict=True))


def _worked(batch: Sequence[Series], policy: Policy) -> _Worked:
    grid = grid_of(batch, policy)
    points = scaled(grid, policy)
    scanned = scan(points)
    baseline = baseline_of(grid.ok & (scanned.far == 0), scanned.first, policy, LEAST_BEFORE)
    lines = drawn(grid, points, baseline, policy)
    score = _score(grid, points, lines)
    usable = grid.ok & np.isfinite(score)
    bits = marks(grid.value, lines.lower, lines.upper, score, usable)
    bits |= np.where(scanned.far != 0, BIT[Rule.FAR], 0) | np.where(scanned.together != 0, BIT[Rule.TOGETHER], 0)
    enough = grid.ok.sum(axis=1) >= policy.least_points
    bits = np.where(enough[:, None], bits, 0)
    low, high = practice(grid, points, lines, scanned)
    state = np.where(grid.ok, np.where(baseline, 5, 4), np.where(grid.open & ~np.isnan(grid.value), 2, np.where(grid.few, 1, 0)))
    state = np.where((state >= 4) & ~enough[:, None], 3, state)
    width = baseline.shape[1]
    return _Worked(
        grid, points, scanned, lines, low, high,
        grid.ok.sum(axis=1).tolist(), grid.few.sum(axis=1).tolist(),
        np.argmax(baseline, axis=1).tolist(), (width - 1 - np.argmax(baseline[:, ::-1], axis=1)).tolist(),
        scanned.far.tolist(), scanned.together.tolist(), np.array(_STATES, dtype=object)[state].tolist(),
        lines.centre.tolist(), lines.lower.tolist(), lines.upper.tolist(), score.tolist(), bits.tolist(),
    )  # fmt: skip


def _score(grid: Grid, points: Scaled, lines: Drawn) -> Floats:
    """How many sigmas each point is from its centre; where limits are exact, by its probability."""
    with np.errstate(all="ignore"):
        found = (grid.value - lines.centre) / lines.unit_sigma
        rows = np.flatnonzero(points.rare)
        if rows.size:
            share = lines.level[rows] / grid.scale[rows]
            share = np.where(points.flip[rows], 1 - share, share)
            exact = poisson_score(points.events[rows], points.exposure[rows] * share[:, None])
            found[rows] = np.where(points.flip[rows, None], -exact, exact)
    return np.where(np.isfinite(found) & np.isfinite(lines.centre), found, np.nan)


def _judged(one: Series, rows: list[int], worked: _Worked, policy: Policy) -> Judged:
    row = rows[-1]
    grid, lines = worked.grid, worked.drawn
    begins, size = int(grid.start[row]), int(grid.length[row])
    months = one.months[begins : begins + size]
    seen, said = _verdict(one, row, months, worked, policy)
    enough = seen.verdict not in (Verdict.TOO_FEW, Verdict.COUNTS_ONLY, Verdict.NO_DATA)
    low, high = (float(worked.low[row]), float(worked.high[row])) if enough else (np.nan, np.nan)
    can = capability(low, high, one.target, one.better)
    limits = tuple(_limits(one, each, worked, policy) for each in rows if enough and worked.usable[each] >= policy.least_points)
    chart = lines.chart[row] if enough else Chart.NONE
    spoken = sentences.capable(can, low, high, one)
    if chart is Chart.STOCK:
        spoken = sentences.wandering(3 * float(lines.sigma[row]), one)
    return Judged(
        key=one.key,
        chart=chart,
        why=sentences.why(chart, float(lines.dispersion[row]), float(worked.points.carry[row])),
        verdict=seen.verdict,
        since=seen.since,
        months=seen.months,
        sentence=said,
        capability=can,
        capability_sentence=spoken,
        low=None if low != low else low,
        high=None if high != high else high,
        limits=limits,
        notes=_notes(one, row, seen, worked, policy) if enough else (),
        columns=_columns(one, rows, worked),
    )


def _verdict(one: Series, row: int, months: tuple[Month, ...], worked: _Worked, policy: Policy) -> tuple[Found, str]:
    usable = worked.usable[row]
    if worked.few[row] > usable:
        return Found(Verdict.COUNTS_ONLY, None, ()), sentences.COUNTS_ONLY
    if not usable:
        return Found(Verdict.NO_DATA, None, ()), sentences.NO_DATA
    if usable < policy.least_points:
        phase = worked.grid.phase[row]
        return Found(Verdict.TOO_FEW, None, ()), sentences.too_few(usable, policy.least_points, phase.month if phase else None)
    size = len(months)
    seen = found(
        months,
        worked.far[row][:size],
        worked.together[row][:size],
        int(worked.scanned.active[row]),
        int(worked.scanned.since[row]),
        one.better,
        policy.recent,
    )
    if seen.since is months[0]:
        first = next(at for at, state in enumerate(worked.state[row]) if state in (PointState.BASELINE, PointState.JUDGED))
        seen = replace(seen, since=months[first])
    return seen, sentences.verdict(one, seen)


def _limits(one: Series, row: int, worked: _Worked, policy: Policy) -> Limits:
    lines, begins = worked.drawn, int(worked.grid.start[row])
    count, last = int(lines.count[row]), worked.last[row]
    cut = count < policy.baseline and worked.scanned.active[row] != 0
    return Limits(
        first=one.months[begins + worked.first[row]],
        last=one.months[begins + last],
        points=count,
        provisional=count < policy.baseline and not cut,
        centre=float(lines.level[row]),
        low=worked.lower[row][last],
        high=worked.upper[row][last],
        sigma=float(lines.sigma[row]),
        dispersion=float(lines.dispersion[row]),
        carry=float(worked.points.carry[row]),
        phase=worked.grid.phase[row],
    )


def _notes(one: Series, row: int, seen: Found, worked: _Worked, policy: Policy) -> tuple[str, ...]:
    begins, size, count = int(worked.grid.start[row]), int(worked.grid.length[row]), int(worked.drawn.count[row])
    months, state, bits = one.months[begins : begins + size], worked.state[row], worked.rules[row]
    notes = []
    if count < policy.baseline:
        changed = int(worked.scanned.first[row]) < size
        notes.append(sentences.shortened(count, months[worked.last[row]]) if changed else sentences.provisional(count, policy.baseline))
    late = range(max(size - policy.recent, 0), size)
    near = [months[at] for at in late if bits[at] & BIT[Rule.OUTSIDE] and not bits[at] & (BIT[Rule.FAR] | BIT[Rule.TOGETHER])]
    if near:
        notes.append(sentences.outside(near, count))
    open_ = [months[at] for at in range(size) if state[at] is PointState.PROVISIONAL] if one.settling else []
    if open_:
        notes.append(sentences.not_judged(open_))
    for month, where in one.settling:
        if where is not None and month in open_:
            at = months.index(month)
            if where.low > worked.upper[row][at] or where.high < worked.lower[row][at]:
                notes.append(sentences.settles_outside(month))
    if state[size - 1] is PointState.COUNTS_ONLY:
        notes.append(sentences.few(months[-1]))
    if worked.scanned.active[row] and len(seen.months) > _HELD_LONG:
        notes.append(sentences.long_held(len(seen.months)))
    return tuple(notes)


def _columns(one: Series, rows: list[int], worked: _Worked) -> Columns:
    sizes = [int(worked.grid.length[row]) for row in rows]

    def joined(column: list[list[_Cell]]) -> tuple[_Cell, ...]:
        return tuple(chain.from_iterable(column[row][:size] for row, size in zip(rows, sizes, strict=True)))

    return Columns(
        series=one,
        state=joined(worked.state),
        centre=joined(worked.centre),
        lower=joined(worked.lower),
        upper=joined(worked.upper),
        score=joined(worked.score),
        phase=tuple(chain.from_iterable([at] * size for at, size in enumerate(sizes))),
        rules=joined(worked.rules),
    )
