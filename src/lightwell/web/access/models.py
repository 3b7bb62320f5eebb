"""People and the roles that they hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import DEFAULT_DB_ALIAS, connection, models
from django.utils.crypto import salted_hmac

from lightwell.web.access.restricted_models import ChildAccess, RestrictedChild
from lightwell.web.access.roles import Role, roles
from lightwell.web.access.sample_models import Sample

__all__ = ["WHOLE", "Assignment", "ChildAccess", "Person", "RestrictedChild", "Sample"]

_HELD = """
    select id, person_id, role, breakdown, member, starts_on, ends_on, given_by from access_assignment where person_id = %s order by id"""
"""Asked for every page, in the order of the fields: Django's making of the query takes five times as long as the query."""

_FIELDS = ("id", "person_id", "role", "breakdown", "member", "starts_on", "ends_on", "given_by")

WHOLE = "whole"
"""The member of an assignment that is held for the whole service on purpose, where the role could be held for a part."""


class Person(AbstractUser):
    """Someone who signs in; `worker` is their identifier in the case-management system, where they hold or review cases."""

    worker = models.CharField(max_length=100, blank=True)
    sessions_salt = models.CharField(max_length=32, blank=True)
    """Part of what every session of the person is held to: another value ends them all, as another password does."""

    @property
    def name(self) -> str:
        """The name shown to others: the full name, or else the sign-in name."""
        return self.get_full_name() or self.username

    @property
    def itself(self) -> Person:
        """The person, where Django's stand-in for who is signed in was handed over: each look through that takes a while of its own."""
        return self

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        salted = salted_hmac(f"{__name__}.sessions", self.password + self.sessions_salt, secret=secret, algorithm="sha256")
        return salted.hexdigest()

    def held_on(self, day: date) -> list[Assignment]:
        """List the assignments in force on a day; read once for one person and day in the life of this object."""
        known: dict[date, list[Assignment]] = self.__dict__.setdefault("_held", {})
        if day not in known:
            with connection.cursor() as cursor:
                cursor.execute(_HELD, [self.pk])
                held = [Assignment.from_row(row) for row in cursor.fetchall()]
            known[day] = [assignment for assignment in held if assignment.in_force(day)]
        return known[day]


class Assignment(models.Model):
    """One role held by one person, for a part of the service, for a time."""

    class Breakdown(models.TextChoices):
        """What the role is held for."""

        AUTHORITY = "authority", "Whole service"
        SERVICE = "service", "Service"
        LOCALITY = "locality", "Locality"
        TEAM = "team", "Team"
        WORKER = "worker", "Own children"
        SAMPLE = "sample", "Sample of children"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="assignments")
    role = models.CharField(max_length=40)
    breakdown = models.CharField(max_length=20, choices=Breakdown, default=Breakdown.AUTHORITY)
    member = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    given_by = models.CharField(max_length=60, blank=True)
    """What gave the role, where nobody did by hand: `directory:ID`, which takes it again when the person's group is gone."""

    class Meta:
        """Two assignments never say the same."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "role", "breakdown", "member", "starts_on"], name="assignment_said_once")
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.breakdown} {self.member}".strip()

    @classmethod
    def from_row(cls, row: Sequence[Any]) -> Assignment:
        """Make one of a row as `_HELD` asks for it; a database may give a day as text."""
        made = cls.from_db(DEFAULT_DB_ALIAS, _FIELDS, row)
        made.starts_on, made.ends_on = _day(made.starts_on), _day(made.ends_on) if made.ends_on else None
        return made

    @property
    def definition(self) -> Role | None:
        """The role; None where a role of that name no longer exists, which then allows nothing."""
        return roles().get(self.role)

    def in_force(self, day: date) -> bool:
        """Whether the role is held on a day."""
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)


def _day(given: date | str) -> date:
    return date.fromisoformat(given) if isinstance(given, str) else given
