"""Reads a folder of definitions, checks every file, and reports every problem at once.

The shipped folder is `indicators/`; a council may add its own folder beside it, whose ids must be its own: a shipped definition cannot
be replaced in silence.
"""

from __future__ import annotations

import difflib
import functools
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from lightwell.definitions.clocks import Clock, read_clocks
from lightwell.definitions.fields import read_definition
from lightwell.definitions.model import Definition, Parameter
from lightwell.definitions.parameters import read_parameters
from lightwell.errors import NotFound, Problem, Refused
from lightwell.plain_yaml import read_yaml

PARAMETERS_FILE = "parameters.yaml"
CLOCKS_FILE = "clocks.yaml"

JOURNEY = ("front_door", "early_help", "assessment", "child_in_need", "protection", "care", "leaving_care", "supervision", "workforce")
"""The shipped folders in the order of the child's journey; a council's own come after them."""


@dataclass(frozen=True)
class Catalogue:
    """Every definition, parameter and clock in force, by id and by name, in the order of the journey's folders."""

    definitions: Mapping[str, Definition]
    parameters: Mapping[str, Parameter]
    folders: tuple[Path, ...] = ()
    clocks: Mapping[str, Clock] = field(default_factory=lambda: MappingProxyType({}))

    def definition(self, indicator: str) -> Definition:
        """Find a definition by its id; raises `NotFound`, with the nearest ids, if there is none."""
        if indicator not in self.definitions:
            asked, known = indicator.lower(), list(self.definitions)
            alike = difflib.get_close_matches(asked, known, cutoff=0.8)
            near = list(dict.fromkeys([*alike, *(name for name in known if asked in name or name in asked)]))[:5]
            hint = f" Did you mean {' or '.join(near)}?" if near else " List them with: lightwell indicators"
            raise NotFound(f"There is no indicator “{indicator}”.{hint}")
        return self.definitions[indicator]

    @property
    def fingerprint(self) -> str:
        """A short hash of everything that the figures depend on: two catalogues with the same one count the same."""
        counted: dict[str, dict[str, Any]] = {
            "definitions": {
                d.id: [d.version, d.unit, d.fact, d.period_type, d.on, d.of, d.count, d.distinct, d.per, d.breakdowns]
                for d in self.definitions.values()
            },
            "parameters": {p.name: [(str(day), value) for day, value in p.values] for p in self.parameters.values()},
        }
        if self.clocks:  # a snapshot from before there were clocks keeps its fingerprint
            counted["clocks"] = {c.id: [c.fact, c.of, c.since, c.begun, c.limit, c.unit] for c in self.clocks.values()}
        return hashlib.sha256(json.dumps(counted, sort_keys=True).encode()).hexdigest()[:12]


def shipped_folder() -> Path:
    """Give the folder of definitions that comes with Lightwell: inside the installed package, or at the root of a checkout."""
    packaged = Path(str(resources.files("lightwell"))) / "indicators"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[3] / "indicators"


def load(own_folder: Path | None = None) -> Catalogue:
    """Read the shipped definitions, and a council's own folder where there is one.

    Raises `Refused` with every problem in every file: a key that is unknown or not implemented, a column or parameter that does not exist,
    a condition that is none, an id that stands twice. Clocks are refused in the same way.
    """
    return load_folders((shipped_folder(), *([own_folder] if own_folder is not None else [])))


@functools.lru_cache(maxsize=32)
def load_folders(folders: tuple[Path, ...]) -> Catalogue:
    """Read several folders of definitions as one catalogue; raises `Refused` as `load` does."""
    problems: list[Problem] = []
    parameters: dict[str, Parameter] = {}
    definitions: dict[str, Definition] = {}
    for folder in folders:
        _read_parameter_file(folder / PARAMETERS_FILE, parameters, problems)
    for folder in folders:
        _read_folder(folder, frozenset(parameters), definitions, problems)
    clocks: dict[str, Clock] = {}
    for folder in folders:
        _read_clock_file(folder / CLOCKS_FILE, frozenset(parameters), definitions, clocks, problems)
    if problems:
        raise Refused(f"The definitions cannot be used: {len(problems)} problem{'s' if len(problems) > 1 else ''}.", problems)
    return Catalogue(MappingProxyType(definitions), MappingProxyType(parameters), folders, MappingProxyType(clocks))


def copy_definitions(catalogue: Catalogue, into: Path) -> None:
    """Copy every file of a catalogue into one folder, so that what was counted can be read back with what it counted."""
    for folder in catalogue.folders:
        for path in sorted(folder.rglob("*.yaml")):
            target = into / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.exists():  # only a council's parameters and clocks share a name with a shipped file
                target.write_text(f"{target.read_text(encoding='utf-8')}\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
            else:
                target.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")


def _read_parameter_file(path: Path, parameters: dict[str, Parameter], problems: list[Problem]) -> None:
    if not path.is_file():
        return
    for parameter in read_parameters(path.name, _read_yaml(path, problems), problems):
        if parameter.name in parameters:
            problems.append(
                Problem(
                    f"The parameter {parameter.name} is already defined.",
                    where=str(path.name),
                    remedy="Give it another name.",
                )
            )
        parameters.setdefault(parameter.name, parameter)


def _read_clock_file(
    path: Path, parameters: frozenset[str], definitions: Mapping[str, Definition], clocks: dict[str, Clock], problems: list[Problem]
) -> None:
    if not path.is_file():
        return
    for clock in read_clocks(path.name, _read_yaml(path, problems), parameters, definitions, problems):
        if clock.id in clocks:
            problems.append(Problem(f"The clock {clock.id} is already defined.", where=path.name, remedy="Give it another name."))
        clocks.setdefault(clock.id, clock)


def _place(path: Path) -> tuple[int, str]:
    stage = path.parts[0]
    return JOURNEY.index(stage) if stage in JOURNEY else len(JOURNEY), path.as_posix()


def _read_folder(folder: Path, parameters: frozenset[str], definitions: dict[str, Definition], problems: list[Problem]) -> None:
    for path in sorted(folder.rglob("*.yaml"), key=lambda path: _place(path.relative_to(folder))):
        if path.name in (PARAMETERS_FILE, CLOCKS_FILE):
            continue
        where = str(path.relative_to(folder))
        if re.fullmatch(r"[a-z][a-z0-9_]{1,79}", path.stem) is None:
            problems.append(
                Problem("The name of the file is the id of the indicator.", where=where, remedy="Use small letters, digits and _.")
            )
            continue
        found = read_definition(where, path.stem, _read_yaml(path, problems), parameters, problems)
        if path.stem in definitions:
            first = definitions[path.stem].file
            problems.append(
                Problem(
                    f"The indicator {path.stem} is already defined in {first}.",
                    where=where,
                    remedy="Give this one an id of its own.",
                )
            )
        elif found is not None:
            definitions[path.stem] = found


def _read_yaml(path: Path, problems: list[Problem]) -> dict[str, Any]:
    try:
        content = read_yaml(path)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        place = getattr(error, "problem_mark", None)
        row = place.line + 1 if place is not None else None
        problems.append(
            Problem(
                "This is not readable as YAML.",
                where=path.name,
                row=row,
                remedy="Check the indentation and the quotes.",
            )
        )
        return {}
    if not isinstance(content, dict):
        problems.append(Problem("The file is empty or not a set of keys.", where=path.name, remedy="Begin from a file in indicators/."))
        return {}
    return content
