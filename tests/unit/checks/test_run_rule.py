"""One rule by itself, as a test bench runs it: by the guide's names, over whatever it hands over, giving the rows where they stand."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import pyarrow as pa
import pytest

from lightwell.checks import Case, Collection, Rule, rules_for, run_rule
from lightwell.checks.case_days import dated
from lightwell.errors import LightwellError, NotFound
from lightwell.returns import LAST, shapes

RULESETS = {"ssda903": ("903/2026-27", Collection(2026)), "cin_census": ("cin/2025-26", Collection(2025))}
EVERY = 1 if os.environ.get("LIGHTWELL_LONG") else 15


def texts(**columns: Sequence[str | None]) -> pa.Table:
    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})


def given(of: str, case: Case, collection: Collection) -> dict[str, pa.Table]:
    """Give the tables of a case as someone writes them who has only the guide."""
    tables = {}
    for name, rows in case.tables.items():
        shape = shapes(of)[name.removesuffix(LAST)]
        columns = {column.field: [dated(row.get(column.name), collection) for row in rows] for column in shape.columns}
        tables[titled(of, name)] = texts(**columns)
    return tables


def titled(of: str, table: str) -> str:
    return shapes(of)[table.removesuffix(LAST)].title + (LAST if table.endswith(LAST) else "")


def chosen() -> Iterator[tuple[str, Rule]]:
    for of, (_, collection) in RULESETS.items():
        yield from ((of, rule) for rule in rules_for(of, collection, with_cases=True)[::EVERY])


def test_a_rule_alone_finds_in_its_cases_what_it_finds_with_all_others() -> None:
    wrong = []
    for of, rule in chosen():
        ruleset, collection = RULESETS[of]
        for case in rule.cases:
            found = run_rule(ruleset, rule.code, given(of, case, collection), {}).get(titled(of, rule.table), [])
            if found != sorted(case.found):
                wrong.append((rule.code, found, case))
    assert not wrong


def test_every_table_that_a_rule_shows_is_in_the_answer() -> None:
    tables = {
        "Header": texts(CHILD=["1", "2"], MOTHER=["1", ""]),
        "Episodes": texts(CHILD=["2", "1"], LS=["C2", "V3"], DECOM=["01/05/2025", "01/05/2025"]),
        "Reviews": texts(CHILD=["9", "1"], REVIEW=["01/06/2025", "02/06/2025"]),
    }
    assert run_rule("903/2025-26", "399", tables, {}) == {"Header": [0], "Episodes": [1], "Reviews": [1]}


def test_the_related_row_is_the_one_that_the_finding_is_about() -> None:
    tables = {
        "PlacedAdoption": texts(CHILD=["1"], DATE_PLACED=["01/05/2025"]),
        "Episodes": texts(CHILD=["1", "1", "2"], DECOM=["01/06/2025", "01/02/2025", "01/06/2025"], RNE=["S", "P", "S"]),
    }
    assert run_rule("903/2025-26", "1003", tables, {}) == {"PlacedAdoption": [0], "Episodes": [0]}


@pytest.mark.parametrize(("table", "column"), [("Header", "SEX"), ("header", "sex"), ("HEADER", "Sex")])
def test_names_are_known_however_they_are_written(table: str, column: str) -> None:
    assert run_rule("903/2025-26", "101", {table: texts(**{"child": ["1", "2"], column: ["3", "1"]})}, {}) == {table: [0]}


def test_the_year_before_and_names_of_several_words_are_known() -> None:
    tables = {
        "placed for adoption last year": texts(CHILD=["1"], DATE_PLACED=["01/05/2024"], DATE_PLACED_CEASED=["01/06/2024"]),
        "PlacedAdoption": texts(CHILD=["1"], DATE_PLACED=["2024-05-01"]),
    }
    assert run_rule("903/2025-26", "561", tables, {})["PlacedAdoption"] == [0]


def test_what_is_not_given_is_blank() -> None:
    assert run_rule("903/2025-26", "101", {"Header": texts(CHILD=["1"])}, {}) == {"Header": [0]}
    assert run_rule("903/2025-26", "101", {}, {}) == {}
    assert run_rule("903/2025-26", "101", {"Header": texts(CHILD=["1"], SEX=["1"])}) == {}


@pytest.mark.parametrize("written", ["01/05/2026", "2026-05-01", "2026-05-01 00:00:00", " 01/05/2026 "])
def test_days_are_read_however_they_are_written(written: str) -> None:
    assert run_rule("903/2025-26", "385", {"Episodes": texts(CHILD=["1"], DEC=[written])}, {}) == {"Episodes": [0]}


def test_days_and_numbers_that_are_no_texts_are_read_too() -> None:
    tables = {"Episodes": pa.table({"CHILD": [1, 2], "DEC": pa.array([date(2026, 5, 1), None]), "RNE": ["S", "nan"]})}
    assert run_rule("903/2025-26", "385", tables, {}) == {"Episodes": [0]}
    assert run_rule("903/2025-26", "143", tables, {}) == {"Episodes": [1]}
    assert run_rule("903/2025-26", "101", {"Header": texts(CHILD=["1"], SEX=["1.0"])}, {}) == {}


def test_the_days_of_the_collection_may_be_told() -> None:
    tables = {"Episodes": texts(CHILD=["1"], DEC=["01/05/2026"])}
    for told in ("31/05/2026", date(2026, 5, 31)):
        assert run_rule("903/2025-26", "385", tables, {"collection_end": told}) == {}
    with pytest.raises(LightwellError, match="“never” as a day"):
        run_rule("903/2025-26", "385", tables, {"collection_end": "never"})


def test_the_council_may_be_told() -> None:
    tables = {"Episodes": texts(CHILD=["1", "2"], PL_LOCATION=["IN", "IN"], PL_LA=["E06000999", "E06000999"])}
    assert run_rule("903/2025-26", "411", tables, {}) == {}
    assert run_rule("903/2025-26", "411", tables, {"localAuthority": "E06000998"}) == {"Episodes": [0, 1]}


@pytest.mark.parametrize(
    "register",
    [
        [{"URN": "SC1", "PLACE_CODES": "U1,U2"}],
        {"URN": ["SC1"], "PLACE_CODES": [["U1", "U2"]]},
        texts(URN=["SC1"], PLACE_CODES=["U1 U2"]),
    ],
)
def test_the_register_of_providers_stands_in_the_metadata(register: object) -> None:
    tables = {"Episodes": texts(CHILD=["1", "2"], URN=["SC1", "SC1"], PLACE=["U2", "K2"])}
    assert run_rule("903/2025-26", "219", tables, {"provider_info": register})["Episodes"] == [1]


def test_a_child_of_the_census_stands_in_two_tables() -> None:
    tables = {
        "ChildIdentifiers": texts(LAchildID=["a", "b"], PersonBirthDate=["2015-01-01", "2015-01-01"], UPN=["X", None]),
        "ChildCharacteristics": texts(LAchildID=["b", "a", "c"], Ethnicity=["WBRI", "??", "!!"]),
    }
    assert run_rule("cin/2025-26", ethnicity_rule(), tables, {}) == {"ChildCharacteristics": [1, 2]}


def ethnicity_rule() -> str:
    return next(rule.code for rule in rules_for("cin_census", Collection(2025)) if rule.fields == ("ethnicity",))


def test_referrals_of_which_nothing_says_which_they_are_belong_together() -> None:
    tables = {
        "CINdetails": texts(LAchildID=["a", "b"], CINreferralDate=["2025-06-01", "2025-06-01"]),
        "Assessments": texts(LAchildID=["a", "b"], AssessmentActualStartDate=["2025-05-01", "2025-06-02"]),
    }
    assert run_rule("cin/2025-26", "1103", tables, {}) == {"CINdetails": [0], "Assessments": [0]}


def test_factors_may_stand_in_the_assessments() -> None:
    tables = {"Assessments": texts(LAchildID=["a", "b"], AssessmentFactors=["21,2A", "21"], AssessmentAuthorisationDate=["2025-06-01"] * 2)}
    assert run_rule("cin/2025-26", "8869", tables, {}) == {"Assessments": [0]}


@pytest.mark.parametrize(
    ("ruleset", "code", "table", "said"),
    [
        ("904/2025-26", "101", "Header", "There is no ruleset “904/2025-26”. A ruleset is 903 or cin"),
        ("903/2025-27", "101", "Header", "such as 903/2026-27 or cin/2025-26"),
        ("903/2025-26", "9999", "Header", "has no rule “9999”. Its rules are 1000, 1001"),
        ("903/2022-23", "700", "Header", "does not hold for the collection 2022-23; it holds from 20"),
        ("903/2025-26", "101", "Heder", "no table “Heder”. The tables are Header, Episodes"),
    ],
)
def test_what_there_is_not_is_said_with_what_there_is(ruleset: str, code: str, table: str, said: str) -> None:
    with pytest.raises(NotFound) as error:
        run_rule(ruleset, code, {table: texts(CHILD=["1"])}, {})
    assert said in str(error.value)


def test_nothing_of_one_call_is_left_for_the_next() -> None:
    broken: Mapping[str, pa.Table] = {"Header": texts(CHILD=["1"], SEX=["3"]), "Episodes": texts(CHILD=["1"])}
    assert run_rule("903/2025-26", "101", broken, {}) == {"Header": [0]}
    assert run_rule("903/2025-26", "EPI", {"Header": texts(CHILD=["1"])}, {}) == {"Header": [0]}
