"""Every fact of a journey, worked out slowly."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from lightwell.periods import Month
from tests.reference import assessment, care, front_door, protection, work
from tests.reference.journey import Journey, Row

EVENTS: dict[str, Callable[[Journey], list[Row]]] = {
    "contacts": front_door.contacts,
    "early_help": front_door.early_help,
    "referrals": front_door.referrals,
    "assessments": assessment.assessments,
    "strategy_discussions": protection.strategy_discussions,
    "section_47_enquiries": protection.section_47_enquiries,
    "periods_of_care": care.periods_of_care,
}
"""Facts with one row for each event."""

ROLL_CALLS: dict[str, Callable[[Journey, Month], list[Row]]] = {
    "children_in_early_help": front_door.children_in_early_help,
    "open_assessments": assessment.open_assessments,
    "children_in_need": assessment.children_in_need,
    "children_on_protection_plans": protection.children_on_protection_plans,
    "children_in_care": care.children_in_care,
    "care_leavers": care.care_leavers,
    "children_open": work.children_open,
}
"""Facts with one row for each child in a status at each month end."""


def months_known(journey: Journey) -> list[Month]:
    """Give the 25 months that end with the last one that was over on the day of the extract."""
    last = Month.of(journey.as_at)
    if last.end > journey.as_at:
        last = last.plus(-1)
    return [last.plus(step) for step in range(-24, 1)]


def some_facts(journey: Journey, months: Sequence[Month], names: Collection[str]) -> dict[str, list[Row]]:
    """Give the rows of the facts named, roll calls for each of the months."""
    events = {name: rows(journey) for name, rows in EVENTS.items() if name in names}
    rolls = {name: [row for month in months for row in rows(journey, month)] for name, rows in ROLL_CALLS.items() if name in names}
    return {**events, **rolls}


def all_facts(journey: Journey, months: Sequence[Month]) -> dict[str, list[Row]]:
    """Give the rows of every fact, roll calls for each of the months."""
    return some_facts(journey, months, [*EVENTS, *ROLL_CALLS])
