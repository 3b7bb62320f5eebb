"""Writes the rows of care, adoption and leaving care."""

from __future__ import annotations

from lightwell.synthetic.adoption import AdopterPerson, adopters, adoptions
from lightwell.synthetic.days import history, next_working_day
from lightwell.synthetic.health import dental_checks, health_checks, missing_episodes
from lightwell.synthetic.ledger import Ledger
from lightwell.synthetic.legal import legal_statuses
from lightwell.synthetic.meetings import care_reviews
from lightwell.synthetic.placements import ADOPTIVE, INDEPENDENT, OWN_HOME, PRIVATE_HOME, SEMI, Homes, PlacementSpan
from lightwell.synthetic.responsible import Responsible
from lightwell.synthetic.world import CarePeriod, Child, World

_PLANS = {
    "P1": "return",
    "K2": "residential",
    "S1": "residential",
    "H5": "supported",
    "P2": "supported",
    "U1": "fostering",
    "U4": "fostering",
}
_TAKING_PART = (("PN1", 56), ("PN2", 6), ("PN3", 5), ("PN4", 2), ("PN5", 12), ("PN6", 11), ("PN7", 8))
_ACTIVITIES = (("F2", 18), ("F1", 7), ("P2", 4), ("F3", 5), ("F4", 4), ("F5", 15), ("P5", 6), ("G4", 9), ("G5", 26), ("G6", 6))
_LIVING = (
    ("U", 34),
    ("D", 18),
    ("B", 12),
    ("Z", 11),
    ("T", 5),
    ("E", 4),
    ("K", 4),
    ("X", 3),
    ("S", 2),
    ("Y", 3),
    ("R", 2),
    ("W", 1),
    ("C", 1),
)
_UNSUITABLE = ("X", "S", "W", "R", "V")


def write_care(world: World, ledger: Ledger, who: Responsible, homes: Homes) -> None:
    """Write periods of care, placements, legal statuses and reviews."""
    for care in world.cares:
        plan, planned = _permanence(world, homes, care)
        need = (
            "N8" if care.unaccompanied else world.weighted((("N1", 66), ("N5", 13), ("N4", 8), ("N8", 6), ("N3", 3), ("N2", 3), ("N6", 1)))
        )
        reason = care.leaves_at or None
        ledger.add("periods_of_care", ledger.soon(care.start), care.child.id, care.start, care.end, reason, need, plan, planned)
    for placement in homes.all:
        _write_placement(world, ledger, placement)
    for status in legal_statuses(world, homes):
        ledger.add("legal_statuses", ledger.soon(status.start), status.care.child.id, status.start, status.end, status.status)
    for review in care_reviews(world):
        part = "PN0" if review.child.age(review.day) < 4 else world.weighted(_TAKING_PART)
        recorded = review.day + world.weighted(((0, 50), (1, 20), (4, 20), (12, 10)))
        ledger.add("care_reviews", recorded, review.child.id, review.day, part, recorded, who.chair(review.child, review.day))


def _permanence(world: World, homes: Homes, care: CarePeriod) -> tuple[str | None, int | None]:
    """Give the permanence plan and the day on which it was agreed, about the time of the second review."""
    planned = next_working_day(care.start + 90 + world.rng.randrange(0, 50))
    last = care.end if care.end is not None else history()[-1].last
    if planned > last:
        return None, None
    places = homes.of[id(care)]
    if any(each.setting is ADOPTIVE for each in places):
        return "adoption", planned
    if care.leaves_at in ("E41", "E45", "E46", "E47"):
        return "sgo_cao", planned
    if care.leaves_at == "E4A":
        return "return", planned
    return _PLANS.get(places[-1].kind, "other" if world.rng.random() < 0.3 else "fostering"), planned


