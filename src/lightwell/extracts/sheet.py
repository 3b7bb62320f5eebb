"""A sheet: one file or one sheet of a workbook as it was found, all cells as text, before anything is made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from lightwell.errors import Problem
from lightwell.extracts.values import BLANKS

_BLANKS = pa.array(sorted(BLANKS), pa.string())


@dataclass(frozen=True)
class Misfit:
    """A row with more or fewer cells than the heading: `cells` of them, `text` as written."""

    row: int
    cells: int
    text: str


@dataclass(frozen=True)
class Sheet:
    """The cells of one file or sheet by column, with the row on which each stands; `name` is empty for a file that has no sheets."""

    file: str
    name: str
    sha256: str
    headings: tuple[str, ...]
    columns: tuple[pa.Array, ...]
    rows: pa.Array
    misfits: tuple[Misfit, ...] = ()
    notes: tuple[Problem, ...] = ()

    @property
    def where(self) -> str:
        """How the sheet is named in messages."""
        return f"{self.name} of {self.file}" if self.name else self.file

    def without_blank_rows(self) -> Sheet:
        """Trim every cell, make what means blank blank, and leave out the rows that have nothing in them."""
        columns = [tidy(column) for column in self.columns]
        something = _any_valid(columns, len(self.rows))
        if not pc.all(something, min_count=0).as_py():
            columns = [column.filter(something) for column in columns]
        rows = self.rows.filter(something)
        misfits = tuple(misfit for misfit in self.misfits if misfit.text.strip(' \t\r\n,;"'))
        return Sheet(self.file, self.name, self.sha256, self.headings, tuple(columns), rows, misfits, self.notes)


def tidy(column: pa.Array) -> pa.Array:
    """Trim the cells of a column and make those that mean blank null."""
    trimmed = pc.utf8_trim_whitespace(column)
    return pc.if_else(pc.is_in(trimmed, value_set=_BLANKS), pa.scalar(None, pa.string()), trimmed)


def _any_valid(columns: Sequence[pa.Array], length: int) -> pa.Array:
    found = pa.nulls(length, pa.bool_()).fill_null(False)
    for column in columns:
        if column.null_count == 0:
            return pa.nulls(length, pa.bool_()).fill_null(True)
        found = pc.or_(found, pc.is_valid(column))
    return found
