"""The only door to anything public: what of some cells may be printed, and the proof that the rest cannot be worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lightwell.disclosure.attack import Attacker
from lightwell.disclosure.choose import choose
from lightwell.disclosure.earlier import changed_by_few, not_contradicted, still_true, still_true_of
from lightwell.disclosure.frame import frame_of
from lightwell.disclosure.knowledge import Knowledge
from lightwell.disclosure.model import CONFIDENTIAL, Cell, Pinned, Printed, Published, Reason, Relation, Release, Released
from lightwell.disclosure.policy import Policy, reasons_of
from lightwell.disclosure.printing import given_away, print_cell, suppress
from lightwell.disclosure.secrets import secrets_of, secrets_without_truth, truth_of


def protect(
    cells: Sequence[Cell], relations: Sequence[Relation], policy: Policy, published: Sequence[Published] = ()
) -> tuple[Released, ...]:
    """Give what may be printed of each cell, in the order of the cells.

    `relations` are what a reader can take for granted (`relations_of` finds them), `published` what earlier packs printed. Raises
    `ValueError` if two cells stand in one place and `Refused` if the figures contradict one another. What earlier packs have given away
    already stays so: `audit` names it.
    """
    places = {cell.at: cell for cell in cells}
    if len(places) != len(cells):
        raise ValueError("Two cells stand in one place.")
    changes = changed_by_few(published, places, policy)
    reasons = {cell.at: reasons_of(cell, policy) or ((Reason.SMALL_CHANGE,) if cell.at in changes else ()) for cell in cells}
    inside = [cell for cell in cells if cell.at.breakdown not in policy.kept_back]
    held = still_true(published, places, policy)
    frame = frame_of(
        [(cell.at, cell.kind) for cell in inside], not_contradicted(_seen(relations, policy), held, places), _seen_packs(held, policy)
    )
    why = {place: reasons[cell.at] for place, cell in enumerate(inside) if reasons[cell.at]}
    shown, marked = [given_away(cell, policy) for cell in inside], [suppress(cell) for cell in inside]
    knowledge = Knowledge(frame, shown, marked, frozenset(why), policy)
    truth = truth_of(frame, inside)
    secrets = secrets_of(frame, inside, why, changes, policy, truth)
    second = {inside[place].at for place in choose(knowledge, inside, secrets, truth)}
    return tuple(_released(cell, reasons[cell.at] or ((Reason.SECONDARY,) if cell.at in second else ()), policy) for cell in cells)


def _seen(relations: Sequence[Relation], policy: Policy) -> list[Relation]:
    """Leave out relations with a breakdown that is never published: nobody sees its members."""
    return [relation for relation in relations if not any(term.at.breakdown in policy.kept_back for term in relation.terms)]


def _seen_packs(published: Sequence[Published], policy: Policy) -> list[Published]:
    return [each for each in published if each.printed.at.breakdown not in policy.kept_back]


def _released(cell: Cell, reasons: tuple[Reason, ...], policy: Policy) -> Released:
    if reasons:
        return Released(suppress(cell), Release.SUPPRESSED, reasons)
    printed = print_cell(cell, policy)
    return Released(printed, Release.ROUNDED if printed.base > 1 else Release.PUBLISHED)


def audit(
    released: Sequence[Released], relations: Sequence[Relation], policy: Policy, published: Sequence[Published] = ()
) -> tuple[Pinned, ...]:
    """List every protected number that can be worked out from what is printed, without looking at the truth; empty if none can.

    Raises `Refused` if what is printed contradicts itself.
    """
    inside = [one for one in released if one.printed.at.breakdown not in policy.kept_back]
    held = _seen_packs(still_true_of(published, {one.printed.at: one for one in released}), policy)
    frame = frame_of([(one.printed.at, one.printed.kind) for one in inside], _seen(relations, policy), held)
    hidden = frozenset(place for place, one in enumerate(inside) if one.state is Release.SUPPRESSED)
    printed = [one.printed for one in inside]
    marks = [replace(one, value=None, mark=CONFIDENTIAL, numerator=None, denominator=_population(one)) for one in printed]
    knowledge = Knowledge(frame, printed, marks, hidden, policy)
    found = Attacker(strict=False).attack(knowledge, secrets_without_truth(frame, inside, policy))
    everything = frozenset(place for place, one in enumerate(inside) if one.printed.value)
    known = {
        one.secret
        for one in Attacker(strict=False).attack(knowledge.when_hidden(hidden | everything), [one.secret for one in found])
        if held
    }
    return tuple(Pinned(one.secret.at, one.secret.part, one.lowest, one.highest, already_known=one.secret in known) for one in found)


def _population(printed: Printed) -> float | None:
    return printed.denominator if printed.kind == "rate" else None
