"""One split of a change, ready to print: a line for each member, the lines adding up to the whole as they are printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from lightwell.definitions.model import Definition
from lightwell.facts import fact_named
from lightwell.reports.held import held_members
from lightwell.reports.listing import heading_of, labels_of
from lightwell.reports.places import BREAKDOWN_WORDS, PARTS
from lightwell.reports.wording import rounded
from lightwell.results.explaining import OVERLAP, Explained
from lightwell.results.names import NAMED, member_order
from lightwell.results.roll_moves import Flow
from lightwell.signals.explained import Amounts, Change, Effect, apportion, by_movement, by_part
from lightwell.store import Snapshot

ALL, POPULATION, HIDDEN, OTHERS = "\x00all", "\x00population", "\x00hidden", "\x00others"
"""Lines that are no member: the whole, what the population changed by, members not to be seen, and members for which there is no room."""

SHOWN = 30
"""Members that one table has room for."""

_FLAGS = {"true": "Yes", "false": "No"}


@dataclass(frozen=True)
class Member:
    """One line of a split: its key, name, amounts in both months, and how much of the whole's change stands in it.

    `points` is None where there is no share; `points` = `within` + `mix` as printed. `flow` says who came and went, for what is counted at
    month end. `of` is how many members the line stands for.
    """

    key: str
    name: str
    change: Change
    points: Decimal | None = None
    within: Decimal | None = None
    mix: Decimal | None = None
    flow: Flow | None = None
    of: int = 1

    @property
    def weight(self) -> float:
        """How far the line moves the whole, with its sign: by points where there are any, by numbers else."""
        return float(self.points) if self.points is not None else self.change.moved.numerator

    @property
    def is_member(self) -> bool:
        """Whether it is a member of the column and not a line of several, or of the population."""
        return not self.key.startswith("\x00")


@dataclass(frozen=True)
class Table:
    """One split: by which column, its words and meaning, every line, and the line of the whole.

    `parts` says whether its members are parts of the service.
    """

    column: str
    heading: str
    meaning: str
    lines: tuple[Member, ...]
    total: Member
    parts: bool

    @property
    def flows(self) -> bool:
        """Whether it is known who came and went."""
        return any(line.flow for line in self.lines)


def words_of(column: str) -> str:
    """Say in a word or two by what a split is: `team`, `age`, `legal status`."""
    return BREAKDOWN_WORDS.get(column) or heading_of(column).lower()


def members_of_split(
    snapshot: Snapshot, found: Explained, column: str, total: Decimal | None, may_see: Callable[[str, str], bool], most: int = SHOWN
) -> Table:
    """Make the table of one split; `total` is the printed change of the figure, None where it has none. `most` lines are members' own."""
    split = found.split(column)
    names = _names(snapshot, found.definition, column, split.parts if split else {})
    flows = found.roll.flows(column) if found.roll is not None and not found.definition.distinct else None
    hidden = {key for key in names if column == "worker" and key != OVERLAP and not may_see(column, key)}
    lines = [
        Member(key, names[key], change, flow=flows.get(key, Flow()) if flows is not None else None)
        for key, change in (split.parts if split else {}).items()
        if key not in hidden
    ]
    lines = [line for line in lines if _any(line)]
    unseen = [Member(key, names[key], split.parts[key]) for key in sorted(hidden)] if split else []
    lines = _sorted(lines, found, column)
    shown, rest = lines[:most], [line for line in lines[most:] if line.key != OVERLAP]
    shown += [line for line in lines[most:] if line.key == OVERLAP]
    folded = [
        _folded(OTHERS, f"{len(rest):,} others", rest, flows is not None),
        _folded(HIDDEN, f"{len(unseen):,} whom you do not see", unseen, False),
    ]
    shown += [line for line in folded if line.of]
    described = fact_named(found.definition.fact).column(column)
    heading = words_of(column).capitalize()
    of_whole = Member(ALL, "All", found.rows, flow=_folded("", "", lines, True).flow if flows is not None and not unseen else None)
    printed = _with_points(found, shown, of_whole, total)
    return Table(column, heading, described.meaning, *printed, parts=column in PARTS)


