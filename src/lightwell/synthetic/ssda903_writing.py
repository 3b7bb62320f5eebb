"""Writes the tables of an SSDA903: a folder of CSV files under the names of the specification, or one XML file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pyarrow as pa
import pyarrow.csv as csv

from lightwell.returns import Column, shapes

_FILES = {"social_worker_episodes": "sw_episodes", "deprivation_of_liberty": "DoLo"}
_DERIVED = {"header": ("uasc",), "episodes": ("pl_la", "pl_distance", "pl_location")}
_OF_CHILD = ("child", "dob", "sex")


def write_csv(tables: Mapping[str, pa.Table], folder: Path, *, derived: bool) -> None:
    """Write one CSV file for each table, `derived` with the columns that the Department works out itself."""
    for name, table in tables.items():
        kept = _columns(name, derived=derived)
        renamed = table.select([column.name for column in kept]).rename_columns([column.field for column in kept])
        csv.write_csv(renamed, folder / f"{_FILES.get(name, name)}.csv", csv.WriteOptions(quoting_style="needed"))


def write_xml(tables: Mapping[str, pa.Table], path: Path, *, derived: bool) -> None:
    """Write a `CHILD` for each child of the header: its `HEADER` and a block for each record of the other tables."""
    blocks: dict[str, list[str]] = {}
    for name, table in tables.items():
        if name != "header":
            columns = [column for column in _columns(name, derived=derived) if column.name not in _OF_CHILD]
            for row in table.to_pylist():
                blocks.setdefault(row["child"], []).append(_block(shapes("ssda903")[name].title.upper(), columns, row))
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="utf-8"?>\n<EXPSSDA903>\n')
        columns = [column for column in _columns("header", derived=True) if column.name != "child"]
        for row in tables["header"].to_pylist():
            header = _block("HEADER", [Column("child", "CHILDID", "text"), *columns], row)
            file.write(f"<CHILD>\n{header}{''.join(blocks.get(row['child'], []))}</CHILD>\n")
        file.write("</EXPSSDA903>\n")


def _columns(name: str, *, derived: bool) -> list[Column]:
    left_out = () if derived else _DERIVED.get(name, ())
    return [column for column in shapes("ssda903")[name].columns if column.name not in left_out]


def _block(title: str, columns: Sequence[Column], row: Mapping[str, str | None]) -> str:
    told = [(column.field, row[column.name]) for column in columns]
    values = "".join(f"<{field}>{escape(value)}</{field}>" for field, value in told if value is not None)
    return f"<{title}>{values}</{title}>\n" if values else ""
