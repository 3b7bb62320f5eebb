"""Runs the rules of a collection over the tables of a return: many in one statement, and several statements side by side.

A rule that needs a table or a column that the return does not have is not run, and says so. A rule whose statement fails is at fault, and
says so. Neither has passed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import duckdb
import pyarrow as pa

from lightwell.checks.lacking import why_not
from lightwell.checks.model import FINDINGS, NotRun, Outcome, Rule
from lightwell.checks.prepare import prepare
from lightwell.checks.relations import needs
from lightwell.checks.side_by_side import side_by_side
from lightwell.checks.statements import statement_of, text_of
from lightwell.returns.collections import Collection

_CONDITIONS, _QUERIES = 24, 6
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
    places = {id(rule): place for place, rule in enumerate(able)}
    answers = side_by_side(
        connection, list(_together(able)), lambda cursor, some: _find(cursor, of, [(places[id(rule)], rule) for rule in some])
    )
    at_fault = [NotRun(able[place].code, fault) for _, faults in answers for place, fault in faults]
    faults = {each.code for each in at_fault}
    ran = tuple(dict.fromkeys(rule.code for rule in able if rule.code not in faults))
    return Outcome(collection, ran, tuple(not_run), tuple(at_fault), _findings(able, [found for found, _ in answers]))


def _together(able: Sequence[Rule]) -> Iterator[Sequence[Rule]]:
    """Divide rules into those of one statement: conditions on one table, then queries, the longest first."""
    for table in dict.fromkeys(rule.table for rule in able):
        yield from _split([rule for rule in able if rule.table == table and rule.where], _CONDITIONS)
    yield from _split(sorted((rule for rule in able if rule.query), key=lambda rule: -len(rule.query)), _QUERIES)


def _split(given: Sequence[Rule], most: int) -> Iterator[Sequence[Rule]]:
    """Divide evenly, so that neighbours come into different parts."""
    parts = -(-len(given) // most)
    yield from (given[part::parts] for part in range(parts))


def _find(cursor: duckdb.DuckDBPyConnection, of: str, given: Sequence[tuple[int, Rule]]) -> tuple[pa.Table | None, list[tuple[int, str]]]:
    """Run rules in one statement; where one of them is at fault, each by itself, so that the others still run. Gives rows and faults."""
    try:
        return cursor.sql(statement_of(of, given)).to_arrow_table(), []
    except duckdb.Error as error:
        if len(given) == 1:
            return None, [(given[0][0], str(error).splitlines()[0])]
    found, faults = [], []
    for one in given:
        rows, fault = _find(cursor, of, [one])
        found += [rows] if rows is not None else []
        faults += fault
    return pa.concat_tables(found) if found else None, faults


def _findings(able: Sequence[Rule], found: Sequence[pa.Table | None]) -> pa.Table:
    """Put the rows of all rules together in the order of their codes, tables and rows."""
    order = sorted(range(len(able)), key=lambda place: (able[place].code, able[place].table))
    ranks = pa.array(sorted(range(len(able)), key=order.__getitem__), pa.int32())
    tables = [table for table in found if table is not None]
    if not tables:
        return FINDINGS.empty_table()
    rows = pa.concat_tables(tables)
    rows = rows.append_column("rank", ranks.take(rows.column("rule"))).sort_by([("rank", "ascending"), ("row", "ascending")])
    named = {name: pa.array([getattr(able[place], name) for place in order], pa.string()) for name in ("code", "table")}
    rank = rows.column("rank")
    columns = [named["code"].take(rank), named["table"].take(rank), rows.column("row"), rows.column("child")]
    return pa.table(columns, schema=FINDINGS)
