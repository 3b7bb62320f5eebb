"""The most or the least that a number can be, by linear programming (HiGHS) and, where whole numbers matter, by branch and bound.

The only module that knows the solver.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lightwell.disclosure.frame import Row
from lightwell.disclosure.printing import Bounds

if TYPE_CHECKING:
    import highspy

_NEAR = 1e-6
_SECONDS = 1.0
_MOST = 60
"""The seconds, and the numbers in a programme, up to which it is tried to prove something of whole numbers."""


@dataclass(frozen=True)
class Column:
    """One number of a programme: its bounds, and whether it is whole."""

    low: float
    high: float
    whole: bool


@dataclass(frozen=True)
class Extreme:
    """The most (or least) that a number can be: `reached`, and `certain` if that is proved for whole numbers too.

    `pressing` are the columns, and `pressing_rows` the rows, that it would be more without. `reached` is None where nothing fits.
    """

    reached: float | None
    certain: bool
    pressing: tuple[int, ...] = ()
    pressing_rows: tuple[int, ...] = ()


class Programme:
    """Some numbers and sums, kept in the solver from question to question."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[Row], *, strict: bool = True) -> None:
        # Half a second to import, and only publication needs it.
        import highspy

        self._hs: Any = highspy
        self._columns, self._strict = columns, strict
        self._highs: highspy.Highs = self._hs.Highs()
        self._highs.setOptionValue("output_flag", False)
        self._highs.setOptionValue("threads", 1)
        self._highs.setOptionValue("time_limit", math.inf)
        self._pass(columns, rows, whole=False)
        self._rows = rows
        self._places_of_whole = [place for place, column in enumerate(columns) if column.whole]
        self._whole: highspy.Highs | None = None

    def _pass(self, columns: Sequence[Column], rows: Sequence[Row], *, whole: bool) -> highspy.Highs:
        import numpy as np

        model, highs = self._hs.HighsLp(), self._highs
        if whole:
            highs = self._hs.Highs()
            highs.setOptionValue("output_flag", False)
            highs.setOptionValue("threads", 1)
            highs.setOptionValue("mip_rel_gap", 0.0)
            highs.setOptionValue("time_limit", _SECONDS)
            kinds = self._hs.HighsVarType
            model.integrality_ = [kinds.kInteger if column.whole else kinds.kContinuous for column in columns]
        model.num_col_, model.num_row_ = len(columns), len(rows)
        model.col_cost_ = np.zeros(len(columns))
        model.col_lower_ = np.array([column.low for column in columns], dtype=float)
        model.col_upper_ = np.array([column.high for column in columns], dtype=float)
        model.row_lower_ = np.array([row.low for row in rows], dtype=float)
        model.row_upper_ = np.array([row.high for row in rows], dtype=float)
        model.a_matrix_.format_ = self._hs.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.cumsum([0, *(len(row.terms) for row in rows)])
        model.a_matrix_.index_ = np.array([column for row in rows for column, _ in row.terms], dtype=np.int32)
        model.a_matrix_.value_ = np.array([factor for row in rows for _, factor in row.terms], dtype=float)
        highs.passModel(model)
        return highs

    def extreme(self, column: int, *, most: bool, until: float) -> Extreme:
        """Give the most or least that a number can be; beyond `until` does not matter and is not looked for."""
        bounds = _until(self._columns[column], most, until)
        found, values, column_duals, row_duals = self._solve(self._highs, column, bounds, most)
        if found is None:
            return Extreme(None, certain=True)
        pressing = tuple(place for place, dual in enumerate(column_duals) if abs(dual) > _NEAR and place != column)
        rows = tuple(place for place, dual in enumerate(row_duals) if abs(dual) > _NEAR)
        if self._all_whole(values):
            return Extreme(found, True, pressing, rows)
        return self._in_whole_numbers(column, bounds, most, Extreme(found, False, pressing, rows))

    def sweep(self, untils: Mapping[int, float], weights: Mapping[int, float] | None = None) -> list[float] | None:
        """Make many numbers as large as they can be together, each as far as it matters; None if nothing in whole numbers is found."""
        highs = self._highs
        highs.changeObjectiveSense(self._hs.ObjSense.kMaximize)
        for column, until in untils.items():
            highs.changeColCost(column, weights[column] if weights else 1.0)
            highs.changeColBounds(column, *_until(self._columns[column], True, until))
        highs.run()
        solved = highs.getModelStatus() == self._hs.HighsModelStatus.kOptimal
        values = list(highs.getSolution().col_value)
        for column in untils:
            highs.changeColCost(column, 0.0)
            highs.changeColBounds(column, self._columns[column].low, self._columns[column].high)
        return values if solved and self._all_whole(values) else None

    def least(self, weights: Mapping[int, float]) -> list[float] | None:
        """Give all numbers where some of them, each by its weight, are as little as they can be in all; None if nothing fits."""
        highs = self._highs
        highs.changeObjectiveSense(self._hs.ObjSense.kMinimize)
        for column, weight in weights.items():
            highs.changeColCost(column, weight)
        highs.run()
        return list(highs.getSolution().col_value) if highs.getModelStatus() == self._hs.HighsModelStatus.kOptimal else None

    def _in_whole_numbers(self, column: int, bounds: Bounds, most: bool, by_lines: Extreme) -> Extreme:
        if len(self._columns) > _MOST:
            return Extreme(None, certain=False) if self._strict else by_lines
        if self._whole is None:
            self._whole = self._pass(self._columns, self._rows, whole=True)
        end = bounds[1] if most else bounds[0]
        if abs((by_lines.reached or 0.0) - end) < _NEAR and self._fits_beyond(self._whole, column, end, most):
            return Extreme(end, True, by_lines.pressing, by_lines.pressing_rows)
        found, *_ = self._solve(self._whole, column, bounds, most)
        if found is not None:
            # What presses in whole numbers only, the lines do not show.
            same = by_lines.reached is not None and abs(found - by_lines.reached) < 1
            return Extreme(found, True, by_lines.pressing if same else (), by_lines.pressing_rows if same else ())
        return Extreme(None, certain=False) if self._strict else by_lines

    def _fits_beyond(self, highs: highspy.Highs, column: int, end: float, most: bool) -> bool:
        """Whether a number can be `end` or beyond it. Whole numbers leave gaps: it may be 5 or 9 and nothing between."""
        own = self._columns[column]
        highs.changeColBounds(column, *((end, own.high) if most else (own.low, end)))
        highs.run()
        fits = bool(highs.getModelStatus() == self._hs.HighsModelStatus.kOptimal)
        highs.changeColBounds(column, own.low, own.high)
        return fits

    def _solve(
        self, highs: highspy.Highs, column: int, bounds: Bounds, most: bool
    ) -> tuple[float | None, list[float], list[float], list[float]]:
        sense = self._hs.ObjSense
        highs.changeObjectiveSense(sense.kMaximize if most else sense.kMinimize)
        highs.changeColCost(column, 1.0)
        highs.changeColBounds(column, *bounds)
        highs.run()
        solved = highs.getModelStatus() == self._hs.HighsModelStatus.kOptimal
        found = float(highs.getInfo().objective_function_value) if solved else None
        solution = highs.getSolution()
        answer = list(solution.col_value), list(solution.col_dual), list(solution.row_dual)
        highs.changeColCost(column, 0.0)
        highs.changeColBounds(column, self._columns[column].low, self._columns[column].high)
        return found, *answer

    def _all_whole(self, values: Sequence[float]) -> bool:
        import numpy as np

        found = np.asarray(values)[self._places_of_whole]
        return bool((np.abs(found - np.round(found)) < _NEAR).all())


def _until(column: Column, most: bool, until: float) -> Bounds:
    if most:
        return (column.low, min(column.high, max(until, column.low)))
    return (max(column.low, min(until, column.high)), column.high)
