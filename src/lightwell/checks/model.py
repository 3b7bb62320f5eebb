"""What a check is: a rule as data, the collection that it holds for, and what came of running it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa

from lightwell.returns.collections import Collection

Severity = Literal["error", "query"]
SEVERITIES: tuple[Severity, ...] = ("error", "query")

Rows = Sequence[Mapping[str, str | None]]
"""Rows of a table as a file holds them: every value a text, None or blank where nothing stands."""

FINDINGS = pa.schema(
    [
        ("code", pa.string()),
        ("table", pa.string()),
        ("row", pa.int64()),
        ("child", pa.string()),
    ]
)
"""One row for each record that a rule finds: `row` counts from 0 in the file as it was read."""


@dataclass(frozen=True)
class Case:
    """One worked case of a rule: the rows of each table, and which rows of the rule's own table are found; none in a case that passes.

    A case that stands `alone` is a return of its own, for a rule that looks at the return as a whole.
    """

    tables: Mapping[str, Rows]
    found: tuple[int, ...]
    because: str = ""
    alone: bool = False


@dataclass(frozen=True)
class Rule:
    """One rule of a return: what it finds, in words and as a condition or a query, and the collections that it holds for.

    `table` is the table whose rows it finds and `fields` the columns that it shows there. `where` is a condition on that table's columns;
    a rule that needs more has a `query` in its place, which gives the `row` and `child` of what it finds. `reads` names every other table
    that it needs, `if_given` those that it looks at where they are there. `also` says which rows of other tables it shows with each that
    it finds: those of the same child for which a condition holds. `last` is None while it still holds. `cases` are there where they were
    asked for.
    """

    code: str
    severity: Severity
    message: str
    table: str
    fields: tuple[str, ...]
    where: str
    query: str
    reads: tuple[str, ...]
    first: Collection
    last: Collection | None
    cases: tuple[Case, ...]
    file: str
    note: str = ""
    if_given: tuple[str, ...] = ()
    also: tuple[tuple[str, str], ...] = ()

    def holds_for(self, collection: Collection) -> bool:
        """Say whether the rule is one of a collection's."""
        return self.first <= collection and (self.last is None or collection <= self.last)


@dataclass(frozen=True)
class NotRun:
    """A rule that could not be run, and why: it has neither passed nor failed."""

    code: str
    reason: str


@dataclass(frozen=True)
class Outcome:
    """What came of a collection's rules: those that ran, those that could not, those that are at fault, and the findings (`FINDINGS`)."""

    collection: Collection
    run: tuple[str, ...]
    not_run: tuple[NotRun, ...]
    at_fault: tuple[NotRun, ...]
    findings: pa.Table
