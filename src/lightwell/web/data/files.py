"""The files of uploads: kept in the home, for its owner alone, under names of our own making, and gone when they are done with."""

from __future__ import annotations

import os
import re
import shutil
import time
import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from filelock import FileLock, Timeout

PREVIEW, PROBLEMS, FORESEEN = "preview.json", "problems.json", "foreseen.json"
"""What a worker leaves for the pages: they quote rows, so they are kept with the files."""

PARTS = ("extract", "mapping", "last_year")
"""The files that an upload may have: what is loaded, the mapping of its tables, and a return of the year before."""

_INCOMING = ".incoming"
_LONGEST_NAME = 80
_WAIT_SECONDS = 10
_STALE_SECONDS = 24 * 3600


def root() -> Path:
    """Give the folder of all uploads; made when first asked for."""
    folder: Path = settings.HOME.path / "uploads"
    settings.HOME.make()
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def incoming() -> Path:
    """Give the folder in which files are while they come in."""
    folder = root() / _INCOMING
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def folder_of(upload: uuid.UUID) -> Path:
    """Give the folder of one upload, which may not be there."""
    return root() / str(upload)


def harmless_name(given: str, ending: str) -> str:
    """Make a file name of the one that the browser gave, of letters, figures and a few marks, with the ending that is given."""
    last = re.split(r"[\\/]", given)[-1]
    stem = re.sub(r"[^\w .()+-]", "", last.rpartition(".")[0] or last, flags=re.ASCII).strip(" .")
    return f"{stem[:_LONGEST_NAME] or 'extract'}{ending}"


def keep(upload: uuid.UUID, arrived: Path, name: str, part: str) -> None:
    """Move a file that has come in to the folder of its upload; `part` is one of `PARTS`."""
    place = folder_of(upload) / part
    place.mkdir(mode=0o700, parents=True)
    folder_of(upload).chmod(0o700)
    arrived.rename(place / name)


def kept(upload: uuid.UUID, part: str) -> Path | None:
    """Give the file of an upload that is one of `PARTS`; None if it is not there."""
    place = folder_of(upload) / part
    return next(iter(sorted(place.iterdir())), None) if place.is_dir() else None


def write(upload: uuid.UUID, name: str, text: str) -> None:
    """Write a text beside the files of an upload, so that readers see the old one or the new."""
    beside = folder_of(upload) / f".{name}-{os.getpid()}"
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    beside.replace(folder_of(upload) / name)


def read(upload: uuid.UUID, name: str) -> str | None:
    """Read a text that `write` wrote; None if it is not there."""
    try:
        return (folder_of(upload) / name).read_text(encoding="utf-8")
    except OSError:
        return None


def remove_extract(upload: uuid.UUID) -> None:
    """Remove the uploaded files and keep what was said of them."""
    for part in PARTS:
        shutil.rmtree(folder_of(upload) / part, ignore_errors=True)


def remove(upload: uuid.UUID) -> None:
    """Remove everything that is kept of an upload."""
    shutil.rmtree(folder_of(upload), ignore_errors=True)


def sweep(wanted: Collection[str]) -> None:
    """Remove what was left behind for a day: files that came in and were not kept, and folders of uploads that are not wanted."""
    before = time.time() - _STALE_SECONDS
    for left in incoming().iterdir():
        if left.stat().st_mtime < before:
            left.unlink(missing_ok=True)
    for folder in root().iterdir():
        if folder.name not in (_INCOMING, *wanted) and folder.stat().st_mtime < before:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def held(upload: uuid.UUID) -> Iterator[bool]:
    """Hold an upload while working on it, and say whether it could be held: the operating system lets go of it when the process dies."""
    if not folder_of(upload).is_dir():
        yield False
        return
    lock = FileLock(folder_of(upload) / ".working")
    try:
        # A page that asks whether anyone holds it holds it for a moment itself.
        lock.acquire(timeout=_WAIT_SECONDS)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def is_held(upload: uuid.UUID) -> bool:
    """Say whether a living process works on an upload."""
    if not folder_of(upload).is_dir():
        return False
    lock = FileLock(folder_of(upload) / ".working")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    lock.release()
    return False
