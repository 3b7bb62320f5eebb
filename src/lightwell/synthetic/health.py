"""The health of children in care, and the times when they go missing."""

from __future__ import annotations

from dataclasses import dataclass

from lightwell.synthetic.days import MonthDays, history
from lightwell.synthetic.meetings import Meeting, initial_health_due
from lightwell.synthetic.steering import Rhythm, Rung, Watch, touching
from lightwell.synthetic.world import CarePeriod, Child, Span, World


@dataclass(frozen=True)
class HealthCheck:
    """One health assessment of one child in care."""

    child: Child
    kind: str
    day: int


@dataclass(frozen=True)
class Missing:
    """One time when a child was missing, or away without authorisation."""

    child: Child
    kind: str
    start: int
    end: int
    offered: bool
    accepted: bool


def health_checks(world: World) -> list[HealthCheck]:
    """Assess the health of every child in care: soon after the start, then every year, or half year for those under five."""
    first = _initial(world)
    watch = Watch(world, Rhythm(300, 0.15), own=True)
    watch.last = {check.child.number: check.day for check in first if check.day < history()[0].first}
    by_month: dict[int, list[HealthCheck]] = {}
    for check in first:
        index = next((month.index for month in history() if month.first <= check.day <= month.last), -1)
        by_month.setdefault(index, []).append(check)
    months = touching(world.cares, history())
    for month in history():
        settled = [span for span in months[month.index] if span.start <= month.last - 330]
        for check in by_month.get(month.index, []):
            watch.last[check.child.number] = max(check.day, watch.last.get(check.child.number, 0))
        watch.month(month, settled, (_up_to_date(world, month),))
    found = [*first, *(HealthCheck(span.child, "review", day) for span, day in watch.events), *_half_yearly(world)]
    return sorted(found, key=lambda check: (check.day, check.child.number))


def _up_to_date(world: World, month: MonthDays) -> Rung:
    def cut(span: Span) -> int:
        return month.last - (183 if span.child.age(month.last) < 5 else 365)

    return Rung(world.targets.share("health_assessments_up_to_date", month.index), cut, lambda _: month.last - 364)


def _initial(world: World) -> list[HealthCheck]:
    """Assess children who come into care, so many of those due in each month in time as are aimed at."""
    found = []
    due: dict[int, list[CarePeriod]] = {}
    for care in world.cares:
        if care.start < history()[0].first - 60:
            found.append(HealthCheck(care.child, "review", max(care.start + 1, history()[0].first - world.rng.randrange(1, 340))))
            continue
        by = initial_health_due(care.start)
        if by > history()[-1].last or (care.end is not None and care.end <= by):
            if world.rng.random() < 0.4 and (care.end is None or care.end > care.start + 12):
                found.append(HealthCheck(care.child, "initial", care.start + world.rng.randrange(6, 12)))
            continue
        index = next((month.index for month in history() if month.first <= by <= month.last), 0)
        due.setdefault(index, []).append(care)
    for index, cares in sorted(due.items()):
        timely = round(len(cares) * world.targets.share("iha_20_working_days", index))
        for place, care in enumerate(world.shuffled(cares)):
            found += _first_check(world, care, timely=place < timely)
    return [check for check in found if check.day <= history()[-1].last]


def _first_check(world: World, care: CarePeriod, *, timely: bool) -> list[HealthCheck]:
    by = initial_health_due(care.start)
    day = world.rng.randrange(care.start + 8, by + 1) if timely else by + world.rng.randrange(2, 45)
    if care.end is not None and day >= care.end:
        return []
    return [HealthCheck(care.child, "initial", day)]


def _half_yearly(world: World) -> list[HealthCheck]:
    """Assess young children again half a year after they came into care."""
    found = []
    for care in world.cares:
        day = care.start + 170 + world.rng.randrange(0, 40)
        last = care.end if care.end is not None else history()[-1].last + 1
        if care.start >= history()[0].first and care.child.age(day) < 5 and day < last:
            found.append(HealthCheck(care.child, "review", day))
    return found


def dental_checks(world: World) -> list[Meeting]:
    """Check teeth about once a year, with some children missed."""
    found = []
    for care in world.cares:
        day = max(care.start, history()[0].first - 300) + world.rng.randrange(30, 200)
        last = care.end if care.end is not None else history()[-1].last + 1
        while day < last:
            if care.child.age(day) >= 1 and world.rng.random() < 0.86:
                found.append(Meeting(care.child, day))
            day += world.rng.randrange(300, 420)
    return sorted(found, key=lambda each: (each.day, each.child.number))


def missing_episodes(world: World) -> list[Missing]:
    """Let some older children in care go missing, a few of them often."""
    found = []
    for care in world.cares:
        often = world.weighted(((0.0, 78), (1.2, 15), (6.0, 7)))
        day = max(care.start, history()[0].first)
        last = care.end if care.end is not None else history()[-1].last + 1
        while often and (day := day + 2 + int(world.rng.expovariate(often / 365))) < last:
            if care.child.age(day) >= 11:
                end = min(day + int(world.rng.expovariate(1 / 1.2)), last)
                offered = world.rng.random() < 0.9
                kind = "M" if world.rng.random() < 0.85 else "A"
                found.append(Missing(care.child, kind, day, end, offered, offered and world.rng.random() < 0.6))
    return sorted(found, key=lambda each: (each.start, each.child.number))
