"""Where a child's journey begins: contact, early help and referral."""

from __future__ import annotations

from lightwell.journey import codes
from lightwell.journey.record import Record, child_id, code, day, flag, record_id, team_id, text, worker_id


class Contact(Record, table="contacts", key=("child", "received_on", "source")):
    """One contact about one child received at the front door, whether or not it becomes a referral."""

    id = record_id()
    child = child_id()
    received_on = day("Day on which the contact was received.", required=True)
    source = code(codes.SOURCES, "Who made the contact.")
    decided_on = day("Day on which a manager decided what would happen.", not_before="received_on")
    outcome = code(codes.CONTACT_OUTCOMES, "What was decided.")
    team = team_id("Team that took the contact.")
    worker = worker_id("Worker who took the contact.")


class EarlyHelpEpisode(Record, table="early_help_episodes", key=("child", "referred_on")):
    """One episode of early help for one child, from the referral into it to its end."""

    id = record_id()
    child = child_id()
    referred_on = day("Day of the referral into early help.", required=True)
    source = code(codes.EARLY_HELP_SOURCES, "Where the referral into early help came from.")
    assessment_required = flag("Whether an early help assessment was required; no where social care's own assessment serves.")
    assessment_started_on = day("Day on which the early help assessment started.", not_before="referred_on")
    assessment_completed_on = day("Day on which the early help assessment was completed.", not_before="assessment_started_on")
    assessed_by = text("Organisation that completed the assessment.")
    started_on = day("Day on which early help began to work with the family.", not_before="referred_on")
    ended_on = day("Last day of the episode; empty while it is open.", not_before="referred_on")
    lead_agency = text("Agency that leads the Team Around the Family.")
    team = team_id("Team to which the episode is allocated.")
    worker = worker_id("Worker to whom the episode is allocated.")


class Referral(Record, table="referrals", key=("child", "received_on", "source")):
    """One referral of one child to statutory social care (CIN census `CINreferralDate`)."""

    id = record_id()
    child = child_id()
    received_on = day("Day on which the referral was received.", required=True)
    source = code(codes.SOURCES, "Who made the referral.")
    decided_on = day("Day on which a manager decided what would happen.", not_before="received_on")
    no_further_action = flag("Whether the referral led to no further action (CIN census `ReferralNFA`).")
    primary_need = code(codes.NEEDS, "Main reason why the child needs services.")
    team = team_id("Team that received the referral.")
    worker = worker_id("Worker to whom the referral was given.")
