"""Runs facts and plans on DuckDB. It is handed a connection in which the journey's tables stand; it never opens the store."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pyarrow as pa

from lightwell.definitions.model import Definition, Parameter
from lightwell.engines.plan import ALL_MONTHS, TALLIES, Tally, tallies
from lightwell.facts import FACTS, fact_table, input_tables, statements
from lightwell.periods import Month, months_between

_SIDE_BY_SIDE = min(4, os.cpu_count() or 1)
"""How many statements run at once: DuckDB gives a table of few rows one thread, so a second core needs a second statement."""

_WORKING = "working"


def make_table(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    """Make a table of the connection's own from an Arrow table."""
    connection.register("given", table)
    connection.execute(f"create or replace table {name} as select * from given")
    connection.unregister("given")


def _work_apart(connection: duckdb.DuckDBPyConnection) -> None:
    """Make tables in a schema of their own, so that facts worked out anew stand before the views of a snapshot's stored ones."""
    connection.execute(f"create schema if not exists {_WORKING}")
    connection.execute(f"set search_path = '{_WORKING},main'")


def prepare(connection: duckdb.DuckDBPyConnection, months: list[Month], parameters: Mapping[str, Parameter]) -> None:
    """Make the small tables that facts and plans read: calendar, months, labels and parameters by month."""
    _work_apart(connection)
    tables = input_tables(months, {name: parameter.values for name, parameter in parameters.items()})
    counted = months_between(months[0].plus(-11), months[-1])
    tables[ALL_MONTHS] = pa.table({"month": pa.array([month.start for month in counted], pa.date32())})
    tables["parameter_values"] = _parameter_values(counted, parameters)
    for name, table in tables.items():
        make_table(connection, name, table)


def build_facts(connection: duckdb.DuckDBPyConnection, facts: Iterable[str] = ()) -> list[str]:
    """Make the named facts as tables, all of them where none is named; gives the names of the tables. `prepare` must have been called."""
    names = tuple(facts) or tuple(fact.name for fact in FACTS)
    for wave in statements(names):
        _side_by_side(connection, [[f"create or replace table {statement.table} as {statement.query}"] for statement in wave])
    return [fact_table(name) for name in names]


def tally(connection: duckdb.DuckDBPyConnection, definitions: Iterable[Definition]) -> str:
    """Count every definition, and give the name of the table of counts (`TALLIES`). The facts must stand in the connection."""
    connection.execute(
        "create or replace table tallies "
        "(month date, breakdown varchar, member varchar, indicator varchar, numerator double, denominator double)"
    )
    _side_by_side(connection, [_steps(group) for group in tallies(definitions)])
    return "tallies"


def _steps(group: Tally) -> list[str]:
    made = [f"create or replace table {name} as {query}" for name, query in group.setup]
    return [
        *made,
        f"insert into tallies ({TALLIES}) {' union all '.join(group.queries)}",
        *(f"drop table {name}" for name, _ in group.setup),
    ]


def _side_by_side(connection: duckdb.DuckDBPyConnection, jobs: Sequence[Sequence[str]]) -> None:
    """Run several jobs at once, each its statements in order, each on a cursor of its own."""

    def run(job: tuple[duckdb.DuckDBPyConnection, Sequence[str]]) -> None:
        cursor, steps = job
        with cursor:
            _work_apart(cursor)
            for step in steps:
                cursor.execute(step)

    with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
        list(pool.map(run, [(connection.cursor(), job) for job in jobs]))


def _parameter_values(months: list[Month], parameters: Mapping[str, Parameter]) -> pa.Table:
    """One row for each month and one column for each parameter: the value in force on the month's last day."""
    columns: dict[str, pa.Array] = {"month": pa.array([month.start for month in months], pa.date32())}
    for name, parameter in parameters.items():
        columns[name] = pa.array([parameter.on(month.end) for month in months], pa.float64())
    return pa.table(columns)
