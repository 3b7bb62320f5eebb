"""Finding the eleven lists in a workbook: which sheet is which list, where its heading stands, and which heading is which column."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from lightwell.errors import Problem
from lightwell.extracts.annex_a_lists import LISTS, Field, ListSpec, columns_of, list_named, reader_of
from lightwell.extracts.checking import Wanted
from lightwell.extracts.headings import nearest, plain, positions
from lightwell.extracts.sheet import Sheet
from lightwell.extracts.workbook import Page, Workbook

_ROWS_LOOKED_AT = 20
_SHARE_BY_COLUMNS = 0.6
_LEAST_BY_NAME = 2
_ALIKE = 0.9


@dataclass(frozen=True)
class Found:
    """One list found in a workbook: its sheet with the heading's row taken off, and each column wanted of it."""

    spec: ListSpec
    sheet: Sheet
    wanted: tuple[Wanted, ...]


@dataclass(frozen=True)
class Search:
    """What was found in a workbook, what was noticed, and what stops it from being loaded."""

    found: tuple[Found, ...]
    notes: tuple[Problem, ...]
    problems: tuple[Problem, ...]


def find_lists(book: Workbook) -> Search:
    """Look for the eleven lists; sheets that are none are named in the notes, and so are lists that are not there."""
    notes: list[Problem] = []
    problems: list[Problem] = []
    by_list: dict[int, list[Page]] = {}
    for page in book.pages:
        spec = _list_of(page)
        if spec is None:
            notes.append(Problem("This sheet is none of the eleven lists, so it was not read.", where=f"{page.name} of {book.file}"))
        else:
            by_list.setdefault(spec.number, []).append(page)
    found = []
    for spec in LISTS:
        pages = by_list.get(spec.number, [])
        if not pages:
            notes.append(Problem(f"List {spec.number}, {spec.name}, is not in the workbook.", where=book.file))
        elif len(pages) > 1:
            names = ", ".join(f"“{page.name}”" for page in pages)
            problems.append(Problem(f"Several sheets are list {spec.number}, {spec.name}: {names}.", book.file, remedy="Keep one of them."))
        else:
            found.append(_find(book, spec, pages[0], notes, problems))
    if not found and not problems:
        problems.append(Problem("None of its sheets is one of Annex A's eleven lists.", book.file, remedy=_expected()))
    return Search(tuple(each for each in found if each is not None), tuple(notes), tuple(problems))


def _expected() -> str:
    return "Expected are " + ", ".join(f"“List {spec.number} - {spec.name}”" for spec in LISTS) + "."


def _list_of(page: Page) -> ListSpec | None:
    """Know a list by its sheet's name, or else by its columns, if they fit one list well and better than any other."""
    if named := list_named(page.name):
        return named
    scores = sorted(((_likeness(page, spec), spec.number) for spec in LISTS), reverse=True)
    best, number = scores[0]
    return LISTS[number - 1] if best >= _SHARE_BY_COLUMNS and best > scores[1][0] else None


def _likeness(page: Page, spec: ListSpec) -> float:
    expected = {plain(column.heading) for column in columns_of(spec.number)}
    return max((len(expected & cells) / len(expected | cells) for cells in _first_rows(page) if cells), default=0.0)


def _first_rows(page: Page) -> list[set[str]]:
    return [{plain(cell) for cell in row if plain(cell)} for row in page.rows[:_ROWS_LOOKED_AT]]


def _find(book: Workbook, spec: ListSpec, page: Page, notes: list[Problem], problems: list[Problem]) -> Found | None:
    expected = {plain(column.heading) for column in columns_of(spec.number)}
    counts = [len(expected & cells) for cells in _first_rows(page)]
    where = f"{page.name} of {book.file}"
    if max(counts, default=0) < _LEAST_BY_NAME:
        headings = ", ".join(column.heading for column in columns_of(spec.number))
        what = f"The headings of list {spec.number}, {spec.name}, are not in its first {_ROWS_LOOKED_AT} rows."
        problems.append(Problem(what, where, remedy=f"Expected are {headings}."))
        return None
    top = counts.index(max(counts))
    sheet = _cut(book, page, top)
    wanted = tuple(_want(spec, each, sheet, top, notes, problems) for each in spec.fields)
    used = {each.place for each in wanted}
    unused = [
        heading for place, heading in enumerate(sheet.headings) if heading and place not in used and plain(heading) != "ageofchildyears"
    ]
    if unused:
        listed = ", ".join(f"“{heading[:200]}”" for heading in unused)
        notes.append(Problem(f"These columns of list {spec.number} have no place in the records and were not read: {listed}.", where))
    return Found(spec, sheet, wanted)


def _cut(book: Workbook, page: Page, top: int) -> Sheet:
    """Take the heading off a page and turn its rows into columns."""
    headings = tuple(" ".join(cell.split()) for cell in page.rows[top])
    below = page.rows[top + 1 :]
    columns = (
        tuple(pa.array(cells, pa.string()) for cells in zip(*below, strict=True))
        if below
        else tuple(pa.array([], pa.string()) for _ in headings)
    )
    rows = pa.array(range(top + 2, top + 2 + len(below)), pa.int32())
    return Sheet(book.file, page.name, book.sha256, headings, columns, rows)


def _want(spec: ListSpec, wanted: Field, sheet: Sheet, top: int, notes: list[Problem], problems: list[Problem]) -> Wanted:
    places = positions(sheet.headings)
    at = places.get(plain(wanted.heading), [])
    if not at:
        at = _spelt_alike(spec, wanted, sheet, notes)
    if len(at) > 1:
        problems.append(Problem(f"The heading “{wanted.heading}” is there {len(at)} times.", sheet.where, row=top + 1))
    if not at:
        if wanted.column.required:
            problems.append(Problem(f"There is no heading “{wanted.heading}”, which list {spec.number} needs.", sheet.where, row=top + 1))
        else:
            notes.append(Problem(f"There is no heading “{wanted.heading}”; it is taken as blank.", sheet.where, row=top + 1))
    return Wanted(wanted.column, at[0] if at else None, wanted.heading, reader_of(spec.number, wanted))


def _spelt_alike(spec: ListSpec, wanted: Field, sheet: Sheet, notes: list[Problem]) -> list[int]:
    """Take a heading that differs in a letter or two and is no other column's, and say so; figures in it have to be the same."""
    others = {plain(column.heading) for column in columns_of(spec.number)}
    free = [heading for heading in sheet.headings if plain(heading) not in others and _figures(heading) == _figures(wanted.heading)]
    near = nearest(wanted.heading, free, least=_ALIKE)
    if not near:
        return []
    notes.append(Problem(f"The heading “{near}” was read as “{wanted.heading}”.", sheet.where))
    return positions(sheet.headings)[plain(near)]


def _figures(heading: str) -> str:
    return "".join(letter for letter in heading if letter.isdigit())
