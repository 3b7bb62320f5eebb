"""The invented authority as a whole: invented from a seed, the same bytes every time."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import pyarrow as pa

from lightwell.periods import Month
from lightwell.synthetic.assessment import complete_assessments
from lightwell.synthetic.beginning import begin
from lightwell.synthetic.care import bring_into_care, leave_care, open_care, plan_care
from lightwell.synthetic.caseload import allocate
from lightwell.synthetic.days import history
from lightwell.synthetic.early_help import help_early
from lightwell.synthetic.front_door import receive_contacts, receive_referrals
from lightwell.synthetic.leaving import support_leavers
from lightwell.synthetic.ledger import Ledger, build_tables
from lightwell.synthetic.meetings import review_conferences
from lightwell.synthetic.mistakes import Mistake, make_mistakes
from lightwell.synthetic.need import close_cases
from lightwell.synthetic.placements import place_children
from lightwell.synthetic.practice import Practice
from lightwell.synthetic.protection import end_plans, protect
from lightwell.synthetic.responsible import Responsible
from lightwell.synthetic.rows_care import write_adoption, write_care, write_health, write_leavers
from lightwell.synthetic.rows_front import write_front_door, write_need, write_protection
from lightwell.synthetic.rows_people import write_people
from lightwell.synthetic.rows_work import write_allocations, write_meetings, write_supervisions, write_visits, write_workforce
from lightwell.synthetic.targets import POPULATIONS, targets
from lightwell.synthetic.teams import staff_office
from lightwell.synthetic.visits import agree
from lightwell.synthetic.world import World

NAME = "Halvermouth City Council"
CODE = "E06009999"

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Authority:
    """An invented authority: its whole history as typed tables, what is known when, and the mistakes made in recording it.

    `journey` holds one table for each record type with the columns of the journey model and `_known_on`, the day on which the row was
    recorded. `months` are the months of the history, the last one the latest that can be extracted.
    """

    name: str
    code: str
    journey: Mapping[str, pa.Table]
    months: tuple[Month, ...]
    mistakes: tuple[Mistake, ...]


def invent(seed: int = 2024, progress: Progress | None = None, *, scale: float = 1.0, practice: Practice | None = None) -> Authority:
    """Invent the authority; `scale` below 1 makes a smaller one for tests, `progress` is told the step and the part done, from 0 to 1.

    `practice` is what is planted, so that a test or a measurement knows when practice changed. Raises `Refused` where that cannot be.
    """
    with _no_collecting():
        return _invent(seed, progress or (lambda _step, _part: None), scale, practice or Practice())


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Pause the collector of reference cycles: it would go through millions of live objects again and again, and find none to free."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _invent(seed: int, tell: Progress, scale: float, practice: Practice) -> Authority:
    world = simulate(seed, scale, practice, tell)
    tell("Allocating workers", 0.35)
    load = allocate(world)
    office = staff_office(world, load.force)
    tell("Writing the records", 0.55)
    ledger = _write(world, Responsible(world.rng, load, office), tell)
    tell("Building the tables", 0.9)
    journey = build_tables(ledger)
    mistakes = make_mistakes(world.rng, journey)
    tell("Invented", 1.0)
    return Authority(NAME, CODE, journey, tuple(month.month for month in history()), mistakes)


def simulate(seed: int, scale: float, practice: Practice, tell: Progress) -> World:
    """Live through all months: what happens to children, without who does the work."""
    world = begin(seed, targets(scale, seed, practice))
    plan = plan_care(world)
    open_care(world, plan)
    for month in history():
        tell(f"Inventing {month.month.name}", 0.35 * month.index / len(history()))
        receive_referrals(world, month)
        protect(world, month)
        bring_into_care(world, plan, month)
        leave_care(world, plan, month)
        end_plans(world, month)
        support_leavers(world, month)
        complete_assessments(world, month)
        help_early(world, month)
        receive_contacts(world, month)
        close_cases(world, month)
    return world


def _write(world: World, who: Responsible, tell: Progress) -> Ledger:
    ledger = Ledger(world.rng)
    homes = place_children(world)
    world.conferences += [(meeting.child, "review", meeting.day, True) for meeting in review_conferences(world)]
    write_front_door(world, ledger, who)
    write_need(world, ledger, who)
    write_protection(world, ledger, who)
    write_care(world, ledger, who, homes)
    write_health(world, ledger)
    write_adoption(world, ledger, homes)
    write_leavers(world, ledger)
    write_allocations(world, ledger, who, who.load, homes)
    write_workforce(ledger, who.load)
    tell("Visiting", 0.65)
    write_visits(world, ledger, who, agree(world))
    write_meetings(world, ledger, who)
    tell("Supervising", 0.8)
    write_supervisions(world, ledger, who)
    write_people(world, ledger)
    return ledger


def settings(authority: Authority) -> dict[str, object]:
    """Give what stands in the authority's settings file: its name, code, that it is invented, and populations by first day."""
    populations = [{"from": start.start, "children_under_18": children, "release": release} for start, children, release in POPULATIONS]
    return {"authority": authority.code, "name": authority.name, "demonstration": True, "populations": populations}
