"""What the pages that take a change apart read: which months, the page as the person may see it, and the list behind one count of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from lightwell.errors import NotFound
from lightwell.periods import Month, months_between
from lightwell.reports.disclosed import disclosed_value
from lightwell.reports.explained_moves import said_moves
from lightwell.reports.listing import Listing, ListRow, in_order, named_rows
from lightwell.reports.model import WHOLE, Cell, Place
from lightwell.reports.places import values_of
from lightwell.reports.wording import cell, change, with_unit
from lightwell.results import definitions_of
from lightwell.results.explaining import Explained, explained
from lightwell.results.roll_moves import ABSENT, COUNTED, MISSED, Flow, Roll
from lightwell.store import open_snapshot
from lightwell.web.access.decisions import Action, scope_of
from lightwell.web.access.models import Person
from lightwell.web.children.queries import names_in, theirs, visible
from lightwell.web.choice import Choice
from lightwell.web.performance.sight import Sight

FLOWS = {"came": "came into the count", "left": "left the count", "moved_in": "moved here", "moved_out": "moved away"}
"""The counts of a member that can be listed, with their words."""


@dataclass(frozen=True)
class Listed:
    """One row of the list behind a count: who, how old on the day the records were taken, who was responsible, and whether it opens."""

    key: str
    name: str
    age: str
    worker: str
    team: str
    opens: bool


@dataclass(frozen=True)
class ChangeList:
    """The list behind one count of a change: what it is of, how many the count says, those who may be seen, and why not the others."""

    words: str
    month: Month
    number: int
    given: Listing
    rows: tuple[Listed, ...]
    hidden: str


@dataclass(frozen=True)
class ShownChange:
    """The change between two figures as those see it who see no child: two printed figures and what lies between them."""

    before: Cell
    after: Cell
    texts: tuple[str, str]
    change: str


def months_of(request: HttpRequest, choice: Choice) -> tuple[Month, Month]:
    """Read the two months: the one that is looked at, and `from` or else the month before it.

    Raises `NotFound` for a month that is not written as one, not held, or not before the other.
    """
    first_held = choice.snapshot.manifest.first_month or choice.month
    asked = request.GET.get("from", "").strip()
    try:
        first = Month.parse(asked[:20]) if asked else choice.month.plus(-1)
    except ValueError as error:
        raise NotFound(str(error)) from None
    if choice.month == first_held:
        raise NotFound(
            f"The snapshot holds no month before {choice.month.name}, so there is no change to take apart. Choose a later month."
        )
    if not first_held <= first < choice.month:
        raise NotFound(f"The change to {choice.month.name} can be taken apart from any month from {first_held.name} to the one before it.")
    return first, choice.month


def months_offered(choice: Choice) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """List the months that a change can be from, and those that it can be to, newest first."""
    held = months_between(choice.snapshot.manifest.first_month or choice.month, choice.snapshot.manifest.last_month or choice.month)
    pairs = [(str(month), month.name) for month in reversed(held)]
    return [pair for pair in pairs if Month.parse(pair[0]) < choice.month], pairs[:-1]


def place_chosen(choice: Choice) -> Place:
    """Give the part of the service that the reader looks at."""
    return WHOLE if choice.whole else Place(choice.breakdown, choice.member, choice.part_name)


def may_see(sight: Sight) -> Callable[[str, str], bool]:
    """Give what says whether a member of a split may be shown: workers by who may see them, all else to whoever sees parts."""
    return lambda column, member: column != "worker" or sight.may_see(column, member)


def require_counts(sight: Sight) -> None:
    """Raise `PermissionDenied` for those who see no small counts: who came and who left are often a few."""
    if sight.disclosed or not sight.parts:
        raise PermissionDenied("Who came and who left is for those who may see small counts; you see the two figures and their change.")


def shown_change(choice: Choice, indicator: str, months: tuple[Month, Month]) -> ShownChange:
    """Give the change as it may be shown to those who see no small counts: worked out from the two figures that they see."""
    definition = definitions_of(choice.snapshot).definition(indicator)
    found = values_of(choice.snapshot, indicator, place_chosen(choice))
    values = {month: disclosed_value(value, definition) for month, value in found.items() if month in months}
    before, after = (cell(month, values.get(month), definition) for month in months)
    moved = change(after, before, definition)
    texts = [with_unit(each.text, definition) if each.value is not None else each.text for each in (before, after)]
    return ShownChange(before, after, (texts[0], texts[1]), "" if moved is None else f"{moved:+,}".replace("-", "−") if moved else "0")


def change_list(
    person: Person, choice: Choice, sight: Sight, indicator: str, months: tuple[Month, Month], asked: dict[str, str]
) -> ChangeList:
    """Make the list behind one count: `move` names a movement, or one of `FLOWS` of the part that `by` and `member` name.

    Without a part, `came` and `left` are everyone who did, and `came` is what an address without `move` means.

    Raises `PermissionDenied` for those who see no child, or not the figures of the worker asked for, and `NotFound` for what there is not.
    """
    require_counts(sight)
    found = explained(choice.snapshot, indicator, *months, breakdown=choice.breakdown, member=choice.member)
    if found.roll is None:
        raise NotFound("Only what is counted at month end has lists of who came and who left. The figure's own list has the others.")
    if asked["by"] == "worker" and not sight.may_see("worker", asked["member"]):
        raise PermissionDenied("The figures of this worker are not yours to see.")
    keys, words = _keys(found, found.roll, **asked)
    earlier, part = _where_listed(found, found.roll, keys)
    month = months[0] if earlier else months[1]
    rows = visible(person, replace(choice, month=month), indicator, part).only(lambda row: row.key in keys)
    return ChangeList(words, month, len(keys), rows, _rows(person, choice, rows), _hidden(len(keys), rows.children))


def _keys(found: Explained, roll: Roll, *, move: str, by: str, member: str) -> tuple[frozenset[str], str]:
    if by:
        if found.split(by) is None or found.definition.distinct or move not in FLOWS:
            raise NotFound("There is no such count in this change. Go back to the change and choose one of its links.")
        flow = roll.flows(by).get(member, Flow())
        return frozenset(getattr(flow, move)), FLOWS[move]
    if move in ("", "came", "left"):
        leaving = move == "left"
        met = [each.move for each in said_moves(found) if each.move and COUNTED in (each.move.before, each.move.after)]
        keys = frozenset(key for each in met if each.before != each.after and (each.before == COUNTED) == leaving for key in each.keys)
        return keys, FLOWS["left" if leaving else "came"]
    for each in said_moves(found):
        if each.move is not None and each.name == move:
            return frozenset(each.move.keys), each.words
    raise NotFound("There is no such movement in this change. Go back to the change and choose one of its links.")


def _where_listed(found: Explained, roll: Roll, keys: frozenset[str]) -> tuple[bool, str]:
    """Say in which month's list, the earlier or not, and which part of it, these stand: they all stand the same way there."""
    listed = ((COUNTED, "numerator"), (MISSED, "missed")) if found.definition.unit == "percent" else ((COUNTED, "numerator"),)
    for earlier, side in ((False, roll.after), (True, roll.before)):
        states = {side[key].state if key in side else ABSENT for key in keys}
        for state, part in listed:
            if states == {state}:
                return earlier, part
    return False, "numerator"


def _rows(person: Person, choice: Choice, given: Listing) -> tuple[Listed, ...]:
    ordered = in_order(choice.snapshot, given, "name")
    people, names = named_rows(choice.snapshot, given, ordered), names_in(choice.snapshot)
    now = theirs(open_snapshot(choice.home), list(people), scope_of(person, Action.SEE_CHILDREN))

    def line(row: ListRow) -> Listed:
        worker, team = (names[place].get(row.place.get(place, ""), row.place.get(place, "")) for place in ("worker", "team"))
        named = people.get(row.key)
        if named is None:
            return Listed(row.key, names["worker"].get(row.key, row.key), "", worker, team, opens=False)
        return Listed(row.key, named.name, named.said_age(given.as_at), worker, team, opens=row.key in now)

    return tuple(line(row) for row in ordered)


def _hidden(number: int, seen: int) -> str:
    """Say how many are not shown, and of who they are nothing."""
    if seen == number:
        return ""
    return f"You may see {seen:,} of the {number:,}; the others are outside those whose children you may see, or restricted."
