"""What is due for each child, and what is overdue, as known on the day of the extract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from lightwell.definitions.clocks import Clock, ClockUnit
from lightwell.errors import NotFound
from lightwell.periods import say_date
from lightwell.results.needs import clock_known_from, clock_needed
from lightwell.results.opened import definitions_of, reading
from lightwell.results.today import CLOCKS
from lightwell.store import Snapshot

WEEK = 7
"""Days that are a week: due this week is due within so many days of the as-at day."""

Within = tuple[str, Sequence[str]]
"""A condition on rows with the columns child, worker, team, service and locality, and the values that it binds."""

EVERYWHERE: Within = ("true", ())

When = Literal["overdue", "due", "running"]
"""Which clocks: those whose day has passed, those due within the days asked for and not overdue, or every one that runs."""

Order = Literal["due", "child", "clock", "worker", "team", "last"]
"""By what a list is sorted: the day due (most overdue first), the child, the clock, who is responsible, or when it was last done."""

_ORDERS = {"due": "due_on", "child": "child", "clock": "clock", "worker": "worker", "team": "team", "last": "last_done_on"}
_PLACES = ("worker", "team", "service", "locality")
_COLUMNS = 'child, clock, fact, begun_on, last_done_on, due_on, "limit", unit, days_left, worker, team, service, locality'


@dataclass(frozen=True)
class Due:
    """One clock of one child: when it was last done (None if never), and by when it is due.

    `fact` is the roll call, so the child's status, and `begun_on` the day on which that began. `limit` is how long may pass, in `unit`.
    `days_left` are calendar days from the as-at day to `due_on`; below zero is overdue.
    """

    child: str
    clock: str
    fact: str
    begun_on: date
    last_done_on: date | None
    due_on: date
    limit: int
    unit: ClockUnit
    days_left: int
    worker: str
    team: str
    service: str
    locality: str

    @property
    def overdue(self) -> bool:
        """Whether the day by which it was due has passed."""
        return self.days_left < 0


@dataclass(frozen=True)
class ClockCount:
    """How many children one clock runs for, is overdue for, and is due for within the days asked for; None where it is not known."""

    clock: Clock
    running: int | None
    overdue: int | None
    due: int | None
    missing: tuple[str, ...] = ()
    """The record types, and columns of them, that the source lacks, where the clock cannot run."""


def has_clocks(snapshot: Snapshot) -> bool:
    """Say whether a snapshot holds what was due; one made by an earlier version of Lightwell does not."""
    return f"results/{CLOCKS}.parquet" in snapshot.manifest.files_of_snapshot


def require_clocks(snapshot: Snapshot) -> None:
    """Raise `NotFound`, with what to do, for a snapshot without clocks."""
    if not has_clocks(snapshot):
        day = say_date(snapshot.manifest.as_at)
        raise NotFound(f"The snapshot of {day} was made before Lightwell worked out what is due. Load its extract again to see it.")


def within_places(places: Sequence[tuple[str, str]]) -> Within:
    """Give the condition for rows in any of some parts of the service: `(("team", "T12"), ("worker", "W3"))`.

    Raises `NotFound` for anything that is not a worker, team, service or locality.
    """
    for breakdown, _ in places:
        if breakdown not in _PLACES:
            raise NotFound(f"Clocks are not broken down by “{breakdown}”. Their breakdowns: {', '.join(_PLACES)}.")
    if not places:
        return "false", ()
    return f"({' or '.join(f'{breakdown} = ?' for breakdown, _ in places)})", tuple(member for _, member in places)


def both(one: Within, other: Within) -> Within:
    """Give the condition for rows within both."""
    return f"({one[0]}) and ({other[0]})", (*one[1], *other[1])


def clocks_due(
    snapshot: Snapshot,
    *,
    when: When = "due",
    days: int = WEEK,
    clock: str = "",
    within: Within = EVERYWHERE,
    order: Order = "due",
    descending: bool = False,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[Due, ...]:
    """List the clocks that are due or overdue: of one clock, or of every one where none is named.

    Raises `NotFound` for a snapshot without clocks and for a clock or an order that there is not.
    """
    if order not in get_args(Order):
        raise NotFound(f"Clocks cannot be sorted by “{order}”. Sort by {', '.join(get_args(Order))}.")
    where, given = _where(snapshot, when, days, clock, within)
    direction = "desc" if descending else "asc"
    page = "" if limit is None else f" limit {int(limit)} offset {int(offset)}"
    query = (
        f"select {_COLUMNS} from result_clocks where {where} order by {_ORDERS[order]} {direction} nulls last, due_on, child, clock{page}"
    )
    with reading(snapshot) as connection:
        return tuple(Due(*row) for row in connection.execute(query, given).fetchall())


def count_due(snapshot: Snapshot, *, when: When = "due", days: int = WEEK, clock: str = "", within: Within = EVERYWHERE) -> tuple[int, int]:
    """Count what `clocks_due` lists, and the children whom it is about; raises `NotFound` as it does."""
    where, given = _where(snapshot, when, days, clock, within)
    with reading(snapshot) as connection:
        rows = connection.execute(f"select count(*), count(distinct child) from result_clocks where {where}", given).fetchall()
    return int(rows[0][0]), int(rows[0][1])


def clock_counts(snapshot: Snapshot, *, days: int = WEEK, within: Within = EVERYWHERE) -> tuple[ClockCount, ...]:
    """Count every clock of the snapshot's definitions, in their order; one that the source cannot feed says what it lacks."""
    require_clocks(snapshot)
    query = (
        "select clock, count(*), count(case when days_left < 0 then 1 end), count(case when days_left between 0 and ? then 1 end) "
        f"from result_clocks where {within[0]} group by clock"
    )
    with reading(snapshot) as connection:
        found = {row[0]: row[1:] for row in connection.execute(query, [days, *within[1]]).fetchall()}
    return tuple(
        ClockCount(clock, None, None, None, missing) if missing else ClockCount(clock, *found.get(clock.id, (0, 0, 0)))
        for clock in definitions_of(snapshot).clocks.values()
        for missing in (missing_for(snapshot, clock),)
    )


