"""What a load would come to, before anything is written: rows loaded and refused, what has changed, and what can be told from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from lightwell.definitions import load
from lightwell.errors import Problem
from lightwell.extracts import Extract
from lightwell.journey import RECORDS
from lightwell.periods import Month, say_date
from lightwell.results.account import Counted, FileRows, all_rows, file_rows, say_without_settings
from lightwell.results.compute import months_for
from lightwell.results.feeding import Feed, feeding, plain_table
from lightwell.results.load import fingerprint_of, own_definitions
from lightwell.results.make_findings import own_rules
from lightwell.results.quarantine import KindOfProblem, kinds_of_problem
from lightwell.results.settings import read_settings
from lightwell.store import Home, Snapshot, open_snapshot, snapshots

FALL = 0.25
"""A record type with more than this share fewer records than the current snapshot has is warned of: records are seldom taken away."""

_MANY = 0.05
"""More than this share of a file's rows in quarantine is warned of."""


@dataclass(frozen=True)
class RecordCount:
    """How many records of one type would be loaded, and how many the current snapshot holds; None where there is no such snapshot."""

    table: str
    rows: int
    before: int | None

    @property
    def name(self) -> str:
        """The type in plain words."""
        return plain_table(self.table)

    @property
    def fell(self) -> bool:
        """Whether there are so many fewer than before that something may be missing from the extract."""
        return self.before is not None and self.rows < self.before * (1 - FALL)


@dataclass(frozen=True)
class Preview:
    """What a load would come to.

    `records` counts by type against the snapshot `current`, which is as known on `current_as_at`; both are empty where nothing is loaded.
    `same_source` says whether that snapshot is of the same kind, so that a fall means something. `absent` names the record types that the
    extract has no file of, `columns_absent` the columns (`visits.mode`) it never fills. `already` is the snapshot made of the same files
    with the same definitions, empty if there is none. `first_month` and `last_month` bound the months that figures would be worked out for.
    `warnings` say what a person should look at before loading.
    """

    source: str
    as_at: date
    authority: str
    fingerprint: str
    files: tuple[FileRows, ...]
    total: FileRows
    records: tuple[RecordCount, ...]
    absent: tuple[str, ...]
    columns_absent: tuple[str, ...]
    kinds: tuple[KindOfProblem, ...]
    notes: tuple[str, ...]
    warnings: tuple[Problem, ...]
    feeds: tuple[Feed, ...]
    first_month: Month
    last_month: Month
    current: str
    current_as_at: date | None
    same_source: bool
    already: str


def preview(home: Home, extract: Extract) -> Preview:
    """Tell what loading an extract would come to; nothing is written.

    Raises `LightwellError` if the home's settings or definitions cannot be used, as loading would.
    """
    catalogue = load(own_definitions(home))
    months = months_for(extract.as_at)
    held = snapshots(home)
    current = open_snapshot(home) if held else None
    records = _records(extract, current)
    fingerprint = fingerprint_of(extract, catalogue, read_settings(home.settings), own_rules(home))
    found = next((snapshot for snapshot in held if snapshot.manifest.fingerprint == fingerprint), None)
    return Preview(
        source=extract.source,
        as_at=extract.as_at,
        authority=extract.authority,
        fingerprint=extract.fingerprint,
        files=file_rows(extract.files),
        total=all_rows(extract.files),
        records=records,
        absent=tuple(record.table for record in RECORDS if record.table not in extract.tables),
        columns_absent=tuple(sorted(extract.lacks)),
        kinds=kinds_of_problem(extract.quarantine),
        notes=tuple(map(str, extract.notes)),
        warnings=(*_about_snapshots(extract, current, found, held), *_about_rows(extract, records, current), *_about_settings(home)),
        feeds=feeding(catalogue.definitions.values(), extract.coverage, extract.lacks, months),
        first_month=months[0],
        last_month=months[-1],
        current=current.id if current else "",
        current_as_at=current.manifest.as_at if current else None,
        same_source=current is not None and current.manifest.source == extract.source,
        already=found.id if found else "",
    )


def _records(extract: Extract, current: Snapshot | None) -> tuple[RecordCount, ...]:
    """Count every type that the extract or the current snapshot has, in the order of the journey."""
    before = current.manifest.rows if current else {}
    held = [record.table for record in RECORDS if record.table in extract.tables or before.get(record.table)]
    rows = {table: found.num_rows for table, found in extract.tables.items()}
    return tuple(RecordCount(table, rows.get(table, 0), before.get(table, 0) if current else None) for table in held)


def _about_snapshots(extract: Extract, current: Snapshot | None, found: Snapshot | None, held: Iterable[Snapshot]) -> Iterator[Problem]:
    """Warn of files that are there already, and of a day that is not the next one."""
    same = next((snapshot for snapshot in held if _files_of(snapshot.manifest.files) == _files_of(extract.files)), None)
    if found:
        yield Problem(f"These files are already the snapshot {found.id}.", remedy="Loading them again would change nothing.")
    elif same:
        what = f"The same files are in the snapshot {same.id}, made for another day or with other definitions, settings or mapping."
        yield Problem(what, remedy="Check the day of the extract.")
    if current and extract.as_at < current.manifest.as_at:
        what = f"The extract is of {say_date(extract.as_at)}, before the current snapshot, which is of {say_date(current.manifest.as_at)}."
        yield Problem(what, remedy="It would be kept beside the others, and the current snapshot would stay as it is.")
    if extract.as_at > datetime.now(UTC).date():
        yield Problem(f"The day of the extract, {say_date(extract.as_at)}, is still to come.", remedy="Check the day.")
    if current and current.manifest.source != extract.source:
        what = "The extract is of another kind than the current snapshot, so record types differ in what they hold."
        yield Problem(what, remedy="Look at which indicators it can feed before loading it.")


def _about_rows(extract: Extract, records: tuple[RecordCount, ...], current: Snapshot | None) -> Iterator[Problem]:
    """Warn of record types that have fallen, where the source is the same, and of files of which many rows cannot be read."""
    for each in records if current and current.manifest.source == extract.source else ():
        if each.fell and current:
            what = f"{_many(each.rows, 'record')} of {each.name} would be loaded; the snapshot {current.id} holds {each.before:,}."
            yield Problem(what, remedy="See that nothing is missing from the extract.")
    for file in file_rows(extract.files):
        if file.quarantined > file.read * _MANY:
            what = f"{file.quarantined:,} of the {_many(file.read, 'row')} of {file.name} cannot be read."
            yield Problem(what, remedy="If one column is to blame, mend the mapping and upload again.")


def _about_settings(home: Home) -> Iterator[Problem]:
    if not home.settings.is_file():
        yield Problem(say_without_settings(home))
    elif not read_settings(home.settings).populations:
        yield Problem("The settings give no population, so rates per 10,000 are no data.", remedy="Give populations in settings.yaml.")


def _files_of(files: Iterable[Counted]) -> set[tuple[str, str, str]]:
    return {(file.record, file.sheet, file.sha256) for file in files}


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"
