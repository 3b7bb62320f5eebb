"""Runs facts and plans on DuckDB. It is handed a connection in which the journey's tables stand; it never opens the store."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import duckdb
import pyarrow as pa

from lightwell.definitions.model import Definition, Parameter
from lightwell.engines.plan import ALL_MONTHS, TALLIES, Tally, tallies
from lightwell.facts import fact_named, fact_statement, input_tables, shared_statements, tables_on
from lightwell.periods import Month, months_between

_SIDE_BY_SIDE = min(4, os.cpu_count() or 1)
"""How many statements run at once: DuckDB gives a table of few rows one thread, so a second core needs a second statement."""

_WHILE_COUNTING = (
    f"set threads = {max(1, (os.cpu_count() or 1) // _SIDE_BY_SIDE)}",  # threads of DuckDB's own would contend with the statements beside
    "set preserve_insertion_order = false",  # whoever stores or shows rows puts them in order
)
_AFTERWARDS = ("reset threads", "reset preserve_insertion_order")

WORKING = "working"
"""The schema of the tables that are made here."""

TODAY = "today"
"""The schema of the roll calls on the day of the extract, which have the names of those at month ends."""

_ON_THE_DAY = ("open_status", "agreed_visit", "caseholder", "last_done")
"""The shared tables that depend on the day; the others are those that stand for the months."""


@dataclass(frozen=True)
class _Job:
    """Statements to run in order on one cursor: what they make, and the jobs that must be done before."""

    makes: str
    needs: tuple[str, ...]
    steps: tuple[str, ...]


def make_table(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    """Make a table of the connection's own from an Arrow table."""
    connection.register("given", table)
    connection.execute(f"create or replace table {name} as select * from given")
    connection.unregister("given")


def _work_apart(connection: duckdb.DuckDBPyConnection, schema: str = WORKING) -> None:
    """Make tables in a schema of their own, so that facts worked out anew stand before the views of a snapshot's stored ones."""
    connection.execute(f"create schema if not exists {schema}")
    connection.execute(f"set search_path = '{','.join(dict.fromkeys((schema, WORKING, 'main')))}'")


@contextmanager
def tuned(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Set DuckDB up for many statements at once while counting, and put it back as it was."""
    for setting in _WHILE_COUNTING:
        connection.execute(setting)
    try:
        yield
    finally:
        for setting in _AFTERWARDS:
            connection.execute(setting)


def prepare(connection: duckdb.DuckDBPyConnection, months: list[Month], parameters: Mapping[str, Parameter]) -> None:
    """Make the small tables that facts and plans read: calendar, months, labels and parameters by month."""
    _work_apart(connection)
    tables = input_tables(months, {name: parameter.values for name, parameter in parameters.items()})
    counted = months_between(months[0].plus(-11), months[-1])
    tables[ALL_MONTHS] = pa.table({"month": pa.array([month.start for month in counted], pa.date32())})
    tables["parameter_values"] = _parameter_values(counted, parameters)
    for name, table in tables.items():
        make_table(connection, name, table)


def count(connection: duckdb.DuckDBPyConnection, definitions: Iterable[Definition]) -> list[str]:
    """Make the facts that the definitions need and count every definition into the table `tallies` (`TALLIES`).

    Gives the names of the fact tables. `prepare` must have been called.
    """
    groups: dict[str, list[Tally]] = defaultdict(list)
    for group in tallies(definitions):
        groups[group.fact].append(group)
    connection.execute(
        "create or replace table tallies "
        "(month date, breakdown varchar, member varchar, indicator varchar, period_type varchar, numerator double, denominator double)"
    )
    facts = [fact_statement(name) for name in sorted(groups, key=_place)]
    jobs = [_Job(each.table, each.needs, (_made(each.table, each.query),)) for each in shared_statements()]
    for fact, name in zip(facts, sorted(groups, key=_place), strict=True):
        steps = [step for group in groups[name] for step in _steps(group)]
        jobs.append(_Job(fact.table, fact.needs, (_made(fact.table, fact.query), *steps)))
    _side_by_side(connection, jobs)
    return [fact.table for fact in facts]


def call_rolls(connection: duckdb.DuckDBPyConnection, day: date, facts: Iterable[str], parameters: Mapping[str, Parameter]) -> None:
    """Call the rolls on one day by the same statements as at month ends, into tables of the schema `TODAY`.

    Beside the facts it makes `months` of one row, and `parameter_values` of the day. `count` must have been called.
    """
    held = {name: pa.array([parameter.on(day)], pa.float64()) for name, parameter in parameters.items()}
    tables = {**tables_on(day), "parameter_values": pa.table({"month": pa.array([Month.of(day).start], pa.date32()), **held})}
    connection.execute(f"create schema if not exists {TODAY}")
    for name, table in tables.items():
        make_table(connection, f"{TODAY}.{name}", table)
    statements = [each for each in shared_statements() if each.table in _ON_THE_DAY] + [fact_statement(name) for name in facts]
    made = {each.table for each in statements}
    jobs = [_Job(each.table, tuple(need for need in each.needs if need in made), (_made(each.table, each.query),)) for each in statements]
    _side_by_side(connection, jobs, TODAY)


def _place(fact: str) -> tuple[bool, bool, int]:
    """Order facts so that neither core waits: events need no roll of what was last done, and the longest of the rest come first."""
    found = fact_named(fact)
    return found.roll_call, "last_done" in fact_statement(fact).needs, -len(found.own_columns)


def _made(table: str, query: str) -> str:
    return f"create or replace table {table} as {query}"


def _steps(group: Tally) -> list[str]:
    made = [_made(name, query) for name, query in group.setup]
    counted = f"insert into tallies ({TALLIES}) {' union all '.join(group.queries)}"
    return [*made, counted, *(f"drop table {name}" for name, _ in group.setup)]


def _side_by_side(connection: duckdb.DuckDBPyConnection, jobs: Sequence[_Job], schema: str = WORKING) -> None:
    """Run jobs at once, each on a cursor of its own, once those that it needs are done; a job comes after those that it needs."""
    done: dict[str, Future[None]] = {}

    def run(cursor: duckdb.DuckDBPyConnection, job: _Job) -> None:
        with cursor:
            for name in job.needs:
                done[name].result()
            _work_apart(cursor, schema)
            for step in job.steps:
                cursor.execute(step)

    with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
        for job in jobs:
            done[job.makes] = pool.submit(run, connection.cursor(), job)
    for future in done.values():
        future.result()


def _parameter_values(months: list[Month], parameters: Mapping[str, Parameter]) -> pa.Table:
    """One row for each month and one column for each parameter: the value in force on the month's last day."""
    columns: dict[str, pa.Array] = {"month": pa.array([month.start for month in months], pa.date32())}
    for name, parameter in parameters.items():
        columns[name] = pa.array([parameter.on(month.end) for month in months], pa.float64())
    return pa.table(columns)
