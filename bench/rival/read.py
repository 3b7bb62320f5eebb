"""Reads the records of a snapshot into DataFrames and tidies what every step needs tidy."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from lightwell.journey.codes import ETHNIC_GROUPS

Tables = dict[str, pd.DataFrame]
"""The records by the name of their table."""

_SEXES = {"1": "Male", "2": "Female", "9": "Indeterminate"}

_USED = (
    "people",
    "contacts",
    "early_help_episodes",
    "referrals",
    "episodes_of_need",
    "assessments",
    "child_in_need_plans",
    "child_in_need_reviews",
    "strategy_discussions",
    "section_47_enquiries",
    "child_protection_plans",
    "core_groups",
    "periods_of_care",
    "placements",
    "legal_statuses",
    "care_reviews",
    "health_assessments",
    "care_leavers",
    "visits",
    "visit_agreements",
    "supervisions",
    "allocations",
    "workers",
    "posts",
    "teams",
)


def read(records: Path) -> Tables:
    """Read the records that the indicators need, with their dates as dates."""
    tables = {name: _parquet(records / "journey" / f"{name}.parquet") for name in _USED}
    identities = _parquet(records / "identity" / "people.parquet")
    tables["people"] = _people(tables["people"].merge(identities[["child", "born_on", "expected_on"]], on="child", how="left"))
    tables["teams"] = _teams(tables["teams"])
    tables["visits"] = _visits_that_count(tables["visits"])
    tables["supervisions"] = _supervisions_that_count(tables["supervisions"])
    tables["primary"] = _primary_allocations(tables["allocations"])
    return tables


def _parquet(path: Path) -> pd.DataFrame:
    return pd.read_parquet(path, engine="pyarrow", to_pandas_kwargs={"date_as_object": False})


def _people(people: pd.DataFrame) -> pd.DataFrame:
    people["sex"] = people["sex"].map(_SEXES).fillna("Not known")
    people["ethnicity"] = people["ethnicity"].str[:1].map(ETHNIC_GROUPS).fillna("Not stated")
    people["disability"] = people["disabled"].map({True: "Yes", False: "No"}).fillna("Not known")
    people["unaccompanied"] = people["unaccompanied"].eq(True)
    return people


def _teams(teams: pd.DataFrame) -> pd.DataFrame:
    teams["service"] = teams["service"].fillna("Not known")
    teams["locality"] = teams["locality"].fillna("Whole authority")
    return teams


def _visits_that_count(visits: pd.DataFrame) -> pd.DataFrame:
    face_to_face = visits["mode"].isna() | (visits["mode"] == "face_to_face")
    return visits[face_to_face & ~visits["child_seen"].eq(False) & visits["authorised_on"].notna()]


def _supervisions_that_count(supervisions: pd.DataFrame) -> pd.DataFrame:
    about_the_child = supervisions["kind"].isna() | supervisions["kind"].isin(["individual", "group"])
    return supervisions[about_the_child & supervisions["authorised_on"].notna()]


def _primary_allocations(allocations: pd.DataFrame) -> pd.DataFrame:
    """Put the primary allocations of each child in order, with the first day of the unbroken run of the same worker."""
    primary = allocations[allocations["role"] == "primary"].sort_values(["child", "started_on", "id"])
    previous = primary.groupby("child")[["worker", "ended_on", "id"]].shift()
    next_day = previous["ended_on"] + pd.Timedelta(days=1)
    goes_on = (
        previous["id"].notna()
        & (primary["worker"] == previous["worker"]).fillna(False)
        & (previous["ended_on"].isna() | (primary["started_on"] <= next_day))
    )
    primary["run"] = (~goes_on).cumsum()
    primary["run_started_on"] = primary.groupby("run")["started_on"].transform("min")
    return primary[["id", "child", "worker", "team", "started_on", "ended_on", "run_started_on"]]
