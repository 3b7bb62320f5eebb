"""How much the service and each of its parts carry on the day of the extract: children open, caseloads, what waits and what is due."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb

from lightwell.errors import NotFound
from lightwell.facts import fact_named
from lightwell.results.clocks import EVERYWHERE, WEEK, Within, missing_for, require_clocks
from lightwell.results.model import AUTHORITY
from lightwell.results.needs import known_columns_from
from lightwell.results.opened import definitions_of, reading
from lightwell.store import Snapshot, snapshot_in

STATUSES = {
    "assessment": "open_assessments",
    "child_in_need": "children_in_need",
    "child_protection": "children_on_protection_plans",
    "in_care": "children_in_care",
    "care_leaver": "care_leavers",
    "early_help": "children_in_early_help",
}
"""The statuses in which a child can be open, in the order of the journey, and the roll call of each."""

NOT_ALLOCATED = "Not allocated"
"""What stands in place of a worker or a team where there is none."""

_PARTS = (AUTHORITY, "service", "locality", "team", "worker")


@dataclass(frozen=True)
class CaseloadLimits:
    """The parameters of caseloads that hold on the as-at day."""

    high: int
    top: int
    newly_qualified: int
    newly_qualified_days: int


@dataclass(frozen=True)
class Workload:
    """How much one part of the service carries; None where the source does not say, which is not zero.

    `open_children` are open to the service; `by_status` has those in early help beside, under `early_help`. `per_fte` and
    `per_qualified_fte` are children for each full-time equivalent of caseholders. `high` are caseholders with a high caseload, `top` those
    of the few with most who have children in this part, and `top_average` the children for each of these. `overdue` and `due` count
    clocks, `overdue_children` and `due_children` the children whom they are about.
    """

    breakdown: str
    member: str
    open_children: int | None
    by_status: Mapping[str, int | None]
    caseholders: int | None
    fte: float | None
    per_fte: float | None
    per_qualified_fte: float | None
    high: int | None
    top: int | None
    top_average: float | None
    unallocated: int | None
    waiting: int | None
    overdue: int | None
    overdue_children: int | None
    due: int | None
    due_children: int | None


@dataclass(frozen=True)
class _Known:
    """What the source says on the as-at day."""

    open: bool
    holders: bool
    fte: bool
    qualified: bool
    waiting: bool
    clocks: bool
    statuses: Mapping[str, bool]


def limits_on(snapshot: Snapshot) -> CaseloadLimits:
    """Give the limits of caseloads that hold on a snapshot's as-at day; raises `NotFound` for a snapshot without clocks."""
    require_clocks(snapshot)
    parameters, day = definitions_of(snapshot).parameters, snapshot.manifest.as_at
    names = ("high_caseload", "top_caseholders", "newly_qualified_limit", "newly_qualified_days")
    return CaseloadLimits(*(int(parameters[name].on(day)) for name in names))


def workload(snapshot: Snapshot, *, by: str = AUTHORITY, within: Within = EVERYWHERE, days: int = WEEK) -> tuple[Workload, ...]:
    """Sum up what is carried: one entry for everything within, or one for each service, locality, team or worker that carries anything.

    Raises `NotFound` for a snapshot without clocks and for a part that there is not.
    """
    if by not in _PARTS:
        raise NotFound(f"Workload is not broken down by “{by}”. Its breakdowns: {', '.join(_PARTS)}.")
    require_clocks(snapshot)
    return _summed(snapshot.path, snapshot.manifest.fingerprint, by, (within[0], tuple(within[1])), days)


@functools.lru_cache(maxsize=256)
def _summed(path: Path, fingerprint: str, by: str, within: Within, days: int) -> tuple[Workload, ...]:
    """Sum up, once in a process: a snapshot does not change, and a reload with other definitions has another fingerprint."""
    snapshot = snapshot_in(path)
    limits, known = limits_on(snapshot), _known(snapshot)
    names = {"member": "''" if by == AUTHORITY else by, "within": within[0]}
    with reading(snapshot) as connection:
        carried = _rows(connection, _CARRIED.format(**names, high=limits.high, top=limits.top), list(within[1]))
        timed = _rows(connection, _TIMED.format(**names, days=int(days)), list(within[1]))
        waits = _rows(connection, _WAITS.format(**names), list(within[1]))
    members = [""] if by == AUTHORITY else sorted({*carried, *timed, *waits})
    nothing: dict[str, Any] = {}
    return tuple(
        _workload(by, name, {**carried.get(name, nothing), **timed.get(name, nothing), **waits.get(name, nothing)}, known)
        for name in members
    )


