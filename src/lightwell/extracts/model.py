"""What an extract is once it has been read: tables of journey records, the rows that could not be read, and what was noticed on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import pyarrow as pa

from lightwell.errors import Problem
from lightwell.journey import Column, Record
from lightwell.returns import Collection

Source = Literal["tables", "annex_a", "ssda903", "cin_census"]

SOURCES: Mapping[Source, str] = {
    "tables": "Tables",
    "annex_a": "Annex A workbook",
    "ssda903": "SSDA903",
    "cin_census": "Children in need census",
}
"""What each source is called."""

Progress = Callable[[str, float], None]
"""Called with what is being done and how much of the whole is done, from 0 to 1; callers draw the bar."""

ARROW_TYPES: Mapping[str, pa.DataType] = {
    "text": pa.string(),
    "code": pa.string(),
    "day": pa.date32(),
    "whole": pa.int32(),
    "number": pa.float64(),
    "flag": pa.bool_(),
}
"""The Arrow type of each kind of column."""

QUARANTINE = pa.schema(
    [
        ("record", pa.string()),
        ("file", pa.string()),
        ("sheet", pa.string()),
        ("row", pa.int32()),
        ("column", pa.string()),
        ("value", pa.string()),
        ("child", pa.string()),
        ("reason", pa.string()),
        ("remedy", pa.string()),
    ]
)
"""One row for each problem of each row that could not be loaded; `row` counts as a spreadsheet does, the heading being row 1."""


@dataclass(frozen=True)
class SourceFile:
    """One file, or one sheet of a workbook, and what became of its rows: `rows_read = rows_loaded + rows_quarantined`.

    `record` is the table that its rows go to, `sheet` the sheet's name in a workbook. Rows in which every cell is blank are no rows.
    """

    name: str
    sha256: str
    rows_read: int
    rows_loaded: int
    rows_quarantined: int
    record: str
    sheet: str = ""


@dataclass(frozen=True)
class Extract:
    """Everything read from one extract.

    `tables` maps a record's table to its rows, in the columns of `journey_schema`. `quarantine` has the columns of `QUARANTINE`.
    `coverage` gives, for each table, the first day from which the source is complete, or None if it is complete from the beginning.
    `lacks` names the columns (`placements.registration`) that the source never fills, so that what needs them is not known.
    `fingerprint` is the same for the same files, as-at date, authority and mapping, and differs otherwise. A statutory return has its
    `collection`, and `returned` holds its tables as they stood, for the department's rules (see `returns_model.ReturnRead.tables`).
    """

    source: Source
    as_at: date
    authority: str
    tables: Mapping[str, pa.Table]
    quarantine: pa.Table
    files: tuple[SourceFile, ...]
    coverage: Mapping[str, date | None]
    lacks: frozenset[str]
    notes: tuple[Problem, ...]
    fingerprint: str
    collection: Collection | None = None
    returned: Mapping[str, pa.Table] = field(default_factory=dict)

    @property
    def rows_read(self) -> int:
        """Rows found in all files."""
        return sum(file.rows_read for file in self.files)

    @property
    def rows_loaded(self) -> int:
        """Rows that became records."""
        return sum(file.rows_loaded for file in self.files)

    @property
    def rows_quarantined(self) -> int:
        """Rows kept aside with the reason, each counted once however many problems it has."""
        return sum(file.rows_quarantined for file in self.files)


def data_columns(record: type[Record]) -> tuple[Column, ...]:
    """List a record's columns except `id`, which every table has first."""
    return tuple(column for column in record.columns if column.name != "id")


def journey_schema(record: type[Record]) -> pa.Schema:
    """Give the columns of a record's table: `id`, `authority`, then the record's own in their order."""
    own = [(column.name, ARROW_TYPES[column.kind]) for column in data_columns(record)]
    return pa.schema([("id", pa.string()), ("authority", pa.string()), *own])


def silent(_what: str, _fraction: float) -> None:
    """Report progress to nobody."""
