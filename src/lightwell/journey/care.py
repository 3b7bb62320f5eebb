"""Care: periods, placements, legal statuses, reviews, health, missing episodes and adoption."""

from __future__ import annotations

from lightwell.journey import codes
from lightwell.journey.record import Record, child_id, code, day, flag, number, record_id, text, whole, worker_id


class PeriodOfCare(Record, table="periods_of_care", key=("child", "started_on")):
    """One unbroken period in which a child is looked after by the authority (SSDA903: the episodes from `S` to a final end)."""

    id = record_id()
    child = child_id()
    started_on = day("First day in care.", required=True)
    ended_on = day("Day on which the child ceased to be in care; empty while in care.", not_before="started_on")
    end_reason = code(codes.CARE_ENDS, "Why the child ceased to be in care.")
    need = code(codes.NEEDS, "Main reason why the child is in care.")
    permanence_plan = code(codes.PERMANENCE_PLANS, "Plan for permanence.")
    permanence_planned_on = day("Day on which the plan for permanence was agreed.")


class Placement(Record, table="placements", key=("child", "started_on")):
    """One placement of one child, from its first night to its last (SSDA903 episodes joined where only the legal status changes)."""

    id = record_id()
    child = child_id()
    started_on = day("First night in this placement.", required=True)
    ended_on = day("Day on which it ended; empty while it is open.", not_before="started_on")
    kind = code(codes.PLACEMENT_TYPES, "Placement type.", required=True)
    provider = code(codes.PROVIDERS, "Who provides it.")
    registration = code(codes.REGISTRATIONS, "Whether the setting is registered.")
    change_reason = code(codes.PLACEMENT_CHANGES, "Why it ended.")
    same_carer = flag("Whether the carer is that of the placement before, so that it is no move (SSDA903 `T` and `U`).")
    urn = text("Ofsted's number for the setting.")
    distance = number("Miles from home.")
    inside_authority = flag("Whether it is inside the authority's boundary.")
    postcode = text("Postcode where the child lives.", identifying=True)


class LegalStatus(Record, table="legal_statuses", key=("child", "started_on")):
    """One legal status of one child in care (SSDA903 `LS`)."""

    id = record_id()
    child = child_id()
    started_on = day("First day of the status.", required=True)
    ended_on = day("Day on which it ended; empty while it holds.", not_before="started_on")
    status = code(codes.LEGAL_STATUSES, "The legal status.", required=True)


class CareReview(Record, table="care_reviews", key=("child", "held_on")):
    """One review of the case of a child in care (SSDA903 `REVIEW`)."""

    id = record_id()
    child = child_id()
    held_on = day("Day on which it was held.", required=True)
    participation = code(codes.PARTICIPATION, "How the child took part.")
    recorded_on = day("Day on which it was recorded.")
    chair = worker_id("Independent reviewing officer.")


class HealthAssessment(Record, table="health_assessments", key=("child", "held_on", "kind")):
    """One statutory health assessment of a child in care, initial or review."""

    id = record_id()
    child = child_id()
    kind = code(codes.HEALTH_KINDS, "Initial or review.", required=True)
    held_on = day("Day on which the child was seen.", required=True)
    received_on = day("Day on which the report was received.")


class DentalCheck(Record, table="dental_checks", key=("child", "held_on")):
    """One dental check of a child in care."""

    id = record_id()
    child = child_id()
    held_on = day("Day of the check.", required=True)


class MissingEpisode(Record, table="missing_episodes", key=("child", "started_on")):
    """One episode of a child missing, or away without authorisation, from placement (SSDA903 `MIS_START`)."""

    id = record_id()
    child = child_id()
    kind = code(codes.MISSING_KINDS, "Missing or away.")
    started_on = day("Day on which it began.", required=True)
    ended_on = day("Day on which the child was found or came back.", not_before="started_on")
    interview_offered = flag("Whether a return interview was offered.")
    interview_accepted = flag("Whether the child accepted it.")


class Adoption(Record, table="adoptions", key=("child", "decided_on")):
    """One plan of adoption for one child, from the decision to the order or to its reversal (SSDA903 `PlacedAdoption`, Annex A list 10)."""

    id = record_id()
    child = child_id()
    family = text("Identifier of the adopting family.")
    decided_on = day("Day of the decision that the child should be placed for adoption.", required=True)
    placement_order_on = day("Day of the placement order.")
    matched_on = day("Day on which child and adopters were matched.")
    placed_on = day("Day on which the child was placed.")
    adopted_on = day("Day of the adoption order.")
    fostering_for_adoption_on = day("Day of placement in fostering for adoption or concurrent planning.")
    reversed_on = day("Day of the decision that the child should no longer be placed.", not_before="decided_on")
    reversal_reason = code(codes.ADOPTION_REVERSALS, "Why the child is no longer to be placed.")


class Adopter(Record, table="adopters", key=("adopter",)):
    """One person who enquired about adopting, and how far they have come (Annex A list 11)."""

    adopter = text("The adopter's identifier.", required=True)
    family = text("Identifier of the adopting family.")
    sex = code(codes.SEX, "Sex as recorded.")
    ethnicity = code(codes.ETHNICITY, "Ethnicity in the national list.")
    disabled = flag("Whether the adopter has a disability.")
    fostering_for_adoption = flag("Whether they foster for adoption.")
    enquired_on = day("Day of the enquiry.", required=True)
    stage_1_started_on = day("Day on which stage 1 started.")
    stage_1_ended_on = day("Day on which stage 1 ended.", not_before="stage_1_started_on")
    stage_2_started_on = day("Day on which stage 2 started.")
    stage_2_ended_on = day("Day on which stage 2 ended.", not_before="stage_2_started_on")
    applied_on = day("Day of the application.")
    approved_on = day("Day of approval.")
    matched_on = day("Day on which they were matched with a child.")
    placed_on = day("Day on which a child was placed with them.")
    children_placed = whole("Number of children placed.")
    adopted_on = day("Day of the adoption order.")
    left_on = day("Day on which they left the process.")
    left_reason = code(codes.ADOPTER_REASONS, "Why they left the process.")
