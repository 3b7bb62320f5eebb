"""What the packs already published still say of the numbers behind a new one, and where a correction would say too much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lightwell.disclosure.model import Cell, Coordinates, Published, Relation, Release, Released
from lightwell.disclosure.policy import Policy
from lightwell.disclosure.printing import print_cell, round_to, said_of


def _printed_exactly(each: Published) -> bool:
    return each.printed.kind == "count" and each.printed.base == 1 and each.printed.value is not None


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


def still_true_of(published: Sequence[Published], released: Mapping[Coordinates, Released]) -> tuple[Published, ...]:
    """Give the same for cells that are printed already: of what is suppressed a reader takes the earlier figure to hold."""
    kept = []
    for each in published:
        now = released.get(each.printed.at)
        same = now is None or now.state is Release.SUPPRESSED or now.printed.value == each.printed.value
        if same and each.printed.value is not None:
            kept.append(each)
    return tuple(kept)


def changed_by_few(published: Iterable[Published], cells: Mapping[Coordinates, Cell], policy: Policy) -> dict[Coordinates, set[float]]:
    """Give the cells whose correction is itself a protected number, with what earlier packs printed. A count that is now 0 is printed."""
    found: dict[Coordinates, set[float]] = {}
    for each in published if policy.protect_changes else ():
        cell, value = cells.get(each.printed.at), each.printed.value
        if cell is None or value is None or cell.kind != "count" or not _printed_exactly(each) or not cell.numerator:
            continue
        if 0 < abs(cell.numerator - value) <= policy.protect_up_to:
            found.setdefault(cell.at, set()).add(value)
    return found


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
            number = {"numerator": cell.numerator, "denominator": cell.denominator or 0.0, "rest": cell.rest}[term.part]
            least = most = number
        elif term.at in old:
            least, most = said_of(old[term.at].printed, term.part, None)
        else:
            least, most = 0.0, float("inf")
        ends = (term.factor * least, term.factor * most)
        low, high = low + min(ends), high + max(ends)
    return low > 1e-6 or (relation.sense == "=" and high < -1e-6)
