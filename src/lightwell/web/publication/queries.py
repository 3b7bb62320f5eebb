"""What the pages of publication read: editions, members' packs, what is exempt, and what was asked for."""

from __future__ import annotations

import functools
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.timezone import localdate, now

from lightwell.errors import LightwellError
from lightwell.periods import Month, financial_year_start
from lightwell.reports.public import Edition, Part, editions, read_exempt, record
from lightwell.store import Home, Snapshot, open_snapshot, snapshots
from lightwell.web.access.decisions import COMMITTEE, Action, can
from lightwell.web.access.models import Person
from lightwell.web.publication import holding
from lightwell.web.publication.models import Asked

SLOW_SECONDS = 60
_SHOWN = 20


@dataclass(frozen=True)
class Listed:
    """One edition, without its figures; how many they are, how many of them are suppressed, and whether its files are kept."""

    edition: Edition
    figures: int
    suppressed: int
    has_files: bool


@dataclass(frozen=True)
class ExemptNow:
    """The exempt parts with how each stands today, the committees, and why the file cannot be used where it cannot."""

    parts: tuple[tuple[Part, str], ...] = ()
    committees: tuple[str, ...] = ()
    problem: str = ""


def person_of(request: HttpRequest) -> Person:
    """Give who is signed in; raises `PermissionDenied` if nobody is, which the middleware does not let happen."""
    if not isinstance(request.user, Person):
        raise PermissionDenied("Nobody is signed in.")
    return request.user


def home() -> Home:
    """Give the home that the site reads."""
    found: Home = settings.HOME
    return found


def listed(kind: record.Kind = "published") -> tuple[Listed, ...]:
    """List the editions, or the members' packs, the latest first; raises `Refused` if one cannot be read."""
    place = record.folder(home(), kind)
    names = sorted(each.name for each in place.iterdir() if not each.name.startswith(".")) if place.is_dir() else []
    return _listed(home().path, kind, tuple((name, _changed(place / name)) for name in names))


def _changed(folder: Path) -> float:
    return max((path.stat().st_mtime for path in folder.iterdir()), default=0.0)


@functools.lru_cache(maxsize=4)
def _listed(path: Path, kind: record.Kind, _names: Sequence[tuple[str, float]]) -> tuple[Listed, ...]:
    """Read them once for as long as they are the same: a record holds every figure."""
    found = []
    for edition in reversed(editions(Home(path)) if kind == "published" else record.editions(Home(path), kind)):
        files = record.folder(Home(path), kind) / f"{edition.number:04d}-{edition.month}" / "site.zip"
        found.append(Listed(replace(edition, kept=(), changes=edition.changes), len(edition.kept), edition.suppressed, files.is_file()))
    return tuple(found)


def members_packs(person: Person) -> tuple[Listed, ...]:
    """List the members' packs of the committees that a person sits on, or prepares them for."""
    return tuple(each for each in listed("members") if can(person, Action.SEE_EXEMPT, {COMMITTEE: each.edition.committee}).allowed)


def edition(number: int, kind: record.Kind = "published") -> Edition:
    """Find an edition by its number, without its figures; raises `Http404`."""
    found = next((each.edition for each in listed(kind) if each.edition.number == number), None)
    if found is None:
        raise Http404
    return found


def file_of(edition: Edition, name: str, kind: record.Kind = "published") -> bytes:
    """Read one file of an edition by its name in the zip; raises `Http404` if there is none."""
    with zipfile.ZipFile(record.site_of(home(), edition, kind)) as archive:
        try:
            return archive.read(name)
        except KeyError:
            raise Http404 from None


def exempt_now() -> ExemptNow:
    """Say what is exempt today."""
    try:
        register = read_exempt(home())
    except LightwellError as error:
        return ExemptNow(problem=str(error))
    return ExemptNow(tuple((part, part.standing(localdate())) for part in register.parts), register.committees)


def months() -> tuple[Month, ...]:
    """List the months that can be published: those of the current snapshot, the latest first; none without a snapshot."""
    if not snapshots(home()):
        return ()
    snapshot: Snapshot = open_snapshot(home())
    first, last = snapshot.manifest.first_month, snapshot.manifest.last_month
    if first is None or last is None:
        return ()
    start = max(first, financial_year_start(last).plus(-24))
    found, month = [], last
    while month >= start:
        found.append(month)
        month = month.plus(-1)
    return tuple(found)


def asked() -> list[Asked]:
    """List what was asked for last."""
    return list(Asked.objects.select_related("asked_by", "settled_by")[:_SHOWN])


def interrupted(asked: Asked) -> bool:
    """Say whether the worker that was at it has died."""
    if not asked.working or holding.is_held():
        return False
    return Asked.objects.filter(pk=asked.pk, state=asked.state, attempt=asked.attempt).exists()


def slow(asked: Asked) -> bool:
    """Say whether no worker has begun in a minute."""
    return asked.waiting and (now() - asked.changed_at).total_seconds() > SLOW_SECONDS


def released_today() -> date:
    """Give the day on which what is published now is released."""
    return localdate()
