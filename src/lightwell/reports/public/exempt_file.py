"""Reads which parts of the pack are exempt from a home's `exempt.yaml`, with every problem by file, part, field and value."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from lightwell.definitions import Catalogue
from lightwell.errors import Problem, Refused
from lightwell.facts import BREAKDOWNS
from lightwell.plain_yaml import parse_yaml, read_yaml
from lightwell.reports.layout import Layout
from lightwell.reports.public.exempt_model import THE_RULES, Category, Covers, Part, Register
from lightwell.store import Home

FILE = "exempt.yaml"
APPENDICES = "exempt"
"""The folder of the home with the written appendices."""

LONGEST = 600
_KEYS = ("rules", "paragraph", "categories", "committees", "parts")
_MUST = ("id", "title", "covers", "category", "reason", "public_interest", "decided_by", "from", "until")
_MAY = ("paragraph", "review_on", "committees", "ended_on", "ended_by")
_DAYS = ("from", "until", "review_on", "ended_on")
_COVERS = ("section", "indicator", "breakdown", "member", "appendix")
_PUBLISHED = ("service", "locality")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_TEXT_FILE = re.compile(r"[\w][\w .()-]{0,80}\.(txt|md)", re.ASCII)

Say = Callable[[str, object, str], None]
"""Adds a problem: the field, the value as it was written, and a sentence."""


@dataclass(frozen=True)
class _Rules:
    """What the file says for all parts: whose rules, their paragraph, the words of each category, the committees."""

    rules: str
    paragraph: str
    words: Mapping[str, str]
    committees: tuple[str, ...]


@dataclass
class _Problems:
    found: list[Problem] = field(default_factory=list)

    def of(self, where: str) -> Say:
        """Give what adds a problem of one place in the file."""

        def say(name: str, value: object, what: str) -> None:
            written = f" It says “{value}”." if value not in (None, "") else ""
            self.found.append(Problem(f"{name}: {what}{written}", f"{FILE}{where}", value="" if value is None else str(value)))

        return say


@functools.cache
def statutory() -> Mapping[str, str]:
    """Give the words of Schedule 12A by the number of the paragraph."""
    made: Mapping[str, str] = parse_yaml(resources.files(__package__).joinpath("categories.yaml").read_text("utf-8"))
    return made


def path_of(home: Home) -> Path:
    """Give the file of exempt parts, whether or not it is there."""
    return home.path / FILE


def read_exempt(home: Home) -> Register:
    """Read which parts are exempt; none where there is no file. Raises `Refused` with every problem at once."""
    path, problems = path_of(home), _Problems()
    if not path.is_file():
        return Register()
    try:
        content = read_yaml(path)
    except (yaml.YAMLError, UnicodeDecodeError):
        raise Refused(f"The exempt parts cannot be read as YAML. Check the indentation and the quotes in {path}.") from None
    if not isinstance(content, dict) or not isinstance(content.get("parts"), list):
        raise Refused(f"The exempt parts in {path} must have a key “parts” with a list, each part with {', '.join(_MUST)}.")
    rules = _rules(content, problems.of(""))
    parts = [_part(number, each, rules, problems) for number, each in enumerate(content["parts"], 1)]
    made = tuple(part for part in parts if part is not None)
    _say_repeated(made, problems)
    problems.found += [problem for part in made for problem in _appendix_faults(home, part)]
    if problems.found:
        raise Refused(f"The exempt parts in {path} cannot be used, and nothing is published until they can.", problems.found)
    return Register(made, rules.committees)


def _rules(content: dict[str, Any], say: Say) -> _Rules:
    for key in content:
        if key not in _KEYS:
            say(str(key), None, f"There is no such key. The keys are {', '.join(_KEYS)}.")
    own = content.get("categories") or {}
    if not isinstance(own, dict):
        say("categories", own, "These are the council's own categories, each with its words.")
        own = {}
    for name in own:
        if str(name) in statutory():
            say("categories", name, "This is a paragraph of Schedule 12A, whose words are the Act's. Take it out.")
    words = {**{str(name): str(said) for name, said in own.items()}, **statutory()}
    named = _texts(content.get("committees"), "committees", say)
    return _Rules(str(content.get("rules") or THE_RULES), _text_of(content.get("paragraph")), words, named)


def _part(number: int, given: object, rules: _Rules, problems: _Problems) -> Part | None:
    name = given.get("id") if isinstance(given, dict) else None
    say = problems.of(f", part {name or number}")
    if not isinstance(given, dict):
        say("part", given, f"A part has {', '.join(_MUST)}, and may have {', '.join(_MAY)}.")
        return None
    before = len(problems.found)
    for key in _MUST:
        if given.get(key) in (None, ""):
            say(key, None, "This is missing.")
    for key in given:
        if key not in (*_MUST, *_MAY):
            say(str(key), None, f"There is no such field. The fields are {', '.join((*_MUST, *_MAY))}.")
    for fault in (_fields, _days):
        fault(given, rules, say)
    covers = _covers(given.get("covers"), say)
    committees = _texts(given.get("committees"), "committees", say)
    for each in committees:
        if each not in rules.committees:
            say("committees", each, "This committee is not in the list “committees” at the top of the file. Add it there, or correct it.")
    if len(problems.found) > before or covers is None:
        return None
    category, paragraph = str(given["category"]), _text_of(given.get("paragraph")) or rules.paragraph
    return Part(
        id=given["id"],
        title=_text_of(given["title"]),
        covers=covers,
        category=Category(category, paragraph, rules.words[category].strip(), rules.rules, category in statutory()),
        reason=_sentence(given["reason"]),
        public_interest=_sentence(given["public_interest"]),
        decided_by=_text_of(given["decided_by"]),
        first_day=given["from"],
        last_day=given["until"],
        review_on=given.get("review_on"),
        committees=committees,
        ended_on=given.get("ended_on"),
        ended_by=_text_of(given.get("ended_by")),
    )


def _fields(given: dict[str, Any], rules: _Rules, say: Say) -> None:
    name = given.get("id")
    if name and not (isinstance(name, str) and _NAME.fullmatch(name)):
        say("id", name, "Write small letters, figures and hyphens, such as placement-stability: it names the page.")
    category = given.get("category")
    if category not in (None, "") and str(category) not in rules.words:
        say("category", category, f"The categories are {', '.join(sorted(rules.words))}. A council's own is named under “categories”.")
    if not (_text_of(given.get("paragraph")) or rules.paragraph):
        say("paragraph", None, "Say which paragraph of the council's rules it is, here or once at the top of the file, such as “10.4”.")
    for key in ("title", "reason", "public_interest", "decided_by"):
        if len(_text_of(given.get(key))) > LONGEST:
            say(key, f"{str(given[key])[:40]} …", f"Say it in {LONGEST} letters or fewer.")
    if "@" in _text_of(given.get("decided_by")):
        say("decided_by", given["decided_by"], "Name a post, such as Monitoring Officer, and no person.")


def _days(given: dict[str, Any], _rules: _Rules, say: Say) -> None:
    for key in _DAYS:
        if given.get(key) is not None and type(given[key]) is not date:
            say(key, given[key], "This is not a day. Write it as in 2024-01-31.")
    found = {key: given[key] for key in _DAYS if type(given.get(key)) is date}
    first, last = found.get("from"), found.get("until")
    if first and last and last < first:
        say("until", last, f"This is before “from”, {first}.")
    if first and last and (again := found.get("review_on")) and not first <= again <= last:
        say("review_on", again, f"This is not between “from”, {first}, and “until”, {last}.")
    if bool(given.get("ended_on")) != bool(given.get("ended_by")):
        say("ended_on", given.get("ended_on"), "Say both when it ended and, in “ended_by”, which post decided so.")


def _covers(given: object, say: Say) -> Covers | None:
    what = f"Say what is exempt with one of section, indicator, breakdown or appendix; a breakdown may have a member. Known: {_COVERS}."
    if not isinstance(given, dict) or not given or not set(given) <= set(_COVERS) or not all(given.values()):
        if given not in (None, ""):
            say("covers", given, what)
        return None
    covers = Covers(**{key: str(value) for key, value in given.items()})
    faults = list(_covers_faults(covers))
    for fault in faults:
        say("covers", given, fault)
    return None if faults else covers


def _covers_faults(covers: Covers) -> Iterator[str]:
    if sum(map(bool, (covers.section, covers.indicator, covers.appendix))) > 1 or (covers.appendix and covers.breakdown):
        yield "It is either a section, an indicator or an appendix. Make a part of each."
    if covers.member and not covers.breakdown:
        yield "A member is one of a breakdown. Say which breakdown, such as locality."
    if covers.breakdown and (covers.breakdown not in BREAKDOWNS or covers.breakdown == "worker"):
        yield f"The breakdowns are {', '.join(name for name in BREAKDOWNS if name != 'worker')}. Figures of workers are in no pack."
    elif covers.breakdown and covers.breakdown not in _PUBLISHED and not covers.indicator:
        yield f"Only {' and '.join(_PUBLISHED)} are in the pack for every indicator. Name the indicator that is divided in this way."
    if covers.appendix and not _TEXT_FILE.fullmatch(covers.appendix):
        yield f"An appendix is a text in the folder “{APPENDICES}” of the home, such as placement-stability.md."


def _appendix_faults(home: Home, part: Part) -> Iterator[Problem]:
    if part.covers.appendix and not (home.path / APPENDICES / part.covers.appendix).is_file():
        what = f"covers: There is no file {part.covers.appendix} in the folder “{APPENDICES}” of the home. Put it there."
        yield Problem(what, f"{FILE}, part {part.id}")


def _say_repeated(parts: tuple[Part, ...], problems: _Problems) -> None:
    names = [part.id for part in parts]
    for name in sorted({name for name in names if names.count(name) > 1}):
        problems.of(f", part {name}")("id", name, "Two parts have this id. Give each its own.")


def faults_against(register: Register, layout: Layout, catalogue: Catalogue) -> list[Problem]:
    """List the sections, indicators and breakdowns that are exempt and that the pack does not have."""
    problems, sections = _Problems(), [section.id for section in layout.sections]
    for part in register.parts:
        covers, say = part.covers, problems.of(f", part {part.id}")
        definition = catalogue.definitions.get(covers.indicator)
        if covers.section and covers.section not in sections:
            say("covers", covers.section, f"The pack has no such section. Its sections are {', '.join(sections)}.")
        if covers.indicator and definition is None:
            say("covers", covers.indicator, "There is no such indicator. “lightwell indicators” lists them.")
        if definition and covers.breakdown and covers.breakdown not in definition.breakdowns:
            say(
                "covers", covers.breakdown, f"{definition.title} is not divided so, but by {', '.join(definition.breakdowns) or 'nothing'}."
            )
    return problems.found


def _texts(given: object, name: str, say: Say) -> tuple[str, ...]:
    if given is None:
        return ()
    if not isinstance(given, list) or not all(isinstance(each, str) and each.strip() for each in given):
        say(name, given, "Write a list of names.")
        return ()
    return tuple(each.strip() for each in given)


def _text_of(given: object) -> str:
    return "" if given is None else " ".join(str(given).split())


def _sentence(given: object) -> str:
    text = _text_of(given)
    return text if text.endswith((".", "!", "?")) else f"{text}."
