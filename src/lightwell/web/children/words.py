"""Sentences of the pages about children."""

from __future__ import annotations

from lightwell.facts import fact_named
from lightwell.periods import say_date
from lightwell.reports.listing import Listing
from lightwell.results import Due, State

_SPLIT = {
    "not_done": "missed when the figure was first known, and not known even now to have been done in time",
    "recorded_late": "missed when the figure was first known, done in time and recorded only after that",
    "not_authorised": "missed when the figure was first known, done and recorded but not authorised by then",
    "still_not_done": "missed as known now, and not known to have been done in time",
    "still_not_authorised": "missed as known now, done and recorded but still not authorised",
    "no_longer_missed": "shown as missed when the figure was first known, and not missed by the days as recorded now",
    "newly_missed": "missed by the days as recorded now, and not shown as missed when the figure was first known",
}
"""What the parts of a shortfall are, after their count."""

CORRECTED = {"no_longer_missed": "Corrected: no longer missed", "newly_missed": "Corrected: newly missed"}
"""The parts of a shortfall that only a list can count."""

_ROWS = {
    "early_help": "episodes of early help",
    "periods_of_care": "periods of care",
    "section_47_enquiries": "section 47 enquiries",
}
"""What the rows of an event fact are called, where its name does not say it."""


def counted(given: Listing, number: int, different: int) -> str:
    """Say what is listed: `304 children`, `40 workers`, `1,998 contacts about 1,918 children`."""
    if given.of_workers:
        return f"{number:,} worker{'' if number == 1 else 's'}"
    if number == different or given.definition.distinct or fact_named(given.definition.fact).roll_call:
        return f"{number:,} {'child' if number == 1 else 'children'}"
    rows = _ROWS.get(given.definition.fact, given.definition.fact.replace("_", " "))
    return f"{number:,} {rows} about {different:,} {'child' if different == 1 else 'children'}"


def standing_of(given: Listing) -> str:
    """Say how the list stands to its figure, after the count: why nothing is listed, or which part of the figure it is."""
    if given.figure.state is State.NO_DATA:
        return "There is no data for this figure, so nothing is listed."
    if given.part in _SPLIT:
        return _SPLIT[given.part]
    if given.definition.unit == "percent":
        said = {
            "numerator": "counted in the figure, of {of}",
            "denominator": "that the figure is a share of",
            "missed": "not counted in the figure, of {of}",
        }[given.part]
        return said.format(of=f"{given.figure.denominator or 0:,.0f}")
    if given.definition.unit == "mean" and given.part == "denominator":
        return "from whom the figure is divided"
    return "counted in the figure"


def restricted(number: int) -> str:
    """Say that restricted children are left out, and nothing of who they are: `1 child you may not see`."""
    return f"{number:,} {'child' if number == 1 else 'children'} you may not see"


def due_words(due: Due) -> str:
    """Say how a clock stands: `Overdue by 4 days`, `Due today`, `Due in 3 days`."""
    if due.days_left == 0:
        return "Due today"
    days = abs(due.days_left)
    said = f"{days:,} day{'' if days == 1 else 's'}"
    return f"Overdue by {said}" if due.overdue else f"Due in {said}"


def limit_words(due: Due) -> str:
    """Say how long may pass: `every 28 days`, `within 20 working days`."""
    unit = "working day" if due.unit == "working_days" else "day"
    return f"{due.limit:,} {unit}{'' if due.limit == 1 else 's'}"


def last_done(due: Due) -> str:
    """Say when it was last done, or that it has not been since the status began."""
    return say_date(due.last_done_on) if due.last_done_on else f"Not since it began on {say_date(due.begun_on)}"
