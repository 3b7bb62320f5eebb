"""How a data-cleansing campaign goes: what is open in each snapshot against an even pace to the target, in words too."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lightwell.periods import say_date
from lightwell.results.finding_model import OpenOn

Standing = Literal["unknown", "reached", "on_course", "behind", "missed"]
"""How a course stands: not known before a second snapshot, or before a day of the campaign."""

TOGETHER = ""
"""The team of the course of all teams together."""


@dataclass(frozen=True)
class Point:
    """How many findings were open on a day."""

    on: date
    open: int


@dataclass(frozen=True)
class Course:
    """What is open of one team, or of all together, from the last snapshot before the start on; `target` is its share of the whole's."""

    team: str
    points: tuple[Point, ...]
    starts_on: date
    target_on: date
    target: int

    @property
    def start(self) -> int:
        """How many were open at the start."""
        return self.points[0].open

    @property
    def now(self) -> int:
        """How many are open in the latest snapshot."""
        return self.points[-1].open

    @property
    def began_on(self) -> date:
        """The day from which the line falls: the start, or the first snapshot where there was none before."""
        return max(self.starts_on, self.points[0].on)

    def allowed(self, day: date) -> int:
        """Say how many may be open on a day for the target to be reached at an even pace."""
        if day <= self.began_on or self.target_on <= self.began_on:
            return self.start if day <= self.began_on else self.target
        if day >= self.target_on:
            return self.target
        share = (day - self.began_on).days / (self.target_on - self.began_on).days
        return math.ceil(self.start + (self.target - self.start) * share - 1e-9)

    @property
    def standing(self) -> Standing:
        """Say how it stands on the day of the latest snapshot."""
        latest = self.points[-1].on
        if latest <= self.began_on:
            return "unknown"
        if self.now <= self.target:
            return "reached"
        if latest >= self.target_on:
            return "missed"
        return "on_course" if self.now <= self.allowed(latest) else "behind"

    @property
    def said(self) -> str:
        """Say how it stands in a sentence."""
        latest = self.points[-1]
        here = f"{_findings(latest.open)} open on {say_date(latest.on)}"
        if self.standing == "unknown":
            were = f"{_findings(self.start)} {'was' if self.start == 1 else 'were'} open on {say_date(self.points[0].on)}"
            return f"{were}. How it goes is known after the next load."
        if self.standing == "reached":
            return f"The target is reached: {here}, and at most {self.target:,} were aimed at."
        if self.standing == "missed":
            return f"The target was not reached: {here}, and at most {self.target:,} were aimed at by {say_date(self.target_on)}."
        allowed = self.allowed(latest.on)
        if self.standing == "on_course":
            return f"On course: {here}, where an even pace towards the target allows {allowed:,}."
        return f"Behind: {here}, {latest.open - allowed:,} more than an even pace towards the target allows."


def courses(found: Iterable[OpenOn], *, starts_on: date, target_on: date, target: int) -> tuple[Course, ...]:
    """Give the course of all teams together and then of each team, most open now first; nothing where no snapshot is known.

    Of several snapshots of one day the last counts. A team's share of the target is that of what it had open at the start.
    """
    last_of: dict[date, str] = {}
    counts: dict[tuple[str, str], int] = {}
    for each in found:
        last_of[each.on] = each.snapshot
        if each.team:
            counts[each.snapshot, each.team] = counts.get((each.snapshot, each.team), 0) + each.open
    days = sorted(last_of)
    if not days:
        return ()
    teams = sorted({team for snapshot, team in counts if snapshot in last_of.values()})
    rows = {team: tuple(Point(day, counts.get((last_of[day], team), 0)) for day in days) for team in teams}
    whole = tuple(Point(day, sum(points[place].open for points in rows.values())) for place, day in enumerate(days))
    together = Course(TOGETHER, whole, starts_on, target_on, target)
    shares = _shares({team: points[0].open for team, points in rows.items()}, target)
    parts = [Course(team, points, starts_on, target_on, shares[team]) for team, points in rows.items()]
    return (together, *sorted(parts, key=lambda each: (-each.now, -each.start, each.team)))


def _shares(starts: dict[str, int], target: int) -> dict[str, int]:
    """Divide a target among teams by what each had at the start, in whole numbers that come to the target; the largest remainders first."""
    whole = sum(starts.values())
    if not whole:
        return dict.fromkeys(starts, 0)
    exact = {team: target * start / whole for team, start in starts.items()}
    shares = {team: int(share) for team, share in exact.items()}
    left = target - sum(shares.values())
    for team in sorted(exact, key=lambda each: (shares[each] - exact[each], each))[:left]:
        shares[team] += 1
    return shares


def _findings(count: int) -> str:
    return f"{count:,} {'finding' if count == 1 else 'findings'}"
