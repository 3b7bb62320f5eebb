"""The mapping file: how a case system's files, headings and codes become ours.

```yaml
dates: day_first            # or month_first, or iso; 2026-03-09 is understood in each
tables:
  placements:               # the name of a record's table
    file: PLACEMENTS.csv    # if the file is not called placements.csv
    columns:                # our column: the source's heading, where it is not called the same
      child: Person ID
    codes:                  # our column: what the source writes: our code
      kind: {Foster - agency: U4}
    covers_from: 2023-01-01 # if the source holds nothing earlier
```

Nothing else is accepted and nothing is ignored: a key that is not known, or a column or code that does not exist, is refused by name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import yaml

from lightwell.errors import Problem
from lightwell.extracts.values import DATE_ORDERS, DateOrder, fold
from lightwell.journey import RECORDS, Record

MAPPING_FILE = "mapping.yaml"
_MOST_BYTES = 1024**2
_TABLES = {record.table: record for record in RECORDS}
_FLAG_WORDS = ("yes", "no", "unknown")


@dataclass(frozen=True)
class TableMapping:
    """How one table's file is read: its name, the headings by our column, the codes by our column and folded text."""

    file: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    covers_from: date | None = None


@dataclass(frozen=True)
class SourceMapping:
    """A whole mapping file, checked; `fingerprint` is the hash of its text, empty where there is no file."""

    dates: DateOrder = "day_first"
    tables: Mapping[str, TableMapping] = field(default_factory=dict)
    fingerprint: str = ""

    def of(self, table: str) -> TableMapping:
        """Give the mapping of one table; that by our own names if the file says nothing of it."""
        return self.tables.get(table, TableMapping())


class _Loader(yaml.SafeLoader):
    """Reads plain YAML: no aliases, which can unfold without end, and no key twice, of which the first would be lost."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Refuse an alias; anything else as usual."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases (&name, *name) are not read")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Refuse a key that is there twice."""
        keys = [str(self.construct_object(key, deep=True)) for key, _ in node.value]
        if twice := sorted({key for key in keys if keys.count(key) > 1}):
            raise yaml.YAMLError(f"the key {twice[0]} is there twice")
        return super().construct_mapping(node, deep)


def read_mapping(name: str, data: bytes) -> tuple[SourceMapping, list[Problem]]:
    """Read a mapping file and list everything that is wrong with it, each problem with its field."""
    if len(data) > _MOST_BYTES:
        return SourceMapping(), [Problem(f"The file has {len(data):,} bytes; {_MOST_BYTES:,} are allowed.", where=name)]
    try:
        raw = yaml.load(data.decode("utf-8-sig"), Loader=_Loader)  # noqa: S506 - a safe loader, made stricter
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        return SourceMapping(), [Problem(f"The file is not YAML that can be read: {_say(error)}.", where=name)]
    problems: list[Problem] = []
    mapping = _read_top(name, {} if raw is None else raw, hashlib.sha256(data).hexdigest(), problems)
    return mapping, problems


def _say(error: Exception) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        return f"{error.problem} on line {error.problem_mark.line + 1}"
    return "it is nested too deeply" if isinstance(error, RecursionError) else " ".join(str(error).split())[:200]


def _read_top(name: str, raw: object, fingerprint: str, problems: list[Problem]) -> SourceMapping:
    top = _keys(name, "", raw, ("dates", "tables"), problems)
    dates = top.get("dates", "day_first")
    if dates not in DATE_ORDERS:
        problems.append(_wrong(name, "dates", dates, f"Write one of {', '.join(DATE_ORDERS)}."))
        dates = "day_first"
    tables = _keys(name, "tables", top.get("tables", {}), tuple(_TABLES), problems)
    read = {table: _read_table(name, _TABLES[table], below, problems) for table, below in tables.items()}
    return SourceMapping(dates, read, fingerprint)


def _read_table(name: str, record: type[Record], raw: object, problems: list[Problem]) -> TableMapping:
    at = f"tables.{record.table}"
    keys = _keys(name, at, raw, ("file", "columns", "codes", "covers_from"), problems)
    file = keys.get("file", "")
    if not isinstance(file, str):
        problems.append(_wrong(name, f"{at}.file", file, "Write the name of a file."))
        file = ""
    own = tuple(column.name for column in record.columns)
    columns = _keys(name, f"{at}.columns", keys.get("columns", {}), own, problems)
    for column, heading in columns.items():
        if not isinstance(heading, str | int) or not str(heading).strip():
            problems.append(_wrong(name, f"{at}.columns.{column}", heading, "Write the heading in the source."))
    covers = keys.get("covers_from")
    if covers is not None and (not isinstance(covers, date) or isinstance(covers, datetime)):
        problems.append(_wrong(name, f"{at}.covers_from", covers, "Write a date as in 2023-01-01."))
        covers = None
    codes = _read_codes(name, at, record, keys.get("codes", {}), problems)
    return TableMapping(file, {column: str(heading) for column, heading in columns.items()}, codes, covers)


def _read_codes(name: str, at: str, record: type[Record], raw: object, problems: list[Problem]) -> dict[str, dict[str, str]]:
    allowed = {column.name: _codes_of(record, column.name) for column in record.columns if column.kind in ("code", "flag")}
    read: dict[str, dict[str, str]] = {}
    for column, spellings in _keys(name, f"{at}.codes", raw, tuple(allowed), problems).items():
        field_name = f"{at}.codes.{column}"
        for text, code in _keys(name, field_name, spellings, None, problems).items():
            word = {True: "yes", False: "no"}.get(code, code) if isinstance(code, bool) else str(code)
            if word not in allowed[column]:
                problems.append(_wrong(name, f"{field_name}.{text}", code, f"Use one of {', '.join(allowed[column][:30])}."))
            read.setdefault(column, {})[fold(text)] = str(word).lower()
    return read


def _codes_of(record: type[Record], name: str) -> tuple[str, ...]:
    codes = record.column(name).codes
    return _FLAG_WORDS if codes is None else tuple(codes.labels)


def _keys(name: str, at: str, raw: object, allowed: tuple[str, ...] | None, problems: list[Problem]) -> dict[str, Any]:
    """Take the known keys of a mapping; what is not a mapping, or a key that is not known, is a problem."""
    if not isinstance(raw, dict):
        if raw is not None:
            problems.append(_wrong(name, at or "the file", raw, "Write names and values below it, each on its line."))
        return {}
    found = {str(key): value for key, value in raw.items()}
    unknown = [] if allowed is None else [key for key in found if key not in allowed]
    for key in unknown:
        listed = ", ".join(allowed or ())
        where = f"{at}.{key}" if at else key
        problems.append(Problem(f"“{key[:60]}” is not known here.", name, column=where[:120], remedy=f"Known are {listed}."))
    return {key: value for key, value in found.items() if key not in unknown}


def _wrong(name: str, at: str, value: object, remedy: str) -> Problem:
    return Problem(f"“{str(value)[:60]}” cannot be used here.", name, column=at, value=str(value)[:60], remedy=remedy)
