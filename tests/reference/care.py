"""Periods of care, the children in care at month end, and the care leavers."""

from __future__ import annotations

from datetime import date, timedelta

from lightwell.periods import Month
from tests.reference.clocks import agreed_visit_days, days_since_supervision, days_since_visit
from tests.reference.days import months_before, working_day_after, working_days
from tests.reference.journey import Journey, Row, days_between, last_day, latest_open
from tests.reference.people import (
    age_or_blank,
    allocated_at,
    allocated_by,
    allocation_at,
    common,
    is_unaccompanied,
    primary_allocations,
)


def periods_of_care(journey: Journey) -> list[Row]:
    """Give one row for each period of care."""
    return [_period_of_care(journey, row) for row in journey.all("periods_of_care")]


def _last_month_end(journey: Journey) -> date:
    """Give the last day of the last month that was over on the day of the extract."""
    return journey.as_at if (journey.as_at + timedelta(days=1)).day == 1 else journey.as_at.replace(day=1) - timedelta(days=1)


def _period_of_care(journey: Journey, row: Row) -> Row:
    child, start, end = row["child"], row["started_on"], row["ended_on"]
    due = working_day_after(start, int(journey.parameter("initial_health_limit", start)))
    return {
        **common(journey, child, start, allocated_by(journey, child, _last_month_end(journey) if end is None else end)),
        "started_on": start,
        "ended_on": end,
        "initial_health_due_on": due,
        "unaccompanied": is_unaccompanied(journey, child),
        "end_reason": row["end_reason"],
        "initial_health_working_days": _initial_health_working_days(journey, row),
        "in_care_when_health_due": end is None or end > due,
    }


def _initial_health_working_days(journey: Journey, period: Row) -> int | None:
    start, end = period["started_on"], period["ended_on"]
    held = [row["held_on"] for row in journey.of("health_assessments", period["child"])]
    within = [day for day in held if day >= start and (end is None or day <= end)]
    return working_days(start, min(within)) if within else None


def children_in_care(journey: Journey, month: Month) -> list[Row]:
    """Give one row for each child in care at the end of a month."""
    rows = []
    for child in journey.children("periods_of_care"):
        period = latest_open(journey.of("periods_of_care", child), month.end)
        if period is not None:
            rows.append(_in_care(journey, month, period))
    return rows


def _in_care(journey: Journey, month: Month, period: Row) -> Row:
    child, end, start = period["child"], month.end, period["started_on"]
    placement = latest_open(journey.of("placements", child), end)
    status = latest_open(journey.of("legal_statuses", child), end)
    reviewed = last_day(journey.of("care_reviews", child), "held_on", start, end)
    assessed = last_day(journey.of("health_assessments", child), "held_on", start, end)
    return {
        **common(journey, child, end, allocated_at(journey, child, end)),
        "month": month.start,
        "days_in_care": days_between(start, end),
        "age": age_or_blank(journey, child, end),
        "unaccompanied": is_unaccompanied(journey, child),
        "legal_status": None if status is None else status["status"],
        "placement_type": None if placement is None else placement["kind"],
        "placement_provider": None if placement is None else placement["provider"],
        "placement_registration": None if placement is None else placement["registration"],
        "placements_in_year": sum(_counts_as_move(row, end) for row in journey.of("placements", child)),
        "days_since_visit": days_since_visit(journey, child, "in_care", end),
        "agreed_visit_days": agreed_visit_days(journey, child, "in_care", end),
        "days_since_review": days_between(reviewed, end),
        "days_since_health_assessment": days_between(assessed, end),
        "days_with_worker": _days_with_worker(journey, child, end),
        "days_since_supervision": days_since_supervision(journey, child, end),
    }


def _counts_as_move(placement: Row, end: date) -> bool:
    year_before = months_before(end, 12)
    if placement["started_on"] > end or (placement["ended_on"] is not None and placement["ended_on"] <= year_before):
        return False
    if placement["kind"] in ("T0", "T1", "T2", "T3", "T4"):
        return False
    return placement["same_carer"] is not True or placement["started_on"] <= year_before


def _days_with_worker(journey: Journey, child: str, end: date) -> int | None:
    now = allocation_at(journey, child, end)
    if now is None or now["worker"] is None:
        return None
    held = [row for row in primary_allocations(journey, child) if row["worker"] is not None]
    before: Row | None = None
    run_began = now["started_on"]
    for row in sorted(held, key=lambda row: (row["started_on"], row["id"])):
        if before is None or not _follows(before, row):
            run_began = row["started_on"]
        if row["id"] == now["id"]:
            break
        before = row
    return days_between(run_began, end)


def _follows(before: Row, row: Row) -> bool:
    if before["worker"] != row["worker"]:
        return False
    return before["ended_on"] is None or row["started_on"] <= before["ended_on"] + timedelta(days=1)


def care_leavers(journey: Journey, month: Month) -> list[Row]:
    """Give one row for each care leaver at the end of a month."""
    rows = []
    for child in journey.children("care_leavers"):
        leaver = latest_open(journey.of("care_leavers", child), month.end)
        if leaver is not None:
            rows.append(_care_leaver(journey, month, leaver))
    return rows


def _care_leaver(journey: Journey, month: Month, leaver: Row) -> Row:
    child, end = leaver["child"], month.end
    return {
        **common(journey, child, end, allocated_at(journey, child, end)),
        "month": month.start,
        "days_as_leaver": days_between(leaver["started_on"], end),
        "category": leaver["category"],
        "days_since_supervision": days_since_supervision(journey, child, end),
    }
