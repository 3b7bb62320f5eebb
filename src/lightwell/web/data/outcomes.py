"""What a worker records of the upload that it is at. Each change holds only for the attempt that the worker took up."""

from __future__ import annotations

import uuid

from django.db import models, transaction
from django.utils.timezone import now

from lightwell.errors import Problem
from lightwell.results import Loaded, Preview
from lightwell.results.foreseen import Foreseen, write_foreseen
from lightwell.results.kept_preview import write_preview, write_problems
from lightwell.web.activity import actions as activity
from lightwell.web.data import files
from lightwell.web.data.models import State, Upload


def begin(*, upload: uuid.UUID, attempt: int, leaves: State, to: State) -> Upload | None:
    """Take an upload up as the worker of an attempt; None if it is no longer for this attempt."""
    found = Upload.objects.filter(pk=upload, attempt=attempt, state=leaves)
    if not found.update(state=to, doing="", fraction=0.0, changed_at=now()):
        return None
    return Upload.objects.select_related("received_by", "settled_by").get(pk=upload)


def tell(*, upload: Upload, doing: str, fraction: float) -> None:
    """Say how far a worker has come."""
    _of_worker(upload).update(doing=doing[:200], fraction=fraction)


def show(*, upload: Upload, preview: Preview, foreseen: Foreseen | None = None, said: str = "") -> None:
    """Offer an upload for review that has been read; `foreseen` is what the rules find in a return, `said` why it is offered anew."""
    files.write(upload.pk, files.PREVIEW, write_preview(preview))
    if foreseen is not None:
        files.write(upload.pk, files.FORESEEN, write_foreseen(foreseen))
    _of_worker(upload).update(
        state=State.READY,
        source=preview.source,
        fingerprint=preview.fingerprint,
        rows_read=preview.total.read,
        rows_quarantined=preview.total.quarantined,
        said=said,
        settled_by=None,
        settled_at=None,
        changed_at=now(),
    )


def loaded(*, upload: Upload, result: Loaded) -> None:
    """Record the snapshot that an upload was made into, and remove its files."""
    with transaction.atomic():
        if _of_worker(upload).update(state=State.LOADED, snapshot=result.snapshot.id, new=result.new, changed_at=now()):
            _record(upload, "loaded", result.snapshot.id)
    files.remove(upload.pk)


def refused(*, upload: Upload, message: str, problems: tuple[Problem, ...]) -> None:
    """Record that an upload cannot be used, with every reason, and remove its files."""
    files.write(upload.pk, files.PROBLEMS, write_problems(problems))
    with transaction.atomic():
        if _of_worker(upload).update(state=State.REFUSED, said=message, changed_at=now()):
            _record(upload, "refused_extract")
    files.remove_extract(upload.pk)


@transaction.atomic
def failed(*, upload: Upload, said: str) -> None:
    """Record that reading or loading failed, in a sentence; the files are kept so that it can be tried again."""
    if _of_worker(upload).update(state=State.FAILED, said=said, changed_at=now()):
        _record(upload, "failed_extract")


def _of_worker(upload: Upload) -> models.QuerySet[Upload]:
    return Upload.objects.filter(pk=upload.pk, state=upload.state, attempt=upload.attempt)


def _record(upload: Upload, action: str, snapshot: str = "") -> None:
    by = upload.settled_by or upload.received_by
    activity.record(person=by, action=action, subject=str(upload.pk), why=upload.name, snapshot=snapshot)
