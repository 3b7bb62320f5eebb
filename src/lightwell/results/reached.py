"""All children within a part of the service, for what is kept apart from the records and so cannot ask them."""

from __future__ import annotations

from lightwell.results.held import held
from lightwell.results.responsible import Condition
from lightwell.store import Snapshot


def children_within(snapshot: Snapshot, condition: Condition) -> tuple[str, ...]:
    """List the children who meet a condition on who is responsible for them on the as-at day, in the order of their identifiers."""
    where, values = condition
    with held(snapshot) as connection:
        rows = connection.execute(f"select c.child from responsible c where {where} order by c.child", list(values)).fetchall()
    return tuple(row[0] for row in rows)
