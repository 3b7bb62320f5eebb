"""The words that a recording rule may use beside columns: the as-at day, limits by name, how far a source reaches back, shared tables.

They are put into the SQL as literals and subqueries before it runs, so that nothing has to be made on the connection.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from lightwell.checks.recording.model import RECORD_TYPES
from lightwell.definitions.model import Parameter
from lightwell.journey import Record
from lightwell.periods import FIRST_DAY, working_day_index

AS_AT, PARAMETER, STILL_WITHIN, KNOWN_FROM = "as_at", "parameter", "still_within", "known_from"
OPEN_WORK = "open_work"
WORDS = (AS_AT, PARAMETER, STILL_WITHIN, KNOWN_FROM)
"""The functions of the language of rules; each but the first takes one name in quotes."""

_WORD = re.compile(rf"\b({'|'.join(WORDS)})\(\s*(?:'([a-z0-9_]*)')?\s*\)")

_PLANNED = frozenset({("legal_statuses", "ended_on"), ("visit_agreements", "ended_on"), ("allocations", "ended_on")})
"""Days that are rightly written down before they come."""


def shared_tables() -> dict[str, str]:
    """Give the queries of the tables that rules share, by name.

    `open_work` has a row for each open piece of work: `child`, `status` (its record type), `id`, `started_on`. `dated` has a row for each
    day on a child's record: `child`, `record`, `id`, `name` (of the column), `day`. `out_of_order` has a row for each pair of days of one
    record that stand in the wrong order: `child`, `record`, `id`, `name`, `day`, `before_name`, `before_day`.
    """
    return {OPEN_WORK: _open_work(), "dated": " union all ".join(_dated()), "out_of_order": " union all ".join(_out_of_order())}


def written(sql: str, limits: Mapping[str, Parameter], as_at: date, reach: Mapping[str, date | None]) -> str:
    """Write a rule's SQL out: its words as literals, the shared tables that it reads before it. `reach` says from when tables are complete.

    `still_within('x')` is the first day from which no more than the limit x has passed by the as-at day: what is earlier is over it.
    """

    def literal(found: re.Match[str]) -> str:
        word, name = found[1], found[2] or ""
        if word == AS_AT:
            return _day(as_at)
        if word == KNOWN_FROM:
            return _day(reach.get(name) or FIRST_DAY)
        limit = limits[name]
        return f"{limit.on(as_at):g}" if word == PARAMETER else _day(_back(as_at, limit))

    return _WORD.sub(literal, sql)


def with_shared(query: str, shared: Mapping[str, str]) -> str:
    """Put the shared tables that a query reads before it."""
    named = [f"{name} as ({text})" for name, text in shared.items() if re.search(rf"\b{name}\b", query)]
    return f"with {', '.join(named)} select * from ({query}\n)" if named else query  # noqa: S608 - both are checked when they are read


def named_in(sql: str, word: str) -> frozenset[str]:
    """Give the names with which a word is used."""
    return frozenset(found[2] or "" for found in _WORD.finditer(sql) if found[1] == word)


def _day(day: date) -> str:
    return f"date '{day}'"


def _back(as_at: date, limit: Parameter) -> date:
    """Go back by a limit from the as-at day, over working days where the limit counts those."""
    days = int(limit.on(as_at))
    if limit.unit != "working days":
        return max(FIRST_DAY, as_at - timedelta(days=days))
    day, wanted = as_at, working_day_index(as_at) - days
    while day > FIRST_DAY and working_day_index(day - timedelta(days=1)) >= wanted:
        day -= timedelta(days=1)
    return day


def _open_work() -> str:
    """Everything that is open on the as-at day: `ended` names the column that closes it."""
    kinds = {
        "periods_of_care": "ended_on",
        "child_protection_plans": "ended_on",
        "child_in_need_plans": "ended_on",
        "assessments": "completed_on",
        "care_leavers": "ended_on",
        "episodes_of_need": "ended_on",
        "early_help_episodes": "ended_on",
    }
    parts = [
        f"select child, '{table}' as status, id, started_on from {table} "  # noqa: S608 - names are the records'
        f"where started_on <= {AS_AT}() and ({ended} is null or {ended} > {AS_AT}())"
        for table, ended in kinds.items()
    ]
    return " union all ".join(parts)


def _dated() -> Iterator[str]:
    for record in RECORD_TYPES.values():
        start = f"select child, '{record.plain_name()}' as record, id"
        for name in _days(record):
            if (record.table, name) not in _PLANNED:
                yield f"{start}, '{_said(name)}' as name, {name} as day from {record.table} where {name} is not null"


def _out_of_order() -> Iterator[str]:
    for record in RECORD_TYPES.values():
        start = f"select child, '{record.plain_name()}' as record, id"
        for name in _days(record):
            if before := record.column(name).not_before:
                days = f"'{_said(name)}' as name, {name} as day, '{_said(before)}' as before_name, {before} as before_day"
                yield f"{start}, {days} from {record.table} where {name} < {before}"


def _said(column: str) -> str:
    return column.replace("_", " ")


def _days(record: type[Record]) -> list[str]:
    """Name the days of a record about a child that do not identify anyone; none for other records."""
    if "child" not in {column.name for column in record.columns}:
        return []
    return [column.name for column in record.columns if column.kind == "day" and not column.identifying]
