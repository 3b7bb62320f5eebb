"""Adding to the record of activity."""

from __future__ import annotations

from lightwell.web.access.models import Person
from lightwell.web.activity.models import Activity


def record(
    *, person: Person, action: str, subject: str = "", page: str = "", why: str = "", snapshot: str = "", children: int | None = None
) -> Activity:
    """Record that a person did or saw something, in the transaction of what they did.

    `action` is a verb in the past (`read_child`, `read_list`, `exported_list`, `searched`, `loaded`, `signed_in`); `subject` a child's
    identifier, an indicator or a snapshot, never a name; `why` how they came to it; `children` how many children were shown.
    """
    return Activity.objects.create(
        person=person.username,
        action=action,
        subject=subject[:200],
        page=page[:500],
        why=why[:500],
        snapshot=snapshot,
        children=children,
    )
