"""The one way to write a table for a spreadsheet: no text that somebody wrote into a case file is ever run as a formula there.

A cell that begins like a formula is one when Excel, LibreOffice or Google Sheets opens a CSV, whatever quotes stand around it (OWASP, CSV
injection). Every writer of CSV takes `csv_writer` and every writer of workbooks `workbook`; `tests/unit/reports/test_harmless.py` finds
those that do not.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any, Protocol

from xlsxwriter import Workbook

RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a cell may not begin with; the last four are = + - @ in the full width of East Asian keyboards, which Excel reads as the same."""

_TEXTS_STAY_TEXTS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class Writer(Protocol):
    """What writes rows of a CSV file."""

    def row(self, cells: Iterable[object]) -> None:
        """Write one row."""

    def rows(self, rows: Iterable[Iterable[object]]) -> None:
        """Write several rows."""


def harmless(cell: object) -> object:
    """Put an apostrophe before text that a spreadsheet would run as a formula; everything else, numbers among it, stays as it is."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(RUN) else cell


class _Harmless:
    def __init__(self, file: IO[str], end: str) -> None:
        self._writer = csv.writer(file, lineterminator=end)

    def row(self, cells: Iterable[object]) -> None:
        self._writer.writerow([harmless(cell) for cell in cells])

    def rows(self, rows: Iterable[Iterable[object]]) -> None:
        for cells in rows:
            self.row(cells)


def csv_writer(file: IO[str], end: str = "\r\n") -> Writer:
    """Give what writes rows of CSV to a file, each cell made harmless; `end` is what ends a row."""
    return _Harmless(file, end)


def workbook(file: IO[bytes] | Path | str, options: Mapping[str, Any] | None = None) -> Workbook:
    """Begin a workbook in which texts stay texts, whatever they begin with: none becomes a formula, a link or a number."""
    return Workbook(file, {"in_memory": True, **(options or {}), **_TEXTS_STAY_TEXTS})
