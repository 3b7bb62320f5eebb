"""The front door of each month: referrals, and the contacts that come to more, or to nothing."""

from __future__ import annotations

from lightwell.synthetic.beginning import new_child, new_household, open_episode, some_need
from lightwell.synthetic.days import MonthDays, add_working_days
from lightwell.synthetic.world import AssessmentSpan, Child, World

SOURCES = (
    ("6", 30), ("2A", 20), ("3A", 3), ("3B", 4), ("3C", 2), ("3D", 2), ("3E", 4), ("3F", 4), ("5A", 5), ("5B", 5), ("5C", 3), ("5D", 3),
    ("1A", 5), ("1B", 1.5), ("1C", 1), ("1D", 1), ("2B", 2), ("4", 2), ("7", 2.5), ("8", 2), ("9", 1.5), ("10", 0.5),
)  # fmt: skip
"""Sources of referrals, roughly as the children in need census of England has them."""

RE_REFERRAL_DAYS = 365


def receive_referrals(world: World, month: MonthDays) -> None:
    """Receive the month's referrals, open what is accepted, and note the contact that each came from."""
    aim = world.targets
    total = aim.count("referrals", month.index)
    arrivals = [_arrive(world, month) for _ in range(aim.count("cla_started_uasc", month.index))]
    world.arrivals = arrivals
    again = _referred_before(world, month, round(total * aim.share("re_referrals", month.index)))
    first_timers: list[Child] = []
    for _ in range(total - len(again) - len(arrivals)):
        first_timers.append(_newly_referred(world, month, first_timers[-1] if first_timers else None))
    refused = _refused(world, month, total)
    others = world.shuffled([*again, *first_timers])
    together: dict[int, tuple[int, str]] = {}
    for place, child in enumerate(others):
        _refer(world, month, child, together, no_action=place < refused)
    for child in arrivals:
        _refer(world, month, child, together, no_action=False)
    world.referred_by_month.append([*others, *arrivals])


def _refused(world: World, month: MonthDays, total: int) -> int:
    """Say how many referrals lead to nothing: as published, or so many that the assessments that are due can be kept up with."""
    aim, k = world.targets, month.index
    if aim.is_published("referrals_nfa", k):
        return round(total * aim.share("referrals_nfa", k))
    waiting = sum(1 for span in world.assessments if span.end is None and not span.again)
    room = aim.count("usual assessments_completed", k) + 0.3 * (aim.count("only_assessed", k) - waiting)
    share = min(max(1 - room / max(aim.count("usual referrals", k), 1), 0.05), 0.24)
    return round(total * share * aim.share("referrals_nfa", k) / aim.share("usual referrals_nfa", k))


def _free(child: Child) -> bool:
    return child.episode is None and child.care is None and child.leaver is None


def _newly_referred(world: World, month: MonthDays, last: Child | None) -> Child:
    """Find a child, often a brother or sister of the last one found, who was not referred in the year before."""
    cut = month.first - RE_REFERRAL_DAYS - 5

    def suits(each: Child) -> bool:
        return _free(each) and each.referred < cut and each.last_event < month.first

    if last and world.rng.random() < 0.5:
        siblings = [each for each in last.household.members if suits(each) and 0 <= month.first - each.born < 6_450]
    else:
        siblings = []
    child = world.rng.choice(siblings) if siblings else world.some_child(month.first, suits)
    child.referred = month.first
    return child


def _referred_before(world: World, month: MonthDays, wanted: int) -> list[Child]:
    """Find children whose case is closed and who were referred in the year before."""
    recent = [child for children in world.referred_by_month[-11:] for child in children]
    low = month.last - RE_REFERRAL_DAYS + 2
    pool = [child for child in recent if low <= child.referred < month.first and _free(child) and child.last_event < month.first]
    fits = [child for child in dict.fromkeys(pool) if month.first < child.adult_on - 60]
    return world.choose(fits, wanted)


def _arrive(world: World, month: MonthDays) -> Child:
    """Bring an unaccompanied child aged 16 or 17 to the city."""
    home = new_household(world)
    home.ethnicity = world.weighted((("OOTH", 55), ("BAFR", 25), ("AOTH", 12), ("BOTH", 8)))
    child = new_child(world, home, month.first - world.rng.randrange(5_900, 6_500))
    child.sex = "1" if world.rng.random() < 0.9 else "2"
    child.unaccompanied = True
    child.referred = month.first
    return child


def _refer(world: World, month: MonthDays, child: Child, together: dict[int, tuple[int, str]], *, no_action: bool) -> None:
    """Receive one referral; children of one household are referred on the same day by the same person."""
    day = month.some_day(world.rng, max(child.last_event + 1, month.first), month.last - (4 if child.unaccompanied else 0))
    source = "6" if child.unaccompanied else world.weighted(SOURCES)
    day, source = together.setdefault(child.household.number, (day, source))
    need = "N8" if child.unaccompanied else some_need(world)
    child.known = True
    child.unborn = child.unborn or child.born > day
    child.referred = day
    child.last_event = day
    world.contacts.append((child, day - int(world.rng.random() < 0.2 and day > month.first), source, "referral"))
    world.referrals.append((child, day, source, no_action, need))
    if not no_action:
        if child.help and child.help.end is None:
            child.help.end = max(day, child.help.start)
            child.help = None
        open_episode(world, child, day, need)
        child.assessment = AssessmentSpan(child, day, brief=world.rng.random() < 0.22, deadline=add_working_days(day, 45))
        world.assessments.append(child.assessment)


def receive_contacts(world: World, month: MonthDays) -> None:
    """Receive the rest of the month's contacts: those that led to early help are already noted."""
    noted = sum(1 for _ in _this_month(world, month))
    recent = [child for child, _, _, _ in world.contacts[-round(6_000 * world.targets.scale) - 1 :]]
    for _ in range(world.targets.count("contacts", month.index) - noted):
        day = month.some_day(world.rng)
        child = recent[int(world.rng.random() * len(recent))] if recent and world.rng.random() < 0.3 else world.some_child(day, _any)
        if not -60 <= day - child.born < 6_520:
            child = world.some_child(day, _any)
        child.known = True
        child.unborn = child.unborn or child.born > day
        outcome = "advice" if world.rng.random() < 0.58 else "no_action"
        world.contacts.append((child, day, world.weighted(SOURCES), outcome))


def _any(_child: Child) -> bool:
    return True


def _this_month(world: World, month: MonthDays) -> list[tuple[Child, int, str, str]]:
    return [each for each in world.contacts[-3 * len(month.working) * 60 :] if month.first <= each[1] <= month.last]
