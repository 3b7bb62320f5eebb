"""Child and family assessments of each month: how many are completed, how many of them in time, and where they lead."""

from __future__ import annotations

from lightwell.synthetic.days import MonthDays, add_working_days
from lightwell.synthetic.need import open_need_plan, plans_to_start
from lightwell.synthetic.world import AssessmentSpan, Child, World


def complete_assessments(world: World, month: MonthDays) -> None:
    """Complete the month's assessments and act on their outcomes, so that plans reach the numbers aimed at."""
    chosen = _choose(world, month)
    free = [span for span, _ in chosen if not (span.child.protection or span.child.care or span.child.need)]
    ordinary, disabled = plans_to_start(world, month, len(free))
    led_to_plan = set(map(id, world.choose(free, ordinary + disabled, lambda span: 0.2 * (span.child.age(month.last) < 16))))
    for span, day in sorted(chosen, key=lambda each: each[1]):
        span.end = day
        span.child.assessment = None
        span.child.last_event = max(span.child.last_event, day)
        if id(span) in led_to_plan:
            open_need_plan(world, span.child, day, disabilities=disabled > 0)
            disabled -= 1
            span.outcome = "child_in_need"
        else:
            span.outcome = _outcome(world, span.child, day)


def _outcome(world: World, child: Child, day: int) -> str:
    if child.care:
        return "court"
    if child.protection:
        return "child_protection"
    if child.need:
        return "child_in_need"
    if world.rng.random() < 0.3:
        world.stepped_down.append((child, day))
        return "early_help"
    return "close"


def _split(world: World, month: MonthDays) -> tuple[int, int]:
    """Say how many of the month's completions are of new referrals and how many of children already open with a plan.

    Published completions outnumber the referrals that they could come from; the difference is made of assessments afresh.
    """
    wanted = world.targets.count("assessments_completed", month.index)
    waiting = sum(1 for span in world.assessments if span.end is None and not span.again)
    surplus = waiting - world.targets.count("only_assessed", month.index)
    again = min(max(wanted - max(surplus, 0), round(0.02 * wanted)), round(0.2 * wanted))
    return wanted - again, again


def _assess_again(world: World, month: MonthDays, wanted: int) -> None:
    """Start assessments afresh of children with a plan, so many that the month's share of them can be completed."""
    waiting = sum(1 for span in world.assessments if span.end is None and span.again)
    pool = [span.child for span in world.needs if span.end is None and span.start < month.first - 90 and span.child.assessment is None]
    pool = [child for child in pool if child.adult_on > month.last + 70 and child.last_event < month.last - 8]
    for child in world.choose(pool, wanted + round(6 * world.targets.scale) - waiting):
        day = month.some_day(world.rng, child.last_event + 1, max(child.last_event + 1, month.first + 12))
        child.assessment = AssessmentSpan(child, day, again=True, brief=True, deadline=add_working_days(day, 45))
        world.assessments.append(child.assessment)


def _choose(world: World, month: MonthDays) -> list[tuple[AssessmentSpan, int]]:
    """Choose which assessments are completed and when: those nearest their limit first, as many late as aimed at."""
    new, again = _split(world, month)
    _assess_again(world, month, again)
    waiting = [span for span in world.assessments[-3_000:] if span.end is None and span.start <= month.last - 4]
    late_share = 1 - world.targets.share("assessments_45_working_days", month.index)
    late = [span for span in waiting if span.deadline < month.last - 1 and not span.again]
    late.sort(key=lambda span: span.deadline + world.rng.random() * 10)
    chosen = [
        (span, month.some_day(world.rng, max(span.deadline + 1, span.child.last_event)))
        for span in late[: round((new + again) * late_share)]
    ]
    taken = {id(span) for span, _ in chosen}
    timely = [span for span in waiting if id(span) not in taken and span.deadline >= month.first]
    timely.sort(key=lambda span: _turn(world, month, span))
    first = [span for span in timely if span.again][:again]
    for span in [*first, *[span for span in timely if not span.again][: new + again - len(chosen) - len(first)]]:
        chosen.append((span, _completed_in_time(world, month, span)))
    return chosen


def _turn(world: World, month: MonthDays, span: AssessmentSpan) -> tuple[bool, float]:
    """Rank an assessment by when its turn comes: young people about to come of age, then those nearest their limit or brief ones."""
    due = span.start + 24 - world.rng.random() * 18 if span.brief else span.deadline - 20 * world.rng.random()
    return span.child.adult_on > month.last + 3, due


def _completed_in_time(world: World, month: MonthDays, span: AssessmentSpan) -> int:
    earliest = max(span.start + (4 if span.brief else 12), span.child.last_event)
    latest = min(span.deadline, month.last)
    day = month.some_day(world.rng, max(min(earliest, latest), latest - 15), latest)
    return max(day, span.child.last_event, span.start)
