"""Child in need plans: how many start and end in each month, and the closing of cases."""

from __future__ import annotations

from lightwell.synthetic.days import MonthDays
from lightwell.synthetic.world import Child, NeedPlan, World


def open_need_plan(world: World, child: Child, day: int, *, disabilities: bool = False) -> None:
    """Start a child in need plan, unless there is one."""
    if child.need:
        return
    child.need = NeedPlan(child, day, None, disabilities)
    child.last_event = max(child.last_event, day)
    if disabilities:
        child.disabled = True
        if child.episode:
            child.episode.need = "N2"
    world.needs.append(child.need)


def end_need_plan(child: Child, day: int) -> None:
    """End the child's child in need plan, if there is one."""
    if child.need:
        child.need.end = max(day, child.need.start)
        child.need = None


def plans_to_start(world: World, month: MonthDays, available: int) -> tuple[int, int]:
    """Say how many of the month's assessments lead to a plan, ordinary and for the disabilities team, and end the plans that are done."""
    _come_of_age(world, month)
    room = available
    started = []
    for kind, usual in (("cin_plans_cwd", 0.012), ("cin_plans_not_cwd", 0.15)):
        disabilities = kind == "cin_plans_cwd"
        plans = [span for span in world.needs if span.end is None and span.disabilities == disabilities]
        wanted = world.targets.count(kind, month.index) - len(plans)
        starting = min(max(wanted + round(usual * len(plans)), 0), round(room * (0.3 if disabilities else 0.62)))
        ending = max(len(plans) + starting - world.targets.count(kind, month.index), 0)
        _end_plans(world, month, plans, ending)
        room -= starting
        started.append(starting)
    return started[1], started[0]


def _come_of_age(world: World, month: MonthDays) -> None:
    for span in world.needs:
        if span.end is None and span.child.adult_on <= month.last:
            child = span.child
            end_need_plan(child, max(child.adult_on, span.start))
            child.last_event = max(child.last_event, child.adult_on)
            if child.episode:
                child.episode.reason = "RC6" if span.disabilities else "RC7"


def _end_plans(world: World, month: MonthDays, plans: list[NeedPlan], count: int) -> None:
    """End the plans that have run longest for their kind, with some chance in it."""
    ready = [
        span for span in plans if span.start < month.first - 20 and span.child.last_event < month.last and span.child.assessment is None
    ]
    for span in world.choose(ready, count, lambda span: 0.5 * min((month.first - span.start) / 300, 1.2)):
        child = span.child
        day = world.day_after(child, month, 1)
        end_need_plan(child, day)
        child.last_event = day
        if not child.is_open():
            world.stepped_down.append((child, day))


def close_cases(world: World, month: MonthDays) -> None:
    """Close every episode of need that nothing keeps open, and forget about spans that are over."""
    for episode in [each for each in world.episodes if each.end is None]:
        child = episode.child
        if not child.is_open():
            episode.end = max(min(child.last_event, month.last), episode.start)
            if episode.reason == "RC7" and episode.end - episode.start < 120:
                helped = any(other is child for other, _ in world.stepped_down)
                episode.reason = "RC9" if helped else "RC8"
            child.episode = None
