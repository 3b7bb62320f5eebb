"""What the pages of data read: snapshots, what is in them and what they feed, quarantine, and uploads."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.timezone import now

from lightwell.errors import Problem
from lightwell.journey import RECORDS
from lightwell.periods import months_between
from lightwell.reports import layout
from lightwell.results import (
    Account,
    Feed,
    Preview,
    QuarantinedRow,
    all_rows,
    definitions_of,
    failed_checks,
    feeding,
    file_rows,
    plain_table,
    quarantine_counts,
    quarantine_page,
    say_outcome,
)
from lightwell.results.account import SHOWN, say_findings, say_quarantined
from lightwell.results.findings import sets_of
from lightwell.results.foreseen import Foreseen, read_foreseen
from lightwell.results.kept_preview import read_preview, read_problems
from lightwell.store import Home, Snapshot, damaged, open_snapshot, snapshot_in, snapshots
from lightwell.web.access.decisions import CHILD, Action, scope_of
from lightwell.web.access.models import Person
from lightwell.web.data import files
from lightwell.web.data.models import State, Upload

SLOW_SECONDS = 60
"""After so long without a worker the page says that there may be none."""

_SHOWN_UPLOADS = 50


@dataclass(frozen=True)
class AimFeeds:
    """What a source can tell of the indicators of one aim: those that are known, and those that are not for any of the months."""

    aim: str
    known: tuple[Feed, ...]
    unknown: tuple[Feed, ...]

    @property
    def all(self) -> tuple[Feed, ...]:
        """Give all of them, the known ones first."""
        return (*self.known, *self.unknown)

    @property
    def incomplete(self) -> bool:
        """Whether any of them is not known for all of the months."""
        return not all(feed.throughout for feed in self.all)


@dataclass(frozen=True)
class Standing:
    """An upload as its page shows it: `interrupted` where the worker that was at it has died, `slow` where none has begun."""

    upload: Upload
    interrupted: bool
    slow: bool
    preview: Preview | None
    problems: tuple[Problem, ...]
    overtaken: str

    @property
    def alive(self) -> bool:
        """Whether something is still to happen by itself."""
        return (self.upload.waiting or self.upload.working) and not self.interrupted


def person_of(request: HttpRequest) -> Person:
    """Give who is signed in; raises `PermissionDenied` if nobody is, which the middleware does not let happen."""
    if not isinstance(request.user, Person):
        raise PermissionDenied("Nobody is signed in.")
    return request.user


def home() -> Home:
    """Give the home that the site reads."""
    found: Home = settings.HOME
    return found


def all_snapshots() -> tuple[list[Snapshot], str, list[Problem]]:
    """Give the snapshots from the latest, the id of the current one (empty where there is none), and what is damaged."""
    found = snapshots(home())
    return found[::-1], open_snapshot(home()).id if found else "", damaged(home())


def record_counts(snapshot: Snapshot) -> list[tuple[str, int]]:
    """Count the records of each type that a snapshot was made of, in the order of the journey, in plain words.

    Empty where each row of the files is one record, so that the counts of the files say the same.
    """
    rows = snapshot.manifest.rows
    if {file.record: file.rows_loaded for file in snapshot.manifest.files} == dict(rows):
        return []
    return [(plain_table(record.table), rows[record.table]) for record in RECORDS if record.table in rows]


def feeds_of(snapshot: Snapshot) -> tuple[AimFeeds, ...]:
    """Say which indicators a snapshot's source feeds, by aim."""
    return _feeds(snapshot.path, snapshot.manifest.fingerprint)


@functools.lru_cache(maxsize=32)
def _feeds(path: Path, fingerprint: str) -> tuple[AimFeeds, ...]:
    """Work it out once in a process: a snapshot made again in the same folder has another fingerprint."""
    snapshot = snapshot_in(path)
    manifest = snapshot.manifest
    if manifest.first_month is None or manifest.last_month is None:
        return ()
    months = months_between(manifest.first_month, manifest.last_month)
    return by_aim(feeding(definitions_of(snapshot).definitions.values(), manifest.coverage, manifest.lacks, months))


