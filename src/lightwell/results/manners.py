"""How each record type is told in the journey of a child: which days are events, which pair of days is a span, and the words for each.

A sentence is a tuple of pieces; a piece that names a column in braces is left out where the record does not say it. A record type that is
not listed here is told by what its columns are, so that a type added later appears without a change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lightwell.journey import Record

Sentence = tuple[str, ...]


@dataclass(frozen=True)
class Manner:
    """How one record type is told.

    `events` maps a column of days to a sentence. `span` names the first day and the columns any of which may hold the end, with the
    sentences for the beginning and the end, and `what` says what sort of span it is. `flags` gives words to a yes and a no.
    """

    kind: str
    events: Mapping[str, Sentence] = field(default_factory=dict)
    span: tuple[str, ...] = ()
    begins: Sentence = ()
    ends: Sentence = ()
    what: Sentence = ()
    flags: Mapping[str, tuple[str, str]] = field(default_factory=dict)


MANNERS: Mapping[str, Manner] = {
    "contacts": Manner("Contact", {"received_on": ("Contact", " from {source}", ": {outcome}")}),
    "early_help_episodes": Manner(
        "Early help",
        {
            "referred_on": ("Referral into early help", ": {source}"),
            "assessment_started_on": ("Early help assessment started",),
            "assessment_completed_on": ("Early help assessment completed", " by {assessed_by}"),
        },
        ("started_on", "ended_on"),
        ("Early help began to work with the family",),
        ("Early help ended",),
        ("{lead_agency}",),
    ),
    "referrals": Manner(
        "Referral",
        {"received_on": ("Referral", " from {source}", ": {no_further_action}")},
        flags={"no_further_action": ("no further action", "accepted")},
    ),
    "episodes_of_need": Manner(
        "Open to social care",
        {},
        ("started_on", "ended_on"),
        ("Case opened", ": {primary_need}"),
        ("Case closed", ": {closure_reason}"),
        ("{primary_need}",),
    ),
    "assessments": Manner(
        "Assessment",
        {"child_seen_on": ("Child seen during the assessment",)},
        ("started_on", "completed_on"),
        ("Assessment started",),
        ("Assessment completed", ": {outcome}"),
        ("{outcome}",),
    ),
    "child_in_need_plans": Manner(
        "Child in need plan", {}, ("started_on", "ended_on"), ("Child in need plan started",), ("Child in need plan ended",)
    ),
    "child_in_need_reviews": Manner("Review", {"held_on": ("Child in need review",)}),
    "strategy_discussions": Manner("Strategy discussion", {"held_on": ("Strategy discussion",)}),
    "section_47_enquiries": Manner(
        "Section 47 enquiry",
        {},
        ("started_on", "completed_on"),
        ("Section 47 enquiry started",),
        ("Section 47 enquiry completed", ": {conference_not_required}"),
        flags={"conference_not_required": ("no conference needed", "")},
    ),
    "conferences": Manner(
        "Conference",
        {"held_on": ("{kind} child protection conference", ": {led_to_plan}")},
        flags={"led_to_plan": ("child protection plan", "no plan")},
    ),
    "child_protection_plans": Manner(
        "Child protection plan",
        {},
        ("started_on", "ended_on"),
        ("Child protection plan started", ": {initial_category}"),
        ("Child protection plan ended",),
        ("{latest_category}",),
    ),
    "core_groups": Manner("Core group", {"held_on": ("Core group met",)}),
    "periods_of_care": Manner(
        "In our care",
        {"permanence_planned_on": ("Plan for permanence agreed", ": {permanence_plan}")},
        ("started_on", "ended_on"),
        ("Came into our care", ": {need}"),
        ("Left our care", ": {end_reason}"),
    ),
    "placements": Manner(
        "Placement",
        {},
        ("started_on", "ended_on"),
        ("Placement started", ": {kind}", " ({provider})"),
        ("Placement ended", ": {kind}", ". {change_reason}"),
        ("{kind}",),
    ),
    "legal_statuses": Manner(
        "Legal status",
        {},
        ("started_on", "ended_on"),
        ("Legal status began", ": {status}"),
        ("Legal status ended", ": {status}"),
        ("{status}",),
    ),
    "care_reviews": Manner("Review", {"held_on": ("Review of care", ": {participation}")}),
    "health_assessments": Manner("Health", {"held_on": ("{kind}",)}),
    "dental_checks": Manner("Health", {"held_on": ("Dental check",)}),
    "missing_episodes": Manner(
        "Missing",
        {},
        ("started_on", "ended_on"),
        ("{kind}",),
        ("Found or came back", "; {interview_offered}", " {interview_accepted}"),
        ("{kind}",),
        {"interview_offered": ("return interview offered", "no return interview offered"), "interview_accepted": ("and accepted", "")},
    ),
    "adoptions": Manner(
        "Plan for adoption",
        {
            "placement_order_on": ("Placement order made",),
            "matched_on": ("Matched with adopters",),
            "placed_on": ("Placed for adoption",),
            "fostering_for_adoption_on": ("Placed in fostering for adoption",),
        },
        ("decided_on", "adopted_on", "reversed_on"),
        ("Decided that the child should be placed for adoption",),
        ("Plan for adoption ended", ": {reversal_reason}"),
    ),
    "care_leavers": Manner(
        "Care leaver",
        {"pathway_plan_on": ("Latest pathway plan",)},
        ("started_on", "ended_on"),
        ("Became a care leaver", ": {category}"),
        ("No longer a care leaver",),
        ("{category}",),
    ),
    "visits": Manner("Visit", {"happened_on": ("Visit", ": {purpose}", " ({mode})")}),
    "visit_agreements": Manner(
        "Agreement about visits",
        {},
        ("agreed_on", "ended_on"),
        ("Visits agreed", " every {interval_days} days", ": {purpose}"),
        ("Agreement about visits ended", ": {purpose}"),
        ("{purpose}",),
    ),
    "supervisions": Manner("Supervision", {"happened_on": ("{kind}",)}),
    "allocations": Manner(
        "Allocation",
        {},
        ("started_on", "ended_on"),
        ("{role} allocated", ": {worker}"),
        ("{role} ended", ": {worker}"),
        ("{role}",),
    ),
}
"""The manner of each record type of the journey; `people` and `disabilities` say who the child is, not what happened."""

ABOUT = frozenset({"people", "disabilities"})
"""Record types that are told beside the name and not as events."""

_ENDS = ("ended_on", "completed_on")


def manner_of(record: type[Record]) -> Manner:
    """Give the manner of a record type: the one listed, or one made from its columns."""
    if record.table in MANNERS:
        return MANNERS[record.table]
    name = record.plain_name()
    days = [column.name for column in record.columns if column.kind == "day" and not column.identifying]
    ends = tuple(day for day in days if day in _ENDS)
    if "started_on" in days and ends:
        return Manner(name, {}, ("started_on", *ends), (f"{name} started",), (f"{name} ended",))
    required = [column.name for column in record.columns if column.name in days and column.required]
    return Manner(name, dict.fromkeys((required or days)[:1], (name,)))
