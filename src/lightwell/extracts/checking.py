"""From a sheet of text to typed rows: every value read, every row checked, and what cannot be loaded set aside with the reason.

Columns are read whole, by their different values; only rows with a problem are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from lightwell.extracts import messages
from lightwell.extracts.model import ARROW_TYPES, QUARANTINE
from lightwell.extracts.sheet import Sheet
from lightwell.extracts.values import Reader, Unreadable, Value
from lightwell.journey import Column


@dataclass(frozen=True)
class Wanted:
    """One column wanted of a sheet: what it means, where it stands (None if it is not there), its heading, and how to read it."""

    column: Column
    place: int | None
    heading: str
    reader: Reader


@dataclass(frozen=True)
class Subject:
    """What the rows of a sheet are: the table they go to, the words for one row, and the columns that identify one."""

    record: str
    title: str
    key: tuple[str, ...]


@dataclass(frozen=True)
class Checked:
    """The rows of a sheet, sorted out: `table` has `row`, `id` and each wanted column; `read = loaded + quarantined`."""

    table: pa.Table
    quarantine: pa.Table
    read: int
    loaded: int
    quarantined: int


@dataclass(frozen=True)
class _Read:
    """One column, read: the cells as text, the values, and why each different text that cannot be read cannot."""

    wanted: Wanted
    text: pa.Array
    values: pa.Array
    bad: pa.Array
    reasons: dict[str, Unreadable]


@dataclass(frozen=True)
class _Fault:
    """One problem of one row, by its place in the sheet."""

    index: int
    order: int
    column: str
    value: str | None
    reason: str
    remedy: str


def check(sheet: Sheet, wanted: Sequence[Wanted], subject: Subject, connection: duckdb.DuckDBPyConnection) -> Checked:
    """Read and check every row of a sheet, with a DuckDB to work in; rows without anything in them must have been left out before."""
    columns = [_read(sheet, each) for each in wanted]
    faults = [*_unreadable(sheet, columns), *_missing(sheet, columns, subject), *_too_early(sheet, columns, subject)]
    faulty = {fault.index for fault in faults}
    sound = _mask(len(sheet.rows), faulty)
    ids = identify(columns_by_name(columns), subject.key, connection)
    repeats = list(_repeated(sheet, columns, ids, sound, subject, connection))
    faults += repeats
    faulty |= {fault.index for fault in repeats}
    kept = pa.table([sheet.rows, ids, *(each.values for each in columns)], ["row", "id", *(_name(each) for each in columns)])
    if faulty:
        kept = kept.filter(_mask(len(sheet.rows), faulty))
    quarantine = _quarantine(sheet, columns, faults, subject)
    quarantined = len(faulty) + len(sheet.misfits)
    return Checked(kept, quarantine, len(sheet.rows) + len(sheet.misfits), kept.num_rows, quarantined)


def open_workspace() -> duckdb.DuckDBPyConnection:
    """Open a DuckDB in memory to check rows in, without a way to files; its many small queries are quicker on one thread."""
    return duckdb.connect(config={"threads": 1, "enable_external_access": False})


def columns_by_name(columns: Sequence[_Read]) -> dict[str, pa.Array]:
    """Map each column read to its values."""
    return {each.wanted.column.name: each.values for each in columns}


def key_hash(names: Sequence[str]) -> str:
    """Give the SQL of the first 16 letters of the MD5 of some columns.

    Not for security: the same key gives the same identifier in every load, on every machine.
    """
    parts = ", ".join(f"coalesce(CAST({name} AS VARCHAR), '')" for name in names)
    return f"left(md5(concat_ws(chr(31), {parts})), 16)"


def identify(values: dict[str, pa.Array], key: tuple[str, ...], connection: duckdb.DuckDBPyConnection) -> pa.Array:
    """Give each row its identifier: the source's own, or where it has none the hash of its key."""
    own = values.get("id")
    if own is not None and own.null_count == 0:
        return own
    keyed = pa.table([values[name] for name in key], [f"k{place}" for place in range(len(key))])
    connection.register("keyed", keyed)
    hashed = connection.sql(f"SELECT {key_hash(keyed.column_names)} AS id FROM keyed").to_arrow_table()
    connection.unregister("keyed")
    ids = whole(hashed.column("id")).cast(pa.string())
    return ids if own is None else pc.coalesce(own, ids)


