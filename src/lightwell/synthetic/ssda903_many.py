"""Returns of as many children as a test of speed needs: copies of an invented one, each with children of its own, and errors strewn in."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import pyarrow as pa

from lightwell.returns import Column, shapes
from lightwell.synthetic.ssda903_care import SHARED
from lightwell.synthetic.ssda903_model import InventedReturn

_APART = 10_000_000
"""Children of one copy are numbered so far from those of the next."""

_MIX = "(({row} * 2654435761 + {seed} * 7919 + {salt}) % 4294967291 // 16)"
_WRONG_CODE, _WRONG_NUMBER, _WRONG_DAY = "ZZ9", "99", "31/02/2020"


def many_ssda903(made: InventedReturn, children: int, *, seed: int = 1, errors: float = 0.02) -> InventedReturn:
    """Give a return of so many children in its header, and the year before: copies of one, with a value wrong in a part of the rows.

    `errors` is that part, of this year's rows: a code that there is not, a day that there is not or a year late, or a blank. The same seed
    gives the same return. Raises `ValueError` for a return without children.
    """
    if not made.tables["header"].num_rows:
        raise ValueError("The return has no children to copy.")
    connection = duckdb.connect()
    for statement in SHARED:
        connection.execute(statement)
    connection.register("given", made.tables["header"])
    connection.execute("create table numbered as select child, row_number() over (order by child) - 1 as nth from given")
    count = connection.sql("select count(*) from numbered").fetchall()[0][0]
    copies = {"children": children, "count": count, "copies": -(-children // count)}
    now = {name: _copied(connection, name, table, copies, seed, errors) for name, table in made.tables.items()}
    before = {name: _copied(connection, name, table, copies, seed, 0.0) for name, table in made.last_year.items()}
    connection.close()
    return InventedReturn(made.collection, now, before)


def _copied(
    connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table, copies: Mapping[str, int], seed: int, errors: float
) -> pa.Table:
    """Copy one table; children of last year's return only are in every copy."""
    shape = shapes("ssda903")[name]
    salt = list(shapes("ssda903")).index(name) + 1
    columns = ["(copy * $apart + child::bigint)::varchar as child"]
    columns += [
        "case when starts_with(upn, 'UN') then upn else number_of(lpad((copy * $apart + child::bigint)::varchar, 12, '7')) end as upn"
        if column.name == "upn"
        else column.name
        for column in shape.columns[1:]
    ]
    mixed = _MIX.format(row="(row_number() over (order by copy, nth, told))", seed=seed, salt=salt * 104729)
    spoilt = (
        [_spoilt(column, place, len(shape.columns) - 1) for place, column in enumerate(shape.columns[1:])] if errors else shape.names[1:]
    )
    query = f"""
        with told as (select *, row_number() over () as told from given),
        copied as (
            select {", ".join(columns)}, {mixed} as luck
            from told cross join range($copies) as many (copy) left join numbered using (child)
            where copy * $count + coalesce(nth, 0) < $children
            order by copy, nth, told
        )
        select child, {", ".join(spoilt)} from copied
    """
    connection.register("given", table)
    used = {"apart": _APART, **copies, **({"part": round(errors * 100_000)} if errors else {})}
    return connection.sql(query, params=used).to_arrow_table()


def _spoilt(column: Column, place: int, columns: int) -> str:
    """Give a column with a wrong value where the row's luck has it so: each column has its share of the wrong rows."""
    wrong = {
        "code": f"'{_WRONG_CODE}'",
        "whole": f"'{_WRONG_NUMBER}'",
        "text": "null",
        "day": f"[null, '{_WRONG_DAY}', strftime(try_strptime({column.name}, '%d/%m/%Y') + interval 1 year, '%d/%m/%Y')]"
        "[1 + luck // 7 % 3]",
    }[column.kind]
    return f"case when luck % 100000 < $part and luck // 100000 % {columns} = {place} then {wrong} else {column.name} end as {column.name}"
