"""What rules read besides the tables of a return: the macros and relations of `sql/`, and which of them, and which tables, a text names.

A file of `sql/<return>/` holds statements that make a macro, or a relation that several rules read. A relation may read tables and other
relations; it is made only where a rule that is run reads it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files

from lightwell.returns.shapes import LAST, shapes

CONSTANTS = ("codes", "calendar")
"""What is the same for every return: the codes of its columns, and the days with the working days of England counted."""

_NAMES = re.compile(r"[a-z_][a-z0-9_]*")
_MADE = re.compile(r"create or replace (?P<kind>macro|table|view) (?P<name>\w+)(?: as\s+(?P<select>.*))?", re.DOTALL)


@dataclass(frozen=True)
class Relation:
    """A relation that several rules read: the query that makes it, and every table, relation and constant that it needs in the end."""

    name: str
    kind: str
    select: str
    needs: frozenset[str]


@functools.cache
def macros(of: str) -> tuple[str, ...]:
    """Give the statements that make what rules of a return may call."""
    return tuple(text for kind, _, _, text in _statements(of) if kind == "macro")


@functools.cache
def relations(of: str) -> Mapping[str, Relation]:
    """Give the relations of a return by name, each after those that it reads."""
    found: dict[str, Relation] = {}
    for kind, name, select, _ in _statements(of):
        if kind != "macro":
            named = _named(select, {*_tables(of), *found, *CONSTANTS})
            found[name] = Relation(name, kind, select, named.union(*(found[one].needs for one in named if one in found)))
    return found


def needs(of: str, texts: Iterable[str]) -> frozenset[str]:
    """Name every table, relation and constant that the conditions and queries of rules need; one too many where a column is called so."""
    known = relations(of)
    named = _named(" ".join(texts), {*_tables(of), *known, *CONSTANTS})
    return named.union(*(known[one].needs for one in named if one in known))


@functools.lru_cache(maxsize=4096)
def names_in(text: str) -> frozenset[str]:
    """Give every word of a statement that could be a name."""
    return frozenset(_NAMES.findall(text.lower()))


@functools.cache
def _tables(of: str) -> frozenset[str]:
    return frozenset(name + ending for name in shapes(of) for ending in ("", LAST))


def _named(text: str, known: set[str]) -> frozenset[str]:
    return names_in(text) & known


@functools.cache
def _statements(of: str) -> tuple[tuple[str, str, str, str], ...]:
    """Read the statements in the order of their files' names: what each makes, its name, its query and the whole of it."""
    folder = files("lightwell.checks") / "sql" / of
    paths = sorted((path for path in folder.iterdir() if path.name.endswith(".sql")), key=lambda path: path.name)
    texts = [text for path in paths for text in path.read_text(encoding="utf-8").split(";\n")]
    bare = ["\n".join(line for line in text.splitlines() if not line.startswith("--")).strip() for text in texts]
    made = [(text, _MADE.match(text)) for text in bare if text]
    return tuple((found["kind"], found["name"], found["select"] or "", text) for text, found in made if found)
