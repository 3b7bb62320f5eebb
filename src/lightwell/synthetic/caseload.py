"""Who works with each child: primary caseholders month by month, with people joining and leaving and caseloads near those published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lightwell.synthetic.days import MonthDays, history
from lightwell.synthetic.segments import NEVER, Segment, segments
from lightwell.synthetic.staffing import set_caps, staff
from lightwell.synthetic.teams import RESTRUCTURE, Group, WorkerRecord, Workforce, dismiss, hire, make_teams
from lightwell.synthetic.world import Child, World

HALF_YEAR = 182


@dataclass(slots=True, eq=False)
class Holding:
    """One stretch for which one worker holds one child's case; `since` is when the worker took the child on."""

    segment: Segment
    worker: WorkerRecord
    start: int
    since: int
    end: int | None = None


@dataclass(slots=True, eq=False)
class Caseload:
    """All holdings so far, the open one of each child, those of each worker, and all of each child in order."""

    force: Workforce
    all: list[Holding] = field(default_factory=list)
    now: dict[int, Holding] = field(default_factory=dict)
    held: dict[int, dict[int, Holding]] = field(default_factory=dict)
    of: dict[int, list[Holding]] = field(default_factory=dict)


def allocate(world: World) -> Caseload:
    """Give every child in every month a primary caseholder."""
    load = Caseload(Workforce(make_teams()))
    every = segments(world)
    starting: dict[int, list[Segment]] = {}
    for segment in every:
        index = next((month.index for month in history() if max(segment.start, history()[0].first) <= month.last), None)
        if index is not None and segment.end > history()[0].first:
            starting.setdefault(index, []).append(segment)
    demand = _demand(every)
    for month in history():
        if month.first == RESTRUCTURE:
            _restructure(load)
        staff(world, load.force, month, demand[month.index], lambda worker, day: _hand_over(world, load, worker, day))
        set_caps(world, load.force, month, demand[month.index])
        _let_some_go(world, load, month)
        _run(world, load, month, starting.get(month.index, []))
        steer(world, load, month)
    return load


def _demand(every: Sequence[Segment]) -> list[dict[Group, int]]:
    """Count the children of each group at the end of each month."""
    groups = sorted({segment.group for segment in every})
    found: list[dict[Group, int]] = [dict.fromkeys(groups, 0) for _ in history()]
    first = history()[0]
    for segment in every:
        for month in history():
            if segment.end <= first.first or segment.start > month.last:
                continue
            if segment.end <= month.last:
                break
            found[month.index][segment.group] += 1
    return found


def _run(world: World, load: Caseload, month: MonthDays, new: list[Segment]) -> None:
    """Go through the month's ends and starts in order of their days."""
    ends = [holding.segment for holding in load.now.values() if holding.segment.end <= month.last]
    events = [(segment.end, 0, place, segment) for place, segment in enumerate(ends)]
    for place, segment in enumerate(new):
        events.append((max(segment.start, month.first), 1, place, segment))
        if segment.end <= month.last:
            events.append((segment.end, 0, len(ends) + place, segment))
    for day, starts, _, segment in sorted(events, key=lambda each: each[:3]):
        now = load.now.get(segment.child.number)
        if starts:
            _begin(world, load, segment, day)
        elif now and now.segment is segment:
            _end(load, now, day)


def _begin(world: World, load: Caseload, segment: Segment, day: int) -> None:
    now = load.now.get(segment.child.number)
    if now:
        _end(load, now, day)
    begun = day
    if segment.start < history()[0].first:
        begun = max(segment.start, day - int(world.rng.expovariate(1 / 250)) - 1)
    worker = pick(load, segment.group)
    begun = max(begun, min(worker.start, day))
    _hold(load, segment, worker, begun, begun)


def pick(load: Caseload, group: Group, besides: WorkerRecord | None = None) -> WorkerRecord:
    """Find the worker of a group with most room."""
    candidates = [worker for worker in load.force.current[group] if worker is not besides]
    return max(candidates or load.force.current[group], key=lambda worker: worker.cap - worker.load)


def _hold(load: Caseload, segment: Segment, worker: WorkerRecord, day: int, since: int) -> None:
    holding = Holding(segment, worker, day, since)
    load.all.append(holding)
    load.now[segment.child.number] = holding
    load.held.setdefault(worker.number, {})[segment.child.number] = holding
    load.of.setdefault(segment.child.number, []).append(holding)
    worker.load += 1


def _end(load: Caseload, holding: Holding, day: int) -> None:
    holding.end = max(day, holding.start)
    number = holding.segment.child.number
    del load.now[number]
    del load.held[holding.worker.number][number]
    holding.worker.load -= 1


