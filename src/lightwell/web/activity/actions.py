"""Adding to the record of activity."""

from __future__ import annotations

from collections.abc import Iterable

from lightwell.web.access.models import Person
from lightwell.web.activity.models import Activity


def record(
    *,
    person: Person | str,
    action: str,
    subject: str = "",
    page: str = "",
    why: str = "",
    snapshot: str = "",
    children: int | None = None,
    named: Iterable[str] | None = None,
) -> Activity:
    """Record that a person did or saw something, in the transaction of what they did.

    `person` is who is signed in, or in words who acted without signing in. `action` is a verb in the past (`read_child`, `read_list`,
    `exported_list`, `searched`, `loaded`, `signed_in`); `subject` a child's identifier, an indicator or a snapshot, never a name; `why` how
    they came to it; `named` the identifiers of all children who were shown, taken out or decided about; `children` how many they are, where
    that is not the same.
    """
    identifiers = frozenset(child for child in named or () if child)
    entry = Activity(
        person=(person if isinstance(person, str) else person.username)[:150],
        action=action,
        subject=subject[:200],
        page=page[:500],
        why=why[:500],
        snapshot=snapshot,
        children=len(identifiers) if children is None and named is not None else children,
    )
    entry.save(named=identifiers)
    return entry
