"""Verifying a backup, and making a home of it: read to its end and held to its hashes before it stands anywhere."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

from lightwell.errors import LightwellError
from lightwell.store.archive import Backup, Database, read_archive
from lightwell.store.backing_up import DATABASE, HOME, SQLITE
from lightwell.store.home import Home
from lightwell.store.pointer import MANIFEST, point_current

SQLITE_FILE = "lightwell.sqlite3"
"""The name of the database in a backup, if it is SQLite; of PostgreSQL there is a file for each table."""


def verify_backup(path: Path, passphrase: str | None) -> Backup:
    """Read a backup to its end: every hash, every snapshot against its own manifest, every row of the database.

    Raises `LightwellError` with the first thing that is not as it was written.
    """
    manifests: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory(prefix="lightwell-verify-") as folder:

        def take(name: str, file: IO[bytes]) -> None:
            if name.startswith(DATABASE):
                _write(Path(folder) / name, file)
            elif name.endswith(f"/{MANIFEST}"):
                manifests[name] = file.read()

        backup = read_archive(path, passphrase, take)
        _hold_rows(backup.database, Path(folder) / DATABASE)
    damaged = " ".join(backup.problems)
    for name, text in manifests.items():
        _hold_snapshot(backup, name, text, damaged)
    return backup


@contextmanager
def restored(path: Path, home: Home, passphrase: str | None) -> Iterator[tuple[Backup, Path, Callable[[], None]]]:
    """Unfold a backup beside `home` and verify it; gives what it says, the folder, and the function that puts it in its place.

    The folder holds the home, and in `.database` what a PostgreSQL is to be filled with. Unless the function was called, nothing is left.
    Raises `LightwellError` where there is something at `home` already, or the backup is not whole.
    """
    if home.path.exists() and (not home.path.is_dir() or any(home.path.iterdir())):
        raise LightwellError(f"There is something in {home.path} already, and it was not touched. Name a new folder with --home.")
    home.path.parent.mkdir(parents=True, exist_ok=True)
    folder = home.path.with_name(f".restoring-{home.path.name}-{os.getpid()}")
    folder.mkdir(mode=0o700)
    try:
        backup = read_archive(path, passphrase, lambda name, file: _write(_place(folder, name), file))
        _hold_rows(backup.database, folder / ".database", folder / SQLITE)
        point_current(Home(folder))
        yield backup, folder, lambda: _settle(folder, home.path)
    except OSError as error:
        raise LightwellError(f"The home could not be written ({error.strerror or error}). Nothing was left of it.") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _settle(folder: Path, place: Path) -> None:
    shutil.rmtree(folder / ".database", ignore_errors=True)
    if place.exists():
        place.rmdir()  # it is empty, or this fails
    folder.rename(place)


def _place(folder: Path, name: str) -> Path:
    if name == DATABASE + SQLITE_FILE:
        return folder / SQLITE
    if name.startswith(DATABASE):
        return folder / ".database" / name.removeprefix(DATABASE)
    if name.startswith(HOME):
        return folder / name.removeprefix(HOME)
    raise LightwellError(f"The backup holds {name}, which belongs nowhere. It was not believed.")


def _write(path: Path, file: IO[bytes]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
        shutil.copyfileobj(file, written, 1024 * 1024)
        written.flush()
        os.fsync(written.fileno())


def _hold_rows(database: Database | None, folder: Path, sqlite: Path | None = None) -> None:
    """Count the rows of every table of a database that was read back."""
    if database is None:
        return
    found = _sqlite_rows(sqlite or folder / SQLITE_FILE) if database.engine == "sqlite" else _copied_rows(folder, database.tables)
    if found != dict(database.tables):
        wrong = sorted({*found} ^ {*database.tables}) or sorted(name for name in found if found[name] != database.tables[name])
        raise LightwellError(f"The table {wrong[0]} does not have the rows that it had when the backup was made. Use another copy.")


def _sqlite_rows(file: Path) -> dict[str, int]:
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as database:
            if database.execute("pragma integrity_check").fetchall() != [("ok",)]:
                raise LightwellError("The database in the backup is damaged. Use another copy.")
            return count_rows(database)
    except sqlite3.Error as error:
        raise LightwellError("The database in the backup cannot be opened. Use another copy.") from error


def count_rows(database: sqlite3.Connection) -> dict[str, int]:
    """Count the rows of every table of an SQLite database."""
    names = [name for (name,) in database.execute("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")]
    return {name: database.execute(f'select count(*) from "{name}"').fetchone()[0] for name in sorted(names)}


def _copied_rows(folder: Path, tables: Mapping[str, int]) -> dict[str, int]:
    """Count the rows of tables as PostgreSQL copies them out: a line that names the columns, and one for each row."""
    found = {}
    for path in folder.glob("*.copy") if folder.is_dir() else ():
        with path.open("rb") as file:
            found[path.stem] = sum(1 for _ in file) - 1
    return {**dict.fromkeys(tables, -1), **found}


def _hold_snapshot(backup: Backup, name: str, text: bytes, damaged: str) -> None:
    """Hold the files of one snapshot to the snapshot's own manifest, unless it was damaged before it was backed up."""
    folder = name.removesuffix(MANIFEST)
    if f"the snapshot {folder.removesuffix('/').rpartition('/')[2]} " in damaged:
        return
    for file, entry in json.loads(text)["files_of_snapshot"].items():
        held = backup.files.get(folder + file)
        if held is None or held.sha256 != entry["sha256"]:
            raise LightwellError(f"The file {folder}{file} in the backup is not that of its snapshot. Use another copy.")
