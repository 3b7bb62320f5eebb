"""From the texts of the SSDA903 to typed rows: every row read and checked, and what cannot become a record set aside with the reason."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from lightwell.extracts import messages
from lightwell.extracts.checking import Checked, Subject, Wanted, check, whole
from lightwell.extracts.model import ARROW_TYPES, QUARANTINE, SourceFile
from lightwell.extracts.opening import open_files, read_bytes
from lightwell.extracts.returns_model import ReturnFile, ReturnRead
from lightwell.extracts.sheet import Sheet, tidy
from lightwell.extracts.ssda903_fields import SPECS, Field, TableSpec
from lightwell.extracts.ssda903_xml import is_xml
from lightwell.extracts.values import Reader
from lightwell.returns import LAST, shapes

_SHAPES = shapes("ssda903")
_NOT_THERE = (
    "{title} is open at the end of last year, and this year's return has no row of it that could be loaded, so that when it ended is not "
    "known {at}."
)
_NOT_THERE_REMEDY = "Add the row to this year's return or correct it there, or correct last year's; the row is in quarantine until then."


@dataclass(frozen=True)
class Given:
    """One file as it was given: the SHA-256 of its bytes, and whether it is XML."""

    sha256: str
    xml: bool


@dataclass(frozen=True)
class Rows:
    """The rows of the return: by table (`episodes`, `episodes_last`) what is sound, with what is not, and each file with its counts."""

    sound: Mapping[str, pa.Table]
    quarantine: pa.Table
    files: tuple[SourceFile, ...]


def given_files(path: Path) -> dict[str, Given]:
    """Know the files of a return that has been read, by name."""
    packed = path.is_dir() or read_bytes(path).startswith(b"PK")
    found: dict[str, Given] = {}
    for name, data in ((each.name, each.read()) for each in open_files(path).members) if packed else ((path.name, read_bytes(path)),):
        told = hashlib.sha256(data).hexdigest()
        if name in found:  # two folders of a zip may have files of one name
            told = hashlib.sha256((found[name].sha256 + told).encode()).hexdigest()
        found[name] = Given(told, is_xml(data))
    return found


def check_rows(read: ReturnRead, given: Mapping[bool, Mapping[str, Given]], first_day: date, connection: duckdb.DuckDBPyConnection) -> Rows:
    """Check every row of every table; `given` has the files of last year under True, `first_day` is the first of the collection.

    Rows of tables that have no place in the journey are counted as loaded: they stand in the snapshot for the rules.
    """
    specs = {spec.table: spec for spec in SPECS}
    sound: dict[str, pa.Table] = {}
    quarantine, files = [QUARANTINE.empty_table()], []
    for file in sorted(read.files, key=lambda each: each.last_year):  # this year's first: last year's are held against them
        spec, source = specs.get(file.table), given[file.last_year][file.name]
        if spec is None:
            files.append(_counted(file, source, file.table, (file.rows, file.rows, 0)))
            continue
        name = file.table + LAST if file.last_year else file.table
        sheet = _sheet(read.tables[name], spec, file, source)
        checked = check(sheet, list(_wanted(spec, read.tables[name])), Subject(spec.record, spec.title, spec.key), connection)
        if file.last_year and spec.lasts and file.table in sound:
            checked = _without_open(checked, sound[file.table], spec, sheet, first_day, connection)
        sound[name] = checked.table
        quarantine.append(checked.quarantine)
        files.append(_counted(file, source, spec.record, (checked.read, checked.loaded, checked.quarantined)))
    return Rows(sound, pa.concat_tables(quarantine).combine_chunks(), tuple(files))


def empty_rows(spec: TableSpec) -> pa.Table:
    """Give the sound rows of a table that the return does not have."""
    own = [(each.column.name, ARROW_TYPES[each.column.kind]) for each in spec.fields]
    return pa.schema([("row", pa.int32()), ("id", pa.string()), *own]).empty_table()


def _counted(file: ReturnFile, source: Given, record: str, counts: tuple[int, int, int]) -> SourceFile:
    return SourceFile(_name(file), source.sha256, *counts, record, _title(file.table, source))


def _name(file: ReturnFile) -> str:
    return f"{file.name} of last year" if file.last_year else file.name


def _title(table: str, source: Given) -> str:
    """Name the part of an XML file that a table is; a file of CSV is one table."""
    return _SHAPES[table].title if source.xml else ""


def _sheet(table: pa.Table, spec: TableSpec, file: ReturnFile, source: Given) -> Sheet:
    """Give the columns that are wanted; rows count as a spreadsheet does, the heading being 1, and the records of XML from 1."""
    there = [each for each in spec.fields if each.name in table.column_names]
    columns = tuple(_taken(each, tidy(whole(table.column(each.name)))) for each in there)
    rows = pc.add(whole(table.column("row")), 1 if source.xml else 2).cast(pa.int32())
    headings = tuple(_heading(spec, each) for each in there)
    return Sheet(_name(file), _title(spec.table, source), source.sha256, headings, columns, rows)


def _taken(wanted: Field, texts: pa.Array) -> pa.Array:
    return texts if wanted.take is None else wanted.take(texts)


def _heading(spec: TableSpec, wanted: Field) -> str:
    column = _SHAPES[spec.table].column(wanted.name)
    return column.field if column else wanted.name.upper()


def _wanted(spec: TableSpec, table: pa.Table) -> Iterator[Wanted]:
    there = [each.column.name for each in spec.fields if each.name in table.column_names]
    for each in spec.fields:
        place = there.index(each.column.name) if each.column.name in there else None
        yield Wanted(each.column, place, _heading(spec, each), Reader(spellings=each.words))


def _without_open(
    checked: Checked, this_year: pa.Table, spec: TableSpec, sheet: Sheet, first_day: date, connection: duckdb.DuckDBPyConnection
) -> Checked:
    """Set aside what last year's return leaves open and this year's does not have: whether it went on is not known."""
    names = ", ".join(spec.key)
    connection.register("this_year", this_year)
    connection.register("year_before", checked.table)
    keys = " AND ".join(f"t.{name} IS NOT DISTINCT FROM b.{name}" for name in spec.key)
    found = connection.execute(
        f"SELECT row, child, {names} FROM year_before b WHERE ended_on IS NULL AND started_on < ? "
        f"AND NOT EXISTS (SELECT 1 FROM this_year t WHERE {keys}) ORDER BY row",
        [first_day],
    ).fetchall()
    connection.unregister("this_year")
    connection.unregister("year_before")
    if not found:
        return checked
    told = [_told(spec, sheet, row, child) for row, child, *_ in found]
    kept = checked.table.filter(
        pc.invert(pc.is_in(checked.table.column("row"), value_set=pa.array([row for row, *_ in found], pa.int32())))
    )
    quarantine = pa.concat_tables([checked.quarantine, pa.Table.from_pylist(told, schema=QUARANTINE)]).sort_by("row")
    return replace(checked, table=kept, quarantine=quarantine, loaded=kept.num_rows, quarantined=checked.quarantined + len(found))


def _told(spec: TableSpec, sheet: Sheet, row: int, child: str) -> dict[str, str | int | None]:
    at = messages.place(row, sheet.where, messages.one_line(child))
    heading = next(_heading(spec, each) for each in spec.fields if each.column.name == "ended_on")
    return {
        "record": spec.record,
        "file": sheet.file,
        "sheet": sheet.name,
        "row": row,
        "column": heading,
        "value": None,
        "child": messages.one_line(child),
        "reason": _NOT_THERE.format(title=spec.title, at=at),
        "remedy": _NOT_THERE_REMEDY,
    }
