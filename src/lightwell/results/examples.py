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
from lightwell.engines.duckdb import make_table
from lightwell.extracts import journey_schema
from lightwell.journey import RECORDS, Record
from lightwell.periods import Month, months_between
from lightwell.results.children import Part, child_list
from lightwell.results.compute import Population, compute

_POPULATION = Population(date(2000, 1, 1), 10_000, "Worked example")


@dataclass(frozen=True)
class Outcome:
    """What one worked example came to: empty `fault` if it came out as the definition says."""

    example: Example
    fault: str


def run_examples(definition: Definition, catalogue: Catalogue) -> list[Outcome]:
    """Run every worked example of a definition, each as if its records were all there are.

    Examples that say who is listed share one run, their children, workers and teams kept apart by name; one that says what the figure comes
    to has a run of its own.
    """
    alone = replace(catalogue, definitions={definition.id: definition})
    listed = [example for example in definition.examples if example.value is None]
    faults = dict(zip(map(id, listed), _list_faults(definition, alone, listed), strict=True)) if listed else {}
    return [
        Outcome(example, faults[id(example)] if example.value is None else _value_fault(alone, example, example.value))
        for example in definition.examples
    ]


def _computed(catalogue: Catalogue, examples: list[Example]) -> duckdb.DuckDBPyConnection:
    """Give a connection with the facts and values of the examples' records, from the first example's month to the last's."""
    connection = duckdb.connect(config={"threads": 1})
    _fill(connection, examples)
    named = sorted(Month.parse(example.month) for example in examples)
    coverage = {record.table: None for record in RECORDS}
    months = months_between(named[0], named[-1])
    compute(connection, catalogue=catalogue, months=months, populations=(_POPULATION,), coverage=coverage)
    return connection


def _value_fault(catalogue: Catalogue, example: Example, expected: float) -> str:
    with _computed(catalogue, [example]) as connection:
        found = connection.execute("select value from result_values where breakdown = 'authority'").fetchall()
    value = found[0][0] if found else None
    return "" if value is not None and math.isclose(value, expected, abs_tol=0.005) else f"The value is {value}, not {expected}."


def _list_faults(definition: Definition, catalogue: Catalogue, examples: list[Example]) -> list[str]:
    parts: tuple[Part, ...] = ("numerator", "denominator") if definition.has_denominator else ("numerator",)
    with _computed(catalogue, examples) as connection:
        listed = {
            (part, month): _listed(connection, definition, month, part)
            for month in {example.month for example in examples}
            for part in parts
        }
    faults = []
    for place, example in enumerate(examples):
        expected = {"numerator": example.in_numerator, "denominator": example.in_denominator}
        found = {part: _apart(place, example.child) in listed[part, example.month] for part in parts}
        faults.append(" ".join(_said(found[part], part, expected[part]) for part in parts if found[part] != expected[part]))
    return faults


def _listed(connection: duckdb.DuckDBPyConnection, definition: Definition, month: str, part: Part) -> frozenset[object]:
    period = Month.parse(month)
    found = child_list(connection, definition, period=period, as_at=period.end, snapshot="example", part=part)
    return frozenset(row[0] for row in found.rows)


def _said(found: bool, part: str, expected: bool | None) -> str:
    return f"The child is {'' if found else 'not '}in the {part}, and should {'' if expected else 'not '}be."


def _fill(connection: duckdb.DuckDBPyConnection, examples: list[Example]) -> None:
    """Make every table of the journey, with the examples' rows in theirs."""
    for record in RECORDS:
        rows = [
            row
            for place, example in enumerate(examples)
            for given in example.records.get(record.table, [])
            for row in _rows(record, given, place, example.child)
        ]
        numbered = [{"id": f"{record.table} {number}", **row} for number, row in enumerate(rows, 1)]
        make_table(connection, record.table, pa.Table.from_pylist(numbered, schema=journey_schema(record)))
    connection.execute("create view identity_people as select child, born_on, expected_on from people")


def _rows(record: type[Record], given: Mapping[str, Any], place: int, child: str) -> list[dict[str, Any]]:
    """Repeat a row for as many children as it says, name the child where the row does not, and keep examples apart by name."""
    row = dict(given)
    times = row.pop("repeat", None)
    names = {column.name for column in record.columns}
    children = [f"{child} {number}" for number in range(1, times + 1)] if times else [child]
    rows = [{"child": name, **row} for name in children] if "child" in names else [row]
    kept_apart = {"id", "worker", "team", "child", *(column.name for column in record.columns if column.refers_to)}
    return [
        {name: _apart(place, value) if name in kept_apart and value is not None else value for name, value in one.items()} for one in rows
    ]


def _apart(place: int, name: object) -> str:
    return f"{name} of example {place}"
