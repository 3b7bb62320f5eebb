"""A batch of series as arrays: one row for each phase of each series, one column for each of its points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
import numpy.typing as npt

from lightwell.errors import Refused
from lightwell.periods import Month
from lightwell.signals.chance import Bools, Floats
from lightwell.signals.model import Phase, Policy, Series

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Grid:
    """The rows of a batch, padded to the longest: `owner` is the place of each row's series in the batch, `start` of its first point there.

    `value`, `numerator` and `denominator` are nan where nothing is known; `ok` marks the points that may be judged, `few` those of too
    small a denominator, `open` those that may still move. Of each row: `share`, `counted` (its numerators are counts), `no_less` (nothing
    below 0 can be), `month_end`, `stock`, `scale` (100 for a share, 10,000 for a rate, else 1), `step` (the least difference that its
    printed values can show).
    """

    owner: Ints
    start: Ints
    length: Ints
    phase: tuple[Phase | None, ...]
    value: Floats
    numerator: Floats
    denominator: Floats
    ok: Bools
    few: Bools
    open: Bools
    share: Bools
    counted: Bools
    no_less: Bools
    month_end: Bools
    stock: Bools
    scale: Floats
    step: Floats


def grid_of(batch: Sequence[Series], policy: Policy) -> Grid:
    """Lay a batch out. Raises `Refused`, with every series that is not what it should be."""
    _check(batch)
    owner, start, length, phases = _rows(batch)
    rows, width = len(owner), int(length.max(initial=1))
    column = np.arange(width)
    inside = column < length[:, None]
    offsets = np.concatenate([[0], np.cumsum([len(one.months) for one in batch])]).astype(np.int64)
    where = np.where(inside, (offsets[owner] + start)[:, None] + column, 0)

    def laid(flat: list[float | None]) -> Floats:
        padded = np.array(flat or [None], dtype=np.float64)
        return np.where(inside, padded[where], np.nan)

    blank = [(None,) * len(one.months) for one in batch]
    value = laid(list(chain.from_iterable(one.values for one in batch)))
    counts = (one.numerators or (one.values if one.unit == "count" else none) for one, none in zip(batch, blank, strict=True))
    numerator = laid(list(chain.from_iterable(counts)))
    denominator = laid(list(chain.from_iterable(one.denominators or none for one, none in zip(batch, blank, strict=True))))
    unit = np.array([one.unit for one in batch])[owner]
    share, rate = unit == "percent", unit == "per_10_000"
    open_ = np.zeros((rows, width), dtype=np.bool_)
    for row, at in enumerate(owner):
        if batch[at].settling:
            moving = {month for month, _ in batch[at].settling}
            months = batch[at].months[start[row] : start[row] + length[row]]
            open_[row, : len(months)] = [month in moving for month in months]
    few = share[:, None] & (denominator < policy.least_denominator)
    return Grid(
        owner, start, length, phases, value, numerator, denominator,
        ok=~np.isnan(value) & ~few & ~open_, few=few & ~np.isnan(value) | few & ~np.isnan(numerator), open=open_,
        share=share, counted=_counted(unit, value, numerator, denominator),
        no_less=np.asarray(unit != "mean"),
        month_end=np.array([one.at_month_end for one in batch], dtype=np.bool_)[owner],
        stock=np.array([one.stock for one in batch], dtype=np.bool_)[owner],
        scale=np.where(share, 100.0, np.where(rate, 10_000.0, 1.0)),
        step=np.array([10.0 ** -one.decimals for one in batch])[owner],
    )  # fmt: skip


def _counted(unit: npt.NDArray[np.str_], value: Floats, numerator: Floats, denominator: Floats) -> Bools:
    """Say of which rows the sampling of counts holds: every known value comes with its counts, and those make sense."""
    known = ~np.isnan(value)
    counts = (numerator >= 0) & (numerator == np.round(numerator))
    share = counts & (denominator > 0) & (numerator <= denominator)
    rate = counts & (denominator > 0)
    sound = np.where((unit == "percent")[:, None], share, np.where((unit == "count")[:, None], counts, rate))
    return np.asarray((unit != "mean") & np.all(sound | ~known, axis=1))


def _rows(batch: Sequence[Series]) -> tuple[Ints, Ints, Ints, tuple[Phase | None, ...]]:
    owner: list[int] = []
    start: list[int] = []
    length: list[int] = []
    phases: list[Phase | None] = []
    for at, one in enumerate(batch):
        cuts: list[tuple[int, Phase | None]] = [(0, None)]
        for phase in sorted(one.phases, key=lambda each: each.month):
            first = sum(month < phase.month for month in one.months)
            # Nothing stands between two breaks of one month, nor before one that precedes the series: the later says why.
            cuts = [*(cut for cut in cuts if cut[0] < first), (first, phase)]
        ends = [first for first, _ in cuts[1:]] + [len(one.months)]
        for (first, why), end in zip(cuts, ends, strict=True):
            if end > first or len(cuts) == 1:
                owner.append(at)
                start.append(first)
                length.append(end - first)
                phases.append(why)
    return np.array(owner, dtype=np.int64), np.array(start, dtype=np.int64), np.array(length, dtype=np.int64), tuple(phases)


def _check(batch: Sequence[Series]) -> None:
    ordered: dict[int, bool] = {}
    wrong = []
    for one in batch:
        size = len(one.months)
        columns = (("values", one.values), ("numerators", one.numerators), ("denominators", one.denominators))
        for name, column in columns:
            if len(column) != size and (column or name == "values"):
                wrong.append(f"“{one.key}” has {size} months and {len(column)} {name}.")
        if id(one.months) not in ordered:
            ordered[id(one.months)] = _ascending(one.months)
        if not ordered[id(one.months)]:
            wrong.append(f"The months of “{one.key}” are not in the order of time, each once.")
    if wrong:
        raise Refused("A series cannot be judged: " + " ".join(wrong) + " Give each month once, the earliest first, with all its columns.")


def _ascending(months: tuple[Month, ...]) -> bool:
    numbers = [month.year * 12 + month.number for month in months]
    return all(earlier < later for earlier, later in pairwise(numbers))
