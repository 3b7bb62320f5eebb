"""Visits for each purpose, and the intervals agreed for some children."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lightwell.periods import Month
from lightwell.synthetic.days import MonthDays, add_working_days, day_number, earliest_within, history
from lightwell.synthetic.steering import Rhythm, Rung, Watch, since, touching
from lightwell.synthetic.world import Child, NeedPlan, Span, World

NEW_STANDARD = day_number(Month(2022, 7).start)
"""The day from which visits are held to the intervals of the later pack."""

STANDARD_DAYS = 42


@dataclass(frozen=True)
class Agreement:
    """An agreed interval between visits to one child."""

    span: Span
    purpose: str
    agreed: int
    days: int


@dataclass(frozen=True)
class Visited:
    """One visit that was made."""

    child: Child
    purpose: str
    day: int


def agree(world: World) -> list[Agreement]:
    """Agree longer intervals for many disabled children and for settled children in care."""
    found = []
    for plan in world.needs:
        if plan.disabilities and world.rng.random() < 0.6:
            found.append(
                Agreement(plan, "child_in_need", plan.start + world.rng.randrange(0, 40), world.weighted(((56, 40), (63, 20), (84, 40))))
            )
    for care in world.cares:
        day = max(care.start + 250, NEW_STANDARD) + world.rng.randrange(0, 200)
        if not care.unaccompanied and world.rng.random() < 0.35 and day < (care.end or history()[-1].last):
            found.append(Agreement(care, "in_care", day, world.weighted(((84, 50), (90, 50)))))
    return [each for each in found if each.span.end is None or each.agreed < each.span.end]


def visit(world: World, agreements: Sequence[Agreement]) -> list[Visited]:
    """Make the visits of all months."""
    limits = {id(each.span): each for each in agreements}
    ordinary = [plan for plan in world.needs if not plan.disabilities]
    disabled: list[NeedPlan] = [plan for plan in world.needs if plan.disabilities]
    found = [
        *_made(world, "early_help", [work for work in world.helps if work.works], Rhythm(22), _early_help),
        *_made(world, "child_in_need", ordinary, Rhythm(18), _in_need),
        *_made(
            world, "child_in_need", disabled, Rhythm(38, 0.4), lambda world, month: _agreed(world, month, limits, "cin_cwd_visit_agreed")
        ),
        *_made(world, "child_protection", world.protections, Rhythm(9), _protected),
        *_made(world, "in_care", world.cares, Rhythm(34, 0.5), lambda world, month: _in_care(world, month, limits)),
        *_made(world, "care_leaver", world.leavers, Rhythm(50, 0.4), lambda _, month: (since(0.86, month.last - 60),)),
        *_assessing(world),
    ]
    return sorted(found, key=lambda each: (each.day, each.child.number, each.purpose))


def _made(
    world: World, purpose: str, spans: Sequence[Span], rhythm: Rhythm, rungs: Callable[[World, MonthDays], tuple[Rung, ...]]
) -> list[Visited]:
    watch = Watch(world, rhythm)
    months = touching(spans, history())
    for month in history():
        watch.month(month, months[month.index], rungs(world, month))
    return [Visited(span.child, purpose, day) for span, day in watch.events]


def _early_help(world: World, month: MonthDays) -> tuple[Rung, ...]:
    return (since(world.targets.share("eh_visit_4_weeks", month.index), month.last - 28),)


def _in_need(world: World, month: MonthDays) -> tuple[Rung, ...]:
    aim, k = world.targets, month.index
    if month.first < NEW_STANDARD:
        share = aim.share("cin_visit_4_weeks", k)
        return (since(share, month.last - 28), since(min(share + 0.2, 0.97), month.last - 42))
    return (since(aim.share("cin_visit_3_weeks", k), month.last - 21), since(aim.share("cin_visit_6_weeks", k), month.last - 42))


def _protected(world: World, month: MonthDays) -> tuple[Rung, ...]:
    aim, k = world.targets, month.index
    short = since(aim.share("cp_visit_10_working_days", k), earliest_within(month.last, 10))
    if month.first < NEW_STANDARD:
        return (short, since(aim.share("cp_visit_20_working_days", k), earliest_within(month.last, 20)))
    return (short, since(aim.share("cp_visit_4_weeks", k), month.last - 28))


def _in_care(world: World, month: MonthDays, limits: dict[int, Agreement]) -> tuple[Rung, ...]:
    if month.first < NEW_STANDARD:
        return (since(world.targets.share("cla_visit_statutory", month.index), month.last - STANDARD_DAYS),)
    return _agreed(world, month, limits, "cla_visit_agreed")


def _agreed(world: World, month: MonthDays, limits: dict[int, Agreement], indicator: str) -> tuple[Rung, ...]:
    def cut(span: Span) -> int:
        agreement = limits.get(id(span))
        return month.last - (agreement.days if agreement and agreement.agreed <= month.last else STANDARD_DAYS)

    return (Rung(world.targets.share(indicator, month.index), cut, cut),)


def _assessing(world: World) -> list[Visited]:
    """See each child within days of the referral, and once or twice again before the assessment is complete."""
    found = []
    last_day = history()[-1].last
    for span in world.assessments:
        day = add_working_days(span.start, 1 + int(world.rng.expovariate(1 / 5)))
        end = span.end if span.end is not None else last_day
        while day <= min(end, last_day):
            if day >= history()[0].first and day >= span.child.born:
                found.append(Visited(span.child, "assessment", day))
            day = add_working_days(day, 14 + int(world.rng.random() * 22))
    return found
