"""What somebody asked to be published, from the look at it to the edition."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from lightwell.periods import Month
from lightwell.web.access.models import Person


class State(models.TextChoices):
    """Where it stands. Each change is made only from the state that it leaves, so that of two at once one wins."""

    ASKED = "asked", "Waiting to be worked out"
    LOOKING = "looking", "Being worked out"
    READY = "ready", "Ready to be looked at"
    CONFIRMED = "confirmed", "Waiting to be made"
    MAKING = "making", "Being made"
    DONE = "done", "Done"
    REFUSED = "refused", "Refused"
    FAILED = "failed", "Failed"
    DISCARDED = "discarded", "Discarded"


WAITING = (State.ASKED, State.CONFIRMED)
WORKING = (State.LOOKING, State.MAKING)


class Asked(models.Model):
    """One publication that was asked for: of a month, perhaps as an erratum; or the members' pack of a committee, which is not published.

    `attempt` counts how often a worker was asked to begin: a task of an earlier attempt does nothing. `fingerprint` is that of the plan
    that was looked at, `found` what it would come to (`foreseen`), `edition` the number of what came of it. `settled_by` confirmed or
    discarded it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=12, choices=State, default=State.ASKED)
    attempt = models.PositiveIntegerField(default=1)
    month = models.CharField(max_length=7)
    committee = models.CharField(max_length=200, blank=True)
    erratum = models.CharField(max_length=600, blank=True)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    doing = models.CharField(max_length=200, blank=True)
    found = models.JSONField(default=dict)
    edition = models.PositiveIntegerField(null=True)
    changed_at = models.DateTimeField()
    settled_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    said = models.TextField(blank=True)

    class Meta:
        """The latest first."""

        ordering: ClassVar = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.month}, {self.state}"

    @property
    def waiting(self) -> bool:
        """Whether a worker is to begin."""
        return self.state in WAITING

    @property
    def working(self) -> bool:
        """Whether a worker was at it when last heard of."""
        return self.state in WORKING

    @property
    def words(self) -> str:
        """Where it stands, in words."""
        return State(self.state).label

    @property
    def month_name(self) -> str:
        """The month in words."""
        return Month.parse(self.month).name

    @property
    def title(self) -> str:
        """What was asked for, in words."""
        if self.committee:
            return f"Members' pack of {self.month_name}, {self.committee}"
        return f"Erratum to {self.month_name}" if self.erratum else f"Publication of {self.month_name}"
