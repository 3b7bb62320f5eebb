"""Which figures of earlier packs a reader takes for wrong, having found that they and this pack cannot all be right."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence

from lightwell.disclosure.frame import Row
from lightwell.disclosure.knowledge import Knowledge, Said
from lightwell.disclosure.solver import Column, Programme

_NEAR = 1e-6


def heard_in(knowledge: Knowledge, rows: Iterable[Said], columns: Iterable[int]) -> frozenset[int]:
    """List the earlier figures that speak of some numbers and sums, and are taken for right."""
    frame = knowledge.frame
    figures = {figure for column in columns for figure, _ in frame.speakers[column]}
    figures |= {said.figure for said in rows if said.figure is not None}
    return frozenset(figure for figure in figures if frame.figures[figure].earlier is not None and knowledge.hears(figure))


def misfits(knowledge: Knowledge, rows: Sequence[Said], places: Mapping[int, int], heard: Collection[int]) -> frozenset[int]:
    """Choose those of `heard` that are wrong by the least in all; empty if it cannot be said.

    Every number is let free of what earlier packs say of it, and what it lies beyond that is made as little as can be. `places` are the
    numbers of `rows` with their places in a programme.
    """
    alone = knowledge.without(heard)
    columns = [Column(*_ordered(alone.bounds(column)), whole=False) for column in places]
    sums = [_placed(said, places) for said in rows if said.figure not in heard]
    slack: list[frozenset[int]] = []
    weights: list[float] = []
    start = len(columns)

    def loosen(row: Row, figures: frozenset[int], weight: float) -> None:
        first = start + len(slack)
        sums.append(Row((*row.terms, (first, 1.0), (first + 1, -1.0)), row.low, row.high))
        slack.extend((figures, figures))
        weights.extend((weight, weight))

    for column, place in places.items():
        if knowledge.bounds(column) != alone.bounds(column):
            speaking = frozenset(figure for figure, _ in knowledge.frame.speakers[column] if figure in heard)
            loosen(Row(((place, 1.0),), *knowledge.bounds(column)), speaking, 1.0)
    for said in rows:
        if said.figure is not None and said.figure in heard:
            row = _placed(said, places)
            loosen(row, frozenset({said.figure}), 1.0 / max(abs(factor) for _, factor in row.terms))
    programme = Programme([*columns, *(Column(0.0, math.inf, whole=False) for _ in slack)], sums)
    values = programme.least({start + place: weight for place, weight in enumerate(weights)})
    wrong = [slack[place] for place in range(len(slack)) if values is not None and values[start + place] > _NEAR]
    return frozenset().union(*wrong)


def _placed(said: Said, places: Mapping[int, int]) -> Row:
    return Row(tuple((places[column], factor) for column, factor in said.row.terms), said.row.low, said.row.high)


def _ordered(bounds: tuple[float, float]) -> tuple[float, float]:
    return bounds[0], max(bounds)
