"""Fact SQL keeps to what DuckDB, PostgreSQL and Spark read alike, and gives nothing that identifies a child."""

from __future__ import annotations

from datetime import date

import pytest
import sqlglot
from sqlglot import exp

from lightwell.facts import FACTS, fact_statement, shared_statements
from lightwell.facts.catalogue import Fact
from lightwell.facts.statements import SHARED, fact_sql
from lightwell.journey import RECORDS
from lightwell.results import months_for

STATEMENTS = {each.table: each for each in (*shared_statements(), *(fact_statement(fact.name) for fact in FACTS))}
NOT_PORTABLE = (exp.DateAdd, exp.DateDiff, exp.DateSub, exp.Interval, exp.JoinHint, exp.Qualify, exp.Lateral, exp.Unnest)


@pytest.mark.parametrize("table", STATEMENTS)
@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "spark"])
def test_every_statement_is_read_alike_by_each_dialect(table: str, dialect: str) -> None:
    assert _outline(table, dialect) == _outline(table, "duckdb")


def _outline(table: str, dialect: str) -> list[str]:
    """Every table, column, function and operator that a dialect reads in a statement, in order."""
    parsed = sqlglot.parse_one(STATEMENTS[table].query, dialect=dialect)
    said = (exp.Table, exp.Column, exp.Func, exp.Binary, exp.Alias)
    read = (f"{type(node).__name__} {node.name}" for node in parsed.find_all(*said))
    return sorted(line.replace("TryCast", "Cast") for line in read)  # Spark's cast gives null where it cannot, as DuckDB's try_cast does


@pytest.mark.parametrize("table", STATEMENTS)
def test_no_statement_uses_interval_arithmetic_or_a_dialects_tricks(table: str) -> None:
    parsed = sqlglot.parse_one(STATEMENTS[table].query, dialect="duckdb")
    assert [node.sql() for node in parsed.find_all(*NOT_PORTABLE)] == []
    assert [join.sql() for join in parsed.find_all(exp.Join) if join.args.get("method") == "ASOF"] == []
    assert [node.name for node in parsed.find_all(exp.Anonymous)] == []


def test_a_shared_table_comes_after_those_that_it_needs_and_every_one_is_needed() -> None:
    made: list[str] = []
    for statement in shared_statements():
        assert set(statement.needs) <= set(made)
        made.append(statement.table)
    assert {need for each in STATEMENTS.values() for need in each.needs} == set(SHARED)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)
def test_a_fact_gives_the_columns_of_its_catalogue_and_nothing_identifying(fact: Fact) -> None:
    identifying = {column.name for record in RECORDS for column in record.columns if column.identifying}
    parsed = sqlglot.parse_one(STATEMENTS[f"fact_{fact.name}"].query, dialect="duckdb")
    assert isinstance(parsed, exp.Select)
    given = parsed.named_selects
    assert sorted(given) == sorted(column.name for column in fact.columns)
    assert not identifying & set(given)


@pytest.mark.parametrize("name", [fact.name for fact in FACTS] + [f"shared/{name}" for name in SHARED])
def test_limits_are_parameters_and_not_literals(name: str) -> None:
    parsed = sqlglot.parse_one(fact_sql(name), dialect="duckdb")
    numbers = {int(literal.name) for literal in parsed.find_all(exp.Literal) if not literal.is_string and literal.name.isdigit()}
    assert numbers <= {0, 1, 2, 3, 4, 5, 100}


def test_months_for_a_month_end_are_25_and_end_with_it() -> None:
    months = months_for(date(2024, 1, 31))
    assert (str(months[0]), str(months[-1]), len(months)) == ("2022-01", "2024-01", 25)
