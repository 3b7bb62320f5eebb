"""Samples: children whom someone chose for an audit, by name and for a time."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models

LARGEST = 500
"""Children that a sample may hold; an audit reads far fewer, and whoever is to see more has a role for a part of the service."""


class Sample(models.Model):
    """A named set of children, for whom it was made, and the days on which those who are given it see them. It is never changed."""

    name = models.CharField(max_length=100, unique=True)
    purpose = models.CharField(max_length=500)
    children = models.JSONField()
    """Identifiers of children, as the case-management system gives them."""
    starts_on = models.DateField()
    ends_on = models.DateField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="samples_made")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """The newest first."""

        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.name

    def in_force(self, day: date) -> bool:
        """Whether it is seen on a day."""
        return self.starts_on <= day <= self.ends_on