def whole(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """Give a column as one piece."""
    joined = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return pa.concat_arrays(joined.chunks) if isinstance(joined, pa.ChunkedArray) else joined


def _name(each: _Read) -> str:
    # `id` is the table's own first column; the source's own identifier has been taken into it
    return "source_id" if each.wanted.column.name == "id" else each.wanted.column.name


def _mask(length: int, without: set[int]) -> pa.Array:
    flags = bytearray(b"\x01") * length
    for index in without:
        flags[index] = 0
    return pa.Array.from_buffers(pa.uint8(), length, [None, pa.py_buffer(flags)]).cast(pa.bool_())


def _read(sheet: Sheet, wanted: Wanted) -> _Read:
    kind = ARROW_TYPES[wanted.column.kind]
    length = len(sheet.rows)
    none = pa.nulls(length, pa.bool_()).fill_null(False)
    if wanted.place is None:
        return _Read(wanted, pa.nulls(length, pa.string()), pa.nulls(length, kind), none, {})
    text = sheet.columns[wanted.place]
    if wanted.column.kind == "text":
        return _Read(wanted, text, text, none, {})
    coded = text.dictionary_encode()
    values, reasons = _read_each(coded.dictionary.to_pylist(), wanted)
    bad = pa.array([each in reasons for each in coded.dictionary.to_pylist()], pa.bool_())
    return _Read(
        wanted,
        text,
        pa.array(values, kind).take(coded.indices),
        bad.take(coded.indices).fill_null(False) if reasons else none,
        reasons,
    )


def _read_each(texts: list[str], wanted: Wanted) -> tuple[list[Value], dict[str, Unreadable]]:
    reader = wanted.reader.of(wanted.column)
    values: list[Value] = []
    reasons: dict[str, Unreadable] = {}
    for text in texts:
        try:
            values.append(reader(text))
        except Unreadable as reason:
            reasons[text] = reason
            values.append(None)
    return values, reasons


def _at(sheet: Sheet, columns: Sequence[_Read], index: int) -> str:
    return messages.place(sheet.rows[index].as_py(), sheet.where, _child(columns, index))


def _child(columns: Sequence[_Read], index: int) -> str | None:
    for each in columns:
        if each.wanted.column.name == "child":
            return messages.one_line(each.text[index].as_py())
    return None


def _where_true(mask: pa.Array) -> list[int]:
    found: list[int] = pc.indices_nonzero(mask).to_pylist()
    return found


def _unreadable(sheet: Sheet, columns: Sequence[_Read]) -> Iterator[_Fault]:
    for order, each in enumerate(columns):
        if not each.reasons:
            continue
        for index in _where_true(each.bad):
            text = each.text[index].as_py()
            reason = each.reasons[text]
            shown = messages.one_line(text) or ""
            said = messages.unreadable(shown, each.wanted.heading, reason.what, _at(sheet, columns, index))
            yield _Fault(index, order, each.wanted.heading, text, said, reason.remedy)


def _missing(sheet: Sheet, columns: Sequence[_Read], subject: Subject) -> Iterator[_Fault]:
    for order, each in enumerate(columns):
        if not each.wanted.column.required or each.text.null_count == 0:
            continue
        for index in _where_true(pc.is_null(each.text)):
            said = messages.missing(subject.title, each.wanted.heading, _at(sheet, columns, index))
            yield _Fault(index, order, each.wanted.heading, None, said, messages.CORRECT.format(what="the record"))


def _too_early(sheet: Sheet, columns: Sequence[_Read], subject: Subject) -> Iterator[_Fault]:
    by_name = columns_by_name(columns)
    for order, each in enumerate(columns):
        first = each.wanted.column.not_before
        if not first or first not in by_name:
            continue
        for index in _where_true(pc.less(each.values, by_name[first]).fill_null(False)):
            day, earliest = each.values[index].as_py(), by_name[first][index].as_py()
            said = messages.too_early(subject.title, each.wanted.column, day, earliest, _at(sheet, columns, index))
            remedy = messages.CORRECT.format(what="the dates")
            yield _Fault(index, order, each.wanted.heading, each.text[index].as_py(), said, remedy)


def _repeated(
    sheet: Sheet, columns: Sequence[_Read], ids: pa.Array, sound: pa.Array, subject: Subject, connection: duckdb.DuckDBPyConnection
) -> Iterator[_Fault]:
    good = ids.filter(sound)
    if pc.count_distinct(good).as_py() == len(good):
        return
    places = pc.indices_nonzero(sound)
    for index, first in _pairs(pa.table([places, good], ["place", "id"]), connection):
        same = all(each.text[index].as_py() == each.text[first].as_py() for each in columns)
        at = _at(sheet, columns, index)
        said = messages.repeated(subject.title, sheet.rows[first].as_py(), same, at)
        yield _Fault(index, -1, "", ids[index].as_py(), said, "Take the repeated row out of the extract.")


def _pairs(numbered: pa.Table, connection: duckdb.DuckDBPyConnection) -> list[tuple[int, int]]:
    """List the places of rows whose identifier came before, each with the place where it first came."""
    connection.register("keyed", numbered)
    found: list[tuple[int, int]] = connection.execute(
        "SELECT place, earliest FROM (SELECT place, min(place) OVER (PARTITION BY id) AS earliest FROM keyed) "
        "WHERE place <> earliest ORDER BY place"
    ).fetchall()
    return found


def _quarantine(sheet: Sheet, columns: Sequence[_Read], faults: list[_Fault], subject: Subject) -> pa.Table:
    rows: list[dict[str, str | int | None]] = [
        {
            "row": sheet.rows[fault.index].as_py(),
            "column": fault.column,
            "value": messages.one_line(fault.value),
            "child": _child(columns, fault.index),
            "reason": fault.reason,
            "remedy": fault.remedy,
        }
        for fault in sorted(faults, key=lambda fault: (fault.index, fault.order))
    ]
    rows += [_misfit_row(sheet, row.row, row.cells, row.text) for row in sheet.misfits]
    for each in rows:
        each |= {"record": subject.record, "file": sheet.file, "sheet": sheet.name}
    return pa.Table.from_pylist(sorted(rows, key=lambda each: int(str(each["row"]))), schema=QUARANTINE)


def _misfit_row(sheet: Sheet, row: int, cells: int, text: str) -> dict[str, str | int | None]:
    reason = messages.misfit(cells, len(sheet.headings), messages.place(row, sheet.where, None))
    remedy = "Look for a separator or a quotation mark inside a cell, and write the file again."
    return {"row": row, "column": "", "value": messages.one_line(text), "child": None, "reason": reason, "remedy": remedy}
