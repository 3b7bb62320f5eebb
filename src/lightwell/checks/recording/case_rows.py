"""Reads the worked cases of recording rules: rows of journey tables, each value of the kind that its column holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from lightwell.checks.recording.model import RECORD_TYPES, RecordingCase, Value
from lightwell.journey import Column

CASE_KEYS = ("rows", "because", "alone")
_CHILD = "1"
_KINDS: Mapping[str, tuple[type, ...]] = {
    "text": (str, int),
    "code": (str, int),
    "day": (date,),
    "whole": (int,),
    "number": (int, float),
    "flag": (bool,),
}
_SAID = {
    "text": "a text",
    "code": "a code",
    "day": "a day, as 2024-01-31",
    "whole": "a whole number",
    "number": "a number",
    "flag": "true or false",
}


def case_faults(case: object, table: str) -> Iterator[str]:
    """Say everything that is wrong with one case of a rule on a table."""
    if not isinstance(case, dict):
        yield "A case is a set of tables, each with a list of rows."
        return
    for name, rows in case.items():
        if name in CASE_KEYS:
            continue
        if name not in RECORD_TYPES:
            yield f"A case has rows of “{name}”, which is no record type."
        elif not isinstance(rows, list) or any(not isinstance(row, dict) for row in rows):
            yield f"A case must give {name} as a list of rows, each in braces."
        else:
            yield from _row_faults(name, rows)
    held = case.get(table)
    places = range(len(held) if isinstance(held, list) else 0)
    for row in case.get("rows", ()):
        if row not in places:
            yield f"A case says that row {row} of {table} is found, and has no such row; the first is row 0."


def read_case(case: Mapping[str, Any], *, found: bool) -> RecordingCase:
    """Read a case that has no fault: a row is of child 1 where it does not say, and row 0 is found where the case does not say which."""
    tables = {name: tuple(_row(name, row) for row in rows) for name, rows in case.items() if name not in CASE_KEYS}
    return RecordingCase(tables, tuple(case.get("rows", (0,))) if found else (), str(case.get("because") or ""), case.get("alone") is True)


def _columns(table: str) -> dict[str, Column]:
    return {"id": Column("text", "", "id"), **{column.name: column for column in RECORD_TYPES[table].columns}}


def _row_faults(table: str, rows: list[dict[str, Any]]) -> Iterator[str]:
    columns = _columns(table)
    for name, value in ((name, value) for row in rows for name, value in row.items()):
        if name not in columns:
            yield f"A case has the column “{name}”, which {table} has not."
        elif value is not None and (type(value) not in _KINDS[columns[name].kind]):
            yield f"A case gives {table}.{name} as “{value}”; it must be {_SAID[columns[name].kind]}."
        elif (codes := columns[name].codes) is not None and value is not None and str(value) not in codes.labels:
            yield f"A case gives {table}.{name} as “{value}”, which is not among the codes of {codes.name}."


def _row(table: str, row: Mapping[str, Any]) -> dict[str, Value]:
    columns = _columns(table)
    own = {"child": _CHILD} if "child" in columns else {}
    texts = {name for name, column in columns.items() if column.kind in ("text", "code")}
    return {**own, **{name: str(value) if name in texts and value is not None else value for name, value in row.items()}}
