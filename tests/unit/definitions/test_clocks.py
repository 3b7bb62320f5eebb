"""Clocks are checked as definitions are: everything that is said must be known, and every problem is said at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from lightwell.definitions.load import copy_definitions, load, load_folders
from lightwell.errors import Refused

GOOD = """
own_review:
  title: Review of our own
  fact: children_in_need
  of: not disabilities_team
  since: days_since_review
  begun: days_on_plan
  limit: coalesce(agreed_visit_days, parameter('child_in_need_review_days'))
  unit: days
  indicator: cin_review_12_weeks
"""


def refusal(folder: Path, text: str) -> str:
    (folder / "clocks.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        load(folder)
    return str(refused.value)


def test_a_shipped_clock_runs_on_the_roll_call_of_its_indicator() -> None:
    catalogue = load()
    compared = 0
    for clock in catalogue.clocks.values():
        if clock.indicator and catalogue.definitions[clock.indicator].period_type == "month_end":
            assert catalogue.definitions[clock.indicator].fact == clock.fact, clock.id
            compared += 1
        else:
            assert clock.note, f"{clock.id} must say why no indicator counts the same at month end"
    assert compared == 18


def test_a_council_adds_its_own_and_the_copy_reads_back_the_same(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "clocks.yaml").write_text(GOOD, encoding="utf-8")
    catalogue = load(own)
    assert catalogue.clocks["own_review"].columns == {"days_on_plan", "days_since_review", "agreed_visit_days", "disabilities_team"}
    assert catalogue.fingerprint != load().fingerprint
    copy_definitions(catalogue, tmp_path / "copy")
    again = load_folders((tmp_path / "copy",))
    assert again.clocks == catalogue.clocks
    assert again.fingerprint == catalogue.fingerprint


def test_a_clock_cannot_be_replaced_in_silence(tmp_path: Path) -> None:
    assert "The clock care_visit is already defined." in refusal(tmp_path, GOOD.replace("own_review:", "care_visit:"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("unit: days", "unit: weeks"), "“weeks” is not one of days, working_days"),
        (("fact: children_in_need", "fact: children"), "There is no fact “children”"),
        (("fact: children_in_need", "fact: referrals"), "a clock runs on a roll call"),
        (("of: not disabilities_team", "of: days_on_plan"), "must give a condition that is true or false"),
        (("of: not disabilities_team", "of: jigsaw"), "has no column “jigsaw”"),
        (("since: days_since_review", "since: disabilities_team"), "is not a column of days of the fact children_in_need"),
        (("begun: days_on_plan", "begun: days_in_care"), "is not a column of days of the fact children_in_need"),
        (("parameter('child_in_need_review_days')", "parameter('none')"), "There is no parameter “none”"),
        (("limit: coalesce", "limit: 0 < coalesce"), "must give a number"),
        (("indicator: cin_review_12_weeks", "indicator: cin_review"), "there is no indicator “cin_review”"),
        (("title: Review of our own", "title: 3"), "must be a text"),
        (("  unit: days\n", ""), "the key “unit” is missing"),
        (("  unit: days\n", "  unit: days\n  target: '95'\n"), "there is no key “target”"),
    ],
)
def test_what_is_wrong_is_said_with_its_file_and_clock(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    assert change[0] in GOOD
    message = refusal(tmp_path, GOOD.replace(*change))
    assert said in message
    assert "clocks.yaml" in message
    assert "The clock own_review" in message


def test_every_problem_is_said_at_once(tmp_path: Path) -> None:
    bad = GOOD.replace("unit: days", "unit: weeks").replace("begun: days_on_plan", "begun: age")
    message = refusal(tmp_path, bad + GOOD.replace("own_review", "other").replace("fact: children_in_need", "fact: none") + "third: 3\n")
    assert all(
        part in message for part in ("weeks", "“age”", "The clock other: There is no fact", "The clock third: it must be a set of keys")
    )


def test_definitions_and_parameters_stay_as_they_are_beside_clocks(tmp_path: Path) -> None:
    (tmp_path / "clocks.yaml").write_text(GOOD, encoding="utf-8")
    assert list(load(tmp_path).definitions) == list(load().definitions)