def clocks_of(snapshot: Snapshot, child: str) -> tuple[Due, ...]:
    """List every clock that runs for one child, the first due first; empty for a snapshot without clocks."""
    if not has_clocks(snapshot):
        return ()
    with reading(snapshot) as connection:
        rows = connection.execute(f"select {_COLUMNS} from result_clocks where child = ? order by due_on, clock", [child]).fetchall()
    return tuple(Due(*row) for row in rows)


def missing_for(snapshot: Snapshot, clock: Clock) -> tuple[str, ...]:
    """Name what the source of a snapshot lacks for a clock to run; empty where it runs."""
    manifest = snapshot.manifest
    if clock_known_from(clock, manifest.coverage, manifest.lacks) <= manifest.as_at:
        return ()
    needed = sorted(clock_needed(clock))
    lacking = [need for need in needed if need in manifest.lacks or ("." not in need and need not in manifest.coverage)]
    return tuple(lacking or needed)  # where nothing is lacking, something begins too late


def _where(snapshot: Snapshot, when: When, days: int, clock: str, within: Within) -> tuple[str, list[object]]:
    require_clocks(snapshot)
    clocks = definitions_of(snapshot).clocks
    if clock and clock not in clocks:
        raise NotFound(f"There is no clock “{clock}”. The clocks are {', '.join(clocks)}.")
    where, given = [f"({within[0]})"], list[object](within[1])
    if when == "overdue":
        where.append("days_left < 0")
    elif when == "due":
        where.append("days_left between 0 and ?")
        given.append(days)
    if clock:
        where.append("clock = ?")
        given.append(clock)
    return " and ".join(where), given
