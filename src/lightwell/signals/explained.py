"""A change taken apart so that its parts add up to it exactly: by who came and went, by part, and by share and mix.

A figure is R = k·n/d: a share (k is 100), a rate (k is 10,000) or an average (k is 1). Bars stand for the mean of both months.

- By movement: Δn = d̄·ΔR/k + R̄·Δd/k, so ΔR = k·(Δn − R̄·Δd/k)/d̄. That is linear: every movement, or part of the numerator, and the
  denominator as a whole, has its own share of the change, and the shares add up. Nobody who was there in both months and was counted the
  same has any part in it.
- By part, with w the part's share of the denominator and r its own figure: ΔR = Σ w̄·Δr + Σ (r̄ − R̄)·Δw, what changed within each part
  and what changed in the mix of them. Both months weigh the same (Marshall and Edgeworth), so neither is the base. Source: Kitagawa
  (1955), Components of a difference between two rates, Journal of the American Statistical Association 50. R̄ only shares the mix among
  the parts: Σ Δw is 0. A part with nothing to divide by in one month takes its own figure of the other, so that all of it is mix.

None of it says why anything happened.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lightwell.errors import Refused


@dataclass(frozen=True)
class Amounts:
    """What a figure is counted from: how many are counted, and out of how many (0 where it is a count), or a change of both."""

    numerator: float
    denominator: float = 0.0

    def less(self, other: Amounts) -> Amounts:
        """Give the change from another."""
        return Amounts(self.numerator - other.numerator, self.denominator - other.denominator)


@dataclass(frozen=True)
class Change:
    """The same thing in two months."""

    before: Amounts
    after: Amounts

    @property
    def moved(self) -> Amounts:
        """What it changed by."""
        return self.after.less(self.before)


@dataclass(frozen=True)
class Effect:
    """How much of the whole's change stands in one part, in the unit of the figure: `points` is `within` and `mix` together."""

    points: float
    within: float
    mix: float


def figure(amounts: Amounts, scale: float) -> float | None:
    """Give the share, rate or average; None where there is nothing to divide by."""
    return scale * amounts.numerator / amounts.denominator if amounts.denominator else None


def by_movement(moves: Sequence[Amounts], whole: Change, scale: float) -> tuple[float, ...] | None:
    """Share the change of a figure among movements that together are the whole's, each given by what it changed; None without a figure.

    Raises `Refused` where they are not the whole's: a sum that does not add up must not be printed.
    """
    before, after = figure(whole.before, scale), figure(whole.after, scale)
    _must_add_up([move.numerator for move in moves], whole.moved.numerator, "numerators")
    _must_add_up([move.denominator for move in moves], whole.moved.denominator, "denominators")
    if before is None or after is None:
        return None
    middle, size = (before + after) / 2, (whole.before.denominator + whole.after.denominator) / 2
    return tuple((scale * move.numerator - middle * move.denominator) / size for move in moves)


def by_part(parts: Sequence[Change], whole: Change, scale: float) -> tuple[Effect, ...] | None:
    """Share the change of a figure among the parts of it (Kitagawa 1955); None without a figure. Raises `Refused` as `by_movement` does."""
    before, after = figure(whole.before, scale), figure(whole.after, scale)
    for side, total in (("before", whole.before), ("after", whole.after)):
        given = [getattr(part, side) for part in parts]
        _must_add_up([each.numerator for each in given], total.numerator, f"numerators {side}")
        _must_add_up([each.denominator for each in given], total.denominator, f"denominators {side}")
    if before is None or after is None:
        return None
    return tuple(_effect(part, whole, scale, (before + after) / 2) for part in parts)


def _effect(part: Change, whole: Change, scale: float, middle: float) -> Effect:
    weights = [one.denominator / all_of.denominator for one, all_of in ((part.before, whole.before), (part.after, whole.after))]
    points = scale * part.after.numerator / whole.after.denominator - scale * part.before.numerator / whole.before.denominator
    points -= middle * (weights[1] - weights[0])
    rates = [rate for rate in (figure(part.before, scale), figure(part.after, scale)) if rate is not None]
    if not rates:
        return Effect(points, points, 0.0)
    mix = (sum(rates) / len(rates) - middle) * (weights[1] - weights[0])
    return Effect(points, points - mix, mix)


def transitions(before: Mapping[str, str], after: Mapping[str, str], absent: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """Group keys by the state that they had and have; a key that one side does not know was, or is, `absent`. Keys come in order."""
    found: dict[tuple[str, str], list[str]] = {}
    for key in sorted({**before, **after}):
        found.setdefault((before.get(key, absent), after.get(key, absent)), []).append(key)
    return {states: tuple(keys) for states, keys in found.items()}


def apportion(exact: Sequence[float], total: Decimal, decimals: int) -> tuple[Decimal, ...]:
    """Round figures so that they add up to a total already rounded: each is off by less than one in its last place.

    Largest remainder: all are rounded down, and what is missing goes to those which lost most. A part that is exactly nothing stays so,
    unless only such parts are left. Should the total be further off than there are parts, they take turns.
    """
    unit = Decimal(1).scaleb(-decimals)
    units = [0.0 if abs(value) < 1e-9 else value / float(unit) for value in exact]
    down = [math.floor(value + 1e-9) for value in units]
    missing = int((total / unit).to_integral_value()) - sum(down)
    order = sorted(range(len(units)), key=lambda at: (units[at] == 0.0, down[at] - units[at]))
    order = [at for at in order if units[at] != 0.0] or order
    if missing < 0:
        order.reverse()
    for turn in range(abs(missing) if order else 0):
        down[order[turn % len(order)]] += 1 if missing > 0 else -1
    return tuple(count * unit for count in down)


def _must_add_up(parts: Sequence[float], total: float, what: str) -> None:
    if not math.isclose(math.fsum(parts), total, rel_tol=1e-9, abs_tol=1e-6):
        raise Refused(
            f"The {what} of the parts come to {math.fsum(parts):g} and the whole to {total:g}, so the change is not taken apart. "
            "Report this with the indicator and the two months."
        )
