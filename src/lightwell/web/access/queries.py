"""What the pages of access read."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from lightwell.web.access.demonstration import PASSWORD
from lightwell.web.access.models import Person


@dataclass(frozen=True)
class DemonstrationPerson:
    """One person of the demonstration, as the sign-in page offers them."""

    username: str
    name: str
    role: str
    sentence: str
    password: str


def demonstration_people() -> list[DemonstrationPerson]:
    """List the demonstration's people, in the order of the roles; nobody outside demonstration mode."""
    if not settings.DEMONSTRATION:
        return []
    found = Person.objects.filter(is_active=True, email="").prefetch_related("assignments").order_by("id")
    return [
        DemonstrationPerson(person.username, person.name, role.title, role.sentence, PASSWORD)
        for person in found
        for assignment in person.assignments.all()
        if (role := assignment.definition) is not None
    ]
