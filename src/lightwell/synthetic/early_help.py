"""Early help: referrals into it, its assessments, and the work with families until it ends."""

from __future__ import annotations

from lightwell.synthetic.days import MonthDays
from lightwell.synthetic.front_door import SOURCES
from lightwell.synthetic.world import Child, Help, World


def help_early(world: World, month: MonthDays) -> None:
    """Run one month of early help."""
    _end(world, month)
    _refer(world, month)
    _start_assessments(world, month)
    _complete_assessments(world, month)


def _free(child: Child) -> bool:
    return child.episode is None and child.help is None and child.care is None and child.leaver is None


def _refer(world: World, month: MonthDays) -> None:
    aim = world.targets
    total = aim.count("early_help_referrals", month.index)
    without = min(aim.count("step_downs_no_assessment", month.index), total)
    stepping = [(child, day) for child, day in world.stepped_down if _free(child) and day >= month.first - 20]
    world.stepped_down = [each for each in stepping if each[1] >= month.first]
    for place in range(total):
        if place < without or (stepping and world.rng.random() < 0.1):
            child, since = stepping.pop() if stepping else (_newcomer(world, month), month.first)
            source = "step_down"
        else:
            source = world.weighted((("front_door", 55), ("partner", 33), ("family", 12)))
            child, since = _newcomer(world, month), month.first
        if child.help is not None:
            continue
        _open(world, month, child, max(since, child.last_event, month.first), source, required=place >= without)


def _newcomer(world: World, month: MonthDays) -> Child:
    return world.some_child(month.first, lambda child: _free(child) and child.last_event < month.first and child.born < month.first)


def _open(world: World, month: MonthDays, child: Child, earliest: int, source: str, *, required: bool) -> None:
    day = month.some_day(world.rng, earliest)
    child.known = True
    child.last_event = day
    child.help = Help(child, day, None, day, source, required)
    child.help.due = day + 50 + int(world.rng.expovariate(1 / 48))
    if not required:
        child.help.start = day + world.rng.randrange(2, 12)
        child.help.works = True
    world.helps.append(child.help)
    if source == "front_door":
        world.contacts.append((child, day, world.weighted(SOURCES), "early_help"))


def _start_assessments(world: World, month: MonthDays) -> None:
    """Start the month's early help assessments, those longest waiting first; the rest decline or wait."""
    wanted = world.targets.count("early_help_assessments_started", month.index)
    waiting = [span for span in world.helps[-1_500:] if span.end is None and span.required and span.assessed_from is None]
    ready = [span for span in waiting if span.referred <= month.last - 1]
    ready.sort(key=lambda span: (span.referred >= month.first, world.rng.random()))
    for span in ready[:wanted]:
        span.assessed_from = month.some_day(world.rng, span.referred + 1, max(span.referred + 25, month.first + 12))
        span.start = span.assessed_from + world.rng.randrange(0, 15)
        span.works = True
        span.due = max(span.due, span.start + 50)
    for span in ready[wanted:]:
        if span.referred < month.first - 5 and world.rng.random() < 0.7:
            span.end = month.some_day(world.rng)
            span.child.help = None
            span.child.last_event = span.end


def _complete_assessments(world: World, month: MonthDays) -> None:
    """Complete early help assessments: as many as published, where it is; about four in five of those started elsewhere."""
    pending = [span for span in world.helps[-1_500:] if span.assessed_from is not None and span.assessed_by is None and span.end is None]
    pending = [span for span in pending if span.assessed_from is not None and span.assessed_from < month.last - 4]
    pending.sort(key=lambda span: span.assessed_from or 0)
    for span in pending[: world.targets.count("early_help_assessments_completed", month.index)]:
        span.assessed_by = month.some_day(world.rng, (span.assessed_from or 0) + 5)


def _end(world: World, month: MonthDays) -> None:
    """End the episodes whose work is done, and those of young people who come of age."""
    for span in world.helps:
        if span.end is None and span.works and (span.due <= month.last or span.child.adult_on <= month.last):
            unfinished = span.assessed_from is not None and span.assessed_by is None and span.due > month.first - 60
            if span.start > month.last - 3 or (unfinished and span.child.adult_on > month.last):
                continue
            latest = min(month.last, span.child.adult_on)
            span.end = max(month.some_day(world.rng, span.start + 3, max(latest, month.first)), span.start)
            span.child.help = None
            span.child.last_event = span.end
