"""The numbers behind all cells, which cells speak of each, and the sums that tie them together.

A number is a column; numbers that relations say are the same are one column. A sum that always holds is a row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from lightwell.disclosure.model import Coordinates, Kind, Part, Printed, Published, Relation

Number = tuple[Coordinates, Part]

_Columns = Callable[[Number], int]

WHOLE: dict[Kind, tuple[Part, ...]] = {
    "count": ("numerator",),
    "percent": ("numerator", "denominator", "rest"),
    "rate": ("numerator",),
    "mean": ("denominator",),
    "load": ("numerator",),
    "amount": (),
    "median": (),
}
"""The parts of each kind of cell that are whole numbers."""

PARTS: dict[Kind, tuple[Part, ...]] = {
    "count": ("numerator",),
    "percent": ("numerator", "denominator", "rest"),
    "rate": ("numerator",),
    "mean": ("numerator", "denominator"),
    "load": ("numerator", "denominator"),
    "amount": ("numerator",),
    "median": ("numerator",),
}
"""The parts of each kind of cell that are not public."""


@dataclass(frozen=True)
class Row:
    """A sum: each column with what it is multiplied by, and between what the sum lies."""

    terms: tuple[tuple[int, float], ...]
    low: float
    high: float


@dataclass(frozen=True)
class Figure:
    """One printed cell of this pack or, if `earlier`, of one that is already out; `columns` are those of its parts.

    `now` is, of a figure of an earlier pack, the place of the cell that stands where it stood; None if this pack has none there.
    """

    at: Coordinates
    kind: Kind
    columns: dict[Part, int]
    earlier: Printed | None = None
    now: int | None = None


@dataclass
class Frame:
    """Everything that does not depend on what is suppressed."""

    figures: list[Figure] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    names: list[Number] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    rows_of: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    speakers: dict[int, list[tuple[int, Part]]] = field(default_factory=lambda: defaultdict(list))
    unprinted: list[int] = field(default_factory=list)
    """Columns that no cell is of, but that count children: single months of a longer period, and what is lacking to a whole."""

    def column(self, name: Number, whole: bool = True) -> int:
        """Add a column."""
        self.names.append(name)
        self.whole.append(whole)
        return len(self.names) - 1

    def row(self, terms: Iterable[tuple[int, float]], low: float, high: float) -> None:
        """Add a sum; a column that is named twice counts twice, and one that cancels out is not in it."""
        total: dict[int, float] = defaultdict(float)
        for column, factor in terms:
            total[column] += factor
        kept = tuple((column, factor) for column, factor in sorted(total.items()) if factor)
        for column, _ in kept:
            self.rows_of[column].append(len(self.rows))
        self.rows.append(Row(kept, low, high))


def frame_of(cells: Sequence[tuple[Coordinates, Kind]], relations: Sequence[Relation], published: Sequence[Published] = ()) -> Frame:
    """Put together the columns and sums of cells, given by place and kind in their order, and of the packs already published."""
    frame, same = Frame(), Same(relations)
    columns: dict[Number, int] = {}

    def column(name: Number, whole: bool = True) -> int:
        one = same.one_of(name)
        if one not in columns:
            columns[one] = frame.column(name, whole)
        return columns[one]

    # Several packs that printed the same of one place say it once.
    earlier = dict.fromkeys(each.printed for each in published if each.printed.value is not None)
    places = {at: place for place, (at, _) in enumerate(cells)}
    for at, kind, printed in [*((at, kind, None) for at, kind in cells), *((one.at, one.kind, one) for one in earlier)]:
        own = {part: column((at, part), part in WHOLE[kind]) for part in PARTS[kind]}
        for part, number in own.items():
            frame.speakers[number].append((len(frame.figures), part))
        frame.figures.append(Figure(at, kind, own, printed, places.get(at) if printed else None))
    _shares(frame)
    printed_columns = len(frame.names)
    for relation in relations:
        if not _is_same(relation):
            _add(frame, relation, column)
    frame.unprinted.extend(range(printed_columns, len(frame.names)))
    return frame


def _shares(frame: Frame) -> None:
    """Of each share: numerator + rest = denominator, once for every such three columns."""
    seen = set()
    for figure in frame.figures:
        if figure.kind == "percent":
            above, below, rest = (figure.columns[part] for part in PARTS["percent"])
            if (above, below, rest) not in seen:
                seen.add((above, below, rest))
                frame.row([(above, 1), (rest, 1), (below, -1)], 0, 0)


def _add(frame: Frame, relation: Relation, column: _Columns) -> None:
    terms = [(column((term.at, term.part)), float(term.factor)) for term in relation.terms]
    if relation.sense == "<=" and relation.counts_rest:
        # What is lacking is a number of its own, so that it can be protected.
        lacking = frame.column((relation.terms[0].at, "rest"))
        frame.row([*terms, (lacking, 1.0)], 0, 0)
    else:
        frame.row(terms, 0 if relation.sense == "=" else float("-inf"), 0)


def _is_same(relation: Relation) -> bool:
    return relation.sense == "=" and sorted(term.factor for term in relation.terms) == [-1, 1]


class Same:
    """Which numbers are the same: each has one of them that stands for all."""

    def __init__(self, relations: Iterable[Relation]) -> None:
        self.of: dict[Number, Number] = {}
        for relation in relations:
            if _is_same(relation):
                first, second = (self.one_of((term.at, term.part)) for term in relation.terms)
                self.of[second] = first

    def one_of(self, name: Number) -> Number:
        """Give the number that stands for this one."""
        while self.of.get(name, name) != name:
            self.of[name] = self.of.get(self.of[name], self.of[name])
            name = self.of[name]
        return name
