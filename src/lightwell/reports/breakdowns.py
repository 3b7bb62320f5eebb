"""One figure split into the parts it is made of: by service, team, worker or group of children, each with its change since last month.

The whole service is split by the snapshot's own values. A part is split further by counting the very rows that its figure counts, so that
the parts add up to it; a worker who also holds children in another team is said to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from lightwell.definitions.model import Definition
from lightwell.definitions.targets import Status, Target, status
from lightwell.periods import Month
from lightwell.reports import wording
from lightwell.reports.disclosed import disclosed_values
from lightwell.reports.few import without_few
from lightwell.reports.held import held_members
from lightwell.reports.model import Cell, Movement, Place
from lightwell.reports.places import BREAKDOWN_WORDS, PARTS, WITHIN
from lightwell.results import State, Value, children, list_columns, values
from lightwell.results.names import member_order
from lightwell.signals import Policy
from lightwell.store import Snapshot


@dataclass(frozen=True)
class Member:
    """One part of a figure: its own figure, what that was counted from, and how it moved since the month before.

    `share` is the length of its bar, from 0 to 1. `elsewhere` is how many more the same team or worker has outside the part that is split.
    """

    place: Place
    cell: Cell
    numerator: float | None
    denominator: float | None
    movement: Movement
    status: Status
    share: float
    elsewhere: int = 0


@dataclass(frozen=True)
class Breakdown:
    """One figure split one way: `by` names the breakdown, `order` says in words how the members are sorted."""

    by: str
    heading: str
    order: str
    members: tuple[Member, ...]

    def only(self, kept: tuple[Member, ...]) -> Breakdown:
        """Give the same breakdown with fewer members."""
        return replace(self, members=kept)


@dataclass(frozen=True)
class _Count:
    numerator: float
    denominator: float | None


def ways(definition: Definition, place: Place) -> tuple[str, ...]:
    """Name the breakdowns by which an indicator's figure of a place can be split, the likeliest to be wanted first."""
    return tuple(by for by in WITHIN.get(place.breakdown, ()) if by in definition.breakdowns)


def breakdown_of(
    snapshot: Snapshot,
    definition: Definition,
    month: Month,
    place: Place,
    by: str,
    target: Target | None,
    *,
    policy: Policy,
    disclosed: bool = False,
) -> Breakdown:
    """Split one figure one way; `disclosed` as those see it who may see no child, without small numbers, else by the policy's least.

    `target` is held against each member where the figure is a share or an average; a count's target is the whole service's. Members are
    those with something counted in the month or the month before. `by` must be one of `ways`.
    """
    now, before = (_stated(snapshot, definition, each, place, by) for each in (month, month.plus(-1)))
    whole = _stored(snapshot, definition, month, by) if by in PARTS and not place.whole and not disclosed else {}
    shown = disclosed_values if disclosed else partial(without_few, policy=policy)
    now, before = (shown(each, {definition.id: definition}) for each in (now, before))
    names = held_members(snapshot, by)
    held = target if definition.has_denominator else None
    made = [
        _member(definition, Place(by, name, names.get(name, name)), month, now.get(name), before.get(name), held)
        for name in {**before, **now}
    ]
    made = [_with_elsewhere(member, whole) for member in made]
    return Breakdown(by, f"By {BREAKDOWN_WORDS[by]}", _order_words(definition, by), _measured(_sorted(made, definition, by), definition))


def _stated(snapshot: Snapshot, definition: Definition, month: Month, place: Place, by: str) -> Mapping[str, Value]:
    """Give each member's value in a month: as stored for the whole service, counted from the rows behind the figure for a part of it."""
    first = snapshot.manifest.first_month
    if first is None or month < first:
        return {}
    if place.whole:
        return _stored(snapshot, definition, month, by)
    found = values(snapshot, indicators=[definition.id], periods=[month], breakdown=place.breakdown, member=place.member)
    if not found or found[0].state is State.NO_DATA:
        return {}
    counted = _counted(snapshot, definition, month, place, by)
    return {name: _as_value(found[0], definition, by, name, count) for name, count in counted.items()}


def _stored(snapshot: Snapshot, definition: Definition, month: Month, by: str) -> dict[str, Value]:
    return {value.member: value for value in values(snapshot, indicators=[definition.id], periods=[month], breakdown=by)}


