"""What an uploaded file is, by what is in it and not by its name; what nobody can make out is left to the reader of tables to refuse."""

from __future__ import annotations

import csv
import re
import zipfile
from datetime import date
from pathlib import Path

from lightwell.errors import LightwellError
from lightwell.extracts.headings import plain
from lightwell.extracts.model import Source
from lightwell.extracts.opening import is_workbook, open_zip, read_bytes
from lightwell.extracts.ssda903_xml import is_xml
from lightwell.extracts.xml_files import open_xml
from lightwell.returns import Collection, shapes

_BEGINNING = 64 * 1024
_ELEMENT = re.compile(r"<(?:\w[\w.-]*:)?([A-Za-z_][\w.-]*)")
_CENSUS = "Message"
"""The outermost element of a children in need census."""

_ENOUGH = 0.75
"""The share of a file's headings that are fields of the SSDA903, from which on it is taken for a table of it."""


def kind_of(path: Path, *, mapped: bool) -> Source:
    """Say which kind of extract a file is; with a mapping it is tables, whatever its headings are."""
    head = _head(path)
    if is_xml(head):
        return _of_xml(head)
    if not head.startswith(b"PK"):
        return "tables"
    with open_zip(path, read_bytes(path)) as archive:
        if is_workbook(archive):
            return "annex_a"
        names = [name for name in archive.namelist() if not name.endswith("/")]
        if mapped or any(name.casefold().endswith("mapping.yaml") for name in names):
            return "tables"
        if any(name.casefold().endswith(".csv") for name in names):
            return "ssda903" if _are_of_ssda903(archive, names) else "tables"
    return _of_zipped_xml(path) if any(name.casefold().endswith(".xml") for name in names) else "tables"


def collection_of(as_at: date) -> Collection:
    """Give the collection whose year holds a day: 2025-26 for 31 March 2026."""
    return Collection(as_at.year if (as_at.month, as_at.day) >= (4, 1) else as_at.year - 1)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_BEGINNING)


def _of_xml(head: bytes) -> Source:
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    found = _ELEMENT.search(head.decode("utf-16" if wide else "latin-1", errors="ignore"))
    return "cin_census" if found and found[1] == _CENSUS else "ssda903"


def _of_zipped_xml(path: Path) -> Source:
    try:
        with open_xml(path) as file:
            return _of_xml(file.stream.read(_BEGINNING))
    except LightwellError:  # several files of XML in one zip: of the two returns only the SSDA903 is divided so
        return "ssda903"


def _are_of_ssda903(archive: zipfile.ZipFile, names: list[str]) -> bool:
    """Say whether the most of the files of CSV are tables of the return, by their headings."""
    fields = {plain(name) for shape in shapes("ssda903").values() for column in shape.columns for name in (column.name, column.field)}
    files = [name for name in names if name.casefold().endswith(".csv")]
    return 2 * sum(_is_table(_headings(archive, name), fields) for name in files) > len(files)


def _is_table(headings: set[str], fields: set[str]) -> bool:
    return bool(headings & {"child", "childid"}) and len(headings & fields) >= max(2.0, _ENOUGH * len(headings))


def _headings(archive: zipfile.ZipFile, name: str) -> set[str]:
    try:
        with archive.open(name) as file:
            line = file.read(_BEGINNING).decode("utf-8-sig", errors="ignore").splitlines()[:1]
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError):
        return set()  # the reader says what is wrong with it
    return {plain(heading) for heading in next(csv.reader(line), [])} - {""}
