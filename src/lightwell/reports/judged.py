"""What is judged of a place's figures, worked out once for as long as nothing that it rests on changes."""

from __future__ import annotations

import functools
from pathlib import Path

from lightwell.periods import Month
from lightwell.reports.disclosed import disclosed_series
from lightwell.reports.own_settings import settings_of, stamp
from lightwell.results import AUTHORITY
from lightwell.results.break_register import path_of
from lightwell.results.judging import Key, judged
from lightwell.signals import Judged
from lightwell.store import Home, Snapshot, snapshot_in, snapshots

Stamps = tuple[object, ...]

_PLACES = 96
_INDICATORS = 192


def stamps(home: Home) -> Stamps:
    """Give what changes when a snapshot comes or goes, or the settings or the register of breaks are written."""
    held = tuple((each.path, each.manifest.fingerprint) for each in snapshots(home))
    return held, stamp(home.settings), stamp(path_of(home))


def judged_place(
    home: Home, snapshot: Snapshot, until: Month, *, breakdown: str = AUTHORITY, member: str = "", disclosed: bool = False
) -> dict[str, Judged]:
    """Judge every indicator of one place by the months up to `until`; `disclosed` by what those see of it who may see no child."""
    return _place(home, snapshot.path, snapshot.manifest.fingerprint, until, breakdown, member, disclosed, stamps(home))


def judged_members(home: Home, snapshot: Snapshot, until: Month, indicator: str, breakdown: str) -> dict[str, Judged]:
    """Judge one indicator for every member of a breakdown by the months up to `until`."""
    return _members(home, snapshot.path, snapshot.manifest.fingerprint, until, indicator, breakdown, stamps(home))


@functools.lru_cache(maxsize=_PLACES)
def _place(
    home: Home, path: Path, fingerprint: str, until: Month, breakdown: str, member: str, disclosed: bool, stamped: Stamps
) -> dict[str, Judged]:
    snapshot = snapshot_in(path)
    shown = disclosed_series if disclosed else None
    found = judged(home, snapshot, settings_of(home), breakdowns=(breakdown,), member=member, until=until, shown=shown)
    return {key[0]: each for key, each in found.items() if key[1:] == (breakdown, member)}


@functools.lru_cache(maxsize=_INDICATORS)
def _members(home: Home, path: Path, fingerprint: str, until: Month, indicator: str, breakdown: str, stamped: Stamps) -> dict[str, Judged]:
    found = judged(home, snapshot_in(path), settings_of(home), breakdowns=(breakdown,), indicators=(indicator,), until=until)
    return _of_members(found, breakdown)


def _of_members(found: dict[Key, Judged], breakdown: str) -> dict[str, Judged]:
    return {member: each for (_, way, member), each in found.items() if way == breakdown}
