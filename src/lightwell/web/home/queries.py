"""Every read of the first page: what changed, and what is due for the person who looks."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from lightwell.definitions.targets import Status
from lightwell.reports.changes import Changes
from lightwell.reports.model import Pack
from lightwell.reports.summary import distinct_rows
from lightwell.results import AUTHORITY, has_clocks
from lightwell.web.access.decisions import Action, scope_of
from lightwell.web.access.models import Person
from lightwell.web.choice import Choice, place_of
from lightwell.web.workload.queries import DueForPerson, DueRow, due_for

DUE_SHOWN = 5
"""Children with something due who are named on the first page."""

OFF_TARGET_SHOWN = 10
"""Indicators off target that are shown before the reader asks for the others."""


@dataclass(frozen=True)
class DueThisWeek:
    """What is due for one person: counted, and for who holds a part of the service the first few children.

    `why_not` says in a sentence why there is nothing to show; `found` then is None.
    """

    found: DueForPerson | None
    rows: tuple[DueRow, ...]
    why_not: str


def in_short(pack: Pack, found: Changes) -> str:
    """Say in a sentence or two how the figures stand to their targets, and what moved."""
    rows = distinct_rows(pack.sections)
    held = sum(1 for row in rows if row.status is not Status.NO_TARGET)
    standing = _standing(held, len(found.off_target), len(found.newly_off))
    moved = []
    if found.recovered:
        moved.append(f"{len(found.recovered)} {'is' if len(found.recovered) == 1 else 'are'} no longer off target")
    if found.sharp:
        moved.append(f"{len(found.sharp)} really changed")
    if found.without_data:
        moved.append(f"{len(found.without_data)} {'has' if len(found.without_data) == 1 else 'have'} no figure")
    text = ", ".join(moved)
    return f"{standing} {text[:1].upper()}{text[1:]}." if moved else standing


def _standing(held: int, off: int, newly: int) -> str:
    if not held:
        return "None of these indicators has a target."
    if not off:
        return "No indicator with a target is off it."
    newly_words = "" if not newly else f", {newly} of them newly" if newly < off else ", newly" if off == 1 else ", all newly"
    return f"{off} of {held} indicators with a target {'is' if off == 1 else 'are'} off it{newly_words}."


def due_of(person: Person | AnonymousUser, choice: Choice) -> DueThisWeek:
    """Find what is due for a person in what they chose, or in their own part where they chose one that is not theirs.

    Who may see every child is shown no single one here: the first of a thousand says nothing. Whoever shows `rows` records it.
    """
    if scope_of(person, Action.SEE_CHILDREN).nothing:
        return DueThisWeek(None, (), "You see figures and no children, so there is no list of what is due.")
    workload = scope_of(person, Action.SEE_WORKLOAD)
    if workload.nothing:
        return DueThisWeek(None, (), "What is due is shown to those who carry the work or manage it.")
    if not has_clocks(choice.snapshot):
        return DueThisWeek(None, (), "This snapshot was made before Lightwell worked out what is due. Load its extract again to see it.")
    if not choice.whole and not workload.covers(place_of(choice.snapshot, choice.breakdown, choice.member)):
        choice = choice.of_part(AUTHORITY, "")
    found = due_for(person, choice)
    if found is None or not (found.due or found.overdue):
        return DueThisWeek(None, (), "Nothing is due in the next seven days, and nothing is overdue.")
    return DueThisWeek(found, () if workload.everything else found.rows[:DUE_SHOWN], "")