def _names(snapshot: Snapshot, definition: Definition, column: str, keys: Mapping[str, Change]) -> dict[str, str]:
    labels = held_members(snapshot, column) if column in NAMED else labels_of(definition.fact, column)
    flags = _FLAGS if fact_named(definition.fact).column(column).type == "flag" else {}
    said = {"": "Not recorded", OVERLAP: "Counted in more than one, taken off once", **flags}
    return {key: said.get(key) or labels.get(key, key) for key in keys}


def _any(line: Member) -> bool:
    return line.change.before != Amounts(0.0) or line.change.after != Amounts(0.0)


def _sorted(lines: list[Member], found: Explained, column: str) -> list[Member]:
    """Sort ages and other groups in their own order, parts of the service and codes by how much they changed; what is no member last."""
    effects = dict(zip([line.key for line in lines], _weights(found, lines), strict=True))
    grouped = column == "age_band"
    key = lambda line: (line.key == OVERLAP, 0 if grouped else -abs(effects[line.key]), member_order(column, line.name))  # noqa: E731
    return sorted(lines, key=key)


def _weights(found: Explained, lines: list[Member]) -> list[float]:
    """Give how far each line moves the whole: as `by_part` does, of those lines that are shown."""
    before, after = found.whole.before, found.whole.after
    if not (found.definition.has_denominator and before.denominator and after.denominator):
        return [line.change.moved.numerator for line in lines]
    middle = (before.numerator / before.denominator + after.numerator / after.denominator) / 2
    sides = [(line.change.before, line.change.after) for line in lines]
    return [
        (now.numerator - middle * now.denominator) / after.denominator - (was.numerator - middle * was.denominator) / before.denominator
        for was, now in sides
    ]


def _folded(key: str, name: str, lines: list[Member], flows: bool) -> Member:
    before, after = (
        Amounts(sum(side.numerator for side in sides), sum(side.denominator for side in sides))
        for sides in ([line.change.before for line in lines], [line.change.after for line in lines])
    )
    given = [line.flow for line in lines if line.flow]
    joined = [tuple(one for flow in given for one in getattr(flow, part)) for part in ("came", "left", "moved_in", "moved_out")]
    return Member(key, name, Change(before, after), flow=Flow(*joined) if flows else None, of=len(lines))


def _with_points(found: Explained, lines: list[Member], total: Member, printed: Decimal | None) -> tuple[tuple[Member, ...], Member]:
    """Give every line its points, rounded so that they add up to the printed change, and the whole its own."""
    if printed is None or found.definition.unit == "count":
        return tuple(lines), total
    decimals = max(1, found.definition.decimals)
    if found.definition.unit == "per_10_000":
        lines = [*lines, Member(POPULATION, "The population", Change(Amounts(0.0), Amounts(0.0)))]
        moved = [line.change.moved for line in lines[:-1]] + [Amounts(0.0, found.whole.moved.denominator)]
        rates = by_movement(moved, found.whole, 10_000.0) or ()
        shared = apportion(rates, printed, decimals)
        return tuple(replace(line, points=one) for line, one in zip(lines, shared, strict=True)), replace(total, points=printed)
    effects = by_part([line.change for line in lines], found.whole, 100.0 if found.definition.unit == "percent" else 1.0) or ()
    shared = apportion([effect.points for effect in effects], printed, decimals)
    made = tuple(_pointed(line, effect, one, decimals) for line, effect, one in zip(lines, effects, shared, strict=True))
    mix = sum((line.mix or Decimal(0) for line in made), Decimal(0))
    return made, replace(total, points=printed, within=printed - mix, mix=mix)


def _pointed(line: Member, effect: Effect, points: Decimal, decimals: int) -> Member:
    mix = rounded(effect.mix, decimals)
    return replace(line, points=points, within=points - mix, mix=mix)
