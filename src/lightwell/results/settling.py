"""Where the recent months of a home's indicators will settle, at every place of one indicator at once."""

from __future__ import annotations

from collections.abc import Callable

from lightwell.results.model import AUTHORITY
from lightwell.results.opened import reading
from lightwell.results.revisions import GRAINS, Table, triangles
from lightwell.signals.nowcast import WAITING, Nowcast, nowcast
from lightwell.signals.triangle import Triangles
from lightwell.store import Home, Snapshot


def nowcasts(
    home: Home, snapshot: Snapshot, indicator: str, *, say: Callable[[float], str] | None = None, table: Table = "values"
) -> dict[tuple[str, str], Nowcast]:
    """Work out where one indicator will settle, by breakdown and member, for the whole authority, services, localities and teams.

    `say` writes a figure for the sentences. Empty where no snapshot has a figure of it.
    """
    found = settling_places(triangles(home, snapshot, indicators=[indicator], breakdowns=GRAINS, table=table))
    made = nowcast(found, parents=parents_of(found, services_of(snapshot)), say=say)
    return {(each.breakdown, each.member): each for each in made}


def settling_places(series: Triangles) -> Triangles:
    """Leave out the members that are no places, and put parents before their children."""
    kept = [index for index, key in enumerate(series.keys) if key[2] not in WAITING and key[1] in GRAINS]
    return series.keep(sorted(kept, key=lambda index: (series.keys[index][0], GRAINS.index(series.keys[index][1]), series.keys[index][2])))


def services_of(snapshot: Snapshot) -> dict[str, str]:
    """Map each team to its service, as a snapshot holds it."""
    with reading(snapshot) as connection:
        rows = connection.execute("select team, service from teams where service is not null and service <> ''").fetchall()
    return {str(team): str(service) for team, service in rows}


def parents_of(series: Triangles, services: dict[str, str]) -> list[int]:
    """Give each place of one indicator the index of what it belongs to: a team its service, all else the whole authority; -1 for that."""
    at = {(breakdown, member): index for index, (_, breakdown, member) in enumerate(series.keys)}
    whole = at.get((AUTHORITY, ""), -1)
    return [
        -1 if breakdown == AUTHORITY else at.get(("service", services.get(member, "")), whole) if breakdown == "team" else whole
        for _, breakdown, member in series.keys
    ]
