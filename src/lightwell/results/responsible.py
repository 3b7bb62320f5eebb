"""Who is responsible for a child on the as-at day, what the child is open in, and which children lie within a part of the service."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lightwell.results.held import NOBODY, STATUSES, held
from lightwell.store import Snapshot

Condition = tuple[str, Sequence[str]]
"""A condition in SQL on a row `c` with the columns child, worker, team, service and locality, and the values that it binds."""

EVERYWHERE: Condition = ("true", ())
"""The condition that every child meets."""


@dataclass(frozen=True)
class Responsible:
    """Who is responsible for one child: identifiers with the names the snapshot has for them, and the day since when; nobody is a word."""

    worker: str = NOBODY
    team: str = NOBODY
    service: str = NOBODY
    locality: str = NOBODY
    worker_name: str = NOBODY
    team_name: str = NOBODY
    since: date | None = None

    @property
    def place(self) -> Mapping[str, str]:
        """Where the child stands in the service, by breakdown."""
        return {"worker": self.worker, "team": self.team, "service": self.service, "locality": self.locality}


@dataclass(frozen=True)
class OpenStatus:
    """One thing that a child is open in on the as-at day, in plain words, and since when."""

    status: str
    label: str
    since: date


def responsible_for(snapshot: Snapshot, children: Iterable[str]) -> dict[str, Responsible]:
    """Map each child that the snapshot knows to who is responsible; a child that it does not know is left out."""
    query = """
    select c.child, c.worker, c.team, c.service, c.locality, coalesce(w.name, c.worker), coalesce(t.name, c.team), c.since
    from responsible c left join workers w on w.worker = c.worker left join teams t on t.team = c.team
    where c.child in (select unnest(?))
    """
    with held(snapshot) as connection:
        rows = connection.execute(query, [list(children)]).fetchall()
    return {row[0]: Responsible(*row[1:]) for row in rows}


def open_statuses(snapshot: Snapshot, children: Iterable[str]) -> dict[str, tuple[OpenStatus, ...]]:
    """Map each child that is open in anything on the as-at day to what it is open in, the first in `STATUSES` first."""
    query = "select child, status, since from open_now where child in (select unnest(?)) order by child, place"
    with held(snapshot) as connection:
        rows = connection.execute(query, [list(children)]).fetchall()
    found: dict[str, tuple[OpenStatus, ...]] = {}
    for child, status, since in rows:
        found[child] = (*found.get(child, ()), OpenStatus(status, STATUSES[status], since))
    return found


def within(snapshot: Snapshot, children: Iterable[str], condition: Condition) -> frozenset[str]:
    """Give those of the children who meet a condition on who is responsible for them on the as-at day."""
    where, values = condition
    query = f"select c.child from responsible c where c.child in (select unnest(?)) and ({where})"
    with held(snapshot) as connection:
        return frozenset(row[0] for row in connection.execute(query, [list(children), *values]).fetchall())
