"""The SSDA903, children looked after, read as texts for the rules: a folder, a zip or one file of CSV, or the return as XML.

A CSV file is known by its columns, whatever its name and whatever the case, spacing and order of its headings: it is of the table with
which it shares the most columns that no other table has, if it has at least half of that table's columns. Values stay as they stood,
besides what `ssda903_values` makes even. The placement's distance and place are derived elsewhere, where postcodes are given.
"""

from __future__ import annotations

import csv
import functools
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from lightwell.errors import Problem, Refused
from lightwell.extracts.csv_files import SEPARATORS, NotReadable, read_csv
from lightwell.extracts.headings import plain, positions
from lightwell.extracts.opening import Member, is_workbook, open_files, open_zip, read_bytes, refuse
from lightwell.extracts.returns_model import ReturnFile, ReturnRead
from lightwell.extracts.sheet import Misfit, Sheet
from lightwell.extracts.ssda903_values import even, trimmed
from lightwell.extracts.ssda903_xml import is_xml, read_xml
from lightwell.returns import LAST, Collection, Shape, shapes

MOST_BYTES = 512 * 1024**2
"""One file of the return may be this large; that of all England's children would be smaller."""

_OF: Literal["ssda903"] = "ssda903"
_WHAT_IS_READ = "Give a folder or a zip of CSV files, one CSV file, or the return as XML."
_DERIVED = {"header": ("uasc",), "episodes": ("pl_la", "pl_distance", "pl_location")}
"""Columns that the specification of the files does not have, so that a file does not lack them."""
_ALSO = {"childid": "child"}
_MOST_SAID = 20
_TEXT_NAMES = (".csv", ".txt", ".tsv", ".xml")
_BINARY = (b"PK", b"%PDF", b"\xd0\xcf\x11\xe0", b"PAR1")
_WORKBOOK = "Save each sheet of it as CSV (UTF-8)."


@dataclass
class _Year:
    """What has been read of one year so far: the tables, which file each came from, and what was noticed."""

    tables: dict[str, pa.Table] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    notes: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_ssda903(path: Path, last_year: Path | None = None, *, collection: Collection | None = None) -> ReturnRead:
    """Read the return of this year, and that of the year before if it is given; refused with every reason if it cannot be used.

    Years of two digits are read as 20.. up to the end of the collection, or, where none is given, up to this year.
    """
    last_day_year = collection.last_day.year if collection else date.today().year  # noqa: DTZ011 - only the century hangs on it
    tables: dict[str, pa.Table] = {}
    found: list[ReturnFile] = []
    notes: list[Problem] = []
    for given, ending in ((path, ""), (last_year, LAST)):
        if given is None:
            continue
        year = _read_year(given, last_day_year)
        tables |= {name + ending: table for name, table in year.tables.items()}
        found += [ReturnFile(year.names[name], name, bool(ending), table.num_rows) for name, table in year.tables.items()]
        notes += [replace(note, where=f"{note.where} of last year".removeprefix(" ")) for note in year.notes] if ending else year.notes
    return ReturnRead(_OF, tables, tuple(found), tuple(notes))


def _read_year(path: Path, last_day_year: int) -> _Year:
    alone, members, notes = _members(path)
    year = _Year(notes=list(notes))
    for member in members:
        try:
            _read_member(member, year, last_day_year, alone=alone)
        except NotReadable as unreadable:
            year.problems.append(unreadable.problem)
        except Refused as refused:
            year.problems += refused.problems
    if year.problems:
        raise Refused(f"{path.name or path} was not loaded; nothing was changed.", year.problems)
    if not year.tables:
        what = "No file in it is a table of the SSDA903." if members else "There are no files in it."
        raise Refused(f"{path.name or path} was not loaded; nothing was changed.", [Problem(what, remedy=_WHAT_IS_READ), *year.notes])
    _derive_uasc(year.tables)
    year.tables = {name: year.tables[name] for name in shapes(_OF) if name in year.tables}
    return year


def _members(path: Path) -> tuple[bool, Sequence[Member], Sequence[Problem]]:
    """Give whether there is one file only, the files, and what was noticed."""
    try:
        odd = path.exists() and not path.is_file() and not path.is_dir()
        folder = path.is_dir()
        size = path.stat().st_size if path.is_file() else 0
    except (OSError, ValueError) as error:
        raise refuse(path, Problem("It cannot be opened.", where=str(path), remedy="Check the path.")) from error
    if odd:
        raise refuse(path, Problem("This is neither a file nor a folder.", where=str(path), remedy=_WHAT_IS_READ))
    if folder:
        opened = open_files(path)
        return False, opened.members, opened.notes
    if size > MOST_BYTES:
        raise refuse(path, _too_large(path.name, size))
    data = read_bytes(path)
    if data.startswith(b"PK"):
        if is_workbook(open_zip(path, data)):
            raise refuse(path, Problem("This is an Excel workbook, which is not read.", where=path.name, remedy=_WORKBOOK))
        opened = open_files(path)
        return False, opened.members, opened.notes
    return True, (Member(path.name, len(data), lambda: data),), ()


