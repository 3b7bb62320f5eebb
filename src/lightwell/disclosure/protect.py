"""The only door to anything public: what of some cells may be printed, and the proof that the rest cannot be worked out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from lightwell.disclosure.changes import Then, changed_by_few, said_before
from lightwell.disclosure.choose import choose, last_resort, next_to_hide
from lightwell.disclosure.earlier import latest, not_contradicted, still_true
from lightwell.disclosure.exempt import as_known, out_already, public_columns, says_nothing
from lightwell.disclosure.frame import Frame, frame_of
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
    exempt: Collection[Coordinates] = (),
) -> tuple[Released, ...]:
    """Give what may be printed of each cell, in the order of the cells.

    `relations` are what a reader can take for granted (`relations_of` finds them), `published` what earlier packs printed, the oldest
    first; cells in `again` are printed as they were then. Those in `exempt` are suppressed whatever they are and a reader is told nothing
    of them; none can be known more closely than an amount, and even a zero beside one is suppressed for it. Raises `ValueError` if two
    cells stand in one place and `Refused` if the figures contradict one another. What earlier packs have given away already stays so:
    `audit` names it.
    """
    places, again = {cell.at: cell for cell in cells}, again or {}
    if len(places) != len(cells):
        raise ValueError("Two cells stand in one place.")
    seen = _seen(relations, policy)
    changes = changed_by_few(said_before(published, seen, places), places, policy)
    inside = [cell for cell in cells if cell.at.breakdown not in policy.kept_back]
    printed = [_printed(cell, policy, again.get(cell.at)) for cell in inside]
    fixed = frozenset(place for place, cell in enumerate(inside) if cell.at in again)
    held, packs = still_true(published, places, policy), _seen_packs(published, policy)
    tied = not_contradicted(seen, held, places)
    frame = frame_of([(cell.at, cell.kind) for cell in inside], tied, _seen_packs(held, policy))
    reasons = {cell.at: _reasons(cell, policy, changes, again.get(cell.at)) for cell in cells}
    reasons |= _exempt(frame, inside, exempt, reasons)
    why = {place: reasons[cell.at] for place, cell in enumerate(inside) if reasons[cell.at]}
    knowledge = _knowledge(frame, inside, printed, reasons, policy, fixed)
    truth = truth_of(frame, inside)
    secrets = secrets_of(frame, inside, why, changes, policy, truth)
    out = out_already(knowledge, [secret for secret in secrets if secret.exempt], truth) if exempt and published else set()
    second = choose(knowledge, inside, [secret for secret in secrets if not (secret.exempt and secret.at in out)], truth)
    if len(tied) < len(seen) or not set(latest(packs)) <= set(held):
        still = {place: _but_out(inside[place].at, one, out) for place, one in why.items()}
        reader = Reader([as_known(one, reasons[one.at]) for one in printed], seen, policy, packs)
        second |= _misled(reader, inside, still, frozenset(second), fixed)
    reasons |= {inside[place].at: (Reason.SECONDARY,) for place in second}
    return tuple(_released(cell, reasons[cell.at], policy, again.get(cell.at)) for cell in cells)


def _knowledge(
    frame: Frame,
    cells: Sequence[Cell],
    printed: Sequence[Printed],
    reasons: Mapping[Coordinates, tuple[Reason, ...]],
    policy: Policy,
    fixed: frozenset[int],
) -> Knowledge:
    """Give what is known where nothing is suppressed but the cells that have a reason."""
    shown = [given_away(one, cell) for one, cell in zip(printed, cells, strict=True)]
    marked = [as_known(suppress(cell), _with_zero(cell, reasons[cell.at], policy)) for cell in cells]
    hidden = frozenset(place for place, cell in enumerate(cells) if reasons[cell.at])
    return Knowledge(frame, shown, marked, hidden, policy, fixed=fixed)


def _exempt(
    frame: Frame, cells: Sequence[Cell], exempt: Collection[Coordinates], reasons: Mapping[Coordinates, tuple[Reason, ...]]
) -> dict[Coordinates, tuple[Reason, ...]]:
    """Give the reasons of the exempt cells, their own with them."""
    public = public_columns(frame, exempt) if exempt else frozenset()
    return {
        cell.at: (*reasons[cell.at], Reason.EXEMPT)
        for figure, cell in zip(frame.figures, cells, strict=False)
        if cell.at in exempt and not says_nothing(figure, cell, public)
    }


def _but_out(at: Coordinates, reasons: tuple[Reason, ...], out: Collection[Coordinates]) -> tuple[Reason, ...]:
    """Leave out that a cell is exempt if earlier packs give it away: it stays suppressed."""
    return tuple(one for one in reasons if one is not Reason.EXEMPT) or (Reason.AS_BEFORE,) if at in out else reasons


def _with_zero(cell: Cell, reasons: tuple[Reason, ...], policy: Policy) -> tuple[Reason, ...]:
    """Add to why a cell is suppressed that it is a zero, which would otherwise be printed."""
    return (*reasons, Reason.ZERO) if cell.kind == "count" and not cell.numerator and policy.publish_zero else reasons


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
        return Released(suppress(cell), Release.SUPPRESSED, _with_zero(cell, reasons, policy))
    printed = _printed(cell, policy, again)
    return Released(printed, Release.ROUNDED if printed.base > 1 else Release.PUBLISHED)


def audit(
    released: Sequence[Released], relations: Sequence[Relation], policy: Policy, published: Sequence[Published] = ()
) -> tuple[Pinned, ...]:
    """List every protected number that can be worked out from what is printed, without looking at the truth; empty if none can.

    `published` are the packs before, the oldest first. Raises `Refused` if what is printed contradicts itself.
    """
    inside = [one for one in released if one.printed.at.breakdown not in policy.kept_back]
    known_of = [as_known(one.printed, one.reasons) for one in inside]
    reader = Reader(known_of, _seen(relations, policy), policy, _seen_packs(published, policy))
    knowledge = reader.knows(frozenset(place for place, one in enumerate(inside) if one.state is Release.SUPPRESSED))
    found = reader.works_out(knowledge, [one.reasons for one in inside])
    known = reader.was_out(found) if published else set()
    return tuple(Pinned(one.secret.at, one.secret.part, one.lowest, one.highest, already_known=one.secret in known) for _, one in found)
