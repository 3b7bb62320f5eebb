"""Says why a rule cannot be run over a return that lacks a table or a column.

Tables are named by the rule. Columns are not: `uasc` in a query may be the header's or a table's. Where a rule names a column that is
lacking, the database is asked what the rule would read, by planning it over tables without rows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import duckdb
import pyarrow as pa

from lightwell.checks.model import Rule
from lightwell.checks.prepare import begin, codes_of, empty
from lightwell.checks.relations import names_in, needs, relations
from lightwell.checks.statements import ask_queries, text_of
from lightwell.returns.collections import Collection
from lightwell.returns.shapes import LAST, shapes

_BESIDE = re.compile(r"^(?:previous|next)_|_text$")
"""What is put before or after the name of a column for that of a neighbour, or for its text."""

_NOT_OF_TABLES_WITHOUT_ROWS = "statistics_propagation,empty_result_pullup"
"""What leaves a table out of a plan because it has no rows."""


def why_not(given: Sequence[Rule], of: str, lacking: frozenset[str], collection: Collection) -> list[str]:
    """Say for each rule what it lacks; empty where it has all that it needs."""
    reasons = []
    planner: _Planner | None = None
    for rule in given:
        reason = _no_table(rule, of, lacking)
        sure, doubtful = (set[str](), set[str]()) if reason else _no_column(rule, of, lacking)
        if doubtful and not sure:
            planner = planner or _Planner(of, collection)
            sure = doubtful & planner.columns(rule)
        reasons.append(_said(of, min(sure)) if sure else reason)
    return reasons


def _no_table(rule: Rule, of: str, lacking: frozenset[str]) -> str:
    for table in (rule.table, *rule.reads):
        if table in lacking:
            title = shapes(of)[table.removesuffix(LAST)].title
            return f"The table {title} of last year was not given." if table.endswith(LAST) else f"The table {title} was not given."
    return ""


def _said(of: str, column: str) -> str:
    table, _, name = column.partition(".")
    return f"The column {name.upper()} of {shapes(of)[table.removesuffix(LAST)].title} was not given."


def _no_column(rule: Rule, of: str, lacking: frozenset[str]) -> tuple[set[str], set[str]]:
    """Give the lacking columns, as `table.column`, that a rule reads, and those that it may read: what it names may be another table's."""
    among = {one for one in lacking if "." in one and one.partition(".")[0] in (rule.table, *rule.reads)}
    sure: set[str] = set()
    doubtful: set[str] = set()
    if among:
        needed = needs(of, [rule.table, text_of(rule)])
        own = {_BESIDE.sub("", name) for name in names_in(text_of(rule))}
        through = {_BESIDE.sub("", name) for one in needed if one in relations(of) for name in names_in(relations(of)[one].select)}
        for one in among:
            table, _, name = one.partition(".")
            if table == rule.table and name in rule.fields:
                sure.add(one)
            elif name in own | through:
                alone = name in own and name not in needed and not _elsewhere(of, name, needed, lacking)
                (sure if alone else doubtful).add(one)
    return sure, doubtful


def _elsewhere(of: str, name: str, needed: frozenset[str], lacking: frozenset[str]) -> bool:
    """Say whether another of the tables that a rule needs has a column of that name."""
    tables = {one for one in needed if one.removesuffix(LAST) in shapes(of)}
    return any(name in shapes(of)[one.removesuffix(LAST)].names and one not in lacking and f"{one}.{name}" not in lacking for one in tables)


class _Planner:
    """A database with every table of a return and no rows."""

    def __init__(self, of: str, collection: Collection) -> None:
        self._of = of
        self._connection = duckdb.connect()
        begin(self._connection, of, collection.first_day, collection.last_day, None)
        calendar = pa.schema({"day": pa.date32(), "working_day": pa.int32()}.items()).empty_table()
        tables = {name + ending: empty(shape) for name, shape in shapes(of).items() for ending in ("", LAST)}
        for name, table in {**tables, "codes": codes_of(of).slice(0, 0), "calendar": calendar}.items():
            self._connection.register("given", table)
            self._connection.execute(f"create table {name} as select * from given")  # noqa: S608 - names are the shapes'
        for relation in relations(of).values():
            self._connection.execute(f"create view {relation.name} as {relation.select}")
        self._connection.execute(f"set disabled_optimizers = '{_NOT_OF_TABLES_WITHOUT_ROWS}'")

    def columns(self, rule: Rule) -> set[str]:
        """Give the columns that a rule reads, as `table.column`; none where it is at fault, which running it will say."""
        try:
            plans = self._connection.execute(f"explain (format json) {ask_queries(self._of, [rule])}").fetchall()
        except duckdb.Error:
            return set()
        found = set()
        for step in _steps(json.loads(plans[0][1])):
            if "Table" in step:
                table = str(step["Table"]).rpartition(".")[2].strip('"')
                read = names_in(f"{step.get('Projections', '')} {_without_values(step.get('Filters', ''))}")
                found |= {f"{table}.{name.removesuffix('_text')}" for name in read}
        return found


def _without_values(filters: str | Sequence[str]) -> str:
    """Leave out what a column is compared with."""
    return re.sub(r"'[^']*'", "", filters if isinstance(filters, str) else " ".join(filters))


def _steps(plan: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for step in plan:
        yield step.get("extra_info", {})
        yield from _steps(step.get("children", ()))
