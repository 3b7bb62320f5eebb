"""A statutory return checked: read, its rules run for a collection, and what they find said in the guide's own names."""

from __future__ import annotations

from collections.abc import Collection as Several
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

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

    def findings(self) -> Iterator[ReturnFinding]:
        """Give the findings in the order of their codes and rows."""
        known = shapes(self.of)
        found = self.outcome.findings
        columns = (found.column(name).to_pylist() for name in ("code", "table", "row", "child"))
        for code, table, row, child in zip(*columns, strict=True):
            rule = self.rules[(code, table)]
            shape = known[table.removesuffix(LAST)]
            named = f"{shape.title}{LAST}" if table.endswith(LAST) else shape.title
            fields = tuple(column.field for name in rule.fields if (column := shape.column(name)) is not None)
            yield ReturnFinding(code, rule.severity, named, row, child, fields, rule.message)


def check_return(read: ReturnRead, collection: Collection, only: Several[str] = ()) -> ReturnChecked:
    """Run the rules of a collection over a return, or only those with some codes; raises `NotFound` for a code that it has not."""
    held = rules_for(read.of, collection)
    unknown = sorted(set(only) - {rule.code for rule in held})
    if unknown:
        raise NotFound(f"The collection {collection} has no rule {' or '.join(unknown)}.")
    wanted = tuple(rule for rule in held if not only or rule.code in only)
    outcome = run_rules(duckdb.connect(), read.of, wanted, read.tables, collection)
    return ReturnChecked(read.of, collection, outcome, {(rule.code, rule.table): rule for rule in wanted})
