"""What is published of others as rows of a figures file: each year of ours, the neighbours, the region and England; then everyone."""

from __future__ import annotations

from lightwell.comparators import Cell, Comparison
from lightwell.reports.neighbours_model import Figure, OtherAuthorities

PUBLISHED = "published"
"""What stands in the column of breakdowns for a row that was published, and not counted from our records."""

NEIGHBOURS = "neighbours"
"""What stands in the column of members for the average of the neighbours."""

Line = tuple[object, ...]


def compared_lines(indicator: str, shown: OtherAuthorities) -> list[Line]:
    """List the published rows of an indicator, in the columns of the figures file: no month, but a year, a marker and a release.

    Each published year holds our authority where it is in the statistics, the neighbours, their average, the region and England. The year
    compared holds every other authority as well. A value is in full precision; where there is none its marker stands in its own column.
    """
    lines = []
    seen = set()
    for one in shown.years:
        comparison = one.comparison
        cells = [comparison.authority] if shown.ours.code else []
        cells += [cell for _, cell in comparison.neighbours.members] + [comparison.region, comparison.england]
        lines += [_cell_line(indicator, cell, comparison) for cell in cells]
        lines.append(_average_line(indicator, shown, comparison, one.average))
        if comparison.year == shown.then.year:
            seen = {cell.area.code for cell in cells}
    everyone = (*shown.ranking.figures, *shown.ranking.without)
    return lines + [_figure_line(indicator, one, shown.then) for one in everyone if one.code and one.code not in seen]


def about_compared(shown: OtherAuthorities) -> tuple[tuple[str, str], ...]:
    """Say what the published rows are, as pairs of a heading and a text."""
    releases = dict.fromkeys(one.comparison.release.title for one in shown.years)
    return (
        ("Published rows", f"Rows of the breakdown “{PUBLISHED}” are of other authorities: {shown.measure.title}, by year, with release."),
        *(("", note) for note in shown.notes),
        ("Releases", "; ".join(releases)),
        ("Licence", "Department for Education and Office for National Statistics, Open Government Licence v3.0"),
    )


def _cell_line(indicator: str, cell: Cell, of: Comparison) -> Line:
    name = f"{cell.area.name} (published for {cell.together} together)" if cell.together else cell.area.name
    return _line(indicator, cell.area.code, name, cell.value, cell.marker, of)


def _average_line(indicator: str, shown: OtherAuthorities, of: Comparison, value: float | None) -> Line:
    members = of.neighbours
    name = f"Statistical neighbours: {shown.average} of {members.used} in the list of {members.list_name}"
    return _line(indicator, NEIGHBOURS, name, value, "", of)


def _figure_line(indicator: str, one: Figure, of: Comparison) -> Line:
    return _line(indicator, one.code, one.name, one.value, "" if one.value is not None else one.text, of)


def _line(indicator: str, code: str, name: str, value: float | None, marker: str, of: Comparison) -> Line:
    known = "known" if value is not None else ""
    shown: float | str = value if value is not None else ""
    return (indicator, "", PUBLISHED, code, name, "", "", shown, known, "", "", of.year_text, marker, of.release.title)
