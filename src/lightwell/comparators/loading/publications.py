"""What the tables of a publication look like: which columns they have, which rows are the headline ones, which column is which series."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Rows:
    """Some rows of a table and what they hold; names of columns are as `plain_name` writes them, values as `plain_value` does.

    `where` says which values of which columns select the rows, any one of several; `series` which series stands in which column;
    `if_present` the same for columns that some releases lack.
    """

    where: Mapping[str, tuple[str, ...]]
    series: Mapping[str, str]
    if_present: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """One table of a publication: `also` are columns of words that are known and split nothing that is read."""

    name: str
    rows: tuple[Rows, ...]
    also: tuple[str, ...]

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns without which a file is not this table, beside those that every file has."""
        return tuple(dict.fromkeys(name for part in self.rows for name in (*part.where, *part.series.values())))

    @property
    def known(self) -> frozenset[str]:
        """Every column that the table may have and that is understood."""
        optional = {name for part in self.rows for name in part.if_present.values()}
        return frozenset((*self.needed, *optional, *self.also))


@dataclass(frozen=True)
class Publication:
    """One publication and its tables; `years_later` is how many years after its newest figures a release comes out (0 or 1).

    `own` are the names of the tables that the service has added.
    """

    id: str
    short: str
    title: str
    source: str
    tables: tuple[Table, ...]
    years_later: int = 0
    own: frozenset[str] = frozenset()


def plain_name(column: str) -> str:
    """Write the name of a column as names are compared: whatever their case and spacing."""
    return re.sub(r"[\s_]+", "_", column.strip()).casefold()


def plain_value(value: str) -> str:
    """Write the value of a filter as values are compared: whatever their case and spacing."""
    return " ".join(value.split()).casefold()
