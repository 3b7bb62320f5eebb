"""How many people each group of teams employs in each month, and how many children are meant for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lightwell.synthetic.days import MonthDays
from lightwell.synthetic.teams import Group, WorkerRecord, Workforce, hire
from lightwell.synthetic.world import World

_EARLY_HELP_CASELOAD = 11.0
_QUALIFIED = ("assessment", "safeguarding", "care", "young_people", "disabilities")
_SUPPORT_SHARE = {"disabilities": 0.42, "young_people": 0.5}
"""Share of the children of a group whose caseholder is not a qualified social worker."""

_TOP = 40


def staff(
    world: World,
    force: Workforce,
    month: MonthDays,
    demand: Mapping[Group, int],
    let_go: Callable[[WorkerRecord, int], None],
) -> None:
    """Hire people, or let them go, until each group has about the full-time equivalents that the published caseloads imply."""
    for group, children in sorted(demand.items()):
        for qualified, share in _kinds(group):
            wanted = share * children / _per_fte(world, month, demand, group, qualified)
            people = [each for each in force.current.get(group, []) if each.qualified == qualified]
            while sum(each.fte for each in people) < wanted - 0.8 or not people:
                day = month.first - (world.rng.randrange(1, 900) if month.index == 0 else 0)
                people.append(hire(world, force, group, day, qualified=qualified))
            while sum(each.fte for each in people) > wanted + 0.8 and len(people) > 1:
                leaving = min(people, key=lambda each: (each.heavy, each.load, each.number))
                people.remove(leaving)
                let_go(leaving, month.first + world.rng.randrange(0, 20))


def _kinds(group: Group) -> tuple[tuple[bool, float], ...]:
    support = _SUPPORT_SHARE.get(group[0], 0.0)
    if group[0] in ("early_help", "leaving_care"):
        return ((False, 1.0),)
    return ((True, 1 - support), (False, support)) if support else ((True, 1.0),)


def _per_fte(world: World, month: MonthDays, demand: Mapping[Group, int], group: Group, qualified: bool) -> float:
    """Give the children per full-time equivalent: published for social workers, and for others what the figure for all leaves."""
    if group[0] == "early_help":
        return _EARLY_HELP_CASELOAD
    aim = world.targets.level("caseload_qualified_sw_per_fte", month.index)
    if qualified:
        return aim
    total = sum(children for each, children in demand.items() if each[0] != "early_help")
    others = sum(
        children * share for each, children in demand.items() for kind, share in _kinds(each) if not kind and each[0] != "early_help"
    )
    fte = total / world.targets.level("caseload_primary_per_fte", month.index) - (total - others) / aim
    return min(max(others / max(fte, 0.1), 10.5), 16.0)


def set_caps(world: World, force: Workforce, month: MonthDays, demand: Mapping[Group, int]) -> None:
    """Say how many children are meant for each worker: some hold 20 or more, as published, and the others share the rest."""
    people = {group: [each for each in force.current.get(group, []) if each.qualified] for group in sorted(demand)}
    cared_for = {group: demand[group] * (1 - _SUPPORT_SHARE.get(group[0], 0.0)) for group in people if group[0] in _QUALIFIED}
    total = sum(cared_for.values())
    heavy_total = world.targets.count("caseholders_20_plus", month.index)
    mean = world.targets.level("caseload_20_plus_per_fte", month.index)
    for group in sorted(demand):
        everyone = force.current.get(group, [])
        if group in cared_for:
            heavy = min(heavy_total * cared_for[group] / total, cared_for[group] / (mean + 1), len(people[group]) * 0.8)
            _mark_heavy(people[group], round(heavy))
            _share(people[group], cared_for[group], mean)
            _share([each for each in everyone if not each.qualified], demand[group] - cared_for[group], mean)
        else:
            _share(everyone, demand[group], mean)


def _mark_heavy(people: list[WorkerRecord], count: int) -> None:
    """Keep the heaviest caseloads with the same people as far as possible: full time, and not in their first year."""
    ranked = sorted(people, key=lambda each: (not each.heavy, each.fte < 1, each.asye is not None, -each.load, each.number))
    for place, worker in enumerate(ranked):
        worker.heavy = place < count


def _share(people: list[WorkerRecord], children: float, mean: float) -> None:
    """Give the heavy caseloads their size, spread about the mean, and share what is left by hours and experience."""
    left = children
    for worker in people:
        if worker.heavy:
            worker.cap = max(mean - 0.5 + (worker.factor - 1.02) * 14, 20.7)
            left -= worker.cap
    light = [each for each in people if not each.heavy]
    weight = sum(each.fte * each.factor for each in light)
    for worker in light:
        worker.cap = min(max(left, 1.0) * worker.fte * worker.factor / weight, 19.0)