def _rows(connection: duckdb.DuckDBPyConnection, query: str, given: list[str]) -> dict[str, dict[str, Any]]:
    """Give the rows of a query by their member, each as its other columns by name."""
    found = connection.execute(query, given)
    names = [column[0] for column in found.description or []]
    return {row[0]: dict(zip(names[1:], row[1:], strict=True)) for row in found.fetchall()}


def _known(snapshot: Snapshot) -> _Known:
    manifest = snapshot.manifest

    def said(fact: str, *columns: str) -> bool:
        return known_columns_from(fact_named(fact), columns, manifest.coverage, manifest.lacks) <= manifest.as_at

    return _Known(
        open=said("children_open"),
        holders=said("children_open", "worker_children"),
        fte=said("children_open", "fte_share"),
        qualified=said("children_open", "fte_share", "worker_qualified"),
        waiting=said("children_in_early_help"),
        clocks=any(not missing_for(snapshot, clock) for clock in definitions_of(snapshot).clocks.values()),
        statuses={status: said(fact) for status, fact in STATUSES.items()},
    )


def _workload(by: str, member: str, row: Mapping[str, Any], known: _Known) -> Workload:
    def whole(name: str, said: bool = True) -> int | None:
        return int(row.get(name, 0)) if said else None

    def ratio(over: str, under: str, said: bool) -> float | None:
        return row[over] / row[under] if said and row.get(under) else None

    return Workload(
        breakdown=by,
        member=member,
        open_children=whole("open_children", known.open),
        by_status=MappingProxyType({status: whole(f"in_{status}", known.statuses[status]) for status in STATUSES}),
        caseholders=whole("caseholders", known.holders),
        fte=float(row.get("fte", 0)) if known.fte else None,
        per_fte=ratio("held", "fte", known.fte),
        per_qualified_fte=ratio("by_qualified", "qualified_fte", known.qualified),
        high=whole("high", known.holders),
        top=whole("top", known.holders),
        top_average=ratio("with_top", "top_share", known.holders),
        unallocated=whole("unallocated", known.holders),
        waiting=whole("waiting", known.waiting),
        overdue=whole("overdue", known.clocks),
        overdue_children=whole("overdue_children", known.clocks),
        due=whole("due", known.clocks),
        due_children=whole("due_children", known.clocks),
    )


_CARRIED = f"""
select
    {{member}} as member,
    count(case when status <> 'early_help' then 1 end) as open_children,
    {", ".join(f"count(case when status = '{status}' then 1 end) as in_{status}" for status in STATUSES)},
    count(worker_children) as held,
    count(distinct case when worker_children is not null then worker end) as caseholders,
    round(coalesce(sum(worker_fte / worker_children), 0), 9) as fte,
    count(case when worker_qualified then 1 end) as by_qualified,
    round(coalesce(sum(case when worker_qualified then worker_fte / worker_children end), 0), 9) as qualified_fte,
    count(distinct case when worker_children >= {{high}} then worker end) as high,
    count(distinct case when worker_rank <= {{top}} then worker end) as top,
    count(case when worker_rank <= {{top}} then 1 end) as with_top,
    round(sum(case when worker_rank <= {{top}} then 1.0 / worker_children end), 9) as top_share,
    count(case when worker = '{NOT_ALLOCATED}' and status <> 'early_help' then 1 end) as unallocated
from result_open_today where {{within}} group by all
"""

_TIMED = """
select
    {member} as member,
    count(case when days_left < 0 then 1 end) as overdue,
    count(distinct case when days_left < 0 then child end) as overdue_children,
    count(case when days_left between 0 and {days} then 1 end) as due,
    count(distinct case when days_left between 0 and {days} then child end) as due_children
from result_clocks where {within} group by all
"""

_WAITS = "select {member} as member, count(*) as waiting from result_waiting_today where waits_for = 'early_help' and {within} group by all"
