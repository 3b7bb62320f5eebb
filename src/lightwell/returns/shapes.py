"""The tables of the returns: their columns, what kind of value each holds, and the codes that it may have.

Source: the Department for Education's specification of the SSDA903 return and the schema of the children in need census.
"""

from __future__ import annotations

import csv
import functools
import io
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

Kind = Literal["text", "code", "day", "whole"]
LAST = "_last"
"""What is added to a table's name for the same table of the year before."""


@dataclass(frozen=True)
class Column:
    """One column of a return's table: `field` is what the guide calls it, `kind` says how its text is read, `codes` what it may be."""

    name: str
    field: str
    kind: Kind
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shape:
    """One table of a return: its columns in order; `title` is what the guide calls it."""

    name: str
    title: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column | None:
        """Find a column by its name."""
        return next((column for column in self.columns if column.name == name), None)


@functools.cache
def shapes(of: str) -> Mapping[str, Shape]:
    """Give the tables of a return, `ssda903` or `cin_census`, by name."""
    text = (files("lightwell.returns") / f"{of}.csv").read_text(encoding="utf-8")
    found: dict[str, list[Column]] = {}
    titles = {}
    for row in csv.DictReader(io.StringIO(text)):
        kind: Kind = row["kind"]  # type: ignore[assignment]  # the file is ours, and a test reads it
        found.setdefault(row["table"], []).append(Column(row["column"], row["field"], kind, tuple(row["codes"].split())))
        titles[row["table"]] = row["title"]
    return {name: Shape(name, titles[name], tuple(columns)) for name, columns in found.items()}
