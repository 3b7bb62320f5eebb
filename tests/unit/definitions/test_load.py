"""Definitions are checked when they are read, and every problem is said at once, with its file and field."""

from __future__ import annotations

from pathlib import Path

import pytest

from lightwell.definitions.load import copy_definitions, load, load_folders, shipped_folder
from lightwell.errors import NotFound, Refused

GOOD = """
title: Referrals from the police
question: How many referrals came from the police in the month?
version: 1
aim: right_support
unit: count
better: neither
fact: referrals
period: {type: month, on: received_on}
count: source = '6'
breakdowns: [team]
source: A council's own
examples:
  - child: A
    month: 2026-01
    because: from the police
    records:
      referrals: [{received_on: 2026-01-05, source: "6"}]
    in_numerator: true
"""


def refusal(folder: Path, text: str, name: str = "referrals_from_police") -> str:
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        load(folder)
    return str(refused.value)


def test_the_shipped_catalogue_has_the_76_indicators() -> None:
    assert len(load().definitions) == 76


def test_a_council_adds_its_own(tmp_path: Path) -> None:
    (tmp_path / "referrals_from_police.yaml").write_text(GOOD, encoding="utf-8")
    catalogue = load(tmp_path)
    assert catalogue.definition("referrals_from_police").count == "source = '6'"
    assert catalogue.fingerprint != load().fingerprint


def test_a_shipped_definition_cannot_be_replaced_in_silence(tmp_path: Path) -> None:
    said = refusal(tmp_path, GOOD, name="referrals")
    assert "The indicator referrals is already defined in front_door/referrals.yaml." in said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("count: source = '6'", "count: sauce = '6'"), "The fact referrals has no column “sauce”"),
        (("count: source = '6'", "count: source = 6"), "compares a number with a text"),
        (("count: source = '6'", "count: days_since_previous_referral + 1"), "must give a condition that is true or false"),
        (("count: source = '6'", "count: (select 1) = 1"), "is not part of the language of conditions"),
        (("count: source = '6'", "count: source = '6'; drop table referrals"), "cannot be read as a condition"),
        (("count: source = '6'", "count: lower(source) = '6'"), "is not part of the language of conditions"),
        (("count: source = '6'", "count: days_since_previous_referral < parameter('none')"), "There is no parameter “none”"),
        (("count: source = '6'", "count: true"), "put it in quotes"),
        (("unit: count", "unit: days"), "“days” is not one of count, percent, per_10_000, mean"),
        (("unit: count", "unit: percent"), "A percentage needs its denominator"),
        (("unit: count", "unit: mean"), "says in “per” which number"),
        (("on: received_on", "on: source"), "The fact referrals has no date “source”"),
        (("type: month", "type: fortnight"), "with a type of month, month_end"),
        (("version: 1", "version: 2"), "Version 2 needs 1 changes"),
        (("aim: right_support", "aim: right"), "“right” is not one of"),
        (("breakdowns: [team]", "breakdowns: [ward]"), "must be a list of any of service"),
        (("fact: referrals", "fact: contact"), "There is no fact “contact”"),
        (("source: A council's own", "target: 5"), "There is no key “target”"),
        (("source: A council's own", "source: A council's own\ncomparator_differs: Theirs is of a year."), "and there is no “comparator”"),
        (("source: A council's own", "source: A council's own\ncomparator: dfe.s47_rate\ncomparator_differs: ''"), "must be a text"),
        (("source: A council's own", "source: A council's own\ncomparator: 7"), "The key “comparator” must be a text"),
        (("month: 2026-01\n", "month: 2026-1\n"), "is not a month"),
        (("received_on: 2026-01-05", "recieved_on: 2026-01-05"), "a row of referrals may have the columns"),
    ],
)
def test_what_is_wrong_is_said_with_its_file(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    assert change[0] in GOOD
    message = refusal(tmp_path, GOOD.replace(*change))
    assert said in message
    assert "referrals_from_police.yaml" in message


def test_every_problem_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(GOOD.replace("unit: count", "unit: days"), encoding="utf-8")
    (tmp_path / "two.yaml").write_text("- not: keys", encoding="utf-8")
    message = refusal(tmp_path, "title: [", name="three")
    assert all(name in message for name in ("one.yaml", "two.yaml", "three.yaml"))


def test_a_name_that_is_not_an_id_is_refused(tmp_path: Path) -> None:
    assert "Use small letters, digits and _." in refusal(tmp_path, GOOD, name="Robert'); drop table")


def test_an_unknown_indicator_is_met_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="Did you mean cp_plans"):
        load().definition("cp_plan")


def test_a_copy_reads_back_as_the_same_catalogue(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "referrals_from_police.yaml").write_text(GOOD, encoding="utf-8")
    (own / "parameters.yaml").write_text(
        "own_limit: {unit: days, meaning: Ours., values: [{from: 2024-04-01, value: 3}], source: Ours}", encoding="utf-8"
    )
    catalogue = load(own)
    copy_definitions(catalogue, tmp_path / "copy")
    assert load_folders((tmp_path / "copy",)).fingerprint == catalogue.fingerprint


def test_the_shipped_folder_is_the_one_at_the_root() -> None:
    assert (shipped_folder() / "parameters.yaml").is_file()


def test_what_a_comparator_counts_otherwise_is_read_and_changes_no_figure(tmp_path: Path) -> None:
    path = tmp_path / "referrals_from_police.yaml"
    path.write_text(GOOD, encoding="utf-8")
    before = load(tmp_path)
    assert before.definition("referrals_from_police").comparator_differs == ""
    load_folders.cache_clear()
    path.write_text(
        f"{GOOD}comparator: dfe.referrals_rate\ncomparator_differs: >-\n  Theirs is of a year;\n  ours is of a month.\n", encoding="utf-8"
    )
    after = load(tmp_path)
    assert after.definition("referrals_from_police").comparator_differs == "Theirs is of a year; ours is of a month."
    assert after.fingerprint == before.fingerprint
