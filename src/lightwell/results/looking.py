"""From where on looking at children is unusual, as a service may set it: `looking` in its settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Looking:
    """The limits of the rules of unusual looking; each rule gives something to ask about, never a verdict.

    `night_from` and `night_to` are hours of the clock between which nobody is expected to look. `opened_in_an_hour` and
    `taken_out_in_an_hour` are children opened one by one, and children in files taken out, below which nothing is said; from there on it is
    unusual if it is more than `times_usual` what is usual for the person and for the role. `again_days` and `again_times` are days in a
    month, and times in all, on which somebody opened a child for whom they have no case. `days` of looking are listed, and `usual_days`
    before them show what is usual.
    """

    night_from: int = 22
    night_to: int = 6
    opened_in_an_hour: int = 20
    taken_out_in_an_hour: int = 100
    times_usual: int = 3
    again_days: int = 3
    again_times: int = 4
    days: int = 60
    usual_days: int = 90


USUAL_LOOKING = Looking()
"""What holds where nothing is said."""

_LIMITS = {
    "night_from": (0, 23),
    "night_to": (0, 23),
    "opened_in_an_hour": (2, 1000),
    "taken_out_in_an_hour": (2, 100_000),
    "times_usual": (1, 20),
    "again_days": (1, 28),
    "again_times": (1, 200),
    "days": (7, 366),
    "usual_days": (7, 366),
}


def read_looking(given: object, say: Callable[[str, str], None]) -> Looking:
    """Read the key `looking`; says every problem, and then gives what holds where nothing is said."""
    names = ", ".join(field.name for field in fields(Looking))
    if given is None:
        return USUAL_LOOKING
    if not isinstance(given, dict):
        say("looking", f"This has whole numbers for any of {names}.")
        return USUAL_LOOKING
    found: dict[str, int] = {}
    for name, value in given.items():
        if name not in _LIMITS:
            say("looking", f"There is no key “{name}” in it. The keys are {names}.")
            continue
        least, most = _LIMITS[name]
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            found[name] = value
        else:
            say("looking", f"“{name}” must be a whole number from {least:,} to {most:,}.")
    return Looking(**found)
