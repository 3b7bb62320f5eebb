"""What a shortfall is made of, ready to be drawn and listed: the parts as first known and as known now, at one place or at every part."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from lightwell.periods import Month
from lightwell.reports.held import held_members
from lightwell.reports.judged import Stamps, stamps
from lightwell.reports.model import Place
from lightwell.results import definitions_of
from lightwell.results.recording import Part, Split
from lightwell.results.recording_split import splits, why_not
from lightwell.store import Home, Snapshot, snapshot_in

PART_WORDS: dict[Part, str] = {
    "not_done": "not done",
    "recorded_late": "recorded late",
    "not_authorised": "not authorised",
    "still_not_done": "still not done",
    "still_not_authorised": "still not authorised",
}
"""What each part is called where its count stands before it."""

_THEN: tuple[Part, ...] = ("not_done", "recorded_late", "not_authorised")
_NOW: tuple[Part, ...] = ("still_not_done", "still_not_authorised")

BREAKDOWNS = ("team", "service", "locality")
"""By what a shortfall is shown, the first that an indicator is broken down by before the others."""


@dataclass(frozen=True)
class Piece:
    """One part of a shortfall: its name in an address, how many are in it, and what it is called."""

    part: Part
    count: int
    words: str


@dataclass(frozen=True)
class Shortfall:
    """The shortfall of one month at one place: `then` adds up to what was missed as first known, `now` to what is missed now."""

    place: Place
    split: Split
    then: tuple[Piece, ...]
    now: tuple[Piece, ...]

    @property
    def most(self) -> int:
        """How many were missed, then or now, whichever is more: what the longest bar stands for."""
        return max(self.split.first.missed, self.split.now.missed)


def shortfall(home: Home, snapshot: Snapshot, month: Month, indicator: str, place: Place) -> Shortfall | None:
    """Split the shortfall of a month at one place; None where it cannot be split, or there is no figure."""
    found = _found(home, snapshot.path, snapshot.manifest.fingerprint, month, indicator, place.breakdown, stamps(home))
    split = next((each for each in found if each.member == place.member), None)
    return _shortfall(place, split) if split else None


def shortfalls(home: Home, snapshot: Snapshot, month: Month, indicator: str, by: str) -> tuple[Shortfall, ...]:
    """Split the shortfall of a month at every member of a breakdown that missed any, then or now; those who missed most come first."""
    found = _found(home, snapshot.path, snapshot.manifest.fingerprint, month, indicator, by, stamps(home))
    names = held_members(snapshot, by)
    made = (_shortfall(Place(by, each.member, names.get(each.member, each.member)), each) for each in found)
    return tuple(sorted((each for each in made if each.most), key=lambda each: (-each.split.first.missed, -each.most, each.place.name)))


@functools.lru_cache(maxsize=128)
def _found(home: Home, path: Path, fingerprint: str, month: Month, indicator: str, by: str, stamped: Stamps) -> tuple[Split, ...]:
    """Split once for as long as no snapshot comes or goes."""
    snapshot = snapshot_in(path)
    if why_not(snapshot, indicator) or by not in ("authority", *definitions_of(snapshot).definition(indicator).breakdowns):
        return ()
    return splits(home, snapshot, indicator, months=[month], breakdown=by)


def _shortfall(place: Place, split: Split) -> Shortfall:
    def pieces(parts: tuple[Part, ...]) -> tuple[Piece, ...]:
        return tuple(Piece(part, getattr(split, part), PART_WORDS[part]) for part in parts)

    return Shortfall(place, split, pieces(_THEN), pieces(_NOW))
