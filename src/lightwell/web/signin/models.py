"""Who a person is in a directory of the council."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from lightwell.web.access.models import Person


class DirectoryIdentity(models.Model):
    """A person as one directory knows them: by the issuer and subject of its tokens, which never change and are never used again."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="directory_identity")
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """One person for each subject of an issuer."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["issuer", "subject"], name="directory_identity_said_once")]

    def __str__(self) -> str:
        return f"{self.person} at {self.issuer}"
