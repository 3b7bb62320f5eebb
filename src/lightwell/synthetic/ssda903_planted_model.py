"""What a planted error is: a child of a kind that is right in itself, what is changed in its records, and what the rules then find."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FIRST_YEAR = 2022
"""The first collection that the rules are for, 2022-23."""

Row = dict[str, str | None]


@dataclass(frozen=True)
class Change:
    """One change to a child's records: a row of a table altered, added or dropped; `every` alters all rows of this year.

    A value beginning with `@` is a day: `@S+5` counts from the first day of the collection and `@E-5` from the last, `@S-12y+100` steps
    back by years first, `@dob+1` and the like count from a day in the same row or in the header. `{child}` is the child's number.
    """

    how: Literal["alter", "add", "drop", "every"]
    table: str
    row: int
    values: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class Found:
    """What a rule finds: its code, and which of the child's rows of a table; `since` is the collection from which the rule is there."""

    code: str
    table: str
    row: int
    since: int = FIRST_YEAR


@dataclass(frozen=True)
class Error:
    """One error to plant: the rule that it is for, a kind of child, the changes, and everything found, the rule itself first."""

    code: str
    kind: str
    changes: tuple[Change, ...]
    found: tuple[Found, ...]
    since: int = FIRST_YEAR


@dataclass(frozen=True)
class Planted:
    """One finding that a planted error leads to: `because` is the code that the error was planted for, `companion` says it is another's.

    `row` counts from 0 in the table of the return, `changed` says what was done.
    """

    code: str
    table: str
    row: int
    child: str
    because: str
    changed: str

    @property
    def companion(self) -> bool:
        """Say whether this is found along with the rule that the error was planted for."""
        return self.code != self.because


def alter(table: str, row: int = 0, /, **values: str | None) -> Change:
    """Alter one row of a child's."""
    return Change("alter", table, row, tuple(values.items()))


def add(table: str, /, **values: str | None) -> Change:
    """Add a row."""
    return Change("add", table, 0, tuple(values.items()))


def again(table: str, row: int = 0, /, **values: str | None) -> Change:
    """Add a row that is like one of the child's, but for some values."""
    return Change("add", table, row + 1, tuple(values.items()))


def drop(table: str, row: int = 0) -> Change:
    """Drop a row."""
    return Change("drop", table, row, ())


def every(**values: str | None) -> Change:
    """Alter all rows of this year, in whatever table has the column."""
    return Change("every", "", 0, tuple(values.items()))


def error(
    code: str, kind: str, *changes: Change, at: tuple[int, ...] = (0,), of: str = "", also: tuple[Found, ...] = (), since: int = FIRST_YEAR
) -> Error:
    """Describe an error that its rule finds at some rows of the table `of`, if that is not the table of the first change."""
    table = of or changes[0].table
    return Error(code, kind, changes, (*(Found(code, table, row, since) for row in at), *also), since)
