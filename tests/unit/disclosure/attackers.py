"""Two attackers who share no code with disclosure control: one enumerates, one asks a solver in whole numbers.

They know what is printed, how the figures add up, that counts of 0 are printed and that halves are rounded up. They do not know the truth.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import highspy

from lightwell.disclosure import Cell, Coordinates, Policy, Printed, Relation, Term

Name = tuple[Coordinates, str]
Sum = tuple[tuple[Name, ...], Name]
"""The parts, and the whole that they make."""


@dataclass
class Table:
    """The true cells of one publication, and the sums that hold between the numbers behind them."""

    cells: list[Cell] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)

    def relations(self) -> list[Relation]:
        """Give the sums in the words of disclosure control."""
        return [
            Relation((*(Term(at, part) for at, part in parts), Term(*whole, factor=-1)), "=", "a sum")  # type: ignore[arg-type]
            for parts, whole in self.sums
        ]

    def small(self, policy: Policy) -> dict[Name, int]:
        """List the numbers that must not be worked out, with the truth."""
        return {name: number for name, number in self.numbers().items() if 1 <= number <= policy.protect_up_to}

    def numbers(self) -> dict[Name, int]:
        """List every number behind the cells, with the truth."""
        found: dict[Name, int] = {}
        for cell in self.cells:
            parts = {"numerator": cell.numerator}
            if cell.kind == "percent":
                assert cell.denominator is not None
                parts |= {"denominator": cell.denominator, "rest": cell.denominator - cell.numerator}
            found |= {(cell.at, part): int(number) for part, number in parts.items()}
        return found


class Solver:
    """Asks, of each number, the least and the most that it can be."""

    def __init__(self, printed: Iterable[Printed], sums: Sequence[Sum], earlier: Iterable[Printed] = ()) -> None:
        self.model: Any = highspy.Highs()  # type: ignore[no-untyped-call]  # its makers left it without
        self.model.setOptionValue("output_flag", False)
        self.model.setOptionValue("mip_rel_gap", 0.0)
        self.numbers: dict[Name, Any] = {}
        for one in printed:
            self.read(one, zeros_are_printed=True)
        for one in earlier:
            self.read(one, zeros_are_printed=False)
        for parts, whole in sums:
            self.model.addConstr(sum(self.number(part) for part in parts) - self.number(whole) == 0)

    def number(self, name: Name) -> Any:
        if name not in self.numbers:
            self.numbers[name] = self.model.addIntegral(lb=0, ub=5000)
        return self.numbers[name]

    def read(self, one: Printed, *, zeros_are_printed: bool) -> None:
        above = self.number((one.at, "numerator"))
        if one.kind == "count" and one.value is None:
            if zeros_are_printed:
                self.model.addConstr(above >= 1)
        elif one.kind == "count":
            fits = [number for number in range(5000) if one.base * ((2 * number + one.base) // (2 * one.base)) == one.value]
            # Nobody prints a small number, so a rounded one was not small.
            fits = [number for number in fits if number == 0 or number > 5] if zeros_are_printed else fits
            self.model.addConstr(above >= min(fits))
            self.model.addConstr(above <= max(fits))
        else:
            self.read_share(one, above)

    def read_share(self, one: Printed, above: Any) -> None:
        below, rest = self.number((one.at, "denominator")), self.number((one.at, "rest"))
        self.model.addConstr(above + rest - below == 0)
        if one.value is not None:
            ten = 10**one.decimals
            shown = round(one.value * ten)
            self.model.addConstr(200 * ten * above - (2 * shown - 1) * below >= 0)
            self.model.addConstr(200 * ten * above - (2 * shown + 1) * below <= -1)
            self.model.addConstr(below >= 6)
        for number, given in ((above, one.numerator), (below, one.denominator)):
            if given is not None:
                self.model.addConstr(number == given)

    def fits(self) -> bool:
        """Whether any numbers fit what is printed."""
        self.model.minimize(next(iter(self.numbers.values())))
        return bool(self.model.getModelStatus() == highspy.HighsModelStatus.kOptimal)

    def between(self, name: Name) -> tuple[int, int]:
        found = []
        for ask in (self.model.minimize, self.model.maximize):
            ask(self.number(name))
            assert self.model.getModelStatus() == highspy.HighsModelStatus.kOptimal, "what is printed contradicts itself"
            found.append(round(self.model.getInfo().objective_function_value))
        return found[0], found[1]


def pinned(table: Table, printed: Sequence[Printed], policy: Policy, earlier: Sequence[Printed] = ()) -> dict[Name, tuple[int, int]]:
    """Give the small numbers of a table that a solver pins inside the protected range."""
    solver = Solver(printed, table.sums, earlier)
    found = {name: solver.between(name) for name in table.small(policy)}
    return {name: (low, high) for name, (low, high) in found.items() if low >= 1 and high <= policy.protect_up_to}


def known_too_closely(
    table: Table, printed: Sequence[Printed], policy: Policy, exempt: Iterable[Coordinates]
) -> dict[Name, tuple[int, int]]:
    """Give the numbers of exempt cells that a solver knows more closely than an amount or a small number may be known.

    He is told nothing of them, and which of the counts that are suppressed are no zeros. What an exempt share is of may be public.
    """
    numbers, hidden = table.numbers(), set(exempt)
    solver = Solver([], table.sums)
    for one in printed:
        if one.at not in hidden:
            solver.read(one, zeros_are_printed=numbers[one.at, "numerator"] > 0 or one.value is not None)
    for cell in table.cells:
        if cell.at in hidden and cell.kind == "percent":
            solver.model.addConstr(
                sum(solver.number((cell.at, part)) for part in ("numerator", "rest")) == solver.number((cell.at, "denominator"))
            )
    asked = {name: number for name, number in numbers.items() if name[0] in hidden and name[1] != "denominator"}
    found = {name: solver.between(name) for name in asked}
    least = {name: max(policy.least_width, policy.least_amount_share * number) for name, number in asked.items()}
    return {name: (low, high) for name, (low, high) in found.items() if high - low < least[name]}


def misled(table: Table, printed: Sequence[Printed], policy: Policy, earlier: Sequence[Printed]) -> dict[Name, tuple[int, int]]:
    """Give what is pinned for a reader who takes every earlier figure for right that this publication does not print otherwise.

    What the earlier figures and the marks of now pin by themselves is left out: nothing that could still be suppressed would help.
    """
    shown = {one.at: one for one in printed}
    believed = [one for one in earlier if one.value is not None and shown[one.at].value in (None, one.value)]
    if not believed or not Solver(printed, table.sums, believed).fits():
        return {}
    marks = [replace(one, value=None, mark="c", numerator=None, denominator=None) if one.value else one for one in printed]
    beyond_help = pinned(table, marks, policy, believed)
    return {name: found for name, found in pinned(table, printed, policy, believed).items() if name not in beyond_help}


def corrections(
    table: Table, printed: Sequence[Printed], policy: Policy, before: Table, earlier: Sequence[Printed]
) -> dict[Name, tuple[int, int]]:
    """Give the corrections of 1 to 5, more or less, that come out where each publication is solved by itself and the two are compared."""
    then, was = Solver(earlier, before.sums), before.numbers()
    still = [
        one for one in earlier if one.value is not None and all(was[name] == table.numbers()[name] for name in was if name[0] == one.at)
    ]
    now, out = Solver(printed, table.sums, still), {one.at for one in earlier if one.value is not None}
    found: dict[Name, tuple[int, int]] = {}
    for name, number in table.numbers().items():
        if name[0] in out and number and 1 <= abs(number - was[name]) <= policy.protect_up_to:
            (low, high), (least, most) = then.between(name), now.between(name)
            change = (least - high, most - low)
            if 1 <= change[0] <= change[1] <= policy.protect_up_to or 1 <= -change[1] <= -change[0] <= policy.protect_up_to:
                found[name] = change
    return found


def enumerated(printed: Mapping[Coordinates, int | None], sums: Sequence[Sum], most: int) -> dict[Coordinates, tuple[int, int]]:
    """Try every way to fill in what is not printed, up to `most`; give the least and the most of each that fits."""
    hidden = [at for at, number in printed.items() if number is None]
    fits = []
    for guess in itertools.product(range(1, most + 1), repeat=len(hidden)):
        known = {**printed, **dict(zip(hidden, guess, strict=True))}
        if all(sum(known[at] or 0 for at, _ in parts) == known[whole[0]] for parts, whole in sums):
            fits.append(known)
    return {at: (min(one[at] or 0 for one in fits), max(one[at] or 0 for one in fits)) for at in hidden}
