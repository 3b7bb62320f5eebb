"""Who ever held or reviewed the cases of children."""

from __future__ import annotations

from collections.abc import Iterable

from lightwell.results.held import held
from lightwell.store import Snapshot


def holders_of(snapshot: Snapshot, children: Iterable[str]) -> tuple[tuple[str, str, str], ...]:
    """List child, worker and team of every allocation of the children, ended ones too; empty where there was no worker or no team."""
    query = """
    select distinct child, coalesce(worker, ''), coalesce(team, '') from allocations where child in (select unnest(?)) order by all
    """
    with held(snapshot) as connection:
        return tuple(connection.execute(query, [sorted(children)]).fetchall())
