"""Tries to work out what is protected from everything that a reader knows, as someone with a solver would."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lightwell.disclosure.frame import Row
from lightwell.disclosure.knowledge import Knowledge, Said
from lightwell.disclosure.misfits import heard_in, misfits
from lightwell.disclosure.reach import reach
from lightwell.disclosure.solver import Column, Extreme, Programme
from lightwell.disclosure.witness import Secret, Witnesses
from lightwell.errors import Refused


@dataclass(frozen=True)
class Found:
    """A secret that is out: between what it lies, and the columns and figures without which it would be less certain."""

    secret: Secret
    lowest: float
    highest: float
    pressing: tuple[int, ...]
    pressing_figures: tuple[int, ...]


class Attacker:
    """Tries secrets, and remembers what proved them safe, so that only what has changed is tried again.

    `truth` is the true value of every number, by column; empty for a reader, who has none. Whether whole numbers fit is sometimes too hard
    to say. A `strict` attacker is then taken to succeed; another to have only what linear programming gives.
    """

    def __init__(self, truth: Mapping[int, float] | None = None, *, strict: bool = True) -> None:
        self._strict = strict
        self._witnesses = Witnesses(truth or {})

    def attack(self, knowledge: Knowledge, secrets: Iterable[Secret]) -> list[Found]:
        """List every secret that can be worked out. Raises `Refused` if what this pack says contradicts itself."""
        waiting = self._open(knowledge, secrets)
        found: list[Found] = []
        while waiting:
            group, rows = knowledge.together(next(iter(waiting)))
            asked = [secret for column in group for secret in waiting.pop(column, ())]
            found += self._attack_group(knowledge, group, rows, asked)
        return found

    def _open(self, knowledge: Knowledge, secrets: Iterable[Secret]) -> dict[int, list[Secret]]:
        waiting: dict[int, list[Secret]] = {}
        for secret in secrets:
            if not self._witnesses.holds(knowledge, secret):
                waiting.setdefault(secret.column, []).append(secret)
        return waiting

    def _attack_group(self, knowledge: Knowledge, group: list[int], rows: list[Said], asked: list[Secret]) -> list[Found]:
        if asked and _scales(knowledge, group, rows):
            # Six times nothing is nothing, so of an exempt number, which may be 0, this proves nothing.
            asked = [secret for secret in asked if secret.exempt]
        if not asked:
            return []
        named = dict.fromkeys([*group, *(column for said in rows for column, _ in said.row.terms)])
        places = {column: place for place, column in enumerate(named)}
        columns = [_column(knowledge, column) for column in places]
        sums = [Row(tuple((places[c], factor) for c, factor in said.row.terms), said.row.low, said.row.high) for said in rows]
        reached = reach(columns, sums)
        left = asked if reached is None else [one for one in asked if not one.guarded(*reached[places[one.column]])]
        if not left:
            return []
        programme = Programme(columns, sums, strict=self._strict)
        found = _found(programme, rows, places, self._witnesses.find(knowledge, programme, places, left))
        return self._otherwise(knowledge, rows, places, asked) if found is None else found

    def _otherwise(self, knowledge: Knowledge, rows: list[Said], places: Mapping[int, int], asked: list[Secret]) -> list[Found]:
        """A reader who finds that earlier packs do not fit takes as few of their figures for wrong as will do."""
        heard = heard_in(knowledge, rows, places)
        if not heard:
            at = ", ".join(sorted({str(secret.at) for secret in asked})[:5])
            raise Refused(f"The figures contradict one another, so it cannot be said what they give away: {at}. Work them out again.")
        wrong = misfits(knowledge, rows, places, heard) or heard
        return Attacker(strict=self._strict).attack(knowledge.without(wrong), asked)


def _found(programme: Programme, rows: Sequence[Said], places: Mapping[int, int], asked: Iterable[Secret]) -> list[Found] | None:
    """Ask for every secret by itself; None if nothing fits what is known."""
    numbers, found = list(places), []
    for secret in asked:
        out = _ask(programme, places[secret.column], secret)
        if out is None:
            return None
        most, lowest, highest = out
        if not secret.guarded(lowest, highest):
            pressing = tuple(numbers[place] for place in most.pressing)
            figures = tuple(figure for place in most.pressing_rows if (figure := rows[place].figure) is not None)
            found.append(Found(secret, lowest, highest, pressing, figures))
    return found


def _column(knowledge: Knowledge, column: int) -> Column:
    low, high = knowledge.bounds(column)
    return Column(low, max(low, high), knowledge.frame.whole[column])


def _scales(knowledge: Knowledge, group: list[int], rows: Sequence[Said]) -> bool:
    """Whether nothing says how large these numbers are: all could be six times as many, or sixty, and everything known would hold."""
    if not knowledge.policy.publish_zero or any(knowledge.bounds(column)[1] < math.inf for column in group):
        return False
    inside = set(group)
    others = {column for said in rows for column, _ in said.row.terms} - inside
    return all(knowledge.bounds(column) == (0.0, 0.0) for column in others)


def _ask(programme: Programme, place: int, secret: Secret) -> tuple[Extreme, float, float] | None:
    """Give the most that a secret can be, with its least and most as far as they matter; None if nothing fits what is known."""
    # Without the truth it may lie wholly below the range, so the least is looked for all the way down.
    least = programme.extreme(place, most=False, until=min(secret.low - 1, 0.0)) if secret.truth is None else None
    if least is not None and least.reached is None:
        return None if least.certain else (least, secret.low, secret.low)
    # The most is looked for from a number that it can surely be, or nothing would fit.
    near = secret.truth if secret.truth is not None else least.reached if least is not None and least.reached is not None else 0.0
    most = programme.extreme(place, most=True, until=secret.far(near))
    if most.reached is None:
        return None if most.certain else (most, near, near)
    if least is not None or secret.guarded(near, most.reached):
        return most, near, most.reached
    least = programme.extreme(place, most=False, until=min(secret.low - 1, most.reached - secret.width))
    if least.reached is None:
        return None if least.certain else (most, most.reached, most.reached)
    return most, least.reached, most.reached
