"""Running rules: what a return lacks is said, a rule at fault stops no other, and nothing that did not run has passed."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from lightwell.checks import Outcome, Rule, rules, rules_for, run_rules
from lightwell.returns import Collection, shapes

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
