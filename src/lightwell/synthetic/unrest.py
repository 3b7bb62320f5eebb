"""How far the months of an indicator stray from its slow course: measured on published months, and put into those that are not published.

A line between two published months has no noise, and no service is so steady: limits worked out from a line would be far too narrow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from random import Random
from statistics import median

from lightwell.synthetic.calibration import measure_of

STAYING = frozenset(
    {
        "care_leavers", "caseholders_20_plus", "caseload_20_plus_per_fte", "caseload_primary_per_fte", "caseload_qualified_sw_per_fte",
        "cin_plans_cwd", "cin_plans_not_cwd", "cla_12m_same_worker_6m", "cla_3_plus_placements", "cla_connected_carers", "cla_ifa",
        "cla_in_house_fostering", "cla_placed_for_adoption", "cla_placed_with_parents", "cla_residential", "cla_residential_independent",
        "cla_unregulated", "cp_plans", "open_to_service",
    }
)  # fmt: skip
"""Figures at month ends of children most of whom were there a month before: what has strayed comes back only by and by."""

FOLLOWING = frozenset({"cla", "open_6m_2_plus_workers", "second_or_more_cp_plan"})
"""Figures that stray of themselves, since they follow what happens in others."""

_STAYS = 0.7
"""How much of the distance from its course such a figure still has a month later."""

_MOST = 2.5
"""How many of its spreads a month strays at most."""

_MEDIAN_TO_SIGMA = 0.6745
"""The median distance of normal values from their mean, in sigmas."""


def spread(points: Mapping[int, float]) -> float:
    """Give the spread of single months about the line through their neighbours, from all runs of three months; 0 where there are none.

    With second differences a steady rise or fall adds nothing to it, and with their median one wild or misprinted month adds little. For
    independent months the variance of a second difference is six times that of a month.
    """
    bends = [abs(points[k] - 2 * points[k + 1] + points[k + 2]) for k in points if k + 1 in points and k + 2 in points]
    return median(bends) / _MEDIAN_TO_SIGMA / sqrt(6) if bends else 0.0


def strayed(seed: int, indicator: str, course: Sequence[float], seen: Mapping[int, float]) -> tuple[float, ...]:
    """Put into every month of a course the spread that the months seen have; the same seed strays alike.

    Counts stray in proportion to the root of their level and shares to that of p (1 - p), as chance has it, within 0 and, for shares, 100.
    """
    measure = measure_of(indicator)
    usual = spread(seen)
    if measure == "rate" or indicator in FOLLOWING or not usual:
        return tuple(course)
    top = 100.0 if measure == "percent" else max(*course, *seen.values()) * 10
    middle = sum(seen.values()) / len(seen)
    rng = Random(f"{seed} {indicator}")  # noqa: S311 - invents figures, keeps no secret
    off = _staying(rng, len(course)) if indicator in STAYING else [_one(rng) for _ in course]
    scales = [sqrt(_room(level, top) / _room(middle, top)) for level in course]
    return tuple(min(max(level + usual * scale * away, 0.0), top) for level, scale, away in zip(course, scales, off, strict=True))


def _room(level: float, top: float) -> float:
    return max(level * (top - level), 0.0)


def _one(rng: Random) -> float:
    return min(max(rng.gauss(0, 1), -_MOST), _MOST)


def _staying(rng: Random, months: int) -> list[float]:
    """Stray in such a way that second differences are as large as those of independent months of spread 1."""
    whole = sqrt(6 / (6 - 8 * _STAYS + 2 * _STAYS**2))
    found = [whole * _one(rng)]
    while len(found) < months:
        found.append(_STAYS * found[-1] + whole * sqrt(1 - _STAYS**2) * _one(rng))
    return found
