"""How far chance alone may have moved a figure, as text beside it: Wilson's interval of a share, the exact one of a count or a rate."""

from __future__ import annotations

from lightwell.definitions.model import Definition
from lightwell.reports import wording
from lightwell.signals.intervals import Interval, count_interval, rate_interval, share_interval

HEADING = "95 % interval"

EXPLAINED = (
    "95 % interval: how far chance alone may have moved the figure, were every case a case of its own (Wilson's for a share, the exact "
    "Poisson interval for a count or a rate). It says nothing of late recording."
)
"""What a reader is told of the interval."""


def interval_said(definition: Definition, numerator: float | None, denominator: float | None) -> str:
    """Write the interval of one figure: `62 to 78 %`; empty for a mean, whose counts say no interval, and for no figure."""
    found = _interval(definition, numerator, denominator)
    if found is None:
        return ""
    low, high = (wording.number(value, definition.decimals) for value in (found.low, found.high))
    return wording.with_unit(f"{low} to {high}", definition)


def _interval(definition: Definition, numerator: float | None, denominator: float | None) -> Interval | None:
    if numerator is None:
        return None
    if definition.unit == "count":
        return count_interval(numerator)
    if not denominator:
        return None
    if definition.unit == "percent":
        return share_interval(numerator, denominator)
    return rate_interval(numerator, denominator) if definition.unit == "per_10_000" else None
