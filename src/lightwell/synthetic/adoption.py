"""Plans of adoption, and the people who want to adopt."""

from __future__ import annotations

from dataclasses import dataclass

from lightwell.synthetic.beginning import ETHNICITIES
from lightwell.synthetic.days import history
from lightwell.synthetic.placements import ADOPTIVE, Homes
from lightwell.synthetic.world import CarePeriod, World


@dataclass(slots=True)
class AdoptionPlan:
    """One plan of adoption; days that have not come, or never will, are None."""

    care: CarePeriod
    family: str | None
    decided: int
    ordered: int | None = None
    matched: int | None = None
    placed: int | None = None
    adopted: int | None = None
    early: int | None = None
    reversed: int | None = None
    reason: str | None = None


@dataclass(slots=True)
class AdopterPerson:
    """One person who enquired about adopting."""

    family: str
    sex: str
    ethnicity: str
    disabled: bool
    early: bool
    enquired: int
    stage_1: tuple[int, int | None] | None = None
    stage_2: tuple[int, int | None] | None = None
    applied: int | None = None
    approved: int | None = None
    plan: AdoptionPlan | None = None
    left: int | None = None
    left_reason: str | None = None


def adoptions(world: World, homes: Homes) -> list[AdoptionPlan]:
    """Make a plan for every child placed with adopters, and for some young children in care who are not."""
    found: list[AdoptionPlan] = []
    for care in world.cares:
        placed = next((each for each in homes.of[id(care)] if each.setting is ADOPTIVE), None)
        if placed:
            found.append(_placed(world, care, placed.start, len(found)))
        elif _might_have_been(world, care):
            found.append(_not_placed(world, care))
    return found


def _placed(world: World, care: CarePeriod, day: int, number: int) -> AdoptionPlan:
    matched = day - world.rng.randrange(10, 40)
    ordered = matched - world.rng.randrange(20, 160)
    decided = max(ordered - world.rng.randrange(10, 50), care.start + 5)
    adopted = care.end if care.leaves_at in ("E11", "E12") else None
    early = max(care.start, decided - 60) if world.rng.random() < 0.12 else None
    return AdoptionPlan(care, f"F{4000 + number}", decided, max(ordered, decided), max(matched, decided), day, adopted, early)


def _might_have_been(world: World, care: CarePeriod) -> bool:
    last = care.end if care.end is not None else history()[-1].last
    young = (care.start - care.child.born) < 4 * 365
    return young and not care.unaccompanied and last - care.start > 200 and world.rng.random() < 0.16


def _not_placed(world: World, care: CarePeriod) -> AdoptionPlan:
    """Make a plan that waits for a match, or is given up."""
    last = care.end if care.end is not None else history()[-1].last
    decided = care.start + world.rng.randrange(90, max(last - care.start - 60, 91))
    plan = AdoptionPlan(care, None, decided)
    if world.rng.random() < 0.6:
        plan.ordered = decided + world.rng.randrange(14, 60)
    if care.end is not None or decided < last - 500 or world.rng.random() < 0.3:
        plan.reversed = min(decided + world.rng.randrange(60, 500), last)
        plan.reason = world.weighted((("RD1", 30), ("RD2", 20), ("RD3", 25), ("RD4", 25)))
    return plan


def adopters(world: World, plans: list[AdoptionPlan]) -> list[AdopterPerson]:
    """Invent the adopters of every child who was placed, and others on their way or gone."""
    found: list[AdopterPerson] = []
    for plan in plans:
        if plan.family and plan.matched:
            found += _family(world, plan.family, plan.matched - world.rng.randrange(90, 500), plan)
    first, last = history()[0].first, history()[-1].last
    for number in range(round(150 * world.targets.scale) + 3):
        found += _family(world, f"F{8000 + number}", world.rng.randrange(first, last - 100), None)
    return sorted(found, key=lambda person: person.enquired)


def _family(world: World, family: str, approved: int, plan: AdoptionPlan | None) -> list[AdopterPerson]:
    """Invent one or two adopters of a family: stage 1 takes two months, stage 2 four; some of those without a child leave."""
    enquired = approved - world.rng.randrange(230, 400)
    start_1 = enquired + world.rng.randrange(14, 60)
    end_1 = start_1 + world.rng.randrange(45, 80)
    start_2 = end_1 + world.rng.randrange(1, 25)
    early = bool(plan and plan.early)
    left = approved - world.rng.randrange(-300, 150) if plan is None and world.rng.random() < 0.4 else None
    reason = world.weighted((("1", 70), ("2", 20), ("3", 10))) if left else None
    ethnicity = world.weighted(ETHNICITIES)
    people = []
    for sex in world.weighted(((("2", "1"), 72), (("2",), 12), (("2", "2"), 8), (("1", "1"), 8))):
        person = AdopterPerson(family, sex, ethnicity, world.rng.random() < 0.04, early, enquired, plan=plan, left=left, left_reason=reason)
        stop = left if left is not None else approved + 1
        person.stage_1 = (start_1, end_1 if end_1 <= stop else None) if start_1 <= stop else None
        person.stage_2 = (start_2, approved if approved <= stop else None) if start_2 <= stop else None
        person.applied = start_2 if start_2 <= stop else None
        person.approved = approved if approved <= stop else None
        people.append(person)
    return people
