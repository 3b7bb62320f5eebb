"""Reviews of unusual looking."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class LookReview(models.Model):
    """What somebody found who looked into unusual looking. Names as they were, no foreign key: it survives those whom it names."""

    class Outcome(models.TextChoices):
        """What a review found."""

        RIGHT = "right", "It was part of their work"
        ASK = "ask", "The person or their manager is asked"
        WRONG = "wrong", "It was not right, and is taken further"

    key = models.CharField(max_length=64, unique=True)
    """Which unusual looking it is: `unusual.Unusual.key`."""
    rule = models.CharField(max_length=40)
    person = models.CharField(max_length=150)
    outcome = models.CharField(max_length=10, choices=Outcome)
    note = models.CharField(max_length=400)
    reviewed_by = models.CharField(max_length=150)
    reviewed_at = models.DateTimeField()

    class Meta:
        """The newest first."""

        ordering: ClassVar = ["-reviewed_at"]

    def __str__(self) -> str:
        return f"{self.rule} {self.person}: {self.outcome}"
