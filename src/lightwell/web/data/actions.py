"""What is done with uploads. Each change is made only from the state that it leaves: of two people at once one wins, the other is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Beside:
    """A file that comes with an extract: where it lies, and the name that `files.harmless_name` made."""

    path: Path
    name: str


def receive(
    *, by: Person, file: Path, name: str, size: int, as_at: date, mapping: Beside | None = None, last_year: Beside | None = None
) -> Upload:
    """Keep an extract that has come in, and ask a worker to read it; `name` is the one that `files.harmless_name` made."""
    can(by, Action.LOAD_EXTRACT).require()
    files.sweep([str(pk) for pk in Upload.objects.exclude(state__in=(State.LOADED, State.DISCARDED)).values_list("pk", flat=True)])
    beside = {part: given for part, given in (("mapping", mapping), ("last_year", last_year)) if given is not None}
    names = {part: given.name for part, given in beside.items()}
    upload = Upload(name=name, size=size, as_at=as_at, received_by=by, changed_at=now(), **names)
    files.keep(upload.pk, file, name, "extract")
    try:
        for part, given in beside.items():
            files.keep(upload.pk, given.path, given.name, part)
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
def exported_quarantine(*, by: Person, snapshot: Snapshot, chosen: Chosen, children: Iterable[str], page: str) -> None:
    """Record that rows in quarantine were taken out as a file, with the children whom they name."""
    can(by, Action.SEE_DATA).require()
    why = ", ".join(part for part in (chosen.kind, chosen.file, chosen.team) if part)
    activity.record(person=by, action="exported_quarantine", subject=snapshot.id, page=page, why=why, snapshot=snapshot.id, named=children)


@transaction.atomic
def read_quarantine(*, by: Person, snapshot: Snapshot, children: Iterable[str], page: str) -> None:
    """Record that rows in quarantine were shown with what was written about children."""
    can(by, Action.SEE_DATA).require()
    activity.record(person=by, action="read_quarantine", subject=snapshot.id, page=page, snapshot=snapshot.id, named=children)


def read_upload(*, by: Person, upload: Upload, children: Iterable[str], page: str) -> None:
    """Record that a page was read that quotes rows of an extract: those of one that is not loaded are not yet any child's."""
    can(by, Action.LOAD_EXTRACT).require()
    activity.record(person=by, action="read_upload", subject=str(upload.pk), page=page, why=upload.name, named=children)


def _move(upload: Upload, leaves: tuple[State, ...], to: State, not_done: str, **changes: object) -> None:
    """Change the state if it is still one of these and of this attempt; else say what has become of the upload meanwhile."""
    waiting = Upload.objects.filter(pk=upload.pk, state__in=leaves, attempt=upload.attempt)
    if waiting.update(state=to, changed_at=now(), **changes):
        return
    current = Upload.objects.select_related("settled_by").get(pk=upload.pk)
    raise Refused(f"{upload.name} {not_done}. {say_standing(current)} Nothing is lost.")


def _interrupted(upload: Upload) -> tuple[State, ...]:
    return WORKING if upload.working and not files.is_held(upload.pk) else ()