def _write_placement(world: World, ledger: Ledger, placement: PlacementSpan) -> None:
    rng = world.rng
    setting = placement.setting
    inside = rng.random() < (0.72 if placement.provider in ("PR1", "PR0") else 0.3)
    distance = round(rng.uniform(0.3, 7.0) if inside else min(6 + rng.expovariate(1 / 24), 240), 1)
    if placement.kind == "P1":
        distance = round(rng.uniform(0.0, 3.0), 1)
    postcode = f"ZZ{rng.randrange(1, 20) if inside else rng.randrange(20, 99)} {rng.randrange(1, 10)}{some_letters(rng.randrange(400))}"
    registered = placement.registration == "registered" and setting in (PRIVATE_HOME, OWN_HOME)
    urn = f"SC9{rng.randrange(10_000, 99_999)}" if registered else None
    if setting in (SEMI, INDEPENDENT) and placement.start >= history()[-1].first and rng.random() < 0.2:
        urn = f"SA9{rng.randrange(10_000, 99_999)}"
    ledger.add(
        "placements", ledger.soon(placement.start), placement.care.child.id, placement.start,
        placement.end, placement.kind, placement.provider,
        placement.registration, placement.reason or None, placement.same_carer, urn, distance, inside, postcode,
    )  # fmt: skip


def some_letters(number: int) -> str:
    """Give two of the letters that end a postcode."""
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    return letters[number // 20 % 20] + letters[number % 20]


def write_health(world: World, ledger: Ledger) -> None:
    """Write health assessments, dental checks and missing episodes."""
    for check in health_checks(world):
        received = check.day + world.rng.randrange(2, 25)
        ledger.add("health_assessments", ledger.soon(check.day), check.child.id, check.kind, check.day, received)
    for tooth in dental_checks(world):
        ledger.add("dental_checks", ledger.soon(tooth.day) + world.rng.randrange(0, 12), tooth.child.id, tooth.day)
    for gone in missing_episodes(world):
        ledger.add("missing_episodes", ledger.soon(gone.start), gone.child.id, gone.kind, gone.start, gone.end, gone.offered, gone.accepted)


def write_adoption(world: World, ledger: Ledger, homes: Homes) -> None:
    """Write plans of adoption and adopters."""
    plans = adoptions(world, homes)
    for plan in sorted(plans, key=lambda each: each.decided):
        ledger.add(
            "adoptions", ledger.soon(plan.decided), plan.care.child.id, plan.family, plan.decided, plan.ordered, plan.matched, plan.placed,
            plan.adopted, plan.early, plan.reversed, plan.reason,
        )  # fmt: skip
    for number, person in enumerate(adopters(world, plans)):
        _write_adopter(ledger, f"A{20_000 + number}", person)


def _write_adopter(ledger: Ledger, name: str, person: AdopterPerson) -> None:
    one, two, plan = person.stage_1 or (None, None), person.stage_2 or (None, None), person.plan
    ledger.add(
        "adopters", ledger.soon(person.enquired), name, person.family, person.sex, person.ethnicity, person.disabled, person.early,
        person.enquired, one[0], one[1], two[0], two[1], person.applied, person.approved, plan.matched if plan else None,
        plan.placed if plan else None, 1 if plan and plan.placed else 0, plan.adopted if plan else None, person.left, person.left_reason,
    )  # fmt: skip


def write_leavers(world: World, ledger: Ledger) -> None:
    """Write care leavers, with what is known of each now."""
    for leaver in world.leavers:
        touch = world.weighted((("YES", 91), ("NO", 4), ("REFU", 2), ("NREQ", 2), ("RHOM", 1)))
        living = world.weighted(_LIVING) if touch == "YES" else None
        category = "former_relevant" if world.rng.random() < 0.93 else "qualifying"
        suitable = None if living is None else living not in _UNSUITABLE
        activity = world.weighted(_ACTIVITIES) if living else None
        last = leaver.end if leaver.end is not None else history()[-1].last
        pathway = _latest_pathway_plan(leaver.child, leaver.start, last)
        ledger.add(
            "care_leavers",
            ledger.soon(leaver.start),
            leaver.child.id,
            leaver.start,
            leaver.end,
            category,
            touch,
            living,
            suitable,
            activity,
            pathway,
        )


def _latest_pathway_plan(child: Child, start: int, last: int) -> int | None:
    """Give the day of the latest pathway plan: one every six months, the first within two."""
    first = start + child.number % 60
    return first + (last - first) // 182 * 182 if last >= first else None
