"""Findings that are known problems, and data-cleansing campaigns."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models

from lightwell.web.access.models import Person


class Acknowledgement(models.Model):
    """One finding that is a known problem, until a day to look again.

    It names the finding by the `key` that it has in every snapshot, and not by a record: the finding may be gone tomorrow and back the day
    after. It stands while `ended_at` is empty, and holds while the day to look again is still to come; of one finding one stands at a time.
    """

    ruleset = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    code = models.CharField(max_length=100)
    child = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=500)
    look_again_on = models.DateField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """The one to look at first, first."""

        ordering: ClassVar = ["look_again_on", "code", "child", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ruleset", "key"], condition=models.Q(ended_at__isnull=True), name="acknowledgement_stands_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.ruleset} {self.code} until {self.look_again_on}"

    def holds_on(self, day: date) -> bool:
        """Whether the finding is not counted as open on a day: on the day to look again it is."""
        return self.ended_at is None and self.look_again_on > day


class Campaign(models.Model):
    """Some weeks in which findings are to be mended: of one set of rules, from a day on, down to a number by a day.

    `codes` are the rules that it is about, none for all of the set.
    """

    name = models.CharField(max_length=100)
    ruleset = models.CharField(max_length=40)
    codes = models.JSONField(default=list)
    starts_on = models.DateField()
    target_on = models.DateField()
    target = models.PositiveIntegerField(default=0)
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(auto_now_add=True)
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """Those that run first, the latest first."""

        ordering: ClassVar = [models.F("closed_at").desc(nulls_first=True), "-starts_on", "-id"]

    def __str__(self) -> str:
        return self.name
