"""The first morning of the history: the children of the authority, and those already known on 1 February 2018."""

from __future__ import annotations

from random import Random

from lightwell.synthetic.days import add_working_days, birthday, history
from lightwell.synthetic.targets import Targets
from lightwell.synthetic.world import (
    LOCALITIES,
    AssessmentSpan,
    Child,
    Episode,
    Help,
    Household,
    Leaver,
    NeedPlan,
    ProtectionPlan,
    World,
    weighted,
)

ETHNICITIES = (
    ("WBRI", 68.0), ("WIRI", 0.3), ("WIRT", 0.1), ("WOTH", 8.0), ("WROM", 0.4), ("MWBC", 1.8), ("MWBA", 1.3), ("MWAS", 1.6),
    ("MOTH", 1.8), ("AIND", 2.6), ("APKN", 2.0), ("ABAN", 1.5), ("AOTH", 2.0), ("BCRB", 0.5), ("BAFR", 2.6), ("BOTH", 0.9),
    ("CHNE", 0.6), ("OOTH", 1.4), ("REFU", 0.3), ("NOBT", 2.3),
)  # fmt: skip
"""Ethnicity of children in a southern English port city, roughly as in the census of 2021."""

_CHILDREN = 64_000
"""Everyone who is a child in the area at some time in the six years."""


def begin(seed: int, targets: Targets) -> World:
    """Make the world as it stands on the morning of the first day."""
    world = World(Random(seed), targets)  # noqa: S311 - invents people, keeps no secret
    _populate(world, round(_CHILDREN * targets.scale))
    _open_protection(world)
    _open_need(world)
    _open_assessments(world)
    _open_help(world)
    _open_leavers(world)
    return world


def _populate(world: World, children: int) -> None:
    first, last = history()[0].first - 6_560, history()[-1].last + 60
    while len(world.children) < children:
        home = new_household(world)
        size = world.weighted(((1, 0.42), (2, 0.36), (3, 0.15), (4, 0.07)))
        born = world.rng.randrange(first, last)
        for _ in range(size):
            new_child(world, home, min(born, last))
            born += world.rng.randrange(400, 1_500)


def new_household(world: World) -> Household:
    """Add a household."""
    locality = world.weighted(((0, 0.36), (1, 0.34), (2, 0.30)))
    home = Household(len(world.households), locality % len(LOCALITIES), weighted(world.rng, ETHNICITIES))
    world.households.append(home)
    return home


def new_child(world: World, home: Household, born: int) -> Child:
    """Add a child to a household."""
    sex = world.weighted((("1", 0.512), ("2", 0.484), ("0", 0.003), ("9", 0.001)))
    child = Child(len(world.children), born, sex, home)
    world.children.append(child)
    home.members.append(child)
    return child


def open_episode(world: World, child: Child, day: int, need: str) -> Episode:
    """Open an episode of need."""
    episode = Episode(child, day, need=need)
    child.episode = episode
    child.known = True
    world.episodes.append(episode)
    return episode


def some_need(world: World) -> str:
    """Choose a primary need as the children in need census of England has them."""
    return world.weighted((("N1", 57), ("N2", 4), ("N3", 5), ("N4", 9), ("N5", 14), ("N6", 3), ("N7", 1), ("N8", 4), ("N9", 2), ("N0", 1)))


def unknown_child(world: World, youngest: float, oldest: float) -> Child:
    """Find a child not yet open whose age in years on the first day is in a range."""
    day = history()[0].first
    return world.some_child(
        day,
        lambda child: not child.episode and not child.help and not child.known and youngest * 365.25 <= day - child.born < oldest * 365.25,
    )


def days_before(world: World, mean: float, most: float) -> int:
    """Choose how many days before the first day something open began."""
    return int(min(world.rng.expovariate(1 / mean), most)) + 1


def _open_protection(world: World) -> None:
    start = history()[0].first
    for _ in range(world.targets.count("cp_plans", 0)):
        child = unknown_child(world, 0, 16.5)
        elapsed = days_before(world, 170, max(start - child.born - 10, 1))
        open_episode(world, child, start - elapsed - world.rng.randrange(20, 120), "N1")
        category = some_category(world)
        again = int(world.rng.random() < world.targets.share("second_or_more_cp_plan", 0))
        child.protection = ProtectionPlan(child, start - elapsed, None, category, category, again)
        child.plans = again + 1
        world.protections.append(child.protection)


def some_category(world: World) -> str:
    """Choose a category of abuse as the children in need census of England has them."""
    return world.weighted((("NEG", 48), ("EMO", 38), ("PHY", 7), ("SAB", 4), ("MUL", 3)))


def _open_need(world: World) -> None:
    start = history()[0].first
    for kind, mean in (("cin_plans_not_cwd", 130), ("cin_plans_cwd", 700)):
        disabilities = kind == "cin_plans_cwd"
        for _ in range(world.targets.count(kind, 0)):
            child = unknown_child(world, 0.5, 17)
            elapsed = days_before(world, mean, max(start - child.born - 60, 1))
            open_episode(world, child, start - elapsed - world.rng.randrange(20, 60), "N2" if disabilities else some_need(world))
            child.disabled = child.disabled or disabilities
            child.need = NeedPlan(child, start - elapsed, None, disabilities)
            world.needs.append(child.need)


def _open_assessments(world: World) -> None:
    start = history()[0].first
    for _ in range(round(430 * world.targets.scale)):
        child = unknown_child(world, 0.1, 17)
        began = start - world.rng.randrange(1, 50)
        open_episode(world, child, began, some_need(world))
        child.assessment = AssessmentSpan(child, began, deadline=add_working_days(began, 45))
        child.referred = began
        world.assessments.append(child.assessment)


def _open_help(world: World) -> None:
    start = history()[0].first
    for _ in range(round(480 * world.targets.scale)):
        child = unknown_child(world, 0.5, 17)
        began = start - days_before(world, 80, 200)
        child.known = True
        child.help = Help(child, began, None, began - 10, "front_door", True, began - 3, min(began + 20, start - 1), True)
        child.help.due = start + world.rng.randrange(5, 160)
        world.helps.append(child.help)


def _open_leavers(world: World) -> None:
    start = history()[0].first
    for _ in range(round(1.25 * world.targets.count("care_leavers", 0))):
        home = new_household(world)
        child = new_child(world, home, start - world.rng.randrange(6_600, 8_600))
        child.known = True
        came = birthday(child.born, 18)
        if len([1 for leaver in world.leavers if leaver.end is None]) >= world.targets.count("care_leavers", 0):
            child.last_event = start
            world.left_care.append(child)
            continue
        open_episode(world, child, came - world.rng.randrange(200, 2_500), "N1")
        child.leaver = Leaver(child, came)
        world.leavers.append(child.leaver)