def hand_on(load: Caseload, holding: Holding, worker: WorkerRecord, day: int) -> None:
    """Pass a child from one worker to another."""
    _end(load, holding, day)
    _hold(load, holding.segment, worker, max(day, holding.start), max(day, holding.start))


def _hand_over(world: World, load: Caseload, worker: WorkerRecord, day: int) -> None:
    """Let a worker leave and pass all their children on; new colleagues with room take most of them."""
    dismiss(load.force, worker, day)
    for holding in list(load.held.get(worker.number, {}).values()):
        hand_on(load, holding, pick(load, worker.group), max(day, holding.start + 1))


def _let_some_go(world: World, load: Caseload, month: MonthDays) -> None:
    """Let some people leave as people do, replaced at once; care teams only as far as continuity for children allows."""
    for group, workers in sorted(load.force.current.items()):
        if group not in {holding.segment.group for holding in load.now.values()}:
            continue
        chance = 0.013
        if group[0] == "care":
            chance = 0.028 * (1 - world.targets.share("cla_12m_same_worker_6m", min(month.index + 3, 71)))
        for worker in list(workers):
            if world.rng.random() < chance and len(workers) > 2 and worker.start < month.first - 120:
                day = month.some_day(world.rng)
                new = hire(world, load.force, group, month.first, qualified=worker.qualified, team=worker.team)
                new.heavy, new.cap = worker.heavy, worker.cap
                _hand_over(world, load, worker, day)


def _restructure(load: Caseload) -> None:
    """Move workers of closing teams, with their children, to the teams that follow."""
    for holding in list(load.now.values()):
        if holding.worker.team.end == RESTRUCTURE - 1 and holding.start < RESTRUCTURE:
            since = holding.since
            _end(load, holding, RESTRUCTURE)
            _hold(load, holding.segment, holding.worker, RESTRUCTURE, since)


def steer(world: World, load: Caseload, month: MonthDays) -> None:
    """Change workers where the published shares say that more children had a change, those of overloaded workers first."""
    _change_in_care(world, load, month)
    _change_elsewhere(world, load, month)


def _settled(world: World, month: MonthDays) -> list[Child]:
    return [span.child for span in world.cares if span.open_at(month.last) and span.start <= month.last - 365]


def _change_in_care(world: World, load: Caseload, month: MonthDays) -> None:
    settled = [load.now[child.number] for child in _settled(world, month) if child.number in load.now]
    steady = [holding for holding in settled if holding.since <= month.last - HALF_YEAR]
    surplus = len(steady) - round(len(settled) * world.targets.share("cla_12m_same_worker_6m", month.index))
    _change(world, load, month, steady, surplus)


def _change_elsewhere(world: World, load: Caseload, month: MonthDays) -> None:
    """Bring the share of children open for six months who had two or more workers up to the one aimed at."""
    settled = {child.number for child in _settled(world, month)}
    since = _open_since(world, month)
    long_open = [load.now[number] for number, start in since.items() if month.last - start >= HALF_YEAR and number in load.now]
    cut = month.last - 184
    several = {
        holding.segment.child.number
        for holding in long_open
        if len({each.worker.number for each in load.of[holding.segment.child.number] if each.end is None or each.end > cut}) > 1
    }
    wanted = round(len(long_open) * world.targets.share("open_6m_2_plus_workers", month.index)) - len(several)
    able = [holding for holding in long_open if holding.segment.child.number not in several and holding.segment.child.number not in settled]
    _change(world, load, month, [holding for holding in able if holding.start < month.last - 20], wanted)


def _open_since(world: World, month: MonthDays) -> dict[int, int]:
    """Give, for each child open to the service at month end, the first day of what is open."""
    found: dict[int, int] = {}
    for spans in (world.cares, world.protections, world.needs, world.assessments, world.leavers):
        for span in spans:
            if span.open_at(month.last):
                number = span.child.number
                found[number] = min(found.get(number, NEVER), span.start)
    for episode in world.episodes:
        if episode.open_at(month.last) and episode.child.number in found:
            found[episode.child.number] = min(found[episode.child.number], episode.start)
    return found


def _change(world: World, load: Caseload, month: MonthDays, holdings: list[Holding], count: int) -> None:
    """Give so many children another worker of the same group: those whose worker holds most over what is meant for them first."""
    for _ in range(min(count, 400)):
        sample = [each for each in world.choose(holdings, 12) if each.end is None and each.start < month.last - 3]
        if not sample:
            return
        holding = max(sample, key=lambda each: each.worker.load - each.worker.cap)
        holdings.remove(holding)
        day = month.some_day(world.rng, holding.start + 1)
        hand_on(load, holding, pick(load, holding.segment.group, holding.worker), max(day, holding.start + 1))
