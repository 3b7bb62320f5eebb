"""The one write of the pages of performance: that figures were taken out as a file."""

from __future__ import annotations

from lightwell.web.access.decisions import Action, can
from lightwell.web.access.models import Person
from lightwell.web.activity import actions as activity
from lightwell.web.choice import Choice


def exported_figures(*, person: Person, choice: Choice, indicator: str, how: str, page: str) -> None:
    """Record that the figures of an indicator were taken out; they name no child."""
    can(person, Action.SEE_FIGURES).require()
    why = ", ".join(part for part in (choice.month.name, choice.part, how.upper()) if part)
    activity.record(
        person=person, action="exported_figures", subject=indicator, page=page, why=why, snapshot=choice.snapshot.id, children=0
    )
