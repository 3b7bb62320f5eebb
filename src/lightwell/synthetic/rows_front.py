"""Writes the rows of the front door, early help, assessment and plans."""

from __future__ import annotations

from lightwell.synthetic.days import add_working_days, history
from lightwell.synthetic.ledger import Ledger
from lightwell.synthetic.responsible import Responsible
from lightwell.synthetic.world import World

_AGENCIES = ("Family Help", "School", "Health visiting service", "Voluntary sector partner", "Housing service")


def write_front_door(world: World, ledger: Ledger, who: Responsible) -> None:
    """Write contacts, early help episodes and referrals."""
    for child, day, source, outcome in world.contacts:
        screener, front_door = who.screening(day)
        decided = add_working_days(day, 0 if ledger.flag(0.45) else 1 if ledger.flag(0.85) else 3)
        ledger.add("contacts", ledger.soon(day), child.id, day, source, max(decided, day), outcome, front_door, screener)
    for child, day, source, no_action, need in world.referrals:
        worker, team = who.screening(day) if no_action else who.of(child, day)
        decided = max(add_working_days(day, 0 if ledger.flag(0.5) else 1 if ledger.flag(0.9) else 2), day)
        ledger.add("referrals", ledger.soon(day), child.id, day, source, decided, no_action, need, team, worker)
    for span in world.helps:
        child = span.child
        worker, team = who.of(child, span.start) if span.works else (None, who.family_team(child, span.referred))
        agency = _AGENCIES[0] if ledger.flag(0.7) else ledger.rng.choice(_AGENCIES[1:])
        ledger.add(
            "early_help_episodes", ledger.soon(max(span.referred, history()[0].first - 400)), child.id,
            span.referred, span.source, span.required,
            span.assessed_from, span.assessed_by, agency if span.assessed_from else None, span.start if span.works else None, span.end,
            agency if span.works else None, team, worker,
        )  # fmt: skip


def write_need(world: World, ledger: Ledger, who: Responsible) -> None:
    """Write episodes of need, assessments and child in need plans."""
    for episode in world.episodes:
        worker, team = who.last_of(episode.child, episode.start, episode.end)
        reason = episode.reason if episode.end is not None else None
        ledger.add(
            "episodes_of_need", ledger.soon(episode.start), episode.child.id, episode.start, episode.end, episode.need, reason, team, worker
        )
    for span in world.assessments:
        child = span.child
        worker, team = who.of(child, min(span.start + 1, span.end or span.start + 1))
        seen: int | None = max(add_working_days(span.start, 1 + int(ledger.rng.expovariate(1 / 4))), span.start)
        if seen is not None and (seen > (span.end if span.end is not None else history()[-1].last) or ledger.flag(0.02)):
            seen = None
        recorded = None if span.end is None else ledger.soon(span.end)
        outcome = span.outcome or None
        known = ledger.soon(span.start)
        ledger.add("assessments", known, child.id, span.start, seen, seen is not None, span.end, recorded, outcome, team, worker)
    for plan in world.needs:
        ledger.add("child_in_need_plans", ledger.soon(plan.start), plan.child.id, plan.start, plan.end)


def write_protection(world: World, ledger: Ledger, who: Responsible) -> None:
    """Write strategy discussions, enquiries, conferences and child protection plans."""
    for child, day in world.discussions:
        worker, team = who.of(child, day)
        ledger.add("strategy_discussions", ledger.soon(day), child.id, day, team, worker)
    for each in world.enquiries:
        worker, team = who.of(each.child, each.start)
        exempt = each.exempt if each.end is not None else None
        ledger.add(
            "section_47_enquiries",
            ledger.soon(each.start),
            each.child.id,
            each.start,
            each.start,
            each.end,
            exempt,
            each.conference,
            team,
            worker,
        )
    for child, kind, day, led in sorted(world.conferences, key=lambda row: (row[2], row[0].number)):
        ledger.add("conferences", ledger.soon(day), child.id, kind, day, led, who.chair(child, day))
    for plan in world.protections:
        ledger.add(
            "child_protection_plans",
            ledger.soon(plan.start),
            plan.child.id,
            plan.start,
            plan.end,
            plan.first_category,
            plan.category,
            plan.previous,
        )
