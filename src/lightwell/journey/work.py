"""The work around a child: visits, supervision and allocation; and who does it: workers, posts and teams."""

from __future__ import annotations

from lightwell.journey import codes
from lightwell.journey.record import (
    Record,
    child_id,
    code,
    day,
    flag,
    number,
    record_id,
    team_id,
    text,
    whole,
    worker_id,
)


class Visit(Record, table="visits", key=("child", "happened_on", "purpose")):
    """One visit to one child. It counts once it has happened face to face, the child was seen, and it is recorded and authorised."""

    id = record_id()
    child = child_id()
    happened_on = day("Day of the visit.", required=True)
    recorded_on = day("Day on which it was recorded.", not_before="happened_on")
    authorised_on = day("Day on which a manager authorised the record; empty while it waits.", not_before="recorded_on")
    purpose = code(codes.VISIT_PURPOSES, "Why it was made.", required=True)
    mode = code(codes.VISIT_MODES, "How it was made.")
    child_seen = flag("Whether the child was seen.")
    seen_alone = flag("Whether the child was seen alone.")
    worker = worker_id("Worker who visited.")


class VisitAgreement(Record, table="visit_agreements", key=("child", "agreed_on", "purpose")):
    """How often a child is to be visited by agreement, where that differs from the standard."""

    id = record_id()
    child = child_id()
    purpose = code(codes.VISIT_PURPOSES, "Which visits it is about.", required=True)
    agreed_on = day("First day on which it holds.", required=True)
    ended_on = day("Last day on which it holds; empty while it does.", not_before="agreed_on")
    interval_days = whole("Most days that may pass between two visits.", required=True)
    approved_by = worker_id("Worker who approved it.")


class Supervision(Record, table="supervisions", key=("child", "happened_on", "kind")):
    """One supervision of a worker in which one child was discussed."""

    id = record_id()
    child = child_id()
    happened_on = day("Day of the supervision.", required=True)
    recorded_on = day("Day on which it was recorded.", not_before="happened_on")
    authorised_on = day("Day on which it was authorised; empty while it waits.", not_before="recorded_on")
    kind = code(codes.SUPERVISION_KINDS, "Kind of supervision.")
    worker = worker_id("Worker who was supervised.")
    supervisor = worker_id("Worker who supervised.")


class CareLeaver(Record, table="care_leavers", key=("child", "started_on")):
    """One span in which a young person is entitled to services as a care leaver, with what is known of them now."""

    id = record_id()
    child = child_id()
    started_on = day("First day as a care leaver.", required=True)
    ended_on = day("Last day; empty while it holds.", not_before="started_on")
    category = code(codes.LEAVER_CATEGORIES, "Eligibility.")
    in_touch = code(codes.IN_TOUCH, "Whether the authority is in touch.")
    accommodation = code(codes.ACCOMMODATION, "Where the young person lives.")
    accommodation_suitable = flag("Whether it is suitable.")
    activity = code(codes.ACTIVITIES, "Education, employment or training.")
    pathway_plan_on = day("Day of the latest pathway plan.")


class Allocation(Record, table="allocations", key=("child", "role", "worker", "started_on")):
    """One worker's responsibility for one child, in one role, in one team."""

    id = record_id()
    child = child_id()
    role = code(codes.ALLOCATION_ROLES, "The worker's role.", required=True)
    worker = worker_id("The worker; empty while the child waits for one.")
    team = team_id("The team.")
    started_on = day("First day.", required=True)
    ended_on = day("Last day; empty while it holds.", not_before="started_on")


class Worker(Record, table="workers", key=("worker",)):
    """One person who works for the service."""

    worker = text("The worker's identifier.", required=True)
    name = text("Name as shown to colleagues.")
    qualified = flag("Whether a qualified and registered social worker.")
    newly_qualified_on = day("First day of the assessed and supported year in employment (ASYE).")
    started_on = day("First day with the service.")
    ended_on = day("Last day with the service; empty while there.", not_before="started_on")


class Post(Record, table="posts", key=("worker", "team", "started_on")):
    """One post held by one worker in one team."""

    id = record_id()
    worker = text("The worker.", required=True)
    team = team_id("The team.")
    title = text("Job title.")
    fte = number("Full-time equivalent, from 0 to 1.")
    agency = flag("Whether filled through an agency.")
    started_on = day("First day.", required=True)
    ended_on = day("Last day; empty while held.", not_before="started_on")


class Team(Record, table="teams", key=("team",)):
    """One team, with where it stands in the service and while it existed."""

    team = text("The team's identifier.", required=True)
    name = text("Name.", required=True)
    kind = code(codes.TEAM_KINDS, "Kind of team.", required=True)
    service = text("Service that it belongs to.")
    locality = text("Locality that it serves; empty if the whole city or county.")
    started_on = day("First day on which it existed.")
    ended_on = day("Last day on which it existed; empty while it does.", not_before="started_on")
    predecessor = team_id("The team that it followed in a restructure.")
