"""The invented authority's census of children in need: clean, each planted error found once, and copies of any size."""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from lightwell.checks import rules_for
from lightwell.errors import NotFound
from lightwell.extracts.cin_census import read_cin_census
from lightwell.extracts.returns_model import ReturnRead
from lightwell.results.returns import ReturnChecked, check_return
from lightwell.returns import Collection
from lightwell.synthetic import Authority, cin_census_of, invent, write_cin_census, write_cin_census_copies
from lightwell.synthetic.cin_census_model import rows_of
from lightwell.synthetic.cin_census_planted import Planted, errors_of, plant

LONG = bool(os.environ.get("LIGHTWELL_LONG"))

TRULY_ASKED = {"2991Q", "8825Q", "8670Q", "8675Q"}
"""Queries about what the service did: an assessment was finished before the year, or an assessment or enquiry had lasted too long."""

OF_THE_WHOLE = {"2886Q", "2887Q", "2888Q"}

ORDER = [
    "CINreferralDate",
    "ReferralSource",
    "PrimaryNeedCode",
    "CINclosureDate",
    "ReasonForClosure",
    "DateOfInitialCPC",
    "Assessments",
    "CINPlanDates",
    "Section47",
    "ReferralNFA",
    "ChildProtectionPlans",
    "PreProceedingsandFGDM",
]


@dataclass(frozen=True)
class Tried:
    """A census read back and checked, clean and with planted errors."""

    collection: Collection
    years: int
    clean: ReturnRead
    checked: ReturnChecked
    dirty: ReturnChecked
    plan: tuple[Planted, ...]


