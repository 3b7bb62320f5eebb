from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lightwell.errors import NotFound
from lightwell.extracts import read_tables
from lightwell.results import load_extract
from lightwell.results.finding_model import RECORDING, Asked, FindingSet
from lightwell.results.findings import (
    burn_down,
    count_findings,
    day_of,
    finding_set,
    finding_sets,
    findings,
    mended,
    rule_states,
    tally,
)
from lightwell.store import Home, Snapshot
from tests.small import FILES, SETTINGS

NOT_AUTHORISED = "visit_not_authorised"
JANUARY, FEBRUARY = date(2024, 1, 31), date(2024, 2, 29)
AUTHORISED = "V2,1001,03/01/2024,03/01/2024,02/02/2024,child_protection,face_to_face,Yes"
WAITING = "V2,1001,03/01/2024,03/01/2024,,child_protection,face_to_face,Yes"
NEW_WAITING = "V3,1003,05/02/2024,05/02/2024,,child_protection,face_to_face,Yes"
OLD_WAITING = "V0,1002,05/01/2024,05/01/2024,,child_in_need,face_to_face,Yes"


def silent(_what: str, _fraction: float) -> None:
    """Report to nobody."""


def load(home: Home, folder: Path, as_at: date, *visits: str) -> Snapshot:
    """Load the small extract with other visits, as known on a day."""
    folder.mkdir(parents=True)
    header = FILES["visits.csv"].splitlines()[0]
    files = FILES | {"visits.csv": "\n".join((header, *visits)) + "\n"}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return load_extract(home, read_tables(folder, as_at=as_at, authority="E06009998"), progress=silent).snapshot


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Two months: in the second one visit is authorised, one still waits and a third has come."""
    folder = tmp_path_factory.mktemp("findings")
    made = Home(folder / "home")
    made.make()
    made.settings.write_text(SETTINGS, encoding="utf-8")
    load(made, folder / "january", JANUARY, WAITING, OLD_WAITING)
    load(made, folder / "february", FEBRUARY, AUTHORISED, OLD_WAITING, NEW_WAITING)
    return made


@pytest.fixture(scope="module")
def recording(home: Home) -> FindingSet:
    """The recording rules of the latest month beside those of the month before."""
    (found,) = finding_sets(home)
    return found


def test_the_latest_snapshot_is_held_against_the_one_before(home: Home, recording: FindingSet) -> None:
    assert (recording.ruleset, recording.title) == (RECORDING, "Recording rules")
    assert day_of(recording.snapshot) == FEBRUARY
    assert recording.before is not None
    assert day_of(recording.before) == JANUARY


def test_a_finding_names_record_values_and_whose_it_is(recording: FindingSet) -> None:
    found = {each.record_id: each for each in findings(recording, asked=Asked(code=NOT_AUTHORISED))}
    assert set(found) == {"V0", "V3"}
    one = found["V3"]
    assert (one.child, one.record, one.worker, one.team, one.team_name) == ("1003", "Visit", "W1", "T1", "East A")
    assert "05/02/2024" in one.values
    assert one.age_band == "10 to 15"
    assert one.message.endswith(".")


def test_what_is_new_still_open_and_mended(home: Home, recording: FindingSet) -> None:
    states = {each.record_id: each.state for each in findings(recording, asked=Asked(code=NOT_AUTHORISED))}
    assert states == {"V0": "still_open", "V3": "new"}
    assert [each.record_id for each in mended(recording, code=NOT_AUTHORISED)] == ["V2"]
    first = finding_set(home, RECORDING, recording.before)
    assert {each.state for each in findings(first)} == {"first_checked"}


def test_tallies_are_the_lists_counted(recording: FindingSet) -> None:
    for by in ("code", "team", "age_band", "worker", "severity"):
        counted = tally(recording, by)
        assert sum(each.open for each in counted) == count_findings(recording) == len(findings(recording))
    for each in tally(recording, "code"):
        listed = findings(recording, asked=Asked(code=each.key))
        assert (each.open, each.new) == (len(listed), sum(one.state == "new" for one in listed))


def test_what_is_acknowledged_is_told_apart_and_not_open(recording: FindingSet) -> None:
    (one,) = [each for each in findings(recording, asked=Asked(code=NOT_AUTHORISED)) if each.record_id == "V0"]
    (counted,) = [each for each in tally(recording, "code", acknowledged=[one.key]) if each.key == NOT_AUTHORISED]
    assert (counted.open, counted.acknowledged) == (1, 1)
    assert count_findings(recording, asked=Asked(status="acknowledged"), acknowledged=[one.key]) == 1
    assert one.key not in {each.key for each in findings(recording, asked=Asked(status="open"), acknowledged=[one.key])}


def test_a_part_of_the_service_sees_its_own(recording: FindingSet) -> None:
    theirs = findings(recording, within=("team in (?)", ["T2"]))
    assert {each.team for each in theirs} == {"T2"}
    assert 0 < len(theirs) < count_findings(recording)


def test_a_child_is_mended_errors_first(recording: FindingSet) -> None:
    severities = [each.severity for each in findings(recording, asked=Asked(child="1003"), order="mend")]
    assert severities == sorted(severities, key=lambda each: each != "error")


def test_the_burn_down_counts_every_snapshot(home: Home, recording: FindingSet) -> None:
    points = burn_down(home, recording, since=JANUARY, codes=[NOT_AUTHORISED])
    opened = {day: sum(point.open for point in points if point.on == day) for day in (JANUARY, FEBRUARY)}
    assert opened == {JANUARY: 2, FEBRUARY: 2}


def test_rules_that_could_not_run_say_why(recording: FindingSet) -> None:
    silent_rules = [each for each in rule_states(recording) if each.state == "not_run"]
    assert silent_rules
    assert all(each.reason.endswith(".") for each in silent_rules)
    assert not [each for each in rule_states(recording) if each.state == "at_fault"]


def test_a_set_that_is_not_there_is_named(home: Home) -> None:
    with pytest.raises(NotFound, match="recording"):
        finding_set(home, "ssda903")