def _read_member(member: Member, year: _Year, last_day_year: int, *, alone: bool) -> None:
    if member.size > MOST_BYTES:
        raise NotReadable(_too_large(member.name, member.size))
    data = member.read()
    readable = alone or member.name.lower().endswith(_TEXT_NAMES) or "." not in member.name
    if data.startswith(_BINARY):
        remedy = _WORKBOOK if member.name.lower().endswith((".xlsx", ".xlsm", ".xls")) else _WHAT_IS_READ
        _leave(year, Problem("This is neither CSV nor XML, so it was not read.", where=member.name, remedy=remedy), alone=alone)
    elif is_xml(data) and readable:
        tables, notes = read_xml(member.name, data)
        year.notes += notes
        for name, table in tables.items():
            _keep(year, shapes(_OF)[name], table, member.name, last_day_year)
    elif not data:
        raise NotReadable(Problem("The file is empty.", where=member.name, remedy="Take the return again."))
    elif readable:
        _read_text(member.name, data, year, last_day_year, alone=alone)
    else:
        year.notes.append(Problem("This is neither CSV nor XML by its name, so it was not read.", where=member.name))


def _read_text(name: str, data: bytes, year: _Year, last_day_year: int, *, alone: bool) -> None:
    sheet = read_csv(name, data, "")
    found = _whose(sheet)
    if isinstance(found, Problem):
        _leave(year, found, alone=alone)
        return
    year.notes += sheet.notes
    _keep(year, found, _table(sheet, found, year), name, last_day_year)


def _leave(year: _Year, problem: Problem, *, alone: bool) -> None:
    """Pass over a file of a folder with a note; a file alone is refused."""
    (year.problems if alone else year.notes).append(problem)


def _whose(sheet: Sheet) -> Shape | Problem:
    """Find the table that a file is of by its columns, or say why it is of none; raises `NotReadable` where two are alike."""
    headings = {_column(heading) for heading in sheet.headings} - {""}
    scored = sorted(((_score(shape, headings), shape) for shape in shapes(_OF).values()), key=lambda each: each[0], reverse=True)
    (best, shape), (second, other) = scored[0], scored[1]
    shared, expected = best[1], len(_core(shape))
    if best == second and shared > 2:
        what = f"By its columns this could be {shape.title} or {other.title}."
        remedy = (
            f"Add the columns of the one it is: {_names(shape, headings)} for {shape.title}, {_names(other, headings)} for {other.title}."
        )
        raise NotReadable(Problem(what, where=sheet.file, row=1, remedy=remedy))
    if 2 * shared < expected or shared < 2:
        most = max(scored, key=lambda each: each[0][1])
        what = f"This is no table of the SSDA903: its columns are {_list(sheet.headings)}."
        near = f"It has {most[0][1]} of the {len(_core(most[1]))} columns of {most[1].title}." if most[0][1] else ""
        return Problem(what, where=sheet.file, row=1, remedy=near or "The first row has to name the columns, as in the specification.")
    return shape


def _score(shape: Shape, headings: set[str]) -> tuple[int, int]:
    """Say how much a file is of a table: columns that no other table has, then columns."""
    shared = headings & _core(shape)
    return len(shared & _own(shape)), len(shared)


def _table(sheet: Sheet, shape: Shape, year: _Year) -> pa.Table:
    """Make the table of a file: its columns of the specification as trimmed texts, without blank rows, with `row`."""
    places = _places(sheet, shape)
    extra = [heading for place, heading in enumerate(sheet.headings) if heading and place not in places.values()]
    if extra:
        what = f"No column of {shape.title} has the {'heading' if len(extra) == 1 else 'headings'} {_list(extra)}; not read."
        year.notes.append(Problem(what, where=sheet.file))
    lacks = [name.upper() for name in shape.names if name in _core(shape) and name not in places]
    if lacks:
        what = f"{shape.title} lacks {', '.join(lacks)}; rules that need {'it' if len(lacks) == 1 else 'them'} are not run."
        year.notes.append(Problem(what, where=sheet.file, remedy="Take the file again with all its columns."))
    first = min([*sheet.rows[:1].to_pylist(), *(misfit.row for misfit in sheet.misfits)], default=2)
    rows = pc.subtract(sheet.rows.cast(pa.int64()), first)
    cells = [trimmed(column) for column in sheet.columns]
    texts = {name: cells[places[name]] for name in shape.names if name in places}
    filled = functools.reduce(pc.or_, (pc.is_valid(column) for column in cells))
    table = pa.table({"row": rows, **texts})
    if not pc.all(filled, min_count=0).as_py():
        table = table.filter(filled)
    return _with_misfits(table, sheet, places, first, year)


def _places(sheet: Sheet, shape: Shape) -> dict[str, int]:
    """Map each column of the table to where it stands; raises `NotReadable` where one is there twice."""
    found: dict[str, int] = {}
    for heading, at in positions(sheet.headings).items():
        column = _column(heading)
        if column not in shape.names:
            continue
        if len(at) > 1 or column in found:
            what = f"The column {column.upper()} is there more than once."
            raise NotReadable(Problem(what, where=sheet.file, row=1, remedy="Keep one of them."))
        found[column] = at[0]
    return found


