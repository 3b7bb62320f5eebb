"""Child protection: strategy discussion, section 47 enquiry, conference, plan and core group."""

from __future__ import annotations

from lightwell.journey import codes
from lightwell.journey.record import Record, child_id, code, day, flag, record_id, team_id, whole, worker_id


class StrategyDiscussion(Record, table="strategy_discussions", key=("child", "held_on")):
    """One strategy discussion about one child with police, health and others."""

    id = record_id()
    child = child_id()
    held_on = day("Day on which it was held.", required=True)
    team = team_id("Team that called it.")
    worker = worker_id("Worker who called it.")


class Section47Enquiry(Record, table="section_47_enquiries", key=("child", "started_on")):
    """One enquiry under section 47 of the Children Act 1989 about one child (CIN census `Section47`)."""

    id = record_id()
    child = child_id()
    strategy_discussion_on = day("Day of the strategy discussion that began it.")
    started_on = day("Day on which it started.", required=True)
    completed_on = day("Day on which it was completed; empty while it is open.", not_before="started_on")
    conference_not_required = flag("Whether an initial conference was found unnecessary (CIN census `ICPCnotRequired`).")
    initial_conference_on = day("Day of the initial conference that it led to (CIN census `DateOfInitialCPC`).", not_before="started_on")
    team = team_id("Team that enquired.")
    worker = worker_id("Worker who enquired.")


class Conference(Record, table="conferences", key=("child", "held_on", "kind")):
    """One child protection conference about one child, initial or review."""

    id = record_id()
    child = child_id()
    kind = code(codes.CONFERENCE_KINDS, "Initial or review.", required=True)
    held_on = day("Day on which it was held.", required=True)
    led_to_plan = flag("Whether it decided on, or continued, a child protection plan.")
    chair = worker_id("Conference chair.")


class ChildProtectionPlan(Record, table="child_protection_plans", key=("child", "started_on")):
    """One child protection plan of one child (CIN census `ChildProtectionPlans`)."""

    id = record_id()
    child = child_id()
    started_on = day("First day of the plan.", required=True)
    ended_on = day("Last day of the plan; empty while it is open.", not_before="started_on")
    initial_category = code(codes.ABUSE_CATEGORIES, "Category of abuse set by the chair at the start.")
    latest_category = code(codes.ABUSE_CATEGORIES, "Category of abuse now.")
    previous_plans = whole("Plans that the child had before, here or elsewhere (CIN census `NumberOfPreviousCPP`).")


class CoreGroup(Record, table="core_groups", key=("child", "held_on")):
    """One meeting of the core group of a child protection plan."""

    id = record_id()
    child = child_id()
    held_on = day("Day on which it met.", required=True)
    recorded_on = day("Day on which it was recorded.")
    worker = worker_id("Worker who recorded it.")
