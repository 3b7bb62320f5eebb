"""A service's own settings, in one file of its home: who it is, its population, its targets, and whom it is compared with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import yaml

from lightwell.comparators import AVERAGES, Average, authority_of, list_names
from lightwell.definitions.targets import Target
from lightwell.disclosure import USUAL_POLICY, Policy, policy_from
from lightwell.errors import NotFound, Problem, Refused
from lightwell.plain_yaml import read_yaml
from lightwell.results.compute import Population
from lightwell.results.keeping import FOR_EVER, USUAL, Retention, Sessions, read_retention, read_sessions
from lightwell.results.looking import USUAL_LOOKING, Looking, read_looking
from lightwell.results.signing_in import PASSWORDS_ONLY, SignIn, read_sign_in
from lightwell.signals import Policy as SignalPolicy

Made = TypeVar("Made")

Say = Callable[[str, str], None]
"""Adds a problem: the key, and a sentence."""

_KEYS = (
    "authority",
    "name",
    "populations",
    "targets",
    "comparators",
    "demonstration",
    "retention",
    "sessions",
    "sign_in",
    "disclosure",
    "signals",
    "looking",
)

USUAL_SIGNALS = SignalPolicy()
"""How charts judge where the settings do not say: the limits whose false alarms and power were measured."""


@dataclass(frozen=True)
class NeighbourList:
    """Which list of statistical neighbours holds from a day on, and how its members are averaged."""

    first_day: date
    list_name: str
    average: Average


@dataclass(frozen=True)
class Beside:
    """Whom a service is compared with: its neighbours by dated choices, the first day first.

    `like` is the code of an authority whose neighbours and region are used, where the service's own is in no published statistics: it is
    invented, or too new.
    """

    like: str = ""
    neighbours: tuple[NeighbourList, ...] = ()


@dataclass(frozen=True)
class Settings:
    """What a service says of itself: its code and name, dated populations, dated targets, and whom it is compared with.

    `demonstration` says that the authority is invented, so that the web application may offer its demonstration people.
    `retention` and `sessions` say how long things are kept and how long a person stays signed in; `sign_in` says how they do.
    `disclosure` says which small numbers are kept out of everything public, `signals` how charts judge what has changed,
    and `looking` from where on looking at children is unusual.
    """

    authority: str
    name: str
    populations: tuple[Population, ...] = ()
    targets: tuple[Target, ...] = ()
    comparators: Beside = Beside()
    demonstration: bool = False
    retention: Retention = FOR_EVER
    sessions: Sessions = USUAL
    sign_in: SignIn = PASSWORDS_ONLY
    disclosure: Policy = USUAL_POLICY
    signals: SignalPolicy = USUAL_SIGNALS
    looking: Looking = USUAL_LOOKING


NOT_SET = Settings("authority", "Authority not named")
"""What holds before any settings are made: figures are counted, rates have no population, and nothing has a target."""


def read_settings(path: Path) -> Settings:
    """Read the settings of a home; `NOT_SET` where there is no file.

    Raises `Refused` with every problem at once: an unknown key, a date or number that is none, a tolerance below zero.
    """
    if not path.is_file():
        return NOT_SET
    problems: list[Problem] = []

    def say(key: str, what: str) -> None:
        problems.append(Problem(what, where=path.name, column=key))

    try:
        content = read_yaml(path)
    except (yaml.YAMLError, UnicodeDecodeError):
        raise Refused(f"The settings cannot be read as YAML. Check the indentation and the quotes in {path}.") from None
    settings = _settings(content, say)
    if problems:
        raise Refused(f"The settings in {path} cannot be used.", problems)
    return settings


def _settings(content: object, say: Say) -> Settings:
    if not isinstance(content, dict) or not {"authority", "name"} <= set(content):
        say("authority", "The settings must say at least the authority's code in “authority” and its name in “name”.")
        return NOT_SET
    for key in set(content) - set(_KEYS):
        say(str(key), f"There is no key “{key}”. The keys are {', '.join(_KEYS)}.")
    return Settings(
        str(content["authority"]),
        str(content["name"]),
        tuple(_entries(content, "populations", {"from": date, "children_under_18": int, "release": str}, _population, say)),
        tuple(_targets(content.get("targets") or {}, say)),
        _beside(content.get("comparators"), say),
        _demonstration(content, say),
        read_retention(content.get("retention"), say),
        read_sessions(content.get("sessions"), say),
        read_sign_in(content.get("sign_in"), say),
        _disclosure(content.get("disclosure"), say),
        _signals(content.get("signals"), say),
        read_looking(content.get("looking"), say),
    )


def _demonstration(content: dict[str, Any], say: Say) -> bool:
    said = content.get("demonstration", False)
    if not isinstance(said, bool):
        say("demonstration", "This says whether the authority is invented, and must be true or false.")
    return said is True


def _disclosure(given: object, say: Say) -> Policy:
    policy, wrong = policy_from(given)
    for what in wrong:
        say("disclosure", what)
    return policy


def _signals(given: object, say: Say) -> SignalPolicy:
    """Read how charts judge: whole numbers, and by which of two ranges; what is not said is as it was measured."""
    usual = USUAL_SIGNALS
    kinds = [each.name for each in fields(SignalPolicy)]
    if given is None:
        return usual
    if not isinstance(given, dict) or not set(given) <= set(kinds):
        say("signals", f"This has keys of its own: {', '.join(kinds)}.")
        return usual
    for key, value in given.items():
        number = isinstance(value, int) and not isinstance(value, bool) and value > 0
        if key == "moving_range" and value not in ("mean", "median"):
            say("signals", f"“{key}” is mean or median, not “{value}”.")
            return usual
        if key != "moving_range" and not number:
            say("signals", f"“{key}” is a whole number above zero, not “{value}”.")
            return usual
    return replace(usual, **given)


def _population(entry: dict[str, Any]) -> Population:
    return Population(entry["from"], entry["children_under_18"], entry["release"])


def _beside(given: object, say: Say) -> Beside:
    if given is None:
        return Beside()
    if isinstance(given, list):
        what = "Published values are no longer typed here: they are read from the publications. Take the list of values out."
        say("comparators", what)
        return Beside()
    if not isinstance(given, dict) or not set(given) <= {"like", "neighbours"}:
        say("comparators", "This has “neighbours”, a list of dated choices, and may have “like”, the code of an authority.")
        return Beside()
    like = str(given.get("like") or "")
    try:
        like = authority_of(like).code if like else ""
    except NotFound as error:
        say("comparators", f"“like”: {error}")
    entries = _entries(given, "neighbours", {"from": date, "list": (int, str), "average": str}, _neighbours, say)
    return Beside(like, tuple(sorted(entries, key=lambda each: each.first_day)))


def _neighbours(entry: dict[str, Any]) -> NeighbourList:
    name, average = str(entry["list"]), entry["average"]
    if name not in list_names():
        raise ValueError(f"There is no list of statistical neighbours of {name}. There are those of {' and '.join(list_names())}.")
    if average not in AVERAGES:
        raise ValueError(f"The average “{average}” is not one of {', '.join(AVERAGES)}.")
    return NeighbourList(entry["from"], name, average)


def _entries(content: dict[str, Any], key: str, shape: Mapping[str, Any], make: Callable[[dict[str, Any]], Made], say: Say) -> list[Made]:
    made = []
    for number, entry in enumerate(content.get(key) or [], 1):
        if (
            not isinstance(entry, dict)
            or set(entry) != set(shape)
            or not all(isinstance(entry[name], kind) for name, kind in shape.items())
        ):
            say(key, f"Entry {number} must have exactly {', '.join(shape)}, each of its kind.")
            continue
        try:
            made.append(make(entry))
        except ValueError as error:
            say(key, f"Entry {number}: {error}")
    return made


def _targets(given: object, say: Say) -> list[Target]:
    targets = []
    for indicator, entries in given.items() if isinstance(given, dict) else []:
        for entry in entries if isinstance(entries, list) else [None]:
            numbers = isinstance(entry, dict) and all(isinstance(entry.get(key), int | float) for key in ("value", "tolerance"))
            if not isinstance(entry, dict) or not numbers or not isinstance(entry.get("from"), date) or entry["tolerance"] < 0:
                say("targets", f"Each target of {indicator} is like {{from: 2023-04-01, value: 95, tolerance: 5}}.")
                continue
            targets.append(Target(str(indicator), entry["from"], float(entry["value"]), float(entry["tolerance"])))
    return targets
