"""Unusual looking, found in the record with what the current snapshot knows of the children, and what its reviews found."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils.timezone import localdate, localtime, now

from lightwell.results.holders import holders_of
from lightwell.results.looking import Looking
from lightwell.results.people import names_of
from lightwell.store import open_snapshot, snapshots
from lightwell.web.access.decisions import Action, can
from lightwell.web.access.models import Person
from lightwell.web.activity.models import Activity, LookReview
from lightwell.web.activity.unusual_rules import Look, Unusual, Who, Whom, unusual
from lightwell.web.choice import place_of

OPENED = ("read_child", "read_findings_of_child")
TAKEN_OUT = ("exported_list", "exported_findings", "exported_quarantine")


@dataclass(frozen=True)
class Found:
    """Unusual looking with its review, None where nobody reviewed it yet; `own` is whether the reader did the looking."""

    look: Unusual
    review: LookReview | None
    own: bool


def found(by: Person) -> tuple[Found, ...]:
    """List unusual looking, what nobody reviewed first; raises `PermissionDenied` for who may not see the record."""
    can(by, Action.SEE_ACTIVITY).require()
    limits = limits_now()
    since = localdate() - timedelta(days=limits.days)
    held = Activity.objects.filter(at__gte=now() - timedelta(days=limits.days + limits.usual_days)).order_by("number")
    opened = [Look(number, person, localtime(at), child) for number, person, at, child, _ in _read(held, OPENED)]
    taken = [Look(number, person, localtime(at), "", children or 0) for number, person, at, _, children in _read(held, TAKEN_OUT)]
    names = {look.person for look in (*opened, *taken)}
    looks = unusual(opened, taken, _who(names), _whom({look.child for look in opened if look.at.date() >= since}), since, limits)
    reviews = {each.key: each for each in LookReview.objects.all()}
    made = [Found(look, reviews.get(look.key), look.person == by.username) for look in looks]
    return tuple(sorted(made, key=lambda each: each.review is not None))


def limits_now() -> Looking:
    """Give the limits that the settings of the home set, as the site read them when it started."""
    limits: Looking = settings.SERVICE.looking
    return limits


def _read(held: QuerySet[Activity], actions: Iterable[str]) -> QuerySet[Activity, tuple[int, str, datetime, str, int | None]]:
    return held.filter(action__in=actions).values_list("number", "person", "at", "subject", "children")


def folded(name: str) -> str:
    """Write a name so that accents, case, apostrophes and hyphens make no difference."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " if letter in " -" else "" for letter in bare).split())


def _who(names: Iterable[str]) -> Mapping[str, Who]:
    """Say what is known of people; their own teams are that of the worker whom they are, and those for which they hold a role."""
    snapshot = open_snapshot(settings.HOME) if snapshots(settings.HOME) else None
    made = {}
    for person in Person.objects.filter(username__in=list(names)).prefetch_related("assignments"):
        team = place_of(snapshot, "worker", person.worker).get("team", "") if snapshot and person.worker else ""
        held = person.held_on(localdate())
        teams = {team, *(each.member for each in held if each.breakdown == "team")} - {""}
        roles = tuple(sorted({each.role for each in held}))
        made[person.username] = Who(folded(person.last_name), folded(person.get_full_name()), person.worker, frozenset(teams), roles)
    return made


def _whom(children: Iterable[str]) -> Mapping[str, Whom]:
    """Say what the current snapshot knows of children; nothing of those whom it does not hold."""
    wanted = set(children)
    if not wanted or not snapshots(settings.HOME):
        return {}
    snapshot = open_snapshot(settings.HOME)
    workers: dict[str, set[str]] = defaultdict(set)
    teams: dict[str, set[str]] = defaultdict(set)
    for child, worker, team in holders_of(snapshot, wanted):
        workers[child].add(worker)
        teams[child].add(team)
    return {
        child: Whom(
            folded(named.family_name),
            folded(f"{named.given_name} {named.family_name}"),
            frozenset(workers[child] - {""}),
            frozenset(teams[child] - {""}),
        )
        for child, named in names_of(snapshot, wanted).items()
    }
