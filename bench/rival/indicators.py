"""The 76 indicators as an analyst keeps them: for each, its fact, its period, and conditions on the rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

Rows = pd.DataFrame
Limits = Mapping[str, float]
Condition = Callable[[Rows, Limits], pd.Series]

WORK = ("service", "locality", "team", "worker")
EVERYTHING = (*WORK, "age_band", "sex", "ethnicity", "disability")

_FOSTERED = ["U1", "U2", "U3", "U4", "U5", "U6"]
_HOMES = ["K1", "K2", "R1", "R3", "S1"]
_INDEPENDENT = ["PR4", "PR5"]


@dataclass(frozen=True)
class Indicator:
    """One indicator: `of` gives the rows of the denominator and `count` those of them that count; `per` is summed for a mean."""

    id: str
    fact: str
    unit: str
    count: Condition
    of: Condition
    period: str = "month_end"
    on: str = ""
    distinct: str = ""
    per: str = ""
    breakdowns: tuple[str, ...] = EVERYTHING


def every(rows: Rows, _limits: Limits) -> pd.Series:
    """Keep every row."""
    return pd.Series(True, index=rows.index)


def _event(
    name: str, fact: str, on: str, count: Condition = every, *, unit: str = "count", of: Condition = every, distinct: str = ""
) -> Indicator:
    return Indicator(name, fact, unit, count, of, period="month", on=on, distinct=distinct)


def _event_rate(name: str, fact: str, on: str, period: str = "rolling_12_months") -> Indicator:
    return Indicator(name, fact, "per_10_000", every, every, period=period, on=on, breakdowns=())


def _number(name: str, fact: str, count: Condition = every) -> Indicator:
    return Indicator(name, fact, "count", count, every)


def _rate(name: str, fact: str) -> Indicator:
    return Indicator(name, fact, "per_10_000", every, every, breakdowns=())


def _share(name: str, fact: str, count: Condition, of: Condition = every) -> Indicator:
    return Indicator(name, fact, "percent", count, of)


def _caseload(name: str, of: Condition, per: str = "fte_share") -> Indicator:
    return Indicator(name, "children_open", "mean", every, of, per=per, breakdowns=WORK)


def _in_time(
    name: str, fact: str, since: str, limit: str, *, age: str = "days", among: Condition = every, agreed: bool = False
) -> Indicator:
    """Give the share for whom something was done within a limit, leaving out those for whom it is not yet due."""

    def days(rows: Rows, limits: Limits) -> pd.Series:
        standard = pd.Series(limits[limit], index=rows.index)
        return rows["agreed_visit_days"].fillna(standard) if agreed else standard

    def done(rows: Rows, limits: Limits) -> pd.Series:
        return rows[since] <= days(rows, limits)

    def due(rows: Rows, limits: Limits) -> pd.Series:
        return among(rows, limits) & ((rows[age] > days(rows, limits)) | done(rows, limits))

    return _share(name, fact, done, due)


def _supervised(name: str, fact: str, among: Condition = every) -> Indicator:
    return _in_time(name, fact, "days_since_supervision", "supervision_days", among=among)


def _disabilities(rows: Rows, _limits: Limits) -> pd.Series:
    return rows["disabilities_team"]


def _not_disabilities(rows: Rows, _limits: Limits) -> pd.Series:
    return ~rows["disabilities_team"]


def _independent_fostering(rows: Rows, _limits: Limits) -> pd.Series:
    return rows["placement_kind"].isin(_FOSTERED) & rows["placement_provider"].isin(_INDEPENDENT)


def _in_house_fostering(rows: Rows, _limits: Limits) -> pd.Series:
    return rows["placement_kind"].isin(_FOSTERED) & rows["placement_provider"].eq("PR1")


def _independent_home(rows: Rows, _limits: Limits) -> pd.Series:
    return rows["placement_kind"].isin(_HOMES) & rows["placement_provider"].isin(_INDEPENDENT)


def _unregulated(rows: Rows, _limits: Limits) -> pd.Series:
    return rows["placement_registration"].isin(["unregulated", "unregistered"])


def _placed(*kinds: str) -> Condition:
    return lambda rows, _limits: rows["placement_kind"].isin(kinds)


def _ended(*reasons: str) -> Condition:
    return lambda rows, _limits: rows["end_reason"].isin(reasons)


def _settled(rows: Rows, limits: Limits) -> pd.Series:
    return rows["days"] >= limits["settled_in_care_days"]


def _health_in_time(rows: Rows, limits: Limits) -> pd.Series:
    limit = np.where(rows["age"] < 5, limits["review_health_under_5_days"], limits["review_health_days"])
    return rows["days_since_health_assessment"] <= limit


def _core_group_due(rows: Rows, limits: Limits) -> pd.Series:
    return rows["days_since_core_group"].notna() | (rows["working_days"] > limits["first_core_group_working_days"])


def _review_due(rows: Rows, limits: Limits) -> pd.Series:
    due = (rows["days"] > limits["child_in_need_review_days"]) | rows["days_since_review"].notna()
    return _not_disabilities(rows, limits) & due


def _high_caseload(rows: Rows, limits: Limits) -> pd.Series:
    return rows["worker_children"] >= limits["high_caseload"]


_FRONT_DOOR = (
    _event("early_help_referrals", "early_help", "referred_on"),
    _event(
        "step_downs_no_assessment", "early_help", "referred_on", lambda r, _: r["source"].eq("step_down") & ~r["assessment_required"]
    ),
    _event("early_help_assessments_started", "early_help", "assessment_started_on"),
    _event("early_help_assessments_completed", "early_help", "assessment_completed_on"),
    _event("contacts", "contacts", "received_on"),
    _event_rate("contacts_rate", "contacts", "received_on"),
    _event("referrals", "referrals", "received_on"),
    _event_rate("referrals_rate", "referrals", "received_on"),
    _event_rate("referrals_rate_ytd", "referrals", "received_on", "year_to_date"),
    _event(
        "re_referrals", "referrals", "received_on", lambda r, p: r["days_since_previous_referral"] <= p["re_referral_days"],
        unit="percent", distinct="child",
    ),
    _event(
        "referrals_nfa", "referrals", "received_on", lambda r, _: r["no_further_action"].eq(True),
        unit="percent", of=lambda r, _: r["no_further_action"].notna(),
    ),
    _event("assessments_completed", "assessments", "completed_on"),
    _event_rate("assessments_rate", "assessments", "completed_on"),
    _event_rate("assessments_rate_ytd", "assessments", "completed_on", "year_to_date"),
    _event(
        "assessments_45_working_days", "assessments", "completed_on",
        lambda r, p: r["working_days_open"] <= p["assessment_limit"], unit="percent",
    ),
)  # fmt: skip

_SAFEGUARDING = (
    _event("strategy_discussions", "strategy_discussions", "held_on"),
    _event("strategy_to_s47", "strategy_discussions", "held_on", lambda r, _: r["led_to_section_47"], unit="percent"),
    _event("s47_completed", "section_47_enquiries", "completed_on"),
    _event_rate("s47_rate", "section_47_enquiries", "completed_on"),
    _event(
        "s47_to_icpc", "section_47_enquiries", "completed_on", lambda r, _: r["led_to_conference"],
        unit="percent", of=lambda r, _: ~r["on_plan_or_in_care"],
    ),
    _number("cp_plans", "children_on_protection_plans"),
    _rate("cp_plans_rate", "children_on_protection_plans"),
    _share("second_or_more_cp_plan", "children_on_protection_plans", lambda r, _: r["previous_plans"] >= 1),
    _share(
        "core_group_in_time", "children_on_protection_plans",
        lambda r, p: r["days_since_core_group"] <= p["core_group_days"], _core_group_due,
    ),
    _in_time(
        "cp_visit_10_working_days", "children_on_protection_plans", "working_days_since_visit", "protection_visit_working_days",
        age="working_days",
    ),
    _in_time(
        "cp_visit_20_working_days", "children_on_protection_plans", "working_days_since_visit", "protection_visit_long_working_days",
        age="working_days",
    ),
    _in_time("cp_visit_4_weeks", "children_on_protection_plans", "days_since_visit", "protection_visit_days"),
)  # fmt: skip

_IN_NEED = (
    _number("cin_plans_not_cwd", "children_in_need", _not_disabilities),
    _number("cin_plans_cwd", "children_in_need", _disabilities),
    _share("cin_review_12_weeks", "children_in_need", lambda r, p: r["days_since_review"] <= p["child_in_need_review_days"], _review_due),
    _in_time("cin_visit_6_weeks", "children_in_need", "days_since_visit", "child_in_need_visit_long_days", among=_not_disabilities),
    _in_time("cin_visit_4_weeks", "children_in_need", "days_since_visit", "child_in_need_visit_days", among=_not_disabilities),
    _in_time("cin_visit_3_weeks", "children_in_need", "days_since_visit", "child_in_need_visit_short_days", among=_not_disabilities),
    _in_time("cin_cwd_visit_agreed", "children_in_need", "days_since_visit", "disabilities_visit_days", among=_disabilities, agreed=True),
    _in_time("eh_visit_4_weeks", "children_in_early_help", "days_since_visit", "early_help_visit_days"),
)

_IN_CARE = (
    _number("cla", "children_in_care"),
    _rate("cla_rate", "children_in_care"),
    _event("cla_started", "periods_of_care", "started_on"),
    _event("cla_started_uasc", "periods_of_care", "started_on", lambda r, _: r["unaccompanied"]),
    _event("cla_ceased_not_uasc", "periods_of_care", "ended_on", lambda r, _: ~r["unaccompanied"]),
    _event("cla_ceased_cao_sgo", "periods_of_care", "ended_on", _ended("E41", "E45", "E46", "E47", "E48")),
    _event("cla_returned_home", "periods_of_care", "ended_on", _ended("E4A")),
    _event(
        "iha_20_working_days", "periods_of_care", "initial_health_due_on",
        lambda r, p: r["initial_health_working_days"] <= p["initial_health_limit"],
        unit="percent", of=lambda r, _: r["in_care_when_health_due"],
    ),
    _share("health_assessments_up_to_date", "children_in_care", _health_in_time, _settled),
    _number("cla_placed_with_parents", "children_in_care", _placed("P1")),
    _number("cla_connected_carers", "children_in_care", _placed("U1", "U2", "U3")),
    _share("cla_3_plus_placements", "children_in_care", lambda r, p: r["placements_in_year"] >= p["placements_many"]),
    _number("cla_ifa", "children_in_care", _independent_fostering),
    _share("cla_ifa_share", "children_in_care", _independent_fostering),
    _number("cla_residential", "children_in_care", _placed(*_HOMES, "H5")),
    _number("cla_residential_independent", "children_in_care", _independent_home),
    _share("cla_residential_independent_share", "children_in_care", _independent_home),
    _number("cla_unregulated", "children_in_care", _unregulated),
    _share("cla_unregulated_share", "children_in_care", _unregulated),
    _number("cla_placed_for_adoption", "children_in_care", _placed("A3", "A4", "A5", "A6")),
    _number("cla_in_house_fostering", "children_in_care", _in_house_fostering),
    _share("cla_in_house_fostering_share", "children_in_care", _in_house_fostering),
    _in_time("cla_visit_agreed", "children_in_care", "days_since_visit", "care_visit_days", agreed=True),
    _in_time("cla_visit_statutory", "children_in_care", "days_since_visit", "care_visit_days"),
    _share("cla_12m_same_worker_6m", "children_in_care", lambda r, p: r["days_with_worker"] >= p["same_worker_days"], _settled),
    _number("care_leavers", "care_leavers"),
)  # fmt: skip

_WORKFORCE = (
    _number("open_to_service", "children_open"),
    _rate("open_to_service_rate", "children_open"),
    _caseload("caseload_primary_per_fte", lambda r, _: r["worker_children"].notna()),
    _caseload("caseload_qualified_sw_per_fte", lambda r, _: r["worker_qualified"].eq(True)),
    _caseload("caseload_20_plus_per_fte", _high_caseload),
    _caseload("caseload_top_40", lambda r, p: r["worker_rank"] <= p["top_caseholders"], "worker_share"),
    Indicator("caseholders_20_plus", "children_open", "count", _high_caseload, every, distinct="worker", breakdowns=WORK),
    _share(
        "open_6m_2_plus_workers",
        "children_open",
        lambda r, _: r["workers_in_half_year"] >= 2,
        lambda r, p: r["days"] >= p["open_half_year_days"],
    ),
    _supervised("eh_supervision", "children_in_early_help"),
    _supervised("assessment_supervision", "open_assessments"),
    _supervised("cin_supervision", "children_in_need", _not_disabilities),
    _supervised("cin_cwd_supervision", "children_in_need", _disabilities),
    _supervised("cp_supervision", "children_on_protection_plans"),
    _supervised("cla_supervision", "children_in_care"),
    _supervised("care_leaver_supervision", "care_leavers"),
)

INDICATORS: tuple[Indicator, ...] = (*_FRONT_DOOR, *_SAFEGUARDING, *_IN_NEED, *_IN_CARE, *_WORKFORCE)
"""All of them."""
