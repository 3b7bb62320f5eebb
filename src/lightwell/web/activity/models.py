"""The record of activity."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Activity(models.Model):
    """One thing that one person did or saw.

    Rows are only ever added. Names are kept as they were, so that nothing that is deleted elsewhere takes its record with it.
    """

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    person = models.CharField(max_length=150, db_index=True)
    action = models.CharField(max_length=40)
    subject = models.CharField(max_length=200, blank=True, db_index=True)
    page = models.CharField(max_length=500, blank=True)
    why = models.CharField(max_length=500, blank=True)
    snapshot = models.CharField(max_length=40, blank=True)
    children = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        """In the order in which things happened."""

        ordering: ClassVar = ["id"]
        verbose_name_plural = "activity"

    def __str__(self) -> str:
        return f"{self.person} {self.action} {self.subject}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Add the row; one that is there is never changed."""
        if self.pk is not None:
            raise TypeError("the record of activity is only added to")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        """Refuse: the record is kept."""
        raise TypeError("the record of activity is only added to")
