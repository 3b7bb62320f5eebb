"""An upload: an extract on its way from a browser into the store."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from lightwell.web.access.models import Person


class State(models.TextChoices):
    """Where an upload stands. Each change is made only from the state that it leaves, so that of two at once one wins."""

    RECEIVED = "received", "Waiting to be read"
    READING = "reading", "Being read"
    READY = "ready", "Ready for review"
    CONFIRMED = "confirmed", "Waiting to be loaded"
    LOADING = "loading", "Being loaded"
    LOADED = "loaded", "Loaded"
    REFUSED = "refused", "Refused"
    FAILED = "failed", "Failed"
    DISCARDED = "discarded", "Discarded"


WAITING = (State.RECEIVED, State.CONFIRMED)
"""The states in which a worker is to begin."""

WORKING = (State.READING, State.LOADING)
"""The states in which a worker is at it."""

OVER = (State.LOADED, State.REFUSED, State.DISCARDED)
"""The states in which the uploaded files are gone."""


class Upload(models.Model):
    """One extract that was uploaded, with what has become of it.

    The files, and whatever quotes their rows, are kept in a folder of the home (`files.folder_of`), never here. `attempt` counts how often
    a worker was asked to begin: a task of an earlier attempt does nothing. `fingerprint` is that of the extract that was reviewed, `doing`
    and `fraction` how far the worker has come, `said` a sentence about what ended it or interrupted it. `settled_by` confirmed or discarded
    it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=12, choices=State, default=State.RECEIVED)
    attempt = models.PositiveIntegerField(default=1)
    name = models.CharField(max_length=120)
    mapping = models.CharField(max_length=120, blank=True)
    last_year = models.CharField(max_length=120, blank=True)
    size = models.BigIntegerField()
    as_at = models.DateField()
    received_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(auto_now_add=True)
    source = models.CharField(max_length=12, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    rows_read = models.BigIntegerField(null=True)
    rows_quarantined = models.BigIntegerField(null=True)
    doing = models.CharField(max_length=200, blank=True)
    fraction = models.FloatField(default=0)
    changed_at = models.DateTimeField()
    settled_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    said = models.TextField(blank=True)
    snapshot = models.CharField(max_length=40, blank=True)
    new = models.BooleanField(default=True)

    class Meta:
        """The latest first."""

        ordering: ClassVar = ["-received_at"]

    def __str__(self) -> str:
        return f"{self.name}, {self.state}"

    @property
    def waiting(self) -> bool:
        """Whether a worker is to begin."""
        return self.state in WAITING

    @property
    def working(self) -> bool:
        """Whether a worker was at it when last heard of; see `queries.Standing` for one that has died."""
        return self.state in WORKING

    @property
    def over(self) -> bool:
        """Whether nothing more will become of it."""
        return self.state in OVER

    @property
    def words(self) -> str:
        """Where it stands, in words."""
        return State(self.state).label

    @property
    def percent(self) -> int:
        """How far the worker has come, from 0 to 100."""
        return round(100 * min(max(self.fraction, 0.0), 1.0))
