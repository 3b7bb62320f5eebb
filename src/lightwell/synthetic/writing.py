"""Writes the `tables` extract: a zip, or a folder, of one CSV file for each record type, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow.csv as csv

from lightwell.journey import RECORDS
from lightwell.synthetic.authority import Authority
from lightwell.synthetic.days import day_number
from lightwell.synthetic.known import as_known, as_text

_MOMENT = (1980, 1, 1, 0, 0, 0)
"""Zip files carry a time for each file; a fixed one keeps the bytes the same."""


def write_tables_extract(authority: Authority, as_at: date, folder_or_zip: Path) -> Path:
    """Write the extract as known at the end of a day: a zip if the path ends in `.zip`, or else a folder; gives the path back."""
    if folder_or_zip.suffix.lower() == ".zip":
        folder_or_zip.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(folder_or_zip, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, content in _files(authority, as_at):
                archive.writestr(_entry(name), content)
        return folder_or_zip
    folder_or_zip.mkdir(parents=True, exist_ok=True)
    for name, content in _files(authority, as_at):
        (folder_or_zip / name).write_bytes(content)
    return folder_or_zip


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry


def _files(authority: Authority, as_at: date) -> Iterator[tuple[str, bytes]]:
    """Give the name and content of each file; mistakes corrected by the day are no longer in it."""
    day = day_number(as_at)
    tables = as_known(authority, as_at)
    for record in RECORDS:
        mistakes = [each for each in authority.mistakes if each.table == record.table and each.corrected_on > day]
        sink = io.BytesIO()
        csv.write_csv(as_text(record, tables[record.table], mistakes), sink, csv.WriteOptions(quoting_style="needed"))
        yield f"{record.table}.csv", sink.getvalue()
