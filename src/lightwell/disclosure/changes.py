"""Where a correction would say too much: the difference of what is printed now from what was printed before is a number of children too."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lightwell.disclosure.frame import WHOLE, Number, Same
from lightwell.disclosure.model import Cell, Coordinates, Part, Published, Relation
from lightwell.disclosure.policy import Policy
from lightwell.disclosure.printing import ANYTHING, Bounds, above_the_line, below_the_line, said_of, within

Then = Mapping[Coordinates, Mapping[Part, frozenset[Bounds]]]
"""Of each place and part what earlier packs said of the number, once for every pack that said otherwise."""


def said_before(published: Sequence[Published], relations: Iterable[Relation], places: Mapping[Coordinates, object]) -> Then:
    """Give what a reader of earlier packs knows of the numbers behind some places, as they then were.

    A share gives its numbers away where they are printed beside it, and where another figure of the same pack says one of the two.
    """
    here = [each for each in published if each.printed.at in places]
    known = _known(here, Same(relations))
    found: dict[Coordinates, dict[Part, set[Bounds]]] = {}
    for each in here:
        if each.printed.value is None:
            continue
        above, below = (known.of(each, part) for part in _TWO)
        said: dict[Part, Bounds] = {"numerator": above, "denominator": below, "rest": (below[0] - above[1], below[1] - above[0])}
        for part in WHOLE[each.printed.kind]:
            if said[part][0] <= said[part][1] < math.inf:
                found.setdefault(each.printed.at, {}).setdefault(part, set()).add(said[part])
    return {at: {part: frozenset(bounds) for part, bounds in parts.items()} for at, parts in found.items()}


_TWO: tuple[Part, Part] = ("numerator", "denominator")


@dataclass
class _Known:
    """Between what each number lay, by each pack."""

    same: Same
    bounds: dict[tuple[str, Number], Bounds] = field(default_factory=dict)

    def of(self, each: Published, part: Part) -> Bounds:
        return self.bounds.get((each.pack, self.same.one_of((each.printed.at, part))), ANYTHING)

    def learn(self, each: Published, part: Part, bounds: Bounds) -> None:
        self.bounds[each.pack, self.same.one_of((each.printed.at, part))] = within((self.of(each, part), bounds))


def _known(published: Sequence[Published], same: Same) -> _Known:
    known = _Known(same)
    for each in published:
        for part in _TWO:
            known.learn(each, part, said_of(each.printed, part, None))
    for each in published:
        if each.printed.kind == "percent" and each.printed.value is not None:
            above, below = (known.of(each, part) for part in _TWO)
            if below[0] == below[1]:
                known.learn(each, "numerator", above_the_line(each.printed, below[0]))
            elif above[0] == above[1]:
                known.learn(each, "denominator", below_the_line(each.printed, above[0]))
    return known


def changed_by_few(then: Then, cells: Mapping[Coordinates, Cell], policy: Policy) -> Then:
    """Give those of `then` from which a number differs by a protected one. A number that is now 0, or that was printed already, is out."""
    found: dict[Coordinates, dict[Part, frozenset[Bounds]]] = {}
    for at, parts in then.items() if policy.protect_changes else ():
        for part, before in parts.items():
            number = part_of(cells[at], part)
            few = frozenset(bounds for bounds in before if any(low <= number <= high for low, high in ranges(bounds, policy)))
            if few and number and part in WHOLE[cells[at].kind] and (number, number) not in before:
                found.setdefault(at, {})[part] = few
    return found


def ranges(before: Bounds, policy: Policy) -> tuple[Bounds, ...]:
    """Give between what a number may not be pinned, because it would be a protected number more, or less, than it was."""
    least, most = before
    both = ((most + 1, least + policy.protect_up_to), (max(0.0, most - policy.protect_up_to), least - 1))
    return tuple((low, high) for low, high in both if low <= high)


def part_of(cell: Cell, part: Part) -> float:
    """Give one of the numbers behind a cell."""
    return {"numerator": cell.numerator, "denominator": cell.denominator or 0.0, "rest": cell.rest}[part]
