"""What a backup takes from a home: everything in it but what is on its way, with each snapshot whole.

The database is taken first, by whoever knows it, and the files after it: every snapshot that the database names is then there. Nothing is
locked. A load that ends meanwhile is in or not in, never half.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO

from lightwell.errors import LightwellError
from lightwell.store.archive import Backup, Database, Writing, is_safe, write_archive
from lightwell.store.home import Home
from lightwell.store.pointer import MANIFEST

DATABASE, HOME = "database/", "home/"
"""What the names in a backup begin with: the database's own files, and those of the home."""

SQLITE = "web/lightwell.sqlite3"
"""Where the home has its database, if it is SQLite."""

_ON_ITS_WAY = (".building-", ".replaced-", ".removing-", ".backing-up-", ".incoming", ".working", ".lock")
_TRIES = 5


@dataclass(frozen=True)
class Taken:
    """What was taken before the files of the home: the database, with the files that hold it by their names.

    `earlier` are copies, by their names in the home, of files that say how far the database went, and so may not be newer than it.
    """

    database: Database | None = None
    files: Mapping[str, Path] = field(default_factory=dict)
    earlier: Mapping[str, Path] = field(default_factory=dict)


def back_up(home: Home, to: Path, taken: Taken, *, passphrase: str | None, made_at: datetime, lightwell: str) -> Backup:
    """Write a backup of a home to `to`, with what was taken before.

    Raises `LightwellError`, and leaves nothing behind, if it cannot be written. What is not whole in the home itself is backed up as it is
    and named in the answer's `problems`.
    """
    if to.resolve().is_relative_to(home.path.resolve()):
        raise LightwellError(f"{to} is inside the home, and would be lost with it. Give a place elsewhere, best on another machine.")
    problems: list[str] = []
    with write_archive(to, passphrase) as writing:
        for name, path in taken.files.items():
            _add(writing, DATABASE + name, path)
        snapshots = tuple(_snapshots(home, writing, problems))
        for path in _others(home, problems):
            name = path.relative_to(home.path).as_posix()
            if not is_safe(HOME + name):
                problems.append(f"The file {path} has a name that cannot be backed up. Give it another, without “\\”.")
                continue
            with suppress(FileNotFoundError):  # what is gone by now was not to be kept
                _add(writing, HOME + name, taken.earlier.get(name, path))
        backup = Backup(made_at, lightwell, taken.database, snapshots, tuple(problems), dict(writing.files))
        writing.end(backup)
    return backup


def _add(writing: Writing, name: str, path: Path) -> None:
    with path.open("rb") as file:
        writing.add(name, file)


def _snapshots(home: Home, writing: Writing, problems: list[str]) -> Iterator[str]:
    folders = sorted(home.snapshots.iterdir()) if home.snapshots.is_dir() else []
    for folder in folders:
        if folder.is_dir() and not folder.name.startswith(_ON_ITS_WAY) and _snapshot(folder, writing, problems):
            yield folder.name


def _snapshot(folder: Path, writing: Writing, problems: list[str]) -> bool:
    """Take one snapshot: all its files are opened before the first is read, so that one replaced meanwhile is still whole."""
    for _ in range(_TRIES):
        with ExitStack() as held:
            try:
                files = {path.relative_to(folder).as_posix(): held.enter_context(path.open("rb")) for path in _files(folder)}
            except FileNotFoundError:
                continue
            if not folder.is_dir():
                return False  # removed meanwhile
            if MANIFEST in files and os.fstat(files[MANIFEST].fileno()).st_ino != (folder / MANIFEST).stat().st_ino:
                continue
            _take(folder, files, writing, problems)
            return True
    raise LightwellError(
        f"The snapshot {folder.name} was replaced again and again. Nothing was kept; begin again when the loads have ended."
    )


def _take(folder: Path, files: Mapping[str, IO[bytes]], writing: Writing, problems: list[str]) -> None:
    entries = {name: writing.add(f"{HOME}snapshots/{folder.name}/{name}", file) for name, file in files.items()}
    try:
        files[MANIFEST].seek(0)  # the one that was opened, for another may stand there by now
        meant = {name: entry["sha256"] for name, entry in json.load(files[MANIFEST])["files_of_snapshot"].items()}
    except (KeyError, ValueError, TypeError, AttributeError):
        problems.append(f"The manifest of the snapshot {folder.name} is damaged in the home, and was backed up as it is.")
        return
    for name, sha256 in meant.items():
        if name not in entries or entries[name].sha256 != sha256:
            problems.append(f"The file {name} of the snapshot {folder.name} is damaged in the home, and was backed up as it is.")


def _others(home: Home, problems: list[str]) -> Iterator[Path]:
    """List the files of a home beside its snapshots and its database."""
    for root, folders, names in os.walk(home.path):
        here = Path(root)
        folders[:] = sorted(name for name in folders if not name.startswith(_ON_ITS_WAY) and here / name != home.snapshots)
        for name in folders:
            if (here / name).is_symlink():
                problems.append(f"The folder {here / name} is a link to somewhere else, and what is there was not backed up.")
        yield from (here / name for name in sorted(names) if _is_kept(home, here / name))


def _is_kept(home: Home, path: Path) -> bool:
    name = path.relative_to(home.path).as_posix()
    return path.is_file() and not name.startswith(SQLITE) and not path.name.startswith(_ON_ITS_WAY) and not path.name.endswith(".lock")


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
