"""Strategy discussions, section 47 enquiries, and the children on child protection plans."""

from __future__ import annotations

from lightwell.periods import Month
from tests.reference.clocks import days_since_supervision, days_since_visit, last_visit
from tests.reference.days import working_days, working_days_or_blank
from tests.reference.journey import Journey, Row, days_between, last_day, latest_open
from tests.reference.people import allocated_at, common, recorded_or_allocated


def strategy_discussions(journey: Journey) -> list[Row]:
    """Give one row for each strategy discussion."""
    return [_strategy_discussion(journey, row) for row in journey.all("strategy_discussions")]


def _strategy_discussion(journey: Journey, row: Row) -> Row:
    day = row["held_on"]
    enquiries = journey.of("section_47_enquiries", row["child"])
    return {
        **common(journey, row["child"], day, recorded_or_allocated(journey, row, day)),
        "held_on": day,
        "led_to_section_47": any(enquiry["strategy_discussion_on"] == day for enquiry in enquiries),
    }


def section_47_enquiries(journey: Journey) -> list[Row]:
    """Give one row for each section 47 enquiry."""
    return [_section_47_enquiry(journey, row) for row in journey.all("section_47_enquiries")]


def _section_47_enquiry(journey: Journey, row: Row) -> Row:
    day = row["started_on"]
    clock = day if row["strategy_discussion_on"] is None else row["strategy_discussion_on"]
    return {
        **common(journey, row["child"], day, recorded_or_allocated(journey, row, day)),
        "started_on": day,
        "completed_on": row["completed_on"],
        "initial_conference_on": row["initial_conference_on"],
        "working_days_open": working_days_or_blank(clock, row["completed_on"]),
        "led_to_conference": row["initial_conference_on"] is not None,
        "on_plan_or_in_care": _on_plan_or_in_care(journey, row),
    }


def _on_plan_or_in_care(journey: Journey, enquiry: Row) -> bool:
    child, day = enquiry["child"], enquiry["started_on"]
    for row in [*journey.of("child_protection_plans", child), *journey.of("periods_of_care", child)]:
        if row["started_on"] < day and (row["ended_on"] is None or row["ended_on"] > day):
            return True
    return False


def children_on_protection_plans(journey: Journey, month: Month) -> list[Row]:
    """Give one row for each child with a child protection plan at the end of a month."""
    rows = []
    for child in journey.children("child_protection_plans"):
        plan = latest_open(journey.of("child_protection_plans", child), month.end)
        if plan is not None:
            rows.append(_on_protection_plan(journey, month, plan))
    return rows


def _on_protection_plan(journey: Journey, month: Month, plan: Row) -> Row:
    child, end, start = plan["child"], month.end, plan["started_on"]
    earlier = [row for row in journey.of("child_protection_plans", child) if row["started_on"] < start]
    met = last_day(journey.of("core_groups", child), "held_on", start, end)
    visited = last_visit(journey, child, "child_protection", end)
    return {
        **common(journey, child, end, allocated_at(journey, child, end)),
        "month": month.start,
        "days_on_plan": days_between(start, end),
        "working_days_on_plan": working_days(start, end),
        "category": plan["latest_category"],
        "previous_plans": max(plan["previous_plans"] or 0, len(earlier)),
        "days_since_visit": days_since_visit(journey, child, "child_protection", end),
        "working_days_since_visit": working_days_or_blank(visited, end),
        "days_since_core_group": days_between(met, end),
        "days_since_supervision": days_since_supervision(journey, child, end),
    }
