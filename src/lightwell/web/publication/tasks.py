"""Working out and making publications in the background.

A task never lets an error out: the queue would keep its text in its table. What a person can put right is said on the page; a defect of
ours goes to the log by file and line.
"""

from __future__ import annotations

import logging
import traceback
import uuid
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate, now
from django_tasks import task

from lightwell.errors import LightwellError, Refused
from lightwell.periods import Month
from lightwell.reports.public import Edition, members_pack, plan, publish
from lightwell.store import open_snapshot
from lightwell.web.activity import actions as activity
from lightwell.web.publication import holding
from lightwell.web.publication.foreseen import foresee
from lightwell.web.publication.models import Asked, State

logger = logging.getLogger(__name__)

_DEFECT = (
    "Something is wrong in Lightwell itself, not in anything that you did. Nothing was published. "
    "Try again; if it fails again, tell the person who looks after Lightwell when it was."
)


@task()
def look(asked: str, attempt: int) -> None:
    """Work out what publishing would come to."""
    _work(uuid.UUID(asked), attempt, State.ASKED, State.LOOKING, _look)


@task()
def make(asked: str, attempt: int) -> None:
    """Publish what was confirmed, or make a members' pack."""
    _work(uuid.UUID(asked), attempt, State.CONFIRMED, State.MAKING, _make)


def _work(asked: uuid.UUID, attempt: int, leaves: State, to: State, work: Callable[[Asked], None]) -> None:
    with holding.held() as ours:
        if not ours:  # another publication is being made; it is asked again from the page if that takes long
            return
        waiting = Asked.objects.filter(pk=asked, attempt=attempt, state=leaves)
        if waiting.update(state=to, changed_at=now()):
            _try(Asked.objects.select_related("asked_by", "settled_by").get(pk=asked), work)


def _try(asked: Asked, work: Callable[[Asked], None]) -> None:
    try:
        work(asked)
    except Refused as refusal:
        _settle(asked, State.REFUSED, said=refusal.message, found={**asked.found, "problems": list(map(str, refusal.problems))})
    except LightwellError as error:
        _settle(asked, State.REFUSED, said=str(error))
    except Exception as error:  # a defect of ours, or no memory: the worker goes on, and the page says so
        lines = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
        logger.error("publication %s: %s at\n%s", asked.pk, type(error).__name__, "\n".join(lines))
        _settle(asked, State.FAILED, said=_DEFECT)


def _look(asked: Asked) -> None:
    home, month = settings.HOME, Month.parse(asked.month)
    found = plan(home, open_snapshot(home), month, released_on=localdate(), erratum=asked.erratum, by=asked.asked_by.name)
    _settle(asked, State.READY, found=foresee(found), fingerprint=found.fingerprint, said="")


def _make(asked: Asked) -> None:
    home, month, by = settings.HOME, Month.parse(asked.month), asked.settled_by or asked.asked_by
    if asked.committee:
        made = members_pack(home, month, None, committee=asked.committee, made_on=localdate(), by=by.name)
        _done(asked, made.edition, "made_members_pack", f"{asked.committee}: {', '.join(made.parts)}")
        return
    out = publish(
        home,
        open_snapshot(home),
        month,
        None,
        released_on=localdate(),
        erratum=asked.erratum,
        by=by.name,
        expected=asked.fingerprint,
    )
    _done(asked, out.edition, "corrected_figures" if asked.erratum else "published", asked.erratum)


@transaction.atomic
def _done(asked: Asked, edition: Edition, action: str, why: str) -> None:
    _settle(asked, State.DONE, edition=edition.number, said="")
    subject = str(edition.month) if asked.committee else edition.name
    activity.record(person=asked.settled_by or asked.asked_by, action=action, subject=subject, why=why, snapshot=edition.snapshot)


def _settle(asked: Asked, state: State, **changes: object) -> None:
    ours = Asked.objects.filter(pk=asked.pk, state=asked.state, attempt=asked.attempt)
    ours.update(state=state, doing="", changed_at=now(), **changes)
