"""What each fact holds: its columns with their types and meanings, and the records each column needs.

A fact is a table ready for counting. An *event fact* has one row for each event; a *roll call* has one row for each child in one status at
each month end, with every clock already worked out. The SQL of a fact stands in `sql/<name>.sql`.

`needs` names the record types (`visits`), or columns of one (`placements.registration`), without which a column is not known, so that a
source which lacks them gives *no data* and not zero. `looks_back` says how many days of history a column needs before the day it is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lightwell.errors import NotFound

FactType = Literal["text", "day", "whole", "number", "flag"]

BREAKDOWNS = ("service", "locality", "team", "worker", "age_band", "sex", "ethnicity", "disability")
"""The columns that every fact has, by which a figure can be broken down."""


@dataclass(frozen=True)
class LastDone:
    """What a column counts the days since: the records named, or the visits for one purpose (`in_care_visits`).

    `begun` names the column with the days since the status began, where only what was done from then on counts.
    """

    kind: str
    begun: str = ""


@dataclass(frozen=True)
class FactColumn:
    """One column of a fact: its type, its meaning, what it needs beyond the records of the fact itself, and how far back it looks.

    `last` says for a column of days since something was last done what that is, so that it can be worked out as it was known on a day.
    """

    name: str
    type: FactType
    meaning: str
    needs: tuple[str, ...] = ()
    looks_back: int = 0
    last: LastDone | None = None


@dataclass(frozen=True)
class Fact:
    """One fact: what a row stands for, whether it is a roll call, its columns, and the record types that it is made from."""

    name: str
    row: str
    roll_call: bool
    needs: tuple[str, ...]
    own_columns: tuple[FactColumn, ...]
    names_holder: bool = False
    """Whether the fact's own SQL says who is responsible, so that nobody else is looked for where it says nobody."""

    @property
    def columns(self) -> tuple[FactColumn, ...]:
        """Every column, the common ones first."""
        month = (FactColumn("month", "day", "First day of the month at whose end the roll is called."),) if self.roll_call else ()
        return (*_COMMON, *month, *self.own_columns)

    @property
    def days(self) -> tuple[str, ...]:
        """The dates that a definition may count an event on; empty for a roll call."""
        return () if self.roll_call else tuple(column.name for column in self.own_columns if column.type == "day")

    def column(self, name: str) -> FactColumn:
        """Find a column by its name; raises `KeyError` if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


_COMMON = (
    FactColumn("child", "text", "The child's identifier."),
    FactColumn("worker", "text", "The worker responsible at the time."),
    FactColumn("team", "text", "The team responsible at the time."),
    FactColumn("service", "text", "The service of that team."),
    FactColumn("locality", "text", "The locality of that team."),
    FactColumn("age_band", "text", "The child's age at the time, in DfE's bands.", ("people",)),
    FactColumn("sex", "text", "The child's sex as recorded.", ("people",)),
    FactColumn("ethnicity", "text", "The child's broad ethnic group.", ("people",)),
    FactColumn("disability", "text", "Whether the child has a disability.", ("people",)),
)


def _day(name: str, meaning: str, *needs: str) -> FactColumn:
    return FactColumn(name, "day", meaning, needs)


def _whole(name: str, meaning: str, *needs: str, looks_back: int = 0, last: LastDone | None = None) -> FactColumn:
    return FactColumn(name, "whole", meaning, needs, looks_back, last)


def _flag(name: str, meaning: str, *needs: str) -> FactColumn:
    return FactColumn(name, "flag", meaning, needs)


def _text(name: str, meaning: str, *needs: str) -> FactColumn:
    return FactColumn(name, "text", meaning, needs)


def _number(name: str, meaning: str, *needs: str) -> FactColumn:
    return FactColumn(name, "number", meaning, needs)


_SUPERVISED = _whole(
    "days_since_supervision",
    "Days from the last authorised supervision about the child to month end.",
    "supervisions",
    "supervisions.authorised_on",
    last=LastDone("supervisions"),
)
_AGREED = _whole(
    "agreed_visit_days",
    "Most days between visits by agreement for this child; blank where there is none.",
    "visit_agreements",
)


def _visited(purpose: str) -> FactColumn:
    return _whole(
        "days_since_visit",
        "Days to month end from the last visit for this purpose that counts: face to face, child seen, recorded and authorised.",
        "visits",
        "visits.authorised_on",
        last=LastDone(f"{purpose}_visits"),
    )


FACTS: tuple[Fact, ...] = (
    Fact(
        "contacts",
        "One contact about one child.",
        False,
        ("contacts",),
        (
            _day("received_on", "Day on which it was received."),
            _text("source", "Who made it (code)."),
            _text("outcome", "What was decided (code).", "contacts.outcome"),
            _whole("working_days_to_decision", "Working days from receipt to decision.", "contacts.decided_on"),
        ),
    ),
    Fact(
        "early_help",
        "One episode of early help of one child.",
        False,
        ("early_help_episodes",),
        (
            _day("referred_on", "Day of the referral into early help.", "early_help_episodes.referred_on"),
            _day("assessment_started_on", "Day on which the assessment started.", "early_help_episodes.assessment_started_on"),
            _day("assessment_completed_on", "Day on which the assessment was completed.", "early_help_episodes.assessment_completed_on"),
            _day("started_on", "Day on which early help began to work with the family.", "early_help_episodes.started_on"),
            _day("ended_on", "Last day of the episode."),
            _text("source", "Where the referral came from (code).", "early_help_episodes.source"),
            _flag(
                "assessment_required",
                "Whether an early help assessment was required; taken as yes where it is not said.",
                "early_help_episodes.assessment_required",
            ),
        ),
    ),
    Fact(
        "referrals",
        "One referral of one child.",
        False,
        ("referrals",),
        (
            _day("received_on", "Day on which it was received."),
            _text("source", "Who made it (code)."),
            _flag("no_further_action", "Whether it led to no further action.", "referrals.no_further_action"),
            _whole("working_days_to_decision", "Working days from receipt to decision.", "referrals.decided_on"),
            _whole(
                "days_since_previous_referral",
                "Days since the child's referral before; blank for a first one and for one on the same day.",
                looks_back=366,
            ),
        ),
    ),
    Fact(
        "assessments",
        "One child and family assessment of one child.",
        False,
        ("assessments",),
        (
            _day("started_on", "Day on which the clock started."),
            _day("completed_on", "Day on which it was authorised.", "assessments.completed_on"),
            _text("outcome", "What it led to (code).", "assessments.outcome"),
            _whole("working_days_open", "Working days from start to completion; blank while open.", "assessments.completed_on"),
        ),
    ),
    Fact(
        "strategy_discussions",
        "One strategy discussion about one child.",
        False,
        ("strategy_discussions",),
        (
            _day("held_on", "Day on which it was held."),
            _flag(
                "led_to_section_47",
                "Whether a section 47 enquiry of the child names this day's discussion as its origin.",
                "section_47_enquiries",
                "section_47_enquiries.strategy_discussion_on",
            ),
        ),
    ),
    Fact(
        "section_47_enquiries",
        "One section 47 enquiry about one child.",
        False,
        ("section_47_enquiries",),
        (
            _day("started_on", "Day on which it started."),
            _day("completed_on", "Day on which it was completed.", "section_47_enquiries.completed_on"),
            _day("initial_conference_on", "Day of the initial conference that it led to.", "section_47_enquiries.initial_conference_on"),
            _whole(
                "working_days_open",
                "Working days from the strategy discussion, or else the start, to completion.",
                "section_47_enquiries.completed_on",
            ),
            _flag("led_to_conference", "Whether it led to an initial conference.", "section_47_enquiries.initial_conference_on"),
            _flag(
                "on_plan_or_in_care",
                "Whether the child had a child protection plan or was in care when it started.",
                "child_protection_plans",
                "periods_of_care",
            ),
        ),
    ),
    Fact(
        "periods_of_care",
        "One period of care of one child.",
        False,
        ("periods_of_care",),
        (
            _day("started_on", "First day in care."),
            _day("ended_on", "Day on which care ceased.", "periods_of_care.ended_on"),
            _day("initial_health_due_on", "Day by which the initial health assessment is due."),
            _flag(
                "unaccompanied", "Whether the child is, or was, an unaccompanied asylum-seeking child.", "people", "people.unaccompanied"
            ),
            _text("end_reason", "Why care ceased (code).", "periods_of_care.end_reason"),
            _whole(
                "initial_health_working_days",
                "Working days from the start of care to the first health assessment held in it; blank if none.",
                "health_assessments",
            ),
            _flag(
                "in_care_when_health_due",
                "Whether the child was still in care on the day the initial health assessment was due.",
            ),
        ),
        names_holder=True,
    ),
    Fact(
        "children_in_early_help",
        "One child open to early help at month end.",
        True,
        ("early_help_episodes", "early_help_episodes.started_on"),
        (_whole("days_open", "Days from the start of early help to month end."), _visited("early_help"), _SUPERVISED),
    ),
    Fact(
        "open_assessments",
        "One child with an open child and family assessment at month end.",
        True,
        ("assessments",),
        (
            _whole("days_open", "Days from the start of the assessment to month end."),
            _whole("working_days_open", "Working days from the start of the assessment to month end."),
            _SUPERVISED,
        ),
    ),
    Fact(
        "children_in_need",
        "One child with a child in need plan at month end who has no child protection plan and is not in care.",
        True,
        ("child_in_need_plans", "child_protection_plans", "periods_of_care"),
        (
            _whole("days_on_plan", "Days from the start of the plan to month end."),
            _flag(
                "disabilities_team",
                "Whether the child is allocated to a team for children with disabilities.",
                "allocations",
                "teams",
                "teams.kind",
            ),
            _visited("child_in_need"),
            _AGREED,
            _whole(
                "days_since_review",
                "Days from the last review of the plan to month end; blank if none.",
                "child_in_need_reviews",
                last=LastDone("child_in_need_reviews", begun="days_on_plan"),
            ),
            _SUPERVISED,
        ),
    ),
    Fact(
        "children_on_protection_plans",
        "One child with a child protection plan at month end.",
        True,
        ("child_protection_plans",),
        (
            _whole("days_on_plan", "Days from the start of the plan to month end."),
            _whole("working_days_on_plan", "Working days from the start of the plan to month end."),
            _text("category", "Latest category of abuse (code)."),
            _whole("previous_plans", "Plans before this one: the larger of what is recorded and what the journey shows."),
            _visited("child_protection"),
            _whole(
                "working_days_since_visit",
                "Working days to month end from the last visit that counts.",
                "visits",
                "visits.authorised_on",
                last=LastDone("child_protection_visits"),
            ),
            _whole(
                "days_since_core_group",
                "Days from the last core group since the plan began to month end; blank if none.",
                "core_groups",
                last=LastDone("core_groups", begun="days_on_plan"),
            ),
            _SUPERVISED,
        ),
    ),
    Fact(
        "children_in_care",
        "One child in care at month end.",
        True,
        ("periods_of_care",),
        (
            _whole("days_in_care", "Days from the start of the period of care to month end."),
            _whole("age", "Age in whole years at month end.", "people"),
            _flag(
                "unaccompanied", "Whether the child is, or was, an unaccompanied asylum-seeking child.", "people", "people.unaccompanied"
            ),
            _text("legal_status", "Legal status (code).", "legal_statuses"),
            _text("placement_type", "Placement type (code).", "placements"),
            _text("placement_provider", "Placement provider (code).", "placements", "placements.provider"),
            _text("placement_registration", "Registration of the setting (code).", "placements", "placements.registration"),
            _whole(
                "placements_in_year",
                "Placements in the twelve months to month end by DfE's rule: temporary ones and those with the same carer are not counted.",
                "placements",
                looks_back=366,
            ),
            _visited("in_care"),
            _AGREED,
            _whole(
                "days_since_review",
                "Days from the last care review to month end; blank if none.",
                "care_reviews",
                last=LastDone("care_reviews", begun="days_in_care"),
            ),
            _whole(
                "days_since_health_assessment",
                "Days from the last health assessment to month end; blank if none.",
                "health_assessments",
                last=LastDone("health_assessments", begun="days_in_care"),
            ),
            _whole(
                "days_with_worker",
                "Days for which the primary caseholder at month end has been so without a break.",
                "allocations",
                looks_back=184,
            ),
            _SUPERVISED,
        ),
    ),
    Fact(
        "care_leavers",
        "One care leaver at month end.",
        True,
        ("care_leavers",),
        (
            _whole("days_as_leaver", "Days from the start as a care leaver to month end."),
            _text("category", "Eligibility (code)."),
            _SUPERVISED,
        ),
    ),
    Fact(
        "children_open",
        "One child open to the service at month end: assessment, child in need, child protection, in care or care leaver.",
        True,
        ("assessments", "child_in_need_plans", "child_protection_plans", "periods_of_care", "care_leavers"),
        (
            _text("status", "The first that holds of in_care, child_protection, child_in_need, assessment, care_leaver."),
            _whole(
                "days_open",
                "Days to month end since the child's open episode of need or, if earlier, the open status began.",
                "episodes_of_need",
            ),
            _whole(
                "workers_in_half_year",
                "Primary caseholders that the child had in the six months to month end.",
                "allocations",
                looks_back=184,
            ),
            _flag(
                "worker_qualified",
                "Whether the primary caseholder is a qualified social worker.",
                "allocations",
                "workers",
                "workers.qualified",
            ),
            _whole("worker_children", "Children open to the service whose primary caseholder this is.", "allocations"),
            _whole(
                "worker_rank",
                "Rank of the primary caseholder by number of children, 1 the most; ties by identifier.",
                "allocations",
            ),
            _number(
                "worker_fte",
                "Full-time equivalent of the primary caseholder; 1 where no post says.",
                "allocations",
                "posts",
            ),
            _number(
                "fte_share",
                "This child's share of that: the full-time equivalent divided by the worker's children.",
                "allocations",
                "posts",
            ),
            _number("worker_share", "This child's share of one worker: one divided by the worker's children.", "allocations"),
        ),
    ),
)
"""Every fact: first the events in the order of the journey, then the roll calls."""


def fact_named(name: str) -> Fact:
    """Find a fact by its name; raises `NotFound` if there is none."""
    for fact in FACTS:
        if fact.name == name:
            return fact
    raise NotFound(f"There is no fact “{name}”. The facts are {', '.join(fact.name for fact in FACTS)}.")
