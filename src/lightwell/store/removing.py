"""Removing snapshots that are no longer to be kept: which they are, and taking them away while nobody loads."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from filelock import FileLock, Timeout

from lightwell.errors import LightwellError
from lightwell.periods import Month
from lightwell.store.home import Home
from lightwell.store.pointer import open_snapshot, point_current, snapshots
from lightwell.store.reading import Snapshot

REMOVING = ".removing-"
"""What the name of a snapshot's folder begins with once it is on its way out."""

_NAMED_IN = ("published", "packs")
"""The folders of a home whose files may name the snapshots that they were made from."""

_PROPERTIES = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml")


@dataclass(frozen=True)
class Fate:
    """What becomes of one snapshot, and why, in words."""

    snapshot: Snapshot
    goes: bool
    why: str


def fates(home: Home, *, today: date, days: int | None, months: int | None) -> list[Fate]:
    """Say of every snapshot whether it goes: older than `days`, and not the last of a month that is not yet `months` old.

    The current one stays, and each that something published or a pack names, and for `months` the last of each month, returns by
    themselves; None is for ever. Nothing is changed.
    """
    found = snapshots(home)
    if not found or days is None:
        return [Fate(each, False, "every snapshot is kept for ever") for each in found]
    current, named = open_snapshot(home).id, _named(home, found)
    last = {(_month(each), each.manifest.source if each.manifest.collection else ""): each.id for each in found}
    stays = {**dict.fromkeys(last.values(), "it is the last of its month"), **named, current: "it is the current one"}
    return [_fate(each, today, days, months, stays.get(each.id, "")) for each in found]


def remove_snapshots(home: Home, ids: Iterable[str]) -> None:
    """Remove snapshots, and what an earlier removal that was stopped left behind.

    Raises `LightwellError` while a load runs, or where one of them is current.
    """
    lock = FileLock(home.snapshots / ".lock")  # the one that a load holds
    try:
        lock.acquire(timeout=5)
    except Timeout:
        raise LightwellError("A load is running, so no snapshot was removed. Run this again when it has ended.") from None
    try:
        current = open_snapshot(home).id
        for name in ids:
            if name == current:
                raise LightwellError(f"The snapshot {name} has become the current one meanwhile, and stays. Run this again.")
            (home.snapshots / name).rename(home.snapshots / f"{REMOVING}{name}")
        for left in home.snapshots.glob(f"{REMOVING}*"):
            shutil.rmtree(left)
        point_current(home)
    except OSError as error:
        raise LightwellError(f"A snapshot could not be removed ({error.strerror or error}). Run this again.") from error
    finally:
        lock.release()


def _fate(snapshot: Snapshot, today: date, days: int, months: int | None, stays: str) -> Fate:
    as_at = snapshot.manifest.as_at
    if today - as_at <= timedelta(days=days):
        return Fate(snapshot, False, f"it is not yet older than {days} days")
    if stays and not stays.endswith("of its month"):
        return Fate(snapshot, False, stays)
    if stays and (months is None or Month.of(as_at).plus(months) >= Month.of(today)):
        return Fate(snapshot, False, stays)
    return Fate(snapshot, True, f"its month is older than {months} months" if stays else f"it is older than {days} days")


def _month(snapshot: Snapshot) -> str:
    return f"{snapshot.manifest.as_at:%Y-%m}"


def _named(home: Home, found: list[Snapshot]) -> dict[str, str]:
    """Find the snapshots that something published, or a pack that was written, names; by the letters of their ids in its files."""
    named: dict[str, str] = {}
    for path in (path for folder in _NAMED_IN for path in sorted((home.path / folder).rglob("*")) if path.is_file()):
        held = _written_in(path)
        named |= {each.id: f"{path.parent.name}/{path.name} names it" for each in found if each.id.encode() in held}
    return named


def _written_in(path: Path) -> bytes:
    """Give what a file says of itself: its bytes, and of a workbook or slides, which are zips, their properties."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in _PROPERTIES if name in archive.namelist())
