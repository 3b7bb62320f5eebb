"""The engine's own answers for a journey that is held in plain rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb
import pyarrow as pa

from lightwell.definitions.load import Catalogue
from lightwell.definitions.model import Parameter
from lightwell.facts import FACTS, fact_table
from lightwell.journey import RECORDS
from lightwell.periods import Month
from lightwell.results.compute import Population, compute, months_for
from lightwell.store.reading import identity_columns, journey_columns
from tests.reference.journey import Journey, Parameters, Row
from tests.reference.values import Answer

POPULATION = Population(date(2015, 1, 1), 4321, "an invented estimate")

_ARROW = {"VARCHAR": pa.string(), "DATE": pa.date32(), "INTEGER": pa.int32(), "DOUBLE": pa.float64(), "BOOLEAN": pa.bool_()}

Place = tuple[str, Month, str, str]
"""Where a figure stands: indicator, month, breakdown and member."""


@dataclass(frozen=True)
class Worked:
    """What the engine made of a journey: every fact's rows, every figure, and the connection that can list the children."""

    connection: duckdb.DuckDBPyConnection
    catalogue: Catalogue
    facts: dict[str, list[Row]]
    answers: dict[Place, Answer]


def work_out(journey: Journey, shipped: Catalogue) -> Worked:
    """Run the engine on a journey, with the journey's parameters in place of those shipped."""
    connection = duckdb.connect(config={"threads": 1})
    for name, table in _tables(journey).items():
        connection.register("given", table)
        connection.execute(f"create table {name} as select * from given")
        connection.unregister("given")
    catalogue = Catalogue(shipped.definitions, _parameters(journey.parameters))
    built = compute(
        connection,
        catalogue=catalogue,
        months=months_for(journey.as_at),
        populations=(POPULATION,),
        coverage={record.table: None for record in RECORDS},
    )
    facts = {fact.name: _rows(connection, fact_table(fact.name)) for fact in FACTS if fact_table(fact.name) in built}
    return Worked(connection, catalogue, facts, _answers(connection))


def _tables(journey: Journey) -> dict[str, pa.Table]:
    found = {}
    for record in RECORDS:
        rows = [{"id": f"row {n}", "authority": "here", **row} for n, row in enumerate(journey.all(record.table))]
        found[record.table] = _table(rows, journey_columns(record))
        if any(column.identifying for column in record.columns):
            found[f"identity_{record.table}"] = _table(rows, identity_columns(record))
    return found


def _table(rows: list[Row], columns: dict[str, str]) -> pa.Table:
    return pa.table({name: pa.array([row[name] for row in rows], _ARROW[kind]) for name, kind in columns.items()})


def _parameters(given: Parameters) -> dict[str, Parameter]:
    return {name: Parameter(name, "", "", tuple(values), "") for name, values in given.items()}


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> list[Row]:
    found: list[Row] = connection.sql(f"select * from {table}").to_arrow_table().to_pylist()
    return found


def _answers(connection: duckdb.DuckDBPyConnection) -> dict[Place, Answer]:
    columns = "month, indicator, breakdown, member, numerator, denominator, value, state"
    months: dict[date, Month] = {}
    found: dict[Place, Answer] = {}
    for day, indicator, breakdown, member, *figure in connection.execute(f"select {columns} from result_values").fetchall():
        place = (indicator, months.setdefault(day, Month.of(day)), breakdown, member)
        assert place not in found, f"{place} stands twice in the results"
        found[place] = Answer(*figure)
    return found
