"""What a change is made of in words: who came, went or stands otherwise, which months came into a window, what the population did."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lightwell.definitions.model import Definition
from lightwell.reports.explained_parts import POPULATION
from lightwell.results.explaining import Explained
from lightwell.results.roll_moves import ABSENT, COUNTED, ELSEWHERE, MISSED, OUTSIDE, Move
from lightwell.signals.explained import Amounts

MONTHS_IN, MONTHS_OUT = "months-in", "months-out"
"""The names of the months that came into a window, and of those that fell out of it."""

_IN_AND_OUT = {
    "children_in_care": ("came into care", "left care"),
    "children_on_protection_plans": ("began a child protection plan", "came off their plan"),
    "care_leavers": ("became [a care leaver|care leavers]", "stopped being [a care leaver|care leavers]"),
    "open_assessments": ("began an assessment", "[has|have] no open assessment any more"),
    "children_in_early_help": ("began early help", "left early help"),
    "children_open": ("[was|were] opened to the service", "[was|were] closed to the service"),
}
_USUAL = ("came in", "went out")
_BECAME = {
    MISSED: ("[was|were] there already and [is|are] newly counted", "[is|are] still there and no longer counted"),
    OUTSIDE: ("[was|were] known already and newly belong[s|] to the group", "[is|are] still known and no longer belong[s|] to the group"),
    ELSEWHERE: ("came from another part of the service", "went to another part of the service"),
}
_ORDER = (ABSENT, ELSEWHERE, OUTSIDE, MISSED, COUNTED)


@dataclass(frozen=True)
class Said:
    """One way of coming or going: its name, words for a number of `number`, how many, and what it adds to the figure."""

    name: str
    words: str
    number: int
    adds: Amounts
    move: Move | None = None


def said_moves(found: Explained) -> list[Said]:
    """List what a change is made of, arrivals first; together the lines add up to the change of the figure's rows and its population.

    Those who stayed as they were are a line only where what they weigh has changed, as it can for an average.
    """
    lines = [_of_move(found.definition, move) for move in _ordered(found)]
    for name, sign, words in ((MONTHS_IN, 1, "came into the period"), (MONTHS_OUT, -1, "fell out of the period")):
        amounts = [each for _, one, each in found.months if one == sign]
        if amounts:
            adds = Amounts(sign * sum(each.numerator for each in amounts), sign * sum(each.denominator for each in amounts))
            lines.append(Said(name, f"{_months(found, sign)} {words}", len(amounts), adds))
    if found.definition.unit == "per_10_000" and lines:
        lines.append(Said(POPULATION, "The population changed", 0, Amounts(0.0, found.whole.moved.denominator)))
    return lines


def leaves(move: Move) -> bool:
    """Say whether somebody is further from being counted than before."""
    return _ORDER.index(move.after) < _ORDER.index(move.before)


def one_or_many(words: str, number: int) -> str:
    """Choose in `[was|were] there` by a number."""
    return re.sub(r"\[([^|\]]*)\|([^\]]*)\]", r"\1" if number == 1 else r"\2", words)


def _ordered(found: Explained) -> list[Move]:
    if found.roll is None:
        return []
    kept = [move for move in found.roll.moves if move.before != move.after or abs(move.adds.denominator) > 1e-9]
    return sorted(kept, key=lambda move: (leaves(move), _ORDER.index(move.before), _ORDER.index(move.after)))


def _of_move(definition: Definition, move: Move) -> Said:
    number = len(move.keys)
    return Said(f"{move.before}-{move.after}", one_or_many(_words(definition, move), number), number, move.adds, move)


def _words(definition: Definition, move: Move) -> str:
    before, after = move.before, move.after
    if before == after:
        return "stayed and weigh[s|] otherwise" if before == COUNTED else "stayed, not counted, and weigh[s|] otherwise"
    going = leaves(move)
    away = after if going else before
    own = _USUAL if definition.distinct else _IN_AND_OUT.get(definition.fact, _USUAL)
    words = own[going] if away == ABSENT else _BECAME[away][going]
    if not definition.has_denominator or definition.unit == "mean" or {before, after} == {COUNTED, MISSED}:
        return words
    inside = before if going else after
    return f"{words}, {'counted' if inside == COUNTED else 'not counted'}{' before' if going else ''}"


def _months(found: Explained, sign: int) -> str:
    months = [month for month, one, _ in found.months if one == sign]
    return months[0].name if len(months) == 1 else f"{months[0].name} to {months[-1].name}"
