"""The writes of the pages of performance: that figures were taken out, and the register of breaks."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from lightwell.results import break_register, definitions_of
from lightwell.results.break_model import Break
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


@transaction.atomic
def enter_break(*, by: Person, choice: Choice, said: dict[str, Any], page: str) -> Break:
    """Enter a break into the register, said by who is signed in, and record it; raises `Refused` as `break_register.enter` does."""
    can(by, Action.KEEP_BREAKS).require()
    entry = Break(
        number=0,
        month=said["month"],
        kind=said["kind"],
        what=said["what"],
        said_by=_who(by),
        said_on=localdate(),
        indicators=said["indicators"],
        breakdown=said["breakdown"],
        members=(said["member"],) if said["member"] else (),
        anew=said["anew"],
    )
    made = break_register.enter(choice.home, entry, definitions_of(choice.snapshot))
    activity.record(person=by, action="entered_break", subject=f"entry {made.number}", page=page, why=f"{made.title}, {made.month.name}")
    return made


@transaction.atomic
def withdraw_break(*, by: Person, choice: Choice, number: int, page: str) -> Break:
    """Withdraw an entry of the register and record it; raises as `break_register.withdraw` does."""
    can(by, Action.KEEP_BREAKS).require()
    made = break_register.withdraw(choice.home, number, by=_who(by), on=localdate())
    activity.record(person=by, action="withdrew_break", subject=f"entry {made.number}", page=page, why=f"{made.title}, {made.month.name}")
    return made


def _who(person: Person) -> str:
    return person.name or person.username
