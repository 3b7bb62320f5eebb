"""The source `annex_a`: Ofsted's eleven child-level lists in one workbook, of August 2019.

The lists hold the latest of many things and the history of few, so `coverage` says for each table from which day it is complete.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from lightwell.errors import Problem, Refused
from lightwell.extracts.annex_a_records import make_tables, open_lists
from lightwell.extracts.annex_a_sheets import Found, find_lists
from lightwell.extracts.checking import Checked, Subject, check, open_workspace
from lightwell.extracts.model import QUARANTINE, Extract, Progress, SourceFile, silent
from lightwell.extracts.tables import fingerprint_of
from lightwell.extracts.workbook import read_workbook
from lightwell.periods import Month, same_day_a_year_before, say_date

_MOST_NAMED = 50

_SIX_MONTHS = (
    "people",
    "contacts",
    "early_help_episodes",
    "referrals",
    "assessments",
    "section_47_enquiries",
    "strategy_discussions",
    "episodes_of_need",
    "child_in_need_plans",
    "child_protection_plans",
    "periods_of_care",
    "care_leavers",
)
_TWELVE_MONTHS = ("adoptions", "adopters")

_STANDING_NOTES = {
    2: "List 2 has no day of referral into early help, its start or end: "
    "the day the assessment started stands for it in the records, and referrals into early help are not counted.",
    4: "List 4 says whether an assessment led to services, not to which: the outcome of an assessment is left blank.",
    5: "List 5 does not say when an enquiry was completed: it is left blank, and completed enquiries are not counted.",
    6: "List 6 has the latest episode of each child. A child in need plan is taken to start with the episode.",
    8: "List 8 counts missing episodes and placements without saying when they were, so they are not among the records; it has the current "
    "placement and legal status and the latest review, visit, health assessment and dental check only.",
    9: "List 9 does not say when leaving care began: the 18th birthday is taken, or if not known or yet to come the extract's day.",
}


def read_annex_a(path: Path, *, as_at: date, authority: str, progress: Progress | None = None) -> Extract:
    """Read an Annex A workbook.

    Raises `Refused` with every reason found if it cannot be used at all; rows that cannot be read are quarantined, not refused.
    """
    report = progress or silent
    report(f"Opening {path.name}", 0.0)
    book = read_workbook(path)
    search = find_lists(book)
    if search.problems:
        raise Refused(f"{path.name} was not loaded; nothing was changed.", search.problems)
    connection = open_workspace()
    checked: dict[int, Checked] = {}
    for place, found in enumerate(search.found):
        report(f"Reading list {found.spec.number}, {found.spec.name}", 0.5 + 0.4 * place / len(search.found))
        checked[found.spec.number] = _check(found, connection)
    report("Making records", 0.9)
    open_lists(connection, {number: each.table for number, each in checked.items()}, as_at)
    tables = make_tables(connection, set(checked), as_at, authority)
    notes = [*search.notes, *_standing_notes(checked, as_at), *_left_out(connection), *_disagreements(connection)]
    files = tuple(_source_file(found, checked[found.spec.number]) for found in search.found)
    report("Reading done", 1.0)
    return Extract(
        source="annex_a",
        as_at=as_at,
        authority=authority,
        tables=tables,
        quarantine=pa.concat_tables([QUARANTINE.empty_table(), *(each.quarantine for each in checked.values())]).combine_chunks(),
        files=files,
        coverage={table: coverage(table, as_at) for table in tables if table not in NOT_COMPLETE},
        lacks=NEVER_FILLED,
        notes=tuple(notes),
        fingerprint=fingerprint_of("annex_a", as_at, authority, [("annex_a", book.sha256)], ""),
    )


NOT_COMPLETE = frozenset({"strategy_discussions"})
"""Tables of which the lists hold only some: strategy discussions that led to no enquiry are in none of them."""

NEVER_FILLED = frozenset(
    {
        "contacts.outcome",
        "contacts.decided_on",
        "people.given_name",
        "people.family_name",
        "referrals.decided_on",
        "care_leavers.pathway_plan_on",
        "early_help_episodes.referred_on",
        "early_help_episodes.started_on",
        "early_help_episodes.source",
        "early_help_episodes.assessment_required",
        "section_47_enquiries.completed_on",
        "assessments.outcome",
        "placements.registration",
        "teams.kind",
        "workers.qualified",
    }
)
"""Columns that the lists do not have, and that an indicator may need."""


def coverage(table: str, as_at: date) -> date:
    """Give the first day from which Annex A is complete for a table; the day of the extract where it holds only the latest."""
    if table in _SIX_MONTHS:
        return _six_months_before(as_at)
    return same_day_a_year_before(as_at) if table in _TWELVE_MONTHS else as_at


def _six_months_before(day: date) -> date:
    month = Month.of(day).plus(-6)
    return date(month.year, month.number, min(day.day, month.end.day))


def _check(found: Found, connection: duckdb.DuckDBPyConnection) -> Checked:
    subject = Subject(found.spec.record, found.spec.title, found.spec.key)
    return check(found.sheet.without_blank_rows(), found.wanted, subject, connection)


def _source_file(found: Found, checked: Checked) -> SourceFile:
    counts = (checked.read, checked.loaded, checked.quarantined)
    return SourceFile(found.sheet.file, found.sheet.sha256, *counts, found.spec.record, found.sheet.name)


def _standing_notes(checked: dict[int, Checked], as_at: date) -> list[Problem]:
    notes = [Problem(text) for number, text in _STANDING_NOTES.items() if number in checked]
    allocated = f"The lists say who holds a case on {say_date(as_at)} and not since when: allocations begin on that day."
    return [
        *notes,
        Problem(allocated),
        Problem("Teams and workers are known by name only, and none as qualified: caseloads of qualified social workers are not known."),
    ]


def _left_out(connection: duckdb.DuckDBPyConnection) -> list[Problem]:
    """Count the children in care whose placement or legal status is not there in full, or begins after care ended."""
    notes = []
    for what, start, kind in (("placement", "placement_started_on", "kind"), ("legal status", "legal_started_on", "status")):
        sql = f"SELECT count(*) FROM list_8 WHERE {start} IS NULL OR {kind} IS NULL OR {start} > ended_on"
        if count := _one(connection, sql):
            rows = f"{count:,} {'row gives' if count == 1 else 'rows give'}"
            notes.append(Problem(f"{rows} no {what} that can be used: it is blank, or begins after care ended.", where="list 8"))
    return notes


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0


def _disagreements(connection: duckdb.DuckDBPyConnection) -> list[Problem]:
    """Note each child of whom two lists say different things, and which list was believed."""
    notes: list[Problem] = []
    for column, words in (("born_on", "date of birth"), ("sex", "sex"), ("ethnicity", "ethnicity"), ("disabled", "disability")):
        sql = (
            f"SELECT child, list({column} ORDER BY rank, row), list(list ORDER BY rank, row) FROM mentions "
            f"WHERE {column} IS NOT NULL GROUP BY child HAVING count(DISTINCT {column}) > 1 ORDER BY child"
        )
        found = connection.execute(sql).fetchall()
        notes += [_disagreement(child, words, values, lists) for child, values, lists in found[:_MOST_NAMED]]
        if len(found) > _MOST_NAMED:
            notes.append(Problem(f"{len(found) - _MOST_NAMED:,} more children have more than one {words} in the lists."))
    return notes


def _disagreement(child: str, words: str, values: list[object], lists: list[int]) -> Problem:
    first: dict[object, int] = {}
    for value, number in zip(values, lists, strict=True):
        first.setdefault(value, number)
    told = "; ".join(f"{_say(value)} in list {number}" for value, number in first.items())
    remedy = f"The one in list {lists[0]} was taken; correct the other in the case system."
    return Problem(f"Child {child} has more than one {words}: {told}.", remedy=remedy)


def _say(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return say_date(value) if isinstance(value, date) else str(value)
