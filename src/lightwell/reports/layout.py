"""The order of the pack: aims, sections, their indicators and charts, read from `layout.yaml` or from a council's own file."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from lightwell.errors import Problem, Refused

_SECTION_KEYS = ("id", "aim", "heading", "outcome", "chart", "indicators")


@dataclass(frozen=True)
class SectionLayout:
    """One section: `indicators` are the ids in the order of the table, `chart` the one that is drawn.

    `aim_id` is the strategy's aim as definitions name it, and `aim` the same in words.
    """

    id: str
    aim_id: str
    aim: str
    heading: str
    outcome: str
    chart: str
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """The sections of the pack in order."""

    sections: tuple[SectionLayout, ...]


def load(path: Path | None = None) -> Layout:
    """Read the layout that is shipped, or a council's own file.

    Raises `Refused` with every problem found: a key that is missing or not known, an aim that is not listed, a chart that is not a row.
    """
    text = path.read_text(encoding="utf-8") if path else resources.files(__package__).joinpath("layout.yaml").read_text("utf-8")
    where = path.name if path else "layout.yaml"
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise Refused(f"The layout {where} is not YAML: {error}") from error
    if not isinstance(raw, dict) or not isinstance(raw.get("aims"), dict) or not isinstance(raw.get("sections"), list):
        raise Refused(f"The layout {where} needs a mapping of aims and a list of sections.")
    problems = [problem for section in raw["sections"] for problem in _problems(section, raw["aims"], where)]
    if problems:
        raise Refused(f"The layout {where} cannot be used.", problems)
    return Layout(tuple(_section(section, raw["aims"]) for section in raw["sections"]))


def _problems(section: Any, aims: dict[str, str], where: str) -> list[Problem]:
    if not isinstance(section, dict):
        return [
            Problem(
                f"A section is “{section}”, which is not a mapping.",
                where,
                remedy=f"Give it {', '.join(_SECTION_KEYS)}.",
            )
        ]
    place = f"{where}, section {section.get('id', '?')}"
    missing = [Problem(f"“{key}” is missing.", place) for key in _SECTION_KEYS if not section.get(key)]
    unknown = [Problem(f"“{key}” is not known.", place) for key in section if key not in _SECTION_KEYS]
    if missing or unknown:
        return missing + unknown
    if not isinstance(section["indicators"], list):
        return [Problem("“indicators” is not a list.", place, remedy="Write each id on a line of its own, after a dash.")]
    problems = []
    if section["aim"] not in aims:
        problems.append(Problem(f"The aim “{section['aim']}” is not listed.", place, remedy=f"Use one of {', '.join(aims)}."))
    if section["chart"] not in section["indicators"]:
        problems.append(Problem(f"The chart “{section['chart']}” is not among the section's indicators.", place))
    return problems


def _section(raw: dict[str, Any], aims: dict[str, str]) -> SectionLayout:
    return SectionLayout(
        id=str(raw["id"]),
        aim_id=str(raw["aim"]),
        aim=str(aims[raw["aim"]]),
        heading=str(raw["heading"]),
        outcome=str(raw["outcome"]).strip(),
        chart=str(raw["chart"]),
        indicators=tuple(str(name) for name in raw["indicators"]),
    )


@dataclass(frozen=True)
class Phrase:
    """How one indicator is said: `name` begins a chart's title, `says` is a statement with places for the figure and the month."""

    name: str
    says: str


@functools.cache
def phrases() -> dict[str, Phrase]:
    """Read how each shipped indicator is said in a sentence."""
    raw = yaml.safe_load(resources.files(__package__).joinpath("phrases.yaml").read_text("utf-8"))
    return {name: Phrase(entry["name"], entry["says"]) for name, entry in raw.items()}


@functools.cache
def glossary() -> tuple[tuple[str, str], ...]:
    """Read the glossary for members: pairs of a term and what it means, in alphabetical order."""
    raw = yaml.safe_load(resources.files(__package__).joinpath("glossary.yaml").read_text("utf-8"))
    return tuple(sorted(((str(term), str(meaning).strip()) for term, meaning in raw.items()), key=lambda entry: entry[0].casefold()))
