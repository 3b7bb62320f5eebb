"""What is done about the record itself: it is proved, its key is changed, and its end is anchored; the first two are recorded in it."""

from __future__ import annotations

from django.db import connection, transaction
from django.utils.timezone import now

from lightwell.web.access.models import Person
from lightwell.web.activity import actions, anchors, keys
from lightwell.web.activity.models import ActivityHead
from lightwell.web.activity.verifying import Verdict, verify


def prove(*, by: Person | str) -> Verdict:
    """Verify the record, and record that it was; where it is whole, its end is anchored."""
    found = verify()
    if found.whole:
        anchor()
    why = "whole" if found.whole else found.said
    actions.record(person=by, action="verified_activity", subject=f"{found.entries} entries", why=why)
    return found


@transaction.atomic
def new_key(*, by: Person | str) -> str:
    """Seal what is recorded from now on with a new key, the entry that says so first; gives its name."""
    before = keys.newest()[0]
    name = keys.add()
    actions.record(person=by, action="changed_activity_key", subject=name, why=f"instead of {before}")
    return name


def anchor() -> None:
    """Write where the chain ends into the file beside the database; before each backup, so that the backup has it."""
    if ActivityHead._meta.db_table not in connection.introspection.table_names():
        return  # the site was never started, or not since an earlier Lightwell
    head = ActivityHead.objects.filter(pk=1, number__gt=0).first()
    if head is not None:
        anchors.write(head.number, head.seal, now())
