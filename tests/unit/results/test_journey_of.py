"""The journey of a child: everything in order, in words, with what is wrong about the records."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lightwell.errors import NotFound
from lightwell.extracts import read_tables
from lightwell.journey import RECORDS
from lightwell.journey.record import Record, child_id, day, record_id
from lightwell.results import load_extract
from lightwell.results.held import records_of_children
from lightwell.results.journey_of import journey_of
from lightwell.results.manners import ABOUT, MANNERS, manner_of
from lightwell.results.telling import Names, say, tell
from lightwell.store import Home, Snapshot
from tests.small import SETTINGS, write_extract
from tests.unit.results.conftest import silent

AS_AT = date(2024, 1, 31)


def loaded(folder: Path, **files: str) -> Snapshot:
    """The small extract with some of its files replaced, as a snapshot."""
    home = Home(folder / "home")
    home.make()
    home.settings.write_text(SETTINGS, encoding="utf-8")
    extract = write_extract(folder / "extract")
    for name, text in files.items():
        (extract / f"{name}.csv").write_text(text, encoding="utf-8")
    return load_extract(home, read_tables(extract, as_at=AS_AT, authority="E06009998"), progress=silent).snapshot


def test_a_journey_is_told_in_order_with_who_and_where(small: Snapshot) -> None:
    journey = journey_of(small, "1001")
    assert [(event.on.isoformat(), event.what, event.worker, event.team) for event in journey.chronology] == [
        ("2015-02-03", "Born", "", ""),
        ("2023-01-05", "Referral from Police: accepted", "First Worker", "East A"),
        ("2023-01-05", "Assessment started", "First Worker", "East A"),
        ("2023-01-05", "Case opened", "", ""),
        ("2023-01-05", "Primary caseholder allocated: First Worker", "First Worker", "East A"),
        ("2023-03-01", "Child protection plan started", "", ""),
        ("2023-03-10", "Assessment completed", "First Worker", "East A"),
        ("2024-01-10", "Referral from Schools: accepted", "First Worker", "East A"),
        ("2024-01-25", "Visit: Child protection plan", "", ""),
        ("2024-01-30", "Visit: Child protection plan", "", ""),
    ]


def test_spans_say_from_when_to_when_and_what_is_open(small: Snapshot) -> None:
    spans = {span.kind: span for span in journey_of(small, "1001").spans}
    plan = spans["Child protection plan"]
    assert (plan.what, plan.start, plan.open, plan.source.table, plan.source.id) == (
        "Neglect", date(2023, 3, 1), True, "child_protection_plans", "P1",
    )  # fmt: skip
    assert (spans["Assessment"].end, spans["Assessment"].open) == (date(2023, 3, 10), False)
    assert (spans["Caseholder"].what, spans["Caseholder"].open) == ("First Worker", True)


def test_a_visit_says_whether_it_counts_and_if_not_why_not(small: Snapshot) -> None:
    visits = [event for event in journey_of(small, "1001").events if event.kind == "Visit"]
    assert [(visit.counts, visit.because) for visit in visits] == [(True, ""), (False, "not authorised yet")]


def test_status_and_who_is_responsible_are_those_of_the_as_at_day(small: Snapshot) -> None:
    journey = journey_of(small, "1003")
    assert journey.statuses == ()
    assert (journey.responsible.worker_name, journey.responsible.since) == ("First Worker", date(2022, 2, 1))
    assert [status.status for status in journey_of(small, "1001").statuses] == ["child_protection", "episode_of_need"]


def test_rows_in_quarantine_are_among_the_findings(small: Snapshot) -> None:
    findings = journey_of(small, "1003").findings
    assert [finding.where for finding in findings] == ["referrals.csv, row 5"]
    assert "31/02/2024" in findings[0].what


def test_a_child_of_whom_nothing_is_held_is_not_found(small: Snapshot) -> None:
    for child in ("9999", "", "' or 1=1 --", "x" * 5000):
        with pytest.raises(NotFound, match="There is no child"):
            journey_of(small, child)


def test_what_cannot_all_be_true_is_said(tmp_path: Path) -> None:
    snapshot = loaded(
        tmp_path,
        people="child,given_name,family_name,born_on\n1001,Ada,Moor,03/02/2023\n1002,,,\n1003,Cai,Stone,01/01/2010\n",
        periods_of_care="id,child,started_on,ended_on\nC1,1001,01/02/2023,\nC2,1001,01/06/2023,\n",
        placements="id,child,started_on,ended_on,kind\nL1,1003,01/02/2022,,U6\n",
        allocations="id,child,role,worker,team,started_on\nL3,1003,primary,W1,T1,01/02/2022\n",
    )
    said = whats(snapshot, "1001")
    assert "Two periods of care at once: Started 01/06/2023, Ended blank, beside C1." in said
    assert "In our care without a placement: Started 01/02/2023." in said
    assert any(each.startswith("Open placement of a child not in our care") for each in whats(snapshot, "1003"))
    assert any(each.startswith("Name not recorded") for each in whats(snapshot, "1002"))


def whats(snapshot: Snapshot, child: str) -> list[str]:
    """Say what is to be put right of a child."""
    return [finding.what for finding in journey_of(snapshot, child).findings]


def test_every_record_type_about_a_child_is_told() -> None:
    told = {record.table for record in records_of_children()}
    assert told - set(MANNERS) == ABOUT
    assert set(MANNERS) <= {record.table for record in RECORDS}
    for record in records_of_children():
        if record.table not in ABOUT:
            manner = manner_of(record)
            names = {column.name for column in record.columns}
            assert manner.events or manner.span
            assert set(manner.events) | set(manner.span) | set(manner.flags) <= names


class PreProceedings(Record, table="pre_proceedings", key=("child", "started_on")):
    """A record type that no manner is listed for."""

    id = record_id()
    child = child_id()
    started_on = day("First day.", required=True)
    ended_on = day("Last day.")


class LifeStory(Record, table="life_stories", key=("child", "held_on")):
    """A record type of single days that no manner is listed for."""

    id = record_id()
    child = child_id()
    held_on = day("Day.", required=True)


def test_a_record_type_added_later_is_told_by_its_columns() -> None:
    values = {"id": "1", "child": "1001", "started_on": date(2023, 1, 1), "ended_on": date(2024, 3, 1)}
    spans, events, ends = tell(PreProceedings, values, Names({}, {}), AS_AT)
    assert [(span.kind, span.start, span.end) for span in spans] == [
        ("Pre proceedings", date(2023, 1, 1), None)
    ]  # it ends after the as-at day
    assert (events, [event.what for event in ends]) == ([], ["Pre proceedings started", "Pre proceedings ended"])
    spans, events, _ = tell(LifeStory, {"id": "2", "child": "1001", "held_on": date(2023, 1, 1)}, Names({}, {}), AS_AT)
    assert (spans, [event.what for event in events]) == ([], ["Life story"])


def test_a_sentence_leaves_out_what_is_not_known() -> None:
    assert say(("Contact", " from {source}", ": {outcome}"), {"source": "", "outcome": "Early help"}) == "Contact: Early help"
    assert say(("{kind}",), {}) == ""
