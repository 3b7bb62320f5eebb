"""From revision triangles to steps by age: which snapshots are comparable, what stood at each age, and what the next step added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lightwell.periods import Month, last_complete_month
from lightwell.signals.development import BoolArray, Steps
from lightwell.signals.triangle import KNOWN, FloatArray, Seen, Triangles

OLDEST = 12
"""Ages beyond which no late recording is looked for, in months."""

PHASE = 5
"""How many days earlier or later in its month a snapshot may have been taken than the latest, to be held against it."""

FADING = 0.93
"""The weight of a step against that of the step a month after it: late recording changes, and ten months halve what it was."""

SHARES = ("percent", "mean")
"""The units whose denominator is counted too, and may move."""


@dataclass(frozen=True)
class Aged:
    """The figures of some series at the ages that matter, as arrays of the shape (series, snapshots, ages).

    `columns` holds the comparable snapshots, one a month, as places in `Triangles.seen`, and `last` the place of the last complete month
    of each in `Triangles.months`. At [k, j, a] stands what snapshot j knew of the month that was a months old.
    """

    columns: tuple[int, ...]
    last: tuple[int, ...]
    numerators: FloatArray
    denominators: FloatArray
    there: BoolArray
    share: bool

    @property
    def pairs(self) -> list[int]:
        """The snapshots, as places in `columns`, that are followed by one a month later."""
        return [j for j in range(len(self.last) - 1) if self.last[j + 1] == self.last[j] + 1]

    def seen_in(self, index: int) -> int:
        """Count the snapshots that show how a new figure of one series moves: those with a step from its first age, and one more."""
        steps = [self.there[index, j, 0] and self.there[index, j + 1, 1] for j in self.pairs] if self.there.shape[2] > 1 else []
        return sum(map(bool, steps)) + 1


def comparable(seen: Sequence[Seen]) -> list[int]:
    """Choose the snapshots that the latest can be held against, one for each last complete month, oldest first.

    They come from the same kind of source and were taken at about the same time of their month (`PHASE`): a month is known otherwise on
    its fifth day after than on its thirtieth. Of several in one month the nearest in that time, and of those the last made.
    """
    if not seen:
        return []
    phase = _phase(seen[-1])
    best: dict[Month, tuple[int, int]] = {}
    for index, each in enumerate(seen):
        off = abs(_phase(each) - phase)
        month = last_complete_month(each.as_at)
        if each.source == seen[-1].source and off <= PHASE and (month not in best or off <= best[month][0]):
            best[month] = (off, index)
    return sorted((index for _, index in best.values()), key=lambda index: last_complete_month(seen[index].as_at))


def _phase(seen: Seen) -> int:
    return (seen.as_at - last_complete_month(seen.as_at).end).days


def aged(series: Triangles, *, oldest: int = OLDEST) -> Aged:
    """Lay the figures of some series of one unit out by age, from the comparable snapshots that counted by the latest definition."""
    columns = comparable(series.seen)
    first = series.months[0] if series.months else None
    lasts = [last_complete_month(series.seen[column].as_at) for column in columns]
    place = [(month.year - first.year) * 12 + month.number - first.number if first else -1 for month in lasts]
    rows = np.array(place, dtype=np.int64)[:, None] - np.arange(oldest + 1)[None, :]
    held = (rows >= 0) & (rows < len(series.months))
    at = np.clip(rows, 0, max(len(series.months) - 1, 0))
    across = np.array(columns, dtype=np.int64)[:, None]
    numerators, denominators = series.numerators[:, at, across], series.denominators[:, at, across]
    same = series.versions[:, across[:, 0]] == series.versions[:, columns[-1:]]
    there = held[None] & (series.states[:, at, across] == KNOWN) & same[:, :, None] & ~np.isnan(numerators)
    share = bool(series.units) and series.units[0] in SHARES
    if share:
        there &= denominators > 0
    return Aged(
        tuple(columns), tuple(place), np.where(there, numerators, 0.0), np.where(there, np.nan_to_num(denominators), 0.0), there, share
    )


@dataclass(frozen=True)
class Moves:
    """What each observed step did, arrays of the shape (series, steps, ages), 0 where `there` is false.

    `counted` is what stood in the numerator before, `missing` what stood in the denominator only. `moved` is what the step added to the
    numerator, for a share with what the denominator's growth alone would have added taken off: (N + n) / (D + d) = N / D +
    (n - d × N / D) / (D + d) holds exactly, so this one number says where a share goes. `grown` is what was added to the denominator, and
    `fallen` what was taken out of the numerator.
    """

    counted: FloatArray
    missing: FloatArray
    whole: FloatArray
    moved: FloatArray
    grown: FloatArray
    fallen: FloatArray
    there: BoolArray
    weights: FloatArray

    def steps(self, base: str) -> Steps:
        """Give the steps as those of one base: `counted`, `missing` or `whole` (the denominator)."""
        if base == "whole":
            return Steps(self.whole, self.grown, self.there, self.weights)
        stood = self.counted if base == "counted" else self.missing
        return Steps(np.where(self.there, stood + HALF, 0.0), self.moved, self.there, self.weights, bounded=base == "missing")

    def without_month(self, figures: Aged, month: int) -> Moves:
        """Leave out every step of one month, given by its place in `Triangles.months`."""
        from_month = np.array([figures.last[j] for j in figures.pairs])[:, None] - np.arange(self.there.shape[2])[None, :]
        kept = self.there & (from_month != month)[None]
        held = (self.counted, self.missing, self.whole, self.moved, self.grown, self.fallen)
        return Moves(*_where(kept, held), kept, self.weights)


HALF = 0.5
"""Added to every base, so that a place with nothing counted yet is not taken to be certain to stay at nothing."""


def moves(figures: Aged) -> Moves:
    """Work out every observed step of every series from one age to the next."""
    pairs = np.array(figures.pairs, dtype=np.int64)
    n0, d0 = figures.numerators[:, pairs, :-1], figures.denominators[:, pairs, :-1]
    n1, d1 = figures.numerators[:, pairs + 1, 1:], figures.denominators[:, pairs + 1, 1:]
    there = figures.there[:, pairs, :-1] & figures.there[:, pairs + 1, 1:]
    share = np.divide(n0, d0, out=np.zeros_like(n0), where=d0 > 0) if figures.share else np.zeros_like(n0)
    grown = d1 - d0 if figures.share else np.zeros_like(n0)
    moved = n1 - n0 - share * grown
    weights = FADING ** np.arange(len(pairs) - 1, -1, -1, dtype=np.float64)
    missing = np.maximum(d0 - n0, 0.0) if figures.share else np.zeros_like(n0)
    return Moves(*_where(there, (n0, missing, d0, moved, grown, np.maximum(n0 - n1, 0.0))), there, weights)


_Six = tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]


def _where(there: BoolArray, arrays: _Six) -> _Six:
    """Put 0 where there is nothing."""
    a, b, c, d, e, f = (np.where(there, array, 0.0) for array in arrays)
    return a, b, c, d, e, f
