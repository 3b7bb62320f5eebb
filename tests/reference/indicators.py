"""Every indicator of the two packs: who is counted, and out of whom, as plain Python."""

from __future__ import annotations

from dataclasses import replace

from tests.reference.journey import Limit, Row
from tests.reference.rules import (
    Indicator,
    agreed_or,
    at_least,
    at_most,
    coded,
    done_in_time,
    events,
    fixed,
    more_than,
    roll,
)

_FOSTERING = ("U1", "U2", "U3", "U4", "U5", "U6")
_INDEPENDENT = ("PR4", "PR5")
_ROLLING = "rolling_12_months"
_TO_DATE = "year_to_date"


def _step_down_without_assessment(row: Row, _p: Limit) -> bool:
    return row["source"] == "step_down" and not row["assessment_required"]


def _with_disabilities_team(row: Row, _p: Limit) -> bool:
    return bool(row["disabilities_team"])


def _not_with_disabilities_team(row: Row, _p: Limit) -> bool:
    return not row["disabilities_team"]


def _led_to_section_47(row: Row, _p: Limit) -> bool:
    return bool(row["led_to_section_47"])


def _new_to_plan_and_care(row: Row, _p: Limit) -> bool:
    return not row["on_plan_or_in_care"]


def _led_to_conference(row: Row, _p: Limit) -> bool:
    return bool(row["led_to_conference"])


def _referred_before(row: Row, p: Limit) -> bool:
    return at_most(row["days_since_previous_referral"], p("re_referral_days"))


def _outcome_recorded(row: Row, _p: Limit) -> bool:
    return row["no_further_action"] is not None


def _no_further_action(row: Row, _p: Limit) -> bool:
    return row["no_further_action"] is True


def _on_a_plan_before(row: Row, _p: Limit) -> bool:
    return at_least(row["previous_plans"], 1)


def _core_group_due_or_held(row: Row, p: Limit) -> bool:
    return row["days_since_core_group"] is not None or more_than(row["working_days_on_plan"], p("first_core_group_working_days"))


def _core_group_in_time(row: Row, p: Limit) -> bool:
    return at_most(row["days_since_core_group"], p("core_group_days"))


def _need_review_due_or_held(row: Row, p: Limit) -> bool:
    if row["disabilities_team"]:
        return False
    return more_than(row["days_on_plan"], p("child_in_need_review_days")) or row["days_since_review"] is not None


def _need_review_in_time(row: Row, p: Limit) -> bool:
    return at_most(row["days_since_review"], p("child_in_need_review_days"))


def _in_care_when_health_due(row: Row, _p: Limit) -> bool:
    return bool(row["in_care_when_health_due"])


def _initial_health_in_time(row: Row, p: Limit) -> bool:
    return at_most(row["initial_health_working_days"], p("initial_health_limit"))


def _settled_in_care(row: Row, p: Limit) -> bool:
    return at_least(row["days_in_care"], p("settled_in_care_days"))


def _health_up_to_date(row: Row, p: Limit) -> bool:
    under_5 = row["age"] is not None and row["age"] < 5
    limit = p("review_health_under_5_days") if under_5 else p("review_health_days")
    return at_most(row["days_since_health_assessment"], limit)


def _assessed_in_time(row: Row, p: Limit) -> bool:
    return at_most(row["working_days_open"], p("assessment_limit"))


def _unaccompanied(row: Row, _p: Limit) -> bool:
    return bool(row["unaccompanied"])


def _not_unaccompanied(row: Row, _p: Limit) -> bool:
    return not row["unaccompanied"]


def _many_placements(row: Row, p: Limit) -> bool:
    return at_least(row["placements_in_year"], p("placements_many"))


def _independent_fostering(row: Row, _p: Limit) -> bool:
    return row["placement_type"] in _FOSTERING and row["placement_provider"] in _INDEPENDENT


def _in_house_fostering(row: Row, _p: Limit) -> bool:
    return row["placement_type"] in _FOSTERING and row["placement_provider"] == "PR1"


def _independent_residential(row: Row, _p: Limit) -> bool:
    return row["placement_type"] in ("K1", "K2", "R1", "R3", "S1") and row["placement_provider"] in _INDEPENDENT


def _has_worker(row: Row, _p: Limit) -> bool:
    return row["worker_children"] is not None


def _worker_qualified(row: Row, _p: Limit) -> bool:
    return bool(row["worker_qualified"])


def _high_caseload(row: Row, p: Limit) -> bool:
    return at_least(row["worker_children"], p("high_caseload"))


def _among_top_caseholders(row: Row, p: Limit) -> bool:
    return at_most(row["worker_rank"], p("top_caseholders"))


def _same_worker(row: Row, p: Limit) -> bool:
    return at_least(row["days_with_worker"], p("same_worker_days"))


