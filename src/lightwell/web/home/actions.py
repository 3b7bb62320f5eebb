"""The one write of the first page: that it named children with something due."""

from __future__ import annotations

from collections.abc import Iterable

from lightwell.web.access.decisions import Action, can
from lightwell.web.access.models import Person
from lightwell.web.activity import actions as activity
from lightwell.web.activity.models import Activity


def saw_due(*, person: Person, page: str, snapshot: str, children: Iterable[str]) -> Activity:
    """Record that a person was shown the children with something due this week; raises `PermissionDenied` if they may see no child."""
    can(person, Action.SEE_CHILDREN).require()
    return activity.record(
        person=person, action="read_list", subject="due_this_week", page=page, why="due this week", snapshot=snapshot, named=children
    )