def by_aim(feeds: Iterable[Feed]) -> tuple[AimFeeds, ...]:
    """Sort what a source feeds under the strategy's aims, in the order of the pack."""
    names = {section.aim_id: section.aim for section in layout.load().sections}
    under: dict[str, list[Feed]] = {aim: [] for aim in names}
    for feed in feeds:
        under.setdefault(feed.aim, []).append(feed)
    return tuple(
        AimFeeds(names.get(aim, plain_table(aim)), tuple(f for f in found if f.first), tuple(f for f in found if not f.first))
        for aim, found in under.items()
        if found
    )


def seen_by(person: Person, rows: Iterable[QuarantinedRow]) -> tuple[QuarantinedRow, ...]:
    """Take out of rows what was written about children whom the person may not see: `reason`, `value` and `child` are blank then."""
    scope = scope_of(person, Action.SEE_CHILDREN)
    return tuple(row if scope.covers({**row.members, CHILD: row.child}) else replace(row, reason="", value="", child="") for row in rows)


def sees_everything(person: Person) -> bool:
    """Say whether a person may see every child, as whoever reviews an extract that is not loaded must to see its rows."""
    return scope_of(person, Action.SEE_CHILDREN).everything


def account(upload: Upload, person: Person) -> Account | None:
    """Tell what became of every row of an upload that was loaded; None if its snapshot is no longer there.

    What is quoted of rows is told only to someone who may see every child.
    """
    found = next((each for each in snapshots(home()) if each.id == upload.snapshot), None)
    if found is None:
        return None
    shown = seen_by(person, quarantine_page(found, most=SHOWN)) if sees_everything(person) else ()
    manifest = found.manifest
    return Account(
        files=file_rows(manifest.files),
        total=all_rows(manifest.files),
        notes=tuple(map(str, manifest.notes)) if sees_everything(person) else (),
        quarantined=tuple(say_quarantined({"reason": row.reason or row.kind, "remedy": row.remedy}) for row in shown),
        left=quarantine_counts(found).problems - len(shown),
        checks=failed_checks(manifest.checks),
        findings=tuple(map(say_findings, sets_of(found))),
        outcome=say_outcome(found, new=upload.new),
        children=frozenset(row.child for row in shown if row.child),
    )


def uploads() -> list[Upload]:
    """List the latest uploads."""
    return list(Upload.objects.select_related("received_by", "settled_by")[:_SHOWN_UPLOADS])


def is_interrupted(upload: Upload) -> bool:
    """Say whether the worker that was at an upload has died: nobody holds it, and it has not been finished in the meantime."""
    if not upload.working or files.is_held(upload.pk):
        return False
    return Upload.objects.filter(pk=upload.pk, state=upload.state, attempt=upload.attempt).exists()


def standing(upload: Upload) -> Standing:
    """Say how an upload stands now."""
    preview = _preview(upload) if upload.state == State.READY else None
    problems = files.read(upload.pk, files.PROBLEMS) if upload.state == State.REFUSED else None
    waited = (now() - upload.changed_at).total_seconds()
    current = open_snapshot(home()).id if preview and snapshots(home()) else ""
    return Standing(
        upload=upload,
        interrupted=is_interrupted(upload),
        slow=upload.waiting and waited > SLOW_SECONDS,
        preview=preview,
        problems=read_problems(problems) if problems else (),
        overtaken=current if preview and current != preview.current else "",
    )


def foreseen(upload: Upload) -> Foreseen | None:
    """Give what the department's rules find in a return that waits for review; None for anything else."""
    kept = files.read(upload.pk, files.FORESEEN) if upload.state == State.READY else None
    with contextlib.suppress(ValueError, KeyError, TypeError):
        return read_foreseen(kept) if kept else None
    return None


def _preview(upload: Upload) -> Preview | None:
    """Read what was found of an upload; None if it is gone, or was written by another version of Lightwell."""
    kept = files.read(upload.pk, files.PREVIEW)
    with contextlib.suppress(ValueError, KeyError, TypeError):
        return read_preview(kept) if kept else None
    return None
