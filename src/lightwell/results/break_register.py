"""The register of breaks in a home: `breaks.yaml`, written by the site and the command line and readable by hand.

Nothing is ever taken out of it: an entry made in error is withdrawn, and it is kept by whom and when.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from filelock import FileLock, Timeout

from lightwell.definitions.load import Catalogue
from lightwell.errors import LightwellError, NotFound, Problem, Refused
from lightwell.facts import BREAKDOWNS
from lightwell.periods import Month, say_date
from lightwell.plain_yaml import read_yaml
from lightwell.results.break_model import KINDS, Break
from lightwell.store import Home
from lightwell.store.pointer import replace_text

FILE = "breaks.yaml"

LONGEST = 300
"""Most characters of what happened: it stands beside a chart."""

_KEYS = {
    "from": str,
    "kind": str,
    "what": str,
    "indicators": list,
    "breakdown": str,
    "members": list,
    "anew": bool,
    "said_by": str,
    "said_on": date,
    "withdrawn_by": str,
    "withdrawn_on": date,
}
_MUST = ("from", "kind", "what", "said_by", "said_on")


def path_of(home: Home) -> Path:
    """Give the file of the register, whether or not it is there: what is made from it is made anew when it changes."""
    return home.path / FILE


def register(home: Home) -> tuple[Break, ...]:
    """Read the register, withdrawn entries included, in the order in which they were made; empty where there is none.

    Raises `Refused` with every problem at once, each with its entry, key and value.
    """
    path = path_of(home)
    if not path.is_file():
        return ()
    try:
        content = read_yaml(path)
    except (yaml.YAMLError, UnicodeDecodeError):
        raise Refused(f"The register of breaks cannot be read as YAML. Check the indentation and the quotes in {path}.") from None
    entries = content.get("breaks") if isinstance(content, dict) and set(content) == {"breaks"} else None
    if not isinstance(entries, list):
        raise Refused(f"The register of breaks in {path} must have one key, “breaks”, with a list of entries.")
    problems: list[Problem] = []
    read = [_entry(number, entry, problems) for number, entry in enumerate(entries, 1)]
    if problems:
        raise Refused(f"The register of breaks in {path} cannot be used.", problems)
    return tuple(entry for entry in read if entry is not None)


def enter(home: Home, entry: Break, catalogue: Catalogue) -> Break:
    """Add an entry to the register and give it with its number.

    Raises `Refused` if it says nothing, names an indicator, breakdown or kind that there is none of, or repeats one that holds.
    """
    problems = list(_faults(entry, catalogue))
    if problems:
        raise Refused("The break cannot be entered.", problems)
    with _locked(home):
        before = register(home)
        for each in before:
            if each.holds and replace(each, number=0, said_by="", said_on=None) == replace(entry, number=0, said_by="", said_on=None):
                raise Refused(f"The same break is in the register already, as entry {each.number}.")
        made = replace(entry, number=len(before) + 1)
        _write(home, (*before, made))
    return made


def withdraw(home: Home, number: int, *, by: str, on: date) -> Break:
    """Say that an entry no longer holds; it stays in the register. Raises `NotFound`, or `Refused` if it was withdrawn before."""
    with _locked(home):
        before = register(home)
        found = next((each for each in before if each.number == number), None)
        if found is None:
            raise NotFound(f"The register of breaks has no entry {number}.")
        if found.withdrawn_on is not None:
            raise Refused(f"Entry {number} was withdrawn on {say_date(found.withdrawn_on)}.")
        made = replace(found, withdrawn_by=by, withdrawn_on=on)
        _write(home, tuple(made if each.number == number else each for each in before))
    return made


def _entry(number: int, entry: object, problems: list[Problem]) -> Break | None:
    """Make a break of one entry; None, with what is wrong with it among the problems, where it cannot be made."""
    found = list(_wrong(entry))
    if found or not isinstance(entry, dict):
        problems += [Problem(what, where=f"{FILE}, entry {number}", column=key) for key, what in found]
        return None
    return Break(
        number=number,
        month=Month.parse(entry["from"]),
        kind=entry["kind"],
        what=entry["what"],
        said_by=entry["said_by"],
        said_on=entry["said_on"],
        indicators=tuple(str(each) for each in entry.get("indicators", ())),
        breakdown=entry.get("breakdown", ""),
        members=tuple(str(each) for each in entry.get("members", ())),
        anew=entry.get("anew", False),
        withdrawn_by=entry.get("withdrawn_by", ""),
        withdrawn_on=entry.get("withdrawn_on"),
    )


def _wrong(entry: object) -> Iterator[tuple[str, str]]:
    """Give what is wrong with an entry as it stands in the file: the key, and a sentence."""
    if not isinstance(entry, dict):
        yield "", "An entry has keys, each with its value."
        return
    for key in set(entry) - set(_KEYS):
        yield str(key), f"There is no key “{key}”. The keys are {', '.join(_KEYS)}."
    for key in _MUST:
        if key not in entry:
            yield key, f"The key “{key}” is missing."
    for key, kind in _KEYS.items():
        if key in entry and not isinstance(entry[key], kind):
            yield key, f"“{entry[key]}” is not what “{key}” takes."
    if isinstance(entry.get("from"), str):
        try:
            Month.parse(entry["from"])
        except ValueError as error:
            yield "from", str(error)
    if "kind" in entry and entry["kind"] not in KINDS:
        yield "kind", f"“{entry['kind']}” is not one of {', '.join(KINDS)}."


def _faults(entry: Break, catalogue: Catalogue) -> Iterator[Problem]:
    if entry.kind not in KINDS:
        yield Problem(f"“{entry.kind}” is not a kind of break. The kinds are {', '.join(KINDS)}.", column="kind")
    if not entry.what.strip():
        yield Problem("Say in a sentence what happened: it stands beside the chart.", column="what")
    if len(entry.what) > LONGEST:
        yield Problem(f"Say what happened in at most {LONGEST} characters; these are {len(entry.what)}.", column="what")
    if not entry.said_by.strip():
        yield Problem("Say who enters it: limits are set anew only by somebody who can be asked.", column="said_by")
    for name in entry.indicators:
        if name not in catalogue.definitions:
            yield Problem(f"There is no indicator “{name}”.", column="indicators")
    if entry.breakdown and entry.breakdown not in BREAKDOWNS:
        yield Problem(f"“{entry.breakdown}” is not a breakdown. The breakdowns are {', '.join(BREAKDOWNS)}.", column="breakdown")
    if bool(entry.breakdown) != bool(entry.members):
        yield Problem("A part of the service is named by its breakdown and its members: give both or neither.", column="members")


@contextmanager
def _locked(home: Home) -> Iterator[None]:
    home.make()
    try:
        with FileLock(home.path / ".breaks.lock", timeout=10):
            yield
    except Timeout:
        raise LightwellError("The register of breaks is being changed by somebody else. Try again in a moment.") from None


def _write(home: Home, entries: tuple[Break, ...]) -> None:
    content = {"breaks": [_written(each) for each in entries]}
    replace_text(path_of(home), yaml.safe_dump(content, sort_keys=False, allow_unicode=True))


def _written(entry: Break) -> dict[str, Any]:
    said: dict[str, Any] = {"from": str(entry.month), "kind": entry.kind, "what": entry.what}
    said |= {"indicators": list(entry.indicators)} if entry.indicators else {}
    said |= {"breakdown": entry.breakdown, "members": list(entry.members)} if entry.breakdown else {}
    said |= {"anew": True} if entry.anew else {}
    said |= {"said_by": entry.said_by, "said_on": entry.said_on}
    return said | ({"withdrawn_by": entry.withdrawn_by, "withdrawn_on": entry.withdrawn_on} if entry.withdrawn_on else {})
