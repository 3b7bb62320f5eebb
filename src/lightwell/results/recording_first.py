"""A month's figure as first made: on which day, and what the snapshot of that day shows.

The day is that of the first snapshot after the month, or where none was made then the month's end and so many days.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import duckdb

from lightwell.definitions import load
from lightwell.definitions.model import Definition
from lightwell.periods import Month, months_between
from lightwell.results.opened import definitions_of
from lightwell.results.recording import Share
from lightwell.store import Home, Snapshot, of_one_kind

FIRST_MADE, RECORDED_WITHIN, AUTHORISED_WITHIN = "first_made_days", "recorded_within_working_days", "authorised_within_working_days"
"""The parameters of recording."""


@dataclass(frozen=True)
class FirstMade:
    """The day on which a month's figure was first made, and the snapshot of it; None where the day is that of the parameter."""

    day: date
    snapshot: Snapshot | None


def first_made(home: Home, snapshot: Snapshot) -> Mapping[Month, FirstMade]:
    """Give for every month of a snapshot the day on which its figure was first made, never after the snapshot's own day.

    Snapshots are of one source, since another holds other records. History begins with the last month of the oldest: what that says of
    earlier months was not first made then. Of several of one day the one made last counts, which was the current one.
    """
    given = snapshot.manifest
    if given.first_month is None or given.last_month is None:
        return {}
    held = [each for each in of_one_kind(home, snapshot) if each.manifest.source == given.source and each.manifest.as_at <= given.as_at]
    return {month: _first_made(month, held, snapshot) for month in months_between(given.first_month, given.last_month)}


def _first_made(month: Month, held: list[Snapshot], snapshot: Snapshot) -> FirstMade:
    after = [each for each in held if each.manifest.last_month is not None and each.manifest.last_month >= month]
    begun = min((each.manifest.last_month for each in held if each.manifest.last_month is not None), default=None)
    if not after or begun is None or month < begun:
        days = standard(snapshot, FIRST_MADE, month.end)
        return FirstMade(min(month.end + timedelta(days=days), snapshot.manifest.as_at), None)
    first = min(each.manifest.as_at for each in after)
    return FirstMade(first, [each for each in after if each.manifest.as_at == first][-1])


def standard(snapshot: Snapshot, name: str, day: date) -> int:
    """Give a parameter of recording on a day: the snapshot's own, or for one counted before there was such a parameter the shipped one."""
    own = definitions_of(snapshot).parameters
    return int((own if name in own else load().parameters)[name].on(day))


def counted_alike(definition: Definition, snapshot: Snapshot) -> bool:
    """Say whether a snapshot counted an indicator by the same version, so that the two figures can be set side by side."""
    return snapshot.manifest.definitions.get(definition.id) == definition.version


_SHOWN = """
select v.filename, v.month, v.breakdown, v.member, v.numerator, v.denominator
from read_parquet($files, filename = true) v
where v.indicator = $indicator and v.breakdown in ('authority', $breakdown) and v.state <> 'no_data'
"""


def shown_first(definition: Definition, known: Mapping[Month, FirstMade], breakdown: str) -> Mapping[Month, Mapping[str, Share]]:
    """Read what the first snapshots themselves show at each member of a breakdown; read from the files alone.

    A month is there where its first snapshot is held, counted by the same version and had data; a member whom it does not hold had nobody.
    """
    files = {
        month: str(made.snapshot.path / "results" / "values.parquet")
        for month, made in known.items()
        if made.snapshot and counted_alike(definition, made.snapshot)
    }
    if not files:
        return {}
    given = {"files": sorted(set(files.values())), "indicator": definition.id, "breakdown": breakdown}
    with duckdb.connect() as connection:
        rows = connection.execute(_SHOWN, given).fetchall()
    found: dict[Month, dict[str, Share]] = {}
    for file, month, of, member, numerator, denominator in rows:
        if files.get(Month.of(month)) == file:
            held = found.setdefault(Month.of(month), {})
            if of == breakdown:
                held[member] = Share(int(numerator or 0), int(denominator or 0))
    return found
