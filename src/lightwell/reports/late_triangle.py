"""Every snapshot's figure of every month, as a table in which only what was first known or changed is printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lightwell.periods import Month
from lightwell.reports.late_printed import Printed
from lightwell.signals.triangle import Reading, Seen, Triangle

Kind = Literal["not_held", "first", "same", "changed"]


@dataclass(frozen=True)
class TriangleCell:
    """A month in one snapshot: not held there, known for the first time, the same as in the snapshot before, or changed."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class TriangleTable:
    """The revision triangle: one column for each of `seen` and one row for each month, the newest of both first.

    So the months that still move stand where a reader looks first, however many snapshots there are.

    `left_out` counts the snapshots that brought no month and changed none: they have no column.
    """

    seen: tuple[Seen, ...]
    left_out: int
    rows: tuple[tuple[Month, tuple[TriangleCell, ...]], ...]


def triangle_table(found: Triangle, until: Month, printed: Printed) -> TriangleTable:
    """Make the table of the months up to `until`."""
    rows = [(month, _row(found, month, printed)) for month in reversed(found.months) if month <= until]
    news = [place for place in reversed(range(len(found.seen))) if any(row[place].kind in ("first", "changed") for _, row in rows)]
    held = [place for place in range(len(found.seen)) if any(row[place].kind != "not_held" for _, row in rows)]
    return TriangleTable(
        seen=tuple(found.seen[place] for place in news),
        left_out=len(held) - len(news),
        rows=tuple((month, tuple(row[place] for place in news)) for month, row in rows),
    )


def _row(found: Triangle, month: Month, printed: Printed) -> list[TriangleCell]:
    """Print a month in the snapshots where it is new or other than before; a change too small to be printed is none."""
    row = [TriangleCell("not_held", "")] * len(found.seen)
    at = {id(seen): place for place, seen in enumerate(found.seen)}
    before: Reading | None = None
    text = ""
    for reading in found.readings(month):
        place = at[id(reading.seen)]
        if before is not None and (before.state, before.numerator, before.value) == (reading.state, reading.numerator, reading.value):
            row[place] = TriangleCell("same", text)
            continue
        said = printed.cell(found, reading).text
        row[place] = TriangleCell("first" if before is None else "same" if said == text else "changed", said)
        before, text = reading, said
    return row
