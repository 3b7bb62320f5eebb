"""Small, dense, awkward journeys from a seed: dates at the edges of every clock, ties, overlaps, blanks and strangers.

Whatever can be wrong with real records that were let in is here on purpose: children without a person, teams that nobody knows, two
allocations that begin on the same day, plans that overlap, workers without a post.
"""

from __future__ import annotations

from datetime import date, timedelta

from lightwell.journey import RECORDS
from tests.generative.edges import plant_a_wait, plant_edges, plant_first_and_last_days, plant_late_allocation
from tests.generative.maker import TEAMS, WORKERS, Maker, maker_for
from tests.reference.days import months_before
from tests.reference.facts import months_known
from tests.reference.journey import Journey

DAYS_OF_EXTRACT = (
    date(2024, 2, 29),
    date(2024, 1, 31),
    date(2024, 4, 1),
    date(2023, 12, 30),
    date(2022, 9, 30),
    date(2021, 3, 31),
    date(2025, 3, 1),
    date(2026, 8, 31),
)
"""Month ends, days just before and after one, a leap day, and the day on which a financial year ends."""


def _team_and_workers(maker: Maker) -> None:
    for team in TEAMS:
        kind = {"kind": "disabilities"} if team == "Cwd" else {}
        maker.row("teams", team=team, name=f"Team {team}", **kind)
    for worker in WORKERS[:-1]:
        maker.row("workers", worker=worker)
        for _ in range(maker.rng.choice((0, 1, 1, 2))):
            maker.row("posts", worker=worker)


def _person(maker: Maker, child: str) -> None:
    rng = maker.rng
    if rng.random() < 0.06:
        return
    years = rng.choice((0, 1, 2, 3, 3, 4, 4, 5, 5, 9, 10, 15, 16, 17, 18, 20))
    day = maker.day()
    days = (day, months_before(day, 12 * years), months_before(day, 12 * years), date(2004 + 4 * (years % 5), 2, 29))
    born = {} if rng.random() < 0.1 else {"born_on": rng.choice(days)}
    maker.row("people", child=child, **born)
    maker.some("disabilities", 1, child)


def _allocations(maker: Maker, child: str) -> None:
    rng = maker.rng
    start = min(maker.at_limit("same_worker_days"), rng.choice(maker.ends))
    worker = rng.choice(WORKERS)
    team = rng.choice(("Cwd", "Cwd", *TEAMS))
    for _ in range(rng.randint(0, 5)):
        row = maker.row("allocations", child=child, role="primary", worker=worker, team=team, started_on=start)
        if row["ended_on"] is None and rng.random() < 0.5:
            break
        start = (row["ended_on"] or maker.after(start)) + timedelta(days=rng.choice((-1, 0, 1, 1, 2)))
        worker, team = rng.choice((worker, worker, *WORKERS)), rng.choice((team, *TEAMS))
    maker.some("allocations", 2, child)


def _early_help(maker: Maker, child: str) -> None:
    day = maker.at_limit(maker.rng.choice(("early_help_visit_days", "supervision_days")))
    maker.some("early_help_episodes", 1, child, referred_on=day, started_on=day)
    maker.some("early_help_episodes", 4, child)
    maker.some("visits", 8, child, purpose="early_help")


def _front_door(maker: Maker, child: str) -> None:
    maker.some("contacts", 6, child)
    for referral in maker.some("referrals", 5, child):
        maker.some("referrals", 1, child, received_on=maker.past("re_referral_days", referral["received_on"]))
    maker.some("episodes_of_need", 2, child)
    maker.some("assessments", 6, child)


def _in_need(maker: Maker, child: str) -> None:
    for plan in maker.some("child_in_need_plans", 2, child):
        maker.some("child_in_need_reviews", 3, child, held_on=maker.after(plan["started_on"]))
    maker.some("child_in_need_reviews", 1, child)
    maker.some("visits", 10, child, purpose="child_in_need")
    maker.some("visit_agreements", 3, child, purpose="child_in_need")


