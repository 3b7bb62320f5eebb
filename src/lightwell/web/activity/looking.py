"""Reading the record of activity, recorded in it; and what a review of unusual looking found."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.timezone import now

from lightwell.errors import NotFound, Refused
from lightwell.web.access.decisions import Action, can
from lightwell.web.access.models import Person
from lightwell.web.activity import actions, unusual
from lightwell.web.activity.models import LookReview


def read(*, by: Person, what: str, children: Iterable[str], page: str, why: str = "") -> None:
    """Record that somebody read the record of activity, and which children what they read names."""
    can(by, Action.SEE_ACTIVITY).require()
    actions.record(person=by, action="read_activity", subject=what, page=page, why=why, named=children)


def review(*, by: Person, key: str, outcome: str, note: str) -> None:
    """Keep what a review of unusual looking found; raises `Refused` for one's own, and for one that was reviewed already."""
    can(by, Action.SEE_ACTIVITY).require()
    found = next((each for each in unusual.found(by) if each.look.key == key), None)
    if found is None:
        raise NotFound("This is not among the unusual looking any more. Somebody may have looked again since; open the list anew.")
    look = found.look
    if look.person == by.username:
        raise Refused("Nobody reviews their own looking. Somebody else has to.")
    if outcome not in LookReview.Outcome.values or not note.strip():
        raise Refused("Choose what the review found, and say in a sentence how you know. Nothing was changed.")
    try:
        with transaction.atomic():
            LookReview.objects.create(
                key=key,
                rule=look.rule,
                person=look.person,
                outcome=outcome,
                note=note.strip()[:400],
                reviewed_by=by.username,
                reviewed_at=now(),
            )
            why = f"{look.rule}, {outcome}: {note.strip()}"
            actions.record(person=by, action="reviewed_looking", subject=look.person, why=why, named=look.children)
    except IntegrityError:
        raise Refused("This was reviewed already. Nothing was changed.") from None
