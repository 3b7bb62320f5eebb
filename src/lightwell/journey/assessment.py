"""From a referral accepted to a plan: the episode of need, the assessment, and the child in need plan with its reviews."""

from __future__ import annotations

from lightwell.journey import codes
from lightwell.journey.record import Record, child_id, code, day, flag, record_id, team_id, worker_id


class EpisodeOfNeed(Record, table="episodes_of_need", key=("child", "started_on")):
    """One episode of need: from a referral that was accepted to the closing of the case (CIN census `CINdetails`)."""

    id = record_id()
    child = child_id()
    started_on = day("Day on which the episode began: that of the referral.", required=True)
    ended_on = day("Day on which the case was closed; empty while it is open.", not_before="started_on")
    primary_need = code(codes.NEEDS, "Main reason why the child needs services.")
    closure_reason = code(codes.CLOSURE_REASONS, "Why the case was closed.")
    team = team_id("Team that holds the case, or held it last.")
    worker = worker_id("Worker who holds the case, or held it last.")


class Assessment(Record, table="assessments", key=("child", "started_on")):
    """One child and family assessment of one child under section 17 (CIN census `Assessments`)."""

    id = record_id()
    child = child_id()
    started_on = day("Day on which the clock starts: that of the referral (CIN census `AssessmentActualStartDate`).", required=True)
    child_seen_on = day("Day on which the child was first seen during the assessment.")
    child_seen = flag("Whether the child was seen during the assessment.")
    completed_on = day("Day on which it was authorised (CIN census `AssessmentAuthorisationDate`).", not_before="started_on")
    recorded_on = day("Day on which the completion was recorded.")
    outcome = code(codes.ASSESSMENT_OUTCOMES, "What the assessment led to.")
    team = team_id("Team that assessed.")
    worker = worker_id("Worker who assessed.")


class ChildInNeedPlan(Record, table="child_in_need_plans", key=("child", "started_on")):
    """One child in need plan of one child under section 17 (CIN census `CINPlanDates`)."""

    id = record_id()
    child = child_id()
    started_on = day("First day of the plan.", required=True)
    ended_on = day("Last day of the plan; empty while it is open.", not_before="started_on")


class ChildInNeedReview(Record, table="child_in_need_reviews", key=("child", "held_on")):
    """One review of a child in need plan."""

    id = record_id()
    child = child_id()
    held_on = day("Day on which the review was held.", required=True)
    recorded_on = day("Day on which it was recorded.")
    worker = worker_id("Worker who held it.")
