"""Who comes into care and who leaves it in each month.

The stock, the starts and the ends are all published, and the day on which a young person turns 18 is not ours to choose afterwards. So the
number of eighteenth birthdays among children in care is planned for every month beforehand, and birthdays are fitted to that plan.
"""

from __future__ import annotations

from dataclasses import dataclass

from lightwell.synthetic.beginning import days_before, new_child, new_household, open_episode, unknown_child
from lightwell.synthetic.days import MonthDays, birthday, history
from lightwell.synthetic.need import end_need_plan, open_need_plan
from lightwell.synthetic.protection import end_protection
from lightwell.synthetic.world import CarePeriod, Child, World

_BANDS = (((0, 1), 24), ((1, 5), 22), ((5, 10), 19), ((10, 16), 27), ((16, 17.6), 8))
"""Ages at which children come into care, with their weights: somewhat younger than in England, as some leave for adoption."""

_STOCK_BANDS = (((0, 1), 5), ((1, 5), 14), ((5, 10), 19), ((10, 16), 42), ((16, 17.9), 20))
_ORDERS = (("V2", 45), ("C1", 38), ("L1", 8), ("L2", 5), ("C2", 2), ("J1", 2))
_TO_OTHERS = (("E45", 60), ("E46", 8), ("E47", 22), ("E41", 10))
_OTHERWISE = (("E13", 30), ("E4B", 30), ("E8", 20), ("E3", 12), ("E9", 4), ("E14", 4))
_OF_AGE = (("E5", 45), ("E17", 28), ("E6", 15), ("E8", 10), ("E7", 2))
_CLOSING = {"E11": "RC1", "E12": "RC1", "E41": "RC3", "E45": "RC4", "E46": "RC4", "E47": "RC4", "E3": "RC5", "E2": "RC2"}


@dataclass(slots=True)
class CarePlan:
    """How many leave care in each month and why; `of_age` and `unaccompanied` count the eighteenth birthdays that are still free."""

    to_others: list[int]
    home: list[int]
    adopted: list[int]
    of_age: list[int]
    unaccompanied: list[int]
    ceased: list[int]


def plan_care(world: World) -> CarePlan:
    """Work out how many leave care in each month from the stock and the starts that are aimed at."""
    aim = world.targets
    plan = CarePlan([], [], [], [], [], [])
    stock = aim.count("cla", 0)
    for month in history():
        k = month.index
        leaving = max(stock + aim.count("cla_started", k) - aim.count("cla", k), 0)
        ceased = aim.count("cla_ceased_not_uasc", k) if aim.is_published("cla_ceased_not_uasc", k) else leaving - round(0.14 * leaving)
        alone = max(leaving - ceased, 0)
        stock += aim.count("cla_started", k) - ceased - alone
        to_others = min(aim.count("cla_ceased_cao_sgo", k), ceased)
        home = min(
            aim.count("cla_returned_home", k) if aim.is_published("cla_returned_home", k) else round(0.22 * ceased), ceased - to_others
        )
        placed = aim.count("cla_placed_for_adoption", max(k - 1, 0)) - aim.count("cla_placed_for_adoption", k)
        adopted = max(min(placed + round(2.2 * aim.scale), ceased - to_others - home), 0)
        of_age = max(ceased - to_others - home - adopted, 0)
        for series, number in zip(
            (plan.to_others, plan.home, plan.adopted, plan.of_age, plan.unaccompanied, plan.ceased),
            (to_others, home, adopted, of_age - (of_age > 3), alone, ceased),
            strict=True,
        ):
            series.append(number)
    return plan


def open_care(world: World, plan: CarePlan) -> None:
    """Bring into care those who are there on the first morning."""
    start = history()[0].first
    alone = sum(plan.unaccompanied[:15])
    for place in range(world.targets.count("cla", 0)):
        if place < alone:
            child = new_child(world, new_household(world), start - 6_200)
            child.unaccompanied = True
            elapsed = world.rng.randrange(20, 300)
            _fit_arrival(world, plan, child, 0, patience=0.0)
        else:
            low, high = world.weighted(_STOCK_BANDS)
            child = unknown_child(world, low, high)
            elapsed = days_before(world, 900, max(start - child.born - 20, 1))
            _fit_birthday(world, plan, child)
        open_episode(world, child, start - elapsed - world.rng.randrange(0, 90), "N8" if child.unaccompanied else "N1")
        order = "V2" if child.unaccompanied else world.weighted((("C2", 60), ("V2", 20), ("C1", 10), ("E1", 10)))
        _start(world, child, start - elapsed, order)


def _start(world: World, child: Child, day: int, order: str) -> None:
    child.care = CarePeriod(child, day, None, "", child.unaccompanied, order)
    child.last_event = max(child.last_event, day)
    world.cares.append(child.care)


def _slot(day: int) -> int | None:
    """Give the index of the simulated month that a day is in."""
    months = history()
    if day > months[-1].last:
        return None
    return next((month.index for month in months if month.first <= day <= month.last), None)


