"""What a finding quotes of another child is told to those alone who may see that child too.

Such is a record that may be of the same child, or one with the same number. Which children a finding quotes is kept with it when it is
made; of a snapshot that is older than that, every word that is a known child's identifier counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from lightwell.results.finding_model import Finding
from lightwell.results.journey_model import Finding as Told
from lightwell.results.quoting import may_quote, without
from lightwell.results.responsible import EVERYWHERE, within
from lightwell.web.access.decisions import Action, scope_of
from lightwell.web.access.models import Person
from lightwell.web.findings import seeing

UNSEEN = "another child, whom you may not see"
"""What stands in place of the other child and everything that is said of it."""


def for_reader(person: Person, found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Give findings as a person may read them."""
    given = tuple(found)
    unseen = _unseen(person, [(each.others, each.detail, each.child) for each in given])
    return tuple(replace(each, detail=_as_read(each.detail, each.child, unseen)) for each in given) if unseen else given


def journey_for_reader(person: Person, found: Iterable[Told], child: str) -> tuple[Told, ...]:
    """Give the findings of a child's journey as a person may read them."""
    given = tuple(found)
    unseen = _unseen(person, [(each.others, each.what, child) for each in given])
    return tuple(replace(each, what=_as_read(each.what, child, unseen)) for each in given) if unseen else given


def _unseen(person: Person, told: list[tuple[tuple[str, ...] | None, str, str]]) -> frozenset[str]:
    """Give the children whom findings quote and a person may not see; of each finding what it quotes, its words, and its own child."""
    if scope_of(person, Action.SEE_CHILDREN).unlimited:
        return frozenset()
    quoted = {other for others, _, _ in told for other in others or ()}
    words = {word for others, text, child in told if others is None for word in may_quote(text or "") - {child}}
    snapshot = seeing.current()
    known = within(snapshot, words, EVERYWHERE) if snapshot and words else frozenset[str]()
    asked = frozenset(quoted) | known
    return asked - seeing.may_open(person, asked) if asked else asked


def _as_read(text: str, child: str, unseen: frozenset[str]) -> str:
    return without(text, unseen - {child}, UNSEEN) if text else text
