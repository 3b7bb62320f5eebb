"""The source `tables`: a service's own extract, a folder or zip of CSV or Parquet with one file for each record type.

Files are known by their names and columns by their headings, both in our words unless a mapping file says otherwise; see `mapping`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from lightwell.errors import Problem, Refused
from lightwell.extracts import headings
from lightwell.extracts.checking import Checked, Subject, Wanted, check, open_workspace
from lightwell.extracts.csv_files import NotReadable, read_csv
from lightwell.extracts.mapping import MAPPING_FILE, SourceMapping, TableMapping, read_mapping
from lightwell.extracts.messages import title_of
from lightwell.extracts.model import QUARANTINE, Extract, Progress, Source, SourceFile, journey_schema, silent
from lightwell.extracts.opening import Member, Opened, open_files, read_bytes, refuse
from lightwell.extracts.parquet_files import read_parquet
from lightwell.extracts.sheet import Sheet
from lightwell.extracts.values import Reader
from lightwell.journey import RECORDS, Record

_READERS = {".csv": read_csv, ".txt": read_csv, ".tsv": read_csv, ".parquet": read_parquet}


@dataclass
class _Gathered:
    """What has been read so far, and the DuckDB in which it is checked."""

    tables: dict[str, pa.Table] = field(default_factory=dict)
    quarantine: list[pa.Table] = field(default_factory=list)
    files: list[SourceFile] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lacks: list[str] = field(default_factory=list)
    connection: duckdb.DuckDBPyConnection = field(default_factory=open_workspace)


def read_tables(path: Path, *, as_at: date, authority: str, mapping: Path | None = None, progress: Progress | None = None) -> Extract:
    """Read a folder or a zip of CSV or Parquet files.

    Raises `Refused` with every reason found if any of it cannot be used at all; rows that cannot be read are quarantined, not refused.
    """
    report = progress or silent
    opened = open_files(path)
    how, problems = _mapping_of(opened, mapping)
    gathered = _Gathered(notes=list(opened.notes), problems=problems)
    chosen = _choose(opened, how, gathered)
    if not chosen and not gathered.problems:
        expected = ", ".join(f"{record.table}.csv" for record in RECORDS)
        raise refuse(path, Problem("No file in it has the name of a record type.", remedy=f"Expected are any of {expected}."))
    total, done = sum(member.size for member in chosen.values()) or 1, 0
    for table, member in chosen.items():
        report(f"Reading {member.name}", done / total)
        _read_one(table, member, how, authority, gathered)
        done += member.size
    if gathered.problems:
        raise Refused(f"{path.name or path} was not loaded; nothing was changed.", gathered.problems)
    report("Reading done", 1.0)
    return _extract(gathered, how, as_at, authority)


def fingerprint_of(source: Source, as_at: date, authority: str, files: Iterable[tuple[str, str]], mapping: str) -> str:
    """Give the SHA-256 that is the same for the same source, day, authority, files (record and hash) and mapping."""
    told = json.dumps([source, as_at.isoformat(), authority, sorted(files), mapping])
    return hashlib.sha256(told.encode()).hexdigest()


def in_journey_columns(table: pa.Table, record: type[Record], authority: str) -> pa.Table:
    """Put a table into the columns of its record, in their order; those that it lacks are blank."""
    schema = journey_schema(record)
    count = table.num_rows
    columns = []
    for wanted in schema:
        if wanted.name == "authority":
            columns.append(pa.repeat(pa.scalar(authority, pa.string()), count))
        elif wanted.name in table.column_names:
            columns.append(table.column(wanted.name).cast(wanted.type))
        else:
            columns.append(pa.nulls(count, wanted.type))
    return pa.table(columns, schema=schema)


def _mapping_of(opened: Opened, given: Path | None) -> tuple[SourceMapping, list[Problem]]:
    if given is not None:
        return read_mapping(given.name, read_bytes(given))
    for member in opened.members:
        if member.name.lower() in (MAPPING_FILE, "mapping.yml"):
            return read_mapping(member.name, member.read())
    return SourceMapping(), []


def _choose(opened: Opened, how: SourceMapping, gathered: _Gathered) -> dict[str, Member]:
    """Choose the file of each table, in the order of the journey; files of no table are noted, two files for one are a problem."""
    by_name: dict[str, list[str]] = {}
    for table, mapping in how.tables.items():
        by_name.setdefault(mapping.file.lower(), []).append(table)
    by_stem = {headings.plain(record.table): record.table for record in RECORDS if not how.of(record.table).file}
    found: dict[str, list[Member]] = {}
    for member in opened.members:
        stem, suffix = Path(member.name).stem, Path(member.name).suffix.lower()
        own = by_stem.get(headings.plain(stem)) if suffix in _READERS else None
        tables = by_name.get(member.name.lower()) or ([own] if own else [])
        for table in tables:
            found.setdefault(table, []).append(member)
        if not tables and member.name.lower() not in (MAPPING_FILE, "mapping.yml"):
            gathered.notes.append(Problem("No record type has this name, so the file was not read.", where=member.name))
    for table, mapping in how.tables.items():
        if mapping.file and table not in found:
            what = f"The mapping names the file “{mapping.file}”, which is not in the extract."
            gathered.problems.append(Problem(what, where=MAPPING_FILE, column=f"tables.{table}.file"))
    for table, members in found.items():
        if len(members) > 1:
            names = ", ".join(member.name for member in members)
            remedy = "Keep one of them, or name it under file in mapping.yaml."
            gathered.problems.append(Problem(f"Several files are for the table {table}: {names}.", remedy=remedy))
    return {record.table: found[record.table][0] for record in RECORDS if record.table in found}


def _read_one(table: str, member: Member, how: SourceMapping, authority: str, gathered: _Gathered) -> None:
    record = next(record for record in RECORDS if record.table == table)
    try:
        sheet = _sheet(member)
    except NotReadable as unreadable:
        gathered.problems.append(unreadable.problem)
        return
    except Refused as refused:
        gathered.problems += refused.problems
        return
    wanted = _match(record, sheet, how, gathered)
    gathered.notes += sheet.notes
    if gathered.problems:
        return
    gathered.lacks += [f"{table}.{each.column.name}" for each in wanted if each.place is None]
    checked = check(sheet.without_blank_rows(), wanted, Subject(table, title_of(record), record.key), gathered.connection)
    _keep(record, sheet, checked, authority, gathered)


def _keep(record: type[Record], sheet: Sheet, checked: Checked, authority: str, gathered: _Gathered) -> None:
    gathered.tables[record.table] = in_journey_columns(checked.table, record, authority)
    gathered.quarantine.append(checked.quarantine)
    counts = (checked.read, checked.loaded, checked.quarantined)
    gathered.files.append(SourceFile(sheet.file, sheet.sha256, *counts, record.table, sheet.name))


def _sheet(member: Member) -> Sheet:
    data = member.read()
    if not data:
        raise NotReadable(Problem("The file is empty.", where=member.name, remedy="Take the extract again."))
    read = _READERS.get(Path(member.name).suffix.lower(), read_csv)
    return read(member.name, data, hashlib.sha256(data).hexdigest())


def _match(record: type[Record], sheet: Sheet, how: SourceMapping, gathered: _Gathered) -> list[Wanted]:
    """Find each column of the record among the headings; what cannot be settled is a problem, a heading of no column a note."""
    mapping = how.of(record.table)
    places = headings.positions(sheet.headings)
    wanted = []
    for column in record.columns:
        heading = mapping.columns.get(column.name, column.name)
        at = places.get(headings.plain(heading), [])
        if len(at) > 1:
            gathered.problems.append(Problem(f"The heading “{heading}” is there {len(at)} times.", where=sheet.file, row=1))
        reader = Reader(dates=how.dates, spellings=mapping.codes.get(column.name, {}))
        wanted.append(Wanted(column, at[0] if at else None, sheet.headings[at[0]] if at else heading, reader))
    gathered.problems += _not_found(record, sheet, mapping, wanted)
    used = {each.place for each in wanted}
    unused = [heading for place, heading in enumerate(sheet.headings) if heading and place not in used]
    if unused:
        what = f"No column of {record.table} has the {_count('heading', unused)} {_list(unused)}; not read."
        gathered.notes.append(Problem(what, where=sheet.file))
    return wanted


def _not_found(record: type[Record], sheet: Sheet, mapping: TableMapping, wanted: Sequence[Wanted]) -> list[Problem]:
    if all(each.place is None for each in wanted):
        expected = ", ".join(each.heading for each in wanted)
        what = f"None of its headings is known: {_list(sheet.headings)}."
        return [Problem(what, where=sheet.file, row=1, remedy=f"Expected for {record.table} are {expected}.")]
    problems = []
    for each in wanted:
        if each.place is None and (each.column.required or each.column.name in mapping.columns):
            near = headings.nearest(each.heading, sheet.headings)
            remedy = f"Is it “{near}”? Say so in mapping.yaml." if near else f"The headings are {_list(sheet.headings)}."
            problems.append(Problem(f"There is no heading “{each.heading}”.", where=sheet.file, row=1, remedy=remedy))
    return problems


def _extract(gathered: _Gathered, how: SourceMapping, as_at: date, authority: str) -> Extract:
    gathered.notes += unknown_children(gathered.tables)
    hashes = [(file.record, file.sha256) for file in gathered.files]
    return Extract(
        source="tables",
        as_at=as_at,
        authority=authority,
        tables=gathered.tables,
        quarantine=pa.concat_tables([QUARANTINE.empty_table(), *gathered.quarantine]).combine_chunks(),
        files=tuple(gathered.files),
        coverage={table: how.of(table).covers_from for table in gathered.tables},
        lacks=frozenset(gathered.lacks),
        notes=tuple(gathered.notes),
        fingerprint=fingerprint_of("tables", as_at, authority, hashes, how.fingerprint),
    )


def unknown_children(tables: dict[str, pa.Table]) -> list[Problem]:
    """Note, for each table, how many children it has records of who are not among the people."""
    if "people" not in tables:
        return []
    people = tables["people"].column("child").combine_chunks()
    notes = []
    for name, table in tables.items():
        if "child" not in table.column_names or name == "people":
            continue
        child = table.column("child")
        unknown = pc.count_distinct(child.filter(pc.invert(pc.is_in(child, value_set=people)))).as_py()
        if unknown:
            what = f"{unknown:,} {'child has' if unknown == 1 else 'children have'} records here and none in people."
            notes.append(Problem(what, where=name, remedy="Their age, sex and ethnicity are not known."))
    return notes


def _count(word: str, found: Sequence[str]) -> str:
    return word if len(found) == 1 else f"{word}s"


def _list(found: Sequence[str]) -> str:
    shown = ", ".join(f"“{heading[:60]}”" for heading in found[:20])
    return f"{shown} and {len(found) - 20:,} more" if len(found) > 20 else shown
