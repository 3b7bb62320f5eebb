"""How long things are kept and how long a session lasts: the keys `retention` and `sessions` of a home's settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

Say = Callable[[str, str], None]
"""Adds a problem: the key, and a sentence."""

LEAST_ACTIVITY_YEARS = 6
"""The record of who looked is kept for at least so long: a claim may be brought for six years (Limitation Act 1980, section 9)."""


@dataclass(frozen=True)
class Retention:
    """How long things are kept; None is for ever, and what holds where nothing is said.

    `snapshots_days`: every snapshot is kept so many days after the day it is as at; after that only the last of each month is, for
    `month_ends_months` months. `uploads_days`: an upload that nobody loads or discards. `activity_years`: the record of who looked is kept
    for at least so long.
    """

    snapshots_days: int | None = None
    month_ends_months: int | None = None
    uploads_days: int | None = None
    activity_years: int | None = None


@dataclass(frozen=True)
class Sessions:
    """How long a person stays signed in: until nothing was asked for `idle_minutes`, and for `hours` in all."""

    idle_minutes: int = 30
    hours: int = 10


FOR_EVER = Retention()
USUAL = Sessions()

_LEAST = {"activity_years": LEAST_ACTIVITY_YEARS}
_MOST = {"idle_minutes": 8 * 60, "hours": 24}


def read_retention(given: object, say: Say) -> Retention:
    """Read the key `retention`; says every problem, and then gives what holds where nothing is said."""
    found = _numbers("retention", given, tuple(field.name for field in fields(Retention)), say)
    if "month_ends_months" in found and "snapshots_days" not in found:
        say("retention", "“month_ends_months” says what is kept after “snapshots_days”, which is not there. Give both.")
        return Retention()
    return Retention(**found)


def read_sessions(given: object, say: Say) -> Sessions:
    """Read the key `sessions`; says every problem, and then gives what holds where nothing is said."""
    return Sessions(**_numbers("sessions", given, tuple(field.name for field in fields(Sessions)), say))


def _numbers(key: str, given: object, names: tuple[str, ...], say: Say) -> dict[str, int]:
    if given is None:
        return {}
    if not isinstance(given, dict):
        say(key, f"This has whole numbers for any of {', '.join(names)}.")
        return {}
    found: dict[str, int] = {}
    for name, value in given.items():
        if name not in names:
            say(key, f"There is no key “{name}” in it. The keys are {', '.join(names)}.")
            continue
        least, most = _LEAST.get(name, 1), _MOST.get(name, 40_000)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            found[name] = value
        else:
            say(key, f"“{name}” must be a whole number from {least:,} to {most:,}.")
    return found