def _with_misfits(table: pa.Table, sheet: Sheet, places: Mapping[str, int], first: int, year: _Year) -> pa.Table:
    """Add the rows that only have blank cells too many; the others of the wrong length are left out, each with a note."""
    kept, left = [], []
    for misfit in sheet.misfits:
        cells = _cells(misfit)
        if not any(cells):
            continue
        if misfit.cells > len(sheet.headings) and len(cells) >= len(sheet.headings) and not any(cells[len(sheet.headings) :]):
            kept.append({"row": misfit.row - first, **{name: cells[at] or None for name, at in places.items()}})
        else:
            left.append(misfit)
    remedy = "Look for a separator within a value, or one left out, and write the file again; the row was not read or checked."
    for misfit in left[:_MOST_SAID]:
        cells_are = f"{misfit.cells:,} {'cell' if misfit.cells == 1 else 'cells'}"
        what = f"The row has {cells_are} where the heading has {len(sheet.headings):,}."
        year.notes.append(Problem(what, where=sheet.file, row=misfit.row, remedy=remedy))
    if len(left) > _MOST_SAID:
        what = f"{len(left) - _MOST_SAID:,} more rows have too few or too many cells."
        year.notes.append(Problem(what, where=sheet.file, remedy=remedy))
    if not kept:
        return table
    return pa.concat_tables([table, pa.Table.from_pylist(kept, schema=table.schema)]).sort_by("row")


def _cells(misfit: Misfit) -> list[str]:
    """Take a row of the wrong length apart, by the separator that gives as many cells as were counted."""
    for separator in SEPARATORS:
        try:
            cells = [cell.strip() for row in csv.reader(io.StringIO(misfit.text, newline=""), delimiter=separator) for cell in row]
        except csv.Error:
            continue
        if len(cells) == misfit.cells:
            return cells
    return [misfit.text.strip()]


def _keep(year: _Year, shape: Shape, table: pa.Table, name: str, last_day_year: int) -> None:
    """Keep a table with its values made even; a second one of the same kind is a problem."""
    if shape.name in year.tables:
        remedy = "Keep one of them. Last year's files belong in a folder of their own, given as last year."
        what = f"{year.names[shape.name]} and {name} are both {shape.title}."
        year.problems.append(Problem(what, remedy=remedy))
        return
    columns = {"row": table.column("row")}
    for column in shape.columns:
        if column.name in table.column_names:
            columns[column.name], notes = even(column, _one_piece(table.column(column.name)), name, last_day_year)
            year.notes += notes
    year.tables[shape.name] = pa.table(columns)
    year.names[shape.name] = name


def _derive_uasc(tables: dict[str, pa.Table]) -> None:
    """Say in the header who is among the unaccompanied children, where that table is given and the header has no such column."""
    header, uasc = tables.get("header"), tables.get("uasc")
    if header is None or uasc is None or "uasc" in header.column_names or "child" not in header.column_names:
        return
    if "child" not in uasc.column_names:
        return
    children = _one_piece(uasc.column("child")).drop_null()
    among = pc.is_in(header.column("child"), value_set=children)
    tables["header"] = header.append_column("uasc", pc.if_else(among, "1", "0"))


def _one_piece(column: pa.ChunkedArray) -> pa.Array:
    joined = column.combine_chunks()
    return pa.concat_arrays(joined.chunks) if isinstance(joined, pa.ChunkedArray) else joined


def _core(shape: Shape) -> frozenset[str]:
    return frozenset(shape.names) - frozenset(_DERIVED.get(shape.name, ()))


@functools.cache
def _own(shape: Shape) -> frozenset[str]:
    """Give the columns that no other table has."""
    others = {name for other in shapes(_OF).values() if other.name != shape.name for name in other.names}
    return frozenset(shape.names) - others


@functools.cache
def _by_plain() -> Mapping[str, str]:
    return {**_ALSO, **{plain(name): name for shape in shapes(_OF).values() for name in shape.names}}


def _column(heading: str) -> str:
    """Give the column that a heading means; empty if none."""
    return _by_plain().get(plain(heading), "")


def _names(shape: Shape, headings: set[str]) -> str:
    return (
        " or ".join(name.upper() for name in shape.names if name in _own(shape) & _core(shape) and name not in headings)
        or "its own columns"
    )


def _list(found: Sequence[str]) -> str:
    shown = ", ".join(f"“{heading[:60]}”" for heading in found[:_MOST_SAID])
    return f"{shown} and {len(found) - _MOST_SAID:,} more" if len(found) > _MOST_SAID else shown


def _too_large(name: str, size: int) -> Problem:
    what = f"The file has {size:,} bytes; a file of the return may have {MOST_BYTES:,}."
    return Problem(what, where=name, remedy="Check that it is the SSDA903, and give one authority's return at a time.")
