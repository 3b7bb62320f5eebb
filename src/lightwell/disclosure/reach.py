"""Between what each number can lie, by arithmetic alone, where sums hang together without a circle.

Most do: a row of a table with two cells suppressed. Then tightening bounds sum by sum comes to the exact answer, in whole numbers too, and
no solver is needed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from lightwell.disclosure.frame import Row
from lightwell.disclosure.printing import Bounds
from lightwell.disclosure.solver import Column


def reach(columns: Sequence[Column], rows: Sequence[Row]) -> list[Bounds] | None:
    """Give the least and the most of every number; None where the sums make a circle, have other factors than 1 or do not fit."""
    if not _without_circle(columns, rows):
        return None
    bounds: list[Bounds] = [(column.low, column.high) for column in columns]
    changed = True
    while changed:
        changed = False
        for row in rows:
            for place, within in _tightened(row, bounds):
                if within[0] > within[1]:
                    return None
                bounds[place], changed = within, True
    return bounds


def _without_circle(columns: Sequence[Column], rows: Sequence[Row]) -> bool:
    """Whether numbers and sums, drawn as points with a line from each number to each sum it is in, make a tree."""
    free = [column.low < column.high for column in columns]
    lines = 0
    for row in rows:
        for place, factor in row.terms:
            if abs(factor) != 1:
                return False
            lines += free[place]
    return lines <= sum(free) + len(rows) - 1


def _tightened(row: Row, bounds: Sequence[Bounds]) -> list[tuple[int, Bounds]]:
    """Give the columns of a row whose bounds the row makes closer."""
    ends = [(low, high) if factor > 0 else (-high, -low) for place, factor in row.terms for low, high in (bounds[place],)]
    found = []
    for number, (place, factor) in enumerate(row.terms):
        low, high = bounds[place]
        if low == high:
            continue
        others_low = sum(end[0] for other, end in enumerate(ends) if other != number)
        others_high = sum(end[1] for other, end in enumerate(ends) if other != number)
        least, most = row.low - others_high, row.high - others_low
        if factor < 0:
            least, most = -most, -least
        within = (max(low, least), min(high, most))
        if within != (low, high) and not math.isnan(within[0] + within[1]):
            found.append((place, within))
    return found
