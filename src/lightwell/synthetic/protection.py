"""Child protection in each month: strategy discussions, section 47 enquiries, initial conferences, and plans that start and end."""

from __future__ import annotations

from lightwell.synthetic.beginning import some_category
from lightwell.synthetic.days import MonthDays, add_working_days
from lightwell.synthetic.need import end_need_plan, open_need_plan
from lightwell.synthetic.world import Child, Enquiry, ProtectionPlan, World


def protect(world: World, month: MonthDays) -> None:
    """Hold the month's strategy discussions, start and complete enquiries, and hold the conferences that they lead to."""
    _discuss(world, month)
    _complete(world, month)


def _discuss(world: World, month: MonthDays) -> None:
    """Hold strategy discussions, mostly about children being assessed; the share aimed at leads to an enquiry the same day."""
    total = world.targets.count("strategy_discussions", month.index)
    share = world.targets.share("strategy_to_s47", month.index)
    for place, child in enumerate(_discussed(world, month, total)):
        day = month.some_day(world.rng, child.last_event, max(child.last_event + 12, month.first + 14))
        child.last_event = day
        world.discussions.append((child, day))
        if place < round(total * share):
            world.enquiries.append(Enquiry(child, day))


def _discussed(world: World, month: MonthDays, total: int) -> list[Child]:
    assessed = [span.child for span in world.assessments[-2_500:] if span.end is None and not span.again and span.start > month.first - 25]
    planned = [span.child for span in world.needs if span.end is None and not span.disabilities]
    protected = [span.child for span in [*world.protections, *world.cares] if span.end is None]
    groups = ((assessed, 0.72), (planned, 0.17), (protected, 0.11))
    found = []
    for group, share in groups:
        fit = [child for child in dict.fromkeys(group) if child.last_event <= month.last and child.adult_on > month.last + 30]
        fit = [child for child in fit if not child.unaccompanied and child.last_event < month.last + 1]
        found += world.choose(fit, round(total * share))
    found = list(dict.fromkeys(found))
    if len(found) < total:
        spare = [child for child in planned if child not in found and child.adult_on > month.last + 30]
        found += world.choose(spare, total - len(found))
    return world.shuffled(found[:total])


def _complete(world: World, month: MonthDays) -> None:
    """Complete enquiries, oldest first; the share aimed at of those about children without a plan leads to a conference."""
    open_ones = [each for each in world.enquiries[-800:] if each.end is None and each.start < month.last]
    open_ones.sort(key=lambda each: each.start)
    done = open_ones[: world.targets.count("s47_completed", month.index)]
    for each in done:
        usual = add_working_days(each.start, 4 + int(world.rng.random() * 10))
        each.end = max(min(max(usual, month.first), month.last), each.start)
    new = [each for each in done if not (_protected_before(each.child, each.start))]
    wanted = round(len(new) * world.targets.share("s47_to_icpc", month.index))
    able = [each for each in new if not each.child.protection and not each.child.care and each.child.adult_on > month.last + 120]
    leading = set(map(id, world.choose(able, wanted)))
    for each in done:
        if id(each) in leading:
            _confer(world, month, each)
        else:
            each.exempt = True
            each.child.last_event = max(each.child.last_event, each.end or each.start)


def _protected_before(child: Child, day: int) -> bool:
    return bool((child.protection and child.protection.start < day) or (child.care and child.care.start < day))


def _confer(world: World, month: MonthDays, enquiry: Enquiry) -> None:
    """Hold the initial conference on the day on which the enquiry ends, and start a plan in nearly nine cases of ten."""
    child = enquiry.child
    day = max(enquiry.end or enquiry.start, child.last_event if child.last_event <= month.last else enquiry.start)
    enquiry.end = enquiry.conference = day
    child.last_event = day
    plan = world.rng.random() < 0.9 and child.episode is not None and child.protection is None
    world.conferences.append((child, "initial", day, plan))
    if plan:
        start_plan(world, month, child, day)


def start_plan(world: World, month: MonthDays, child: Child, day: int) -> None:
    """Start a child protection plan; how many plans came before follows the share aimed at."""
    current = [span for span in world.protections if span.end is None]
    again = sum(1 for span in current if span.previous > 0)
    aim = world.targets.share("second_or_more_cp_plan", month.index)
    chance = min(max(aim + 6 * (aim - again / max(len(current), 1)), 0.0), 1.0)
    elsewhere = 0 if child.plans else int(world.rng.random() < chance) * world.weighted(((1, 80), (2, 16), (3, 4)))
    category = some_category(world)
    latest = category if world.rng.random() < 0.93 else some_category(world)
    child.protection = ProtectionPlan(child, day, None, category, latest, child.plans + elsewhere)
    child.plans += elsewhere + 1
    world.protections.append(child.protection)
    end_need_plan(child, day)


def end_protection(child: Child, day: int) -> None:
    """End the child's protection plan, if there is one."""
    if child.protection:
        child.protection.end = max(day, child.protection.start)
        child.protection = None


def end_plans(world: World, month: MonthDays) -> None:
    """End as many plans as bring the number to the one aimed at; most children go on with a child in need plan."""
    for span in [each for each in world.protections if each.end is None and each.child.adult_on <= month.last]:
        span.child.last_event = max(span.child.last_event, span.child.adult_on)
        end_protection(span.child, span.child.adult_on)
    current = [span for span in world.protections if span.end is None]
    surplus = len(current) - world.targets.count("cp_plans", month.index)
    floor = round(0.02 * len(current))
    ready = [span for span in current if span.start < month.first - 75 and span.child.last_event < month.last]
    for span in world.choose(ready, max(surplus, floor), lambda span: 0.75 * min((month.first - span.start) / 330, 1.2)):
        child = span.child
        day = world.day_after(child, month, 1)
        end_protection(child, day)
        child.last_event = day
        world.conferences.append((child, "review", day, False))
        if world.rng.random() < 0.72 and not child.care and child.adult_on > month.last + 40:
            open_need_plan(world, child, day)
