"""Who carries how much, against the caseload indicators on a month end, and by counting one by one."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from lightwell.errors import NotFound
from lightwell.extracts import read_annex_a, read_tables
from lightwell.periods import Month
from lightwell.results import (
    State,
    caseholders,
    count_due,
    knows_newly_qualified,
    limits_on,
    load_extract,
    open_children,
    values,
    waiting,
    within_places,
    workload,
)
from lightwell.store import Home, Snapshot
from tests.small import FILES, write_extract
from tests.unit.extracts.workbooks import annex_a
from tests.unit.results.conftest import silent
from tests.unit.results.test_clocks import loaded

JANUARY = Month(2024, 1)
SAME = {
    "open_to_service": "open_children",
    "caseload_primary_per_fte": "per_fte",
    "caseload_qualified_sw_per_fte": "per_qualified_fte",
    "caseholders_20_plus": "high",
    "caseload_top_40": "top_average",
}
"""Each indicator, and the attribute of a workload that must be the same on a month end."""


@pytest.mark.parametrize("breakdown", ["authority", "service", "locality", "team", "worker"])
def test_on_a_month_end_workload_is_what_the_indicators_say(month_end: Snapshot, breakdown: str) -> None:
    found = {each.member: each for each in workload(month_end, by=breakdown)}
    compared = 0
    for value in values(month_end, indicators=SAME, periods=[JANUARY], breakdown=breakdown):
        here = getattr(found[value.member], SAME[value.indicator])
        assert here == (pytest.approx(value.value, rel=1e-6) if value.state is State.KNOWN else None), (value.indicator, value.member)
        compared += 1
    assert compared >= 5


def test_the_parts_add_up_to_the_whole(saturday: Snapshot) -> None:
    (whole,) = workload(saturday)
    for by in ("service", "team", "worker"):
        parts = workload(saturday, by=by)
        for name in ("open_children", "unallocated", "waiting", "overdue", "due"):
            assert sum(getattr(part, name) for part in parts) == getattr(whole, name), (by, name)
    assert (whole.overdue, whole.overdue_children) == count_due(saturday, when="overdue")


def test_a_team_by_itself_is_its_row_among_the_teams(saturday: Snapshot) -> None:
    for team in workload(saturday, by="team"):
        (alone,) = workload(saturday, within=within_places([("team", team.member)]))
        assert (alone.open_children, alone.by_status, alone.per_fte, alone.overdue_children, alone.due) == (
            team.open_children,
            team.by_status,
            team.per_fte,
            team.overdue_children,
            team.due,
        )


def test_lists_are_as_long_as_their_numbers(saturday: Snapshot) -> None:
    (whole,) = workload(saturday)
    listed = open_children(saturday)
    assert Counter(child.status for child in listed) == {status: number for status, number in whole.by_status.items() if number}
    assert len({child.child for child in listed}) == len(listed)
    assert len(open_children(saturday, unallocated=True)) == whole.unallocated == len(waiting(saturday, waits_for="worker"))
    assert len(waiting(saturday, waits_for="early_help")) == whole.waiting
    assert len(caseholders(saturday, which="high")) == whole.high
    assert len(caseholders(saturday, which="top")) == whole.top
    assert sum(child.overdue for child in listed) == whole.overdue
    holders = [each for each in caseholders(saturday) if each.children]
    assert len(holders) == whole.caseholders
    assert sum(each.children for each in holders) + (whole.unallocated or 0) == whole.open_children
    assert sum(each.fte or 0 for each in holders) == pytest.approx(whole.fte)


def test_a_caseholder_is_judged_by_all_their_children_and_shown_with_those_here(tmp_path: Path) -> None:
    plans = FILES["child_in_need_plans.csv"] + "".join(f"N{n},{n},01/06/2023,\n" for n in range(2000, 2020))
    people = FILES["people.csv"] + "".join(f"{n},,,01/01/2015,1,,\n" for n in range(2000, 2020))
    held = "".join(f"M{n},{n},primary,W1,{'T1' if n % 2 else 'T2'},01/06/2023\n" for n in range(2000, 2020))
    files = {"child_in_need_plans": plans, "people": people, "allocations": FILES["allocations.csv"] + held}
    snapshot = loaded(tmp_path, date(2024, 1, 31), **files)
    (here,) = caseholders(snapshot, which="high", within=within_places([("team", "T2")]))
    assert (here.worker, here.name, here.team, here.children, here.here) == ("W1", "First Worker", "T2", 21, 10)
    (everywhere,) = caseholders(snapshot, which="high")
    assert (everywhere.team, everywhere.here) == ("T1", 21)
    (second,) = [each for each in caseholders(snapshot, which="top") if each.worker == "W2"]
    assert (second.rank, second.children, second.fte, second.qualified) == (2, 1, 0.5, False)


def newly_qualified(day: date, tmp_path: Path) -> list[tuple[str, int]]:
    workers = """worker,name,qualified,newly_qualified_on,ended_on
