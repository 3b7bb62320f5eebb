"""How the columns of other areas are said in every format: which of them are shown, what has been revised, and the notes beneath."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lightwell.comparators.markers import MARKERS
from lightwell.reports import wording
from lightwell.reports.model import ComparatorCell, Pack, Row, Section
from lightwell.results.model import State

SOURCE_HEADING = "Year and release"
"""The heading of the column that says what the columns before it are of."""

REVISED = "r"
"""The mark of a figure that has been revised since, where a column has no room for both figures; the note beneath says the later one."""

REVISED_EXPLAINED = "revised since the pack's day: the note beneath the table has the later figure"


def columns(rows: Sequence[Row]) -> tuple[int, ...]:
    """List the comparator columns in which any of the rows has a figure or a marker."""
    return tuple(place for place in range(4) if any(row.comparators[place].text for row in rows))


def sourced(rows: Iterable[Row]) -> bool:
    """Say whether any of the rows has a year and release to print."""
    return any(row.compared_source for row in rows)


def sources(row: Row) -> tuple[str, ...]:
    """Give the year and the release of what was published, each where a line may end after it: `2022/23,` and `CIN 2023`."""
    pairs = dict.fromkeys((cell.year, cell.release) for cell in row.comparators if cell.text and cell.release)
    parts = [part for year, release in pairs for part in (f"{year},", f"{release};")]
    return (*parts[:-1], parts[-1].rstrip(";")) if parts else ()


def now(cell: ComparatorCell) -> str:
    """Give the later figure as it stands beneath the one that was published by the pack's day: `now 629.6`; empty where it is the same."""
    return f"now {cell.revised.text}" if cell.revised else ""


def later(row: Row) -> str:
    """Say which release the later figures of a row are from: `now LAIT 2026`; empty where none is revised."""
    releases = dict.fromkeys(cell.revised.release for cell in row.comparators if cell.revised)
    return f"now {', '.join(releases)}" if releases else ""


def spoken(cell: ComparatorCell) -> str:
    """Say all that is known of one comparator in a sentence or two, for a comment or a title; empty where the column is blank."""
    if not cell.text:
        return ""
    parts = [cell.year, cell.release, cell.note]
    if cell.revised:
        parts.append(f"Revised since: {cell.revised.text}, {cell.revised.release}")
    return ". ".join(part.strip(" .") for part in parts if part)


def notes(pack: Pack, section: Section, rows: Sequence[Row]) -> tuple[tuple[str, str], ...]:
    """Give the notes of some rows of a section as pairs of a mark and words, for formats without a column for the year and release.

    The words begin with the year and release; where a row has these and no note, with its title. With whom the pack compares comes last.
    None where nothing is compared.
    """
    if not sourced(rows):
        return ()
    said = dict(section.notes)
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row.compared_mark:
            found.setdefault(row.compared_mark, []).append(row)
    marked = tuple((mark, f"{_sources(found[mark])}{said[mark]}") for mark in said if mark in found)
    unmarked = [f"{row.definition.title}: {row.compared_source}." for row in rows if row.compared_source and not row.compared_mark]
    last = (pack.compared_with,) if pack.compared_with else ()
    return (*marked, *(("", text) for text in dict.fromkeys((*unmarked, *last))))


def halved(notes: Sequence[tuple[str, str]]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Put notes into two columns of nearly the same length, in order; the second may be empty."""
    lengths = [len(words) for _, words in notes]
    first = min(range(len(notes), 0, -1), key=lambda count: abs(sum(lengths[:count]) - sum(lengths[count:])), default=0)
    return list(notes[:first]), list(notes[first:])


def _sources(rows: Sequence[Row]) -> str:
    sources = {row.compared_source for row in rows if row.compared_source}
    if len(sources) > 1:
        return " ".join(f"{row.definition.title}: {row.compared_source}." for row in rows) + " "
    return f"{sources.pop()}. " if sources else ""


def markers(pack: Pack) -> tuple[tuple[str, str], ...]:
    """List the markers of publications that stand in the pack's columns, with what each means; those that do not occur are left out."""
    cells = [cell for section in pack.sections for row in section.rows for cell in row.comparators]
    shown = {cell.text for cell in cells if cell.value is None and cell.text}
    return tuple((marker, meaning) for marker, meaning in MARKERS.items() if marker in shown)


def marks(pack: Pack, *, revised: bool = False) -> tuple[tuple[str, str], ...]:
    """Say what stands where there is no figure: our own marks, then the publications' that occur; `revised` adds the mark of revision."""
    cells = (cell for section in pack.sections for row in section.rows for cell in (*row.cells, row.two_years_before))
    few = any(cell.state is State.TOO_FEW for cell in cells)
    own = tuple(each for each in wording.MARKS_EXPLAINED if few or each != wording.TOO_FEW_EXPLAINED)
    published = tuple((marker, f"in a column of published figures: {meaning}") for marker, meaning in markers(pack))
    revisions = any(cell.revised for section in pack.sections for row in section.rows for cell in row.comparators)
    return (*own, *published, *(((REVISED, REVISED_EXPLAINED),) if revised and revisions else ()))