def _disabilities(maker: Maker, child: str) -> None:
    plan = maker.row("child_in_need_plans", child=child, ended_on=None)
    maker.row("allocations", child=child, role="primary", team="Cwd", started_on=plan["started_on"])
    maker.some("visits", 8, child, purpose="child_in_need")
    maker.some("visit_agreements", 1, child, purpose="child_in_need")
    maker.some("supervisions", 3, child)


def _protection(maker: Maker, child: str) -> None:
    rng = maker.rng
    held = [row["held_on"] for row in maker.some("strategy_discussions", 5, child)]
    for day in (*held, maker.day()):
        known = {"strategy_discussion_on": day, "started_on": max(day, maker.day() if rng.random() < 0.2 else day)}
        maker.some("section_47_enquiries", 3, child, **(known if rng.random() < 0.7 else {}))
    maker.some("conferences", 2, child)
    for plan in maker.some("child_protection_plans", 3, child):
        maker.some("core_groups", 4, child, held_on=maker.after(plan["started_on"]))
    maker.some("core_groups", 1, child)
    maker.some("visits", 10, child, purpose="child_protection")


def _care(maker: Maker, child: str) -> None:
    for period in maker.some("periods_of_care", 3, child):
        start = period["started_on"]
        maker.some("health_assessments", 1, child, held_on=start + timedelta(days=maker.rng.randrange(24, 34)))
        maker.some("placements", 1, child, started_on=start)
    maker.some("placements", 4, child)
    maker.some("legal_statuses", 2, child)
    maker.some("care_reviews", 2, child)
    maker.some("health_assessments", 6, child)
    maker.some("visits", 10, child, purpose="in_care")
    maker.some("visit_agreements", 3, child, purpose="in_care")
    for table in ("dental_checks", "missing_episodes", "adoptions"):
        maker.some(table, 1, child)


def _protected(maker: Maker, child: str) -> None:
    maker.row("child_protection_plans", child=child, ended_on=None)
    maker.some("visits", 6, child, purpose="child_protection")
    maker.some("core_groups", 4, child)
    maker.some("supervisions", 3, child)


def _settled_in_care(maker: Maker, child: str) -> None:
    start = months_before(maker.rng.choice(maker.ends), 14)
    maker.row("periods_of_care", child=child, started_on=start, ended_on=None)
    maker.some("health_assessments", 4, child)
    maker.some("visits", 4, child, purpose="in_care")
    maker.some("placements", 4, child)


def _leaver(maker: Maker, child: str) -> None:
    maker.some("care_leavers", 2, child)


_STAGES = (_front_door, _early_help, _in_need, _in_need, _protection, _care, _care, _leaver)


def invent(seed: int) -> Journey:
    """Invent a journey of 10 to 40 children, with the parameters that stand with it; the same one for the same seed."""
    as_at = DAYS_OF_EXTRACT[seed % len(DAYS_OF_EXTRACT)]
    months = months_known(Journey({}, as_at, {}))
    maker = maker_for(seed, as_at, months)
    rng = maker.rng
    _team_and_workers(maker)
    maker.row("adopters", adopter="Adopter")
    for number in range(rng.randint(10, 40) if seed % 4 else 40):
        child = f"C{number}"
        _person(maker, child)
        _allocations(maker, child)
        if rng.random() < 0.36:
            rng.choice((_disabilities, _protected, _settled_in_care))(maker, child)
            continue
        for stage in rng.sample(_STAGES, k=rng.choice((0, 1, 2, 2, 3, 3, 6))):
            stage(maker, child)
        maker.some("supervisions", 8, child)
    plant_edges(maker, seed)
    plant_late_allocation(maker)
    plant_first_and_last_days(maker)
    plant_a_wait(maker)
    tables = {record.table: maker.tables[record.table] for record in RECORDS}
    for rows in tables.values():
        rng.shuffle(rows)
    return Journey(tables, as_at, maker.held)