def _counted(snapshot: Snapshot, definition: Definition, month: Month, place: Place, by: str) -> dict[str, _Count]:
    """Count the rows behind a part's figure for each member: those in the numerator, and those that it misses."""
    columns = list_columns(definition)
    at = columns.index(by)
    asked = {"breakdown": place.breakdown, "member": place.member}
    hit = children(snapshot, definition.id, month, part="numerator", **asked).rows
    numerators = Counter(str(row[at]) for row in hit)
    if not definition.has_denominator:
        return {name: _Count(float(count), None) for name, count in numerators.items()}
    if definition.per:
        per = columns.index(definition.per)
        sums: Counter[str] = Counter()
        for row in children(snapshot, definition.id, month, part="denominator", **asked).rows:
            sums[str(row[at])] += float(str(row[per] or 0))  # type: ignore[assignment]  # a sum of shares of posts
        return {name: _Count(float(numerators[name]), round(float(total), 9)) for name, total in sums.items()}
    missed = Counter(str(row[at]) for row in children(snapshot, definition.id, month, part="missed", **asked).rows)
    return {name: _Count(float(numerators[name]), float(numerators[name] + missed[name])) for name in {**numerators, **missed}}


def _as_value(whole: Value, definition: Definition, by: str, member: str, count: _Count) -> Value:
    figure: float | None = count.numerator
    if count.denominator is not None:
        scale = 100.0 if definition.unit == "percent" else 1.0
        figure = scale * count.numerator / count.denominator if count.denominator else None
    state = State.NOT_APPLICABLE if figure is None else State.KNOWN
    return replace(
        whole,
        breakdown=by,
        member=member,
        numerator=count.numerator,
        denominator=count.denominator,
        value=figure,
        state=state,
        population="",
    )


def _member(definition: Definition, place: Place, month: Month, now: Value | None, before: Value | None, target: Target | None) -> Member:
    shown = _cell(definition, month, now, before)
    earlier = _cell(definition, month.plus(-1), before, now)
    return Member(
        place=place,
        cell=shown,
        numerator=now.numerator if now else 0.0 if definition.unit == "count" else None,
        denominator=now.denominator if now else None,
        movement=wording.movement(shown, earlier, definition),
        status=status(shown.value, target, definition.better),
        share=0.0,
    )


def _cell(definition: Definition, month: Month, value: Value | None, other: Value | None) -> Cell:
    """Print a member's figure; nothing counted in this month though something was in the other is 0, or not applicable to a share."""
    if value is not None or other is None or other.state is State.NO_DATA:
        return wording.cell(month, value, definition)
    if definition.unit == "count":
        return Cell(month, 0.0, State.KNOWN, wording.number(0.0, definition.decimals))
    return Cell(month, None, State.NOT_APPLICABLE, wording.MARKS[State.NOT_APPLICABLE])


def _with_elsewhere(member: Member, whole: Mapping[str, Value]) -> Member:
    stored = whole.get(member.place.member)
    more = round((stored.numerator or 0.0) - (member.numerator or 0.0)) if stored else 0
    return replace(member, elsewhere=more) if more > 0 else member


def _sorted(members: list[Member], definition: Definition, by: str) -> tuple[Member, ...]:
    """Sort parts of the service by their figure, the one to look at first on top, and groups of children in their own order."""
    named = sorted(members, key=lambda member: member_order(by, member.place.name))
    if by not in PARTS:
        return tuple(named)
    sign = 1 if definition.better == "higher" else -1
    weight = sorted(named, key=lambda member: -(member.denominator or 0.0))
    return tuple(sorted(weight, key=lambda member: (member.cell.value is None, sign * (member.cell.value or 0.0))))


def _order_words(definition: Definition, by: str) -> str:
    if by not in PARTS:
        return ""
    return "lowest first" if definition.better == "higher" else "highest first"


def _measured(members: tuple[Member, ...], definition: Definition) -> tuple[Member, ...]:
    """Give each bar its length: against 100 % where shares reach half of it, against the largest figure otherwise."""
    most = max((member.cell.value or 0.0 for member in members), default=0.0)
    full = 100.0 if definition.unit == "percent" and most >= 50 else most
    return tuple(replace(member, share=(member.cell.value or 0.0) / full if full else 0.0) for member in members)
