"""What a finding quotes of another child is told to those alone who may see that child too.

Such is a record that may be of the same child, or one with the same number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from lightwell.results.finding_model import Finding
from lightwell.results.journey_model import Finding as Told
from lightwell.web.access.decisions import Action, scope_of
from lightwell.web.access.models import Person
from lightwell.web.findings import seeing

UNSEEN = "another child, whom you may not see"
"""What stands in place of the other child and everything that is said of it."""

_OTHER = re.compile(r"\bchild (?P<other>\S.*?)(?=: | and \d+ more|\.$|$)")
"""How the rules name another child in what they add to a finding: `child 1002: same name`, `... than child 1002`."""


def for_reader(person: Person, found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Give findings as a person may read them."""
    given = tuple(found)
    unseen = _unseen(person, (each.detail for each in given))
    return tuple(replace(each, detail=_without(each.detail, unseen)) for each in given) if unseen else given


def journey_for_reader(person: Person, found: Iterable[Told]) -> tuple[Told, ...]:
    """Give the findings of a journey as a person may read them."""
    given = tuple(found)
    unseen = _unseen(person, (each.what for each in given))
    return tuple(replace(each, what=_without(each.what, unseen)) for each in given) if unseen else given


def _unseen(person: Person, texts: Iterable[str]) -> frozenset[str]:
    """Give the children whom texts name and a person may not see; what only looks like an identifier is among them."""
    if scope_of(person, Action.SEE_CHILDREN).unlimited:
        return frozenset()
    named = frozenset(match["other"] for text in texts if (match := _OTHER.search(text or "")))
    return named - seeing.may_open(person, named) if named else named


def _without(text: str, unseen: frozenset[str]) -> str:
    match = _OTHER.search(text or "")
    if match is None or match["other"] not in unseen:
        return text
    return f"{text[: match.start()]}{UNSEEN}{'.' if text.endswith('.') else ''}"
