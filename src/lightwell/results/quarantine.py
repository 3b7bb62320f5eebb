"""Rows in quarantine: what is wrong with each, in words that quote nothing of a child, and whose team it is for."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from lightwell.journey import RECORDS
from lightwell.results.opened import reading
from lightwell.store import Snapshot, snapshot_in

UNKNOWN = "Not known"
"""Who is responsible for a row that names no child, or a child whom nobody holds on the as-at day."""

# What a reader of values says of one that it cannot read, as it stands in the reason after the column's heading.
_WHATS = (
    "is not a date",
    "is not a day of the calendar",
    "is not written as year-month-day",
    "is outside the years 1900 to 2100",
    "has a year of two digits, which could be of either century",
    "is neither yes nor no",
    "is not a whole number",
    "is not a number",
    "is too large",
)


@dataclass(frozen=True)
class QuarantinedRow:
    """One problem of one row that was not loaded; `row` counts as a spreadsheet does, the heading being row 1.

    `kind` and `remedy` say nothing of a child; `reason`, `value` and `child` may. `worker`, `team`, `service` and `locality` are
    responsible for the child on the as-at day, `UNKNOWN` where nobody is known, and empty for an extract that is not loaded.
    """

    record: str
    file: str
    sheet: str
    row: int
    column: str
    value: str
    child: str
    reason: str
    remedy: str
    kind: str
    worker: str = ""
    team: str = ""
    team_name: str = ""
    service: str = ""
    locality: str = ""

    @property
    def members(self) -> dict[str, str]:
        """Give who is responsible, by breakdown."""
        return {name: getattr(self, name) for name in ("worker", "team", "service", "locality")}

    @property
    def place(self) -> str:
        """Name the file, with the sheet where it has one."""
        return f"{self.file}, {self.sheet}" if self.sheet else self.file


@dataclass(frozen=True)
class Chosen:
    """Which rows are asked for; empty means any. `team` is an identifier or `UNKNOWN`, `kind` is as `QuarantinedRow` has it."""

    file: str = ""
    team: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Tally:
    """How many rows in quarantine one file, team or kind of problem has; `name` is what a person calls it, `key` what `Chosen` takes."""

    key: str
    name: str
    rows: int
    remedy: str = ""


@dataclass(frozen=True)
class QuarantineCounts:
    """How many rows are in quarantine and with how many problems, and how they fall on kinds, files and teams, most first."""

    rows: int
    problems: int
    kinds: tuple[Tally, ...]
    files: tuple[Tally, ...]
    teams: tuple[Tally, ...]


@dataclass(frozen=True)
class KindOfProblem:
    """One kind of problem in one file of an extract: how many rows have it, what to do, and the first few of them."""

    kind: str
    place: str
    rows: int
    remedy: str
    examples: tuple[QuarantinedRow, ...]


def quarantine_counts(snapshot: Snapshot, chosen: Chosen | None = None) -> QuarantineCounts:
    """Count the rows in a snapshot's quarantine that were chosen, by kind, file and team."""
    where, given = _where(chosen or Chosen())
    with _told(snapshot.path, snapshot.manifest.fingerprint).cursor() as cursor:
        rows, problems = cursor.execute(f"select {_DIFFERENT}, count(*) from told {where}", given).fetchall()[0]
        tallies = [
            cursor.execute(
                f"select {key}, {name}, {_DIFFERENT} as rows, {remedy} from told {where} group by 1, 2 order by rows desc, 2", given
            ).fetchall()
            for key, name, remedy in (("kind", "kind", "min(remedy)"), ("file", "file", "''"), ("team", "team_name", "''"))
        ]
    kinds, files, teams = (tuple(Tally(*row) for row in tally) for tally in tallies)
    return QuarantineCounts(int(rows), int(problems), kinds, files, teams)


def quarantine_page(
    snapshot: Snapshot, chosen: Chosen | None = None, *, start: int = 0, most: int | None = None
) -> tuple[QuarantinedRow, ...]:
    """Read the chosen rows of a snapshot's quarantine in the order of files and rows, from the one numbered `start` and `most` of them."""
    where, given = _where(chosen or Chosen())
    page = f"limit {int(most)} offset {int(start)}" if most is not None else f"offset {int(start)}"
    with _told(snapshot.path, snapshot.manifest.fingerprint).cursor() as cursor:
        return _values(cursor.execute(f"select * from told {where} order by {_ORDER} {page}", given))


@functools.lru_cache(maxsize=2)
def _told(path: Path, fingerprint: str) -> duckdb.DuckDBPyConnection:
    """Work out once in a process what is told of every row: a snapshot made again in the same folder has another fingerprint."""
    snapshot = snapshot_in(path)
    with reading(snapshot) as cursor:
        found = cursor.sql(_ROWS, params={"as_at": snapshot.manifest.as_at}).to_arrow_table()
    connection = duckdb.connect(config={"threads": 1, "enable_external_access": False})
    connection.register("found", found)
    connection.execute(f"create table told as select * from found order by {_ORDER}")
    connection.unregister("found")
    return connection


