"""Opening a snapshot: Parquet read by a DuckDB in memory, so that any number of processes read while one builds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from lightwell.journey import RECORDS, Column, Record
from lightwell.store.manifest import Manifest

JOURNEY = "journey"
IDENTITY = "identity"
STAGES = {"facts": "fact_", "results": "result_"}
"""The folders of what is worked out, and what the names of their views begin with."""

RETURNED = "returned"
"""The folder of a statutory return's own tables, as texts as they stood. They name children, and no view is made of them."""

LOOSE = ("quarantine", "findings")
"""The tables that stand beside the folders."""

_SQL_TYPES = {
    "text": "VARCHAR",
    "code": "VARCHAR",
    "day": "DATE",
    "whole": "INTEGER",
    "number": "DOUBLE",
    "flag": "BOOLEAN",
}


@dataclass(frozen=True)
class Snapshot:
    """All records as known on one day, with what was worked out from them; never changed once made."""

    id: str
    path: Path
    manifest: Manifest

    def connect(self) -> duckdb.DuckDBPyConnection:
        """Open the snapshot for reading; see `connect_folder` for the views."""
        return connect_folder(self.path)


def returned_table(snapshot: Snapshot, name: str) -> pa.Table | None:
    """Read one table of the return that a snapshot was made from, as texts with `row`; None where it has no such table."""
    file = snapshot.path / RETURNED / f"{name}.parquet"
    return pq.read_table(file, memory_map=False) if file.exists() else None


def identifying_columns(record: type[Record]) -> tuple[Column, ...]:
    """List the columns of a record that are kept in the identity table beside the journey."""
    return tuple(column for column in record.columns if column.identifying)


def journey_columns(record: type[Record]) -> dict[str, str]:
    """Map the columns of a record's journey table to their SQL types: `id`, `authority`, then those that do not identify anyone."""
    own = {column.name: _SQL_TYPES[column.kind] for column in record.columns if not column.identifying and column.name != "id"}
    return {"id": "VARCHAR", "authority": "VARCHAR", **own}


def identity_columns(record: type[Record]) -> dict[str, str]:
    """Map the columns of a record's identity table to their SQL types: `id`, `child` where the record has it, and the identifying ones."""
    child = {"child": "VARCHAR"} if any(column.name == "child" for column in record.columns) else {}
    return {
        "id": "VARCHAR",
        **child,
        **{column.name: _SQL_TYPES[column.kind] for column in identifying_columns(record)},
    }


def connect_folder(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a snapshot's folder, finished or a draft, as a DuckDB in memory with views on its Parquet.

    Every record type has a view by the name of its table, empty and typed where the snapshot has no such file. `identity_<table>` holds the
    identifying columns. `fact_<name>`, `result_<name>`, `quarantine` and `findings` are there if they have been written.
    """
    connection = duckdb.connect()
    connection.execute("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false")
    for record in RECORDS:
        _view_or_empty(connection, record.table, path / JOURNEY / f"{record.table}.parquet", journey_columns(record))
        if identifying_columns(record):
            file = path / IDENTITY / f"{record.table}.parquet"
            _view_or_empty(connection, f"identity_{record.table}", file, identity_columns(record))
    for stage, prefix in STAGES.items():
        for file in sorted((path / stage).glob("*.parquet")):
            _view(connection, f"{prefix}{file.stem}", file)
    for name in LOOSE:
        if (path / f"{name}.parquet").exists():
            _view(connection, name, path / f"{name}.parquet")
    return connection


def _view_or_empty(connection: duckdb.DuckDBPyConnection, name: str, file: Path, columns: dict[str, str]) -> None:
    if file.exists():
        _view(connection, name, file)
        return
    empty = ", ".join(f'CAST(NULL AS {kind}) AS "{column}"' for column, kind in columns.items())
    connection.execute(f'CREATE VIEW "{name}" AS SELECT {empty} WHERE false')


def _view(connection: duckdb.DuckDBPyConnection, name: str, file: Path) -> None:
    # A folder of glob characters would be read as a pattern, so they are escaped one by one.
    literal = "".join(f"[{letter}]" if letter in "*?[" else letter for letter in str(file)).replace("'", "''")
    connection.execute(f"CREATE VIEW \"{name}\" AS SELECT * FROM read_parquet('{literal}')")
