"""A change in sentences to paste, with its figures and nothing of why: what it was, who came and went, and in which parts it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from lightwell.definitions.expressions import columns_in
from lightwell.definitions.model import Definition
from lightwell.facts import fact_named
from lightwell.reports import wording
from lightwell.reports.explained_moves import MONTHS_IN, MONTHS_OUT, Said, leaves, said_moves
from lightwell.reports.explained_parts import Member, Table, words_of
from lightwell.reports.model import Place
from lightwell.reports.saying import amount
from lightwell.results.explaining import Explained
from lightwell.results.roll_moves import COUNTED, MISSED
from lightwell.signals.explained import Amounts

_SMALL = range(1, 6)
_KNOWN_AT = {"end_reason": "ended_on"}
"""Columns that say how something ended: told only of what is counted when it ends."""
_UNKNOWN = ("Not recorded", "Not known", "Not stated", "Not allocated")

Best = tuple[str, Member]
"""A column, and its member that moved furthest."""


def sentences(
    found: Explained, place: Place, total: Decimal | None, texts: tuple[str, str], tables: Mapping[str, Table], verdict: str
) -> tuple[tuple[str, ...], bool]:
    """Write one to four sentences, and say whether any holds a count of one to five.

    `total` is the printed change of the figure, `texts` the two figures as they are printed, `verdict` a sentence to end with.
    """
    moves, where = said_moves(found), _where(found, total, tables)
    moved = _moved(found, total)
    said = (_lead(found, place, moved, texts), _flows(found, moves), _largest(found, moved, where), verdict.strip())
    counts = [each.number for each in moves if each.move is not None]
    counts += [abs(round(line.change.moved.numerator)) for _, line in where if line.points is None]
    counts += [round(each.numerator) for each in (found.whole.before, found.whole.after)]
    return tuple(one for one in said if one), any(count in _SMALL for count in counts)


def _moved(found: Explained, total: Decimal | None) -> float:
    """Give the change whose sign is said: of the printed figure, or where there is none of how many are counted."""
    return float(total) if total is not None else found.whole.moved.numerator


def _lead(found: Explained, place: Place, moved: float, texts: tuple[str, str]) -> str:
    definition = found.definition
    name = wording.phrase(definition).name
    subject = name if place.whole else f"{place.name}: {name[:1].lower()}{name[1:]}"
    of = [
        f" ({amount(side.numerator)} of {amount(side.denominator)})" if definition.unit == "percent" and "%" in text else ""
        for side, text in zip((found.whole.before, found.whole.after), texts, strict=True)
    ]
    first, second = (f"{text}{more}" for text, more in zip(texts, of, strict=True))
    earlier, later = (month.name for month in found.months_compared)
    if definition.unit == "percent" and "%" not in texts[1]:
        return f"{subject}: {first} in {earlier}, {second} in {later}."
    if moved == 0:
        return (
            f"{subject} stayed at {first} from {earlier} to {later}." if first == second else _same(subject, first, second, earlier, later)
        )
    return f"{subject} {'rose' if moved > 0 else 'fell'} from {first} in {earlier} to {second} in {later}."


def _same(subject: str, first: str, second: str, earlier: str, later: str) -> str:
    return f"{subject}: {first} in {earlier} and {second} in {later}, the same."


def _flows(found: Explained, moves: list[Said]) -> str:
    """Say who came and went, in one sentence; nothing where that is not known."""
    if found.roll is None:
        told = [f"{each.words} with {amount(abs(each.adds.numerator))}" for each in moves if each.name in (MONTHS_IN, MONTHS_OUT)]
        return f"{' and '.join(told)}." if told else ""
    moving = [each for each in moves if each.move is not None and each.move.before != each.move.after]
    told = _of_share(moving) if found.definition.unit == "percent" else [f"{each.number:,} {each.words}" for each in moving]
    return f"{'; '.join(told)}." if told else "The same were counted in both months."


def _of_share(moves: list[Said]) -> list[str]:
    """Say the movements of a share in three parts: who stayed and changed sides, who came, who went."""
    newly = sum(each.number for each in moves if each.move and (each.move.before, each.move.after) == (MISSED, COUNTED))
    no_longer = sum(each.number for each in moves if each.move and (each.move.before, each.move.after) == (COUNTED, MISSED))
    rest = [each for each in moves if each.move and {each.move.before, each.move.after} != {COUNTED, MISSED}]
    told = [f"Of those there in both months {newly:,} {_is(newly)} newly counted and {no_longer:,} no longer"] if newly or no_longer else []
    for going, words in ((False, "came into the group"), (True, "left it")):
        these = [each for each in rest if each.move and leaves(each.move) == going]
        number = sum(each.number for each in these)
        counted = sum(each.number for each in these if each.move and COUNTED in (each.move.before, each.move.after))
        how_many = ("counted" if counted else "not counted") if number == 1 else f"{counted:,} of them counted"
        if number:
            told.append(f"{number:,} {words}, {how_many}{' before' if going else ''}")
    return told


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _where(found: Explained, total: Decimal | None, tables: Mapping[str, Table]) -> list[Best]:
    """Find the part that moved furthest the way the whole did: among teams, by age, and by one thing more that is known of the rows."""
    moved, best = _moved(found, total), []
    for column in told_of(found.definition, tables):
        lines = tables[column].lines
        same = [line for line in lines if line.is_member and line.name not in _UNKNOWN and line.weight * moved > 0]
        if same and len(lines) > 1:
            best.append((column, max(same, key=lambda line: abs(line.weight))))
    return best


def told_of(definition: Definition, columns: Iterable[str]) -> tuple[str, ...]:
    """Choose the columns that sentences speak of: teams, age, and the first words that the rows have of their own.

    Never one that the figure is itself chosen by, nor what is sensitive of a person.
    """
    given = tuple(columns)
    used = columns_in(definition.of) | columns_in(definition.count)
    used |= {column for column, day in _KNOWN_AT.items() if definition.on != day}
    own = [column.name for column in fact_named(definition.fact).own_columns if column.type == "text" and column.name not in used]
    return tuple(column for column in ("team", "age_band", *[each for each in given if each in own][:1]) if column in given)


def _largest(found: Explained, moved: float, where: list[Best]) -> str:
    told = []
    for column, line in where:
        size = f"{line.weight:+,.0f}" if line.points is None else f"{line.points:+,}"
        unit = " points" if found.definition.unit == "percent" and line.points is not None else ""
        said = f"{line.name} ({size.replace('-', '−')}{unit})"
        told.append(f"in {said}" if column == "team" else f"by {words_of(column)}, {said}")
    return f"The largest {'rise' if moved > 0 else 'fall'} is {'; '.join(told)}." if told else ""


def figure_text(definition: Definition, side: Amounts, value: float, *, few: bool) -> str:
    """Write a figure with its unit to the places of its parts, or where too few are counted to take a share of, what it is counted from."""
    if few:
        return f"{amount(side.numerator)} of {amount(side.denominator)}"
    decimals = 0 if definition.unit == "count" else max(1, definition.decimals)
    return wording.with_unit(wording.number(value, decimals), definition)
