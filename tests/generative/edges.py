"""Children set on the very edge of a clock: one day within a limit, on it and one day past it, so that none is left to chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.generative.maker import Maker
from tests.reference.days import months_before

EDGES_IN_EACH = 3
"""How many of `EDGES` each journey has; journeys take them in turn."""


@dataclass(frozen=True)
class Edge:
    """One clock that runs from an event, or from the start of a status where there was no such event."""

    clock: str
    status: str
    event: str
    given: Mapping[str, Any] = field(default_factory=dict)
    aged: int = 8
    team: str = "T1"


def _visited(clock: str, status: str, purpose: str, team: str = "T1") -> Edge:
    return Edge(clock, status, "visits", {"purpose": purpose, "mode": "face_to_face", "child_seen": True}, team=team)


def _supervised(status: str, team: str = "T1") -> Edge:
    return Edge("supervision_days", status, "supervisions", {"kind": "individual"}, team=team)


EDGES = (
    _visited("early_help_visit_days", "early_help_episodes", "early_help"),
    _visited("child_in_need_visit_days", "child_in_need_plans", "child_in_need"),
    _visited("child_in_need_visit_short_days", "child_in_need_plans", "child_in_need"),
    _visited("child_in_need_visit_long_days", "child_in_need_plans", "child_in_need"),
    _visited("disabilities_visit_days", "child_in_need_plans", "child_in_need", team="Cwd"),
    _visited("protection_visit_days", "child_protection_plans", "child_protection"),
    _visited("protection_visit_working_days", "child_protection_plans", "child_protection"),
    _visited("protection_visit_long_working_days", "child_protection_plans", "child_protection"),
    _visited("care_visit_days", "periods_of_care", "in_care"),
    _supervised("early_help_episodes"),
    _supervised("assessments"),
    _supervised("child_in_need_plans"),
    _supervised("child_in_need_plans", team="Cwd"),
    _supervised("child_protection_plans"),
    _supervised("periods_of_care"),
    _supervised("care_leavers"),
    Edge("child_in_need_review_days", "child_in_need_plans", "child_in_need_reviews"),
    Edge("core_group_days", "child_protection_plans", "core_groups"),
    Edge("first_core_group_working_days", "child_protection_plans", "core_groups"),
    Edge("review_health_days", "periods_of_care", "health_assessments"),
    Edge("review_health_under_5_days", "periods_of_care", "health_assessments", aged=2),
    Edge("same_worker_days", "periods_of_care", "allocations", {"role": "primary", "worker": "W1"}),
    Edge("settled_in_care_days", "periods_of_care", "health_assessments"),
    Edge("open_half_year_days", "assessments", "allocations", {"role": "primary", "worker": "W2"}),
)
"""Every clock with the status that it belongs to and the event that sets it back."""

_DAY_OF = {"visits": "happened_on", "supervisions": "happened_on", "allocations": "started_on"}


def plant_edges(maker: Maker, seed: int) -> None:
    """Add the children of this journey's share of the edges, at a month end of its own for each."""
    ends = sorted(set(maker.ends))[6:]
    for turn in range(EDGES_IN_EACH):
        number = (seed * EDGES_IN_EACH + turn) % len(EDGES)
        edge, end = EDGES[number], maker.rng.choice(ends)
        for more in (-1, 0, 1):
            day = maker.back(edge.clock, end, more)
            _child(maker, edge, f"Done {number} {more}", end=end, start=months_before(end, 20), event=day)
            _child(maker, edge, f"Begun {number} {more}", end=end, start=day, event=None)


def plant_late_allocation(maker: Maker) -> None:
    """Add a child in care whose next caseholder begins on the day after the last month: the one before still holds the period."""
    last = max(maker.ends)
    maker.row("periods_of_care", child="Late", started_on=months_before(last, 9), ended_on=None)
    for days, worker in ((-30, "W1"), (0, "W2"), (1, "W10")):
        day = last + timedelta(days=days)
        maker.row("allocations", child="Late", role="primary", worker=worker, team="T1", started_on=day, ended_on=None)


def plant_a_wait(maker: Maker) -> None:
    """Add a child in care whose worker holds the case on both sides of a row without a worker, which does not break the run."""
    last = max(maker.ends)
    maker.row("periods_of_care", child="Waits", started_on=months_before(last, 14), ended_on=None)
    for first, ended, worker in ((400, 50, "W1"), (200, 100, None), (50, None, "W1")):
        ended_on = None if ended is None else last - timedelta(days=ended)
        given = {"role": "primary", "worker": worker, "team": "T1", "ended_on": ended_on}
        maker.row("allocations", child="Waits", started_on=last - timedelta(days=first), **given)


def plant_first_and_last_days(maker: Maker) -> None:
    """Add children to whom something happens on the very first or last day of something else."""
    end = maker.rng.choice(sorted(set(maker.ends))[6:])
    start, middle = end - timedelta(days=90), end - timedelta(days=40)
    for child, day in (("First day", start), ("Day before", start - timedelta(days=1))):
        maker.row("periods_of_care", child=child, started_on=start, ended_on=None)
        maker.row("care_reviews", child=child, held_on=day)
        maker.row("health_assessments", child=child, held_on=day)
    for child, day in (("Begins", start), ("Ends", middle)):
        maker.row("child_protection_plans", child=child, started_on=start, ended_on=middle)
        maker.row("section_47_enquiries", child=child, started_on=day, completed_on=end)
    maker.row("periods_of_care", child="Last day", started_on=start, ended_on=middle)
    for day, worker in ((start, "W1"), (middle, "W2")):
        maker.row("allocations", child="Last day", role="primary", worker=worker, team="T1", started_on=day)
    for changed, _ in maker.held["initial_health_limit"][1:]:
        maker.row("periods_of_care", child="Old limit", started_on=changed - timedelta(days=1))
        maker.row("periods_of_care", child="New limit", started_on=changed)
    maker.row("posts", worker="W1", fte=None, started_on=start, ended_on=None)


def _child(maker: Maker, edge: Edge, child: str, *, end: date, start: date, event: date | None) -> None:
    maker.row("people", child=child, born_on=months_before(end, 12 * edge.aged))
    begun = {"referred_on": start} if edge.status == "early_help_episodes" else {}
    open_still = {"completed_on": None} if edge.status == "assessments" else {"ended_on": None}
    maker.row(edge.status, child=child, started_on=start, **begun, **open_still)
    if edge.event != "allocations":
        held = {"role": "primary", "worker": "W1", "team": edge.team, "ended_on": None}
        maker.row("allocations", child=child, started_on=months_before(end, 21), **held)
    if event is not None:
        _event(maker, edge, child, event)


def _event(maker: Maker, edge: Edge, child: str, day: date) -> None:
    given: dict[str, Any] = {_DAY_OF.get(edge.event, "held_on"): day, **edge.given}
    if edge.event in ("visits", "supervisions"):
        given |= {"recorded_on": None, "authorised_on": day}
    if edge.event == "allocations":
        given |= {"ended_on": None}
    maker.row(edge.event, child=child, **given)
