"""The page that takes a change apart, as frozen data: the figures, who came and went, one split with its parts, and sentences to paste.

Everything printed adds up as printed: points are rounded by largest remainder to the difference of the two printed figures.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from lightwell.definitions.model import Definition
from lightwell.errors import NotFound
from lightwell.periods import Month
from lightwell.reports import wording
from lightwell.reports.explained_moves import said_moves
from lightwell.reports.explained_parts import Table, members_of_split, words_of
from lightwell.reports.explained_said import figure_text, sentences, told_of
from lightwell.reports.model import Place
from lightwell.reports.own_settings import settings_of
from lightwell.reports.saying import amount
from lightwell.results.explaining import Explained, explained
from lightwell.results.model import State
from lightwell.signals.explained import Amounts, Change, apportion, by_movement, figure
from lightwell.store import Home, Snapshot

SCALES = {"count": 0.0, "percent": 100.0, "per_10_000": 10_000.0, "mean": 1.0}
"""What a numerator divided by its denominator is multiplied by; 0 for a count, which is not divided."""


@dataclass(frozen=True)
class Side:
    """One of the two figures: its month, its text with the unit or why there is none, and what it was counted from."""

    month: Month
    text: str
    counted: str


@dataclass(frozen=True)
class MoveLine:
    """One way of coming, going or standing otherwise: its name in addresses, the words, how many, and what it changes.

    `numerator`, `denominator` and `points` are signed texts; `points` is empty where there is no share to change. `listed` says whether
    the children can be listed.
    """

    name: str
    words: str
    number: int
    numerator: str
    denominator: str
    points: str
    listed: bool


@dataclass(frozen=True)
class ExplainedPage:
    """Everything that the page of one change shows. `why_none` says why nothing can be taken apart, where that is so.

    `stayed` is how many were counted in both months, None where that is not known. `small` says whether the sentences hold counts of one to
    five, which are not for the public. `ways` pairs each column with its words.
    """

    definition: Definition
    place: Place
    before: Side
    after: Side
    change: str
    whole: Change
    why_none: str
    few: bool
    stayed: int | None
    moves: tuple[MoveLine, ...]
    ways: tuple[tuple[str, str], ...]
    table: Table | None
    sentences: tuple[str, ...]
    small: bool
    snapshot: str

    @property
    def divided(self) -> bool:
        """Whether the figure is divided by something that changes with its rows: a share or an average."""
        return self.definition.has_denominator


def explained_page(
    home: Home,
    snapshot: Snapshot,
    indicator: str,
    months: tuple[Month, Month],
    place: Place,
    *,
    by: str = "",
    may_see: Callable[[str, str], bool] = lambda _breakdown, _member: True,
    verdict: str = "",
) -> ExplainedPage:
    """Take one change apart, split by `by` or else by the first column there is.

    `may_see` says of a breakdown and a member whether its figure may be shown; the others are put together in one line. `verdict` is a
    sentence about whether the change is more than chance, which is put at the end of those to paste. Raises `NotFound` as `explained` does,
    and for a column by which the figure cannot be split.
    """
    found = explained(snapshot, indicator, *months, breakdown=place.breakdown, member=place.member)
    ways = tuple((split.column, words_of(split.column)) for split in found.splits)
    if by and by not in dict(ways):
        raise NotFound(f"This change cannot be split by “{by[:40]}”. It can be split by {', '.join(dict(ways)) or 'nothing'}.")
    why = why_none(found)
    least = settings_of(home).signals.least_denominator
    few = found.definition.unit == "percent" and any(0 < each.denominator < least for each in (found.whole.before, found.whole.after))
    total = None if few or why else printed_change(found)
    chosen = by or next(iter(dict(ways)), "")
    wanted = [column for column, _ in ways if not why and column in (chosen, *told_of(found.definition, dict(ways)))]
    tables = {column: members_of_split(snapshot, found, column, total, may_see) for column in wanted}
    moves = () if why else _moves(found, total)
    sides = (_side(found, 0, few), _side(found, 1, few))
    said, small = ((), False) if why else sentences(found, place, total, (sides[0].text, sides[1].text), tables, verdict)
    return ExplainedPage(
        definition=found.definition,
        place=place,
        before=sides[0],
        after=sides[1],
        change="" if total is None else signed(total),
        whole=found.whole,
        why_none=why,
        few=few,
        stayed=_stayed(found),
        moves=moves,
        ways=ways,
        table=tables.get(chosen),
        sentences=said,
        small=small,
        snapshot=snapshot.id,
    )


def why_none(found: Explained) -> str:
    """Say why a change cannot be taken apart; empty where it can."""
    for month, state, side in zip(found.months_compared, found.states, (found.whole.before, found.whole.after), strict=True):
        if state is State.NO_DATA:
            return f"There is no figure for {month.name}, so there is no change to take apart."
        if found.definition.unit != "count" and not side.denominator:
            return f"Nothing stands below the line in {month.name}, so there is no figure and no change of it to take apart."
    return ""


def places(definition: Definition) -> int:
    """Give the decimals of a figure that is taken apart: one at least where it is divided, or its parts would all be nought."""
    return 0 if definition.unit == "count" else max(1, definition.decimals)


def printed_change(found: Explained) -> Decimal:
    """Give the change between the two figures as they are printed."""
    decimals = places(found.definition)
    before, after = (wording.rounded(_value(found, each), decimals) for each in (found.whole.before, found.whole.after))
    return after - before


def signed(figure: Decimal | float) -> str:
    """Write a change with its sign: `+6`, `−0.4`, `0`."""
    exact = figure if isinstance(figure, Decimal) else Decimal(amount(figure).replace(",", "").replace("−", "-") or "0")
    return f"{exact:+,}".replace("-", "−") if exact else f"{abs(exact)}"


def _value(found: Explained, side: Amounts) -> float:
    scale = SCALES[found.definition.unit]
    return (figure(side, scale) or 0.0) if scale else side.numerator


def _side(found: Explained, at: int, few: bool) -> Side:
    definition, side = found.definition, (found.whole.before, found.whole.after)[at]
    month, state = found.months_compared[at], found.states[at]
    counted = ""
    if definition.unit != "count" and state is not State.NO_DATA:
        counted = f"{amount(side.numerator)} {'of' if definition.unit == 'percent' else '÷'} {amount(side.denominator)}"
    if state is State.NO_DATA or (definition.unit != "count" and not side.denominator):
        return Side(month, "no data" if state is State.NO_DATA else "not applicable", counted)
    return Side(month, figure_text(definition, side, _value(found, side), few=few), "" if few else counted)


def _stayed(found: Explained) -> int | None:
    if found.roll is None:
        return None
    return sum(len(move.keys) for move in found.roll.moves if move.before == move.after == "counted")


def _moves(found: Explained, total: Decimal | None) -> tuple[MoveLine, ...]:
    """Give the lines of who came and went, or of which months did, and of the population below a rate."""
    given = said_moves(found)
    if not given:
        return ()
    adds = [each.adds for each in given]
    exact = by_movement(adds, found.whole, SCALES[found.definition.unit]) if total is not None and SCALES[found.definition.unit] else None
    points = apportion(exact, total, places(found.definition)) if exact is not None and total is not None else None
    return tuple(
        MoveLine(
            name=each.name,
            words=each.words,
            number=each.number,
            numerator=signed(each.adds.numerator),
            denominator=signed(each.adds.denominator),
            points=signed(points[at]) if points else "",
            listed=each.move is not None,
        )
        for at, each in enumerate(given)
    )
