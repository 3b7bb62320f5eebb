"""Runs facts and plans on DuckDB. It is handed a connection in which the journey's tables stand; it never opens the store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import duckdb
import pyarrow as pa

from lightwell.definitions.model import Definition, Parameter
from lightwell.engines.plan import ALL_MONTHS, TALLIES, Tally, tallies
from lightwell.facts import FACTS, fact_table, input_tables, statements
from lightwell.periods import Month, months_between


def prepare(connection: duckdb.DuckDBPyConnection, months: list[Month], parameters: Mapping[str, Parameter]) -> None:
    """Make the small tables that facts and plans read: calendar, months, labels and parameters by month."""
    tables = input_tables(months, {name: parameter.values for name, parameter in parameters.items()})
    counted = months_between(months[0].plus(-11), months[-1])
    tables[ALL_MONTHS] = pa.table({"month": pa.array([month.start for month in counted], pa.date32())})
    tables["parameter_values"] = _parameter_values(counted, parameters)
    for name, table in tables.items():
        _make(connection, name, table)


def build_facts(connection: duckdb.DuckDBPyConnection, facts: Iterable[str] = ()) -> list[str]:
    """Make the named facts as tables, all of them where none is named; gives the names of the tables. `prepare` must have been called."""
    names = tuple(facts) or tuple(fact.name for fact in FACTS)
    for statement in statements(names):
        connection.execute(f"create or replace temp table {statement.table} as {statement.query}")
    return [fact_table(name) for name in names]


def tally(connection: duckdb.DuckDBPyConnection, definitions: Iterable[Definition]) -> str:
    """Count every definition, and give the name of the table of counts (`TALLIES`). The facts must stand in the connection."""
    connection.execute(
        "create or replace temp table tallies "
        "(month date, breakdown varchar, member varchar, indicator varchar, numerator double, denominator double)"
    )
    for group in tallies(definitions):
        _run(connection, group)
    return "tallies"


def _run(connection: duckdb.DuckDBPyConnection, group: Tally) -> None:
    for name, query in group.setup:
        connection.execute(f"create or replace temp table {name} as {query}")
    connection.execute(f"insert into tallies ({TALLIES}) {' union all '.join(group.queries)}")
    for name, _ in group.setup:
        connection.execute(f"drop table {name}")


def _make(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    connection.register("given", table)
    connection.execute(f"create or replace temp table {name} as select * from given")
    connection.unregister("given")


def _parameter_values(months: list[Month], parameters: Mapping[str, Parameter]) -> pa.Table:
    """One row for each month and one column for each parameter: the value in force on the month's last day."""
    columns: dict[str, pa.Array] = {"month": pa.array([month.start for month in months], pa.date32())}
    for name, parameter in parameters.items():
        columns[name] = pa.array([parameter.on(month.end) for month in months], pa.float64())
    return pa.table(columns)
