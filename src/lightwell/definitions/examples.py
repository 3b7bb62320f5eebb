"""Reads the worked examples of a definition: the records of one child, and whether the child is counted.

They are run as tests and shown to users, so an example that does not fit the record model is a problem of the definition.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lightwell.definitions.model import Example
from lightwell.errors import NotFound
from lightwell.journey import record_named
from lightwell.periods import Month

_KEYS = {"child", "month", "because", "records", "in_denominator", "in_numerator", "value"}


def read_examples(given: object, unit: str, say: Callable[[str, str], None]) -> tuple[Example, ...]:
    """Read every example, saying what is wrong with those that cannot be read."""
    if not isinstance(given, list) or not given:
        say("examples", "A definition needs at least one worked example.")
        return ()
    found = []
    for number, entry in enumerate(given, 1):
        faults = _faults(entry, unit)
        for fault in faults:
            say("examples", f"Example {number}: {fault}")
        if not faults:
            found.append(_example(entry))
    return tuple(found)


def _example(entry: dict[str, Any]) -> Example:
    value = entry.get("value")
    return Example(
        child=str(entry["child"]),
        month=str(entry["month"]),
        because=str(entry["because"]),
        records=entry["records"],
        in_numerator=entry.get("in_numerator"),
        in_denominator=entry.get("in_denominator"),
        value=None if value is None else float(value),
    )


def _faults(entry: object, unit: str) -> list[str]:
    if not isinstance(entry, dict) or not {"child", "month", "because", "records"} <= set(entry) or not set(entry) <= _KEYS:
        return [f"it must have child, month, because and records, and may have no keys but {', '.join(sorted(_KEYS))}."]
    found = []
    try:
        Month.parse(str(entry["month"]))
    except ValueError as error:
        found.append(str(error))
    if "value" not in entry and "in_numerator" not in entry:
        found.append("it must say either in_numerator or value.")
    if "value" not in entry and unit == "percent" and "in_denominator" not in entry:
        found.append("a percentage must say in_denominator too.")
    return found + _record_faults(entry["records"])


def _record_faults(records: object) -> list[str]:
    if not isinstance(records, dict):
        return ["records must name a table and list its rows."]
    found = []
    for table, rows in records.items():
        try:
            record = record_named(str(table))
        except NotFound as error:
            found.append(str(error))
            continue
        known = {"id", "repeat", *(column.name for column in record.columns)}
        for row in rows if isinstance(rows, list) else [None]:
            if not isinstance(row, dict) or not set(row) <= known:
                found.append(f"a row of {table} may have the columns {', '.join(sorted(known))}.")
    return found
