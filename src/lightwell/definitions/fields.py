"""Reads one definition file, key by key: what is said must be known, complete and implemented, or it is a problem that names the field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, get_args

from lightwell.definitions.examples import read_examples
from lightwell.definitions.expressions import faults
from lightwell.definitions.model import PERIOD_TYPES, UNITS, Better, Change, Definition
from lightwell.errors import NotFound, Problem
from lightwell.facts.catalogue import BREAKDOWNS, Fact, fact_named

AIMS = ("right_support", "localities", "birth_families", "permanence", "workforce", "practice")
"""The six aims of the strategy that an indicator can serve."""

_REQUIRED = (
    "title",
    "question",
    "version",
    "aim",
    "unit",
    "better",
    "fact",
    "period",
    "count",
    "breakdowns",
    "source",
    "examples",
)
_OPTIONAL = ("of", "distinct", "per", "decimals", "comparator", "comparator_differs", "note", "changes")
_DECIMALS = {"count": 0, "percent": 0, "per_10_000": 0, "mean": 1}

Say = Callable[[str, str], None]
"""Adds a problem: the field, and a sentence."""


def read_definition(
    where: str, indicator: str, content: dict[str, Any], parameters: frozenset[str], problems: list[Problem]
) -> Definition | None:
    """Read one definition; None, with the reasons added to `problems`, if anything in it is wrong."""
    before = len(problems)

    def say(field: str, what: str) -> None:
        problems.append(Problem(what, where=where, column=field))

    if not content:
        return None
    _check_keys(content, say)
    fact = _read_fact(content, say)
    if len(problems) > before or fact is None:
        return None
    period_type, on = _read_period(content, fact, say)
    _check_choices(content, say)
    _check_conditions(content, fact, parameters, say)
    _check_unit(content, say)
    examples = read_examples(content["examples"], content["unit"], say)
    changes = _read_changes(content, say)
    if len(problems) > before:
        return None
    return Definition(
        id=indicator,
        version=content["version"],
        title=content["title"].strip(),
        question=content["question"].strip(),
        aim=content["aim"],
        unit=content["unit"],
        better=content["better"],
        decimals=content.get("decimals", _DECIMALS[content["unit"]]),
        fact=fact.name,
        period_type=period_type,  # type: ignore[arg-type]  # _read_period has checked it
        on=on,
        of=str(content.get("of", "true")),
        count=str(content["count"]),
        distinct=content.get("distinct", ""),
        per=str(content.get("per", "")),
        breakdowns=tuple(content["breakdowns"]),
        comparator=content.get("comparator", "").strip(),
        comparator_differs=content.get("comparator_differs", "").strip(),
        source=content["source"].strip(),
        note=str(content.get("note", "")).strip(),
        changes=changes,
        examples=examples,
        file=where,
    )


def _check_keys(content: dict[str, Any], say: Say) -> None:
    for key in content:
        if key not in (*_REQUIRED, *_OPTIONAL):
            say(str(key), f"There is no key “{key}”. The keys are {', '.join((*_REQUIRED, *_OPTIONAL))}.")
    for key in _REQUIRED:
        if key not in content:
            say(key, f"The key “{key}” is missing.")
    for key in ("title", "question", "source"):
        if key in content and not (isinstance(content[key], str) and content[key].strip()):
            say(key, f"The key “{key}” must be a text.")
    for key in ("comparator", "comparator_differs"):
        if key in content and not (isinstance(content[key], str) and content[key].strip()):
            say(key, f"The key “{key}” must be a text. Leave it out where nothing is published.")
    if "comparator_differs" in content and "comparator" not in content:
        say("comparator_differs", "This says what the comparator counts otherwise, and there is no “comparator”.")


def _read_fact(content: dict[str, Any], say: Say) -> Fact | None:
    try:
        return fact_named(str(content.get("fact")))
    except NotFound as error:
        say("fact", str(error))
        return None


def _read_period(content: dict[str, Any], fact: Fact, say: Say) -> tuple[str, str]:
    period = content["period"]
    if not isinstance(period, dict) or not set(period) <= {"type", "on"} or period.get("type") not in PERIOD_TYPES:
        say(
            "period",
            f"The period must be like {{type: month, on: received_on}}, with a type of {', '.join(PERIOD_TYPES)}.",
        )
        return "month", ""
    kind, on = period["type"], str(period.get("on", ""))
    if fact.roll_call and (kind != "month_end" or on):
        say("period", f"The fact {fact.name} is a roll call: its period is {{type: month_end}}.")
    if not fact.roll_call and kind == "month_end":
        say(
            "period",
            f"The fact {fact.name} is made of events: count them in a month or a longer period, on one of {', '.join(fact.days)}.",
        )
    elif not fact.roll_call and on not in fact.days:
        say("period", f"The fact {fact.name} has no date “{on}”. Its dates are {', '.join(fact.days)}.")
    return kind, on


def _check_choices(content: dict[str, Any], say: Say) -> None:
    choices: tuple[tuple[str, tuple[str, ...]], ...] = (("aim", AIMS), ("unit", UNITS), ("better", get_args(Better)))
    for key, allowed in choices:
        if content[key] not in allowed:
            say(key, f"“{content[key]}” is not one of {', '.join(allowed)}.")
    if isinstance(content["version"], bool) or not isinstance(content["version"], int) or content["version"] < 1:
        say("version", "The version must be a whole number from 1.")
    if content.get("decimals", 0) not in (0, 1, 2):
        say("decimals", "The number of decimals must be 0, 1 or 2.")
    given = content["breakdowns"]
    if not isinstance(given, list) or not set(map(str, given)) <= set(BREAKDOWNS):
        say("breakdowns", f"The breakdowns must be a list of any of {', '.join(BREAKDOWNS)}.")


def _check_conditions(content: dict[str, Any], fact: Fact, parameters: frozenset[str], say: Say) -> None:
    for key, kind in (("of", "flag"), ("count", "flag"), ("per", "number")):
        if key not in content:
            continue
        if not isinstance(content[key], str):
            say(key, f"The key “{key}” must be a text: put it in quotes.")
            continue
        for fault in faults(content[key], fact, parameters, kind):
            say(key, fault)
    distinct = content.get("distinct")
    if distinct is not None and distinct not in ("child", "worker"):
        say("distinct", "What is counted once must be “child” or “worker”.")


def _check_unit(content: dict[str, Any], say: Say) -> None:
    unit = content["unit"]
    if unit in ("count", "per_10_000") and "of" in content:
        say("of", f"An indicator in {unit} has no denominator among its rows: say the condition in “count”.")
    if unit == "percent" and "of" not in content:
        say("of", 'A percentage needs its denominator: a condition on the fact\'s columns, or "true" for every row.')
    if (unit == "mean") != ("per" in content):
        say("per", "A mean, and only a mean, says in “per” which number on each row adds up to its denominator.")
    if unit == "mean" and "distinct" in content:
        say("distinct", "A mean counts rows: distinct is not implemented for it.")
    if unit == "per_10_000" and content["breakdowns"]:
        say("breakdowns", "A rate needs a population, and only the whole authority has one: write breakdowns: [].")


def _read_changes(content: dict[str, Any], say: Say) -> tuple[Change, ...]:
    changes = []
    for entry in content.get("changes", []) or []:
        if not isinstance(entry, dict) or set(entry) != {"version", "on", "what"} or not isinstance(entry["on"], date):
            say("changes", "Each change is like {version: 2, on: 2026-04-01, what: The limit became 15 working days.}")
            return ()
        changes.append(Change(entry["version"], entry["on"], str(entry["what"])))
    if content["version"] != 1 + len(changes):
        say(
            "changes",
            f"Version {content['version']} needs {content['version'] - 1} changes, one for each version after the first.",
        )
    return tuple(changes)
