"""Parquet as a source: its cells turned to text, so that they are read and checked as those of any other file."""

from __future__ import annotations

import io

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from lightwell.errors import Problem
from lightwell.extracts.checking import open_workspace, whole
from lightwell.extracts.csv_files import NotReadable
from lightwell.extracts.sheet import Sheet

_MOST_ROWS = 100_000_000
_MOST_BYTES = 4 * 1024**3


def read_parquet(name: str, data: bytes, sha256: str) -> Sheet:
    """Read a Parquet file into a sheet; raises `NotReadable` if it is damaged or unfolds to more than is safe."""
    try:
        file = pq.ParquetFile(io.BytesIO(data))
        _refuse_large(name, file.metadata)
        table = file.read(use_threads=True)
        texts = _as_text(table)
    except (pa.ArrowException, OSError, duckdb.Error, UnicodeDecodeError, OverflowError) as error:
        remedy = "Copy it again from where it was made; it may have been cut short on the way."
        raise NotReadable(Problem("The file cannot be read as Parquet.", where=name, remedy=remedy)) from error
    rows = pa.array(range(2, table.num_rows + 2), pa.int32())
    return Sheet(name, "", sha256, tuple(table.column_names), texts, rows)


def _refuse_large(name: str, metadata: pq.FileMetaData) -> None:
    size = sum(metadata.row_group(group).total_byte_size for group in range(metadata.num_row_groups))
    if metadata.num_rows > _MOST_ROWS or size > _MOST_BYTES:
        what = f"The file unfolds to {metadata.num_rows:,} rows and {size:,} bytes; {_MOST_ROWS:,} and {_MOST_BYTES:,} are allowed."
        raise NotReadable(Problem(what, where=name))


def _as_text(table: pa.Table) -> tuple[pa.Array, ...]:
    if not table.num_columns:
        return ()
    # two columns may have one name, so they are numbered
    renamed = table.rename_columns([f"c{place}" for place in range(table.num_columns)])
    connection = open_workspace()
    connection.register("source", renamed)
    cast = ", ".join(f"{_cast(name, renamed.schema.field(name).type)} AS {name}" for name in renamed.column_names)
    texts = connection.sql(f"SELECT {cast} FROM source").to_arrow_table()
    return tuple(whole(column).cast(pa.string()) for column in texts.columns)


def _cast(name: str, kind: pa.DataType) -> str:
    """Write a number without decimals where it has none: identifiers with gaps are often kept as numbers with decimals."""
    text = f"CAST({name} AS VARCHAR)"
    if not pa.types.is_floating(kind):
        return text
    return f"CASE WHEN abs({name}) < 1e15 AND {name} = trunc({name}) THEN CAST(CAST({name} AS BIGINT) AS VARCHAR) ELSE {text} END"
