"""Anchors: where the chain ended, written from time to time into a file beside the database.

An entry cut off the end leaves no gap. Whoever cuts it off in the database would have to change this file too, and without the key cannot;
and a copy of the file elsewhere (each backup has one) holds even where the file itself was changed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from lightwell.web.activity import keys
from lightwell.web.activity.sealing import mark_of, same

EVERY = timedelta(hours=1)
"""How old the last anchor of this process may be before an entry is followed by another."""

_last: dict[Path, datetime] = {}


@dataclass(frozen=True)
class Anchor:
    """The end of the chain at a moment: the number and the seal of the last entry; `sound` is whether we wrote it so."""

    at: str
    number: int
    seal: str
    sound: bool


def file() -> Path:
    """Say where the anchors lie."""
    return Path(settings.HOME.path) / "web" / "activity_anchors"


def if_due(number: int, seal: str, at: datetime) -> None:
    """Write an anchor if this process has written none for some time."""
    last = _last.get(file())
    if last is None or at - last >= EVERY:
        write(number, seal, at)


def write(number: int, seal: str, at: datetime) -> None:
    """Write an anchor; a disk that is full keeps nobody from a page, and `lightwell activity --verify` says how old the last one is."""
    name, key = keys.newest()
    parts = (at.astimezone(UTC).isoformat(timespec="seconds"), str(number), seal, name)
    line = " ".join([*parts, mark_of("anchor", parts, key)])
    try:
        with os.fdopen(os.open(file(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w", encoding="ascii") as made:
            made.write(line + "\n")
    except OSError:
        return
    _last[file()] = at


def read() -> tuple[Anchor, ...]:
    """Give every anchor, the oldest first; a line that cannot be read is one that is not sound."""
    try:
        lines = file().read_text(encoding="ascii", errors="replace").splitlines()
    except FileNotFoundError:
        return ()
    return tuple(_anchors(lines))


def _anchors(lines: list[str]) -> Iterator[Anchor]:
    known = keys.keys()
    for line in lines:
        parts = line.split()
        if len(parts) != 5 or not parts[1].isdecimal():  # as `write` writes them
            yield Anchor("", 0, "", False)
            continue
        key = known.get(parts[3])
        yield Anchor(parts[0], int(parts[1]), parts[2], key is not None and same(parts[4], mark_of("anchor", parts[:4], key)))
