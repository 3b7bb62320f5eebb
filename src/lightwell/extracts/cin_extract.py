"""The source `cin_census`: the children in need census of one year as journey records, and as it stood for the department's rules.

The census has what was open at any time from 1 April to 31 March, whole; of what ended before that 1 April it has nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from lightwell.errors import Problem
from lightwell.extracts.checking import Checked, check, open_workspace
from lightwell.extracts.cin_census import read_cin_census
from lightwell.extracts.cin_columns import BLOCKS
from lightwell.extracts.cin_notes import header_notes, standing_notes
from lightwell.extracts.cin_records import make_records
from lightwell.extracts.model import QUARANTINE, Extract, Progress, SourceFile, silent
from lightwell.extracts.opening import refuse
from lightwell.extracts.returns_model import ReturnRead
from lightwell.extracts.tables import fingerprint_of, unknown_children
from lightwell.periods import say_date
from lightwell.returns import Collection

_SHARE_OF_READING = 0.7


def read_cin_extract(path: Path, *, collection: Collection, as_at: date, authority: str, progress: Progress | None = None) -> Extract:
    """Read a children in need census: an XML file, or a .zip or .gz with one.

    Raises `Refused` where the file is no census, or `as_at` lies outside the collection: the census says nothing of what came after. Rows
    that cannot become a record are quarantined; every row stands in `returned` all the same.
    """
    report = progress or silent
    if not collection.first_day <= as_at <= collection.last_day:
        raise refuse(path, _outside(collection, as_at))
    read = read_cin_census(path, lambda what, done: report(what, _SHARE_OF_READING * done))
    sha256 = _sha256(path)
    file = read.files[0].name
    connection = open_workspace()
    checked = _check(read, file, sha256, connection, report)
    report("Making records", 0.9)
    plans_not_read = checked["protection_plans"].quarantine.column("child").combine_chunks()
    accepted_unsaid = checked["cin_details"].table.column("no_further_action").null_count
    made = make_records(connection, {name: each.table for name, each in checked.items()}, plans_not_read, authority)
    notes = [*read.notes, *header_notes(read, collection, authority), *standing_notes(read, accepted_unsaid, collection)]
    report("Reading done", 1.0)
    return Extract(
        source="cin_census",
        as_at=as_at,
        authority=authority,
        tables=made.tables,
        quarantine=pa.concat_tables([QUARANTINE.empty_table(), *(each.quarantine for each in checked.values())]).combine_chunks(),
        files=_source_files(checked, file, sha256),
        coverage=dict.fromkeys(made.tables, collection.first_day),
        lacks=made.lacks,
        notes=(*notes, *unknown_children(dict(made.tables))),
        fingerprint=fingerprint_of("cin_census", as_at, authority, [("cin_census", sha256)], str(collection)),
        collection=collection,
        returned=read.tables,
    )


def _check(read: ReturnRead, file: str, sha256: str, connection: duckdb.DuckDBPyConnection, report: Progress) -> dict[str, Checked]:
    checked = {}
    for place, block in enumerate(BLOCKS):
        report(f"Checking {block.title.lower()}", _SHARE_OF_READING + 0.2 * place / len(BLOCKS))
        sheet = block.sheet(read.tables[block.table], file, sha256)
        checked[block.table] = check(sheet, block.wanted(), block.subject, connection)
    return checked


def _outside(collection: Collection, as_at: date) -> Problem:
    first, last = say_date(collection.first_day), say_date(collection.last_day)
    what = f"The census of {collection} says how things stood from {first} to {last}, and not on {say_date(as_at)}."
    return Problem(what, remedy=f"Give {last} as the day, or the day on which the census was made if it was before.")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _source_files(checked: Mapping[str, Checked], file: str, sha256: str) -> tuple[SourceFile, ...]:
    found = []
    for block in BLOCKS:
        each = checked[block.table]
        found.append(SourceFile(file, sha256, each.read, each.loaded, each.quarantined, block.record, block.sheet_name))
    return tuple(found)
