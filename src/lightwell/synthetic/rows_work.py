"""Writes the rows of the work around children: visits, supervision, meetings, allocations, workers, posts and teams."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lightwell.synthetic.caseload import Caseload, Holding
from lightwell.synthetic.days import birthday, history
from lightwell.synthetic.ledger import Ledger
from lightwell.synthetic.meetings import core_groups, need_reviews
from lightwell.synthetic.placements import Homes
from lightwell.synthetic.responsible import Responsible, code_on
from lightwell.synthetic.supervision import supervise
from lightwell.synthetic.teams import RESTRUCTURE, WorkerRecord
from lightwell.synthetic.visits import Agreement, Visited, visit
from lightwell.synthetic.world import LOCALITIES, Span, World

_LATE = 0.034
"""Chance that a record is made, or authorised, much later than it should be."""


def _recorded(ledger: Ledger, day: int) -> tuple[int, int]:
    """Give the days on which something is recorded and authorised: mostly at once, some a few days later, a few weeks later."""
    chance = ledger.rng.random()
    recorded = day + (0 if chance < 0.86 else 1 if chance < 0.94 else 2 if chance < 1 - _LATE else ledger.rng.randrange(4, 30))
    chance = ledger.rng.random()
    return recorded, recorded + (0 if chance < 0.9 else 1 if chance < 1 - _LATE else ledger.rng.randrange(2, 25))


def write_visits(world: World, ledger: Ledger, who: Responsible, agreements: Sequence[Agreement]) -> None:
    """Write visits, with some that do not count: by telephone or video, or where the child was not seen."""
    for each in visit(world, agreements):
        if each.day < each.child.born:
            continue
        _write_visit(ledger, who, each, each.day, "face_to_face", seen=True)
        if ledger.flag(0.06) and each.day + 2 <= history()[-1].last:
            mode = "face_to_face" if ledger.flag(0.45) else "virtual" if ledger.flag(0.4) else "telephone"
            _write_visit(ledger, who, each, each.day + 2, mode, seen=mode == "virtual")
    for agreement in agreements:
        span = agreement.span
        manager = who.office("Team Manager", agreement.agreed).id
        known = ledger.soon(agreement.agreed)
        ledger.add("visit_agreements", known, span.child.id, agreement.purpose, agreement.agreed, span.end, agreement.days, manager)


def _write_visit(ledger: Ledger, who: Responsible, each: Visited, day: int, mode: str, *, seen: bool) -> None:
    recorded, authorised = _recorded(ledger, day)
    alone = seen and mode == "face_to_face" and each.child.age(day) >= 4 and ledger.flag(0.8)
    approved = None if not seen and ledger.flag(0.05) else authorised
    worker, _ = who.of(each.child, day)
    ledger.add("visits", recorded, each.child.id, day, recorded, approved, each.purpose, mode, seen, alone, worker)


def write_supervisions(world: World, ledger: Ledger, who: Responsible) -> None:
    """Write supervisions, with management notes that do not count among them."""
    for each in supervise(world):
        recorded, authorised = _recorded(ledger, each.day)
        holding = who.holding(each.child, each.day)
        worker = holding.worker.id if holding else None
        manager = who.office("Team Manager", each.day).id
        kind = "individual" if ledger.flag(0.85) else "group"
        ledger.add("supervisions", recorded, each.child.id, each.day, recorded, authorised, kind, worker, manager)
        if ledger.flag(0.04) and each.day + 9 <= history()[-1].last:
            day = each.day + 9
            ledger.add("supervisions", day, each.child.id, day, day, day, "oversight", worker, manager)


def write_meetings(world: World, ledger: Ledger, who: Responsible) -> None:
    """Write core groups and reviews of child in need plans."""
    for table, meetings in (("core_groups", core_groups(world)), ("child_in_need_reviews", need_reviews(world))):
        for meeting in meetings:
            recorded, _ = _recorded(ledger, meeting.day)
            worker, _ = who.of(meeting.child, meeting.day)
            ledger.add(table, recorded, meeting.child.id, meeting.day, recorded, worker)


def write_allocations(world: World, ledger: Ledger, who: Responsible, load: Caseload, homes: Homes) -> None:
    """Write who is allocated to each child: the caseholder, and the others beside them."""
    for holding in load.all:
        if holding.end is None or holding.end > holding.start:
            _write_holding(ledger, who, holding)
    spans: list[Span] = [*world.cares, *world.protections]
    for span in spans:
        _beside(ledger, span, "reviewing_officer", span.start, _from_office(who, "Independent Reviewing Officer"))
    advisers = [worker for worker in load.force.workers if worker.group[0] == "leaving_care"]
    for care in world.cares:
        day = birthday(care.child.born, 16)
        _beside(ledger, care, "personal_adviser", max(day, care.start), lambda day: _in_post(advisers, day))
    for plan in world.needs:
        if ledger.flag(0.08):
            _beside(ledger, plan, "co_worker", plan.start, _from_office(who, "Family Support Worker"))
    for placement in homes.all:
        if placement.kind.startswith("U") and placement.provider == "PR1":
            home = Span(placement.care.child, placement.start, placement.end)
            _beside(ledger, home, "supervising", placement.start, _from_office(who, "Supervising Social Worker"))


def _from_office(who: Responsible, title: str) -> Callable[[int], WorkerRecord]:
    return lambda day: who.office(title, day)


def _in_post(workers: Sequence[WorkerRecord], day: int) -> WorkerRecord:
    """Find one who is in post on a day; a different one from day to day."""
    found = [each for each in workers if each.start <= day and (each.end is None or each.end > day)]
    return found[day % len(found)] if found else workers[0]


def _write_holding(ledger: Ledger, who: Responsible, holding: Holding) -> None:
    """Write one caseholder's time with a child; now and then the child waits some days for a worker."""
    child, team = holding.segment.child.id, who.team(holding, holding.start)
    begun = holding.start
    if ledger.flag(0.012) and begun >= history()[0].first and (holding.end is None or holding.end > begun + 10):
        begun += ledger.rng.randrange(2, 9)
        ledger.add("allocations", ledger.soon(holding.start), child, "primary", None, team, holding.start, begun)
    ledger.add("allocations", ledger.soon(begun), child, "primary", holding.worker.id, team, begun, holding.end)


