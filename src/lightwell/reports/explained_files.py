"""A change taken apart as a file: a line for every movement and every member of every split, in full precision."""

from __future__ import annotations

import io
from collections.abc import Callable

from lightwell.periods import Month
from lightwell.reports.explained import SCALES, why_none
from lightwell.reports.explained_moves import said_moves
from lightwell.reports.explained_parts import HIDDEN, OTHERS, POPULATION, Member, members_of_split
from lightwell.reports.harmless import csv_writer
from lightwell.reports.model import Place
from lightwell.results.explaining import OVERLAP, Explained, explained
from lightwell.signals.explained import Amounts, by_movement, by_part, figure
from lightwell.store import Snapshot

COLUMNS = (
    "indicator", "from", "to", "breakdown", "member", "split_by", "part", "name", "numerator_from", "denominator_from", "numerator_to",
    "denominator_to", "numerator_change", "denominator_change", "points", "points_within", "points_mix", "came", "left", "moved_in",
    "moved_out", "snapshot", "definition_version",
)  # fmt: skip
"""The columns of the file. `points` is the part of the figure's change; `split_by` is `whole` for the figure, `movement`, or a column."""

_KEYS = {OVERLAP: "(in more than one)", POPULATION: "(population)", HIDDEN: "(not shown)", OTHERS: "(others)"}

Line = tuple[object, ...]


def lines(
    snapshot: Snapshot, indicator: str, months: tuple[Month, Month], place: Place, *, may_see: Callable[[str, str], bool]
) -> list[Line]:
    """List the lines of the file: the whole, then movements, then each split; each set adds up to the whole. Raises as `explained` does.

    Where the figure cannot be taken apart there are none.
    """
    found = explained(snapshot, indicator, *months, breakdown=place.breakdown, member=place.member)
    if why_none(found):
        return []
    scale, whole = SCALES[found.definition.unit], found.whole
    first, last = figure(whole.before, scale), figure(whole.after, scale)
    head = (indicator, str(months[0]), str(months[1]), place.breakdown, place.member)
    foot = (snapshot.id, found.definition.version)
    points = last - first if scale and first is not None and last is not None else None
    made = [(*head, "whole", "", "", *_sides(whole.before, whole.after), *_effects(points), *_NO_FLOW, *foot)]
    made += [(*head, "movement", *each, *foot) for each in _moves(found, scale)]
    for split in found.splits:
        table = members_of_split(snapshot, found, split.column, None, may_see, most=len(split.parts))
        made += [(*head, split.column, *each, *foot) for each in _members(found, list(table.lines), scale)]
    return made


def csv_text(given: list[Line]) -> str:
    """Write the file as CSV in UTF-8 with the mark by which Excel knows it."""
    file = io.StringIO()
    writer = csv_writer(file)
    writer.row(COLUMNS)
    writer.rows(given)
    return "\ufeff" + file.getvalue()


_NO_FLOW = ("", "", "", "")


def _moves(found: Explained, scale: float) -> list[Line]:
    given = said_moves(found)
    points = by_movement([each.adds for each in given], found.whole, scale) if scale and given else None
    return [
        (
            _KEYS.get(each.name, each.name),
            f"{each.number:,} {each.words}" if each.move else each.words,
            *("", "", "", ""),
            *_pair(each.adds),
            *_effects(points[at] if points else None),
            *_NO_FLOW,
        )
        for at, each in enumerate(given)
    ]


def _members(found: Explained, members: list[Member], scale: float) -> list[Line]:
    changes = [each.change for each in members]
    effects: list[tuple[float | None, float | None, float | None]]
    if found.definition.has_denominator:
        effects = [(each.points, each.within, each.mix) for each in by_part(changes, found.whole, scale) or ()]
    elif scale:
        population = Amounts(0.0, found.whole.moved.denominator)
        moved = [*(each.moved for each in changes), population]
        effects = [(each, None, None) for each in by_movement(moved, found.whole, scale) or ()]
    else:
        effects = [(None, None, None)] * len(members)
    made = [
        (_KEYS.get(each.key, each.key), each.name, *_sides(each.change.before, each.change.after), *_effects(*effect), *_flow(each))
        for each, effect in zip(members, effects, strict=False)
    ]
    if scale and not found.definition.has_denominator:
        below = (found.whole.before.denominator, found.whole.after.denominator)
        sides = _sides(Amounts(0.0, below[0]), Amounts(0.0, below[1]))
        made.append((_KEYS[POPULATION], "The population", *sides, *_effects(effects[-1][0]), *_NO_FLOW))
    return made


def _sides(before: Amounts, after: Amounts) -> Line:
    return (*_pair(before), *_pair(after), *_pair(after.less(before)))


def _pair(amounts: Amounts) -> tuple[object, object]:
    return _plain(amounts.numerator), _plain(amounts.denominator)


def _plain(number: float) -> object:
    return int(number) if float(number).is_integer() else number


def _effects(points: float | None, within: float | None = None, mix: float | None = None) -> Line:
    return tuple("" if each is None else each for each in (points, within, mix))


def _flow(member: Member) -> Line:
    flow = member.flow
    return (len(flow.came), len(flow.left), len(flow.moved_in), len(flow.moved_out)) if flow else _NO_FLOW
