"""Makes the tables that rules read, and what several rules share, in a database.

Tables and columns that the return does not have are made empty, so that every rule can be read; `lacking` says which they are, so that no
rule that needs them counts as run.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Collection as Several
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

import duckdb
import pyarrow as pa

from lightwell.checks.relations import Relation, macros, relations
from lightwell.checks.side_by_side import side_by_side
from lightwell.checks.texts import KEPT_AS_TEXT, ROW, TYPES, typed
from lightwell.periods import bank_holidays
from lightwell.returns.collections import Collection
from lightwell.returns.shapes import LAST, Shape, shapes

_FIRST_YEAR, _YEARS = 2000, 45
_SATURDAY = 5


def prepare(
    connection: duckdb.DuckDBPyConnection,
    of: str,
    tables: Mapping[str, pa.Table],
    collection: Collection,
    needed: Several[str] | None = None,
    authority: str | None = None,
) -> frozenset[str]:
    """Make every table of a return, this year's and last year's, and what rules share; gives what is lacking, as `table` or `table.column`.

    `tables` holds texts under the names of the shapes, those of the year before ending in `_last`, each with a column `row`. Where it is
    said which tables and relations are `needed`, only they are made.
    """
    begin(connection, of, collection.first_day, collection.last_day, authority)
    for name, constant in (("codes", codes_of), ("calendar", calendar)):
        if needed is None or name in needed:
            _keep(connection, name, constant(of))
    shaped = [(shape, shape.name + ending) for shape in shapes(of).values() for ending in ("", LAST)]
    wanted = [(shape, name) for shape, name in shaped if needed is None or name in needed]

    def make(cursor: duckdb.DuckDBPyConnection, each: tuple[Shape, str]) -> None:
        shape, name = each
        given = tables.get(name)
        _keep(cursor, name, empty(shape) if given is None else typed(shape, given))

    side_by_side(connection, wanted, make)
    for wave in _waves([one for one in relations(of).values() if needed is None or one.name in needed]):
        statements = [f"create or replace {one.kind} {one.name} as {one.select}" for one in wave]
        side_by_side(connection, statements, lambda cursor, statement: cursor.execute(statement))
    return lacking(of, tables)


def _waves(given: Sequence[Relation]) -> Iterator[Sequence[Relation]]:
    """Divide relations into those that can be made at once, each wave reading only the waves before it."""
    left = list(given)
    while left:
        names = {one.name for one in left}
        yield [one for one in left if not one.needs & names]
        left = [one for one in left if one.needs & names]


def keep_constants(connection: duckdb.DuckDBPyConnection, of: str) -> None:
    """Make what no return and no collection changes."""
    for name, constant in (("codes", codes_of), ("calendar", calendar)):
        _keep(connection, name, constant(of))


def _keep(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    """Copy a table into the database: only the cursor itself would see it otherwise."""
    connection.register(f"given_{name}", table)
    connection.execute(f"create or replace table {name} as select * from given_{name}")  # noqa: S608 - names are the shapes'
    connection.unregister(f"given_{name}")


def begin(connection: duckdb.DuckDBPyConnection, of: str, first_day: date, last_day: date, authority: str | None) -> None:
    """Make what rules may call."""
    told = "null::varchar" if authority is None else "'" + authority.replace("'", "''") + "'"
    connection.execute(f"create or replace macro collection_start() as date '{first_day}'")
    connection.execute(f"create or replace macro collection_end() as date '{last_day}'")
    connection.execute(f"create or replace macro local_authority() as {told}")
    for statement in macros(of):
        connection.execute(statement)


def lacking(of: str, tables: Mapping[str, pa.Table]) -> frozenset[str]:
    """Say what a return does not have, as `table` or `table.column`."""
    found = set()
    for shape in shapes(of).values():
        for name in (shape.name, shape.name + LAST):
            if name not in tables:
                found.add(name)
                continue
            have = set(tables[name].column_names)
            found |= {f"{name}.{column}" for column in shape.names if column not in have}
    return frozenset(found)


@functools.cache
def empty(shape: Shape) -> pa.Table:
    """Give a table without rows, in the types that rules read."""
    columns = {ROW: pa.int64()}
    for column in shape.columns:
        columns[column.name] = TYPES[column.kind]
        if column.kind in KEPT_AS_TEXT:
            columns[f"{column.name}_text"] = pa.string()
    return pa.schema(columns.items()).empty_table()


@functools.cache
def calendar(_of: str = "") -> pa.Table:
    """Give every day with `working_day`, how many working days of England there have been by it: differences are working days between."""
    days = [date(_FIRST_YEAR, 1, 1) + timedelta(days=step) for step in range(366 * _YEARS)]
    free = bank_holidays()
    counted = itertools.accumulate(int(day.weekday() < _SATURDAY and day not in free) for day in days)
    return pa.table({"day": pa.array(days), "working_day": pa.array(counted, pa.int32())})


@functools.cache
def codes_of(of: str) -> pa.Table:
    """Give the codes of a return's columns: `name` is `table.column`."""
    rows = [(f"{shape.name}.{column.name}", code) for shape in shapes(of).values() for column in shape.columns for code in column.codes]
    return pa.table({"name": [name for name, _ in rows], "code": [code for _, code in rows]})
