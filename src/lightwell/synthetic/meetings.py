"""Meetings about plans: core groups, reviews of child in need plans, review conferences and care reviews."""

from __future__ import annotations

from dataclasses import dataclass

from lightwell.synthetic.days import add_working_days, earliest_within, history, next_working_day
from lightwell.synthetic.steering import Rhythm, Watch, since, touching
from lightwell.synthetic.world import Child, Span, World


@dataclass(frozen=True)
class Meeting:
    """One meeting about one child."""

    child: Child
    day: int


def core_groups(world: World) -> list[Meeting]:
    """Hold the core groups of all protection plans: the first within ten working days, then every six weeks."""
    watch = Watch(world, Rhythm(36, 0.5), own=True)
    months = touching(world.protections, history())
    for month in history():
        share = world.targets.share("core_group_in_time", month.index)
        watch.month(month, months[month.index], (since(share, month.last - 42, earliest_within(month.last, 10)),))
    return _sorted(watch)


def need_reviews(world: World) -> list[Meeting]:
    """Review child in need plans: every twelve weeks, and those of the disabilities team every half year."""
    ordinary = Watch(world, Rhythm(75, 0.3), own=True)
    disabled = Watch(world, Rhythm(165, 0.12), own=True)
    months = touching([plan for plan in world.needs if not plan.disabilities], history())
    others = touching([plan for plan in world.needs if plan.disabilities], history())
    for month in history():
        share = world.targets.share("cin_review_12_weeks", month.index)
        ordinary.month(month, months[month.index], (since(share, month.last - 84),))
        disabled.month(month, others[month.index], (since(0.9, month.last - 190),))
    return _sorted(ordinary, disabled)


def _sorted(*watches: Watch) -> list[Meeting]:
    found = [Meeting(span.child, day) for watch in watches for span, day in watch.events]
    return sorted(found, key=lambda each: (each.day, each.child.number))


def _regular(world: World, span: Span, gaps: tuple[int, ...]) -> list[int]:
    """Give the days of meetings held at given gaps, the last repeated, with some delay; only those in the history."""
    found: list[int] = []
    day, place = span.start, 0
    end = span.end if span.end is not None else history()[-1].last + 1
    while True:
        day = next_working_day(day + gaps[min(place, len(gaps) - 1)] - world.rng.randrange(0, 8))
        day += world.rng.randrange(7, 40) if world.rng.random() < 0.08 else 0
        place += 1
        if day >= end or day > history()[-1].last:
            return found
        if day >= history()[0].first - 200:
            found.append(day)


def review_conferences(world: World) -> list[Meeting]:
    """Hold the review conferences that continued a plan: after three months, then every six."""
    days = [(plan.child, day) for plan in world.protections for day in _regular(world, plan, (88, 180))]
    return [Meeting(child, day) for child, day in sorted(days, key=lambda each: (each[1], each[0].number))]


def care_reviews(world: World) -> list[Meeting]:
    """Hold care reviews: after 20 working days, three months and then every six months."""
    days = [(care.child, day) for care in world.cares for day in _regular(world, care, (27, 90, 180))]
    return [Meeting(child, day) for child, day in sorted(days, key=lambda each: (each[1], each[0].number))]


def initial_health_due(start: int) -> int:
    """Give the day by which the first health assessment of a period of care is due."""
    return add_working_days(start, 20)