@pytest.fixture(scope="session", params=[0, 3], ids=["2022-23", "2025-26"])
def tried(request: pytest.FixtureRequest, authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Tried:
    """The last whole year of the history, as it was and moved on to 2025-26."""
    years: int = request.param
    collection, folder = Collection(2022 + years), tmp_path_factory.mktemp("census")
    return _try(authority, collection, years, folder)


def _try(authority: Authority, collection: Collection, years: int, folder: Path) -> Tried:
    write_cin_census(authority, collection, folder / "clean.xml", years=years)
    plan = write_cin_census(authority, collection, folder / "dirty.xml", years=years, planted=True)
    clean, dirty = read_cin_census(folder / "clean.xml"), read_cin_census(folder / "dirty.xml")
    assert clean.notes == dirty.notes == ()
    return Tried(collection, years, clean, check_return(clean, collection), check_return(dirty, collection), plan)


def test_the_clean_census_has_no_error_and_every_rule_ran(tried: Tried) -> None:
    _assert_clean(tried)


def _assert_clean(tried: Tried) -> None:
    assert tried.checked.not_run == ()
    assert set(tried.checked.run) == {rule.code for rule in rules_for("cin_census", tried.collection)}
    assert set(tried.checked.outcome.findings["code"].to_pylist()) <= TRULY_ASKED


def test_each_planted_error_is_found_once_where_it_was_planted(tried: Tried) -> None:
    _assert_found(tried)


def _assert_found(tried: Tried) -> None:
    columns = ("code", "table", "child")
    asked = Counter(tuple(row[name] for name in columns) for row in tried.checked.outcome.findings.to_pylist())
    wanted = asked + Counter((found.code, found.table, found.child) for each in tried.plan for found in each.finds)
    dirty = tried.dirty.outcome.findings.to_pylist()
    assert Counter(tuple(row[name] for name in columns) for row in dirty) == wanted
    rows = {(row["code"], row["table"], row["row"], row["child"]) for row in dirty}
    assert {(found.code, found.table, found.row, found.child) for each in tried.plan for found in each.finds} <= rows


def test_findings_are_said_as_they_were_found(tried: Tried) -> None:
    said = Counter((each.code, each.row, each.child) for each in tried.dirty.findings())
    assert said == Counter((row["code"], row["row"], row["child"]) for row in tried.dirty.outcome.findings.to_pylist())


def test_there_is_an_error_for_every_rule_of_a_child(tried: Tried) -> None:
    assert {each.code for each in tried.plan} == {rule.code for rule in rules_for("cin_census", tried.collection)} - OF_THE_WHOLE
    assert all(each.code == each.finds[0].code for each in tried.plan)
    children = [each.child for each in tried.plan]
    assert len(set(children)) >= len(children) - 1, "Only the header and a child without identifier are called by the same None."


def test_no_case_of_the_journey_is_lost(tried: Tried, authority: Authority) -> None:
    last = date(2023, 3, 31)
    opened = [row for row in authority.journey["episodes_of_need"].to_pylist() if row["_known_on"] <= last and row["started_on"] <= last]
    wanted = Counter(row["child"] for row in opened if row["ended_on"] is None or row["ended_on"] >= date(2022, 4, 1))
    cases = tried.clean.tables["cin_details"].to_pylist()
    assert Counter(row["child"] for row in cases if row["referral_nfa"] == "false") == wanted
    assert any(row["referral_nfa"] == "true" for row in cases)


def test_everything_written_is_read(tried: Tried, authority: Authority) -> None:
    children = cin_census_of(authority, tried.collection, years=tried.years).children
    wanted = Counter[str]()
    for child in children:
        wanted.update(dict(rows_of(child)))
    if tried.collection < Collection(2025):
        del wanted["pre_proceedings"]
    read = {name: table.num_rows for name, table in tried.clean.tables.items() if name != "message" and table.num_rows}
    assert read == {name: rows for name, rows in wanted.items() if rows}
    assert set(tried.clean.tables) - set(read) <= {"message", "pre_proceedings"}


def test_sex_takes_the_place_of_gender_in_2025_26(tried: Tried) -> None:
    children = tried.clean.tables["children"]
    given, left_out = ("sex", "gender_current") if tried.years else ("gender_current", "sex")
    assert children[left_out].null_count == len(children)
    assert set(children[given].to_pylist()) <= ({"M", "F", "U"} if tried.years else {"1", "2", "0", "9"})


def test_elements_stand_in_the_order_of_the_schema(authority: Authority, tmp_path: Path) -> None:
    write_cin_census(authority, Collection(2025), tmp_path / "census.xml", years=3)
    cases = re.findall(r"<CINdetails>(.*?)</CINdetails>", (tmp_path / "census.xml").read_text(encoding="utf-8"), re.DOTALL)
    blocks = "|".join(name for name in ORDER if name[0] in "ASCP" and name not in ("CINreferralDate", "CINclosureDate", "PrimaryNeedCode"))
    for case in cases:
        outside = re.sub(rf"<({blocks})>.*?</\1>", r"<\1>", case, flags=re.DOTALL)
        places = [ORDER.index(name) for name in re.findall(r"<(\w+)>", outside)]
        assert places == sorted(places)


def test_the_same_authority_gives_the_same_bytes(authority: Authority, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_cin_census(authority, Collection(2022), tmp_path / name, planted=True)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_a_year_outside_the_history_is_refused(authority: Authority, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="from February 2018 to January 2024 does not hold the year 2023-24"):
        write_cin_census(authority, Collection(2023), tmp_path / "census.xml")


def test_a_census_too_small_for_the_errors_says_so(authority: Authority) -> None:
    with pytest.raises(NotFound, match="Take a larger authority"):
        plant(cin_census_of(authority, Collection(2022)).children[:20], Collection(2022))


def test_copies_are_as_many_as_asked_with_an_error_in_one_of_fifty(authority: Authority, tmp_path: Path) -> None:
    collection = Collection(2025)
    census = cin_census_of(authority, collection, years=3)
    read = read_cin_census(write_cin_census_copies(census, tmp_path / "many.xml", 1_000, first=3_001))
    children = read.tables["children"]["child"].to_pylist()
    assert children == [str(number) for number in range(3_001, 4_001)]
    numbers = [number for number in read.tables["children"]["upn"].to_pylist() if number]
    assert len(set(numbers)) == len(numbers) > 500
    checked = check_return(read, collection)
    wrong = {row["child"] for row in checked.outcome.findings.to_pylist() if row["code"] not in TRULY_ASKED}
    planted = {str(number) for number in range(3_050, 4_001, 50)}
    assert wrong <= planted
    assert len(wrong) >= len(planted) - len(TRULY_ASKED)


def test_every_error_says_what_was_changed() -> None:
    errors = list(errors_of(Collection(2025)))
    assert all(error.changed.endswith(".") and error.changed[0].isupper() for error in errors)


@pytest.mark.skipif(not LONG, reason="make test-long invents the whole authority")
def test_the_whole_authority_is_clean_and_each_planted_error_found(tmp_path: Path) -> None:
    authority = invent()
    for years in (0, 2, 3):
        tried = _try(authority, Collection(2022 + years), years, tmp_path)
        _assert_clean(tried)
        _assert_found(tried)
