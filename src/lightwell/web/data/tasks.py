"""Reading and loading uploads in the background.

A task never lets an error out: the queue would keep its text, which can quote a record, in its table. What a person can put right is said
on the upload's page; a defect of ours goes to the log by file and line.
"""

from __future__ import annotations

import contextlib
import logging
import traceback
import uuid
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django_tasks import task

from lightwell.errors import LightwellError, Refused
from lightwell.extracts import Extract, Progress
from lightwell.results import load_extract, preview
from lightwell.results.foreseen import foresee
from lightwell.web.data import files, outcomes
from lightwell.web.data.models import State, Upload
from lightwell.web.data.reading import read_extract

logger = logging.getLogger(__name__)

_READING_SHARE = 0.4
"""How much of a load is reading the files again."""


@task()
def read_upload(upload: str, attempt: int) -> None:
    """Read an upload and offer it for review."""
    _work(uuid.UUID(upload), attempt, State.RECEIVED, State.READING, _read)


@task()
def load_upload(upload: str, attempt: int) -> None:
    """Load an upload that was confirmed."""
    _work(uuid.UUID(upload), attempt, State.CONFIRMED, State.LOADING, _load)


def _work(upload: uuid.UUID, attempt: int, leaves: State, to: State, work: Callable[[Upload], None]) -> None:
    with files.held(upload) as ours:
        found = outcomes.begin(upload=upload, attempt=attempt, leaves=leaves, to=to) if ours else None
        if found is not None:
            _try(found, work)


def _try(upload: Upload, work: Callable[[Upload], None]) -> None:
    try:
        work(upload)
    except Refused as refusal:
        outcomes.refused(upload=upload, message=refusal.message, problems=refusal.problems)
    except LightwellError as error:
        outcomes.failed(upload=upload, said=str(error))
    except Exception as error:  # a defect of ours, or no memory: the worker goes on, and the page says so
        _log(upload, error)
        outcomes.failed(upload=upload, said=_DEFECT)


_DEFECT = (
    "Something is wrong in Lightwell itself, not in anything that you did. What was stored before is unchanged. "
    "Try again; if it fails again, tell the person who looks after Lightwell when it was."
)


def _log(upload: Upload, error: Exception) -> None:
    """Log where a defect arose and not what it says: the text of an error can quote a record."""
    lines = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    logger.error("upload %s: %s at\n%s", upload.pk, type(error).__name__, "\n".join(lines))


def _read(upload: Upload) -> None:
    extract = read_extract(upload, _telling(upload, 0.0, 0.8))
    _offer(upload, extract)


def _offer(upload: Upload, extract: Extract, said: str = "") -> None:
    """Offer an extract for review, a return with what the department's rules find in it."""
    telling = _telling(upload, 0.8, 1.0)
    if extract.collection is not None:
        telling("Checking the return", 0.0)
    foreseen = foresee(extract)
    telling("Comparing with the current snapshot", 0.5)
    outcomes.show(upload=upload, preview=preview(settings.HOME, extract), foreseen=foreseen, said=said)


def _load(upload: Upload) -> None:
    extract = read_extract(upload, _telling(upload, 0.0, _READING_SHARE))
    if extract.fingerprint != upload.fingerprint:
        said = "The settings were changed after the review, so it would come to something else. Look at it again."
        _offer(upload, extract, said)
        return
    telling = _telling(upload, _READING_SHARE, 1.0)
    result = load_extract(settings.HOME, extract, progress=telling, on_wait=lambda what: telling(what, 0.0))
    outcomes.loaded(upload=upload, result=result)


def _telling(upload: Upload, start: float, end: float) -> Progress:
    """Give what says how far a part of the work has come, the part being from `start` to `end` of the whole."""

    def tell(doing: str, fraction: float) -> None:
        # What is told is not worth losing a load for.
        with contextlib.suppress(DatabaseError):
            outcomes.tell(upload=upload, doing=doing, fraction=start + (end - start) * fraction)

    return tell
