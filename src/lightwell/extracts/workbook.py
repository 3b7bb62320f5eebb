"""Workbooks read as plain data: cached values only, nothing in them is run, and nothing that unfolds to more than is safe is opened."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path

from python_calamine import CalamineWorkbook

from lightwell.errors import Problem
from lightwell.extracts.opening import is_workbook, open_zip, read_bytes, read_member, refuse

MOST_CELLS = 20_000_000
"""Cells in the rectangle from A1 to a sheet's last cell: the whole of it is held in memory, however few are filled."""

_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Za-z]{1,7})(\d{1,9})"[^>]*?(/?)>')


@dataclass(frozen=True)
class Page:
    """One sheet of a workbook: its name, and its rows of cells as text from row 1, blank cells empty."""

    name: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Workbook:
    """A workbook that has been read: the name and hash of the file, and its sheets in their order."""

    file: str
    sha256: str
    pages: tuple[Page, ...]


def read_workbook(path: Path) -> Workbook:
    """Read every sheet of a workbook; refused if it is not one, is damaged, has a password or unfolds to more than is safe."""
    if path.is_dir():
        raise refuse(path, Problem("This is a folder.", where=str(path), remedy="Give the workbook (.xlsx) itself."))
    data = read_bytes(path)
    archive = open_zip(path, data)
    if not is_workbook(archive) or "xl/workbook.xml" not in archive.namelist():
        remedy = "Save it in Excel as a workbook (.xlsx); load CSV files as tables."
        raise refuse(path, Problem("This zip is not an Excel workbook (.xlsx).", where=path.name, remedy=remedy))
    _refuse_wide(path, archive)
    return Workbook(path.name, hashlib.sha256(data).hexdigest(), _pages(path, data))


def _refuse_wide(path: Path, archive: zipfile.ZipFile) -> None:
    """Refuse a sheet whose last cell is so far out that the rectangle up to it would fill the memory."""
    for info in archive.infolist():
        if not info.filename.startswith("xl/worksheets/") or not info.filename.endswith(".xml"):
            continue
        rows, columns = 1, 1
        for found in _CELL.finditer(read_member(path, archive, info)):
            if not found[3]:
                rows, columns = max(rows, int(found[2])), max(columns, _column_number(found[1]))
        if rows * columns > MOST_CELLS:
            what = f"The sheet reaches to row {rows:,} and column {columns:,}, more than a list can have."
            remedy = "Delete the stray cells far from the table and save the workbook again."
            raise refuse(path, Problem(what, where=info.filename, remedy=remedy))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _pages(path: Path, data: bytes) -> tuple[Page, ...]:
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        names = book.sheet_names
        return tuple(Page(name, _texts(book.get_sheet_by_name(name).to_python(skip_empty_area=False))) for name in names)
    except BaseException as error:
        # a defect met inside the reader, which is not written in Python, is raised as an exception that is no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        remedy = "Open it in Excel and save it again as a workbook (.xlsx)."
        raise refuse(path, Problem("The workbook is damaged and cannot be read.", where=path.name, remedy=remedy)) from error


def _texts(rows: Sequence[Sequence[object]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(_text(cell) for cell in row) for row in rows)


def _text(cell: object) -> str:
    """Write a cell as text: a whole number without decimals, a date as 2026-03-09."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
