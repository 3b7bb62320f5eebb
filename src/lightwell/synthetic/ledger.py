"""Rows of the record types as they are invented, and the typed tables made of them.

Every table has one column more than its record type, `_known_on`: the day on which the row came to stand in the case system.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

import pyarrow as pa

from lightwell.journey import RECORDS, Record
from lightwell.journey.record import Kind

KNOWN = "_known_on"

Value = str | int | float | bool | None

_TYPES: dict[Kind, pa.DataType] = {
    "text": pa.string(),
    "code": pa.string(),
    "day": pa.date32(),
    "whole": pa.int32(),
    "number": pa.float64(),
    "flag": pa.bool_(),
}

_PREFIXES = {
    "contacts": "CO", "early_help_episodes": "EH", "referrals": "RE", "episodes_of_need": "EN", "assessments": "AS",
    "child_in_need_plans": "NP", "child_in_need_reviews": "NR", "strategy_discussions": "SD", "section_47_enquiries": "SE",
    "conferences": "CC", "child_protection_plans": "PP", "core_groups": "CG", "periods_of_care": "PC", "placements": "PL",
    "legal_statuses": "LS", "care_reviews": "CR", "health_assessments": "HA", "dental_checks": "DC", "missing_episodes": "ME",
    "adoptions": "AD", "care_leavers": "CL", "visits": "VI", "visit_agreements": "VA", "supervisions": "SU", "allocations": "AL",
    "posts": "PO",
}  # fmt: skip


@dataclass(slots=True)
class Ledger:
    """Rows by table: first the day on which the row became known, then its values in the order of the record's columns, without `id`."""

    rng: Random
    rows: dict[str, list[tuple[Value, ...]]] = field(default_factory=lambda: {record.table: [] for record in RECORDS})

    def add(self, table: str, known_on: int, *values: Value) -> None:
        """Add one row."""
        self.rows[table].append((known_on, *values))

    def soon(self, day: int) -> int:
        """Give the day on which something is recorded in the ordinary way: the same day, or up to three days later."""
        chance = self.rng.random()
        return day + (0 if chance < 0.82 else 1 if chance < 0.92 else 2 if chance < 0.97 else 3)

    def flag(self, chance: float) -> bool:
        """Say yes with a chance."""
        return self.rng.random() < chance


def build_tables(ledger: Ledger) -> dict[str, pa.Table]:
    """Make the typed tables, in the order in which rows became known, with identifiers that rise with it."""
    return {record.table: _table(record, ledger.rows[record.table]) for record in RECORDS}


def schema_of(record: type[Record]) -> pa.Schema:
    """Give the Arrow schema of a record type, with the day on which a row became known."""
    return pa.schema([*((column.name, _TYPES[column.kind]) for column in record.columns), (KNOWN, pa.date32())])


def _table(record: type[Record], rows: list[tuple[Value, ...]]) -> pa.Table:
    rows.sort(key=lambda row: row[0] or 0)
    names = [column.name for column in record.columns]
    columns: dict[str, list[Value] | tuple[Value, ...]] = {}
    if names[0] == "id":
        prefix = _PREFIXES[record.table]
        columns["id"] = [f"{prefix}{number:07d}" for number in range(1, len(rows) + 1)]
        names = names[1:]
    values = list(zip(*rows, strict=True)) if rows else [() for _ in range(len(names) + 1)]
    columns |= {name: values[place] for place, name in enumerate(names, start=1)}
    columns[KNOWN] = values[0]
    schema = schema_of(record)
    arrays = [_array(columns[each.name], each.type) for each in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def _array(values: list[Value] | tuple[Value, ...], kind: pa.DataType) -> pa.Array:
    if kind == pa.date32():
        return pa.array(values, pa.int32()).cast(pa.date32())
    return pa.array(values, kind)
