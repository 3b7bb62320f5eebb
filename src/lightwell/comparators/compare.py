"""One authority beside others: its neighbours, its region, England, and its place among all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lightwell.comparators.areas import ENGLAND, areas, regions_of
from lightwell.comparators.averages import neighbours_of, standing
from lightwell.comparators.lists import neighbours_in
from lightwell.comparators.model import Area, Average, Cell, Comparison, Measure, Neighbour, Release, Standing
from lightwell.comparators.published import Published
from lightwell.errors import NotFound

JOINT = "+"
"""What joins the codes of two authorities in a row that was published for both."""

Found = Mapping[tuple[str, str, int, str], Cell]
"""Published cells by series, release, year and area."""


@dataclass(frozen=True)
class Viewpoint:
    """From where others are looked at: one authority, with one list of neighbours."""

    authority: Area
    list_name: str

    @property
    def neighbours(self) -> tuple[Neighbour, ...]:
        """The authority's members of the list, the nearest first."""
        return neighbours_in(self.list_name, self.authority)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of every area that the columns need."""
        regions = (region.code for region in regions_of(self.authority))
        return (self.authority.code, *(one.area.code for one in self.neighbours), *regions, ENGLAND)


def compare(published: Published, measure: Measure, seen: Viewpoint, year: int, release: Release | None = None) -> Comparison:
    """Compare one measure in one year as one release has it: the latest that holds the year unless one is given.

    Raises `NotFound` where no release holds the year, or the one given does not, with those that do.
    """
    found = _cells(published, [measure], seen.codes, years=(year, year))
    holding = _holding(published, measure, year, found)
    if not holding:
        raise NotFound(f"Nothing is published of “{measure.title}” for {measure.year_text(year)}. {_years_said(published, measure)}")
    if release is not None and release not in holding:
        held = ", ".join(one.id for one in holding)
        raise NotFound(f"{release.title} does not hold “{measure.title}” for {measure.year_text(year)}. These do: {held}.")
    return _comparison(published, measure, seen, year, release or holding[-1], found)


def comparisons(
    published: Published, measures: Sequence[Measure], seen: Viewpoint, *, until: int, known_on: date
) -> Mapping[Measure, tuple[Comparison, Comparison | None]]:
    """Compare several measures at once, each in the latest year up to `until` that was published by the day `known_on`.

    With each stands the same year in the latest release of all, where that is another one and some value in it differs: what the
    publisher has revised since. Where nothing was published by then, the earliest release of the latest year is used in its place.
    """
    found = _cells(published, measures, seen.codes, years=(until - 2, until))
    made = {}
    for measure in measures:
        by_year = {year: _holding(published, measure, year, found) for year in range(until, until - 3, -1)}
        chosen = _chosen(by_year, known_on)
        if chosen is None:
            continue
        year, release = chosen
        then = _comparison(published, measure, seen, year, release, found)
        latest = by_year[year][-1]
        now = _comparison(published, measure, seen, year, latest, found) if latest != release else None
        made[measure] = (then, now if now is not None and differs(then, now) else None)
    return made


def differs(then: Comparison, now: Comparison) -> bool:
    """Say whether any of the four values of two comparisons differs."""
    return any(one != other for one, other in zip(_four(then), _four(now), strict=True))


def _four(of: Comparison) -> tuple[float | None, ...]:
    return (of.authority.value, of.neighbours.mean, of.neighbours.median, of.region.value, of.england.value)


def _chosen(by_year: Mapping[int, tuple[Release, ...]], known_on: date) -> tuple[int, Release] | None:
    for year, holding in by_year.items():
        by_then = [release for release in holding if release.published <= known_on]
        if by_then:
            return year, by_then[-1]
    return next(((year, holding[0]) for year, holding in by_year.items() if holding), None)


def history(published: Published, measure: Measure, seen: Viewpoint, *, first: int, last: int, known_on: date) -> tuple[Comparison, ...]:
    """Compare one measure in every year from first to last that was published by a day, each as the latest release by then has it."""
    found = _cells(published, [measure], seen.codes, years=(first, last))
    made = []
    for year in range(first, last + 1):
        chosen = _chosen({year: _holding(published, measure, year, found)}, known_on)
        if chosen is not None:
            made.append(_comparison(published, measure, seen, year, chosen[1], found))
    return tuple(made)


def everywhere(published: Published, measure: Measure, year: int, release: Release) -> tuple[Cell, ...]:
    """Give the value of every authority in one year of one release, markers among them; a joint row stands once, as the first of two."""
    query = """
    select area, value, marker from published where list_contains(?::varchar[], series) and release = ? and year = ? order by area, series
    """
    found: dict[str, Cell] = {}
    for code, value, marker in published.rows(query, [list(measure.series), release.id, year]):
        area = areas()[code.split(JOINT)[0]]
        if area.level == "authority" and (code not in found or found[code].value is None):
            found[code] = Cell(area, value, marker, release, _names(code))
    return tuple(found.values())


def stands(published: Published, comparison: Comparison, average: Average = "mean") -> Standing | None:
    """Place a comparison's authority among all that have a value in the same year and release; None where it has none."""
    values = [
        cell.value for cell in everywhere(published, comparison.measure, comparison.year, comparison.release) if cell.value is not None
    ]
    return standing(comparison.authority.value, values, comparison.measure.better, comparison.neighbours.average(average))


