"""Runs the rules of a collection over the tables of a return: many in one statement, and several statements side by side.

A rule that needs a table or a column that the return does not have is not run, and says so. A rule whose statement fails is at fault, and
says so. Neither has passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import duckdb
import pyarrow as pa

from lightwell.checks.lacking import why_not
from lightwell.checks.model import FINDINGS, NotRun, Outcome, Rule
from lightwell.checks.prepare import prepare
from lightwell.checks.relations import needs
from lightwell.checks.side_by_side import side_by_side
from lightwell.checks.statements import Pass, ask_conditions, ask_queries, pass_of, text_of
from lightwell.returns.collections import Collection

_CONDITIONS, _QUERIES = 30, 6
"""So many rules stand in one statement: more are planned at once in less time each, fewer are divided evenly between threads."""


def run_rules(
    connection: duckdb.DuckDBPyConnection,
    of: str,
    given: Sequence[Rule],
    tables: Mapping[str, pa.Table],
    collection: Collection,
    authority: str | None = None,
) -> Outcome:
    """Run rules over tables of texts (see `prepare`), and give what they find, what could not run and what is at fault.

    `authority` is the council's own code as the return writes it; where it is not given, the rules that need it take it from the return.
    """
    connection.execute("set threads = 1")  # the statements run side by side instead
    needed = needs(of, [f"{rule.table} {text_of(rule)}" for rule in given])
    lacking = prepare(connection, of, tables, collection, needed, authority)
    reasons = list(zip(given, why_not(given, of, lacking, collection), strict=True))
    not_run = [NotRun(rule.code, reason) for rule, reason in reasons if reason]
    able = [rule for rule, reason in reasons if not reason]
    answers = side_by_side(connection, list(_together(able)), lambda cursor, some: _find(cursor, of, some))
    at_fault = [NotRun(able[place].code, fault) for place, fault in sorted(fault for one in answers for fault in one.faults)]
    faults = {each.code for each in at_fault}
    ran = tuple(dict.fromkeys(rule.code for rule in able if rule.code not in faults))
    return Outcome(collection, ran, tuple(not_run), tuple(at_fault), _findings(able, (found for one in answers for found in one.found)))


_Found: TypeAlias = tuple[int, int, str | None]


@dataclass(frozen=True)
class _Asked:
    """Rules that are asked in one statement, each with its place among all: conditions in one pass, or queries."""

    rules: tuple[tuple[int, Rule], ...]
    within: Pass | None


@dataclass(frozen=True)
class _Answer:
    """What came of one statement: the place of a rule, `row` and `child` of each finding; and the places of rules at fault, with why."""

    found: list[_Found]
    faults: tuple[tuple[int, str], ...]


def _together(able: Sequence[Rule]) -> Iterator[_Asked]:
    """Divide rules into those of one statement: the queries, the longest first, then conditions on the same rows."""
    passes: dict[Pass | None, list[tuple[int, Rule]]] = {}
    for place, rule in enumerate(able):
        found = pass_of(rule)
        passes.setdefault(found[0] if found else None, []).append((place, rule))
    queries = sorted(passes.pop(None, []), key=lambda each: -len(each[1].query))
    yield from (_Asked(part, None) for part in _split(queries, _QUERIES))
    for one, rules in passes.items():
        yield from (_Asked(part, one) for part in _split(rules, _CONDITIONS))


def _split(given: Sequence[tuple[int, Rule]], most: int) -> Iterator[tuple[tuple[int, Rule], ...]]:
    """Divide evenly, so that neighbours come into different parts."""
    parts = -(-len(given) // most)
    yield from (tuple(given[part::parts]) for part in range(parts))


def _find(cursor: duckdb.DuckDBPyConnection, of: str, asked: _Asked) -> _Answer:
    """Run rules in one statement; where one of them is at fault, each by itself, so that the others still run."""
    try:
        return _Answer(_in_pass(cursor, of, asked.within, asked.rules) if asked.within else _by_query(cursor, of, asked.rules), ())
    except duckdb.Error as error:
        if len(asked.rules) == 1:
            return _Answer([], ((asked.rules[0][0], str(error).splitlines()[0]),))
    answers = [_find(cursor, of, replace(asked, rules=(one,))) for one in asked.rules]
    return _Answer([found for one in answers for found in one.found], tuple(fault for one in answers for fault in one.faults))


def _in_pass(cursor: duckdb.DuckDBPyConnection, of: str, within: Pass, rules: Sequence[tuple[int, Rule]]) -> list[_Found]:
    conditions = [found[1] for _, rule in rules if (found := pass_of(rule))]
    rows = cursor.execute(ask_conditions(of, within, conditions)).fetchall()
    return [(place, row[0], row[1]) for at, (place, _) in enumerate(rules, 2) for row in rows if row[at]]


def _by_query(cursor: duckdb.DuckDBPyConnection, of: str, rules: Sequence[tuple[int, Rule]]) -> list[_Found]:
    rows = cursor.execute(ask_queries(of, [rule for _, rule in rules])).fetchall()
    return [(rules[at][0], row, child) for at, row, child in rows]


def _findings(able: Sequence[Rule], found: Iterable[_Found]) -> pa.Table:
    """Put what all rules find together in the order of codes, tables and rows, each row once for a rule: a query may give it again."""
    order = sorted(range(len(able)), key=lambda place: (able[place].code, able[place].table))
    ranks = {place: rank for rank, place in enumerate(order)}
    children = {(ranks[place], row): child for place, row, child in found}
    told = sorted(children)
    rules = [able[order[rank]] for rank, _ in told]
    columns = ([rule.code for rule in rules], [rule.table for rule in rules], [row for _, row in told], [children[each] for each in told])
    return pa.table([pa.array(values, field.type) for values, field in zip(columns, FINDINGS, strict=True)], schema=FINDINGS)
