"""The source `ssda903`: the return on children looked after, of this year and where it is given of the year before, as journey records.

The return holds what was open at any time in its year, so `coverage` begins with the first year that is given; what began before that is
known from its first episode in the return on, and a note counts how often that is so. The texts stay in `returned` for the rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa

from lightwell.errors import Problem
from lightwell.extracts.checking import open_workspace
from lightwell.extracts.model import Extract, Progress, silent
from lightwell.extracts.returns_model import ReturnRead
from lightwell.extracts.ssda903 import read_ssda903
from lightwell.extracts.ssda903_fields import SPECS
from lightwell.extracts.ssda903_records import TABLES, make_tables, open_rows
from lightwell.extracts.ssda903_rows import Given, check_rows, given_files
from lightwell.extracts.ssda903_whereabouts import with_whereabouts
from lightwell.extracts.tables import fingerprint_of, unknown_children
from lightwell.returns import LAST, Collection

_REVIEWS_REACH_BACK = timedelta(days=183)
"""Reviews are asked for how long ago the last was; they are held every six months, so that is known from half a year on."""

_NEVER_FILLED = (
    "people.expected_on",
    "people.disabled",
    "periods_of_care.permanence_plan",
    "periods_of_care.permanence_planned_on",
    "placements.registration",
    "care_reviews.recorded_on",
    "care_reviews.chair",
    "missing_episodes.interview_offered",
    "missing_episodes.interview_accepted",
    "adoptions.family",
    "care_leavers.category",
    "care_leavers.pathway_plan_on",
    "allocations.team",
    "workers.name",
    "workers.qualified",
    "workers.newly_qualified_on",
    "workers.started_on",
    "workers.ended_on",
)
"""Columns of tables fed by the return that it never fills."""

_STANDING_NOTES = {
    "oc2": "OC2 says whether health and dental checks were up to date, not when they were: they are among the texts for the rules and not "
    "among the records.",
    "oc3": "OC3 says how care leavers were on their last birthday, not what they are entitled to or since when: leaving care is taken to "
    "begin when care ended, from the 16th birthday on, or at 18, whichever is earlier, and where neither is known on the extract's day.",
    "previous_permanence": "PrevPerm, earlier adoptions and orders, has no place in the journey: it is among the texts for the rules.",
    "deprivation_of_liberty": "DoLo, deprivation of liberty, has no place in the journey: it is among the texts for the rules.",
    "providers": "The register of providers has no place in the journey: it is among the texts for the rules.",
    "social_worker_episodes": "SWEpisodes has workers by their numbers only, without team, and who holds children in care, not who holds "
    "other children.",
    "placed_for_adoption": "Placement orders, placements for adoption and adoptions are taken from the episodes; who the adopters are is "
    "not in the return.",
    "header": "The return has nobody's name. Whether a child is a mother is among the texts for the rules, and not in the journey.",
}
_COUNTED = (
    (
        "SELECT count(*) FROM periods WHERE NOT begins",
        "from before anything that the return holds",
        "taken to begin with the first episode known",
    ),
    (
        "SELECT count(*) FROM periods WHERE ended_on IS NOT NULL AND coalesce(last_reason, 'X1') = 'X1'",
        "with an episode at the end after which another should follow (X1 or no reason), and none does",
        "taken to end there, without a reason",
    ),
    (
        "SELECT count(*) FROM periods p WHERE ended_on IS NULL "
        "AND EXISTS (SELECT 1 FROM periods q WHERE q.child = p.child AND q.period > p.period)",
        "without an end, of a child who came into care again later",
        "left open, beside the later one",
    ),
)
_LEFT_OUT = (
    ("SELECT count(*) FROM both_episodes WHERE kind IS NULL", "PLACE", "no placement is made of it alone"),
    ("SELECT count(*) FROM both_episodes WHERE status IS NULL", "LS", "no legal status is made of it"),
)
_SHORT_BREAKS = "SELECT count(*), count(DISTINCT child) FROM both_episodes WHERE status IN ('V3', 'V4')"


def read_ssda903_extract(
    path: Path,
    last_year: Path | None,
    *,
    collection: Collection,
    as_at: date,
    authority: str,
    postcodes: Path | None = None,
    progress: Progress | None = None,
) -> Extract:
    """Read an SSDA903, with the year before if it is given and with a file of postcodes to work out where placements are.

    Raises `Refused` with every reason found if it cannot be used at all; rows that cannot be read are quarantined, not refused.
    """
    report = progress or silent
    report(f"Reading {path.name}", 0.0)
    read = read_ssda903(path, last_year, collection=collection)
    given = {False: given_files(path), True: given_files(last_year) if last_year is not None else {}}
    connection = open_workspace()
    report("Looking up postcodes" if postcodes else "Checking rows", 0.4)
    read, places = _with_places(read, postcodes, authority, connection)
    rows = check_rows(read, given, collection.first_day, connection)
    report("Making records", 0.8)
    open_rows(connection, rows.sound)
    tables = make_tables(connection, {name.removesuffix(LAST) for name in rows.sound}, as_at, authority)
    report("Reading done", 1.0)
    return Extract(
        source="ssda903",
        as_at=as_at,
        authority=authority,
        tables=tables,
        quarantine=rows.quarantine,
        files=rows.files,
        coverage=coverage(set(rows.sound), collection, as_at),
        lacks=_lacks(read, tables),
        notes=(*read.notes, *_standing_notes(read), *_counts(connection), *unknown_children(tables)),
        fingerprint=_fingerprint(read, given, collection, as_at, authority, places),
        collection=collection,
        returned=read.tables,
    )


def _with_places(read: ReturnRead, postcodes: Path | None, authority: str, connection: duckdb.DuckDBPyConnection) -> tuple[ReturnRead, str]:
    """Work out where placements are, if there are postcodes; gives a hash of what was found too, since the records hang on it."""
    if postcodes is None:
        return read, ""
    found = with_whereabouts(read.tables, postcodes, authority, connection)
    return replace(read, tables=found.tables, notes=(*read.notes, *found.notes)), found.sha256


def coverage(given: set[str], collection: Collection, as_at: date) -> dict[str, date | None]:
    """Give for each table that the return feeds the first day from which it is complete; `given` names its tables, with `_last`.

    A table is left out where this year's is not there, and plans of adoption where only those adopted in the year are known.
    """
    found: dict[str, date | None] = {}
    for name, how in TABLES.items():
        main = how.tables[0]
        if main not in given:
            continue
        first = Collection(collection.year - 1).first_day if main + LAST in given else collection.first_day
        if name == "care_leavers":  # those who had a birthday in the year, as they were at the last one: all of them only at its end
            first = min(collection.last_day, as_at)
        found[name] = first + _REVIEWS_REACH_BACK if name == "care_reviews" else first
    return found


def _lacks(read: ReturnRead, tables: Mapping[str, pa.Table]) -> frozenset[str]:
    """Name the columns that nothing fills: those that the return never has, and those that these files do not have."""
    filled: set[str] = set()
    missing: set[str] = set()
    for spec in SPECS:
        if (table := read.tables.get(spec.table)) is not None:
            for each in spec.fields:
                (filled if each.name in table.column_names else missing).update(each.feeds)
    if "uasc" in read.tables:
        filled.add("people.unaccompanied")
    lacking = {*_NEVER_FILLED, *(missing - filled)}
    return frozenset(column for column in lacking if column.partition(".")[0] in tables)


def _fingerprint(
    read: ReturnRead, given: Mapping[bool, Mapping[str, Given]], collection: Collection, as_at: date, authority: str, places: str
) -> str:
    files = [(each.table + (LAST if each.last_year else ""), given[each.last_year][each.name].sha256) for each in read.files]
    return fingerprint_of("ssda903", as_at, authority, files, f"{collection} {places}".strip())


def _standing_notes(read: ReturnRead) -> list[Problem]:
    notes = [Problem(text) for table, text in _STANDING_NOTES.items() if table in read.tables]
    if f"oc3{LAST}" in read.tables:
        notes.append(Problem("OC3 of last year is among the texts for the rules only: what it says is not so any more."))
    return notes


def _counts(connection: duckdb.DuckDBPyConnection) -> Iterator[Problem]:
    """Count what the records cannot say as the return stands."""
    for sql, what, instead in _COUNTED:
        if count := _one(connection, sql):
            told = f"{count:,} {'period' if count == 1 else 'periods'} of care {what}: {instead}."
            yield Problem(told, where="Episodes")
    for sql, column, instead in _LEFT_OUT:
        if count := _one(connection, sql):
            told = f"{count:,} {'episode has' if count == 1 else 'episodes have'} a blank {column}: {instead}."
            yield Problem(told, where="Episodes", column=column)
    breaks, children = connection.execute(_SHORT_BREAKS).fetchone() or (0, 0)
    if breaks:
        are = "episode is a short break" if breaks == 1 else "episodes are short breaks"
        whose = f"of {children:,} {'child' if children == 1 else 'children'}"
        told = f"{breaks:,} {are} {whose} (V3 or V4): as in the Department's figures, no care, placement or status is made of short breaks."
        yield Problem(told, where="Episodes")
    if count := _one(connection, "SELECT count(*) FROM both_oc3 WHERE rank = 0 AND born_on IS NULL"):
        yield Problem(f"{count:,} of the care leavers have no day of birth.", where="OC3", column="DOB")


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0
