"""The standard rules, as marks on a chart: one outside, two of three near a limit, eight on one side, six rising or falling.

Provost and Murray, The Health Care Data Guide (2011). They raise no verdict: see `VERDICT_RULES`, and the table of
`docs/explanation/signal-and-noise.md`, where they alone alarm far more often than once in twenty years.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lightwell.signals.chance import Bools, Floats
from lightwell.signals.model import Rule

Bits = npt.NDArray[np.int64]

BIT = {rule: 1 << place for place, rule in enumerate(Rule)}
"""The bit that stands for each rule."""

_ON_ONE_SIDE, _RISING = 8, 6


def marks(value: Floats, lower: Floats, upper: Floats, score: Floats, usable: Bools) -> Bits:
    """Give the rules that each point breaks, as bits. Every point of a run is marked once the run is long enough.

    `score` is the distance from the centre in sigmas. A point that is not usable is passed over and breaks no run.
    """
    with np.errstate(invalid="ignore"):
        outside = usable & ((value > upper) | (value < lower))
    found = np.where(outside, BIT[Rule.OUTSIDE], 0)
    order = np.argsort(~usable, axis=1, kind="stable")
    count = usable.sum(axis=1)
    packed = np.take_along_axis(np.where(usable, score, 0.0), order, axis=1)
    values = np.take_along_axis(np.where(usable, value, 0.0), order, axis=1)
    inside = np.arange(value.shape[1]) < count[:, None]
    side = np.where(inside, np.sign(packed), 0).astype(np.int64)
    move = np.zeros_like(side)
    move[:, 1:] = np.where(inside[:, 1:], np.sign(values[:, 1:] - values[:, :-1]), 0)
    bits = np.where(_runs(side, _ON_ONE_SIDE), BIT[Rule.EIGHT], 0)
    rising = _runs(move, _RISING - 1)
    rising[:, :-1] |= rising[:, 1:] & (move[:, 1:] != 0)
    bits |= np.where(rising, BIT[Rule.SIX], 0)
    bits |= np.where(_two_of_three(packed, inside), BIT[Rule.TWO_OF_THREE], 0)
    unpacked = np.zeros_like(bits)
    np.put_along_axis(unpacked, order, bits, axis=1)
    return np.asarray(found | unpacked)


def _runs(sign: Bits, length: int) -> Bools:
    """Mark every point of a run of at least so many of one sign (0 is none)."""
    run = np.zeros(sign.shape[0], dtype=np.int64)
    ends = np.zeros(sign.shape, dtype=np.int64)
    for at in range(sign.shape[1]):
        same = (sign[:, at] != 0) & (sign[:, at] == (sign[:, at - 1] if at else 0))
        run = np.where(same, run + 1, np.where(sign[:, at] != 0, 1, 0))
        ends[:, at] = run
    # From the end back: a point is in a long run if the run that it belongs to reaches the length.
    marked = np.zeros(sign.shape, dtype=np.bool_)
    reach = np.zeros(sign.shape[0], dtype=np.int64)
    for at in range(sign.shape[1] - 1, -1, -1):
        reach = np.where(reach > 0, reach - 1, 0)
        reach = np.where((ends[:, at] >= length) & (reach == 0), ends[:, at], reach)
        marked[:, at] = reach > 0
    return marked


def _two_of_three(score: Floats, inside: Bools) -> Bools:
    """Mark the points beyond two sigma of which two in three in a row lie on one side."""
    marked = np.zeros(score.shape, dtype=np.bool_)
    for sign in (1, -1):
        near = inside & (sign * score > 2)
        for apart in (1, 2):
            pair = near[:, apart:] & near[:, :-apart]
            marked[:, apart:] |= pair
            marked[:, :-apart] |= pair
    return marked
