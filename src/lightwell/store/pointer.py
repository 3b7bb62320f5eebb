"""Which snapshots there are, and which of them is current."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from lightwell.errors import LightwellError, NotFound, Problem
from lightwell.store.home import Home
from lightwell.store.manifest import Manifest, read_manifest
from lightwell.store.reading import Snapshot

MANIFEST = "manifest.json"
SHORT = 8
"""How many letters of a fingerprint a snapshot's id holds."""


def snapshot_id(as_at: date, fingerprint: str) -> str:
    """Name a snapshot by its as-at date and the first letters of its fingerprint."""
    return f"{as_at.isoformat()}-{fingerprint[:SHORT]}"


def snapshots(home: Home) -> list[Snapshot]:
    """List the snapshots that can be opened, by as-at date and then in the order in which they were made; see `damaged` for the others."""
    found = [snapshot for snapshot in map(_try_open, _folders(home)) if isinstance(snapshot, Snapshot)]
    return sorted(found, key=lambda snapshot: _rank(snapshot.manifest))


def damaged(home: Home) -> list[Problem]:
    """List the snapshots that cannot be opened, each with what is wrong and what to do."""
    return [problem for problem in map(_try_open, _folders(home)) if isinstance(problem, Problem)]


def open_snapshot(home: Home, name: str | None = None) -> Snapshot:
    """Open one snapshot: by its id or the beginning of it, or the current one.

    Raises `NotFound`, naming what exists, if there is none such or the beginning fits several.
    """
    found = snapshots(home)
    if not found:
        raise NotFound(f"There is no snapshot in {home.path} yet. Load an extract first.{_say_damaged(home)}")
    if name is None:
        return _current_of(home, found)
    matching = [snapshot for snapshot in found if snapshot.id == name] or [
        snapshot for snapshot in found if name and snapshot.id.startswith(name)
    ]
    if len(matching) == 1:
        return matching[0]
    if matching:
        raise NotFound(f"“{name}” is the beginning of {len(matching)} snapshots: {_names(matching)}. Write more of the one that you mean.")
    raise NotFound(f"There is no snapshot “{name}”. The snapshots are {_names(found)}.{_say_damaged(home)}")


def existing(home: Home, as_at: date, fingerprint: str) -> Snapshot | None:
    """Find the snapshot already made from the same extract, so that the same file twice changes nothing; None if there is none."""
    folder = home.snapshots / snapshot_id(as_at, fingerprint)
    snapshot = _try_open(folder) if folder.is_dir() else None
    if not isinstance(snapshot, Snapshot) or snapshot.manifest.fingerprint != fingerprint:
        return None
    point_current(home)
    return snapshot


def fingerprint_at(folder: Path) -> str:
    """Give the fingerprint of the snapshot in a folder; empty if there is none that can be opened."""
    found = _try_open(folder)
    return found.manifest.fingerprint if isinstance(found, Snapshot) else ""


def point_current(home: Home) -> None:
    """Make `current` name the latest snapshot by as-at date and, among those of one date, the one made last.

    A statutory return, which holds a part of what the service knows, is current only where nothing else has been loaded.

    Worked out from what is there, not from what was loaded last: a reload of an older month does not move it back, and a load that was
    stopped just before this step is put right by the next.
    """
    found = snapshots(home)
    latest = next((each for each in reversed(found) if not each.manifest.collection), found[-1] if found else None)
    if latest is not None and read_current(home) != latest.id:
        replace_text(home.current, latest.id + "\n")


def of_one_kind(home: Home, snapshot: Snapshot) -> list[Snapshot]:
    """List the snapshots that a snapshot may be held against, itself among them, in the order of `snapshots`.

    A statutory return is held against the same return; what is no return, against all that are none.
    """
    given = snapshot.manifest
    return [
        each
        for each in snapshots(home)
        if bool(each.manifest.collection) == bool(given.collection) and (not given.collection or each.manifest.source == given.source)
    ]


def read_current(home: Home) -> str:
    """Give the id that `current` names, whether or not there is such a snapshot; empty if it names none."""
    try:
        return home.current.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def replace_text(path: Path, text: str) -> None:
    """Write a small file so that readers see the old text or the new, never a part."""
    beside = path.with_name(f".{path.name}-{os.getpid()}")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Have the names in a folder survive a power cut, where the operating system can be asked for that."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _rank(manifest: Manifest) -> tuple[date, str, str]:
    return manifest.as_at, manifest.made_at.isoformat(), manifest.id


def _folders(home: Home) -> list[Path]:
    if not home.snapshots.is_dir():
        return []
    return sorted(path for path in home.snapshots.iterdir() if path.is_dir() and not path.name.startswith("."))


def snapshot_in(folder: Path) -> Snapshot:
    """Open the snapshot in a folder of the store; raises `LightwellError`, saying what is wrong, if it cannot be opened."""
    found = _try_open(folder)
    if isinstance(found, Problem):
        raise LightwellError(str(found))
    return found


def _try_open(folder: Path) -> Snapshot | Problem:
    try:
        manifest = read_manifest(folder / MANIFEST)
    except LightwellError as error:
        return Problem(str(error), where=folder.name)
    if manifest.id != folder.name:
        return Problem(
            f"The folder {folder.name} holds the manifest of the snapshot “{manifest.id}”.",
            where=folder.name,
            remedy="Give the folder back its name, or remove it and load the extract again.",
        )
    return Snapshot(manifest.id, folder, manifest)


def _current_of(home: Home, found: list[Snapshot]) -> Snapshot:
    named = read_current(home)
    return next((snapshot for snapshot in found if snapshot.id == named), found[-1])


def _names(found: list[Snapshot]) -> str:
    return ", ".join(snapshot.id for snapshot in found)


def _say_damaged(home: Home) -> str:
    problems = damaged(home)
    return f" Not counting damaged ones: {', '.join(problem.where for problem in problems)}." if problems else ""
