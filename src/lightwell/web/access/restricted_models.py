"""Restricted children, kept in our database because no extract says who is one, and who was let see which child."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class RestrictedChild(models.Model):
    """One child whom only those who are named may see, as long as it is not ended: by whom, why, since when, and when to look again.

    `roles` are roles whose holders see the child within their reach. Nobody else sees it, whatever their role: whoever marked it neither.
    """

    child = models.CharField(max_length=200, db_index=True)
    reason = models.CharField(max_length=500)
    roles = models.JSONField(default=list)
    since = models.DateField()
    review_on = models.DateField()
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        """A child is restricted once at a time."""

        ordering: ClassVar = ["review_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["child"], condition=models.Q(ended_at__isnull=True), name="child_restricted_once")
        ]

    def __str__(self) -> str:
        return f"restriction {self.pk}"


class ChildAccess(models.Model):
    """One person who was let see one child: named for as long as the child is restricted, or for a time and a purpose.

    What is for a time is reviewed afterwards, by neither the person nor whoever gave it.
    """

    class Kind(models.TextChoices):
        """How the person came to it."""

        NAMED = "named", "Named"
        GIVEN = "given", "Given for a time"
        TAKEN = "taken", "Taken in an emergency"

    class Outcome(models.TextChoices):
        """What the review found."""

        RIGHT = "right", "It was right"
        TO_LEARN = "to_learn", "It was meant well, and something is to be learned"
        WRONG = "wrong", "It was wrong, and has been taken up"

    child = models.CharField(max_length=200, db_index=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="child_accesses")
    kind = models.CharField(max_length=10, choices=Kind)
    purpose = models.CharField(max_length=500, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review_note = models.CharField(max_length=500, blank=True)

    class Meta:
        """The newest first; one person is named once for a child, and what is for a time has an end."""

        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["child", "person"], condition=models.Q(kind="named", ended_at__isnull=True), name="named_once_for_a_child"
            ),
            models.CheckConstraint(condition=models.Q(kind="named") | models.Q(until__isnull=False), name="access_for_a_time_ends"),
        ]

    def __str__(self) -> str:
        return f"access {self.pk}"
