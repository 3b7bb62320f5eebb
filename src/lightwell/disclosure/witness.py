"""Finds other figures that fit everything a reader knows: while there are such, a secret is safe.

One such set of figures proves many secrets safe, so it is looked for before any is asked about by itself. A proof holds until one of the
numbers that differ from the truth is printed, so it is kept from question to question.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lightwell.disclosure.knowledge import Knowledge
from lightwell.disclosure.model import Coordinates, Part
from lightwell.disclosure.solver import Programme

_NEAR = 1e-6
_ATTEMPTS = 12
"""How often many secrets are tried at once."""


@dataclass(frozen=True)
class Secret:
    """A number that must not be worked out: not that it is between `low` and `high`, nor more closely than `width`.

    `truth` is the number itself where it is known to us, which saves a question. An amount has no protected range (`low` above `high`).
    Where the truth is not known, `share` asks for a width that is this share of the least that it could be. An `exempt` one is protected
    though it is 0.
    """

    column: int
    at: Coordinates
    part: Part
    low: float
    high: float
    width: float = 0.0
    truth: float | None = None
    share: float = 0.0
    exempt: bool = False

    def guarded(self, lowest: float, highest: float) -> bool:
        """Say whether a reader who gets this far has learned nothing that is protected."""
        outside = highest > self.high + _NEAR or lowest < self.low - _NEAR
        return outside and highest - lowest >= self._asked(lowest) - _NEAR

    def far(self, near: float) -> float:
        """Give how large it must be able to be, for which it is not asked whether it can be larger; `near` is surely possible."""
        return max(self.high + 1, near + self._asked(near))

    def _asked(self, lowest: float) -> float:
        return max(self.width, self.share * lowest)


class Witnesses:
    """The proofs found so far: for each secret the numbers that differ from the truth, and what they are.

    `truth` gives every number's true value.
    """

    def __init__(self, truth: Mapping[int, float]) -> None:
        self._truth = truth
        self._moved: dict[Secret, dict[int, float]] = {}
        self._now: Knowledge | None = None
        self._fits: dict[int, bool] = {}

    def holds(self, knowledge: Knowledge, secret: Secret) -> bool:
        """Say whether the proof of a secret, if there is one, fits what is known now."""
        moved = self._moved.get(secret)
        if moved is None:
            return False
        self._turn_to(knowledge)
        # One proof serves many secrets.
        if id(moved) not in self._fits:
            self._fits[id(moved)] = _fits(knowledge, moved)
        return self._fits[id(moved)]

    def _turn_to(self, knowledge: Knowledge) -> None:
        if knowledge is not self._now:
            self._now, self._fits = knowledge, {}

    def find(self, knowledge: Knowledge, programme: Programme, places: Mapping[int, int], asked: Iterable[Secret]) -> list[Secret]:
        """Look for proofs of many secrets at once in a whole group of numbers, `places` in the programme; give those without one.

        Each attempt weighs the secrets otherwise, for two that stand against each other cannot both be large.
        """
        self._turn_to(knowledge)
        left, chance = [one for one in asked if not self.holds(knowledge, one)], random.Random(len(places))  # noqa: S311 - no secret
        if any(column not in self._truth for column in places):
            return left
        for _ in range(_ATTEMPTS):
            untils = {places[one.column]: one.far(one.truth) for one in left if one.truth is not None}
            if len(untils) < 2:
                break
            self._keep(knowledge, left, places, programme.sweep(untils, {place: chance.random() for place in untils}))
            left = [one for one in left if not self.holds(knowledge, one)]
        return left

    def _keep(self, knowledge: Knowledge, asked: Iterable[Secret], places: Mapping[int, int], values: list[float] | None) -> None:
        if values is None:
            return
        moved = {column: values[place] for column, place in places.items() if abs(values[place] - self._truth[column]) > _NEAR}
        self._fits[id(moved)] = _fits(knowledge, moved)
        for one in asked:
            value, truth = values[places[one.column]], one.truth or 0.0
            if one.guarded(min(value, truth), max(value, truth)):
                self._moved[one] = moved


def _fits(knowledge: Knowledge, moved: Mapping[int, float]) -> bool:
    for column, value in moved.items():
        low, high = knowledge.bounds(column)
        if not low - _NEAR <= value <= high + _NEAR:
            return False
    return True
