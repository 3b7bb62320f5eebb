"""Makes the tables that rules read of the texts of a return: days as days, numbers as numbers, and each text kept beside.

A column `dob` is the day, or null where there is none or it cannot be read; `dob_text` is what stood in the file. Codes and texts are
trimmed, and blank is null. Tables and columns that the return does not have are made empty, so that every rule can be read; `lacking`
says which they are, so that no rule that needs them counts as run.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Mapping
from datetime import date, timedelta
from importlib.resources import files

import duckdb
import pyarrow as pa

from lightwell.periods import is_working_day
from lightwell.returns.collections import Collection
from lightwell.returns.shapes import LAST, Column, Shape, shapes

ROW = "row"
"""The place of a record in its file, from 0."""

_READ = {
    "text": "nullif(trim({raw}), '')",
    "code": "nullif(trim({raw}), '')",
    # A year of two digits is no year: 01/06/21 would be read as in the year 21.
    "day": "case when regexp_matches(trim({raw}), '^([0-9]{{1,2}}/[0-9]{{1,2}}/|)[0-9]{{4}}(-[0-9]{{1,2}}-[0-9]{{1,2}}|)$') "
    "then coalesce(try_strptime(trim({raw}), '%d/%m/%Y'), try_strptime(trim({raw}), '%Y-%m-%d'))::date end",
    "whole": "try_cast(trim({raw}) as integer)",
}
_FIRST_YEAR, _YEARS = 2000, 45
_KEPT_AS_TEXT = ("day", "whole")
_TYPES = {"text": "varchar", "code": "varchar", "day": "date", "whole": "integer"}


def prepare(connection: duckdb.DuckDBPyConnection, of: str, tables: Mapping[str, pa.Table], collection: Collection) -> frozenset[str]:
    """Make every table of a return, this year's and last year's, and what rules share; gives what is lacking, as `table` or `table.column`.

    `tables` holds texts under the names of the shapes, those of the year before ending in `_last`, each with a column `row`.
    """
    connection.execute(f"create or replace macro collection_start() as date '{collection.first_day}'")
    connection.execute(f"create or replace macro collection_end() as date '{collection.last_day}'")
    connection.register("calendar", _calendar())
    connection.execute("create or replace table codes (name varchar, code varchar)")
    lacking: set[str] = set()
    for shape in shapes(of).values():
        _add_codes(connection, shape)
        for name in (shape.name, shape.name + LAST):
            lacking |= _make(connection, shape, name, tables.get(name))
    for statement in _shared(of):
        connection.execute(statement)
    return frozenset(lacking)


@functools.cache
def _calendar() -> pa.Table:
    """Give every day with `working_day`, how many working days of England there have been by it: differences are working days between."""
    days = [date(_FIRST_YEAR, 1, 1) + timedelta(days=step) for step in range(366 * _YEARS)]
    counted = itertools.accumulate(int(is_working_day(day)) for day in days)
    return pa.table({"day": pa.array(days), "working_day": pa.array(counted, pa.int32())})


def _add_codes(connection: duckdb.DuckDBPyConnection, shape: Shape) -> None:
    rows = [(f"{shape.name}.{column.name}", code) for column in shape.columns for code in column.codes]
    connection.register("given", pa.table({"name": [name for name, _ in rows], "code": [code for _, code in rows]}))
    connection.execute("insert into codes select name, code from given")
    connection.unregister("given")


def _make(connection: duckdb.DuckDBPyConnection, shape: Shape, name: str, given: pa.Table | None) -> set[str]:
    """Make one table; gives what it lacks."""
    if given is None:
        columns = ", ".join(f"{one} {kind}" for column in shape.columns for one, kind in _typed(column))
        connection.execute(f"create or replace table {name} ({ROW} bigint, {columns})")
        return {name}
    connection.register("given", given)
    parts = [f"{ROW}::bigint as {ROW}"]
    for column in shape.columns:
        raw = f'"{column.name}"' if column.name in given.column_names else "cast(null as varchar)"
        parts.append(f"{_READ[column.kind].format(raw=raw)} as {column.name}")
        if column.kind in _KEPT_AS_TEXT:
            parts.append(f"nullif(trim({raw}), '') as {column.name}_text")
    connection.execute(f"create or replace table {name} as select {', '.join(parts)} from given")  # noqa: S608 - names are the shapes'
    connection.unregister("given")
    return {f"{name}.{column.name}" for column in shape.columns if column.name not in given.column_names}


def _typed(column: Column) -> list[tuple[str, str]]:
    held = [(column.name, _TYPES[column.kind])]
    return [*held, (f"{column.name}_text", "varchar")] if column.kind in _KEPT_AS_TEXT else held


def _shared(of: str) -> list[str]:
    """Read the statements that make what several rules share, in the order of their files' names."""
    folder = files("lightwell.checks") / "sql" / of
    paths = sorted((path for path in folder.iterdir() if path.name.endswith(".sql")), key=lambda path: path.name)
    texts = [path.read_text(encoding="utf-8") for path in paths]
    return [statement for text in texts for statement in text.split(";\n") if statement.strip()]