def _open_half_a_year(row: Row, p: Limit) -> bool:
    return at_least(row["days_open"], p("open_half_year_days"))


def _two_workers_or_more(row: Row, _p: Limit) -> bool:
    return at_least(row["workers_in_half_year"], 2)


_UNREGULATED = coded("placement_registration", "unregulated", "unregistered")

_RIGHT_SUPPORT = (
    events("early_help_referrals", "early_help", "referred_on"),
    events("step_downs_no_assessment", "early_help", "referred_on", count=_step_down_without_assessment),
    events("early_help_assessments_started", "early_help", "assessment_started_on"),
    events("early_help_assessments_completed", "early_help", "assessment_completed_on"),
    events("contacts", "contacts", "received_on"),
    events("contacts_rate", "contacts", "received_on", "per_10_000", _ROLLING),
    events("referrals", "referrals", "received_on"),
    events("referrals_rate", "referrals", "received_on", "per_10_000", _ROLLING),
    events("referrals_rate_ytd", "referrals", "received_on", "per_10_000", _TO_DATE),
    events("assessments_completed", "assessments", "completed_on"),
    events("assessments_rate", "assessments", "completed_on", "per_10_000", _ROLLING),
    events("assessments_rate_ytd", "assessments", "completed_on", "per_10_000", _TO_DATE),
    events("assessments_45_working_days", "assessments", "completed_on", "percent", count=_assessed_in_time),
    roll("cin_plans_not_cwd", "children_in_need", count=_not_with_disabilities_team),
    roll("cin_plans_cwd", "children_in_need", count=_with_disabilities_team),
    events("strategy_discussions", "strategy_discussions", "held_on"),
    events("s47_completed", "section_47_enquiries", "completed_on"),
    events("s47_rate", "section_47_enquiries", "completed_on", "per_10_000", _ROLLING),
    events("strategy_to_s47", "strategy_discussions", "held_on", "percent", count=_led_to_section_47),
    events(
        "s47_to_icpc",
        "section_47_enquiries",
        "completed_on",
        "percent",
        of=_new_to_plan_and_care,
        count=_led_to_conference,
    ),
    roll("cp_plans", "children_on_protection_plans"),
    roll("cp_plans_rate", "children_on_protection_plans", "per_10_000"),
    roll("cla", "children_in_care"),
    roll("cla_rate", "children_in_care", "per_10_000"),
    roll("open_to_service", "children_open"),
    roll("open_to_service_rate", "children_open", "per_10_000"),
)

_LOCALITIES = (
    replace(events("re_referrals", "referrals", "received_on", "percent", count=_referred_before), distinct="child"),
    events("referrals_nfa", "referrals", "received_on", "percent", of=_outcome_recorded, count=_no_further_action),
    roll("second_or_more_cp_plan", "children_on_protection_plans", "percent", count=_on_a_plan_before),
    roll(
        "core_group_in_time",
        "children_on_protection_plans",
        "percent",
        of=_core_group_due_or_held,
        count=_core_group_in_time,
    ),
    roll("cin_review_12_weeks", "children_in_need", "percent", of=_need_review_due_or_held, count=_need_review_in_time),
    events(
        "iha_20_working_days",
        "periods_of_care",
        "initial_health_due_on",
        "percent",
        of=_in_care_when_health_due,
        count=_initial_health_in_time,
    ),
    roll("health_assessments_up_to_date", "children_in_care", "percent", of=_settled_in_care, count=_health_up_to_date),
)

_BIRTH_FAMILIES = (
    events("cla_started", "periods_of_care", "started_on"),
    events("cla_started_uasc", "periods_of_care", "started_on", count=_unaccompanied),
    events("cla_ceased_not_uasc", "periods_of_care", "ended_on", count=_not_unaccompanied),
    events(
        "cla_ceased_cao_sgo",
        "periods_of_care",
        "ended_on",
        count=coded("end_reason", "E41", "E45", "E46", "E47", "E48"),
    ),
    events("cla_returned_home", "periods_of_care", "ended_on", count=coded("end_reason", "E4A")),
    roll("cla_placed_with_parents", "children_in_care", count=coded("placement_type", "P1")),
    roll("cla_connected_carers", "children_in_care", count=coded("placement_type", "U1", "U2", "U3")),
)