def _fit_birthday(world: World, plan: CarePlan, child: Child) -> None:
    """Make room for the child's eighteenth birthday: it stays where it is, or moves on to the next month that has room."""
    slot = _slot(child.adult_on)
    while slot is not None:
        if plan.of_age[slot] > 0:
            plan.of_age[slot] -= 1
            return
        child.born += 29
        slot = _slot(child.adult_on)


def _fit_arrival(world: World, plan: CarePlan, child: Child, index: int, patience: float) -> None:
    """Give an unaccompanied child an eighteenth birthday in a month in which one is expected to leave care."""
    for slot in range(index, len(history())):
        if plan.unaccompanied[slot] > 0 and world.rng.random() >= patience:
            plan.unaccompanied[slot] -= 1
            month = history()[slot]
            _turn_18(child, month.first + world.rng.randrange(0, 28))
            return
    _turn_18(child, history()[-1].last + world.rng.randrange(5, 500))


def _turn_18(child: Child, day: int) -> None:
    child.born = day - 6_575
    while birthday(child.born, 18) < day:
        child.born += 1


def bring_into_care(world: World, plan: CarePlan, month: MonthDays) -> None:
    """Start the month's periods of care."""
    for child in world.arrivals:
        _fit_arrival(world, plan, child, month.index + 2, patience=0.12)
        _start(world, child, min(child.last_event + (world.rng.random() < 0.4), month.last), "V2")
        child.last_event = child.care.start if child.care else child.last_event
    wanted = max(world.targets.count("cla_started", month.index) - len(world.arrivals), 0)
    for child in _entrants(world, month, wanted):
        day = world.day_after(child, month)
        _fit_birthday(world, plan, child)
        end_need_plan(child, day)
        _start(world, child, day, world.weighted(_ORDERS))
        if child.protection:
            end_protection(child, min(day + world.rng.randrange(0, 12), month.last))


def _entrants(world: World, month: MonthDays, wanted: int) -> list[Child]:
    """Choose who comes into care: half from protection plans, the others from assessments and child in need plans."""
    pools = (
        ([span.child for span in world.protections if span.end is None and span.start < month.first], 0.5),
        ([span.child for span in world.assessments[-2_500:] if span.end is None], 0.3),
        ([span.child for span in world.needs if span.end is None and not span.disabilities and span.start < month.first], 0.2),
    )
    found: list[Child] = []
    for _ in range(wanted):
        pool = world.weighted(pools)
        low, high = world.weighted(_BANDS)
        fit = [child for child in pool if _may_enter(child, month) and child not in found]
        banded = [child for child in fit if low * 365.25 <= month.first - child.born < high * 365.25]
        if banded or fit:
            found.append(world.choose(banded or fit, 1)[0])
    return found


def _may_enter(child: Child, month: MonthDays) -> bool:
    return child.care is None and child.last_event < month.last and child.adult_on > month.last + 60 and child.born < month.first


def leave_care(world: World, plan: CarePlan, month: MonthDays) -> None:
    """End the month's periods of care, each for its reason."""
    current = [span for span in world.cares if span.end is None]
    adults = [span for span in current if span.child.adult_on <= month.last]
    for span in adults:
        _leave(world, plan, span, span.child.adult_on, world.weighted(_OF_AGE))
        world.left_care.append(span.child)
    stay = [span for span in current if span.end is None and not span.unaccompanied and span.child.last_event < month.last - 1]
    ceased = sum(1 for span in adults if not span.unaccompanied)
    groups = (
        (plan.adopted[month.index], 250, 6.5, ("E12", "E12", "E12", "E11")),
        (plan.to_others[month.index], 80, 15.0, ()),
        (plan.home[month.index], 8, 17.7, ("E4A",)),
        (plan.ceased[month.index], 5, 17.7, None),
    )
    for count, least, oldest, reasons in groups:
        room = plan.ceased[month.index] - ceased
        ready = [
            span
            for span in stay
            if span.end is None and span.start < month.first - least and month.first - span.child.born < oldest * 365.25
        ]
        for span in world.choose(ready, min(count, room), lambda span: _leaving(span, month)):
            reason = (
                world.weighted(_TO_OTHERS)
                if reasons == ()
                else world.weighted(_OTHERWISE)
                if reasons is None
                else world.rng.choice(reasons)
            )
            _leave(world, plan, span, world.day_after(span.child, month, 1), reason)
            ceased += 1


def _leaving(span: CarePeriod, month: MonthDays) -> float:
    """Rank who leaves: sooner those who came lately, and those of school age."""
    return 0.5 * (month.first - span.start < 400) + 0.15 * (month.first - span.child.born > 7 * 365)


def _leave(world: World, plan: CarePlan, span: CarePeriod, day: int, reason: str) -> None:
    child = span.child
    span.end, span.leaves_at = max(day, span.start), reason
    child.care = None
    child.last_event = max(child.last_event, span.end)
    if child.protection:
        end_protection(child, span.end)
    slot = _slot(child.adult_on)
    if slot is not None and span.end < child.adult_on and not span.unaccompanied:
        plan.of_age[slot] += 1
    if child.episode:
        child.episode.reason = _CLOSING.get(reason, "RC7")
    if reason in ("E4A", "E4B", "E13") and world.rng.random() < 0.7 and child.adult_on > span.end + 40:
        open_need_plan(world, child, span.end)
