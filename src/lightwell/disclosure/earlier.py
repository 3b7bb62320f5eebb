"""What the packs already published still say of the numbers behind a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lightwell.disclosure.changes import part_of
from lightwell.disclosure.model import Cell, Coordinates, Published, Relation
from lightwell.disclosure.policy import Policy
from lightwell.disclosure.printing import print_cell, round_to, said_of


def still_true(published: Sequence[Published], cells: Mapping[Coordinates, Cell], policy: Policy) -> tuple[Published, ...]:
    """Give what earlier packs printed that has not been corrected since: of cells of this pack what would be printed the same.

    What was printed of months that this pack no longer shows is taken to hold.
    """
    return tuple(each for each in published if each.printed.value is not None and _as_it_was(each, cells.get(each.printed.at), policy))


def _as_it_was(each: Published, cell: Cell | None, policy: Policy) -> bool:
    if cell is None:
        return True
    then = each.printed
    if cell.kind != then.kind:
        return False
    if cell.kind == "count":
        return round_to(cell.numerator, then.base) == then.value
    again = print_cell(cell, policy)
    parts = (then.numerator in (None, cell.numerator)) and (then.denominator in (None, cell.denominator))
    return again.decimals == then.decimals and again.value == then.value and (parts or then.base > 1)


def latest(published: Sequence[Published]) -> tuple[Published, ...]:
    """Give the last number that was printed in each place: what a reader takes for right until another is printed there.

    A figure that was printed once and has been suppressed since is among them. Whether it is still right the reader cannot see.
    """
    return tuple({each.printed.at: each for each in published if each.printed.value is not None}.values())


def not_contradicted(
    relations: Sequence[Relation], published: Sequence[Published], cells: Mapping[Coordinates, Cell]
) -> tuple[Relation, ...]:
    """Leave out relations between this pack and earlier ones that a correction has broken: with them a reader would be misled."""
    old = {each.printed.at: each for each in published if each.printed.at not in cells}
    return tuple(relation for relation in relations if not _broken(relation, old, cells))


def _broken(relation: Relation, old: Mapping[Coordinates, Published], cells: Mapping[Coordinates, Cell]) -> bool:
    if not any(term.at in old for term in relation.terms):
        return False
    low = high = 0.0
    for term in relation.terms:
        cell = cells.get(term.at)
        if cell is not None:
            least = most = part_of(cell, term.part)
        elif term.at in old:
            least, most = said_of(old[term.at].printed, term.part, None)
        else:
            least, most = 0.0, float("inf")
        ends = (term.factor * least, term.factor * most)
        low, high = low + min(ends), high + max(ends)
    return low > 1e-6 or (relation.sense == "=" and high < -1e-6)
