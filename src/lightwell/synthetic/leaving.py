"""Care leavers: who becomes one at 18, who no longer needs the service, and who comes back for it before 25."""

from __future__ import annotations

from lightwell.synthetic.beginning import open_episode
from lightwell.synthetic.days import MonthDays, birthday
from lightwell.synthetic.world import Child, Leaver, World


def support_leavers(world: World, month: MonthDays) -> None:
    """Take in those who turned 18 in care this month, and let as many go, or return, as bring the number to the one aimed at."""
    for child in [each for each in world.left_care if each.leaver is None and month.first <= each.adult_on <= month.last]:
        _start(world, child, child.adult_on)
    for span in [each for each in world.leavers if each.end is None and birthday(each.child.born, 25) <= month.last]:
        _end(span, birthday(span.child.born, 25))
    current = [span for span in world.leavers if span.end is None]
    surplus = len(current) - world.targets.count("care_leavers", month.index)
    ready = [span for span in current if span.start < month.first - 150]
    for span in world.choose(ready, surplus, lambda span: (month.first - span.child.born) / 365):
        _end(span, world.day_after(span.child, month, 1))
    for child in world.choose(_former(world, month), -surplus):
        _start(world, child, world.day_after(child, month, 1))


def _former(world: World, month: MonthDays) -> list[Child]:
    """List the young people under 25 who were care leavers, or could have been, and are not now."""
    found = [child for child in dict.fromkeys(world.left_care) if child.leaver is None and child.adult_on < month.first]
    return [child for child in found if birthday(child.born, 25) > month.last + 200 and child.last_event < month.first - 30]


def _start(world: World, child: Child, day: int) -> None:
    if child.episode is None:
        open_episode(world, child, day, "N1")
    child.leaver = Leaver(child, day)
    child.last_event = max(child.last_event, day)
    world.leavers.append(child.leaver)


def _end(span: Leaver, day: int) -> None:
    span.end = max(day, span.start)
    span.child.leaver = None
    span.child.last_event = max(span.child.last_event, span.end)
