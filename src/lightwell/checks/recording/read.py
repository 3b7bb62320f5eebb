"""Reads recording rules: the YAML files that come with Lightwell and a council's own, checked whole, every problem named at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from lightwell.checks.model import SEVERITIES
from lightwell.checks.recording.case_rows import case_faults, read_case
from lightwell.checks.recording.model import RECORD_TYPES, RecordingRule
from lightwell.checks.recording.sql import Checked, check_condition, check_query, reads_identity
from lightwell.checks.recording.words import KNOWN_FROM, PARAMETER, STILL_WITHIN, named_in, shared_tables
from lightwell.definitions.model import Parameter
from lightwell.definitions.parameters import read_parameters
from lightwell.errors import Problem
from lightwell.plain_yaml import parse_yaml

PARAMETERS_FILE = "parameters.yaml"
_REQUIRED = ("code", "title", "severity", "message", "table", "fields", "finds", "passes")
_OPTIONAL = ("where", "query", "reads", "needs", "optional", "note")
_TEXTS = ("code", "title", "severity", "message", "table")
_LISTS = ("fields", "finds", "passes", "reads", "needs", "optional")
_FEWEST = 2
"""How many cases a rule needs of each kind: either side of its limit."""


@dataclass(frozen=True)
class _Known:
    """What the entries of a folder are held against."""

    parameters: Mapping[str, Parameter]
    shared: Mapping[str, str]
    own: bool


def read_folder(folder: Traversable, parameters: dict[str, Parameter], problems: list[Problem], *, own: bool) -> Iterator[RecordingRule]:
    """Read every rule of a folder, adding its limits to `parameters` and what is wrong to `problems`; a wrong rule is not given."""
    files = sorted((path for path in folder.iterdir() if path.name.endswith(".yaml")), key=lambda path: path.name)
    for path in files:
        if path.name == PARAMETERS_FILE:
            _add_parameters(path, parameters, problems)
    known = _Known(parameters, shared_tables(), own)
    for path in files:
        if path.name != PARAMETERS_FILE:
            yield from _read_file(path, known, problems)


def _add_parameters(path: Traversable, parameters: dict[str, Parameter], problems: list[Problem]) -> None:
    content = _content(path, problems)
    if content is not None and not isinstance(content, dict):
        problems.append(Problem("It is not a set of limits by name.", where=path.name))
        return
    for each in read_parameters(path.name, content or {}, problems):
        if each.name in parameters:
            what = f"The limit {each.name} is already defined."
            problems.append(Problem(what, where=path.name, remedy="Give it another name."))
        parameters.setdefault(each.name, each)


def _read_file(path: Traversable, known: _Known, problems: list[Problem]) -> Iterator[RecordingRule]:
    entries = _content(path, problems)
    if entries is None:
        return
    if not isinstance(entries, list):
        problems.append(Problem("It is not a list of rules; each begins with “- code:”.", where=path.name))
        return
    for place, entry in enumerate(entries, 1):
        named = f"rule {entry['code']}" if isinstance(entry, dict) and entry.get("code") else f"entry {place}"
        wrong = list(_form_faults(entry))
        checked = None if wrong else _check(entry, known)
        wrong += [] if checked is None else [*checked.faults]
        problems += [Problem(what, where=f"{path.name}, {named}") for what in wrong]
        if checked is not None and not wrong:
            yield _rule(entry, checked, path.name, known)


def _content(path: Traversable, problems: list[Problem]) -> Any:
    try:
        return parse_yaml(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, ValueError) as error:  # a day that there is not, without quotes, is a ValueError
        first = " ".join(str(error).split())
        problems.append(Problem(f"It cannot be read as YAML: {first}", where=path.name, remedy="Check the indentation and the quotes."))
        return None


def _form_faults(entry: object) -> Iterator[str]:
    """Say what is wrong with the keys of an entry and with the kinds of their values."""
    if not isinstance(entry, dict):
        yield "It is not a rule with keys."
        return
    for key in entry:
        if key not in (*_REQUIRED, *_OPTIONAL):
            yield f"There is no key “{key}”. The keys are {', '.join((*_REQUIRED, *_OPTIONAL))}."
    if missing := [key for key in _REQUIRED if key not in entry]:
        yield f"It lacks {', '.join(missing)}."
        return
    for key in (*_TEXTS, *(each for each in ("where", "query", "note") if each in entry)):
        if not isinstance(entry[key], str) or not entry[key].strip():
            yield f"“{key}” must be a text."
    for key in _LISTS:
        if not isinstance(entry.get(key, []), list):
            yield f"“{key}” must be a list."
    if ("where" in entry) == ("query" in entry):
        yield "It needs either “where”, a condition on its table, or “query”."


def _check(entry: dict[str, Any], known: _Known) -> Checked:
    """Check what an entry of the right form says, its SQL among it."""
    faults = list(_content_faults(entry, known))
    reads = [table for table in entry.get("reads", ()) if table not in known.shared]
    if entry["table"] not in RECORD_TYPES or any(table not in RECORD_TYPES for table in reads):
        return Checked(tuple(faults))
    if "where" in entry:
        checked = check_condition(entry["where"], entry["table"])
    else:
        checked = check_query(entry["query"], [entry["table"], *reads], [each for each in entry.get("reads", ()) if each in known.shared])
        if known.own and not checked.faults and "detail" in checked.gives and reads_identity(entry["query"]):
            faults.append("A rule of your own that reads names, days of birth or addresses can give no “detail”: they would stand in it.")
    faults += checked.faults
    for name in named_in(_sql(entry), KNOWN_FROM) - {entry["table"], *reads}:
        faults.append(f"{KNOWN_FROM}('{name}') names a table that the rule does not read.")
    return Checked(tuple(faults), checked.columns, checked.gives)


def _content_faults(entry: dict[str, Any], known: _Known) -> Iterator[str]:
    if entry["severity"] not in SEVERITIES:
        yield f"The severity is one of {', '.join(SEVERITIES)}."
    if not re.fullmatch(r"[a-z][a-z0-9_]*", entry["code"]):
        yield "The code is made of small letters, digits and _."
    yield from _unknown_names(entry, known)
    for key in ("finds", "passes"):
        if len(entry[key]) < _FEWEST:
            yield f"“{key}” needs {_FEWEST} cases at least: on either side of the limit, and the awkward ones."
        for case in entry[key]:
            yield from case_faults(case, entry["table"])


def _unknown_names(entry: dict[str, Any], known: _Known) -> Iterator[str]:
    for table in (entry["table"], *(each for each in entry.get("reads", ()) if each not in known.shared)):
        if table not in RECORD_TYPES:
            yield f"There is no record type “{table}”."
    if entry["table"] in RECORD_TYPES:
        names = {column.name for column in RECORD_TYPES[entry["table"]].columns}
        yield from (f"The table {entry['table']} has no column “{name}”." for name in entry["fields"] if name not in names)
    for need in (*entry.get("needs", ()), *entry.get("optional", ())):
        if not _is_column(need):
            yield f"“{need}” is not a column of a record type, written as visits.authorised_on."
    for name in sorted((named_in(_sql(entry), PARAMETER) | named_in(_sql(entry), STILL_WITHIN)) - set(known.parameters)):
        yield f"There is no limit “{name}”."


def _is_column(need: object) -> bool:
    table, _, name = str(need).partition(".")
    return table in RECORD_TYPES and name in {column.name for column in RECORD_TYPES[table].columns}


def _sql(entry: Mapping[str, Any]) -> str:
    return str(entry.get("where") or entry.get("query"))


def _rule(entry: Mapping[str, Any], checked: Checked, file: str, known: _Known) -> RecordingRule:
    sql = _sql(entry)
    always = {f"{table}.{column.name}" for table, record in RECORD_TYPES.items() for column in record.columns if column.required}
    columns = {each for each in checked.columns if not each.endswith(".id")} - always - set(entry.get("optional", ()))
    limits = sorted(named_in(sql, PARAMETER) | named_in(sql, STILL_WITHIN))
    return RecordingRule(
        code=entry["code"],
        title=entry["title"].strip(),
        severity=entry["severity"],
        message=" ".join(entry["message"].split()),
        table=entry["table"],
        fields=tuple(entry["fields"]),
        where=str(entry.get("where") or "").strip(),
        query=str(entry.get("query") or "").strip().rstrip(";"),
        gives=checked.gives,
        reads=tuple(entry.get("reads", ())),
        needs=frozenset(columns) | frozenset(entry.get("needs", ())),
        history=named_in(sql, KNOWN_FROM),
        limits=tuple(known.parameters[name] for name in limits),
        cases=(*_cases(entry["finds"], found=True), *_cases(entry["passes"], found=False)),
        file=file,
        note=" ".join(str(entry.get("note") or "").split()),
        own=known.own,
    )


def _cases(given: Sequence[Mapping[str, Any]], *, found: bool) -> Any:
    return (read_case(case, found=found) for case in given)
