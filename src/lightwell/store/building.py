"""Making a snapshot: built beside the others, verified, renamed into place; `current` is swapped last.

A load that fails or is killed at any moment leaves the store as it was: until the rename there is only a hidden folder, and the next
load removes it.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
from filelock import FileLock, Timeout

from lightwell.errors import LightwellError
from lightwell.journey import record_named
from lightwell.store.home import Home
from lightwell.store.manifest import FileEntry, Manifest, write_manifest
from lightwell.store.parquet import Rows, entry_of, sync_file, write_rows
from lightwell.store.pointer import MANIFEST, fingerprint_at, point_current, replace_text, snapshot_id, sync_folder
from lightwell.store.reading import (
    IDENTITY,
    JOURNEY,
    LOOSE,
    RETURNED,
    STAGES,
    Snapshot,
    connect_folder,
    identifying_columns,
    identity_columns,
    journey_columns,
)

_BUILDING = ".building-"
_ASIDE = ".replaced-"
_FIRST_WAIT = 2.0


@dataclass
class Draft:
    """A snapshot that is being built; nobody sees it until `commit`.

    `written` counts the rows of each file by its path in the snapshot, to hold against what is read back.
    """

    id: str
    path: Path
    home: Home
    as_at: date
    fingerprint: str
    written: dict[str, int] = field(default_factory=dict)

    def write_journey(self, tables: Mapping[str, pa.Table], quarantine: pa.Table) -> None:
        """Write the records without what identifies anyone, that in identity tables beside them, and the rows that could not be read."""
        for name, table in tables.items():
            record = record_named(name)
            self._write(f"{JOURNEY}/{name}", table.select(list(journey_columns(record))))
            if identifying_columns(record):
                self._write(f"{IDENTITY}/{name}", table.select(list(identity_columns(record))))
        self.write("", "quarantine", quarantine)

    def write_returned(self, tables: Mapping[str, pa.Table]) -> None:
        """Write the tables of a statutory return as they stood, for the department's rules and for what they show."""
        for name, table in tables.items():
            self._write(f"{RETURNED}/{name}", table)

    def write(self, stage: str, name: str, rows: Rows) -> int:
        """Write one table of `facts` or `results`, or `quarantine` or `findings` with the stage empty; gives the number of its rows."""
        known = name in LOOSE if stage == "" else stage in STAGES and re.fullmatch(r"[a-z][a-z0-9_]*", name)
        if not known:
            raise ValueError(f"a snapshot has no place for the table {name!r} in the stage {stage!r}")
        return self._write(f"{stage}/{name}" if stage else name, rows)

    def connect(self) -> duckdb.DuckDBPyConnection:
        """Open what has been written so far, with the views of a finished snapshot."""
        return connect_folder(self.path)

    def commit(self, manifest: Manifest) -> Snapshot:
        """Verify what was written, add the manifest, rename the folder into place and make `current` follow.

        Raises `LightwellError` if what is read back is not what was written; the store is then as it was.
        """
        with _said():
            return self._commit(manifest)

    def _commit(self, manifest: Manifest) -> Snapshot:
        entries = {name: self._verified(name, rows) for name, rows in sorted(self.written.items())}
        manifest = replace(manifest, id=self.id, as_at=self.as_at, fingerprint=self.fingerprint, files_of_snapshot=entries)
        replace_text(self.path / MANIFEST, write_manifest(manifest))
        for folder in (self.path, *(path for path in self.path.iterdir() if path.is_dir())):
            sync_folder(folder)
        place = self.home.snapshots / self.id
        _swap_in(self.path, place, self.fingerprint)
        point_current(self.home)
        return Snapshot(self.id, place, manifest)

    def _write(self, name: str, rows: Rows) -> int:
        file = f"{name}.parquet"
        with _said():
            self.written[file] = write_rows(self.path / file, rows)
        return self.written[file]

    def _verified(self, name: str, rows: int) -> FileEntry:
        sync_file(self.path / name)
        entry = entry_of(self.path / name)
        if entry.rows != rows:
            raise LightwellError(
                f"{rows:,} rows were written to {name} and {entry.rows:,} can be read back. Nothing was changed. "
                "Check that the disk is sound and has room, and load again."
            )
        return entry


@contextmanager
def draft(
    home: Home,
    *,
    as_at: date,
    fingerprint: str,
    wait_seconds: float = 900,
    on_wait: Callable[[str], None] | None = None,
) -> Iterator[Draft]:
    """Begin a snapshot; on leaving without `commit`, by an error or not, everything written is removed.

    One load at a time: a second waits, says so once through `on_wait`, and after `wait_seconds` raises `LightwellError`. What dead loads
    left behind is removed first.
    """
    with _said():
        home.make()
    name = snapshot_id(as_at, fingerprint)
    with _one_at_a_time(home, wait_seconds, on_wait):
        _clean(home)
        folder = home.snapshots / f"{_BUILDING}{name}-{os.getpid()}"
        folder.mkdir(mode=0o700)
        try:
            yield Draft(name, folder, home, as_at, fingerprint)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _said() -> Iterator[None]:
    """Say in a sentence that the disk is full or may not be written to."""
    try:
        yield
    except OSError as error:
        raise LightwellError(
            f"The snapshot could not be written ({error.strerror or error}). Nothing was changed. "
            "See that the disk has room and that you may write to the folder, and load again."
        ) from error


@contextmanager
def _one_at_a_time(home: Home, wait_seconds: float, on_wait: Callable[[str], None] | None) -> Iterator[None]:
    lock = FileLock(home.snapshots / ".lock")
    try:
        lock.acquire(timeout=min(_FIRST_WAIT, wait_seconds))
    except Timeout:
        if on_wait:
            on_wait("Another load is running in this store. This one begins as soon as that one ends.")
        _wait_on(lock, max(wait_seconds - _FIRST_WAIT, 0))
    try:
        yield
    finally:
        lock.release()


def _wait_on(lock: FileLock, seconds: float) -> None:
    try:
        lock.acquire(timeout=seconds)
    except Timeout as error:
        raise LightwellError(
            "Another load is still running in this store, so this one was not begun and nothing was changed. "
            "Load again when the other has ended."
        ) from error


def _clean(home: Home) -> None:
    """Remove what dead loads left behind: whoever holds the lock is the only one alive."""
    for left in home.snapshots.glob(f"{_BUILDING}*"):
        shutil.rmtree(left, ignore_errors=True)
    for aside in home.snapshots.glob(f"{_ASIDE}*"):
        place = home.snapshots / aside.name.removeprefix(_ASIDE)
        if place.exists():
            shutil.rmtree(aside, ignore_errors=True)
        else:
            aside.rename(place)
    for half_written in home.snapshots.glob(f".{home.current.name}-*"):
        half_written.unlink(missing_ok=True)
    point_current(home)


def _swap_in(folder: Path, place: Path, fingerprint: str) -> None:
    """Rename a finished folder into place; a snapshot of the same extract, or a damaged one, is moved aside first and removed after."""
    aside = place.with_name(f"{_ASIDE}{place.name}")
    if (other := fingerprint_at(place)) not in ("", fingerprint):
        raise LightwellError(
            f"The snapshot {place.name} was made from another extract whose fingerprint begins alike ({other}). Nothing was changed. "
            f"Move {place} to another home and load again."
        )
    if place.exists():
        place.rename(aside)
    folder.rename(place)
    sync_folder(place.parent)
    shutil.rmtree(aside, ignore_errors=True)
