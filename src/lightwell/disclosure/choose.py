"""Chooses what else must be suppressed: as little as will do, and what is missed least."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence

from lightwell.disclosure.attack import Attacker, Found
from lightwell.disclosure.knowledge import Knowledge
from lightwell.disclosure.model import AUTHORITY, Cell
from lightwell.disclosure.printing import ANYTHING, within
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
        more = next_to_hide([(now, one) for one in attacker.attack(now, secrets)], cells)
        if not more:
            break
        hidden |= more
    return _given_back(knowledge, hidden, primary, costs, secrets, attacker) - primary


def next_to_hide(found: Sequence[tuple[Knowledge, Found]], cells: Sequence[Cell]) -> set[int]:
    """Give the places of cells to hide next, so that the secrets that are out become less certain; empty if nothing can be done.

    Each secret stands with the knowledge by which it is out.
    """
    done: set[int] = set()
    costs = [_cost(cell) for cell in cells]
    for group in [_cheapest(knowledge, one, costs) for knowledge, one in found]:
        # Two secrets of one row want the same cell more often than not.
        if not group & done:
            done |= group
    return done


def _cost(cell: Cell) -> float:
    """What a reader loses: the whole authority most, then larger numbers."""
    return (_WHOLE_AUTHORITY if cell.at.breakdown == AUTHORITY else _PART) + math.log1p(abs(cell.numerator))


def last_resort(found: Sequence[tuple[Knowledge, Found]], cells: Sequence[Cell]) -> set[int]:
    """Give what to hide next where only cells are left that were printed otherwise before: then what was printed before is taken for right.

    When all of them are hidden, a reader is where the packs before left him.
    """
    costs = [_cost(cell) for cell in cells]
    chosen = set()
    for knowledge, one in found:
        speaking = {figure for column in _near(knowledge, one) for figure, _ in knowledge.frame.speakers[column]}
        chosen |= set(sorted(_can_hide(knowledge, speaking), key=lambda place: (costs[place], place))[:1])
    return chosen


def _cheapest(knowledge: Knowledge, found: Found, costs: Sequence[float]) -> frozenset[int]:
    """Give the cells to hide together that make a secret less certain; empty if only earlier packs and zeros speak."""
    groups: set[frozenset[int]] = set()
    for zeros in (False, True) if found.secret.exempt else (False,):
        groups = groups or _groups(knowledge, (*found.pressing, found.secret.column), found.pressing_figures, zeros)
        if not groups:
            _, rows = knowledge.together(found.secret.column)
            figures = [said.figure for said in rows if said.figure is not None]
            groups = _groups(knowledge, _near(knowledge, found), figures, zeros)
    return min(groups, key=lambda group: (sum(costs[place] for place in group), sorted(group)), default=frozenset())


def _groups(knowledge: Knowledge, columns: Iterable[int], figures: Iterable[int], zeros: bool) -> set[frozenset[int]]:
    """Give the cells that say each of some numbers, and those of some figures; zeros among them only if `zeros`."""
    groups = {_speakers(knowledge, column, zeros) for column in columns}
    groups |= {_can_hide(knowledge, {figure}, zeros) for figure in figures}
    return groups - {frozenset()}


def _near(knowledge: Knowledge, found: Found) -> set[int]:
    """Give every number that hangs together with a secret, and those that are known and in a sum with one of them."""
    group, rows = knowledge.together(found.secret.column)
    return {*group, *(column for said in rows for column, _ in said.row.terms)}


def _speakers(knowledge: Knowledge, column: int, zeros: bool) -> frozenset[int]:
    """Give every cell that says how large a number is; empty for one that stays as certain without them and, but for `zeros`, for a 0."""
    low, high = knowledge.bounds(column)
    if (low, high) == (0.0, 0.0) and not zeros:
        return frozenset()
    speaking = {figure for figure, _ in knowledge.frame.speakers[column] if knowledge.said(figure, column) != ANYTHING}
    hideable = _can_hide(knowledge, speaking, zeros)
    stay = (knowledge.said(figure, column) for figure in speaking - hideable if knowledge.frame.figures[figure].earlier is None)
    earlier = (knowledge.would_say(figure, column) for figure, _ in knowledge.frame.speakers[column])
    least, most = within((*stay, *earlier))
    return frozenset() if most < math.inf and most - least <= high - low else hideable


def _can_hide(knowledge: Knowledge, figures: Collection[int], zeros: bool = False) -> frozenset[int]:
    """Those that are printed in this pack, not as they were before, and are no zero: to print it is promised, but for an exempt number."""
    kept = set()
    for figure in figures:
        printed = knowledge.printed(figure)
        zero_count = printed is not None and printed.kind == "count" and printed.value == 0
        stays = figure in knowledge.hidden or figure in knowledge.fixed
        if not stays and not knowledge.frame.figures[figure].earlier and (zeros or not zero_count):
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
