"""Runs the rules of a collection over the tables of a return, all conditions on one table in one statement.

A rule that needs a table or a column that the return does not have is not run, and says so. A rule whose statement fails is at fault, and
says so. Neither has passed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import duckdb
import pyarrow as pa

from lightwell.checks.model import FINDINGS, NotRun, Outcome, Rule
from lightwell.checks.prepare import prepare
from lightwell.returns.collections import Collection
from lightwell.returns.shapes import LAST, shapes


def run_rules(
    connection: duckdb.DuckDBPyConnection, of: str, given: Sequence[Rule], tables: Mapping[str, pa.Table], collection: Collection
) -> Outcome:
    """Run rules over tables of texts (see `prepare`), and give what they find, what could not run and what is at fault."""
    lacking = prepare(connection, of, tables, collection)
    reasons = [(rule, _why_not(rule, of, lacking)) for rule in given]
    not_run = [NotRun(rule.code, reason) for rule, reason in reasons if reason]
    able = [rule for rule, reason in reasons if not reason]
    found: list[pa.Table] = []
    at_fault: list[NotRun] = []
    for table in dict.fromkeys(rule.table for rule in able):
        _conditions(connection, table, [rule for rule in able if rule.table == table and rule.where], found, at_fault)
    for rule in able:
        if rule.query:
            _query(connection, rule, found, at_fault)
    faults = {each.code for each in at_fault}
    ran = tuple(dict.fromkeys(rule.code for rule in able if rule.code not in faults))
    findings = pa.concat_tables(found) if found else FINDINGS.empty_table()
    return Outcome(collection, ran, tuple(not_run), tuple(at_fault), findings.sort_by([("code", "ascending"), ("row", "ascending")]))


def _why_not(rule: Rule, of: str, lacking: frozenset[str]) -> str:
    """Say what a rule lacks; empty where it has all that it needs."""
    known = shapes(of)
    for table in (rule.table, *rule.reads):
        if table in lacking:
            title = known[table.removesuffix(LAST)].title
            return f"The table {title} of last year was not given." if table.endswith(LAST) else f"The table {title} was not given."
    read = f"{rule.where} {rule.query}"
    for table in (rule.table, *rule.reads):
        for name in sorted(one.partition(".")[2] for one in lacking if one.startswith(f"{table}.")):
            if name in rule.fields or re.search(rf"\b{name}(_text)?\b", read):
                return f"The column {name.upper()} of {known[table.removesuffix(LAST)].title} was not given."
    return ""


def _conditions(
    connection: duckdb.DuckDBPyConnection, table: str, given: Sequence[Rule], found: list[pa.Table], at_fault: list[NotRun]
) -> None:
    """Run all conditions on one table in one pass; where one of them is at fault, each by itself, so that the others still run."""
    if not given:
        return
    try:
        found.append(_find(connection, table, given))
    except duckdb.Error:
        for rule in given:
            try:
                found.append(_find(connection, table, [rule]))
            except duckdb.Error as error:
                at_fault.append(NotRun(rule.code, str(error).splitlines()[0]))


def _find(connection: duckdb.DuckDBPyConnection, table: str, given: Sequence[Rule]) -> pa.Table:
    listed = ", ".join(f"case when ({rule.where}) then '{rule.code}' end" for rule in given)
    statement = f"""
    select code, '{table}' as "table", row, child
    from (select row, child, unnest(list_filter([{listed}], lambda each: each is not null)) as code from {table})
    """  # noqa: S608 - the rules are ours
    return connection.sql(statement).to_arrow_table().cast(FINDINGS)


def _query(connection: duckdb.DuckDBPyConnection, rule: Rule, found: list[pa.Table], at_fault: list[NotRun]) -> None:
    """Run one query; a row is found once, however often the query gives it."""
    statement = f"""select distinct '{rule.code}' as code, '{rule.table}' as "table", row, child from ({rule.query})"""  # noqa: S608 - the rules are ours
    try:
        found.append(connection.sql(statement).to_arrow_table().cast(FINDINGS))
    except duckdb.Error as error:
        at_fault.append(NotRun(rule.code, str(error).splitlines()[0]))
