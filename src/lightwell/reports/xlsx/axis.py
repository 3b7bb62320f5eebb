"""The value axis of a chart and where its labels stand: the same in the workbook and in the deck."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from lightwell.reports.model import Row

Side = Literal["right", "above", "below"]

_CLOSE = 0.07
"""How near, as a share of the axis, the last value and the target are when their labels would run into one another."""


@dataclass(frozen=True)
class Scale:
    """The value axis: from, to, and the step between gridlines."""

    least: float
    most: float
    step: float

    @property
    def number_format(self) -> str:
        """The spreadsheet format of the axis's numbers: as many decimals as its steps need."""
        decimals = next((places for places in (0, 1, 2) if round(self.step, places) == self.step), 3)
        return "#,##0" + (f".{'0' * decimals}" if decimals else "")


def has_figures(row: Row) -> bool:
    """Say whether the row has any figure to draw."""
    return any(cell.value is not None for cell in row.cells)


def last_known(row: Row) -> int:
    """Give the place of the latest month that has a figure; raises `ValueError` if none has."""
    return max(place for place, cell in enumerate(row.cells) if cell.value is not None)


def scale(row: Row) -> Scale:
    """Choose round ends and about five steps that hold the row's figures and its target; percentages stay within 0 and 100."""
    values = [cell.value for cell in row.cells if cell.value is not None] + ([row.target.value] if row.target else [])
    low, high = min(values), max(values)
    span = (high - low) or abs(high) * 0.2 or 1.0
    step = _round_step(span / 4)
    least = math.floor((low - span * 0.05) / step) * step
    most = math.ceil((high + span * 0.05) / step) * step
    if low >= 0:
        least = max(least, 0.0)
    if row.definition.unit == "percent" and high <= 100:
        most = min(most, 100.0)
    return Scale(round(least, 6), round(most, 6), round(step, 6))


def _round_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.8)


def target_label(row: Row, axis: Scale) -> tuple[int, Side]:
    """Choose the month at which the target is named, and on which side of its line.

    At the end of the line; where the last value is too near for two labels, in the month whose value is farthest off, on the other side.
    """
    target = row.target.value if row.target else 0.0
    away = {place: cell.value - target for place, cell in enumerate(row.cells) if cell.value is not None}
    if abs(away[max(away)]) > _CLOSE * (axis.most - axis.least):
        return len(row.cells) - 1, "right"
    inside = [place for place in away if 0 < place < len(row.cells) - 1]
    place = max(inside, key=lambda one: abs(away[one]), default=1)
    return place, "below" if away.get(place, 0.0) >= 0 else "above"
