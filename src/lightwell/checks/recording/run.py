"""Runs recording rules on a connection with the journey's tables: the conditions on one table in one pass, then the queries.

A rule whose records or columns the source does not have is not run, and says so; one whose statement fails is at fault. Neither has passed.
A column that the source has and never fills is found out afterwards: a rule that finds many records by it counts as not run.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date

import duckdb
import pyarrow as pa

from lightwell.checks.model import NotRun
from lightwell.checks.recording.model import IDENTITY, RECORD_TYPES, RECORDING_FINDINGS, RecordingOutcome, RecordingRule
from lightwell.checks.recording.words import OPEN_WORK, shared_tables, with_shared, written
from lightwell.periods import say_date

_MANY = 20
"""So many records that lack what no record has say more about the source than about the records."""

_FOUND = "recording_found"

Coverage = Mapping[str, date | None]
"""For each table that the source holds, the first day from which it is complete; None where it is complete throughout."""


def run_recording(
    connection: duckdb.DuckDBPyConnection,
    rules: Sequence[RecordingRule],
    *,
    as_at: date,
    coverage: Coverage,
    lacks: Collection[str],
) -> RecordingOutcome:
    """Run recording rules on the records of an extract: views by the names of the record types, `identity_people` and its like beside them.

    `coverage` and `lacks` are the extract's: which tables it holds, complete from which day, and the columns that it never fills.
    """
    run = _Run(connection, as_at, coverage)
    reasons = [(rule, why_not(rule, as_at, coverage, lacks)) for rule in rules]
    able = [rule for rule, reason in reasons if not reason]
    with run.at_hand():
        for table in dict.fromkeys(rule.table for rule in able if rule.where):
            run.conditions(table, [rule for rule in able if rule.table == table and rule.where])
        for rule in able:
            if rule.query:
                run.query(rule)
        findings = run.findings()
    unknown = {rule.code: reason for rule in able if (reason := _never_filled(connection, rule, findings))}
    findings = findings.filter(pa.array([code not in unknown for code in findings.column("code").to_pylist()], pa.bool_()))
    not_run = {rule.code: reason or unknown.get(rule.code, "") for rule, reason in reasons}
    faults = {each.code for each in run.at_fault}
    return RecordingOutcome(
        run=tuple(rule.code for rule in able if rule.code not in faults and rule.code not in unknown),
        not_run=tuple(NotRun(code, reason) for code, reason in not_run.items() if reason),
        at_fault=tuple(run.at_fault),
        findings=findings.sort_by([("code", "ascending"), ("child", "ascending"), ("id", "ascending"), ("detail", "ascending")]),
    )


def why_not(rule: RecordingRule, as_at: date, coverage: Coverage, lacks: Collection[str]) -> str:
    """Say what a source lacks that a rule needs; empty where it has it all."""
    for table in (rule.table, *(each for each in rule.reads if each in RECORD_TYPES)):
        if table not in coverage:
            return f"The source holds no complete records of the type “{RECORD_TYPES[table].plain_name()}”."
    for need in sorted(rule.needs):
        table, _, name = need.partition(".")
        if need in lacks:
            return f"The source does not fill “{name.replace('_', ' ')}” of the record type “{RECORD_TYPES[table].plain_name()}”."
    for table in sorted(rule.history):
        first = coverage[table]
        if first is not None and first >= as_at:
            return f"The source holds only the latest of the record type “{RECORD_TYPES[table].plain_name()}”, on {say_date(first)}."
    return ""


def _never_filled(connection: duckdb.DuckDBPyConnection, rule: RecordingRule, findings: pa.Table) -> str:
    """Say which of the fields that a rule needs is blank in every record of its table, where the rule finds many."""
    fields = [name for name in rule.fields if f"{rule.table}.{name}" in rule.needs]
    if not fields or findings.column("code").to_pylist().count(rule.code) < _MANY:
        return ""
    record = RECORD_TYPES[rule.table]
    for name in fields:
        place = f"{IDENTITY if record.column(name).identifying else ''}{rule.table}"
        ((filled,),) = connection.execute(f"select count({name}) from {place}").fetchall()  # noqa: S608 - names are the records'
        if not filled:
            return f"No record of the type “{record.plain_name()}” has “{name.replace('_', ' ')}”: the source does not seem to fill it."
    return ""


class _Run:
    """One run of rules on a connection, which gathers what is found there, and the rules that failed."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, as_at: date, coverage: Coverage) -> None:
        self._connection = connection
        self._as_at = as_at
        self._coverage = coverage
        self._shared = shared_tables()
        self.at_fault: list[NotRun] = []

    @contextmanager
    def at_hand(self) -> Iterator[None]:
        """Make the table for what is found, and the shared table that many rules read, for as long as they run."""
        query = self._written(self._shared.pop(OPEN_WORK), [])
        columns = ", ".join(f"{field.name} {'double' if field.type == pa.float64() else 'varchar'}" for field in RECORDING_FINDINGS)
        self._connection.execute(f"create or replace temp table {_FOUND} ({columns})")
        self._connection.execute(f"create or replace temp table {OPEN_WORK} as {query}")
        try:
            yield
        finally:
            for name in (_FOUND, OPEN_WORK):
                self._connection.execute(f"drop table if exists temp.{name}")

    def findings(self) -> pa.Table:
        """Give what has been found so far."""
        return self._connection.sql(f"from temp.{_FOUND}").to_arrow_table().cast(RECORDING_FINDINGS)

    def conditions(self, table: str, rules: Sequence[RecordingRule]) -> None:
        """Run all conditions on one table in one pass; where one of them is at fault, each by itself, so that the others still run."""
        try:
            self._conditions(table, rules)
        except duckdb.Error as error:
            if len(rules) == 1:
                self._fault(rules[0], error)
            else:
                for rule in rules:
                    self.conditions(table, [rule])

    def query(self, rule: RecordingRule) -> None:
        """Run one query; a record is found once with the same detail, however often the query gives it."""
        detail = "detail" if "detail" in rule.gives else "null"
        score = "score" if "score" in rule.gives else "null"
        asked = self._written(with_shared(rule.query, self._shared), [rule])
        statement = f"select distinct '{rule.code}', '{rule.table}', id, child, {detail}, {score} from ({asked}\n)"  # noqa: S608 - checked when read
        try:
            self._add(statement)
        except duckdb.Error as error:
            self._fault(rule, error)

    def _conditions(self, table: str, rules: Sequence[RecordingRule]) -> None:
        held = [f"({self._written(rule.where, [rule])}\n)" for rule in rules]  # a comment may end it
        codes = ", ".join(f"case when {condition} then '{rule.code}' end" for rule, condition in zip(rules, held, strict=True))
        child = "child" if any(column.name == "child" for column in RECORD_TYPES[table].columns) else "null"
        statement = f"""
        select code, '{table}', id, child, null, null
        from (select id, {child} as child, unnest([{codes}]) as code from ({_source(table, rules)}) where {" or ".join(held)})
        where code is not null
        """  # noqa: S608 - checked when read
        self._add(statement)

    def _written(self, sql: str, rules: Sequence[RecordingRule]) -> str:
        return written(sql, {limit.name: limit for rule in rules for limit in rule.limits}, self._as_at, self._coverage)

    def _add(self, statement: str) -> None:
        self._connection.execute(f"insert into temp.{_FOUND} {statement}")

    def _fault(self, rule: RecordingRule, error: duckdb.Error) -> None:
        self.at_fault.append(NotRun(rule.code, str(error).splitlines()[0]))


def _source(table: str, rules: Sequence[RecordingRule]) -> str:
    """Give a table for conditions, with its identifying columns where one of them is named."""
    identifying = [column.name for column in RECORD_TYPES[table].columns if column.identifying]
    used = [name for name in identifying if any(re.search(rf"\b{name}\b", rule.where) for rule in rules)]
    if not used:
        return f"select * from {table}"  # noqa: S608 - names are the records'
    return f"select r.*, {', '.join(f'i.{name}' for name in used)} from {table} r left join {IDENTITY}{table} i on i.id = r.id"  # noqa: S608 - as above
