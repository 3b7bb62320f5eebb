"""Runs the worked examples of a definition through the whole chain: records, fact, condition, list."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa

from lightwell.definitions.load import Catalogue
from lightwell.definitions.model import Definition, Example
from lightwell.extracts import journey_schema
from lightwell.journey import RECORDS, Record, record_named
from lightwell.periods import Month
from lightwell.results.children import Part, child_list
from lightwell.results.compute import Population, compute

_POPULATION = Population(date(2000, 1, 1), 10_000, "Worked example")


@dataclass(frozen=True)
class Outcome:
    """What one worked example came to: empty `fault` if it came out as the definition says."""

    example: Example
    fault: str


def run_examples(definition: Definition, catalogue: Catalogue) -> list[Outcome]:
    """Run every worked example of a definition, each on its own records alone."""
    alone = replace(catalogue, definitions={definition.id: definition})
    return [Outcome(example, _fault(definition, alone, example)) for example in definition.examples]


def _fault(definition: Definition, catalogue: Catalogue, example: Example) -> str:
    month = Month.parse(example.month)
    with duckdb.connect(config={"threads": 1}) as connection:
        _fill(connection, example)
        coverage = {record.table: None for record in RECORDS}
        compute(connection, catalogue=catalogue, months=[month], populations=(_POPULATION,), coverage=coverage)
        if example.value is not None:
            return _value_fault(connection, example.value)
        faults = [_list_fault(connection, definition, catalogue, example, month, "numerator", example.in_numerator)]
        if definition.has_denominator:
            faults.append(_list_fault(connection, definition, catalogue, example, month, "denominator", example.in_denominator))
    return " ".join(fault for fault in faults if fault)


def _value_fault(connection: duckdb.DuckDBPyConnection, expected: float) -> str:
    found = connection.execute("select value from result_values where breakdown = 'authority'").fetchone()
    value = found[0] if found else None
    return "" if value is not None and math.isclose(value, expected, abs_tol=0.005) else f"The value is {value}, not {expected}."


def _list_fault(
    connection: duckdb.DuckDBPyConnection,
    definition: Definition,
    catalogue: Catalogue,
    example: Example,
    month: Month,
    part: Part,
    expected: bool | None,
) -> str:
    found = child_list(connection, definition, catalogue, period=month, as_at=month.end, snapshot="example", part=part)
    listed = any(row[0] == example.child for row in found.rows)
    if listed == expected:
        return ""
    return f"The child is {'' if listed else 'not '}in the {part}, and should {'' if expected else 'not '}be."


def _fill(connection: duckdb.DuckDBPyConnection, example: Example) -> None:
    """Make every table of the journey, with the example's rows in theirs."""
    rows = {table: [row for given in entries for row in _expanded(record_named(table), given, example.child)]
            for table, entries in example.records.items()}  # fmt: skip
    for record in RECORDS:
        numbered = [{"id": f"{record.table} {place}", **row} for place, row in enumerate(rows.get(record.table, []), 1)]
        connection.register("given", pa.Table.from_pylist(numbered, schema=journey_schema(record)))
        connection.execute(f"create temp table {record.table} as select * from given")
        connection.unregister("given")
    connection.execute("create temp view identity_people as select child, born_on, expected_on from people")


def _expanded(record: type[Record], given: Mapping[str, Any], child: str) -> list[dict[str, Any]]:
    """Repeat a row for as many children as it says, and name the child where the row does not."""
    row = dict(given)
    times = row.pop("repeat", None)
    if not any(column.name == "child" for column in record.columns):
        return [row]
    children = [f"{child} {number}" for number in range(1, times + 1)] if times else [child]
    return [{"child": name, **row} for name in children]
