"""The columns by which everything is broken down: who is responsible, where they stand in the service, and what the child is like."""

from __future__ import annotations

import numpy as np
import pandas as pd

from bench.rival.read import Tables


def open_at(records: pd.DataFrame, day: pd.Timestamp, ended: str = "ended_on", started: str = "started_on") -> pd.DataFrame:
    """Keep the records that have started by a day and not ended by it."""
    return records[(records[started] <= day) & (records[ended].isna() | (records[ended] > day))]


def latest(records: pd.DataFrame, started: str = "started_on") -> pd.DataFrame:
    """Keep one record for each child: the one that started last, and of those of one day the one with the greatest id."""
    return records.sort_values([started, "id"]).drop_duplicates("child", keep="last")


def holder_where_nobody_is_named(events: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """Give events that name neither worker nor team to the primary caseholder on the day, `at_day`."""
    nobody = events["worker"].isna() & events["team"].isna()
    held = events.loc[nobody, ["id", "child", "at_day"]].merge(tables["primary"], on="child", suffixes=("", "_held"))
    held = held[(held["started_on"] <= held["at_day"]) & (held["ended_on"].isna() | (held["ended_on"] > held["at_day"]))]
    holder = held.sort_values(["started_on", "id_held"]).drop_duplicates("id", keep="last").set_index("id")
    for column in ("worker", "team"):
        events[column] = events[column].where(~nobody, events["id"].map(holder[column]))
    return events


def with_breakdowns(rows: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """Add `service`, `locality`, `age_band`, `sex`, `ethnicity` and `disability` on the day `at_day`, and name blanks."""
    rows = rows.merge(tables["teams"][["team", "service", "locality"]], on="team", how="left")
    rows = rows.merge(tables["people"][["child", "born_on", "expected_on", "sex", "ethnicity", "disability"]], on="child", how="left")
    for column in ("service", "locality"):
        rows[column] = rows[column].fillna("Not known").where(rows["team"].notna(), "Not allocated")
    rows["team"] = rows["team"].fillna("Not allocated")
    rows["worker"] = rows["worker"].fillna("Not allocated")
    rows["sex"] = rows["sex"].fillna("Not known")
    rows["ethnicity"] = rows["ethnicity"].fillna("Not stated")
    rows["disability"] = rows["disability"].fillna("Not known")
    rows["age"] = age(rows)
    rows["age_band"] = _age_band(rows)
    rows["authority"] = ""
    return rows


def age(rows: pd.DataFrame) -> pd.Series:
    """Give completed years on the day `at_day`; blank before birth and without a day of birth."""
    born, day = rows["born_on"].dt, rows["at_day"].dt
    before_birthday = (day.month * 100 + day.day) < (born.month * 100 + born.day)
    years: pd.Series = day.year - born.year - before_birthday.astype(int)
    return years.where(rows["born_on"] <= rows["at_day"])


def _age_band(rows: pd.DataFrame) -> pd.Series:
    born, years = rows["born_on"], rows["age"]
    bands = {
        "Unborn": (born.isna() & rows["expected_on"].notna()) | (born > rows["at_day"]),
        "Not known": born.isna(),
        "Under 1": years < 1,
        "1 to 4": years < 5,
        "5 to 9": years < 10,
        "10 to 15": years < 16,
        "16 to 17": years < 18,
    }
    return pd.Series(np.select(list(bands.values()), list(bands), "18 and over"), index=rows.index, dtype="str")
