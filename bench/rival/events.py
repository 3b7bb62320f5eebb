"""What happened: one row for each contact, referral, assessment and so on, with its clocks and breakdowns."""

from __future__ import annotations

import pandas as pd

from bench.rival.clock import add_working_days, working_days_between
from bench.rival.people import holder_where_nobody_is_named, with_breakdowns
from bench.rival.read import Tables


def events(tables: Tables, as_at: pd.Timestamp, initial_health_limit: int) -> Tables:
    """Give every table of events, by the name of the fact."""
    return {
        "contacts": _finished(tables["contacts"], "received_on", tables),
        "early_help": _early_help(tables),
        "referrals": _referrals(tables),
        "assessments": _assessments(tables),
        "strategy_discussions": _strategy_discussions(tables),
        "section_47_enquiries": _section_47_enquiries(tables),
        "periods_of_care": _periods_of_care(tables, as_at, initial_health_limit),
    }


def _finished(rows: pd.DataFrame, day: str, tables: Tables) -> pd.DataFrame:
    rows = rows.assign(at_day=rows[day])
    return with_breakdowns(holder_where_nobody_is_named(rows, tables), tables)


def _early_help(tables: Tables) -> pd.DataFrame:
    rows = tables["early_help_episodes"]
    rows = rows.assign(assessment_required=~rows["assessment_required"].eq(False))
    return _finished(rows, "referred_on", tables)


def _referrals(tables: Tables) -> pd.DataFrame:
    rows = tables["referrals"]
    days = rows[["child", "received_on"]].drop_duplicates().sort_values(["child", "received_on"])
    days["days_since_previous_referral"] = days.groupby("child")["received_on"].diff().dt.days
    return _finished(rows.merge(days, on=["child", "received_on"]), "received_on", tables)


def _assessments(tables: Tables) -> pd.DataFrame:
    rows = tables["assessments"]
    rows = rows.assign(working_days_open=working_days_between(rows["started_on"], rows["completed_on"]))
    return _finished(rows, "started_on", tables)


def _strategy_discussions(tables: Tables) -> pd.DataFrame:
    enquiries = tables["section_47_enquiries"].dropna(subset="strategy_discussion_on")
    origins = enquiries[["child", "strategy_discussion_on"]].drop_duplicates().rename(columns={"strategy_discussion_on": "held_on"})
    rows = tables["strategy_discussions"].merge(origins, on=["child", "held_on"], how="left", indicator=True)
    return _finished(rows.assign(led_to_section_47=rows["_merge"] == "both"), "held_on", tables)


def _section_47_enquiries(tables: Tables) -> pd.DataFrame:
    rows = tables["section_47_enquiries"]
    spells = pd.concat([tables[name][["child", "started_on", "ended_on"]] for name in ("child_protection_plans", "periods_of_care")])
    known = rows[["id", "child", "started_on"]].merge(spells, on="child", suffixes=("", "_spell"))
    known = known[
        (known["started_on_spell"] < known["started_on"]) & (known["ended_on"].isna() | (known["ended_on"] > known["started_on"]))
    ]
    rows = rows.assign(led_to_conference=rows["initial_conference_on"].notna(), on_plan_or_in_care=rows["id"].isin(known["id"]))
    return _finished(rows, "started_on", tables)


def _periods_of_care(tables: Tables, as_at: pd.Timestamp, initial_health_limit: int) -> pd.DataFrame:
    rows = tables["periods_of_care"]
    held = rows[["id", "child", "started_on", "ended_on"]].merge(tables["health_assessments"][["child", "held_on"]], on="child")
    held = held[(held["held_on"] >= held["started_on"]) & (held["ended_on"].isna() | (held["held_on"] <= held["ended_on"]))]
    first_held = rows["id"].map(held.groupby("id")["held_on"].min())
    due = add_working_days(rows["started_on"], initial_health_limit)
    rows = rows.assign(
        at_day=rows["started_on"],
        initial_health_due_on=due,
        in_care_when_health_due=rows["ended_on"].isna() | (rows["ended_on"] > due),
        initial_health_working_days=working_days_between(rows["started_on"], first_held),
    )
    rows = rows.merge(tables["people"][["child", "unaccompanied"]], on="child", how="left")
    rows["unaccompanied"] = rows["unaccompanied"].eq(True)
    return with_breakdowns(_with_last_holder(rows, tables, as_at), tables)


def _with_last_holder(rows: pd.DataFrame, tables: Tables, as_at: pd.Timestamp) -> pd.DataFrame:
    """Give each period to the primary caseholder who began last before its end."""
    allocations = tables["primary"][["id", "child", "worker", "team", "started_on"]]
    held = rows[["id", "child", "ended_on"]].merge(allocations, on="child", suffixes=("", "_held"))
    held = held[held["started_on"] <= held["ended_on"].fillna(as_at)]
    holder = held.sort_values(["started_on", "id_held"]).drop_duplicates("id", keep="last")
    return rows.merge(holder[["id", "worker", "team"]], on="id", how="left")
