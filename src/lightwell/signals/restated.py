"""What has changed in a month's figure since it was first known, and why, as far as its snapshots can tell."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from lightwell.periods import Month, say_date
from lightwell.signals.triangle import Reading, Triangle

SETTLED_AFTER = 6
"""Whole months after which a change is taken for a correction where nobody has worked out when the indicator settles."""


class Reason(StrEnum):
    """Why a figure was restated. Where a step could have several reasons it has the first in this order that fits."""

    DEFINITION = "changed definition"
    SOURCE = "another source"
    RELOADED = "corrected extract"
    POPULATION = "changed population"
    CORRECTED = "corrected records"
    LATE = "late recording"
    NONE = "unchanged"


_MEANING = {
    Reason.DEFINITION: "It is counted otherwise now, so the two figures cannot be compared.",
    Reason.SOURCE: "The records now come from another kind of source.",
    Reason.RELOADED: "An extract of the same day was loaded again with other files, settings or counting.",
    Reason.POPULATION: "Another release of the population is used.",
    Reason.CORRECTED: "It changed after the time in which records of this kind are late, so records were corrected.",
    Reason.LATE: "Records came, were authorised or were ended after the figure was first made.",
    Reason.NONE: "It has not changed since it was first known.",
}


_Moved = tuple[Reading, Reading, Reason]


@dataclass(frozen=True)
class Revision:
    """One month as first known and as known now; None for a month that no snapshot has a known figure of.

    `change` is the difference of the values, in the unit of the indicator, None where the two are counted by different definitions.
    `known_then` is whether the first reading was made within two months: a month that was a year old when the first snapshot was taken
    has no figure as first known. `steps` are the readings that differ from the one before, the first among them.
    """

    month: Month
    first: Reading
    now: Reading
    known_then: bool
    change: float | None
    reason: Reason
    sentence: str
    steps: tuple[Reading, ...]


def restated(triangle: Triangle, *, settled_after: int | None = None) -> tuple[Revision, ...]:
    """Give every month with a known figure, oldest first, as it was first known and as it is now.

    `settled_after` is the number of whole months after which figures of the indicator move no more by late recording
    (`Nowcast.settles_after`); a change in a month older than that is a correction. The limit is `SETTLED_AFTER` where it is None.
    """
    limit = SETTLED_AFTER if settled_after is None else settled_after
    found = (_revision(triangle.readings(month), limit) for month in triangle.months)
    return tuple(revision for revision in found if revision is not None)


def reason_of(before: Reading, after: Reading, settled_after: int) -> Reason:
    """Say why one reading of a month differs from the next; `Reason.NONE` where it does not.

    A release of the population that changed together with the numerator counts as the reason where it moves the rate further.
    """
    if before.version != after.version:
        return Reason.DEFINITION
    if _figures(before) == _figures(after):
        return Reason.NONE
    if before.seen.source != after.seen.source:
        return Reason.SOURCE
    if before.seen.as_at == after.seen.as_at:
        return Reason.RELOADED
    if before.population != after.population and _moved_by_population(before, after):
        return Reason.POPULATION
    return Reason.CORRECTED if before.age >= settled_after else Reason.LATE


def _figures(reading: Reading) -> tuple[object, ...]:
    return (reading.state, reading.numerator, reading.denominator, reading.value)


def _moved_by_population(before: Reading, after: Reading) -> bool:
    if not (before.numerator and after.numerator and before.denominator and after.denominator):
        return True
    return abs(after.denominator / before.denominator - 1) >= abs(after.numerator / before.numerator - 1)


def _revision(readings: tuple[Reading, ...], limit: int) -> Revision | None:
    readings = tuple(reading for reading in readings if reading.state != "no_data")
    if not readings or not any(reading.value is not None for reading in readings):
        return None
    first, now = readings[0], readings[-1]
    reasons = [(after, before, reason_of(before, after, limit)) for before, after in pairwise(readings)]
    moved: list[_Moved] = [step for step in reasons if step[2] is not Reason.NONE]
    reason = _main(moved)
    change = None
    if first.value is not None and now.value is not None and reason is not Reason.DEFINITION:
        change = now.value - first.value
    steps = (first, *(after for after, _, _ in moved))
    return Revision(first.month, first, now, first.age <= 1, change, reason, _sentence(first, now, moved, reason), steps)


def _main(moved: list[_Moved]) -> Reason:
    """Choose the reason for the whole change: a changed definition always, else the one whose steps moved the figure furthest."""
    weights: dict[Reason, float] = {}
    for after, before, reason in moved:
        both = after.value is not None and before.value is not None
        weights[reason] = weights.get(reason, 0.0) + (abs((after.value or 0.0) - (before.value or 0.0)) if both else 0.0)
    if not weights or Reason.DEFINITION in weights:
        return Reason.DEFINITION if weights else Reason.NONE
    return max(weights, key=lambda reason: weights[reason])


def _sentence(first: Reading, now: Reading, moved: list[_Moved], reason: Reason) -> str:
    if reason is Reason.NONE:
        return _MEANING[reason]
    last = moved[-1][0]
    text = f"Restated for {reason.value}, last by the snapshot of {say_date(last.seen.as_at)}. {_MEANING[reason]}"
    others = sorted({each.value for _, _, each in moved} - {reason.value})
    if others:
        text += f" Also: {', '.join(others)}."
    if reason is not Reason.DEFINITION and first.value == now.value:
        text += " The figure is the same again."
    return text
