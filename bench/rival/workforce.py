"""Children open to the service at month end, and the caseloads of those who hold them."""

from __future__ import annotations

import pandas as pd

from bench.rival.people import open_at
from bench.rival.read import Tables

_STATUSES = {
    "in_care": ("periods_of_care", "ended_on"),
    "child_protection": ("child_protection_plans", "ended_on"),
    "child_in_need": ("child_in_need_plans", "ended_on"),
    "assessment": ("assessments", "completed_on"),
    "care_leaver": ("care_leavers", "ended_on"),
}
"""Each status with its table and the date that ends it, the first that holds being the child's."""


def children_open(tables: Tables, end: pd.Timestamp, holders: pd.DataFrame) -> pd.DataFrame:
    """Give one row for each child open in any status; `started_on` is the first day of all that is open, episodes of need included."""
    held = pd.concat(
        [
            open_at(tables[table], end, ended=ended)[["child", "started_on"]].assign(status=name)
            for name, (table, ended) in _STATUSES.items()
        ]
    )
    rows = held.drop_duplicates("child")[["child", "status"]]
    need = open_at(tables["episodes_of_need"], end)[["child", "started_on"]]
    first_day = pd.concat([held, need]).groupby("child")["started_on"].min()
    rows = rows.assign(started_on=rows["child"].map(first_day)).merge(holders, on="child", how="left")
    rows["workers_in_half_year"] = rows["child"].map(_workers_in_half_year(tables["primary"], end)).fillna(0)
    return _with_caseload(rows, tables, end)


def _workers_in_half_year(primary: pd.DataFrame, end: pd.Timestamp) -> pd.Series:
    half_year_before = end - pd.DateOffset(months=6)
    held = primary[(primary["started_on"] <= end) & (primary["ended_on"].isna() | (primary["ended_on"] > half_year_before))]
    return held.groupby("child")["worker"].nunique()


def _with_caseload(rows: pd.DataFrame, tables: Tables, end: pd.Timestamp) -> pd.DataFrame:
    caseloads = rows.groupby("worker").size().rename("worker_children").reset_index()
    caseloads = caseloads.sort_values(["worker_children", "worker"], ascending=[False, True])
    caseloads["worker_rank"] = range(1, len(caseloads) + 1)
    posts = open_at(tables["posts"], end)
    fte = posts["fte"].fillna(1).groupby(posts["worker"]).sum()
    caseloads["worker_fte"] = caseloads["worker"].map(fte).fillna(1)
    caseloads["fte_share"] = caseloads["worker_fte"] / caseloads["worker_children"]
    caseloads["worker_share"] = 1 / caseloads["worker_children"]
    qualified = tables["workers"].set_index("worker")["qualified"]
    caseloads["worker_qualified"] = caseloads["worker"].map(qualified).eq(True)
    return rows.merge(caseloads, on="worker", how="left")