_PERMANENCE = (
    roll("cla_3_plus_placements", "children_in_care", "percent", count=_many_placements),
    roll("cla_ifa", "children_in_care", count=_independent_fostering),
    roll("cla_ifa_share", "children_in_care", "percent", count=_independent_fostering),
    roll("cla_residential", "children_in_care", count=coded("placement_type", "K1", "K2", "H5", "R1", "R3", "S1")),
    roll("cla_residential_independent", "children_in_care", count=_independent_residential),
    roll("cla_residential_independent_share", "children_in_care", "percent", count=_independent_residential),
    roll("cla_unregulated", "children_in_care", count=_UNREGULATED),
    roll("cla_unregulated_share", "children_in_care", "percent", count=_UNREGULATED),
    roll("cla_placed_for_adoption", "children_in_care", count=coded("placement_type", "A3", "A4", "A5", "A6")),
    roll("cla_in_house_fostering", "children_in_care", count=_in_house_fostering),
    roll("cla_in_house_fostering_share", "children_in_care", "percent", count=_in_house_fostering),
    roll("care_leavers", "care_leavers"),
)

_WORKFORCE = (
    replace(roll("caseload_primary_per_fte", "children_open", "mean", of=_has_worker), per="fte_share"),
    replace(roll("caseload_qualified_sw_per_fte", "children_open", "mean", of=_worker_qualified), per="fte_share"),
    replace(roll("caseholders_20_plus", "children_open", count=_high_caseload), distinct="worker"),
    replace(roll("caseload_20_plus_per_fte", "children_open", "mean", of=_high_caseload), per="fte_share"),
    replace(roll("caseload_top_40", "children_open", "mean", of=_among_top_caseholders), per="worker_share"),
    roll("cla_12m_same_worker_6m", "children_in_care", "percent", of=_settled_in_care, count=_same_worker),
    roll("open_6m_2_plus_workers", "children_open", "percent", of=_open_half_a_year, count=_two_workers_or_more),
)


def _visited(name: str, fact: str, age: str, parameter: str) -> Indicator:
    return done_in_time(name, fact, age, "days_since_visit", fixed(parameter))


def _need_visited(name: str, parameter: str) -> Indicator:
    limit = fixed(parameter)
    return done_in_time(name, "children_in_need", "days_on_plan", "days_since_visit", limit, only=_not_with_disabilities_team)


def _protection_visited(name: str, parameter: str) -> Indicator:
    fact = "children_on_protection_plans"
    return done_in_time(name, fact, "working_days_on_plan", "working_days_since_visit", fixed(parameter))


_VISITS = (
    _visited("eh_visit_4_weeks", "children_in_early_help", "days_open", "early_help_visit_days"),
    _need_visited("cin_visit_6_weeks", "child_in_need_visit_long_days"),
    _need_visited("cin_visit_4_weeks", "child_in_need_visit_days"),
    _need_visited("cin_visit_3_weeks", "child_in_need_visit_short_days"),
    done_in_time(
        "cin_cwd_visit_agreed",
        "children_in_need",
        "days_on_plan",
        "days_since_visit",
        agreed_or("disabilities_visit_days"),
        only=_with_disabilities_team,
    ),
    _protection_visited("cp_visit_10_working_days", "protection_visit_working_days"),
    _protection_visited("cp_visit_20_working_days", "protection_visit_long_working_days"),
    _visited("cp_visit_4_weeks", "children_on_protection_plans", "days_on_plan", "protection_visit_days"),
    done_in_time("cla_visit_agreed", "children_in_care", "days_in_care", "days_since_visit", agreed_or("care_visit_days")),
    _visited("cla_visit_statutory", "children_in_care", "days_in_care", "care_visit_days"),
)

_SUPERVISED = fixed("supervision_days")

_SUPERVISION = (
    done_in_time("eh_supervision", "children_in_early_help", "days_open", "days_since_supervision", _SUPERVISED),
    done_in_time("assessment_supervision", "open_assessments", "days_open", "days_since_supervision", _SUPERVISED),
    done_in_time(
        "cin_supervision",
        "children_in_need",
        "days_on_plan",
        "days_since_supervision",
        _SUPERVISED,
        only=_not_with_disabilities_team,
    ),
    done_in_time(
        "cin_cwd_supervision",
        "children_in_need",
        "days_on_plan",
        "days_since_supervision",
        _SUPERVISED,
        only=_with_disabilities_team,
    ),
    done_in_time("cp_supervision", "children_on_protection_plans", "days_on_plan", "days_since_supervision", _SUPERVISED),
    done_in_time("cla_supervision", "children_in_care", "days_in_care", "days_since_supervision", _SUPERVISED),
    done_in_time("care_leaver_supervision", "care_leavers", "days_as_leaver", "days_since_supervision", _SUPERVISED),
)

INDICATORS: dict[str, Indicator] = {
    indicator.id: indicator
    for indicator in (
        *_RIGHT_SUPPORT,
        *_LOCALITIES,
        *_BIRTH_FAMILIES,
        *_PERMANENCE,
        *_WORKFORCE,
        *_VISITS,
        *_SUPERVISION,
    )
}
"""Every indicator by its id."""
