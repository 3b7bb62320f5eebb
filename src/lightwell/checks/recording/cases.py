"""Runs the worked cases of recording rules: all of them at once, each with children, workers and teams of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from lightwell.checks.recording.model import CASE_DAY, IDENTITY, RECORD_TYPES, RecordingCase, RecordingRule, Value
from lightwell.checks.recording.run import run_recording
from lightwell.journey import Column, Record

_TYPES: Mapping[str, pa.DataType] = {
    "text": pa.string(),
    "code": pa.string(),
    "day": pa.date32(),
    "whole": pa.int32(),
    "number": pa.float64(),
    "flag": pa.bool_(),
}
_OWN = frozenset({"child", "worker", "team", "adopter", "family"})
"""Columns that name someone or something of the case itself, beside those that refer to one."""

_Numbered = Sequence[tuple[int, RecordingCase]]


@dataclass(frozen=True)
class WrongRecordingCase:
    """A case that came out otherwise than the rule says: which rows of its table were found, or why the rule could not be run."""

    rule: RecordingRule
    case: RecordingCase
    found: tuple[int, ...]
    fault: str = ""

    def __str__(self) -> str:
        """Say it in a line."""
        if self.fault:
            return f"The rule could not be run on its cases: {self.fault}"
        said = f"found rows {list(self.found)} of {self.rule.table} and should find {list(self.case.found)}"
        return f"A case {said}: {self.case.because or _rows_said(self.case)}."


def wrong_recording_cases(rules: Sequence[RecordingRule]) -> tuple[WrongRecordingCase, ...]:
    """Run every case of some rules, as on `CASE_DAY`, and give those that come out otherwise."""
    with duckdb.connect() as connection:
        wrong = list(_wrong(connection, rules, [(rule, case) for rule in rules for case in rule.cases if not case.alone], RECORD_TYPES))
        _fill(connection, [], RECORD_TYPES)
        for rule in rules:
            for case in rule.cases:
                if case.alone:
                    wrong += _wrong(connection, [rule], [(rule, case)], {rule.table, *rule.reads, *case.tables} & set(RECORD_TYPES))
                    _fill(connection, [], case.tables)
    return tuple(wrong)


def _wrong(
    connection: duckdb.DuckDBPyConnection,
    rules: Sequence[RecordingRule],
    pairs: Sequence[tuple[RecordingRule, RecordingCase]],
    tables: Collection[str],
) -> Iterator[WrongRecordingCase]:
    """Run cases together as the records of one extract, in some tables; the others stay as they are."""
    places = _fill(connection, [(number, case) for number, (_, case) in enumerate(pairs)], tables)
    coverage = dict.fromkeys(RECORD_TYPES, None)
    outcome = run_recording(connection, rules, as_at=CASE_DAY, coverage=coverage, lacks=())
    faults = {each.code: each.reason for each in (*outcome.at_fault, *outcome.not_run)}
    held: dict[tuple[str, int], set[int]] = {}
    columns = (outcome.findings.column(name).to_pylist() for name in ("code", "record", "id"))
    for code, table, record_id in zip(*columns, strict=True):
        number, row = places[table, record_id]
        held.setdefault((code, number), set()).add(row)
    for number, (rule, case) in enumerate(pairs):
        found = tuple(sorted(held.get((rule.code, number), ())))
        if rule.code in faults or found != tuple(sorted(case.found)):
            yield WrongRecordingCase(rule, case, found, faults.get(rule.code, ""))


def _fill(connection: duckdb.DuckDBPyConnection, cases: _Numbered, tables: Collection[str]) -> dict[tuple[str, str], tuple[int, int]]:
    """Make some journey tables of the rows of all cases; gives which case and row each record came from."""
    places: dict[tuple[str, str], tuple[int, int]] = {}
    for table in tables:
        record, rows = RECORD_TYPES[table], []
        for number, case in cases:
            for place, row in enumerate(case.tables.get(table, ())):
                held = {name: _apart(record, name, value, None if case.alone else number) for name, value in row.items()}
                held["id"] = f"{held.get('id') or place}-{number}"
                places[table, str(held["id"])] = (number, place)
                rows.append(held)
        _register(connection, record, rows)
    return places


def _apart(record: type[Record], name: str, value: Value, number: int | None) -> Value:
    """Keep the people, workers, teams and families of a case apart from those of others."""
    apart = name in _OWN or (name != "id" and record.column(name).refers_to)
    return f"{value}x{number}" if apart and value is not None and number is not None else value


def _register(connection: duckdb.DuckDBPyConnection, record: type[Record], rows: Sequence[Mapping[str, Value]]) -> None:
    own = [column for column in record.columns if not column.identifying and column.name != "id"]
    connection.register(record.table, _table([Column("text", "", "id"), *own], rows))
    if apart := [column for column in record.columns if column.identifying]:
        child = [column for column in own if column.name == "child"]
        connection.register(f"{IDENTITY}{record.table}", _table([Column("text", "", "id"), *child, *apart], rows))


def _table(columns: Sequence[Column], rows: Sequence[Mapping[str, Value]]) -> pa.Table:
    return pa.table({column.name: pa.array([row.get(column.name) for row in rows], _TYPES[column.kind]) for column in columns})


def _rows_said(case: RecordingCase) -> str:
    return ", ".join(f"{table} {[dict(row) for row in rows]}" for table, rows in case.tables.items())
