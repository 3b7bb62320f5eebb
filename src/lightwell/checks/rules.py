"""Reads the rules: YAML files grouped by what the rules look at, checked whole, every problem named at once.

The worked cases are the longer part of the files. Where rules are run and not tried, the lines of the cases are passed over unread.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from lightwell.checks.model import SEVERITIES, Case, Rule
from lightwell.errors import Problem, Refused
from lightwell.plain_yaml import parse_yaml
from lightwell.returns.collections import Collection
from lightwell.returns.shapes import LAST, Shape, shapes

_REQUIRED = ("code", "message", "table", "fields", "from", "finds", "passes")
_OPTIONAL = ("severity", "where", "query", "reads", "if_given", "also", "to", "note")
_CASES = ("finds", "passes")
_CASE_KEYS = ("rows", "because", "alone")
_CHILD = "1"


@functools.cache
def rules(of: str) -> tuple[Rule, ...]:
    """Give every rule of a return that is shipped, in the order of its code; raises `Refused` if any file is not as it should be."""
    return _rules(of, with_cases=True)


def rules_for(of: str, collection: Collection, *, with_cases: bool = False) -> tuple[Rule, ...]:
    """Give the rules of a return that hold for a collection; with their worked cases only where they are asked for."""
    return tuple(rule for rule in (rules(of) if with_cases else _without_cases(of)) if rule.holds_for(collection))


@functools.cache
def _without_cases(of: str) -> tuple[Rule, ...]:
    return _rules(of, with_cases=False)


def _rules(of: str, *, with_cases: bool) -> tuple[Rule, ...]:
    folder = files("lightwell.checks") / "rules" / of
    paths = sorted((path for path in folder.iterdir() if path.name.endswith(".yaml")), key=lambda path: path.name)
    problems: list[Problem] = []
    found = [rule for path in paths for rule in _read(path, of, problems, with_cases=with_cases)]
    alike = itertools.groupby(sorted(found, key=_place), key=_place)
    for one, other in (pair for _, same in alike for pair in itertools.combinations(same, 2)):
        if one.holds_for(other.first) or other.holds_for(one.first):
            what = f"The rule {one.code} stands twice for the same table and collection."
            problems.append(Problem(what, where=", ".join(dict.fromkeys((one.file, other.file)))))
    if problems:
        raise Refused("The rules cannot be used.", problems)
    return tuple(sorted(found, key=_place))


def _place(rule: Rule) -> tuple[str, str]:
    return rule.code, rule.table


def _read(path: Traversable, of: str, problems: list[Problem], *, with_cases: bool) -> Iterator[Rule]:
    text = path.read_text(encoding="utf-8")
    try:
        entries = parse_yaml(text if with_cases else _without_lines_of_cases(text))
    except (yaml.YAMLError, ValueError) as error:  # a day that there is not, without quotes, is a ValueError
        problems.append(Problem(f"It cannot be read as YAML: {error}", where=path.name))
        return
    for place, entry in enumerate(entries, 1):
        wrong = list(_faults(entry, of, with_cases=with_cases))
        named = f"rule {entry.get('code', place)}" if isinstance(entry, dict) else f"entry {place}"
        problems += [Problem(what, where=path.name, column=named) for what in wrong]
        if not wrong:
            yield _rule(entry, path.name)


def _without_lines_of_cases(text: str) -> str:
    """Leave out the keys of a rule that hold its cases: everything indented by more than the key belongs to it."""
    kept, within = [], False
    for line in text.splitlines():
        if line.strip() and not line.startswith("   "):
            within = line.startswith(tuple(f"  {key}:" for key in _CASES))
        if not within:
            kept.append(line)
    return "\n".join(kept)


def _faults(entry: object, of: str, *, with_cases: bool) -> Iterator[str]:
    """Say everything that is wrong with one entry."""
    if not isinstance(entry, dict):
        yield "It is not a rule with keys."
        return
    for key in entry:
        if key not in (*_REQUIRED, *_OPTIONAL):
            yield f"There is no key “{key}”. The keys are {', '.join((*_REQUIRED, *_OPTIONAL))}."
    missing = [key for key in _REQUIRED if key not in entry and (with_cases or key not in _CASES)]
    if missing:
        yield f"It lacks {', '.join(missing)}."
        return
    if bool(entry.get("where")) == bool(entry.get("query")):
        yield "It needs either “where”, a condition on its table, or “query”."
    if entry.get("severity", "error") not in SEVERITIES:
        yield f"The severity is one of {', '.join(SEVERITIES)}."
    if with_cases and not (entry["finds"] and entry["passes"]):
        yield "It needs a case that it finds and a case that passes."
    for key in ("from", "to"):
        try:
            Collection.parse(str(entry.get(key) or "2025-26"))
        except ValueError as error:
            yield f"“{key}”: {error}"
    yield from _unknown_names(entry, of)


def _unknown_names(entry: dict[str, Any], of: str) -> Iterator[str]:
    known = {name: shape for shape in shapes(of).values() for name in (shape.name, shape.name + LAST)}
    yield from _unknown_in_cases(entry, known)
    for table in (entry["table"], *(entry.get("reads") or []), *(entry.get("if_given") or []), *(entry.get("also") or {})):
        if table not in known:
            yield f"There is no table “{table}” in this return."
    if entry["table"] in known:
        for field in entry["fields"]:
            if known[entry["table"]].column(field) is None:
                yield f"The table {entry['table']} has no column “{field}”."


def _unknown_in_cases(entry: dict[str, Any], known: Mapping[str, Shape]) -> Iterator[str]:
    for case in (*entry.get("finds", ()), *entry.get("passes", ())):
        for table, rows in case.items():
            if table in _CASE_KEYS:
                continue
            if table not in known:
                yield f"A case has rows of “{table}”, which is no table of this return."
                continue
            for column in {column for row in rows for column in row}:
                if known[table].column(column) is None:
                    yield f"A case has the column “{column}”, which {table} has not."


def _rule(entry: Mapping[str, Any], file: str) -> Rule:
    finds = tuple(_case(case, found=True) for case in entry.get("finds", ()))
    passes = tuple(_case(case, found=False) for case in entry.get("passes", ()))
    return Rule(
        code=str(entry["code"]),
        severity=entry.get("severity", "error"),
        message=" ".join(entry["message"].split()),
        table=entry["table"],
        fields=tuple(entry["fields"]),
        where=" ".join(str(entry.get("where") or "").split()),
        query=str(entry.get("query") or "").strip(),
        reads=tuple(entry.get("reads") or ()),
        first=Collection.parse(str(entry["from"])),
        last=Collection.parse(str(entry["to"])) if entry.get("to") else None,
        cases=(*finds, *passes),
        file=file,
        note=str(entry.get("note") or "").strip(),
        if_given=tuple(entry.get("if_given") or ()),
        also=tuple((table, " ".join(str(condition).split())) for table, condition in (entry.get("also") or {}).items()),
    )


def _case(case: Mapping[str, Any], *, found: bool) -> Case:
    """Read a case: the child of a row is 1 where it does not say, and the first row is found where the case does not say which."""
    tables = {
        table: tuple({"child": _CHILD, **{column: None if value is None else str(value) for column, value in row.items()}} for row in rows)
        for table, rows in case.items()
        if table not in _CASE_KEYS
    }
    return Case(tables, tuple(case.get("rows", (0,))) if found else (), str(case.get("because") or ""), case.get("alone") is True)
