"""The only door to anything public: what of some cells may be printed, and the proof that the rest cannot be worked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lightwell.disclosure.changes import Then, changed_by_few, said_before
from lightwell.disclosure.choose import choose, last_resort, next_to_hide
from lightwell.disclosure.earlier import latest, not_contradicted, still_true
from lightwell.disclosure.frame import frame_of
from lightwell.disclosure.knowledge import Knowledge
from lightwell.disclosure.model import (
    CONFIDENTIAL,
    Cell,
    Coordinates,
    Pinned,
    Printed,
    Published,
    Reason,
    Relation,
    Release,
    Released,
)
from lightwell.disclosure.policy import Policy, reasons_of
from lightwell.disclosure.printing import given_away, print_cell, suppress
from lightwell.disclosure.reader import Reader
from lightwell.disclosure.secrets import secrets_of, truth_of


def protect(
    cells: Sequence[Cell],
    relations: Sequence[Relation],
    policy: Policy,
    published: Sequence[Published] = (),
    again: Mapping[Coordinates, Printed] | None = None,
) -> tuple[Released, ...]:
    """Give what may be printed of each cell, in the order of the cells.

    `relations` are what a reader can take for granted (`relations_of` finds them), `published` what earlier packs printed, the oldest
    first; cells in `again` are printed as they were then. Raises `ValueError` if two cells stand in one place and `Refused` if the figures
    contradict one another. What earlier packs have given away already stays so: `audit` names it.
    """
    places, again = {cell.at: cell for cell in cells}, again or {}
    if len(places) != len(cells):
        raise ValueError("Two cells stand in one place.")
    seen = _seen(relations, policy)
    changes = changed_by_few(said_before(published, seen, places), places, policy)
    reasons = {cell.at: _reasons(cell, policy, changes, again.get(cell.at)) for cell in cells}
    inside = [cell for cell in cells if cell.at.breakdown not in policy.kept_back]
    printed = [_printed(cell, policy, again.get(cell.at)) for cell in inside]
    fixed = frozenset(place for place, cell in enumerate(inside) if cell.at in again)
    held, packs = still_true(published, places, policy), _seen_packs(published, policy)
    tied = not_contradicted(seen, held, places)
    frame = frame_of([(cell.at, cell.kind) for cell in inside], tied, _seen_packs(held, policy))
    why = {place: reasons[cell.at] for place, cell in enumerate(inside) if reasons[cell.at]}
    shown, marked = [given_away(one, cell) for one, cell in zip(printed, inside, strict=True)], [suppress(cell) for cell in inside]
    knowledge = Knowledge(frame, shown, marked, frozenset(why), policy, fixed=fixed)
    truth = truth_of(frame, inside)
    second = choose(knowledge, inside, secrets_of(frame, inside, why, changes, policy, truth), truth)
    if len(tied) < len(seen) or not set(latest(packs)) <= set(held):
        second |= _misled(Reader(printed, seen, policy, packs), inside, why, frozenset(second), fixed)
    chosen = {inside[place].at for place in second}
    return tuple(
        _released(cell, reasons[cell.at] or ((Reason.SECONDARY,) if cell.at in chosen else ()), policy, again.get(cell.at))
        for cell in cells
    )


def _misled(
    reader: Reader, cells: Sequence[Cell], why: Mapping[int, tuple[Reason, ...]], second: frozenset[int], fixed: frozenset[int]
) -> set[int]:
    """Choose what else to suppress so that nothing is given back by earlier figures that are wrong now, and not seen to be."""
    more = set(second)
    while True:
        knowledge = reader.knows(frozenset(why) | more, fixed)
        reasons = [why.get(place, (Reason.SECONDARY,) if place in more else ()) for place in range(len(cells))]
        found = reader.works_out(knowledge, reasons)
        chosen = next_to_hide(found, cells)
        if found and not chosen:
            out = reader.was_out(found)
            chosen = last_resort([(known, one) for known, one in found if one.secret not in out], cells)
        if not chosen:
            return more
        more |= chosen


def _reasons(cell: Cell, policy: Policy, changes: Then, again: Printed | None) -> tuple[Reason, ...]:
    if again is not None and again.mark != CONFIDENTIAL and cell.at.breakdown not in policy.kept_back:
        return ()
    own = (*reasons_of(cell, policy), *((Reason.SMALL_CHANGE,) if cell.at in changes else ()))
    return own or ((Reason.AS_BEFORE,) if again is not None else ())


def _printed(cell: Cell, policy: Policy, again: Printed | None) -> Printed:
    return print_cell(cell, policy) if again is None or again.mark == CONFIDENTIAL else again


def _seen(relations: Sequence[Relation], policy: Policy) -> list[Relation]:
    """Leave out relations with a breakdown that is never published: nobody sees its members."""
    return [relation for relation in relations if not any(term.at.breakdown in policy.kept_back for term in relation.terms)]


def _seen_packs(published: Sequence[Published], policy: Policy) -> list[Published]:
    return [each for each in published if each.printed.at.breakdown not in policy.kept_back]


def _released(cell: Cell, reasons: tuple[Reason, ...], policy: Policy, again: Printed | None) -> Released:
    if reasons:
        return Released(suppress(cell), Release.SUPPRESSED, reasons)
    printed = _printed(cell, policy, again)
    return Released(printed, Release.ROUNDED if printed.base > 1 else Release.PUBLISHED)


def audit(
    released: Sequence[Released], relations: Sequence[Relation], policy: Policy, published: Sequence[Published] = ()
) -> tuple[Pinned, ...]:
    """List every protected number that can be worked out from what is printed, without looking at the truth; empty if none can.

    `published` are the packs before, the oldest first. Raises `Refused` if what is printed contradicts itself.
    """
    inside = [one for one in released if one.printed.at.breakdown not in policy.kept_back]
    reader = Reader([one.printed for one in inside], _seen(relations, policy), policy, _seen_packs(published, policy))
    knowledge = reader.knows(frozenset(place for place, one in enumerate(inside) if one.state is Release.SUPPRESSED))
    found = reader.works_out(knowledge, [one.reasons for one in inside])
    known = reader.was_out(found) if published else set()
    return tuple(Pinned(one.secret.at, one.secret.part, one.lowest, one.highest, already_known=one.secret in known) for _, one in found)
