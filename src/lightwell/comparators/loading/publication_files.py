"""Reads what publications look like: one small YAML file for each, those that come with Lightwell and those of a service.

A service's own files stand in the folder `publications` beside its loaded releases. Nothing in a file is accepted that is not used, and
every problem in every file is named at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from lightwell.comparators.loading.publications import Publication, Rows, Table, plain_name, plain_value
from lightwell.errors import Problem, Refused
from lightwell.plain_yaml import parse_yaml

OWN_FOLDER = "publications"
"""Where a service keeps its own files, in the folder of its loaded releases."""

_ID = re.compile(r"[a-z][a-z0-9]*")
_SERIES = re.compile(r"[a-z][a-z0-9_]*")
_WRITTEN = {"id", "short", "title", "source", "tables"}
_REMEDY = "Mend the file and load again; nothing was loaded."


def publications(folder: Path | None = None) -> tuple[Publication, ...]:
    """Read the publications that come with Lightwell, and those in a folder of loaded releases.

    A service's file with the id of one that is there adds its tables to it. Raises `Refused` with everything that is wrong in any file.
    """
    found: dict[str, Publication] = {}
    problems: list[Problem] = []
    for name, text, own in (*_shipped(), *_own(folder, problems)):
        read = _Reader(name)
        publication = read.publication(text, own=own)
        if publication is not None and publication.id in found:
            publication = read.joined(found[publication.id], publication)
        if publication is not None and not read.problems:
            found[publication.id] = publication
        problems += read.problems
    if problems:
        raise Refused("The description of a publication cannot be used; nothing was changed.", problems)
    return tuple(found.values())


def _shipped() -> Iterator[tuple[str, str, bool]]:
    for path in sorted((files("lightwell.comparators.loading") / "publications").iterdir(), key=lambda path: path.name):
        if path.name.endswith(".yaml"):
            yield path.name, path.read_text(encoding="utf-8"), False


def _own(folder: Path | None, problems: list[Problem]) -> Iterator[tuple[str, str, bool]]:
    for path in sorted((folder / OWN_FOLDER).glob("*.yaml")) if folder else ():
        try:
            yield path.name, path.read_text(encoding="utf-8-sig"), True
        except (OSError, UnicodeDecodeError):
            problems.append(Problem("The file cannot be read as text in UTF-8.", where=path.name, remedy=_REMEDY))


class _Reader:
    """Reads one file and gathers everything that is wrong in it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []

    def publication(self, text: str, *, own: bool) -> Publication | None:
        """Read the text of a file; None where it is not a publication at all."""
        try:
            said = parse_yaml(text)
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            self.wrong(f"This is not YAML ({' '.join(str(error).split())[:200]}).")
            return None
        if not self.keys("The file", said, _WRITTEN, {"years_later"}):
            return None
        later = said.get("years_later", 0)
        if type(later) is not int or later not in (0, 1):
            self.wrong("“years_later” is 0 or 1: how many years after its newest figures a release comes out.")
        if not (isinstance(said["id"], str) and _ID.fullmatch(said["id"])):
            self.wrong(f"The id “{said['id']}” is not small letters and digits, like cin.")
        short, title, source = (self.words(f"“{key}”", said[key]) for key in ("short", "title", "source"))
        tables = tuple(table for entry in self.several("tables", said["tables"]) if (table := self.table(entry)))
        names = [table.name for table in tables]
        for name in sorted({name for name in names if names.count(name) > 1}):
            self.wrong(f"Two tables are called “{name}”.")
        return None if self.problems else Publication(said["id"], short, title, source, tables, later, frozenset(names if own else ()))

    def joined(self, there: Publication, added: Publication) -> Publication:
        """Add a service's tables to the publication that has the id already."""
        for key in ("short", "title", "source", "years_later"):
            if getattr(there, key) != getattr(added, key):
                self.wrong(f"“{key}” is not that of the publication {there.id} that is there already: “{getattr(there, key)}”.")
        taken = {table.name for table in there.tables}
        for name in sorted(added.own & taken):
            self.wrong(f"The publication {there.id} has a table called “{name}” already.")
        return replace(there, tables=(*added.tables, *there.tables), own=there.own | added.own)

    def table(self, said: Any) -> Table | None:
        """Read one table."""
        if not self.keys("A table", said, {"name", "rows"}, {"also"}):
            return None
        name = self.words("The name of a table", said["name"])
        also = tuple(plain_name(self.words(f"“also” of “{name}”", one)) for one in self.several("also", said.get("also", []), some=False))
        rows = tuple(part for entry in self.several(f"rows of “{name}”", said["rows"]) if (part := self.rows(name, entry)))
        listed = [series for part in rows for series in (*part.series, *part.if_present)]
        for series in sorted({one for one in listed if listed.count(one) > 1}):
            self.wrong(f"The series {series} stands twice in the table “{name}”.")
        return Table(name, rows, also)

    def rows(self, table: str, said: Any) -> Rows | None:
        """Read which rows of a table hold which series."""
        if not self.keys(f"A part of the rows of “{table}”", said, {"series"}, {"where", "if_present"}):
            return None
        where = {
            plain_name(column): tuple(plain_value(self.words(f"A value of “{column}”", value)) for value in self.listed(values))
            for column, values in self.mapping(table, "where", said.get("where", {})).items()
        }
        series, optional = self.columns(table, "series", said["series"]), self.columns(table, "if_present", said.get("if_present", {}))
        if not series:
            self.wrong(f"“series” of “{table}” names no series.")
        return Rows(where, series, optional)

    def columns(self, table: str, key: str, said: Any) -> dict[str, str]:
        """Read which series is which column."""
        found = {}
        for series, column in self.mapping(table, key, said).items():
            if not _SERIES.fullmatch(series):
                self.wrong(f"The series “{series}” in “{table}” is not small letters, digits and _, like referrals_n.")
            found[series] = plain_name(self.words(f"The column of {series}", column))
        return found

    def keys(self, what: str, said: Any, needed: set[str], optional: set[str]) -> bool:
        """Say whether something has the keys that it has to have and no other."""
        if not isinstance(said, dict):
            self.wrong(f"{what} is not written as keys and values.")
            return False
        for key in sorted(str(key) for key in said if key not in needed | optional):
            self.wrong(f"{what} has the key “{key}”, which means nothing here. The keys are: {', '.join(sorted(needed | optional))}.")
        for key in sorted(needed - said.keys()):
            self.wrong(f"{what} lacks the key “{key}”.")
        return needed <= said.keys()

    def words(self, what: str, said: Any) -> str:
        """Read a text; a number is taken as it is written."""
        if isinstance(said, bool) or not isinstance(said, (str, int)) or not str(said).strip():
            self.wrong(f"{what} is not a text.")
            return ""
        return str(said).strip()

    def mapping(self, table: str, key: str, said: Any) -> dict[str, Any]:
        """Read keys and values whose keys are texts."""
        if not isinstance(said, dict):
            self.wrong(f"“{key}” of “{table}” is not written as keys and values.")
            return {}
        return {str(name): value for name, value in said.items()}

    def several(self, what: str, said: Any, *, some: bool = True) -> Iterable[Any]:
        """Read a list that has at least one entry."""
        if not isinstance(said, list) or (some and not said):
            self.wrong(f"The {what} are not written as a list.")
            return ()
        return said

    @staticmethod
    def listed(said: Any) -> list[Any]:
        """Take one value, or a list of them."""
        return said if isinstance(said, list) and said else [said]

    def wrong(self, what: str) -> None:
        """Keep one problem."""
        self.problems.append(Problem(what, where=self.name, remedy=_REMEDY))
