"""What a person holds today: roles, the samples that these name, and the restricted children whom they may or may not see.

Each is read once in the life of the object that stands for the person, which is one request: whatever is decided on a page is decided on
the same day and by the same roles.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils.timezone import localdate, now

from lightwell.web.access.models import Assignment, ChildAccess, Person, Sample


@dataclass(frozen=True)
class Restrictions:
    """The children whom one person may not see, `hidden`, and of them those whom a role may see, by role."""

    hidden: frozenset[str]
    by_role: Mapping[str, frozenset[str]]


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


def opened_to(person: Person) -> frozenset[str]:
    """Give the children, restricted or out of reach, whom a person was let see for a time and a purpose."""
    return frozenset(child for child, kind in _let_see(person).items() if kind != ChildAccess.Kind.NAMED)


def restrictions_for(person: Person) -> Restrictions:
    """Say whom a person may not see."""
    known: Restrictions | None = person.__dict__.get("_restrictions")
    if known is None:
        known = person.__dict__["_restrictions"] = _restrictions(person)
    return known


_LET_SEE = """
    select child, kind from access_childaccess
    where person_id = %s and ended_at is null and (until is null or until > %s) order by kind = 'named' desc"""
_RESTRICTED = "select child, cast(roles as text) from access_restrictedchild where ended_at is null"
_TO_REVIEW = """
    select count(*) from access_childaccess where outcome = '' and kind <> 'named' and person_id <> %s and given_by_id <> %s"""
"""Asked for almost every page, and so without Django's making of the query, which takes several times as long as the query."""


def _rows(query: str, *values: str | int | None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def _let_see(person: Person) -> Mapping[str, str]:
    """Map the children whom a person was let see to how; one who was both named and let see for a time, to the latter."""
    known: Mapping[str, str] | None = person.__dict__.get("_let_see")
    if known is None:
        moment = connection.ops.adapt_datetimefield_value(now())
        known = person.__dict__["_let_see"] = dict(_rows(_LET_SEE, person.pk, moment))
    return known


def _restrictions(person: Person) -> Restrictions:
    let = _let_see(person)
    restricted = {child: roles for child, roles in _rows(_RESTRICTED) if child not in let}
    by_role: dict[str, set[str]] = {}
    for child, roles in restricted.items():
        for role in json.loads(roles) if roles != "[]" else ():
            by_role.setdefault(role, set()).add(child)
    return Restrictions(frozenset(restricted), {role: frozenset(children) for role, children in by_role.items()})


def to_review(person: Person) -> int:
    """Count the accesses that wait for a review by this person."""
    return int(_rows(_TO_REVIEW, person.pk, person.pk)[0][0])
