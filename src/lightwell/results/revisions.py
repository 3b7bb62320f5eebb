"""As known then, as known now: the revision triangles of a home, read from the results of all its snapshots at once.

Read from the files alone: no snapshot is made ready for lists, and a page need not wait until an old one is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Literal

from lightwell.results.model import AUTHORITY
from lightwell.results.opened import definitions_of
from lightwell.results.revision_cube import Source, read_triangles
from lightwell.signals.triangle import Seen, Triangle, Triangles
from lightwell.store import Home, Snapshot, of_one_kind

Table = Literal["values", "months"]
"""Which figures: as each indicator states them, or the single months of those whose window is longer."""

GRAINS = (AUTHORITY, "service", "locality", "team")
"""The places that a triangle is worked out for unless others are named."""


def triangles(
    home: Home,
    snapshot: Snapshot,
    *,
    indicators: Iterable[str] = (),
    breakdowns: Iterable[str] = GRAINS,
    member: str | None = None,
    table: Table = "values",
) -> Triangles:
    """Read what every snapshot that may be held against `snapshot`, up to its as-at day, knew of each month.

    All indicators that `snapshot` has where none are named; every member of `breakdowns` where none is named. With `table="months"` the
    single months of indicators with a longer window, from those snapshots that hold them. A place without a row where its snapshot holds
    the month had nothing to count: 0 for a count, not applicable for anything else. Later snapshots than `snapshot` are left out, so that
    a pack made again says the same. A caller that asks often keeps the answer by the snapshots' fingerprints. Raises `NotFound` for an
    indicator that `snapshot` does not have.
    """
    catalogue = definitions_of(snapshot)
    wanted = {name: str(catalogue.definition(name).unit) for name in tuple(indicators) or catalogue.definitions}
    given = [each for each in of_one_kind(home, snapshot) if each.manifest.as_at <= snapshot.manifest.as_at]
    sources = [source for source in (_source(each, table) for each in given) if source is not None]
    return read_triangles(sources, wanted, breakdowns=set(breakdowns), member=member)


def triangle(home: Home, snapshot: Snapshot, indicator: str, *, breakdown: str = AUTHORITY, member: str = "") -> Triangle | None:
    """Read the triangle of one indicator at one place, as `triangles` does; None where no snapshot has a figure of it."""
    found = triangles(home, snapshot, indicators=[indicator], breakdowns=[breakdown], member=member)
    return found.of(indicator, breakdown, member)


def _source(snapshot: Snapshot, table: Table) -> Source | None:
    """Give the results of a snapshot; None where it has no such file, as one made before there were any has no `months`."""
    file, manifest = snapshot.path / "results" / f"{table}.parquet", snapshot.manifest
    if manifest.first_month is None or manifest.last_month is None or not file.is_file():
        return None
    return Source(file, _seen(snapshot), manifest.first_month, manifest.last_month)


def _seen(snapshot: Snapshot) -> Seen:
    manifest = snapshot.manifest
    files = hashlib.sha256("".join(sorted(file.sha256 for file in manifest.files)).encode()).hexdigest()
    return Seen(snapshot.id, manifest.as_at, manifest.source, files, manifest.definitions_fingerprint)
