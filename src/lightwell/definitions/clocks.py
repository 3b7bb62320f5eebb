"""Clocks: what has to be done for a child, for whom it runs, and how long may pass; the frozen form of `indicators/clocks.yaml`."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Literal, get_args

from lightwell.definitions.expressions import columns_in, faults
from lightwell.errors import NotFound, Problem
from lightwell.facts.catalogue import Fact, fact_named

ClockUnit = Literal["days", "working_days"]

_REQUIRED = ("title", "fact", "begun", "limit", "unit")
_OPTIONAL = ("of", "since", "indicator", "note")

Say = Callable[[str, str], None]
"""Adds a problem: the key, and a sentence."""


@dataclass(frozen=True)
class Clock:
    """One clock, as the file says, checked.

    `of` is a condition on the columns of `fact`, a roll call: the children for whom it runs. `since` is the column with the days since the
    thing was last done, empty where it is done once; `begun` the column with the days since the status began. `limit` is an expression for
    how long may pass, in `unit`, since the later of the two. `indicator` counts the same thing; empty where none does.
    """

    id: str
    title: str
    fact: str
    of: str
    since: str
    begun: str
    limit: str
    unit: ClockUnit
    indicator: str
    note: str

    @functools.cached_property
    def columns(self) -> frozenset[str]:
        """Every column of the fact that the clock looks at."""
        return columns_in(self.of) | columns_in(self.limit) | ({self.since, self.begun} - {""})


def read_clocks(
    where: str, content: dict[str, Any], parameters: frozenset[str], indicators: Collection[str], problems: list[Problem]
) -> list[Clock]:
    """Read every clock of one file, adding to `problems` all that is wrong with any of them."""
    found = []
    for name, body in content.items():
        before = len(problems)

        def say(key: str, what: str, name: str = str(name)) -> None:
            problems.append(Problem(f"The clock {name}: {what}", where=where, column=key))

        _check_keys(body, say)
        if len(problems) == before:
            _check(body, parameters, indicators, say)
        if len(problems) == before:
            found.append(_clock(str(name), body))
    return found


def _clock(name: str, body: dict[str, Any]) -> Clock:
    return Clock(
        id=name,
        title=body["title"].strip(),
        fact=body["fact"],
        of=str(body.get("of", "true")),
        since=body.get("since", ""),
        begun=body["begun"],
        limit=str(body["limit"]),
        unit=body["unit"],
        indicator=body.get("indicator", ""),
        note=str(body.get("note", "")).strip(),
    )


def _check_keys(body: object, say: Say) -> None:
    if not isinstance(body, dict):
        say("", f"it must be a set of keys. The keys are {', '.join((*_REQUIRED, *_OPTIONAL))}.")
        return
    for key in body:
        if key not in (*_REQUIRED, *_OPTIONAL):
            say(str(key), f"there is no key “{key}”. The keys are {', '.join((*_REQUIRED, *_OPTIONAL))}.")
    for key in _REQUIRED:
        if key not in body:
            say(key, f"the key “{key}” is missing.")
    for key, value in body.items():
        if not (isinstance(value, str) and value.strip()):
            say(str(key), f"the key “{key}” must be a text; a condition or a limit goes in quotes.")


def _check(body: dict[str, Any], parameters: frozenset[str], indicators: Collection[str], say: Say) -> None:
    if body["unit"] not in get_args(ClockUnit):
        say("unit", f"“{body['unit']}” is not one of {', '.join(get_args(ClockUnit))}.")
    if body.get("indicator", "") not in ("", *indicators):
        say("indicator", f"there is no indicator “{body['indicator']}”.")
    try:
        fact = fact_named(body["fact"])
    except NotFound as error:
        say("fact", str(error))
        return
    if not fact.roll_call:
        say("fact", f"the fact {fact.name} is made of events; a clock runs on a roll call.")
        return
    _check_columns(body, fact, say)
    for key, kind in (("of", "flag"), ("limit", "number")):
        for fault in faults(body.get(key, "true"), fact, parameters, kind) if key in body else []:
            say(key, fault)


def _check_columns(body: dict[str, Any], fact: Fact, say: Say) -> None:
    """See that `since` and `begun` are columns of whole days: a count of working days does not say on which day it began."""
    days = [column.name for column in fact.own_columns if column.type == "whole" and column.name.startswith("days_")]
    for key in ("since", "begun"):
        if key in body and body[key] not in days:
            say(key, f"“{body[key]}” is not a column of days of the fact {fact.name}. Those are {', '.join(days)}.")
