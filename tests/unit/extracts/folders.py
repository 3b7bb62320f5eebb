"""Folders and zips of CSV for the tests."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from lightwell.extracts import Extract, read_tables

AS_AT = date(2026, 3, 31)


def folder(path: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files into a folder."""
    path.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def zipped(path: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files into a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def read(path: Path, **named: Any) -> Extract:
    """Read an extract of March 2026."""
    return read_tables(path, as_at=AS_AT, authority="900", **named)


def rows(extract: Extract, table: str, *columns: str) -> list[tuple[Any, ...]]:
    """Give some columns of a table as tuples."""
    return [tuple(row[column] for column in columns) for row in extract.tables[table].to_pylist()]


def faults(extract: Extract) -> list[tuple[int, str, str]]:
    """Give the row, the column and the reason of each problem in quarantine."""
    return [(row["row"], row["column"], row["reason"]) for row in extract.quarantine.to_pylist()]


def counted(extract: Extract) -> list[tuple[str, int, int, int]]:
    """Give each file's rows read, loaded and quarantined."""
    return [(file.record, file.rows_read, file.rows_loaded, file.rows_quarantined) for file in extract.files]
