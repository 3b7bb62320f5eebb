"""Child and family assessments, done and open, and the children with a child in need plan."""

from __future__ import annotations

from lightwell.periods import Month
from tests.reference.clocks import agreed_visit_days, days_since_supervision, days_since_visit
from tests.reference.days import working_days, working_days_or_blank
from tests.reference.journey import Journey, Row, days_between, last_day, latest_open, open_rows
from tests.reference.people import allocated_at, common, recorded_or_allocated, team_row


def assessments(journey: Journey) -> list[Row]:
    """Give one row for each child and family assessment."""
    return [_assessment(journey, row) for row in journey.all("assessments")]


def _assessment(journey: Journey, row: Row) -> Row:
    day = row["started_on"]
    return {
        **common(journey, row["child"], day, recorded_or_allocated(journey, row, day)),
        "started_on": day,
        "completed_on": row["completed_on"],
        "outcome": row["outcome"],
        "working_days_open": working_days_or_blank(day, row["completed_on"]),
    }


def open_assessments(journey: Journey, month: Month) -> list[Row]:
    """Give one row for each child with an open assessment at the end of a month."""
    rows = []
    for child in journey.children("assessments"):
        found = latest_open(journey.of("assessments", child), month.end, end="completed_on")
        if found is not None:
            rows.append(_open_assessment(journey, month, found))
    return rows


def _open_assessment(journey: Journey, month: Month, assessment: Row) -> Row:
    child, end = assessment["child"], month.end
    return {
        **common(journey, child, end, allocated_at(journey, child, end)),
        "month": month.start,
        "days_open": days_between(assessment["started_on"], end),
        "working_days_open": working_days(assessment["started_on"], end),
        "days_since_supervision": days_since_supervision(journey, child, end),
    }


def children_in_need(journey: Journey, month: Month) -> list[Row]:
    """Give one row for each child with a child in need plan at month end and neither protection plan nor care."""
    rows = []
    for child in journey.children("child_in_need_plans"):
        plan = latest_open(journey.of("child_in_need_plans", child), month.end)
        protected = open_rows(journey.of("child_protection_plans", child), month.end)
        in_care = open_rows(journey.of("periods_of_care", child), month.end)
        if plan is not None and not protected and not in_care:
            rows.append(_in_need(journey, month, plan))
    return rows


def _in_need(journey: Journey, month: Month, plan: Row) -> Row:
    child, end = plan["child"], month.end
    responsible = allocated_at(journey, child, end)
    team = team_row(journey, responsible.team)
    reviewed = last_day(journey.of("child_in_need_reviews", child), "held_on", plan["started_on"], end)
    return {
        **common(journey, child, end, responsible),
        "month": month.start,
        "days_on_plan": days_between(plan["started_on"], end),
        "disabilities_team": team is not None and team["kind"] == "disabilities",
        "days_since_visit": days_since_visit(journey, child, "child_in_need", end),
        "agreed_visit_days": agreed_visit_days(journey, child, "child_in_need", end),
        "days_since_review": days_between(reviewed, end),
        "days_since_supervision": days_since_supervision(journey, child, end),
    }
