"""What is printed of a cell, and what a printed number says of the numbers behind it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from lightwell.disclosure.model import CONFIDENTIAL, EXEMPT, NOT_APPLICABLE, PER, Cell, Part, Printed
from lightwell.disclosure.policy import Policy

Bounds = tuple[float, float]
"""The least and the most that a number can be."""

ANYTHING: Bounds = (0.0, math.inf)


def print_cell(cell: Cell, policy: Policy) -> Printed:
    """Give what is printed of a cell that may be: rounded as the policy asks, a share or mean to its decimals, halves up."""
    value, base = cell.value, policy.round_to if cell.kind == "count" else 1
    if value is None:
        return Printed(cell.at, cell.kind, cell.decimals, None, NOT_APPLICABLE, denominator=_public(cell))
    above, below = (cell.numerator, cell.denominator) if cell.shows_parts else (None, _public(cell))
    if cell.shows_parts and cell.kind == "percent" and policy.round_to > 1:
        base = policy.round_to
        above, below = round_to(cell.numerator, base), round_to(cell.denominator or 0, base)
    shown = round_to(value, base) if cell.kind == "count" else _decimals(cell, value)
    return Printed(cell.at, cell.kind, cell.decimals, shown, base=base, numerator=above, denominator=below)


def given_away(printed: Printed, cell: Cell) -> Printed:
    """Give what a printed cell is taken to say when it is decided what else to suppress.

    A share, rate or mean is taken to give both its numbers away: with its decimals it often does, and which whole numbers make 87.5 % is a
    hard question that a pack of thousands of shares should not depend on.
    """
    if cell.kind not in PER or printed.value is None:
        return printed
    return replace(printed, base=1, numerator=cell.numerator, denominator=cell.denominator)


def suppress(cell: Cell) -> Printed:
    """Give what is printed of a cell that may not be: its mark. The population of a rate is public all the same."""
    return Printed(cell.at, cell.kind, cell.decimals, None, CONFIDENTIAL, denominator=_public(cell))


def withhold(printed: Printed) -> Printed:
    """Give what a reader is taken to have of an exempt cell, or of a zero that is suppressed beside one: nothing, whatever its mark is.

    Which of several marks stand for zeros no reader can see. To take it as known where they do not can only be too careful.
    """
    return replace(printed, value=None, mark=EXEMPT, numerator=None, denominator=printed.denominator if printed.kind == "rate" else None)


def _public(cell: Cell) -> float | None:
    return cell.denominator if cell.kind == "rate" else None


def round_to(number: float, base: int) -> float:
    """Round a count to the nearest multiple, halves up."""
    return float(base * math.floor(Fraction(number) / base + Fraction(1, 2)))


def _decimals(cell: Cell, value: float) -> float:
    """Round as the decimal number says, not its binary neighbour: a share of whole numbers exactly, anything else from its text."""
    below = cell.denominator
    if cell.kind in PER and below and float(cell.numerator).is_integer() and float(below).is_integer():
        unit = Fraction(PER[cell.kind] * int(cell.numerator), int(below)) * 10**cell.decimals
        return float(Fraction(math.floor(unit + Fraction(1, 2)), 10**cell.decimals))
    return float(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-cell.decimals), rounding=ROUND_HALF_UP))


def said_of(printed: Printed, part: Part, policy: Policy | None) -> Bounds:
    """Give what a printed cell says by itself of one number behind it, as the least and the most it can be.

    With a policy, a reader knows too that what it protects is not printed. Without one (an earlier pack may have had another) only the
    number itself speaks. What a share says needs its denominator: see `above_the_line`.
    """
    if printed.mark == NOT_APPLICABLE:
        return (0.0, 0.0)
    if printed.value is None:
        # Zeros are printed, so a count that is marked as suppressed is no zero.
        hidden_count = printed.kind == "count" and printed.mark != EXEMPT and policy is not None and policy.publish_zero
        return (1.0, math.inf) if hidden_count and part == "numerator" else ANYTHING
    given = printed.numerator if part == "numerator" else printed.denominator
    if printed.kind == "count":
        given = printed.value
    if given is not None and part != "rest":
        return _rounded(given, printed.base, policy) if printed.kind in ("count", "percent") else (given, given)
    return _unsaid(printed, part, policy)


def within(said: Iterable[Bounds]) -> Bounds:
    """Give the least and the most that a number can be by several things said of it at once; the least is above the most if they clash."""
    low, high = ANYTHING
    for least, most in said:
        low, high = max(low, least), min(high, most)
    return low, high


def agrees(then: Printed, now: Printed) -> bool:
    """Say whether what an earlier pack printed may still be right beside what is printed now in its place."""
    if now.kind != then.kind or now.mark == NOT_APPLICABLE:
        return False
    if then.kind != "count" and then.decimals == now.decimals and then.value != now.value:
        return False
    parts: tuple[Part, ...] = ("numerator", "denominator")
    both = (within((said_of(then, part, None), said_of(now, part, None))) for part in parts)
    return all(low <= high for low, high in both)


def _unsaid(printed: Printed, part: Part, policy: Policy | None) -> Bounds:
    value = printed.value or 0.0
    if printed.kind == "rate" and printed.denominator is not None:
        low, high = above_the_line(printed, printed.denominator)
        return (max(low, policy.protect_up_to + 1.0), high) if policy and low > 0 else (low, high)
    if printed.kind in ("amount", "median"):
        half = 0.5 / 10**printed.decimals
        return (value - half, value + half)
    if policy is None:
        return ANYTHING
    more = policy.protect_up_to + 1.0
    if printed.kind == "percent":
        whole = {"numerator": value > 0, "rest": value < 100, "denominator": True}[part] or not policy.publish_zero
        return (max(more, policy.least_denominator) if part == "denominator" else more if whole else 0.0, math.inf)
    counts = {"mean": "denominator", "load": "numerator"}.get(printed.kind) == part
    return (max(more, policy.least_children) if counts else 0.0, math.inf)


def _rounded(given: float, base: int, policy: Policy | None) -> Bounds:
    """A rounded count, halves up: 10 rounded to fives was 8 to 12, and 5 was 6 or 7 if counts up to 5 are not printed."""
    if base == 1:
        return (given, given)
    low, high = max(0, math.ceil(given - base / 2)), math.ceil(given + base / 2) - 1
    if policy is None:
        return (low, high)
    if given == 0:
        return (0, high if high > policy.protect_up_to else 0)
    return (max(low, policy.protect_up_to + 1), high)


def above_the_line(printed: Printed, below: float) -> Bounds:
    """Give what a printed share or rate says of the count above the line where the number below it is known."""
    units, scale = printed_units(printed), 2 * PER[printed.kind] * 10**printed.decimals
    under = Fraction(below)
    return (max(0, math.ceil((2 * units - 1) * under / scale)), math.ceil((2 * units + 1) * under / scale) - 1)


def below_the_line(printed: Printed, above: float) -> Bounds:
    """Give what a printed share says of the count below the line where the number above it is known."""
    units, scale = printed_units(printed), 2 * PER[printed.kind] * 10**printed.decimals
    if not units:
        return ANYTHING
    over = Fraction(above) * scale
    return (math.floor(over / (2 * units + 1)) + 1, math.floor(over / (2 * units - 1)))


def printed_units(printed: Printed) -> int:
    """Give a printed value as a whole number of its last decimals: 12.3 is 123."""
    return round((printed.value or 0.0) * float(10**printed.decimals))
