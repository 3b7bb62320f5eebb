"""What is due, by hand on three children, against the indicators on a month end, and against slow answers on a day in between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from lightwell.errors import NotFound
from lightwell.extracts import read_tables
from lightwell.journey import RECORDS
from lightwell.periods import Month
from lightwell.results import (
    Due,
    both,
    clock_counts,
    clocks_due,
    clocks_of,
    count_due,
    definitions_of,
    has_clocks,
    load_extract,
    values,
    within_places,
)
from lightwell.store import Home, Snapshot
from tests.reference.assessment import children_in_need, open_assessments
from tests.reference.care import children_in_care
from tests.reference.days import working_day_after, working_days
from tests.reference.journey import Journey, Row
from tests.reference.protection import children_on_protection_plans
from tests.small import FILES, write_extract
from tests.unit.results.conftest import silent


def by_clock(snapshot: Snapshot, child: str) -> dict[str, Due]:
    return {due.clock: due for due in clocks_of(snapshot, child)}


def test_a_visit_is_due_so_long_after_the_last_one_that_counts(small: Snapshot) -> None:
    found = by_clock(small, "1001")  # visited on 25 January and, not authorised, on 30 January
    ten = found["protection_visit_10_working_days"]
    assert (ten.last_done_on, ten.due_on, ten.limit, ten.unit, ten.days_left) == (
        date(2024, 1, 25),
        date(2024, 2, 8),
        10,
        "working_days",
        8,
    )
    assert found["protection_visit_4_weeks"].due_on == date(2024, 2, 22)
    assert (ten.worker, ten.team, ten.service, ten.locality) == ("W1", "T1", "Safeguarding", "East")


def test_a_clock_that_the_source_cannot_feed_says_so_and_is_never_overdue(small: Snapshot) -> None:
    found = {count.clock.id: count for count in clock_counts(small)}
    assert found["core_group"].missing == ("core_groups",)
    assert found["protection_supervision"].missing == ("supervisions",)
    assert (found["first_core_group"].running, found["first_core_group"].overdue) == (None, None)
    assert found["care_visit"].missing == ("visit_agreements",)
    assert {due.clock for due in clocks_due(small, when="running")} == {count.clock.id for count in found.values() if count.running}


def loaded(folder: Path, day: date, **files: str) -> Snapshot:
    home = Home(folder / "home")
    path = write_extract(folder / "extract")
    for name, text in files.items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8")
    return load_extract(home, read_tables(path, as_at=day, authority="E06009998"), progress=silent).snapshot


def test_what_was_never_done_is_due_from_the_day_the_status_began(tmp_path: Path) -> None:
    agreements = "id,child,purpose,agreed_on,interval_days\n"
    due = by_clock(loaded(tmp_path, date(2024, 1, 31), visit_agreements=agreements), "1002")["disabilities_visit"]
    assert (due.begun_on, due.last_done_on, due.due_on, due.days_left) == (date(2023, 6, 1), None, date(2023, 7, 13), -202)
    assert due.overdue


VISITS = "id,child,happened_on,recorded_on,authorised_on,purpose,mode,child_seen\n"


@pytest.mark.parametrize(
    ("day", "days_left"),
    [
        (date(2024, 2, 1), 1),
        (date(2024, 2, 2), 0),  # a Friday
        (date(2024, 2, 3), 0),  # until the next working day nobody counts it as late
        (date(2024, 2, 4), 0),
        (date(2024, 2, 5), -3),
    ],
)
def test_working_days_run_out_on_the_next_working_day(tmp_path: Path, day: date, days_left: int) -> None:
    visits = VISITS + "V1,1001,19/01/2024,19/01/2024,19/01/2024,child_protection,face_to_face,Yes\n"
    due = by_clock(loaded(tmp_path, day, visits=visits), "1001")["protection_visit_10_working_days"]
    assert (due.due_on, due.days_left) == (date(2024, 2, 2), days_left)


def test_what_is_dated_after_the_day_of_the_extract_has_not_been_done(tmp_path: Path) -> None:
    groups = "id,child,held_on\nG1,1001,08/01/2024\nG2,1001,29/01/2024\n"
    due = by_clock(loaded(tmp_path, date(2024, 1, 17), core_groups=groups, visits=VISITS), "1001")["core_group"]
    assert (due.last_done_on, due.due_on) == (date(2024, 1, 8), date(2024, 2, 19))


def test_on_a_month_end_the_overdue_are_those_whom_the_indicator_missed(month_end: Snapshot) -> None:
    catalogue, month = definitions_of(month_end), Month(2024, 1)
    overdue: dict[str, int] = defaultdict(int)
    for count in clock_counts(month_end):
        assert count.overdue is not None
        if count.clock.indicator and catalogue.definitions[count.clock.indicator].period_type == "month_end":
            overdue[count.clock.indicator] += count.overdue
    assert len(overdue) == 17
    for value in values(month_end, indicators=overdue, periods=[month]):
        assert value.numerator is not None
        assert value.denominator is not None
        assert overdue[value.indicator] == value.denominator - value.numerator, value.indicator
    assert sum(overdue.values()) > 30


def test_a_team_has_its_own_overdue(month_end: Snapshot) -> None:
    for value in values(month_end, indicators=["cla_visit_agreed"], periods=[Month(2024, 1)], breakdown="team"):
        assert value.denominator is not None
        assert value.numerator is not None
        found = clocks_due(month_end, when="overdue", clock="care_visit", within=within_places([("team", value.member)]))
        assert len(found) == value.denominator - value.numerator


@dataclass(frozen=True)
class Day:
    """A day in place of a month, for slow answers that look only at the last day of it."""

    end: date

    @property
    def start(self) -> date:
        return self.end.replace(day=1)


@dataclass(frozen=True)
class Slow:
    """One clock said a second time: the children in Python, and the limit for each."""

    rows: Callable[[Journey, Any], list[Row]]
    since: str
    begun: str
    limit: Callable[[Row], int]
    working: bool = False
    runs: Callable[[Row], bool] = lambda _: True


SLOW = {
    "assessment": Slow(open_assessments, "", "days_open", lambda _: 45, working=True),
    "child_in_need_visit_3_weeks": Slow(
        children_in_need, "days_since_visit", "days_on_plan", lambda _: 21, runs=lambda row: not row["disabilities_team"]
    ),
    "disabilities_visit": Slow(
        children_in_need,
        "days_since_visit",
        "days_on_plan",
        lambda row: row["agreed_visit_days"] or 42,
        runs=lambda row: bool(row["disabilities_team"]),
    ),
    "protection_visit_10_working_days": Slow(children_on_protection_plans, "days_since_visit", "days_on_plan", lambda _: 10, working=True),
    "core_group": Slow(
        children_on_protection_plans,
        "days_since_core_group",
        "days_on_plan",
        lambda _: 42,
        runs=lambda row: row["days_since_core_group"] is not None,
    ),
    "care_visit": Slow(children_in_care, "days_since_visit", "days_in_care", lambda row: row["agreed_visit_days"] or 42),
    "care_supervision": Slow(children_in_care, "days_since_supervision", "days_in_care", lambda _: 56),
}


@pytest.fixture(scope="module")
def journey(saturday: Snapshot) -> Journey:
    with saturday.connect() as connection:
        tables = {record.table: connection.sql(f"select * from {record.table}").to_arrow_table().to_pylist() for record in RECORDS}
        born = {row["child"]: row for row in connection.sql("select * from identity_people").to_arrow_table().to_pylist()}
    tables["people"] = [{**row, **born.get(row["child"], {})} for row in tables["people"]]
    parameters = {name: parameter.values for name, parameter in definitions_of(saturday).parameters.items()}
    return Journey(tables, saturday.manifest.as_at, parameters)


@pytest.mark.parametrize("clock", SLOW)
def test_a_slow_answer_agrees_child_by_child(saturday: Snapshot, journey: Journey, clock: str) -> None:
    slow, day = SLOW[clock], saturday.manifest.as_at
    expected = {}
    for row in slow.rows(journey, Day(day)):
        if slow.runs(row):
            since = row[slow.since] if slow.since else None
            start = day - timedelta(row[slow.begun] if since is None else min(row[slow.begun], since))
            limit = slow.limit(row)
            due = working_day_after(start, limit) if slow.working else start + timedelta(limit)
            late = (working_days(start, day) if slow.working else (day - start).days) > limit
            expected[row["child"]] = (due, late)
    found = {each.child: (each.due_on, each.overdue) for each in clocks_due(saturday, when="running", clock=clock)}
    assert found == expected
    assert len(found) > 3


def test_lists_and_counts_agree_and_a_page_is_a_part_of_its_list(saturday: Snapshot) -> None:
    for when in ("overdue", "due", "running"):
        listed = clocks_due(saturday, when=when)
        assert count_due(saturday, when=when) == (len(listed), len({due.child for due in listed}))
    assert sum(count.overdue or 0 for count in clock_counts(saturday)) == count_due(saturday, when="overdue")[0]
    assert sum(count.due or 0 for count in clock_counts(saturday)) == count_due(saturday, when="due")[0]
    listed = clocks_due(saturday, when="running", order="worker", descending=True)
    assert clocks_due(saturday, when="running", order="worker", descending=True, limit=7, offset=5) == listed[5:12]
    assert [due.worker for due in listed] == sorted((due.worker for due in listed), reverse=True)


def test_places_are_joined_by_or_and_a_part_by_and(saturday: Snapshot) -> None:
    teams = sorted({due.team for due in clocks_due(saturday, when="running")})[:2]
    every = [clocks_due(saturday, when="running", within=within_places([("team", team)])) for team in teams]
    together = within_places([("team", team) for team in teams])
    assert len(clocks_due(saturday, when="running", within=together)) == sum(len(each) for each in every)
    assert clocks_due(saturday, when="running", within=both(together, within_places([("team", teams[0])]))) == every[0]
    assert clocks_due(saturday, when="running", within=within_places([])) == ()
    assert clocks_due(saturday, when="running", within=within_places([("team", "T1' or true --")])) == ()


def test_what_there_is_not_is_said_by_name(saturday: Snapshot) -> None:
    with pytest.raises(NotFound, match=r"There is no clock “visit”\. The clocks are early_help_visit"):
        clocks_due(saturday, clock="visit")
    with pytest.raises(NotFound, match="cannot be sorted by “name”"):
        clocks_due(saturday, order="name")  # type: ignore[arg-type]  # what an address may say
    with pytest.raises(NotFound, match="are not broken down by “age_band”"):
        within_places([("age_band", "Unborn")])


def test_a_snapshot_from_before_clocks_says_to_load_it_again(small: Snapshot) -> None:
    older = replace(small, manifest=replace(small.manifest, files_of_snapshot={}))
    assert not has_clocks(older)
    assert clocks_of(older, "1001") == ()
    with pytest.raises(NotFound, match="The snapshot of 31 January 2024 was made before Lightwell worked out what is due"):
        clocks_due(older)


def test_nobody_is_named_in_what_is_due(small: Snapshot) -> None:
    assert FILES["people.csv"].count("Moor") == 2
    assert "Moor" not in str(clocks_due(small, when="running"))
