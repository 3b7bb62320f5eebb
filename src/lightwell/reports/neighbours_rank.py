"""Who stands where among authorities: the neighbours with ours, and every authority in England, in order of place."""

from __future__ import annotations

from lightwell.comparators import Area, Average, Comparison, Measure, Published, everywhere
from lightwell.comparators import Cell as PublishedCell
from lightwell.comparators.averages import standing
from lightwell.comparators.markers import meaning
from lightwell.reports import neighbours_said, wording
from lightwell.reports.neighbours_model import Figure, Kind, Ranking


def published_figure(cell: PublishedCell, area: Area, kind: Kind, measure: Measure) -> Figure:
    """Print a published cell of an area; one without a number keeps its marker, with what that means."""
    if cell.value is None:
        return Figure(area.code, area.name, kind, None, cell.marker, meaning(cell.marker))
    together = f"published for {cell.together} together" if cell.together else ""
    return Figure(area.code, area.name, kind, cell.value, wording.number(cell.value, measure.decimals), together)


def members_of(then: Comparison, ours: Figure) -> tuple[Figure, ...]:
    """List the neighbours, and ours among them, in order of place; those without a value stand last, each with why.

    Ours is left out where nothing was published of it and our own figure is not of the same time.
    """
    left_out = {one.area.code: one.why for one in then.neighbours.left_out}
    found = [ours] if ours.code or ours.value is not None else []
    for one, cell in then.neighbours.members:
        shown = published_figure(cell, one.area, "neighbour", then.measure)
        found.append(Figure(shown.code, shown.name, shown.kind, shown.value, shown.text, left_out.get(shown.code, shown.why)))
    return tuple(sorted(found, key=lambda one: _place(one, then.measure)))


def _place(figure: Figure, measure: Measure) -> tuple[bool, float, bool, str]:
    """Order figures by place; of equal ones ours stands first, as equal values share the better place."""
    value = figure.value or 0.0
    return figure.value is None, value if measure.better == "lower" else -value, figure.kind != "ours", figure.name


def ranking_of(published: Published, then: Comparison, average: Average, ours: Figure, own_month: str) -> Ranking:
    """Order every authority that has a value in the year and release compared, ours among them.

    `own_month` names the month of our own figure where that is placed among the published ones, in place of a published one.
    """
    cells = everywhere(published, then.measure, then.year, then.release)
    found = [_of_all(cell, then, ours) for cell in cells if existed(cell.area, then.year)]
    if not ours.code and ours.value is not None:
        found.append(ours)
    known = sorted((one for one in found if one.value is not None), key=lambda one: _place(one, then.measure))
    of = [one.value for one in known if one.value is not None]
    stands = standing(ours.value, of, then.measure.better, then.neighbours.average(average))
    return Ranking(
        figures=tuple(known),
        without=tuple(sorted((one for one in found if one.value is None), key=lambda one: one.name)),
        quarters=tuple(-(-len(known) * quarter // 4) for quarter in (1, 2, 3)),
        standing=stands,
        sentence=neighbours_said.standing(stands, then.measure.better, ours, own_month),
    )


def existed(area: Area, year: int) -> bool:
    """Say whether an authority existed in a year, so that one that has ended is not listed as missing."""
    return (area.first_year or year) <= year <= (area.last_year or year)


def _of_all(cell: PublishedCell, then: Comparison, ours: Figure) -> Figure:
    """Print a cell of the whole list; a joint row stands under both its names, and is ours or a neighbour's where either of them is."""
    nearest = {one.area.code for one, _ in then.neighbours.members}
    joint = {held.together for _, held in then.neighbours.members if held.together}
    is_ours = cell.area.code == ours.code or (bool(ours.code) and bool(cell.together) and cell.together == then.authority.together)
    kind: Kind = "ours" if is_ours else "neighbour" if cell.area.code in nearest or cell.together in joint else "other"
    shown = published_figure(cell, cell.area, kind, then.measure)
    return Figure(shown.code, cell.together or shown.name, kind, shown.value, shown.text, shown.why)
