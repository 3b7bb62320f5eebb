"""Running rules: what a return lacks is said, a rule at fault stops no other, and nothing that did not run has passed."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from lightwell.checks import Outcome, Rule, rules, rules_for, run_rules
from lightwell.checks.lacking import why_not
from lightwell.checks.relations import CONSTANTS, needs, relations
from lightwell.checks.statements import Pass, ask_conditions, text_of
from lightwell.returns import LAST, Collection, shapes

OF_2026 = Collection(2025)
DATA = Path(__file__).parent / "data"


def listed(name: str) -> dict[str, dict[str, str]]:
    with (DATA / f"rules_{name}.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def table(of: str, name: str, *rows: dict[str, str], without: str = "") -> pa.Table:
    columns = {column: pa.array([row.get(column) for row in rows], pa.string()) for column in shapes(of)[name].names if column != without}
    return pa.table({**columns, "row": pa.array(range(len(rows)), pa.int64())})


def run(tables: dict[str, pa.Table], *given: Rule) -> Outcome:
    return run_rules(duckdb.connect(), "ssda903", given or rules_for("ssda903", OF_2026), tables, OF_2026)


def rule(code: str) -> Rule:
    return next(one for one in rules("ssda903") if one.code == code)


@pytest.mark.parametrize(("name", "of"), [("903", "ssda903"), ("cin", "cin_census")])
def test_every_rule_of_the_list_is_here_with_its_message_and_first_collection(name: str, of: str) -> None:
    held: dict[str, list[Rule]] = {}
    for one in rules(of):
        held.setdefault(one.code, []).append(one)
    wanted = listed(name)
    assert set(held) == set(wanted)
    for code, row in wanted.items():
        assert {one.message for one in held[code]} == {row["message"]}, code
        assert str(min(one.first for one in held[code])) == row["first_collection"], code
        assert not row["severity"] or {one.severity for one in held[code]} == {row["severity"]}, code


def test_a_table_that_was_not_given_is_named_and_its_rules_have_not_run() -> None:
    outcome = run({"header": table("ssda903", "header", {"child": "1", "sex": "3"})})
    reasons = {one.code: one.reason for one in outcome.not_run}
    assert reasons["141"] == "The table Episodes was not given."
    assert reasons["202"] == "The table Header of last year was not given."
    assert "101" in outcome.run
    assert not set(outcome.run) & set(reasons)
    assert set(outcome.run) | set(reasons) == {one.code for one in rules_for("ssda903", OF_2026)}
    assert outcome.at_fault == ()


def test_a_column_that_was_not_given_is_named() -> None:
    outcome = run({"header": table("ssda903", "header", {"child": "1"}, without="sex")}, rule("101"), rule("102"))
    assert [(one.code, one.reason) for one in outcome.not_run] == [("101", "The column SEX of Header was not given.")]
    assert outcome.run == ("102",)


def test_a_rule_at_fault_is_said_and_stops_no_other() -> None:
    given = table("ssda903", "header", {"child": "1", "sex": "3"})
    broken = replace(rule("101"), code="X1", where="no_such_column = 1")
    asked = replace(rule("101"), code="X2", where="", query="select nonsense")
    outcome = run({"header": given}, rule("101"), broken, asked)
    assert outcome.run == ("101",)
    assert [one.code for one in outcome.at_fault] == ["X1", "X2"]
    assert outcome.findings.to_pylist() == [{"code": "101", "table": "header", "row": 0, "child": "1"}]


def test_an_empty_return_is_checked_and_finds_nothing() -> None:
    empty = {name: table("ssda903", name) for name in shapes("ssda903")}
    outcome = run({**empty, **{f"{name}_last": each for name, each in empty.items()}})
    assert outcome.not_run == ()
    assert outcome.at_fault == ()
    assert outcome.findings.num_rows == 0


@pytest.mark.parametrize("text", ["2025", "2025-27", "26-27", "", "two"])
def test_a_collection_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no collection"):
        Collection.parse(text)


def test_a_collection_is_read_in_every_way_that_it_is_written() -> None:
    assert {str(Collection.parse(text)) for text in ("2025-26", "2025_26", "2025/26", " 2025-2026 ")} == {"2025-26"}


@pytest.mark.parametrize(
    ("lacks", "not_run"),
    [
        ("missing.missing", {"1006", "564", "565", "566"}),
        ("episodes_last.pl_la", {"452", "503H"}),
        ("oc3.dob", {"1007", "1016", "3001", "347", "391", "INT15"}),
    ],
)
def test_only_the_rules_that_read_a_column_of_that_table_are_not_run(lacks: str, not_run: set[str]) -> None:
    held = rules_for("ssda903", OF_2026)
    reasons = why_not(held, "ssda903", frozenset([lacks]), OF_2026)
    assert {one.code for one, reason in zip(held, reasons, strict=True) if reason} == not_run


@pytest.mark.parametrize("of", ["ssda903", "cin_census"])
def test_every_table_that_a_rule_names_is_read_or_looked_at_if_given(of: str) -> None:
    for one in rules(of):
        told = {one.table, *one.reads, *one.if_given}
        columns = {name for each in told for name in shapes(of)[each.removesuffix(LAST)].names}
        named = needs(of, [text_of(one)]) - set(relations(of)) - set(CONSTANTS)
        assert named - columns <= told, one.code


def test_rules_without_their_cases_are_the_same_rules() -> None:
    for of in ("ssda903", "cin_census"):
        whole = {replace(one, cases=()) for one in rules_for(of, OF_2026, with_cases=True)}
        assert whole == set(rules_for(of, OF_2026))


def test_a_row_that_a_query_gives_twice_is_found_once() -> None:
    given = table("ssda903", "header", {"child": "1", "sex": "3"})
    twice = replace(rule("101"), where="", query="select row, child from header union all select row, child from header")
    assert run({"header": given}, twice).findings.num_rows == 1


def test_the_council_is_told_to_the_rules() -> None:
    placed = {"child": "1", "pl_location": "IN", "pl_la": "E06000999"}
    tables = {"episodes": table("ssda903", "episodes", placed)}
    for authority, found in (("E06000998", 1), ("E06000999", 0), (None, 0)):
        outcome = run_rules(duckdb.connect(), "ssda903", [rule("411")], tables, OF_2026, authority)
        assert outcome.findings.num_rows == found


def test_what_several_conditions_ask_is_worked_out_once_and_not_inside_another_query() -> None:
    of_a_child = "age_on(dob, collection_end()) > 9"
    asked = ask_conditions(
        "ssda903", Pass("oc2"), [of_a_child, f"{of_a_child} and sdq_score = 1", f"child in (select child from header where {of_a_child})"]
    )
    assert "(shared_0 > 9) as asked_0, (shared_0 > 9 and sdq_score = 1) as asked_1" in asked
    assert f"header where {of_a_child}" in asked
