"""Packs held in the process: a snapshot never changes, so a pack made of it once stays right until the settings or the layout do.

The fingerprint is part of the key because a reload with other definitions replaces a snapshot's folder.
"""

from __future__ import annotations

import functools
from pathlib import Path

from lightwell.comparators import Published
from lightwell.periods import Month
from lightwell.reports import judged
from lightwell.reports.from_snapshot import LAYOUT, pack_of
from lightwell.reports.model import Pack
from lightwell.reports.own_settings import stamp
from lightwell.reports.places import members_of
from lightwell.results import AUTHORITY
from lightwell.store import Home, Snapshot, snapshot_in

_PACKS = 96
"""Packs held at once: each is about a third of a megabyte."""

Stamps = tuple[object, ...]


def stamps(home: Home) -> Stamps:
    """Give what changes when a home's settings, layout or breaks are written, or a snapshot or a published release is loaded."""
    return stamp(home.path / LAYOUT), Published(home.comparators).stamp, *judged.stamps(home)


def held_pack(
    home: Home, snapshot: Snapshot, month: Month, *, breakdown: str = AUTHORITY, member: str = "", disclosed: bool = False
) -> Pack:
    """Give the pack as `pack_of` does, made once for as long as nothing that it is made of changes; raises as `pack_of` does."""
    return _pack(home, snapshot.path, snapshot.manifest.fingerprint, month, breakdown, member, disclosed, stamps(home))


def held_members(snapshot: Snapshot, breakdown: str) -> dict[str, str]:
    """Give the members of a breakdown and their names as `members_of` does, read once for a snapshot."""
    return _members(snapshot.path, snapshot.manifest.fingerprint, breakdown)


@functools.lru_cache(maxsize=_PACKS)
def _pack(home: Home, path: Path, fingerprint: str, month: Month, breakdown: str, member: str, disclosed: bool, stamped: Stamps) -> Pack:
    return pack_of(home, snapshot_in(path), month, breakdown=breakdown, member=member, disclosed=disclosed)


@functools.lru_cache(maxsize=64)
def _members(path: Path, fingerprint: str, breakdown: str) -> dict[str, str]:
    return members_of(snapshot_in(path), breakdown)
