"""Which group of teams is responsible for each child, and from when to when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from lightwell.synthetic.teams import Group
from lightwell.synthetic.world import CarePeriod, Child, NeedPlan, World

NEVER = 10**6
"""The end of what has not ended."""


@dataclass(slots=True, eq=False)
class Segment:
    """A stretch for which one group of teams is responsible for a child."""

    child: Child
    start: int
    end: int
    group: Group

    @property
    def social_care(self) -> bool:
        """Whether the child counts as open to the service, and not only to early help."""
        return self.group[0] != "early_help"


@dataclass(frozen=True)
class _Claim:
    """A status that makes a group responsible, unless one of lower rank does."""

    start: int
    end: int
    rank: int
    group: Group


def segments(world: World) -> list[Segment]:
    """Give the stretches of every child, in order of their start."""
    claims: dict[int, list[_Claim]] = {}
    for child, claim in _claims(world):
        if claim.end > claim.start:
            claims.setdefault(child.number, []).append(claim)
    found = []
    for number, each in claims.items():
        found += _sweep(world.children[number], each)
    return sorted(found, key=lambda segment: (segment.start, segment.child.number))


def _claims(world: World) -> Iterator[tuple[Child, _Claim]]:
    for care in world.cares:
        yield from ((care.child, claim) for claim in _of_care(world, care))
    for plan in world.protections:
        yield plan.child, _Claim(plan.start, plan.end or NEVER, 2, ("safeguarding", plan.child.household.locality))
    for need in world.needs:
        yield need.child, _Claim(need.start, need.end or NEVER, 3, _group_for_need(world, need))
    for leaver in world.leavers:
        yield leaver.child, _Claim(leaver.start, leaver.end or NEVER, 4, ("leaving_care", -1))
    for span in world.assessments:
        yield span.child, _Claim(span.start, span.end or NEVER, 5, ("assessment", span.child.household.locality))
    for work in world.helps:
        if work.works:
            yield work.child, _Claim(work.start, work.end or NEVER, 6, ("early_help", work.child.household.locality))


def _of_care(world: World, care: CarePeriod) -> Iterator[_Claim]:
    """Leave a child with the safeguarding team for the first months, while the court decides.

    One who comes alone goes to a care team at once.
    """
    end = care.end or NEVER
    change = care.start if care.unaccompanied else min(care.start + world.rng.randrange(60, 200), end)
    yield _Claim(care.start, change, 1, ("safeguarding", care.child.household.locality))
    yield _Claim(change, end, 1, ("care", -1))


def _group_for_need(world: World, need: NeedPlan) -> Group:
    if need.disabilities:
        return ("disabilities", -1)
    if need.child.age(need.start) >= 13 and world.rng.random() < 0.4:
        return ("young_people", -1)
    return ("safeguarding", need.child.household.locality)


def _sweep(child: Child, claims: list[_Claim]) -> list[Segment]:
    """Go through the days on which something changes and give each stretch to the claim of lowest rank."""
    days = sorted({day for claim in claims for day in (claim.start, claim.end)})
    found: list[Segment] = []
    for start, end in pairwise(days):
        holding = [claim for claim in claims if claim.start <= start and claim.end >= end]
        if not holding:
            continue
        group = min(holding, key=lambda claim: claim.rank).group
        if found and found[-1].end == start and found[-1].group == group:
            found[-1].end = end
        else:
            found.append(Segment(child, start, end, group))
    return found