def kinds_of_problem(quarantine: pa.Table, *, examples: int = 3) -> tuple[KindOfProblem, ...]:
    """Sort the quarantine of an extract that is not loaded by file and kind, the most frequent first, each with its first rows."""
    by = "file, sheet, kind"
    with duckdb.connect(config={"threads": 1, "enable_external_access": False}) as connection:
        connection.register("quarantine", quarantine)
        told = f"with told as (select {_OWN} from quarantine q)"
        counted = connection.execute(
            f"{told} select {by}, {_DIFFERENT} as rows, min(remedy) from told group by {by} order by rows desc, {by}"
        ).fetchall()
        first = f'select *, row_number() over (partition by {by} order by "row", "column") as place from told'
        query = f'{told} select * exclude (place) from ({first}) where place <= ? order by "row"'
        found = _values(connection.execute(query, [examples]))
    return tuple(
        KindOfProblem(
            kind=kind,
            place=f"{file}, {sheet}" if sheet else file,
            rows=int(rows),
            remedy=remedy,
            examples=tuple(row for row in found if (row.file, row.sheet, row.kind) == (file, sheet, kind)),
        )
        for file, sheet, kind, rows, remedy in counted
    )


def _values(result: duckdb.DuckDBPyConnection) -> tuple[QuarantinedRow, ...]:
    names = [each[0] for each in result.description or []]
    return tuple(QuarantinedRow(**dict(zip(names, row, strict=True))) for row in result.fetchall())


def _where(chosen: Chosen) -> tuple[str, dict[str, Any]]:
    given = {name: value for name, value in (("file", chosen.file), ("team", chosen.team), ("kind", chosen.kind)) if value}
    return (f"where {' and '.join(f'{name} = ${name}' for name in given)}" if given else ""), given


@functools.cache
def _kind() -> str:
    """Give the SQL that says what is wrong with a row: only words known beforehand, because the reason quotes what was written."""
    codes = {f"is not a code of the list “{column.codes.name}”" for record in RECORDS for column in record.columns if column.codes}
    said = "'“' || q.\"column\" || '”'"
    marked = f"'in ' || {said} || ' '"
    after = f"string_split(q.reason, {marked})[-1]"
    whats = " ".join(f"when starts_with({after}, {_text(what)}) then {_text(' ' + what)}" for what in (*_WHATS, *sorted(codes)))
    of_a_column = (
        (f"contains(q.reason, {marked})", f"{said} || case {whats} else ' cannot be read' end"),
        (f"contains(q.reason, ' has a blank ' || {said})", f"{said} || ' is blank and has to be filled in'"),
        ("contains(q.reason, ', before it ')", f"{said} || ' is before the day that it has to follow'"),
        ("true", f"{said} || ' cannot be used'"),
    )
    of_the_row = (
        ("starts_with(q.reason, 'The row has ')", "'The row has more or fewer cells than the heading'"),
        ("contains(q.reason, ' repeats row ')", "'The row repeats another'"),
        ("contains(q.reason, ' has the identifier or the key of row ')", "'The row has the identifier of another, with other values'"),
        ("true", "'The row cannot be used'"),
    )
    return f"case when coalesce(q.\"column\", '') <> '' then {_cases(of_a_column)} else {_cases(of_the_row)} end"


def _cases(pairs: Sequence[tuple[str, str]]) -> str:
    return f"case {' '.join(f'when {condition} then {words}' for condition, words in pairs)} end"


def _text(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


def _blank(names: Iterable[str]) -> str:
    return ", ".join(f'coalesce(q."{name}", \'\') as "{name}"' for name in names)


_DIFFERENT = 'count(distinct (file, sheet, "row"))'

_OWN = f'{_blank(("record", "file", "sheet"))}, q."row", {_blank(("column", "value", "child", "reason", "remedy"))}, {_kind()} as kind'

_ORDER = 'file, sheet, "row", "column", reason'

_ROWS = f"""
with holder as (
    select child, worker, team from (
        select a.child, a.worker, a.team, row_number() over (partition by a.child order by a.started_on desc, a.id desc) as place
        from allocations a
        where a.role = 'primary' and a.started_on <= $as_at and (a.ended_on is null or a.ended_on > $as_at)
            and a.child in (select child from quarantine)
    ) where place = 1
)
select {_OWN},
        coalesce(h.worker, '{UNKNOWN}') as worker, coalesce(h.team, '{UNKNOWN}') as team,
        coalesce(t.name, h.team, '{UNKNOWN}') as team_name,
        coalesce(t.service, '{UNKNOWN}') as service, coalesce(t.locality, '{UNKNOWN}') as locality
from quarantine q left join holder h on h.child = q.child left join teams t on t.team = h.team
"""
