"""A statutory return checked: read, its rules run for a collection, and what they find said in the guide's own names."""

from __future__ import annotations

import itertools
from collections.abc import Collection as Several
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from lightwell.checks import NotRun, Outcome, Rule, rules_for, run_rules
from lightwell.errors import NotFound
from lightwell.extracts.returns_model import ReturnRead
from lightwell.returns import LAST, Collection, shapes


@dataclass(frozen=True)
class ReturnFinding:
    """One finding: the rule, how grave it is, the table and row (from 0 in the file), the child, the fields and the rule's message."""

    code: str
    severity: str
    table: str
    row: int
    child: str | None
    fields: tuple[str, ...]
    message: str


@dataclass(frozen=True)
class RuleFindings:
    """What one rule finds in one table: `rows` (from 0 in the file) and `children` side by side, in the order of the rows."""

    code: str
    severity: str
    table: str
    fields: tuple[str, ...]
    message: str
    rows: Sequence[int]
    children: Sequence[str | None]


@dataclass(frozen=True)
class ReturnChecked:
    """What came of checking a return for a collection."""

    of: str
    collection: Collection
    outcome: Outcome
    rules: dict[tuple[str, str], Rule]

    @property
    def run(self) -> tuple[str, ...]:
        """The codes of the rules that ran."""
        return self.outcome.run

    @property
    def not_run(self) -> tuple[NotRun, ...]:
        """The rules that could not run, and those that are at fault, with why: none of them has passed."""
        faults = tuple(NotRun(each.code, f"The rule is at fault: {each.reason}") for each in self.outcome.at_fault)
        return (*self.outcome.not_run, *faults)

    def by_rule(self) -> Iterator[RuleFindings]:
        """Give the findings of each rule that finds any, in the order of their codes: there may be tens of thousands of findings."""
        known = shapes(self.of)
        found = self.outcome.findings
        rows, children = found.column("row").to_pylist(), found.column("child").to_pylist()
        for code, table, first, last in _runs(found.column("code"), found.column("table")):
            rule = self.rules[(code, table)]
            shape = known[table.removesuffix(LAST)]
            named = f"{shape.title}{LAST}" if table.endswith(LAST) else shape.title
            fields = tuple(column.field for name in rule.fields if (column := shape.column(name)) is not None)
            yield RuleFindings(code, rule.severity, named, fields, rule.message, rows[first:last], children[first:last])

    def findings(self) -> Iterator[ReturnFinding]:
        """Give the findings one by one in the order of their codes, tables and rows."""
        for one in self.by_rule():
            for row, child in zip(one.rows, one.children, strict=True):
                yield ReturnFinding(one.code, one.severity, one.table, row, child, one.fields, one.message)


def _runs(codes: pa.ChunkedArray, tables: pa.ChunkedArray) -> Iterator[tuple[str, str, int, int]]:
    """Give each code and table that stand beside one another in columns put in order, with the first row of them and the one after."""
    first = 0
    for (code, table), each in itertools.groupby(zip(codes.to_pylist(), tables.to_pylist(), strict=True)):
        last = first + sum(1 for _ in each)
        yield code, table, first, last
        first = last


def check_return(read: ReturnRead, collection: Collection, only: Several[str] = ()) -> ReturnChecked:
    """Run the rules of a collection over a return, or only those with some codes; raises `NotFound` for a code that it has not."""
    held = rules_for(read.of, collection)
    unknown = sorted(set(only) - {rule.code for rule in held})
    if unknown:
        raise NotFound(f"The collection {collection} has no rule {' or '.join(unknown)}.")
    wanted = tuple(rule for rule in held if not only or rule.code in only)
    outcome = run_rules(duckdb.connect(), read.of, wanted, read.tables, collection)
    return ReturnChecked(read.of, collection, outcome, {(rule.code, rule.table): rule for rule in wanted})
