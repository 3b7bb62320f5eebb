"""Averages of neighbours, and where an authority stands: pure arithmetic on published values."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence

from lightwell.comparators.markers import meaning
from lightwell.comparators.model import Better, Cell, LeftOut, Neighbour, Neighbours, Standing


def neighbours_of(list_name: str, members: Sequence[tuple[Neighbour, Cell]], year: int) -> Neighbours:
    """Average the members that have a value; a member without one is left out, and so is the second of two in a joint row.

    The mean is of the members' published values, each counting once, whatever its size; that is how packs and the local authority
    interactive tool average neighbours. Region and England are never averaged. `year` is that in which the financial year of the values
    ends, which says whether a member was an authority then.
    """
    counted: list[float] = []
    left_out: list[LeftOut] = []
    joint: dict[str, str] = {}
    for neighbour, cell in members:
        if cell.value is None:
            left_out.append(LeftOut(neighbour.area, _why(neighbour, cell, year)))
        elif cell.together and cell.together in joint:
            left_out.append(LeftOut(neighbour.area, f"published together with {joint[cell.together]}, which is counted"))
        else:
            counted.append(cell.value)
            if cell.together:
                joint[cell.together] = neighbour.area.name
    mean = statistics.fmean(counted) if counted else None
    return Neighbours(list_name, tuple(members), len(counted), mean, statistics.median(counted) if counted else None, tuple(left_out))


def _why(neighbour: Neighbour, cell: Cell, year: int) -> str:
    area = neighbour.area
    if area.last_year is not None and year > area.last_year:
        return f"no longer an authority after {area.last_year - 1}/{area.last_year % 100:02d}"
    if area.first_year is not None and year < area.first_year:
        return f"not yet an authority before {area.first_year - 1}/{area.first_year % 100:02d}"
    return meaning(cell.marker)


def standing(value: float | None, of: Sequence[float], better: Better, average: float | None) -> Standing | None:
    """Place a value among those of all authorities, itself among them; None where it is not known.

    Equal values share the better place. The quartile is that of the place: the first holds the best quarter. The distance is
    (value - average of the neighbours) / standard deviation of all authorities (of a sample, n - 1).
    """
    if value is None or not of:
        return None
    ahead = sum(1 for other in of if (other < value if better == "lower" else other > value))
    quartile = None if better == "neither" else 1 + math.floor(4 * ahead / len(of))
    spread = statistics.stdev(of) if len(of) > 1 else 0.0
    distance = (value - average) / spread if average is not None and spread > 0 else None
    return Standing(ahead + 1, len(of), quartile, distance)
