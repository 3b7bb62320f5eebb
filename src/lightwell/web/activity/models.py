"""The record of activity: entries in one chain, the children that each names, the end of the chain, and reviews of unusual looking."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django.db import models

from lightwell.web.activity.review_models import LookReview

__all__ = ["Activity", "ActivityChild", "ActivityHead", "LookReview"]

_ADDED_TO = "the record of activity is only added to"


class Activity(models.Model):
    """One thing that one person did or saw.

    Rows are only ever added, which the database itself holds to (`triggers`). Names are kept as they were and there is no foreign key, so
    that nothing that is deleted elsewhere takes its record with it. `number` counts without gaps; `before` is the seal of the entry before,
    `seal` that of this one, made with the key named `key` (`sealing`).
    """

    number = models.BigIntegerField(unique=True)
    at = models.DateTimeField(db_index=True)
    person = models.CharField(max_length=150, db_index=True)
    action = models.CharField(max_length=40)
    subject = models.CharField(max_length=200, blank=True, db_index=True)
    page = models.CharField(max_length=500, blank=True)
    why = models.CharField(max_length=500, blank=True)
    snapshot = models.CharField(max_length=40, blank=True)
    children = models.PositiveIntegerField(null=True, blank=True)
    key = models.CharField(max_length=16)
    before = models.CharField(max_length=64)
    seal = models.CharField(max_length=64, db_index=True)

    class Meta:
        """In the order in which things happened."""

        ordering: ClassVar = ["number"]
        verbose_name_plural = "activity"

    def __str__(self) -> str:
        return f"{self.person} {self.action} {self.subject}"

    def save(self, *args: object, named: Iterable[str] = (), **kwargs: object) -> None:
        """Add the entry to the end of the chain, with the identifiers of the children whom it names; one that is there is never changed."""
        from lightwell.web.activity import chain

        if self.pk is not None:
            raise TypeError(_ADDED_TO)
        with chain.next_entry(self, named):
            super().save(force_insert=True)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        """Refuse: the record is kept."""
        raise TypeError(_ADDED_TO)


class ActivityChild(models.Model):
    """One child whom an entry names, so that “who looked at this child” is one query; sealed with the entry and added with it."""

    entry = models.BigIntegerField()
    """The `number` of the entry."""
    child = models.CharField(max_length=200)

    class Meta:
        """A child is named once in an entry."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["entry", "child"], name="activity_child_once")]
        indexes: ClassVar = [models.Index(fields=["child", "entry"], name="activity_of_child")]

    def __str__(self) -> str:
        return f"{self.entry}: {self.child}"


class ActivityHead(models.Model):
    """The end of the chain, one row: writers wait for one another at it. `mark` is made with a key, so that nobody without it moves it."""

    number = models.BigIntegerField()
    seal = models.CharField(max_length=64)
    key = models.CharField(max_length=16)
    mark = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.number)
