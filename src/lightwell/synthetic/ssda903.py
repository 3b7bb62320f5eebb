"""The SSDA903 of the invented authority: what it would send to the Department about a year's children in care, made of their journey.

The return is clean by construction: consistent with itself and with the year before. `planted` adds children with one known error each
(`ssda903_plants`), and `many_ssda903` gives as many children as a test of speed needs.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from lightwell.errors import NotFound
from lightwell.returns import Collection, Shape, shapes
from lightwell.synthetic.authority import Authority
from lightwell.synthetic.days import FIRST_MONTH, LAST_MONTH
from lightwell.synthetic.ssda903_care import CARE, SHARED
from lightwell.synthetic.ssda903_model import InventedReturn, Tables
from lightwell.synthetic.ssda903_planted_model import Planted
from lightwell.synthetic.ssda903_plants import plant
from lightwell.synthetic.ssda903_tables import TABLES, YEAR
from lightwell.synthetic.ssda903_writing import write_csv, write_xml

_CYCLE_YEARS, _CYCLE_DAYS = 4, 1461
"""The calendar is the same every four years, leap days and all, from 1901 to 2099."""

_FIRST = Collection(FIRST_MONTH.year)
_LAST = Collection(LAST_MONTH.year - 2 if LAST_MONTH.number < 3 else LAST_MONTH.year - 1)
"""The first collection of which the history has a part, and the last that it has whole."""

_SINCE = {"social_worker_episodes": Collection(2023), "deprivation_of_liberty": Collection(2026)}
"""Tables that the return has had only since a collection."""

_USED = (
    "people", "periods_of_care", "placements", "legal_statuses", "care_reviews", "health_assessments", "dental_checks", "missing_episodes",
    "adoptions", "adopters", "care_leavers", "allocations", "child_in_need_plans",
)  # fmt: skip


def ssda903_return(authority: Authority, collection: Collection, *, planted: bool = False) -> InventedReturn:
    """Make the return of a collection and that of the year before, which go with each other.

    It has everything that was recorded in the end about days up to 31 March, as returns are sent in summer. Collections after the last year
    that the history has whole are the history moved on by four years, or eight and so on. Raises `NotFound` for one before the history.
    """
    if collection <= _FIRST:
        what = f"The history of {authority.name} begins in {FIRST_MONTH.name} and does not hold the year {collection} with the one before."
        raise NotFound(f"{what} Choose a later collection.")
    connection = duckdb.connect()
    _prepare(connection, authority, collection)
    now, before = (_year(connection, authority, each) for each in (collection, Collection(collection.year - 1)))
    connection.close()
    if not planted:
        return InventedReturn(collection, now, before)
    return InventedReturn(collection, *plant(now, before, collection, authority.code))


def write_ssda903(
    authority: Authority,
    collection: Collection,
    folder: Path,
    *,
    last_year: bool = False,
    planted: bool = False,
    as_xml: bool = False,
    derived: bool = True,
) -> tuple[Planted, ...]:
    """Write the return of a collection into a folder, one CSV file for each table; gives the errors planted in it.

    `last_year` writes the return of the year before in its place, the one to be given beside it. `as_xml` writes one XML file,
    `ssda903.xml`. `derived` adds the columns that the Department works out itself: unaccompanied in the header, and distance, authority and
    location of the placement. Raises `NotFound` for a collection before the history, and `ValueError` for errors planted in XML, which
    cannot say many of them.

    OC3 has only those care leavers whose care these two years' returns show, because rules 1001 and 1002 find every other one.
    """
    if planted and as_xml:
        raise ValueError("Errors are planted in CSV only: XML holds a child together, so that many of them cannot be written.")
    made = ssda903_return(authority, collection, planted=planted)
    write_ssda903_tables(made.last_year if last_year else made.tables, folder, as_xml=as_xml, derived=derived)
    return () if last_year else made.planted


def write_ssda903_tables(tables: Tables, folder: Path, *, as_xml: bool = False, derived: bool = True) -> None:
    """Write the tables of a return into a folder, as CSV files or as one XML file."""
    folder.mkdir(parents=True, exist_ok=True)
    if as_xml:
        write_xml(tables, folder / "ssda903.xml", derived=derived)
    else:
        write_csv(tables, folder, derived=derived)


def _prepare(connection: duckdb.DuckDBPyConnection, authority: Authority, collection: Collection) -> None:
    """Make the care of all years, the journey moved on so that the collection falls into it."""
    cycles = max(0, -(-(collection.year - _LAST.year) // _CYCLE_YEARS))
    for name in _USED:
        connection.register(name, _moved(authority.journey[name], cycles * _CYCLE_DAYS))
    connection.register("codes", _codes())
    given = {"own": authority.code, "last": collection.last_day}
    for statement in (*SHARED, *CARE):
        connection.execute(statement, _used(statement, given))


def _year(connection: duckdb.DuckDBPyConnection, authority: Authority, collection: Collection) -> dict[str, pa.Table]:
    given = {"start": collection.first_day, "end": collection.last_day, "own": authority.code}
    for statement in YEAR:
        connection.execute(statement, _used(statement, given))
    wanted = [shape for shape in shapes("ssda903").values() if shape.name in TABLES and _SINCE.get(shape.name, collection) <= collection]
    return {shape.name: _table(connection, shape, given) for shape in wanted}


def _table(connection: duckdb.DuckDBPyConnection, shape: Shape, given: Mapping[str, object]) -> pa.Table:
    """Make one table, days as dd/mm/yyyy and everything else as text, in the order of children and days."""
    parts = [
        f"strftime({column.name}, '%d/%m/%Y') as {column.name}" if column.kind == "day" else f"{column.name}::varchar as {column.name}"
        for column in shape.columns
    ]
    days = [f"told.{column.name} nulls last" for column in shape.columns if column.kind == "day"]
    query = f"select {', '.join(parts)} from ({TABLES[shape.name]}) as told order by {', '.join(['told.child', *days])}"
    return connection.sql(query, params=_used(query, given)).to_arrow_table()


def _used(statement: str, given: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in given.items() if f"${name}" in statement}


def _moved(rows: pa.Table, days: int) -> pa.Table:
    """Move every day of a table on."""
    for place, field in enumerate(rows.schema):
        if days and field.type == pa.date32():
            rows = rows.set_column(place, field, pc.add(rows[field.name].cast(pa.int32()), pa.scalar(days, pa.int32())).cast(pa.date32()))
    return rows


@functools.cache
def _codes() -> pa.Table:
    pairs = [(f"{s.name}.{c.name}", code) for s in shapes("ssda903").values() for c in s.columns for code in c.codes]
    return pa.table({"name": [name for name, _ in pairs], "code": [code for _, code in pairs]})