W1,First,Yes,01/02/2023,
W3,Third,Yes,02/10/2023,
W4,Fourth,Yes,02/10/2023,08/01/2024
"""
    posts = FILES["posts.csv"] + "W3,T2,1,02/10/2023\nW4,T2,1,02/10/2023\n"
    snapshot = loaded(tmp_path, day, workers=workers, posts=posts)
    assert (limits_on(snapshot).newly_qualified, limits_on(snapshot).newly_qualified_days) == (15, 365)
    return [(each.worker, each.children) for each in caseholders(snapshot, which="newly_qualified")]


@pytest.mark.parametrize(("day", "expected"), [(date(2024, 1, 31), [("W1", 1), ("W3", 0)]), (date(2024, 2, 1), [("W3", 0)])])
def test_the_newly_qualified_are_in_their_first_year_with_children_or_not(
    tmp_path: Path, day: date, expected: list[tuple[str, int]]
) -> None:
    assert newly_qualified(day, tmp_path) == expected  # the first year of W1 ends on 31 January 2024; W4 has left


def test_who_waits_and_since_when(tmp_path: Path) -> None:
    early_help = """id,child,referred_on,started_on,ended_on,team,worker
H1,1002,02/01/2024,,,T2,
H2,1002,09/01/2024,,,T2,
H3,1001,05/01/2024,,20/01/2024,T1,
H4,1003,05/01/2024,05/02/2024,,T1,W1
"""
    allocations = """id,child,role,worker,team,started_on,ended_on
L1,1001,primary,W1,T1,05/01/2023,12/01/2024
L2,1001,primary,,T1,12/01/2024,
"""
    snapshot = loaded(tmp_path, date(2024, 1, 31), early_help_episodes=early_help, allocations=allocations)
    starts = [(each.child, each.since, each.days, each.team) for each in waiting(snapshot, waits_for="early_help")]
    assert starts == [("1002", date(2024, 1, 2), 29, "T2"), ("1003", date(2024, 1, 5), 26, "T1")]
    workers = {each.child: (each.since, each.days, each.team) for each in waiting(snapshot, waits_for="worker")}
    assert workers == {"1001": (date(2024, 1, 12), 19, "T1"), "1002": (date(2023, 6, 1), 244, "Not allocated")}
    assert [child.child for child in open_children(snapshot, unallocated=True)] == ["1001", "1002"]


def test_what_a_source_does_not_say_is_none_and_not_zero(tmp_path: Path) -> None:
    extract = read_annex_a(annex_a(tmp_path / "lists.xlsx"), as_at=date(2024, 1, 31), authority="E06009998")
    (whole,) = workload(load_extract(Home(tmp_path / "home"), extract, progress=silent).snapshot)
    assert whole.by_status["in_care"] is not None
    assert (whole.by_status["early_help"], whole.waiting, whole.per_qualified_fte) == (None, None, None)


def test_the_days_of_this_week_can_be_chosen(saturday: Snapshot) -> None:
    by_days = [workload(saturday, days=days)[0].due or 0 for days in (0, 7, 14)]
    assert by_days == sorted(by_days)
    assert by_days[1] == sum(due.due for due in open_children(saturday)) < by_days[2]


def test_where_no_clock_can_run_nothing_is_known_to_be_overdue(tmp_path: Path) -> None:
    path = write_extract(tmp_path / "extract")
    for name in ("assessments", "visits", "care_leavers"):
        (path / f"{name}.csv").unlink()
    extract = read_tables(path, as_at=date(2024, 1, 31), authority="E06009998")
    snapshot = load_extract(Home(tmp_path / "home"), extract, progress=silent).snapshot
    (whole,) = workload(snapshot)
    assert (whole.overdue, whole.due_children, whole.open_children) == (None, None, None)
    assert whole.by_status["child_in_need"] == 1
    assert not knows_newly_qualified(snapshot)


def test_what_there_is_not_is_said_by_name(saturday: Snapshot) -> None:
    with pytest.raises(NotFound, match="Workload is not broken down by “sex”"):
        workload(saturday, by="sex")
    with pytest.raises(NotFound, match="Caseholders cannot be sorted by “name”"):
        caseholders(saturday, order="name")  # type: ignore[arg-type]  # what an address may say
    with pytest.raises(NotFound, match="Children cannot be sorted by “name”"):
        open_children(saturday, order="name")  # type: ignore[arg-type]


def test_the_day_of_the_extract_is_the_day_of_every_count(saturday: Snapshot) -> None:
    day = saturday.manifest.as_at
    assert all(each.since + timedelta(each.days) == day for each in waiting(saturday, waits_for="early_help"))
