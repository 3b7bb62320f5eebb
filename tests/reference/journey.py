"""The records of a journey as lists of rows, and the few questions that every fact asks of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Row = dict[str, Any]
"""One row: column name to value, blank as None."""

Limit = Callable[[str], float]
"""Gives a parameter's value in force, by its name."""

Parameters = Mapping[str, Sequence[tuple[date, float]]]
"""Each parameter's changes: first day and value from then on, oldest first."""


@dataclass(frozen=True)
class Journey:
    """All records as known on one day: `tables` maps a table's name to its rows; a table not there has none."""

    tables: Mapping[str, Sequence[Row]]
    as_at: date
    parameters: Parameters
    _by_child: dict[str, dict[str, list[Row]]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def all(self, table: str) -> Sequence[Row]:
        """Give every row of a table."""
        return self.tables.get(table, ())

    def of(self, table: str, child: str) -> list[Row]:
        """Give one child's rows of a table."""
        if table not in self._by_child:
            rows: dict[str, list[Row]] = defaultdict(list)
            for row in self.all(table):
                rows[row["child"]].append(row)
            self._by_child[table] = dict(rows)
        return self._by_child[table].get(child, [])

    def children(self, *tables: str) -> list[str]:
        """Give every child who has a row in any of the tables, each once."""
        return sorted({row["child"] for table in tables for row in self.all(table)})

    def parameter(self, name: str, day: date) -> float:
        """Give a parameter's value on a day; the oldest value for a day before the first."""
        changes = self.parameters[name]
        held = [value for first_day, value in changes if first_day <= day]
        return held[-1] if held else changes[0][1]


def is_open(row: Row, day: date, start: str = "started_on", end: str = "ended_on") -> bool:
    """Say whether a record is open at the end of a day: begun on it or before, and not ended on it or before."""
    if row[start] is None or row[start] > day:
        return False
    return row[end] is None or row[end] > day


def open_rows(rows: Iterable[Row], day: date, start: str = "started_on", end: str = "ended_on") -> list[Row]:
    """Give those of the rows that are open at the end of a day."""
    return [row for row in rows if is_open(row, day, start, end)]


def latest(rows: Iterable[Row], start: str = "started_on") -> Row | None:
    """Give the row that started last, of those on the same day the one with the greatest id; None if no rows."""
    found: Row | None = None
    for row in rows:
        if found is None or (row[start], row["id"]) > (found[start], found["id"]):
            found = row
    return found


def latest_open(rows: Iterable[Row], day: date, start: str = "started_on", end: str = "ended_on") -> Row | None:
    """Give, of the rows that are open at the end of a day, the one that started last."""
    return latest(open_rows(rows, day, start, end), start)


def last_day(rows: Iterable[Row], column: str, not_before: date, not_after: date) -> date | None:
    """Give the latest date in a column between two days, both included; None if there is none."""
    days = [row[column] for row in rows if row[column] is not None and not_before <= row[column] <= not_after]
    return max(days, default=None)


def days_between(start: date | None, end: date | None) -> int | None:
    """Count the days from one day to another; None if either is blank."""
    if start is None or end is None:
        return None
    return (end - start).days
