"""The people behind a workload: caseholders with what they hold, children open, and children who wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from lightwell.errors import NotFound
from lightwell.results.clocks import EVERYWHERE, WEEK, Within, require_clocks
from lightwell.results.opened import reading
from lightwell.results.workload import NOT_ALLOCATED, limits_on
from lightwell.store import Snapshot

WaitsFor = Literal["worker", "early_help"]
"""What a child waits for: a worker, or early help to start."""

Which = Literal["all", "high", "top", "newly_qualified"]
"""Which caseholders: every one, those with a high caseload, the few with most, or those in their first year after qualifying."""

OpenOrder = Literal["child", "status", "worker", "team", "days_open", "overdue", "due"]
HolderOrder = Literal["children", "worker", "team", "fte", "here", "overdue", "due"]


@dataclass(frozen=True)
class Caseholder:
    """One worker with the children whom they hold.

    `children` are all whom the worker holds wherever in the service, by which `rank` and every limit are judged; `here` those in the part
    asked for, early help included, and `overdue` and `due` their clocks. `team` is the one with most of them. `fte` and `rank` are None for
    who holds nobody open to the service. `newly_qualified_on` is None where the worker is past that year or never was in it.
    """

    worker: str
    name: str
    team: str
    service: str
    locality: str
    children: int
    here: int
    fte: float | None
    rank: int | None
    qualified: bool
    newly_qualified_on: date | None
    overdue: int
    due: int


@dataclass(frozen=True)
class OpenChild:
    """One child open to the service or to early help, with who is responsible and how many clocks are overdue and due."""

    child: str
    status: str
    worker: str
    team: str
    service: str
    locality: str
    days_open: int
    overdue: int
    due: int


@dataclass(frozen=True)
class Waiting:
    """One child who waits, since which day and for how many."""

    child: str
    waits_for: WaitsFor
    since: date
    days: int
    worker: str
    team: str
    service: str
    locality: str


def caseholders(
    snapshot: Snapshot,
    *,
    which: Which = "all",
    within: Within = EVERYWHERE,
    order: HolderOrder = "children",
    descending: bool = True,
    days: int = WEEK,
) -> tuple[Caseholder, ...]:
    """List the workers who hold children within a part of the service; the newly qualified also where they hold nobody yet.

    Raises `NotFound` for a snapshot without clocks and for an order that there is not.
    """
    limits = limits_on(snapshot)
    column = "coalesce(name, worker)" if order == "worker" else _ordered(order, get_args(HolderOrder), "Caseholders")
    kept = {
        "all": "here > 0",
        "high": f"children >= {limits.high}",
        "top": f"rank <= {limits.top}",
        "newly_qualified": "newly_qualified_on is not null",
    }[which]
    query = _HOLDERS.format(
        as_at=f"date '{snapshot.manifest.as_at.isoformat()}'", within=within[0], year=limits.newly_qualified_days, days=int(days)
    )
    query += f" where {kept} order by {column} {_direction(descending)} nulls last, worker"
    with reading(snapshot) as connection:
        return tuple(Caseholder(*row) for row in connection.execute(query, [*within[1]] * 3).fetchall())


def knows_newly_qualified(snapshot: Snapshot) -> bool:
    """Say whether the source of a snapshot says since when its workers are newly qualified, and which children they hold."""
    coverage, lacks = snapshot.manifest.coverage, snapshot.manifest.lacks
    return {"workers", "allocations"} <= set(coverage) and "workers.newly_qualified_on" not in lacks


def open_children(
    snapshot: Snapshot,
    *,
    within: Within = EVERYWHERE,
    status: str = "",
    unallocated: bool = False,
    order: OpenOrder = "child",
    descending: bool = False,
    days: int = WEEK,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[OpenChild, ...]:
    """List the children open to the service or to early help, in one status or all, or those open to the service without a worker.

    Raises `NotFound` for a snapshot without clocks and for an order that there is not.
    """
    require_clocks(snapshot)
    column = _ordered(order, get_args(OpenOrder), "Children")
    where, given = [f"({within[0]})"], list[Any](within[1])
    if status:
        where.append("status = ?")
        given.append(status)
    if unallocated:
        where.append(f"worker = '{NOT_ALLOCATED}' and status <> 'early_help'")
    query = _OPEN.format(where=" and ".join(where), days=int(days))
    query += f" order by {column} {_direction(descending)}, child{_page(limit, offset)}"
    with reading(snapshot) as connection:
        return tuple(OpenChild(*row) for row in connection.execute(query, given).fetchall())


def waiting(
    snapshot: Snapshot, *, waits_for: WaitsFor, within: Within = EVERYWHERE, limit: int | None = None, offset: int = 0
) -> tuple[Waiting, ...]:
    """List the children who wait for early help to start, or for a worker; who has waited longest comes first.

    Raises `NotFound` for a snapshot without clocks.
    """
    require_clocks(snapshot)
    query = (
        "select child, waits_for, since, days_waiting, worker, team, service, locality from result_waiting_today "
        f"where waits_for = ? and ({within[0]}) order by since, child{_page(limit, offset)}"
    )
    with reading(snapshot) as connection:
        return tuple(Waiting(*row) for row in connection.execute(query, [waits_for, *within[1]]).fetchall())


def _ordered(order: str, orders: tuple[str, ...], what: str) -> str:
    if order not in orders:
        raise NotFound(f"{what} cannot be sorted by “{order}”. Sort by {', '.join(orders)}.")
    return order


def _direction(descending: bool) -> str:
    return "desc" if descending else "asc"


def _page(limit: int | None, offset: int) -> str:
    return "" if limit is None else f" limit {int(limit)} offset {int(offset)}"


_TIMED = """
timed as (
    select
        {key}, count(case when days_left < 0 then 1 end) as overdue,
        count(case when days_left between 0 and {{days}} then 1 end) as due
    from result_clocks where {{within}} group by {key}
)"""

# A worker without children stands in the team of the latest post held on the day. Rank, FTE and the number that limits are judged by are
# the worker's own, wherever the children are; so they are taken from every row and not only from those within.
_HOLDERS = f"""
with held as (
    select worker, team, service, locality, count(*) as here
    from result_open_today where worker <> '{NOT_ALLOCATED}' and {{within}} group by all
),
posted as (
    select worker, team, service, locality, 0 as here
    from (
        select
            '' as child, p.worker, p.team, coalesce(t.service, 'Not known') as service, coalesce(t.locality, 'Whole authority') as locality,
            row_number() over (partition by p.worker order by p.started_on desc, p.id desc) as place
        from posts p
        join teams t on t.team = p.team
        where p.started_on <= {{as_at}} and (p.ended_on is null or p.ended_on > {{as_at}})
    ) latest
    where place = 1 and worker not in (select worker from result_open_today) and ({{within}})
),
placed as (
    select
        *, sum(here) over (partition by worker) as all_here, row_number() over (partition by worker order by here desc, team) as place
    from (select * from held union all select * from posted) everyone
),
own as (
    select worker, max(worker_children) as children, max(worker_fte) as fte, max(worker_rank) as rank
    from result_open_today group by worker
),
{_TIMED.format(key="worker")},
listed as (
    select
        p.worker, coalesce(w.name, p.worker) as name, p.team, p.service, p.locality,
        coalesce(o.children, 0) as children, cast(p.all_here as integer) as here, o.fte, o.rank,
        coalesce(w.qualified, false) as qualified,
        case
            when w.newly_qualified_on <= {{as_at}} and {{as_at}} - w.newly_qualified_on < {{year}}
                and (w.ended_on is null or w.ended_on > {{as_at}}) then w.newly_qualified_on
        end as newly_qualified_on,
        coalesce(t.overdue, 0) as overdue, coalesce(t.due, 0) as due
    from placed p
    left join own o on o.worker = p.worker
    left join workers w on w.worker = p.worker
    left join timed t on t.worker = p.worker
    where p.place = 1
)
select * from listed"""

_OPEN = f"""
with {_TIMED.format(key="child").replace("{within}", "true")}
select
    o.child, o.status, o.worker, o.team, o.service, o.locality, o.days_open, coalesce(t.overdue, 0) as overdue, coalesce(t.due, 0) as due
from (select * from result_open_today where {{where}}) o
left join timed t on t.child = o.child"""
