"""A solver for who has a whole publication: between what each number lies. It knows nothing of disclosure control."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np

Number = tuple[Any, ...]
"""The name of a number: whatever tells it from others."""

_NEAR = 1e-6
_MANY = 100_000.0
"""No number of children here is as large."""


@dataclass(frozen=True)
class Tie:
    """Numbers with what each is multiplied by: together they come to 0, or if not `equal` to no more than 0."""

    terms: dict[Number, int]
    equal: bool


@dataclass
class Puzzle:
    """What is said of numbers, and what ties them."""

    ties: list[Tie] = field(default_factory=list)
    said: dict[Number, tuple[float, float]] = field(default_factory=dict)

    def say(self, name: Number, low: float, high: float) -> None:
        """Add something that is said of one number."""
        least, most = self.said.get(name, (0.0, _MANY))
        self.said[name] = (max(least, low), min(most, high))

    def between(
        self, asked: Sequence[Number], *, low: float, high: float, width: float, may_clash: bool = False
    ) -> dict[Number, tuple[float, float]]:
        """Give the least and the most that each number can be, or two values that it can be if they are enough to be in doubt.

        In doubt is who knows a number neither to be from `low` to `high` nor more closely than `width`. Numbers that hang together and do
        not fit are left out with `may_clash`, and otherwise a mistake.
        """
        found: dict[Number, tuple[float, float]] = {}
        for names, ties in self._groups(asked):
            group = _Group(names, ties, self.said)
            wanted = [name for name in asked if name in group.places]
            if not group.fits():
                assert may_clash, f"what is printed contradicts itself: {wanted[:3]}"
                continue
            found |= {name: group.between(name, low, high, width) for name in wanted}
        return found

    def _groups(self, asked: Sequence[Number]) -> list[tuple[list[Number], list[Tie]]]:
        """Divide what is not known outright, as far as it hangs together with what is asked."""
        ties_of: dict[Number, list[int]] = defaultdict(list)
        for place, tie in enumerate(self.ties):
            for name in tie.terms:
                ties_of[name].append(place)
        seen: set[Number] = set()
        groups = []
        for first in asked:
            if first in seen:
                continue
            seen.add(first)
            names, places = [first], dict[int, None]()
            for name in names:
                for place in ties_of[name]:
                    places[place] = None
                    for other in self.ties[place].terms:
                        if other not in seen and not self._known(other):
                            seen.add(other)
                            names.append(other)
            groups.append((names, [self.ties[place] for place in places]))
        return groups

    def _known(self, name: Number) -> bool:
        least, most = self.said.get(name, (0.0, _MANY))
        return least >= most


class _Group:
    """Numbers that hang together, in a solver; every answer in whole numbers is kept, for it may answer other questions."""

    def __init__(self, names: Sequence[Number], ties: Sequence[Tie], said: dict[Number, tuple[float, float]]) -> None:
        self.places = {name: place for place, name in enumerate(names)}
        bounds = [said.get(name, (0.0, _MANY)) for name in names]
        rows = []
        for tie in ties:
            known = sum(factor * said[name][0] for name, factor in tie.terms.items() if name not in self.places)
            terms = [(self.places[name], factor) for name, factor in tie.terms.items() if name in self.places]
            rows.append((terms, -known if tie.equal else -math.inf, -known))
        self._lines, self._whole = _model(bounds, rows, whole=False), _model(bounds, rows, whole=True)
        self._seen = np.empty((0, len(names)))

    def fits(self) -> bool:
        """Whether any numbers fit."""
        self._lines.run()
        return bool(self._lines.getModelStatus() == highspy.HighsModelStatus.kOptimal)

    def between(self, name: Number, low: float, high: float, width: float) -> tuple[float, float]:
        """Give the least and most, or less if that is enough to be in doubt."""
        place = self.places[name]
        found: list[float] = []
        for model in (self._lines, self._whole):
            for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize):
                if self._in_doubt(place, low, high, width):
                    return float(self._seen[:, place].min()), float(self._seen[:, place].max())
                found.append(self._ask(model, place, sense))
        least, most = found[2:]
        return math.ceil(least - _NEAR), math.floor(most + _NEAR)

    def _in_doubt(self, place: int, low: float, high: float, width: float) -> bool:
        if not len(self._seen):
            return False
        least, most = self._seen[:, place].min(), self._seen[:, place].max()
        return bool((least < low or most > high) and most - least >= width)

    def _ask(self, model: Any, place: int, sense: Any) -> float:
        model.changeObjectiveSense(sense)
        model.changeColCost(place, 1.0)
        model.run()
        values, bound = np.asarray(model.getSolution().col_value), model.getInfo().objective_function_value
        if model is self._whole and model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            bound = model.getInfo().mip_dual_bound
        model.changeColCost(place, 0.0)
        if len(values) and np.abs(values - np.round(values)).max() < _NEAR:
            self._seen = np.vstack([self._seen, np.round(values)])
        return float(bound)


def _model(bounds: Sequence[tuple[float, float]], rows: Sequence[tuple[list[tuple[int, int]], float, float]], *, whole: bool) -> Any:
    lines: Any = highspy.HighsLp()
    lines.num_col_, lines.num_row_ = len(bounds), len(rows)
    lines.col_cost_ = np.zeros(len(bounds))
    lines.col_lower_, lines.col_upper_ = (np.array(each, dtype=float) for each in zip(*bounds, strict=True))
    lines.row_lower_, lines.row_upper_ = (np.array([row[side] for row in rows], dtype=float) for side in (1, 2))
    lines.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lines.a_matrix_.start_ = np.cumsum([0, *(len(terms) for terms, _, _ in rows)])
    lines.a_matrix_.index_ = np.array([place for terms, _, _ in rows for place, _ in terms], dtype=np.int32)
    lines.a_matrix_.value_ = np.array([factor for terms, _, _ in rows for _, factor in terms], dtype=float)
    if whole:
        lines.integrality_ = [highspy.HighsVarType.kInteger] * len(bounds)
    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]  # its makers left it without
    for option, value in (("output_flag", False), ("threads", 1), ("time_limit", 5.0 if whole else math.inf), ("mip_rel_gap", 0.0)):
        solver.setOptionValue(option, value)
    solver.passModel(lines)
    return solver
