"""The machinery of the record model: what a column is, and how a record class gathers its columns.

A record class says what each column means, once: its type, meaning, code set and whether it identifies a person. Loading, validation,
documents and the invented authority all read it from here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

Kind = Literal["text", "day", "code", "whole", "number", "flag"]


@dataclass(frozen=True)
class CodeSet:
    """A closed list of codes, with a plain label for each and where the list comes from.

    `aliases` are other ways in which the same codes are written in real files, lower case.
    """

    name: str
    labels: Mapping[str, str]
    source: str
    aliases: Mapping[str, str]

    def label(self, code: str) -> str:
        """Give the plain words for a code; the code itself if it is not in the set."""
        return self.labels.get(code, code)


def code_set(name: str, source: str, labels: Mapping[str, str], aliases: Mapping[str, str] | None = None) -> CodeSet:
    """Declare a code set: its name, the standard it comes from, and each code with its label."""
    return CodeSet(name, dict(labels), source, {key.lower(): value for key, value in (aliases or {}).items()})


@dataclass(frozen=True)
class Column:
    """One column of a record.

    `identifying` columns are kept beside the journey, never in facts or results. `not_before` names a column of the same record
    that this day may not come before. `refers_to` names the record whose key this column holds.
    """

    kind: Kind
    meaning: str
    name: str = ""
    required: bool = False
    codes: CodeSet | None = None
    identifying: bool = False
    not_before: str = ""
    refers_to: str = ""


class Record:
    """One thing that happened to one child, or one thing that the service has, in our own vocabulary.

    A subclass declares its columns as class attributes. `table` is the name of its table and of its file in an extract.
    `key` names the columns that identify one record; where the source gives no `id`, a stable hash of them is the id.
    """

    table: ClassVar[str]
    key: ClassVar[tuple[str, ...]]
    columns: ClassVar[tuple[Column, ...]]

    def __init_subclass__(cls, *, table: str, key: tuple[str, ...]) -> None:
        """Gather the columns in the order in which the class states them."""
        cls.table = table
        cls.key = key
        cls.columns = tuple(replace(value, name=name) for name, value in vars(cls).items() if isinstance(value, Column))
        names = {column.name for column in cls.columns}
        mentioned = {*key, *(column.not_before for column in cls.columns if column.not_before)}
        if not mentioned <= names:
            raise TypeError(f"{cls.__name__} mentions columns that it does not have: {sorted(mentioned - names)}")

    @classmethod
    def column(cls, name: str) -> Column:
        """Give the column of that name; raises `KeyError` if there is none."""
        for column in cls.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @classmethod
    def plain_name(cls) -> str:
        """Give the record's name in plain words: `Care review`."""
        words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", cls.__name__)
        return words[0] + words[1:].lower()


def record_id() -> Column:
    """Declare the source's own identifier of the record."""
    return Column("text", "The source's own identifier of this record; worked out from the record's key where it is blank.")


def child_id() -> Column:
    """Declare the identifier of the child that the record is about."""
    return Column("text", "The child's identifier in the source.", required=True, refers_to="people")


def worker_id(meaning: str) -> Column:
    """Declare the identifier of a worker."""
    return Column("text", meaning, refers_to="workers")


def team_id(meaning: str) -> Column:
    """Declare the identifier of a team."""
    return Column("text", meaning, refers_to="teams")


def day(meaning: str, *, required: bool = False, not_before: str = "", identifying: bool = False) -> Column:
    """Declare a date."""
    return Column("day", meaning, required=required, not_before=not_before, identifying=identifying)


def text(meaning: str, *, required: bool = False, identifying: bool = False) -> Column:
    """Declare free text."""
    return Column("text", meaning, required=required, identifying=identifying)


def code(codes: CodeSet, meaning: str, *, required: bool = False) -> Column:
    """Declare a value from a code set."""
    return Column("code", meaning, codes=codes, required=required)


def whole(meaning: str, *, required: bool = False) -> Column:
    """Declare a whole number."""
    return Column("whole", meaning, required=required)


def number(meaning: str, *, required: bool = False) -> Column:
    """Declare a number that may have decimals."""
    return Column("number", meaning, required=required)


def flag(meaning: str, *, required: bool = False) -> Column:
    """Declare a yes or no."""
    return Column("flag", meaning, required=required)