def _beside(ledger: Ledger, span: Span, role: str, day: int, choose: Callable[[int], WorkerRecord]) -> None:
    """Write who is beside the caseholder for the rest of a span; where one leaves, another follows."""
    last = span.end if span.end is not None else history()[-1].last
    begun = max(day, history()[0].first)
    while begun < last:
        worker = choose(begun)
        leaves = worker.end is not None and begun < worker.end < last
        ended = worker.end if leaves else span.end
        ledger.add("allocations", ledger.soon(begun), span.child.id, role, worker.id, code_on(worker.team, begun), begun, ended)
        if not leaves or worker.end is None:
            return
        begun = worker.end


def write_workforce(ledger: Ledger, load: Caseload) -> None:
    """Write workers, their posts and teams; a post moves with its team at the restructure."""
    for worker in load.force.workers:
        ledger.add("workers", worker.start, worker.id, worker.name, worker.qualified, worker.asye, worker.start, worker.end)
        _write_posts(ledger, worker)
    for team in load.force.teams:
        place = LOCALITIES[team.locality] if team.locality >= 0 else None
        before = team.predecessor.code if team.predecessor else None
        ledger.add("teams", team.start, team.code, team.name, team.kind, team.service, place, team.start, team.end, before)


def _write_posts(ledger: Ledger, worker: WorkerRecord) -> None:
    moves = worker.team.successor is not None and worker.start < RESTRUCTURE and (worker.end is None or worker.end >= RESTRUCTURE)
    spans = [(worker.start, RESTRUCTURE if moves else worker.end)]
    if moves:
        spans.append((RESTRUCTURE, worker.end))
    for start, end in spans:
        ledger.add("posts", start, worker.id, code_on(worker.team, start), worker.title, worker.fte, worker.agency, start, end)
