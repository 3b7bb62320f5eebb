"""What a recording rule is: data about journey records, with worked cases; and what came of running the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from lightwell.checks.model import NotRun, Severity
from lightwell.definitions.model import Parameter
from lightwell.journey import RECORDS, Record

Value = str | int | float | bool | date | None
Rows = Sequence[Mapping[str, Value]]
"""Rows of a journey table as a case gives them."""

CASE_DAY = date(2024, 1, 31)
"""The as-at day of every worked case."""

RECORDING_FINDINGS = pa.schema(
    [
        ("code", pa.string()),
        ("record", pa.string()),
        ("id", pa.string()),
        ("child", pa.string()),
        ("detail", pa.string()),
        ("score", pa.float64()),
    ]
)
"""One row for each finding: `record` is the journey table and `id` the record in it; `child` is null where the record is about none.

`detail` says what was found beyond the rule's message, with identifiers and days and never a name. `score`, from 0 to 1, is how likely it
is that two records are about the same person; null for the rules that are certain.
"""

RECORD_TYPES: Mapping[str, type[Record]] = {record.table: record for record in RECORDS}
"""Every journey table by its name."""

IDENTITY = "identity_"
"""What the name of a table begins with that holds the identifying columns of a journey table."""


@dataclass(frozen=True)
class RecordingCase:
    """One worked case: rows of journey tables, and which rows of the rule's own table are found on `CASE_DAY`; none in a case that passes.

    A case that stands `alone` is held apart from all others, for a rule that compares one child, worker or carer with another.
    """

    tables: Mapping[str, Rows]
    found: tuple[int, ...]
    because: str = ""
    alone: bool = False


@dataclass(frozen=True)
class RecordingRule:
    """One rule of the service's own recording.

    `table` is the journey table whose records it finds and `fields` the columns to look at there. `where` is a condition on that table's
    columns; a rule that needs more has a `query` in its place, which gives `id` and `child`, and may give `detail` and `score`. `reads`
    names every other table. `needs` are the columns (`visits.authorised_on`) that the source has to fill, and `history` the tables that
    must reach back: without them the rule is not run. `limits` are the parameters that it names. `own` marks a rule of the council's.
    """

    code: str
    title: str
    severity: Severity
    message: str
    table: str
    fields: tuple[str, ...]
    where: str
    query: str
    gives: frozenset[str]
    reads: tuple[str, ...]
    needs: frozenset[str]
    history: frozenset[str]
    limits: tuple[Parameter, ...]
    cases: tuple[RecordingCase, ...]
    file: str
    note: str = ""
    own: bool = False


@dataclass(frozen=True)
class RecordingOutcome:
    """What came of the recording rules: the codes that ran, those that could not and those at fault, and `RECORDING_FINDINGS`."""

    run: tuple[str, ...]
    not_run: tuple[NotRun, ...]
    at_fault: tuple[NotRun, ...]
    findings: pa.Table
