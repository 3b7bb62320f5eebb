"""Who is there at month end: one row for each child in early help, in need, on a plan, in care and so on, with every clock."""

from __future__ import annotations

import pandas as pd

from bench.rival.clock import days_to, working_days_to
from bench.rival.people import latest, open_at, with_breakdowns
from bench.rival.read import Tables
from bench.rival.workforce import children_open

_TEMPORARY = ["T0", "T1", "T2", "T3", "T4"]


def roll_calls(tables: Tables, end: pd.Timestamp) -> Tables:
    """Give every roll call at one month end, by the name of the fact."""
    holders = _holders(tables, end)
    supervised = _last_on(tables["supervisions"], "happened_on", end)
    calls = {
        "children_in_early_help": _children_in_early_help(tables, end, holders),
        "open_assessments": _allocated(latest(open_at(tables["assessments"], end, ended="completed_on")), holders),
        "children_in_need": _children_in_need(tables, end, holders),
        "children_on_protection_plans": _children_on_protection_plans(tables, end, holders),
        "children_in_care": _children_in_care(tables, end, holders),
        "care_leavers": _allocated(latest(open_at(tables["care_leavers"], end)), holders),
        "children_open": children_open(tables, end, holders),
    }
    for name, rows in calls.items():
        rows = rows.assign(at_day=end, days=days_to(rows["started_on"], end))
        rows["days_since_supervision"] = days_to(rows["child"].map(supervised), end)
        calls[name] = with_breakdowns(rows, tables)
    return calls


def _holders(tables: Tables, end: pd.Timestamp) -> pd.DataFrame:
    """Give the primary caseholder of each child, and for how long without a break."""
    held = latest(open_at(tables["primary"], end))
    days_with_worker = days_to(held["run_started_on"], end).where(held["worker"].notna())
    return held.assign(days_with_worker=days_with_worker)[["child", "worker", "team", "days_with_worker"]]


def _allocated(rows: pd.DataFrame, holders: pd.DataFrame) -> pd.DataFrame:
    own = rows.drop(columns=["worker", "team"], errors="ignore")
    return own.merge(holders, on="child", how="left")


def _last_on(records: pd.DataFrame, day: str, end: pd.Timestamp) -> pd.Series:
    """Give the last day of a kind of record for each child up to month end."""
    return records[records[day] <= end].groupby("child")[day].max()


def _last_since_start(rows: pd.DataFrame, records: pd.DataFrame, end: pd.Timestamp) -> pd.Series:
    """Give the days since the last record held between the start of each row and month end."""
    held = rows[["child", "started_on"]].merge(records[["child", "held_on"]], on="child")
    held = held[(held["held_on"] >= held["started_on"]) & (held["held_on"] <= end)]
    return days_to(rows["child"].map(held.groupby("child")["held_on"].max()), end)


def _with_visits(rows: pd.DataFrame, tables: Tables, purpose: str, end: pd.Timestamp) -> pd.DataFrame:
    visits = tables["visits"]
    visited = rows["child"].map(_last_on(visits[visits["purpose"] == purpose], "happened_on", end))
    return rows.assign(days_since_visit=days_to(visited, end), working_days_since_visit=working_days_to(visited, end))


def _with_agreement(rows: pd.DataFrame, tables: Tables, purpose: str, end: pd.Timestamp) -> pd.DataFrame:
    agreements = tables["visit_agreements"]
    agreed = latest(open_at(agreements[agreements["purpose"] == purpose], end, started="agreed_on"), started="agreed_on")
    return rows.assign(agreed_visit_days=rows["child"].map(agreed.set_index("child")["interval_days"]))


def _children_in_early_help(tables: Tables, end: pd.Timestamp, holders: pd.DataFrame) -> pd.DataFrame:
    rows = latest(open_at(tables["early_help_episodes"], end))
    rows = rows.merge(holders, on="child", how="left", suffixes=("", "_held"), indicator=True)
    for column in ("worker", "team"):
        rows[column] = rows[f"{column}_held"].where(rows["_merge"] == "both", rows[column])
    return _with_visits(rows, tables, "early_help", end)


def _children_in_need(tables: Tables, end: pd.Timestamp, holders: pd.DataFrame) -> pd.DataFrame:
    rows = latest(open_at(tables["child_in_need_plans"], end))
    for higher in ("child_protection_plans", "periods_of_care"):
        rows = rows[~rows["child"].isin(open_at(tables[higher], end)["child"])]
    rows = _allocated(rows, holders)
    kinds = tables["teams"].set_index("team")["kind"]
    rows["disabilities_team"] = rows["team"].map(kinds).eq("disabilities").fillna(False)
    rows["days_since_review"] = _last_since_start(rows, tables["child_in_need_reviews"], end)
    rows = _with_agreement(rows, tables, "child_in_need", end)
    return _with_visits(rows, tables, "child_in_need", end)


def _children_on_protection_plans(tables: Tables, end: pd.Timestamp, holders: pd.DataFrame) -> pd.DataFrame:
    plans = tables["child_protection_plans"]
    rows = _allocated(latest(open_at(plans, end)), holders)
    earlier = rows[["child", "started_on"]].merge(plans[["child", "started_on"]], on="child", suffixes=("", "_other"))
    shown_before = earlier[earlier["started_on_other"] < earlier["started_on"]].groupby("child").size()
    shown = rows["child"].map(shown_before).fillna(0)
    rows["previous_plans"] = shown.where(shown >= rows["previous_plans"].fillna(0), rows["previous_plans"])
    rows["working_days"] = working_days_to(rows["started_on"], end)
    rows["days_since_core_group"] = _last_since_start(rows, tables["core_groups"], end)
    return _with_visits(rows, tables, "child_protection", end)


def _children_in_care(tables: Tables, end: pd.Timestamp, holders: pd.DataFrame) -> pd.DataFrame:
    rows = _allocated(latest(open_at(tables["periods_of_care"], end)), holders)
    placement = latest(open_at(tables["placements"], end))[["child", "kind", "provider", "registration"]]
    status = latest(open_at(tables["legal_statuses"], end))[["child", "status"]]
    rows = rows.merge(placement.rename(columns=lambda name: name if name == "child" else f"placement_{name}"), on="child", how="left")
    rows = rows.merge(status.rename(columns={"status": "legal_status"}), on="child", how="left")
    rows["placements_in_year"] = rows["child"].map(_placements_in_year(tables["placements"], end)).fillna(0)
    rows["days_since_review"] = _last_since_start(rows, tables["care_reviews"], end)
    rows["days_since_health_assessment"] = _last_since_start(rows, tables["health_assessments"], end)
    rows = _with_agreement(rows, tables, "in_care", end)
    return _with_visits(rows, tables, "in_care", end)


def _placements_in_year(placements: pd.DataFrame, end: pd.Timestamp) -> pd.Series:
    year_before = end - pd.DateOffset(years=1)
    held = placements[(placements["started_on"] <= end) & (placements["ended_on"].isna() | (placements["ended_on"] > year_before))]
    moves = ~held["same_carer"].eq(True) | (held["started_on"] <= year_before)
    return held[moves & ~held["kind"].isin(_TEMPORARY)].groupby("child").size()