def releases_of(published: Published, measure: Measure) -> tuple[tuple[Release, int, int], ...]:
    """List the releases that hold a measure, the earliest first, each with its first and last year."""
    query = "select release, min(year), max(year) from published where list_contains(?::varchar[], series) group by release"
    spans = {release: (first, last) for release, first, last in published.rows(query, [list(measure.series)])}
    return tuple((release, *spans[release.id]) for release in published.releases if release.id in spans)


def _cells(published: Published, measures: Iterable[Measure], codes: Sequence[str], years: tuple[int, int]) -> Found:
    series = [name for measure in measures for name in measure.series]
    query = """
    select series, release, year, area, value, marker from published
    where list_contains(?::varchar[], series) and year between ? and ?
        and (list_contains(?::varchar[], area) or contains(area, ?))
    """
    found = {}
    for name, release, year, code, value, marker in published.rows(query, [series, *years, list(codes), JOINT]):
        for part in code.split(JOINT):
            if part in codes:
                found[(name, release, year, part)] = Cell(areas()[part], value, marker, None, _names(code))
    return found


def _names(code: str) -> str:
    return " and ".join(areas()[part].name for part in code.split(JOINT)) if JOINT in code else ""


def _holding(published: Published, measure: Measure, year: int, found: Found) -> tuple[Release, ...]:
    """List the releases in which any of the areas looked at stands for a year, the earliest first."""
    held = {release for name, release, of_year, _ in found if of_year == year and name in measure.series}
    return tuple(release for release in published.releases if release.id in held)


def _comparison(published: Published, measure: Measure, seen: Viewpoint, year: int, release: Release, found: Found) -> Comparison:
    def cell(area: Area) -> Cell:
        for series in measure.series:
            held = found.get((series, release.id, year, area.code))
            if held is not None:
                return Cell(area, held.value, held.marker, release, held.together)
        return Cell(area, None, "", release)

    members = [(one, cell(one.area)) for one in seen.neighbours]
    regions = [cell(region) for region in regions_of(seen.authority)]
    region = next((one for one in regions if one.value is not None), regions[0])
    neighbours = neighbours_of(seen.list_name, members, year + measure.ends_after_march)
    return Comparison(measure, year, release, cell(seen.authority), neighbours, region, cell(areas()[ENGLAND]))


def _years_said(published: Published, measure: Measure) -> str:
    spans = releases_of(published, measure)
    if not spans:
        return "No release holds it."
    return f"It is published for years ending {min(first for _, first, _ in spans)} to {max(last for _, _, last in spans)}."
