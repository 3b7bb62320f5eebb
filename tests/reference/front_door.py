"""Contacts, early help and referrals, as events; and the children open to early help at month end."""

from __future__ import annotations

from datetime import date

from lightwell.periods import Month
from tests.reference.clocks import days_since_supervision, days_since_visit
from tests.reference.days import working_days_or_blank
from tests.reference.journey import Journey, Row, days_between, latest_open
from tests.reference.people import Responsible, allocated_at, allocation_at, common, recorded_or_allocated


def contacts(journey: Journey) -> list[Row]:
    """Give one row for each contact."""
    return [_contact(journey, row) for row in journey.all("contacts")]


def _contact(journey: Journey, row: Row) -> Row:
    day = row["received_on"]
    return {
        **common(journey, row["child"], day, recorded_or_allocated(journey, row, day)),
        "received_on": day,
        "source": row["source"],
        "outcome": row["outcome"],
        "working_days_to_decision": working_days_or_blank(day, row["decided_on"]),
    }


def early_help(journey: Journey) -> list[Row]:
    """Give one row for each episode of early help."""
    return [_early_help_episode(journey, row) for row in journey.all("early_help_episodes")]


def _early_help_episode(journey: Journey, row: Row) -> Row:
    day = row["referred_on"]
    return {
        **common(journey, row["child"], day, recorded_or_allocated(journey, row, day)),
        "referred_on": day,
        "assessment_started_on": row["assessment_started_on"],
        "assessment_completed_on": row["assessment_completed_on"],
        "started_on": row["started_on"],
        "ended_on": row["ended_on"],
        "source": row["source"],
        "assessment_required": row["assessment_required"] is not False,
    }


def referrals(journey: Journey) -> list[Row]:
    """Give one row for each referral."""
    return [_referral(journey, row) for row in journey.all("referrals")]


def _referral(journey: Journey, row: Row) -> Row:
    day = row["received_on"]
    return {
        **common(journey, row["child"], day, recorded_or_allocated(journey, row, day)),
        "received_on": day,
        "source": row["source"],
        "no_further_action": row["no_further_action"],
        "working_days_to_decision": working_days_or_blank(day, row["decided_on"]),
        "days_since_previous_referral": days_between(_referral_before(journey, row), day),
    }


def _referral_before(journey: Journey, referral: Row) -> date | None:
    days = [row["received_on"] for row in journey.of("referrals", referral["child"])]
    return max((day for day in days if day < referral["received_on"]), default=None)


def children_in_early_help(journey: Journey, month: Month) -> list[Row]:
    """Give one row for each child open to early help at the end of a month."""
    rows = []
    for child in journey.children("early_help_episodes"):
        episode = latest_open(journey.of("early_help_episodes", child), month.end)
        if episode is not None:
            rows.append(_in_early_help(journey, month, episode))
    return rows


def _in_early_help(journey: Journey, month: Month, episode: Row) -> Row:
    child, end = episode["child"], month.end
    if allocation_at(journey, child, end) is None:
        responsible = Responsible(episode["worker"], episode["team"])
    else:
        responsible = allocated_at(journey, child, end)
    return {
        **common(journey, child, end, responsible),
        "month": month.start,
        "days_open": days_between(episode["started_on"], end),
        "days_since_visit": days_since_visit(journey, child, "early_help", end),
        "days_since_supervision": days_since_supervision(journey, child, end),
    }
