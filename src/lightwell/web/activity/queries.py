"""What the pages of the record read. Only those who may see the record get here, and reading it is itself recorded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.timezone import get_current_timezone

from lightwell.errors import NotFound
from lightwell.web.access.decisions import Action, can
from lightwell.web.access.models import Person
from lightwell.web.activity.models import Activity, ActivityChild
from lightwell.web.activity.words import said_action

ROWS = 50
"""Entries on one page."""

SHOWN = 6
"""Identifiers of children that a row shows; the entry's own page shows all."""


@dataclass(frozen=True)
class Asked:
    """What is searched for; whatever is empty is not asked for. `person` is a sign-in name, `child` an identifier."""

    person: str = ""
    child: str = ""
    action: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Row:
    """One entry: what was done in words, and the first children whom it names; `more` are the others."""

    entry: Activity
    done: str
    named: tuple[str, ...]
    more: int


@dataclass(frozen=True)
class Looker:
    """One person who looked at a child: how often, when first and last, and what they did."""

    person: str
    times: int
    first: datetime
    last: datetime
    done: tuple[str, ...]


def search(person: Person, asked: Asked, page: str) -> tuple[Page[Activity], list[Row]]:
    """Find entries, the newest first, with the rows of one page; raises `PermissionDenied` for who may not see the record."""
    can(person, Action.SEE_ACTIVITY).require()
    found = Paginator(_asked_for(asked).order_by("-number"), ROWS).get_page(page)
    return found, rows_of(list(found.object_list))


def entry(person: Person, number: int) -> Row:
    """Give one entry with every child whom it names; raises `NotFound` for a number that there is not."""
    can(person, Action.SEE_ACTIVITY).require()
    found = Activity.objects.filter(number=number).first()
    if found is None:
        raise NotFound(f"The record of activity has no entry {number}.")
    return rows_of([found], most=None)[0]


def lookers(person: Person, child: str) -> tuple[Looker, ...]:
    """Say who read, took out or decided anything of a child, who did so last first."""
    can(person, Action.SEE_ACTIVITY).require()
    by: dict[str, list[Activity]] = defaultdict(list)
    for each in of_child(child):
        by[each.person].append(each)
    found = [
        Looker(name, len(held), held[0].at, held[-1].at, tuple(dict.fromkeys(said_action(each.action) for each in held)))
        for name, held in by.items()
    ]
    return tuple(sorted(found, key=lambda each: each.last, reverse=True))


def of_child(child: str) -> QuerySet[Activity]:
    """Give every entry that names a child, the oldest first: one query, by the index of children."""
    return Activity.objects.filter(number__in=ActivityChild.objects.filter(child=child).values("entry")).order_by("number")


def rows_of(entries: list[Activity], most: int | None = SHOWN) -> list[Row]:
    """Add to entries the children whom they name."""
    named = _named(each.number for each in entries)
    made = []
    for each in entries:
        children = named.get(each.number, [])
        shown = tuple(children if most is None else children[:most])
        made.append(Row(each, said_action(each.action), shown, len(children) - len(shown)))
    return made


def verifications() -> list[Activity]:
    """List the latest verifications of the record."""
    return list(Activity.objects.filter(action="verified_activity").order_by("-number")[:10])


def _named(numbers: Iterable[int]) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for number, child in ActivityChild.objects.filter(entry__in=list(numbers)).order_by("entry", "child").values_list("entry", "child"):
        found[number].append(child)
    return found


def _asked_for(asked: Asked) -> QuerySet[Activity]:
    found = Activity.objects.all()
    if asked.person:
        found = found.filter(person__iexact=asked.person)
    if asked.child:
        found = found.filter(number__in=ActivityChild.objects.filter(child=asked.child).values("entry"))
    if asked.action:
        found = found.filter(action=asked.action)
    if asked.first:
        found = found.filter(at__gte=_midnight(asked.first))
    if asked.last:
        found = found.filter(at__lt=_midnight(asked.last + timedelta(days=1)))
    return found


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=get_current_timezone())
