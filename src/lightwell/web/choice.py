"""What the reader looks at: the snapshot, the month, and the whole service or one part of it; read from the address, and written to it."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest

from lightwell.errors import LightwellError, NotFound
from lightwell.facts import BREAKDOWNS
from lightwell.periods import Month
from lightwell.results import AUTHORITY, member_names, reading
from lightwell.store import Home, Snapshot, open_snapshot, snapshots

ORGANISATION = ("service", "locality", "team", "worker")
"""The breakdowns that are parts of the service, from the largest."""


class NothingLoaded(LightwellError):  # noqa: N818 - reads as the sentence it is
    """There is no snapshot yet, so there is nothing to choose."""


@dataclass(frozen=True)
class Choice:
    """One snapshot, one month of it, and one part of the service; `breakdown` is `authority` and `member` empty for the whole."""

    home: Home
    snapshot: Snapshot
    month: Month
    breakdown: str = AUTHORITY
    member: str = ""

    @property
    def whole(self) -> bool:
        """Whether it is the whole service."""
        return self.breakdown == AUTHORITY

    @property
    def part(self) -> str:
        """The part as the address writes it: `team:T12`; empty for the whole service."""
        return "" if self.whole else f"{self.breakdown}:{self.member}"

    @property
    def part_name(self) -> str:
        """The part as a reader says it: the name of a team or worker where there is one."""
        if self.whole:
            return "Whole service"
        return member_names_of(self.snapshot, self.breakdown).get(self.member, self.member)

    def of_part(self, breakdown: str, member: str) -> Choice:
        """Give the same look at another part of the service."""
        return replace(self, breakdown=breakdown, member=member)

    def query(self, **changes: object) -> str:
        """Write the choice as a query string that shows the very same again, with its snapshot pinned.

        `changes` replace or add entries; None takes one away.
        """
        entries: dict[str, object] = {"month": str(self.month), "known": self.snapshot.id, "part": self.part or None, **changes}
        return urlencode({name: value for name, value in entries.items() if value not in (None, "")})


def choice_of(request: HttpRequest) -> Choice:
    """Read the choice from an address; what it leaves out is the current snapshot, its last month, and the whole service.

    Raises `NotFound`, with a sentence that says what there is, for a snapshot, month or part that does not exist, and `NothingLoaded`.
    """
    home: Home = settings.HOME
    if not snapshots(home):
        raise NothingLoaded("No extract has been loaded yet, so there are no figures and no children to show.")
    snapshot = _snapshot(home, request.GET.get("known", "").strip())
    breakdown, member = _part(request.GET.get("part", "").strip())
    chosen = Choice(home, snapshot, _month(snapshot, request.GET.get("month", "").strip()), breakdown, member)
    if not chosen.whole and member not in parts_of(snapshot)[breakdown]:
        raise NotFound(f"There is no {breakdown} “{_short(member)}” in the snapshot {snapshot.id}.")
    return chosen


def _snapshot(home: Home, named: str) -> Snapshot:
    if not named:
        return open_snapshot(home)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", named):
        of_day = [each for each in snapshots(home) if each.manifest.as_at.isoformat() == named and not each.manifest.collection]
        if of_day:
            return of_day[-1]
    return open_snapshot(home, _short(named))


def _month(snapshot: Snapshot, text: str) -> Month:
    first, last = snapshot.manifest.first_month, snapshot.manifest.last_month
    if first is None or last is None:
        raise NotFound(f"The snapshot {snapshot.id} has no month with results.")
    if not text:
        return last
    try:
        month = Month.parse(_short(text))
    except ValueError as error:
        raise NotFound(str(error)) from None
    if not first <= month <= last:
        raise NotFound(f"The snapshot {snapshot.id} has no results for {month.name}. It holds {first.name} to {last.name}.")
    return month


def _part(text: str) -> tuple[str, str]:
    if not text:
        return AUTHORITY, ""
    breakdown, _, member = text.partition(":")
    if breakdown not in ORGANISATION or not member:
        raise NotFound(
            f"“{_short(text)}” is not a part of the service. Write it as in part=team:T12; the kinds are {', '.join(ORGANISATION)}."
        )
    return breakdown, member


def _short(text: str) -> str:
    """Keep what is repeated back to a reader short and printable."""
    return "".join(letter for letter in text[:60] if letter.isprintable())


def member_names_of(snapshot: Snapshot, breakdown: str) -> Mapping[str, str]:
    """Map the members of a breakdown to their names, as the snapshot holds them; read once for each snapshot."""
    return _organisation(_Held(snapshot)).names.get(breakdown, {})


def parts_of(snapshot: Snapshot) -> Mapping[str, frozenset[str]]:
    """Give the members of each breakdown of the service that the snapshot has, today's and earlier ones."""
    return _organisation(_Held(snapshot)).parts


def place_of(snapshot: Snapshot, breakdown: str, member: str) -> Mapping[str, str]:
    """Say where a part stands: `{"team": "T12", "service": ..., "locality": ...}`; a worker's team is that of the latest post."""
    return _organisation(_Held(snapshot)).places.get((breakdown, member), {breakdown: member} if breakdown != AUTHORITY else {})


@dataclass(frozen=True)
class _Organisation:
    names: Mapping[str, Mapping[str, str]]
    parts: Mapping[str, frozenset[str]]
    places: Mapping[tuple[str, str], Mapping[str, str]]


class _Held:
    """A snapshot as a key: two of one folder and fingerprint are the same."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.key = (str(snapshot.path), snapshot.manifest.fingerprint)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and self.key == other.key


_TEAMS = "select team, coalesce(service, 'Not known'), coalesce(locality, 'Whole authority') from teams"
_WORKERS = "select worker, team from posts order by worker, started_on, id"
_MEMBERS = "select distinct breakdown, member from result_values where breakdown in ('service', 'locality', 'team', 'worker')"


@functools.lru_cache(maxsize=8)
def _organisation(held: _Held) -> _Organisation:
    with reading(held.snapshot) as connection:
        teams = connection.execute(_TEAMS).fetchall()
        workers = connection.execute(_WORKERS).fetchall()
        members = connection.execute(_MEMBERS).fetchall()
        names = {breakdown: member_names(connection, breakdown) for breakdown in BREAKDOWNS}
    places: dict[tuple[str, str], Mapping[str, str]] = {
        ("team", team): {"team": team, "service": service, "locality": locality} for team, service, locality in teams
    }
    for worker, team in workers:
        places["worker", worker] = {"worker": worker, **places.get(("team", team), {"team": team})}
    parts = {breakdown: frozenset(member for kind, member in members if kind == breakdown) for breakdown in ORGANISATION}
    parts = {kind: found | frozenset(member for place, member in places if place == kind) for kind, found in parts.items()}
    return _Organisation(names, parts, places)
