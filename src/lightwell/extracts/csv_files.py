"""CSV as case systems write it: any of four separators, three encodings, rows of the wrong length; all cells as text."""

from __future__ import annotations

import codecs
import csv
import io

import pyarrow as pa
import pyarrow.csv as pa_csv

from lightwell.errors import Problem
from lightwell.extracts.checking import whole
from lightwell.extracts.sheet import Misfit, Sheet

SEPARATORS = (",", ";", "\t", "|")
_BLOCK = 16 * 1024**2
_MOST_CELLS_IN_HEADING = 2_000


class NotReadable(Exception):  # noqa: N818 - carries a problem to the reader of the whole extract
    """A file cannot be read at all; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


def read_csv(name: str, data: bytes, sha256: str) -> Sheet:
    """Read a CSV file into a sheet; raises `NotReadable` if it is not text, has no heading, or a quotation mark is never closed."""
    text, notes = _as_utf8(name, data)
    separator = max(SEPARATORS, key=_heading_line(name, text).count)
    skipped, headings = _headings(name, text, separator)
    table, misfits = _parse(name, text, skipped, separator, len(headings))
    _refuse_swallowed(name, text, table, misfits)
    first = skipped + 2
    rows = _row_numbers(first, table.num_rows, [misfit.row for misfit in misfits])
    columns = tuple(whole(column) for column in table.columns)
    return Sheet(name, "", sha256, headings, columns, rows, misfits, notes)


def _as_utf8(name: str, data: bytes) -> tuple[bytes, tuple[Problem, ...]]:
    """Give the text in UTF-8 without a mark in front, and a note where it was written otherwise."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode(name, data, "utf-16").encode(), (Problem("The file is written in UTF-16; it was read as that.", where=name),)
    if b"\x00" in data:
        remedy = "Write the file as CSV in UTF-8."
        raise NotReadable(Problem("The file holds bytes of zero, so it is not text.", where=name, remedy=remedy))
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        what = "The file is not written in UTF-8; it was read as Windows-1252."
        note = Problem(what, where=name, remedy="Look at names with accents, and write CSV in UTF-8.")
        return data.decode("cp1252", errors="replace").encode(), (note,)
    return data, ()


def _decode(name: str, data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        problem = Problem("The file begins as UTF-16 and does not go on as it.", where=name, remedy="Write it as CSV in UTF-8.")
        raise NotReadable(problem) from error
    if "\x00" in text:
        raise NotReadable(Problem("The file holds characters of zero, so it is not text.", where=name))
    return text


def _heading_line(name: str, text: bytes) -> str:
    """Give the first line that has anything in it besides separators."""
    for line in io.BytesIO(text[:_BLOCK]):
        if line.strip(b' \t\r\n,;|"'):
            return line.decode("utf-8", errors="replace")
    remedy = "Take the extract again; the first line of the file has to name the columns."
    raise NotReadable(Problem("The file is empty.", where=name, remedy=remedy))


def _headings(name: str, text: bytes, separator: str) -> tuple[int, tuple[str, ...]]:
    """Give how many rows come before the heading, all of them blank, and the heading's cells."""
    start = io.TextIOWrapper(io.BytesIO(text[:_BLOCK]), encoding="utf-8", errors="replace", newline="")
    try:
        rows = enumerate(csv.reader(start, delimiter=separator))
        skipped, found = next((place, row) for place, row in rows if any(cell.strip() for cell in row))
    except (csv.Error, StopIteration) as error:
        raise NotReadable(Problem("The heading of the file cannot be read.", where=name)) from error
    if len(found) > _MOST_CELLS_IN_HEADING:
        raise NotReadable(Problem(f"The heading has {len(found):,} cells; {_MOST_CELLS_IN_HEADING:,} are allowed.", where=name))
    return skipped, tuple(cell.strip() for cell in found)


def _parse(name: str, text: bytes, skipped: int, separator: str, width: int) -> tuple[pa.Table, tuple[Misfit, ...]]:
    misfits: list[Misfit] = []

    def keep(row: pa_csv.InvalidRow) -> str:
        if row.number > skipped + 1:
            misfits.append(Misfit(row.number, row.actual_columns, row.text))
        return "skip"

    names = [f"c{place}" for place in range(width)]
    try:
        table = pa_csv.read_csv(
            io.BytesIO(text),
            # one thread, because only then are the rows of the wrong length numbered
            read_options=pa_csv.ReadOptions(use_threads=False, block_size=_BLOCK, column_names=names, skip_rows_after_names=skipped + 1),
            parse_options=pa_csv.ParseOptions(
                delimiter=separator, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=keep
            ),
            convert_options=pa_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
        )
    except pa.ArrowException as error:
        remedy = "Look for a quotation mark that is opened and never closed, and write the file again."
        raise NotReadable(Problem("The file cannot be read as CSV.", where=name, remedy=remedy)) from error
    return table, tuple(misfits)


def _refuse_swallowed(name: str, text: bytes, table: pa.Table, misfits: tuple[Misfit, ...]) -> None:
    """Refuse a file whose last row runs over lines to its end because a quotation mark is never closed: rows would be lost in it."""
    if text.count(b'"') % 2 == 0:
        return
    last = [column[-1].as_py() for column in table.columns] if table.num_rows else []
    if any("\n" in cell for cell in (*last, *(misfit.text for misfit in misfits[-1:]))):
        remedy = "Find the cell with a single quotation mark, and write the file again with it doubled."
        raise NotReadable(Problem("A quotation mark is opened and never closed.", where=name, remedy=remedy))


def _row_numbers(first: int, count: int, left_out: list[int]) -> pa.Array:
    """Number the rows as a spreadsheet does, passing over those of the wrong length."""
    without = set(left_out)
    last = first + count + len(left_out)
    return pa.array((row for row in range(first, last) if row not in without), pa.int32(), size=count)
