"""What a person holds today: roles, the samples that these name, and the restricted children whom they may or may not see.

Each is read once in the life of the object that stands for the person, which is one request: whatever is decided on a page is decided on
the same day and by the same roles.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils.timezone import localdate, now

from lightwell.web.access.models import Assignment, ChildAccess, Person, Sample


@dataclass(frozen=True)
class Restrictions:
    """The children whom one person may not see, `hidden`; of them those whom a role may see, by role; and those let see for a time.

    `opened` are children, restricted or out of reach, whom the person was let see for a time and a purpose.
    """

    hidden: frozenset[str]
    by_role: Mapping[str, frozenset[str]]
    opened: frozenset[str]


def assignments_of(person: Person | AnonymousUser) -> list[Assignment]:
    """List the roles that a person holds today."""
    return person.held_on(today_of(person)) if isinstance(person, Person) else []


def today_of(person: Person) -> date:
    """Give the day on which everything is decided for a person, in the life of the object that stands for them."""
    day: date = person.__dict__.get("_today") or person.__dict__.setdefault("_today", localdate())
    return day


def sampled(person: Person, assignment: Assignment) -> tuple[str, ...]:
    """Give the children of the sample that an assignment names, on its days."""
    today = today_of(person)
    samples: dict[tuple[date, str], Sample] | None = person.__dict__.get("_samples")
    if samples is None:
        named = {each.member for each in assignments_of(person) if each.breakdown == "sample"}
        found = Sample.objects.filter(pk__in=[int(member) for member in named if member.isdecimal()])
        samples = person.__dict__["_samples"] = {(today, str(sample.pk)): sample for sample in found}
    sample = samples.get((today, assignment.member))
    return tuple(map(str, sample.children)) if sample and sample.in_force(today) else ()


def restrictions_for(person: Person) -> Restrictions:
    """Say whom a person may not see, and whom for a time."""
    known: Restrictions | None = person.__dict__.get("_restrictions")
    if known is None:
        known = person.__dict__["_restrictions"] = _restrictions(person)
    return known


_QUERY = """
    select '', child, cast(roles as text) from access_restrictedchild where ended_at is null
    union all select kind, child, '' from access_childaccess
    where person_id = %s and ended_at is null and (until is null or until > %s)
"""
"""Both in one query and without Django's making of one: every page asks it, and asking may take a twentieth of a page's time."""


def _restrictions(person: Person) -> Restrictions:
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, [person.pk, connection.ops.adapt_datetimefield_value(now())])
        rows = cursor.fetchall()
    let = {child: kind for kind, child, _ in rows if kind}
    restricted = {child: roles for kind, child, roles in rows if not kind and child not in let}
    by_role: dict[str, set[str]] = {}
    for child, roles in restricted.items():
        for role in json.loads(roles) if roles != "[]" else ():
            by_role.setdefault(role, set()).add(child)
    opened = frozenset(child for kind, child, _ in rows if kind and kind != ChildAccess.Kind.NAMED)
    return Restrictions(frozenset(restricted), {role: frozenset(children) for role, children in by_role.items()}, opened)


def to_review(person: Person) -> int:
    """Count the accesses that wait for a review by this person."""
    waiting = ChildAccess.objects.filter(outcome="").exclude(kind=ChildAccess.Kind.NAMED)
    return waiting.exclude(person=person).exclude(given_by=person).count()
