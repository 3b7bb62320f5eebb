"""Finds changes: the mean of the last one to six months against all months of the phase before them, month by month as time went on.

The change-point form of the CUSUM for a process whose mean and spread are not known but estimated (Hawkins, Qiu and Kang 2003, Journal of
Quality Technology 35: 355-366), with a window (Lai 1995). The uncertainty of a short history is in the statistic, so that a baseline of
twelve months gives no more false alarms than one of sixty.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lightwell.signals.chance import Bools, Floats, binomial_score, student_score
from lightwell.signals.grid import Ints
from lightwell.signals.spread import Scaled

WINDOW = 6
"""How many months at most are taken together to find a change."""

LEAST_BEFORE = 8
"""How many months must have gone before those that are compared with them."""

LIMITS = np.array([3.77, 4.08, 3.88, 3.67, 3.47, 2.87])
"""How far out, in normal scores, the mean of one, two ... six months must be. Settled by simulation: `python -m bench.signals`."""

CARRIED = 1.15
"""By how much further out it must be where months hang together: how much carries over is itself uncertain."""

RARE = 0.96
"""The same for rare events: exact chances of whole numbers fall short of what is allowed, so less will do."""

CHANCE = 0.97
"""The same where months differ by no more than chance: the spread is taken for larger than it is in half of all such series."""

_CLIP = 3.5
_KNOWN = 500.0
_BACK = 1.0
_LEAST_BACK = 4
_LONGEST_SINCE = 24

Signs = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Scan:
    """What was found.

    For each point, -1 below and 1 above: `far` is a single month far outside, `together` a month of a change, `raised` a month in which
    either came to be known for the first time. Of each row: `active` is the direction of the change that still holds (0: none), `since` its
    first month, `first` that of the first change of the phase (the number of columns where there was none).
    """

    far: Signs
    together: Signs
    raised: Signs
    active: Signs
    since: Ints
    first: Ints


class _Sums:
    """Running sums of weights, values, squares and numbers of points, one more column than points; the window's and the history's."""

    def __init__(self, shape: tuple[int, int], columns: int) -> None:
        self.of = np.zeros((columns, shape[0], shape[1] + 1))

    def add(self, at: int, *parts: Floats) -> None:
        for column, part in zip(self.of, parts, strict=True):
            column[:, at + 1] = column[:, at] + part


def scan(points: Scaled) -> Scan:
    """Go through all rows at once, month by month."""
    shape = points.y.shape
    far, together, raised = (np.zeros(shape, dtype=np.int8) for _ in range(3))
    active, since = np.zeros(shape[0], dtype=np.int8), np.full(shape[0], shape[1], dtype=np.int64)
    first, scores = since.copy(), np.zeros(shape)
    history, window = _Sums(shape, 6), _Sums(shape, 6)
    begun = _tamed(points)
    for at in range(shape[1]):
        found, typical, spread = _scores(points, history, window, at)
        seen = points.w[:, at] > 0
        single = np.where(seen, found[:, 0], 0.0)
        scores[:, at] = single
        far_now = np.where(np.abs(single) >= LIMITS[0], np.sign(single), 0).astype(np.int8)
        best = np.argmax(np.abs(found[:, 1:]) - LIMITS[1:], axis=1) + 1
        much = found[np.arange(shape[0]), best]
        change = np.where(seen & (np.abs(much) >= LIMITS[best]), np.sign(much), 0).astype(np.int8)
        new = (change != 0) & (change != active)
        far[:, at] = np.where((active == far_now) & (active != 0), 0, far_now)
        raised[:, at] = np.where(new, change, far[:, at])
        over = _back(points, found, active, since, at) & ~new
        _close(together, scores, active, since, np.flatnonzero(over | (new & (active != 0))), at)
        active = np.where(over, 0, active).astype(np.int8)
        _append(points, history, window, at, begun, typical, spread, keep=(active == 0) & (far_now == 0) & ~new)
        _take_back(history, window, np.flatnonzero(over), since, at)
        rows = np.flatnonzero(new)
        if rows.size:
            onset = _onsets(points, history, window, rows, at, change)
            since[rows], active[rows], first[rows] = onset, change[rows], np.minimum(first[rows], onset)
            for row, begins in zip(rows, onset, strict=True):
                history.of[:, row, begins + 1 : at + 2] = history.of[:, row, begins, None]
    held = np.flatnonzero(active)
    if held.size:
        since[held] = _settled(points, history, window, held, since, active)
        first = np.where((active != 0) & (together == 0).all(axis=1), since, first)
    _close(together, scores, active, since, held, shape[1] - 1, still=True)
    return Scan(far, together, raised, active, since, first)


def _scores(points: Scaled, history: _Sums, window: _Sums, at: int, longest: int = WINDOW) -> tuple[Floats, Floats, Floats]:
    """Give the scores of the last 1 to `longest` months (columns), then the mean of one point and its variance for weight 1."""
    begins = np.arange(at, at - longest, -1)
    inside = begins >= 0
    begins = np.maximum(begins, 0)
    w, wy, wyy, n, x, e = history.of[:, :, begins]
    last = (points.w[:, at], points.w[:, at] * points.y[:, at], points.w[:, at] * points.y[:, at] ** 2)
    # The latest month counts in full when it stands alone, and tamed with others: it is tamed only once the history before it is known.
    free = points.wanders[:, None]
    with np.errstate(all="ignore"):
        mean = np.where(free, 0.0, wy / w)
        within = np.where(free, wyy, wyy - w * mean * mean)
        freedom = n - np.where(free, 0, 1)
        alone = np.maximum(within[:, 0] / freedom[:, 0], points.floor)
        tamed = _tame(points.y[:, at], mean[:, 0], np.sqrt(alone / last[0]))
        done = window.of[:, :, at, None] - window.of[:, :, begins]
        of_w = done[0] + last[0][:, None]
        of_wy = done[1] + (last[0] * tamed)[:, None]
        of_wyy = done[2] + (last[0] * tamed * tamed)[:, None]
        of_wy[:, 0], of_wyy[:, 0] = last[1], last[2]
        many = done[3] + (last[0] > 0)[:, None]
        theirs = of_wy / of_w
        ours = np.maximum(of_wyy - of_w * theirs * theirs, 0.0)
        degrees = freedom + many - 1
        seen = (np.maximum(within, 0.0) + ours) / degrees
        spread = np.maximum(seen, points.floor[:, None])
        # Where it is chance alone that sets the spread, the spread is known.
        alone_chance = (seen < points.floor[:, None]) & points.chance[:, None]
        degrees = np.where(alone_chance, _KNOWN, degrees)
        ratio = (theirs - mean) / np.sqrt(spread * (1 / of_w + np.where(free, 0.0, 1 / w)))
        found = student_score(ratio, degrees)
    rare = np.flatnonzero(points.rare)
    if rare.size:
        counts = done[4][rare] + points.events[rare, at, None], done[5][rare] + points.exposure[rare, at, None]
        found[rare] = _rare_scores(counts, (x[rare], e[rare]), points.flip[rare])
    sound = inside & (n >= LEAST_BEFORE) & (points.w[:, at, None] > 0) & (points.w[:, begins] > 0)
    held = (points.carry > 0) & ~points.wanders
    found = found / np.where(points.rare[:, None], RARE, np.where(held[:, None], CARRIED, np.where(alone_chance, CHANCE, 1.0)))
    return np.where(sound & np.isfinite(found), found, 0.0), mean[:, 0], alone


def _rare_scores(now: tuple[Floats, Floats], before: tuple[Floats, Floats], flip: Bools) -> Floats:
    """Score rare events: given all that happened, those of the window are a binomial part of them, with nothing left to estimate."""
    with np.errstate(all="ignore"):
        found = binomial_score(now[0], now[0] + before[0], now[1] / (now[1] + before[1]))
    return np.where(flip[:, None], -found, found)


def _tame(y: Floats, mean: Floats, sigma: Floats) -> Floats:
    """Bring a wild point to the edge of what is usual, lest one month look like a change of six."""
    low, high = mean - _CLIP * sigma, mean + _CLIP * sigma
    return np.asarray(np.where(np.isfinite(sigma), np.clip(y, low, high), y))


def _tamed(points: Scaled) -> Floats:
    """Tame the first months of each row by their median, since nothing goes before them."""
    head = np.where(points.w[:, : LEAST_BEFORE + 4] > 0, points.y[:, : LEAST_BEFORE + 4], np.nan)
    known = ~np.all(np.isnan(head), axis=1)
    middle, off = np.zeros(len(head)), np.full(len(head), np.inf)
    if known.any():
        middle[known] = np.nanmedian(head[known], axis=1)
        off[known] = 1.4826 * np.nanmedian(np.abs(head[known] - middle[known, None]), axis=1)
    off = np.where(off > 0, off, np.inf)[:, None] * _CLIP
    return np.asarray(np.clip(head, middle[:, None] - off, middle[:, None] + off))


def _append(points: Scaled, history: _Sums, window: _Sums, at: int, begun: Floats, typical: Floats, spread: Floats, *, keep: Bools) -> None:
    w, y = points.w[:, at], points.y[:, at]
    with np.errstate(all="ignore"):
        young = history.of[3][:, at] < LEAST_BEFORE
        tamed = np.where(young, begun[:, at] if at < begun.shape[1] else y, _tame(y, typical, np.sqrt(spread / w)))
    tamed = np.where(w > 0, tamed, 0.0)
    parts = (w, w * tamed, w * tamed * tamed, (w > 0).astype(np.float64), points.events[:, at], points.exposure[:, at])
    window.add(at, *parts)
    history.add(at, *(part * keep for part in parts))


def _back(points: Scaled, found: Floats, active: Signs, since: Ints, at: int) -> Bools:
    """Say which changes are over: the months since, six at most, are together no longer away from what was before."""
    long = np.minimum(at + 1 - since, WINDOW)
    enough = (active != 0) & (long >= _LEAST_BACK) & (points.w[:, at] > 0)
    column = np.clip(long, 1, WINDOW) - 1
    return np.asarray(enough & (active * found[np.arange(len(long)), column] < _BACK))


def _take_back(history: _Sums, window: _Sums, rows: Ints, since: Ints, at: int) -> None:
    """Count the months that showed a change to be over with those before it: they were like them."""
    begins = np.maximum(since[rows], at + 1 - WINDOW)
    history.of[:, rows, at + 1] = history.of[:, rows, at] + window.of[:, rows, at + 1] - window.of[:, rows, begins]


def _close(together: Signs, scores: Floats, active: Signs, since: Ints, rows: Ints, at: int, *, still: bool = False) -> None:
    """Mark the months of changes: to the last column where they hold, else to where the months fit best with two levels."""
    for row in rows:
        begins, ends = int(since[row]), at
        if not still:
            off = active[row] * scores[row, begins : at + 1]
            usual = max(float(np.mean(off[: max(len(off) - _LEAST_BACK - 1, 1)])), 1.0)
            ends = begins + int(np.argmax(np.cumsum(off - usual / 2)))
        together[row, begins : ends + 1] = active[row]


def _onsets(points: Scaled, history: _Sums, window: _Sums, rows: Ints, at: int, change: Signs) -> Ints:
    """Estimate where each change began: the month from which on the difference is the most unlikely, up to two years back."""
    some = Scaled(*(getattr(points, name)[rows] for name in Scaled.__dataclass_fields__))
    past, near = _Sums((0, 0), 0), _Sums((0, 0), 0)
    past.of, near.of = history.of[:, rows], window.of[:, rows]
    found, _, _ = _scores(some, past, near, at, _LONGEST_SINCE)
    return np.asarray(at - np.argmax(found[:, 1:] * change[rows, None], axis=1) - 1)


def _settled(points: Scaled, history: _Sums, window: _Sums, rows: Ints, since: Ints, active: Signs) -> Ints:
    """Estimate anew where changes that still hold began, now that months after them are known: near where they were found first."""
    last = (points.w.shape[1] - 1) - np.argmax((points.w[rows] > 0)[:, ::-1], axis=1)
    found = since[rows].copy()
    for at in np.unique(last):
        mine = rows[last == at]
        some = Scaled(*(getattr(points, name)[mine] for name in Scaled.__dataclass_fields__))
        past, near = _Sums((0, 0), 0), _Sums((0, 0), 0)
        past.of, near.of = history.of[:, mine], window.of[:, mine]
        longest = int(min(at - since[mine].min() + WINDOW, at)) + 1
        scores, _, _ = _scores(some, past, near, int(at), longest)
        begins = at - np.arange(longest)
        close = (np.abs(begins - since[mine, None]) < WINDOW) & (begins < at)
        found[last == at] = at - np.argmax(np.where(close, scores * active[mine, None], -np.inf), axis=1)
    return found
