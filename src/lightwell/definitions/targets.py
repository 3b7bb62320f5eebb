"""Targets: what a service means an indicator to be, from when, and how far off it still counts as near."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lightwell.definitions.model import Better


class Status(StrEnum):
    """How a value stands to its target. Without a target there is no status: no target is never green."""

    ON_TARGET = "on_target"
    NEAR = "near"
    OFF_TARGET = "off_target"
    NO_TARGET = "no_target"
    NO_DATA = "no_data"


@dataclass(frozen=True)
class Target:
    """One target of one indicator from one day on: `tolerance` is how far short of it still counts as near, in the indicator's unit."""

    indicator: str
    first_day: date
    value: float
    tolerance: float


def status(value: float | None, target: Target | None, better: Better) -> Status:
    """Say how a value stands to its target.

    Where neither direction is better, a value within the tolerance of the target is on target and any other is off it.
    """
    if target is None:
        return Status.NO_TARGET
    if value is None:
        return Status.NO_DATA
    short = {"higher": target.value - value, "lower": value - target.value, "neither": abs(value - target.value)}[better]
    if better == "neither":
        return Status.ON_TARGET if short <= target.tolerance else Status.OFF_TARGET
    if short <= 0:
        return Status.ON_TARGET
    return Status.NEAR if short <= target.tolerance else Status.OFF_TARGET


def target_on(targets: tuple[Target, ...], indicator: str, day: date) -> Target | None:
    """Find the target of an indicator that held on a day; None where there was none."""
    held = [target for target in targets if target.indicator == indicator and target.first_day <= day]
    return max(held, key=lambda target: target.first_day) if held else None
