"""What is done with uploads. Each change is made only from the state that it leaves: of two people at once one wins, the other is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils.timezone import now

from lightwell.errors import Refused
from lightwell.results import Chosen
from lightwell.store import Snapshot
from lightwell.web.access.decisions import Action, can
from lightwell.web.access.models import Person
from lightwell.web.activity import actions as activity
from lightwell.web.data import files, tasks
from lightwell.web.data.models import WORKING, State, Upload
from lightwell.web.data.words import say_standing


def receive(*, by: Person, file: Path, name: str, size: int, as_at: date, mapping: Path | None = None, mapping_name: str = "") -> Upload:
    """Keep an extract that has come in, and ask a worker to read it. The names are those that `files.harmless_name` made."""
    can(by, Action.LOAD_EXTRACT).require()
    files.sweep([str(pk) for pk in Upload.objects.exclude(state__in=(State.LOADED, State.DISCARDED)).values_list("pk", flat=True)])
    upload = Upload(name=name, mapping=mapping_name, size=size, as_at=as_at, received_by=by, changed_at=now())
    files.keep(upload.pk, file, name, "extract")
    try:
        if mapping is not None:
            files.keep(upload.pk, mapping, mapping_name, "mapping")
        with transaction.atomic():
            upload.save(force_insert=True)
            activity.record(person=by, action="uploaded_extract", subject=str(upload.pk), why=name)
            tasks.read_upload.enqueue(str(upload.pk), upload.attempt)
    except BaseException:
        files.remove(upload.pk)
        raise
    return upload


@transaction.atomic
def confirm(*, by: Person, upload: Upload) -> None:
    """Have an upload loaded that was reviewed; raises `Refused`, saying who was first, if it no longer waits for that."""
    can(by, Action.LOAD_EXTRACT).require()
    changed = {"settled_by": by, "settled_at": now(), "attempt": upload.attempt + 1, "said": "", "doing": "", "fraction": 0.0}
    _move(upload, (State.READY,), State.CONFIRMED, "was not loaded by you", **changed)
    activity.record(person=by, action="confirmed_extract", subject=str(upload.pk), why=upload.name)
    tasks.load_upload.enqueue(str(upload.pk), upload.attempt + 1)


def discard(*, by: Person, upload: Upload) -> None:
    """Give an upload up and remove its files; raises `Refused` if it has meanwhile been confirmed or loaded."""
    with transaction.atomic():
        can(by, Action.LOAD_EXTRACT).require()
        held = _interrupted(upload)
        leaves = (State.RECEIVED, State.READY, State.REFUSED, State.FAILED, *held)
        _move(upload, leaves, State.DISCARDED, "was not discarded", settled_by=by, settled_at=now())
        activity.record(person=by, action="discarded_extract", subject=str(upload.pk), why=upload.name)
    files.remove(upload.pk)


@transaction.atomic
def try_again(*, by: Person, upload: Upload) -> None:
    """Begin again where a worker failed or died; raises `Refused` if somebody has done so already, or a worker is at it."""
    can(by, Action.LOAD_EXTRACT).require()
    was_confirmed = upload.settled_by is not None
    back, task = (State.CONFIRMED, tasks.load_upload) if was_confirmed else (State.RECEIVED, tasks.read_upload)
    leaves = (State.FAILED, State.RECEIVED, State.CONFIRMED, *_interrupted(upload))
    _move(upload, leaves, back, "was not begun again", attempt=upload.attempt + 1, said="", doing="", fraction=0.0)
    activity.record(person=by, action="retried_extract", subject=str(upload.pk), why=upload.name)
    task.enqueue(str(upload.pk), upload.attempt + 1)


@transaction.atomic
def exported_quarantine(*, by: Person, snapshot: Snapshot, chosen: Chosen, children: int, page: str) -> None:
    """Record that rows in quarantine were taken out as a file, with how many children they name."""
    can(by, Action.SEE_DATA).require()
    why = ", ".join(part for part in (chosen.kind, chosen.file, chosen.team) if part)
    activity.record(
        person=by, action="exported_quarantine", subject=snapshot.id, page=page, why=why, snapshot=snapshot.id, children=children
    )


@transaction.atomic
def read_quarantine(*, by: Person, snapshot: Snapshot, children: int, page: str) -> None:
    """Record that rows in quarantine were shown with what was written about children."""
    can(by, Action.SEE_DATA).require()
    activity.record(person=by, action="read_quarantine", subject=snapshot.id, page=page, snapshot=snapshot.id, children=children)


def _move(upload: Upload, leaves: tuple[State, ...], to: State, not_done: str, **changes: object) -> None:
    """Change the state if it is still one of these and of this attempt; else say what has become of the upload meanwhile."""
    waiting = Upload.objects.filter(pk=upload.pk, state__in=leaves, attempt=upload.attempt)
    if waiting.update(state=to, changed_at=now(), **changes):
        return
    current = Upload.objects.select_related("settled_by").get(pk=upload.pk)
    raise Refused(f"{upload.name} {not_done}. {say_standing(current)} Nothing is lost.")


def _interrupted(upload: Upload) -> tuple[State, ...]:
    return WORKING if upload.working and not files.is_held(upload.pk) else ()
