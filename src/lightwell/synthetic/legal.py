"""The legal status of each child in care, from the first order to the day on which care ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lightwell.synthetic.days import history
from lightwell.synthetic.placements import ADOPTIVE, Homes
from lightwell.synthetic.world import CarePeriod, World


@dataclass(frozen=True)
class LegalSpan:
    """One legal status of one child."""

    care: CarePeriod
    start: int
    end: int | None
    status: str


def legal_statuses(world: World, homes: Homes) -> list[LegalSpan]:
    """Give the statuses of every period of care, in order, without gaps."""
    found = []
    for care in world.cares:
        steps = sorted(_steps(world, homes, care))
        last = care.end if care.end is not None else history()[-1].last
        steps = [step for place, step in enumerate(steps) if place == 0 or (step[0] < last and step[1] != steps[place - 1][1])]
        for place, (day, status) in enumerate(steps):
            end = steps[place + 1][0] if place + 1 < len(steps) else care.end
            found.append(LegalSpan(care, day, end, status))
    return found


def _steps(world: World, homes: Homes, care: CarePeriod) -> Iterator[tuple[int, str]]:
    """List each day on which the status changes, with the new status; days after the end are left to the caller."""
    day, status = care.start, care.order
    yield day, status
    if status in ("L1", "L2"):
        day += world.rng.randrange(2, 8)
        status = "C1" if world.rng.random() < 0.6 else "V2"
        yield day, status
    if status == "V2" and not care.unaccompanied and world.rng.random() < 0.3:
        day += world.rng.randrange(40, 300)
        status = "C1"
        yield day, status
    if status == "C1" and world.rng.random() < 0.75:
        day += world.rng.randrange(170, 330)
        status = "C2"
        yield day, status
    adoptive = next((each for each in homes.of.get(id(care), []) if each.setting is ADOPTIVE), None)
    if adoptive and status != "E1" and adoptive.start - 60 > day:
        yield adoptive.start - world.rng.randrange(15, 60), "E1"
