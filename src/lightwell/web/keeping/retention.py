"""What is no longer to be kept, by the settings `retention`; looked up for a dry run, and removed when that is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.timezone import localdate

from lightwell.results import read_settings
from lightwell.store import Home
from lightwell.store.removing import Fate, fates, remove_snapshots
from lightwell.web.activity.models import Activity
from lightwell.web.data import files
from lightwell.web.data.models import State, Upload
from lightwell.web.keeping.recording import record_command

_OPEN_UPLOADS = (State.RECEIVED, State.READY, State.CONFIRMED, State.FAILED)


@dataclass(frozen=True)
class Plan:
    """What goes: snapshots with their fates (those that stay too), uploads nobody decided about, sessions that are over.

    `old_activity` counts entries of the record beyond its least time, which stay; `uploads_days` is that of the settings.
    """

    snapshots: tuple[Fate, ...]
    uploads: tuple[Upload, ...]
    sessions: int
    old_activity: int
    uploads_days: int | None

    @property
    def going(self) -> tuple[Fate, ...]:
        """The snapshots that go."""
        return tuple(fate for fate in self.snapshots if fate.goes)


def plan(home: Home, at: datetime) -> Plan:
    """Look up what is no longer to be kept at a moment; nothing is changed."""
    rules = read_settings(home.settings).retention
    today = localdate(at)
    uploads = Upload.objects.filter(state__in=_OPEN_UPLOADS).order_by("received_at")
    old = Activity.objects.filter(at__lt=at - timedelta(days=366 * rules.activity_years)).count() if rules.activity_years else 0
    return Plan(
        tuple(fates(home, today=today, days=rules.snapshots_days, months=rules.month_ends_months)),
        tuple(uploads.filter(changed_at__lt=at - timedelta(days=rules.uploads_days))) if rules.uploads_days else (),
        Session.objects.filter(expire_date__lt=at).count(),
        old,
        rules.uploads_days,
    )


def carry_out(home: Home, found: Plan, at: datetime) -> None:
    """Remove what a plan says goes, and record it; an upload that somebody has taken up meanwhile stays.

    Raises `LightwellError` while a load runs.
    """
    if found.going:
        remove_snapshots(home, [fate.snapshot.id for fate in found.going])
        for fate in found.going:
            record_command("removed_snapshot", subject=fate.snapshot.id, why=fate.why)
    for upload in found.uploads:
        _discard(upload, at, f"Nobody loaded or discarded it in {found.uploads_days} days, so its files were removed.")
    Session.objects.filter(expire_date__lt=at).delete()
    record_command("applied_retention", why=in_short(found))


def in_short(found: Plan) -> str:
    """Say how much goes."""
    return f"{_counted(len(found.going), 'snapshot')}, {_counted(len(found.uploads), 'upload')}, {_counted(found.sessions, 'session')}"


def _discard(upload: Upload, at: datetime, said: str) -> None:
    if files.is_held(upload.pk):
        return
    with transaction.atomic():
        waiting = Upload.objects.filter(pk=upload.pk, state=upload.state, attempt=upload.attempt)
        if not waiting.update(state=State.DISCARDED, said=said, changed_at=at):
            return
        record_command("discarded_extract", subject=str(upload.pk), why=said)
    files.remove(upload.pk)


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
