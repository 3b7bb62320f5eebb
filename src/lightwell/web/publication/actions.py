"""What is done to publish. Each change is made only from the state that it leaves: of two people at once one wins, the other is told."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now

from lightwell.errors import Refused
from lightwell.periods import Month
from lightwell.reports.public import Edition, committee_of
from lightwell.web.access.decisions import COMMITTEE, Action, can
from lightwell.web.access.models import Person
from lightwell.web.activity import actions as activity
from lightwell.web.publication import holding, tasks
from lightwell.web.publication.models import WORKING, Asked, State


@transaction.atomic
def ask(*, by: Person, month: Month, erratum: str = "") -> Asked:
    """Have it worked out what publishing a month would come to; nothing is published by it."""
    can(by, Action.PUBLISH).require()
    made = Asked.objects.create(month=str(month), erratum=erratum, asked_by=by, changed_at=now())
    activity.record(person=by, action="asked_to_publish", subject=made.month, why=erratum)
    tasks.look.enqueue(str(made.pk), made.attempt)
    return made


@transaction.atomic
def ask_for_members(*, by: Person, month: Month, committee: str) -> Asked:
    """Have the members' pack of a month made; raises `Refused` or `NotFound` for a committee that there is not."""
    can(by, Action.PUBLISH).require()
    committee = committee_of(settings.HOME, committee)
    can(by, Action.SEE_EXEMPT, {COMMITTEE: committee}).require()
    made = Asked.objects.create(
        month=str(month), committee=committee, asked_by=by, changed_at=now(), state=State.CONFIRMED, settled_by=by, settled_at=now()
    )
    activity.record(person=by, action="asked_to_publish", subject=made.month, why=f"members' pack of {committee}")
    tasks.make.enqueue(str(made.pk), made.attempt)
    return made


@transaction.atomic
def confirm(*, by: Person, asked: Asked) -> None:
    """Publish what was looked at; raises `Refused`, saying so, if it no longer waits for that."""
    can(by, Action.PUBLISH).require()
    changed = {"settled_by": by, "settled_at": now(), "attempt": asked.attempt + 1, "said": "", "doing": ""}
    _move(asked, (State.READY,), State.CONFIRMED, **changed)
    activity.record(person=by, action="confirmed_publication", subject=asked.month, why=asked.erratum)
    tasks.make.enqueue(str(asked.pk), asked.attempt + 1)


@transaction.atomic
def discard(*, by: Person, asked: Asked) -> None:
    """Give it up; what is published stays so."""
    can(by, Action.PUBLISH).require()
    leaves = (State.ASKED, State.READY, State.REFUSED, State.FAILED, *_interrupted(asked))
    _move(asked, leaves, State.DISCARDED, settled_by=by, settled_at=now())
    activity.record(person=by, action="discarded_publication", subject=asked.month, why=asked.title)


@transaction.atomic
def try_again(*, by: Person, asked: Asked) -> None:
    """Begin again where a worker failed or died."""
    can(by, Action.PUBLISH).require()
    confirmed = asked.settled_by is not None
    back, task = (State.CONFIRMED, tasks.make) if confirmed else (State.ASKED, tasks.look)
    _move(asked, (State.FAILED, State.ASKED, State.CONFIRMED, *_interrupted(asked)), back, attempt=asked.attempt + 1, said="", doing="")
    activity.record(person=by, action="retried_publication", subject=asked.month, why=asked.title)
    task.enqueue(str(asked.pk), asked.attempt + 1)


def _move(asked: Asked, leaves: tuple[State, ...], to: State, **changes: object) -> None:
    waiting = Asked.objects.filter(pk=asked.pk, state__in=leaves, attempt=asked.attempt)
    if not waiting.update(state=to, changed_at=now(), **changes):
        current = Asked.objects.get(pk=asked.pk)
        raise Refused(f"Somebody was before you: it is now {current.words.lower()}. Nothing was done.")


def _interrupted(asked: Asked) -> tuple[State, ...]:
    return WORKING if asked.working and not holding.is_held() else ()


def took_site(*, by: Person, edition: Edition, page: str) -> None:
    """Record that a published site was taken out as a file."""
    can(by, Action.SEE_FIGURES).require()
    activity.record(person=by, action="took_publication", subject=edition.name, page=page, snapshot=edition.snapshot)


def read_exempt(*, by: Person, edition: Edition, page: str, file: str) -> None:
    """Record that a page of a members' pack was read; nobody reads one of a committee that is not theirs."""
    _require(by, edition)
    why = f"{edition.committee}: {file}"
    activity.record(person=by, action="read_exempt", subject=str(edition.month), page=page, why=why, snapshot=edition.snapshot)


def took_members_pack(*, by: Person, edition: Edition, page: str) -> None:
    """Record that a members' pack was taken out as a file."""
    _require(by, edition)
    why = f"{edition.committee}: {', '.join(edition.exempt)}"
    activity.record(person=by, action="took_members_pack", subject=str(edition.month), page=page, why=why, snapshot=edition.snapshot)


def _require(by: Person, edition: Edition) -> None:
    can(by, Action.SEE_EXEMPT, {COMMITTEE: edition.committee}).require()
