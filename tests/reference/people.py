"""Who a child is and who is responsible for them: the columns that every fact has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tests.reference.journey import Journey, Row, latest, latest_open

_SEXES = {"1": "Male", "2": "Female", "9": "Indeterminate"}

_GROUPS = {
    "W": "White",
    "M": "Mixed",
    "A": "Asian or Asian British",
    "B": "Black or Black British",
    "C": "Asian or Asian British",
    "O": "Other ethnic group",
}


@dataclass(frozen=True)
class Responsible:
    """The worker and the team responsible, each blank where there is none."""

    worker: str | None
    team: str | None


def person(journey: Journey, child: str) -> Row | None:
    """Give the child's person; None if the extract has none."""
    rows = journey.of("people", child)
    return rows[0] if rows else None


def age(born: date, day: date) -> int:
    """Give the completed years of someone born on or before a day."""
    had_birthday = (day.month, day.day) >= (born.month, born.day)
    return day.year - born.year - (0 if had_birthday else 1)


def age_or_blank(journey: Journey, child: str, day: date) -> int | None:
    """Give the child's completed years on a day; None where the day of birth is blank or still to come."""
    who = person(journey, child)
    if who is None or who["born_on"] is None or who["born_on"] > day:
        return None
    return age(who["born_on"], day)


def age_band(who: Row | None, day: date) -> str:
    """Give the band of the child's age on a day."""
    if who is None:
        return "Not known"
    if who["born_on"] is None:
        return "Not known" if who["expected_on"] is None else "Unborn"
    if who["born_on"] > day:
        return "Unborn"
    years = age(who["born_on"], day)
    for over, band in ((18, "18 and over"), (16, "16 to 17"), (10, "10 to 15"), (5, "5 to 9"), (1, "1 to 4")):
        if years >= over:
            return band
    return "Under 1"


def is_unaccompanied(journey: Journey, child: str) -> bool:
    """Say whether the child is, or was, an unaccompanied asylum-seeking child; no where it is not said."""
    who = person(journey, child)
    return who is not None and who["unaccompanied"] is True


def _ethnic_group(who: Row) -> str:
    if who["ethnicity"] is None:
        return "Not stated"
    return _GROUPS.get(who["ethnicity"][0], "Not stated")


def _person_columns(journey: Journey, child: str, day: date) -> Row:
    who = person(journey, child)
    if who is None:
        return {"age_band": "Not known", "sex": "Not known", "ethnicity": "Not stated", "disability": "Not known"}
    return {
        "age_band": age_band(who, day),
        "sex": _SEXES.get(who["sex"], "Not known"),
        "ethnicity": _ethnic_group(who),
        "disability": {True: "Yes", False: "No", None: "Not known"}[who["disabled"]],
    }


def team_row(journey: Journey, team: str | None) -> Row | None:
    """Give a team's row; None if the team is blank or not in the extract."""
    for row in journey.all("teams"):
        if row["team"] == team:
            return row
    return None


def _team_columns(journey: Journey, team: str | None) -> Row:
    if team is None:
        return {"team": "Not allocated", "service": "Not allocated", "locality": "Not allocated"}
    row = team_row(journey, team)
    if row is None:
        return {"team": team, "service": "Not known", "locality": "Not known"}
    service = "Not known" if row["service"] is None else row["service"]
    locality = "Whole authority" if row["locality"] is None else row["locality"]
    return {"team": team, "service": service, "locality": locality}


def common(journey: Journey, child: str, day: date, who: Responsible) -> Row:
    """Give the columns that every fact has, for a child on a day with those responsible."""
    worker = "Not allocated" if who.worker is None else who.worker
    return {
        "child": child,
        "worker": worker,
        **_team_columns(journey, who.team),
        **_person_columns(journey, child, day),
    }


def primary_allocations(journey: Journey, child: str) -> list[Row]:
    """Give the allocations in which a worker or a team holds the child's case."""
    return [row for row in journey.of("allocations", child) if row["role"] == "primary"]


def allocation_at(journey: Journey, child: str, day: date) -> Row | None:
    """Give the primary allocation open at the end of a day that started last; None if there is none."""
    return latest_open(primary_allocations(journey, child), day)


def allocated_at(journey: Journey, child: str, day: date) -> Responsible:
    """Give who is responsible by the primary allocation open at the end of a day."""
    row = allocation_at(journey, child, day)
    return Responsible(None, None) if row is None else Responsible(row["worker"], row["team"])


def allocated_by(journey: Journey, child: str, day: date) -> Responsible:
    """Give who is responsible by the last primary allocation that started on a day or before, open or not."""
    row = latest(row for row in primary_allocations(journey, child) if row["started_on"] <= day)
    return Responsible(None, None) if row is None else Responsible(row["worker"], row["team"])


def recorded_or_allocated(journey: Journey, row: Row, day: date) -> Responsible:
    """Give the event's own worker and team; where both are blank, who was responsible by allocation on its day."""
    if row["worker"] is None and row["team"] is None:
        return allocated_at(journey, row["child"], day)
    return Responsible(row["worker"], row["team"])
