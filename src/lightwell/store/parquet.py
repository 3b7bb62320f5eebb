"""Writing and checking the Parquet files of a snapshot: what is written is read again before it counts."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from lightwell.errors import Problem
from lightwell.store.manifest import FileEntry
from lightwell.store.reading import Snapshot

Rows: TypeAlias = pa.Table | pa.RecordBatchReader | duckdb.DuckDBPyRelation
"""What can be written: a whole table, or something that gives it piece by piece."""

_ROW_GROUP = 122_880  # DuckDB reads one row group to a thread, and works in multiples of this many rows


def write_rows(path: Path, rows: Rows) -> int:
    """Write rows as Parquet and give how many there were."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if isinstance(rows, duckdb.DuckDBPyRelation):
        rows = rows.to_arrow_table()
    if isinstance(rows, pa.Table):
        pq.write_table(rows, path, compression="zstd", row_group_size=_ROW_GROUP)
        return int(rows.num_rows)
    written = 0
    with pq.ParquetWriter(path, rows.schema, compression="zstd") as writer:
        for batch in rows:
            writer.write_batch(batch, row_group_size=_ROW_GROUP)
            written += batch.num_rows
    return written


def entry_of(path: Path) -> FileEntry:
    """Read a Parquet file again for its hash and its rows."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return FileEntry(digest, int(pq.read_metadata(path).num_rows))


def sync_file(path: Path) -> None:
    """Have a file's bytes survive a power cut."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def verify(snapshot: Snapshot) -> list[Problem]:
    """Read every file of a snapshot again and list what is missing, changed or not meant to be there; empty if all is well."""
    problems = [problem for name, entry in snapshot.manifest.files_of_snapshot.items() for problem in _check(snapshot, name, entry)]
    known = set(snapshot.manifest.files_of_snapshot)
    present = {path.relative_to(snapshot.path).as_posix() for path in snapshot.path.rglob("*.parquet")}
    problems += [
        Problem("This file is not in the manifest.", where=f"{snapshot.id}/{name}", remedy="Move it elsewhere.")
        for name in sorted(present - known)
    ]
    return problems


def _check(snapshot: Snapshot, name: str, entry: FileEntry) -> Iterator[Problem]:
    where = f"{snapshot.id}/{name}"
    remedy = f"Remove the folder {snapshot.path} and load its extract again."
    path = snapshot.path / name
    if not path.is_file():
        yield Problem("This file is missing.", where=where, remedy=remedy)
        return
    try:
        found = entry_of(path)
    except (OSError, pa.ArrowException):
        yield Problem("This file cannot be read as Parquet.", where=where, remedy=remedy)
        return
    if found.rows != entry.rows:
        yield Problem(
            f"This file has {found.rows:,} rows, and had {entry.rows:,} when the snapshot was made.",
            where=where,
            remedy=remedy,
        )
    elif found.sha256 != entry.sha256:
        yield Problem("This file has been changed since the snapshot was made.", where=where, remedy=remedy)
