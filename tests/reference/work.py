"""Every child open to the service at month end, and how the work is shared among caseholders."""

from __future__ import annotations

from collections import Counter
from datetime import date

from lightwell.periods import Month
from tests.reference.days import months_before
from tests.reference.journey import Journey, Row, open_rows
from tests.reference.people import allocated_at, common, primary_allocations

_STATUSES = (
    ("in_care", "periods_of_care", "ended_on"),
    ("child_protection", "child_protection_plans", "ended_on"),
    ("child_in_need", "child_in_need_plans", "ended_on"),
    ("assessment", "assessments", "completed_on"),
    ("care_leaver", "care_leavers", "ended_on"),
)


def children_open(journey: Journey, month: Month) -> list[Row]:
    """Give one row for each child open to the service at the end of a month."""
    rows = []
    workers: list[str | None] = []
    for child in journey.children(*(table for _, table, _ in _STATUSES)):
        row = _open_child(journey, month, child)
        if row is not None:
            rows.append(row)
            workers.append(allocated_at(journey, child, month.end).worker)
    children = Counter(worker for worker in workers if worker is not None)
    ranks = _ranks(children)
    return [{**row, **_work_columns(journey, month.end, worker, children, ranks)} for row, worker in zip(rows, workers, strict=True)]


def _open_child(journey: Journey, month: Month, child: str) -> Row | None:
    end = month.end
    statuses: list[str] = []
    starts: list[date] = []
    for status, table, ended in _STATUSES:
        found = open_rows(journey.of(table, child), end, end=ended)
        if found:
            statuses.append(status)
            starts.extend(row["started_on"] for row in found)
    if not statuses:
        return None
    starts.extend(row["started_on"] for row in open_rows(journey.of("episodes_of_need", child), end))
    return {
        **common(journey, child, end, allocated_at(journey, child, end)),
        "month": month.start,
        "status": statuses[0],
        "days_open": (end - min(starts)).days,
        "workers_in_half_year": _workers_in_half_year(journey, child, end),
    }


def _workers_in_half_year(journey: Journey, child: str, end: date) -> int:
    half_year_before = months_before(end, 6)
    workers = set()
    for row in primary_allocations(journey, child):
        held = row["started_on"] <= end and (row["ended_on"] is None or row["ended_on"] > half_year_before)
        if held and row["worker"] is not None:
            workers.add(row["worker"])
    return len(workers)


def _ranks(children: Counter[str]) -> dict[str, int]:
    ordered = sorted(children, key=lambda worker: (-children[worker], worker))
    return {worker: place for place, worker in enumerate(ordered, start=1)}


def _fte(journey: Journey, worker: str, end: date) -> float:
    posts = open_rows((row for row in journey.all("posts") if row["worker"] == worker), end)
    if not posts:
        return 1.0
    return sum(1.0 if row["fte"] is None else float(row["fte"]) for row in posts)


def _work_columns(journey: Journey, end: date, worker: str | None, children: Counter[str], ranks: dict[str, int]) -> Row:
    if worker is None:
        blank = ("worker_children", "worker_rank", "worker_fte", "fte_share", "worker_share")
        return {"worker_qualified": False, **dict.fromkeys(blank)}
    fte = _fte(journey, worker, end)
    return {
        "worker_qualified": any(row["worker"] == worker and row["qualified"] is True for row in journey.all("workers")),
        "worker_children": children[worker],
        "worker_rank": ranks[worker],
        "worker_fte": fte,
        "fte_share": fte / children[worker],
        "worker_share": 1 / children[worker],
    }
