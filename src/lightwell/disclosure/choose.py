"""Chooses what else must be suppressed: as little as will do, and what is missed least."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

from lightwell.disclosure.attack import Attacker, Found
from lightwell.disclosure.knowledge import Knowledge
from lightwell.disclosure.model import AUTHORITY, Cell
from lightwell.disclosure.witness import Secret

_WHOLE_AUTHORITY = 30.0
_PART = 3.0
_MANY = 100


def choose(knowledge: Knowledge, cells: Sequence[Cell], secrets: Sequence[Secret], truth: Mapping[int, float]) -> set[int]:
    """Give the places of the cells to suppress beside those that `knowledge` hides already, so that no secret is out.

    What earlier packs alone give away stays out. Always ends: each round hides one cell more, and with nothing printed but zeros nothing
    says how large any number is.
    """
    attacker, primary = Attacker(truth), frozenset(knowledge.hidden)
    hidden = set(primary)
    costs = [_cost(cell) for cell in cells]
    while True:
        now = knowledge.when_hidden(hidden)
        found = attacker.attack(now, secrets)
        chosen = [group for one in found if (group := _cheapest(now, one, cells, costs))]
        if not chosen:
            break
        done: set[int] = set()
        for group in chosen:
            # Two secrets of one row want the same cell more often than not.
            if not group & done:
                done |= group
        hidden |= done
    return _given_back(knowledge, hidden, primary, costs, secrets, attacker) - primary


def _cost(cell: Cell) -> float:
    """What a reader loses: the whole authority most, then larger numbers."""
    return (_WHOLE_AUTHORITY if cell.at.breakdown == AUTHORITY else _PART) + math.log1p(abs(cell.numerator))


def _cheapest(knowledge: Knowledge, found: Found, cells: Sequence[Cell], costs: Sequence[float]) -> frozenset[int]:
    """Give the cells to hide together that make a secret less certain; empty if only earlier packs and zeros speak."""
    groups = {_speakers(knowledge, column) for column in (*found.pressing, found.secret.column)}
    groups |= {_can_hide(knowledge, {figure}) for figure in found.pressing_figures}
    groups.discard(frozenset())
    if not groups:
        group, rows = knowledge.together(found.secret.column)
        near = {*group, *(column for said in rows for column, _ in said.row.terms)}
        groups = {_speakers(knowledge, column) for column in near} | {
            _can_hide(knowledge, {said.figure}) for said in rows if said.figure is not None
        }
        groups.discard(frozenset())
    return min(groups, key=lambda group: (sum(costs[place] for place in group), sorted(group)), default=frozenset())


def _speakers(knowledge: Knowledge, column: int) -> frozenset[int]:
    """Give every cell that says how large a number is; empty for a number that is 0, or that an earlier pack gives as well."""
    if knowledge.bounds(column) == (0.0, 0.0):
        return frozenset()
    said = {figure: knowledge.said(figure, column) for figure, _ in knowledge.frame.speakers[column]}
    speaking = {figure for figure, (low, high) in said.items() if low > 0 or high < math.inf}
    if any(knowledge.frame.figures[figure].earlier and said[figure][1] < math.inf for figure in speaking):
        return frozenset()
    return _can_hide(knowledge, speaking)


def _can_hide(knowledge: Knowledge, figures: Collection[int]) -> frozenset[int]:
    """Those that are printed in this pack and are no zero: a printed zero is promised."""
    kept = set()
    for figure in figures:
        printed = knowledge.printed(figure)
        zero_count = printed is not None and printed.kind == "count" and printed.value == 0
        if figure not in knowledge.hidden and not knowledge.frame.figures[figure].earlier and not zero_count:
            kept.add(figure)
    return frozenset(kept)


def _given_back(
    knowledge: Knowledge,
    hidden: set[int],
    primary: frozenset[int],
    costs: Sequence[float],
    secrets: Sequence[Secret],
    attacker: Attacker,
) -> set[int]:
    """Print again what, as it turned out, need not have been suppressed: the dearest first.

    Where very many numbers hang together only figures of the whole authority are tried, for it gains little and takes long.
    """
    of_column: dict[int, list[Secret]] = {}
    for secret in secrets:
        of_column.setdefault(secret.column, []).append(secret)
    now = knowledge.when_hidden(hidden)
    for place in sorted(hidden - primary, key=lambda one: -costs[one]):
        tied = _tied(now, place, math.inf if costs[place] >= _WHOLE_AUTHORITY else _MANY)
        asked = [secret for column in tied or () for secret in of_column.get(column, ())]
        if tied is not None and not attacker.attack(knowledge.when_hidden(hidden - {place}), asked):
            hidden = hidden - {place}
            now = knowledge.when_hidden(hidden)
    return hidden


def _tied(knowledge: Knowledge, place: int, most: float) -> list[int] | None:
    """List the numbers that printing one cell could let out, being tied to it; None if they are more than `most`."""
    near: dict[int, None] = {}
    for column in knowledge.frame.figures[place].columns.values():
        near |= dict.fromkeys(knowledge.together(column, most)[0])
    return list(near) if len(near) <= most else None
