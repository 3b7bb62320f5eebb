"""Charts of the time between rare events: T by days (Nelson 1994), G by months without one (Benneyan 2001).

A month without an event says nothing on a chart of counts when one is expected each half year; that the gaps grow or shrink does.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from lightwell.errors import Refused

LEAST_GAPS = 8
"""With fewer gaps there are no limits."""

_POWER = 3.6
_RANGES = 2.66
_TAIL = 0.00135


@dataclass(frozen=True)
class Gap:
    """One gap: which event it ends with (its day, or its place among the gaps), how long it was, and whether it is outside the limits.

    `outside` is 1 for longer than is to be expected (events have become rarer), -1 for shorter.
    """

    ended: date | int
    length: float
    outside: int


@dataclass(frozen=True)
class Between:
    """A chart of gaps with its centre and limits, None where there are too few gaps. `unit` is what lengths are counted in."""

    kind: Literal["T", "G"]
    unit: str
    centre: float | None
    lower: float | None
    upper: float | None
    gaps: tuple[Gap, ...]
    sentence: str


def days_between(events: Sequence[date]) -> Between:
    """Draw a T chart: days between events that follow each other, judged as their 3.6th root, which chance makes nearly normal."""
    ordered = sorted(events)
    lengths = [float((later - earlier).days) for earlier, later in pairwise(ordered)]
    if len(lengths) < LEAST_GAPS:
        return _bare("T", "days", [*ordered[1:]], lengths)
    roots = [length ** (1 / _POWER) for length in lengths]
    mean = math.fsum(roots) / len(roots)
    ranges = [abs(later - earlier) for earlier, later in pairwise(roots)]
    half = _RANGES * math.fsum(ranges) / len(ranges)
    lower, upper = max(mean - half, 0.0) ** _POWER, (mean + half) ** _POWER
    return _drawn("T", "days", [*ordered[1:]], lengths, (mean**_POWER, lower, upper))


def between_counts(lengths: Sequence[int]) -> Between:
    """Draw a G chart: how many months (or cases) without an event stand between two with one, 0 where they follow each other.

    The limits are those of the geometric distribution with the mean of the gaps, each with a chance of 0.135 %; the centre is its median.
    Raises `Refused` where a length is negative.
    """
    if any(length < 0 for length in lengths):
        raise Refused("A gap is shorter than nothing. Give 0 or more for each.")
    ended = list(range(1, len(lengths) + 1))
    if len(lengths) < LEAST_GAPS:
        return _bare("G", "months", ended, lengths)
    mean = math.fsum(lengths) / len(lengths)
    if mean == 0:
        return _drawn("G", "months", ended, lengths, (0.0, 0.0, 0.0))
    kept = mean / (mean + 1)
    upper = math.ceil(math.log(_TAIL) / math.log(kept) - 1)
    centre = max(math.log(0.5) / math.log(kept) - 1, 0.0)
    return _drawn("G", "months", ended, lengths, (centre, 0.0, float(upper)))


def gaps_of(counts: Sequence[float]) -> tuple[int, ...]:
    """Give the months without an event between those with one, from counts by month; several in one month follow each other at once."""
    gaps: list[int] = []
    since: int | None = None
    for count in counts:
        happened = int(count)
        if happened and since is not None:
            gaps.append(since)
        gaps.extend([0] * (happened - 1))
        since = 0 if happened else (None if since is None else since + 1)
    return tuple(gaps)


def _bare(kind: Literal["T", "G"], unit: str, ended: Sequence[date | int], lengths: Sequence[float]) -> Between:
    gaps = tuple(Gap(one, float(length), 0) for one, length in zip(ended, lengths, strict=True))
    return Between(kind, unit, None, None, None, gaps, f"Too few events for limits: {len(gaps)} gaps, and {LEAST_GAPS} are needed.")


def _drawn(
    kind: Literal["T", "G"], unit: str, ended: Sequence[date | int], lengths: Sequence[float], lines: tuple[float, float, float]
) -> Between:
    centre, lower, upper = lines
    sides = [1 if length > upper else -1 if length < lower else 0 for length in lengths]
    gaps = tuple(Gap(one, float(length), side) for one, length, side in zip(ended, lengths, sides, strict=True))
    longer, shorter = sides.count(1), sides.count(-1)
    said = "The events come as often as ever, as far as chance lets one say."
    if longer or shorter:
        parts = [f"{number} longer" for number in (longer,) if number] + [f"{number} shorter" for number in (shorter,) if number]
        said = f"Gaps between events outside what is to be expected: {', '.join(parts)}."
    return Between(kind, unit, centre, lower, upper, gaps, said)
