"""Opens files in the format of Explore Education Statistics: tidy CSV, also as .csv.gz or in a zip; every cell as text."""

from __future__ import annotations

import codecs
import csv
import gzip
import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lightwell.comparators.loading.publications import plain_name
from lightwell.errors import Problem, Refused

MOST_BYTES = 512 * 1024**2
"""How much the files may come to, unfolded; the largest of the publications read here has some four million bytes."""

MOST_PROBLEMS = 20
"""How many problems of one kind are listed; the others are counted."""

_META = ".meta.csv"
_WHAT = "Give a CSV file as downloaded from Explore Education Statistics, or a .csv.gz or a .zip of them."


@dataclass(frozen=True)
class TidyFile:
    """One file: its name, the hash of its bytes, and its columns both as written and as names are compared."""

    name: str
    sha256: str
    headings: tuple[str, ...]
    columns: tuple[str, ...]
    text: str = field(repr=False)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Give the rows below the headings, each with its number as a spreadsheet counts; blank lines are no rows.

        Raises `Refused` where a row has too few or too many cells, or a quotation mark is never closed.
        """
        wrong: list[Problem] = []
        count = 0
        for number, cells in _records(self.name, self.text):
            if number == 1 or not any(cell.strip() for cell in cells):
                continue
            if len(cells) < len(self.columns) or any(cell.strip() for cell in cells[len(self.columns) :]):
                count += 1
                if len(wrong) < MOST_PROBLEMS:
                    wrong.append(Problem(f"The row has {len(cells)} cells, the headings {len(self.columns)}.", where=self.name, row=number))
                continue
            yield number, cells
        if count:
            raise refused(self.name, f"{count:,} rows have another number of cells than the headings.", wrong)


def refused(name: str, why: str, problems: list[Problem] | tuple[Problem, ...] = ()) -> Refused:
    """Make the refusal of a file."""
    return Refused(f"{name} was not loaded; nothing was changed. {why}", problems)


def open_tidy(path: Path) -> tuple[tuple[TidyFile, ...], tuple[Problem, ...]]:
    """Open a file, or each CSV file in a zip; gives also the files of a zip that are not looked at.

    Raises `Refused` for what cannot be opened, is too large, is not text or has no headings.
    """
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MOST_BYTES else b""
    except (OSError, ValueError) as error:
        raise refused(path.name or str(path), "It cannot be opened. Check the path, and that you may read it.") from error
    if size > MOST_BYTES:
        raise _too_large(path.name)
    if data.startswith(b"PK"):
        return _of_zip(path.name, data)
    if data.startswith(b"\x1f\x8b"):
        return (_tidy(path.name, _unzipped(path.name, data)),), ()
    return (_tidy(path.name, data),), ()


def _too_large(name: str) -> Refused:
    return refused(name, f"It has more than {MOST_BYTES // 1024**2} million bytes. Download the tables that you need one by one.")


def _unzipped(name: str, data: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            found = file.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise refused(name, "It is damaged. Download it again.") from error
    if len(found) > MOST_BYTES:
        raise _too_large(name)
    return found


def _of_zip(name: str, data: bytes) -> tuple[tuple[TidyFile, ...], tuple[Problem, ...]]:
    found: list[TidyFile] = []
    aside: list[Problem] = []
    left = MOST_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                if info.is_dir():
                    continue
                if not info.filename.lower().endswith(".csv") or info.filename.lower().endswith(_META):
                    aside.append(Problem("This is not a table, and was not read.", where=info.filename))
                    continue
                with archive.open(info) as member:
                    text = member.read(left + 1)
                left -= len(text)
                if left < 0:
                    raise _too_large(name)
                found.append(_tidy(info.filename.rpartition("/")[2], text))
    except Refused:
        raise
    except Exception as error:  # each way of compressing has errors of its own
        raise refused(name, "The zip is damaged, or has a password. Download it again.") from error
    if not found:
        raise refused(name, f"The zip holds no CSV file. {_WHAT}")
    return tuple(found), tuple(aside)


def _tidy(name: str, data: bytes) -> TidyFile:
    """Read the headings of a file; raises `Refused` where there are none, or two of one name."""
    text = _text(name, data)
    headings = next(_records(name, text), (1, []))[1]
    while headings and not headings[-1].strip():
        headings.pop()
    if not headings:
        raise refused(name, f"Its first line holds no names of columns. {_WHAT}")
    columns = [plain_name(heading) for heading in headings]
    twice = sorted({heading for heading, column in zip(headings, columns, strict=True) if columns.count(column) > 1})
    if twice:
        raise refused(name, f"Two columns have the same name: {', '.join(twice[:6])}. Download the file again.")
    return TidyFile(name, hashlib.sha256(data).hexdigest(), tuple(heading.strip() for heading in headings), tuple(columns), text)


def _text(name: str, data: bytes) -> str:
    """Decode a file: UTF-8 with or without its mark, UTF-16 with it, and what Excel writes in place of them."""
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        # only names of places have accents, and codes decide: a letter that cannot be told spoils no value
        text = data.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise refused(name, f"It is not text. {_WHAT}")
    return text


def _records(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, cells
    except csv.Error as error:
        problem = Problem("The row cannot be read as CSV: a quotation mark may never be closed.", where=name, row=number + 1)
        raise refused(name, "It cannot be read. Download it again.", [problem]) from error
