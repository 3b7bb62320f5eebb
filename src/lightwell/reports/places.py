"""The parts of a service that figures can be of, and their values: a service, a locality, a team, a worker, or a group of children.

A snapshot holds a row for a part only where something was counted. Where there is none, nothing was there to count: the figure is 0 if it
is a count and the whole authority's is known, and not applicable if it is a share or an average.
"""

from __future__ import annotations

from dataclasses import replace

from lightwell.definitions.model import Unit
from lightwell.errors import NotFound
from lightwell.facts import BREAKDOWNS
from lightwell.periods import Month
from lightwell.reports.model import WHOLE, Place
from lightwell.results import AUTHORITY, State, Value, definitions_of, reading, values
from lightwell.results.names import NAMED, member_names, member_order
from lightwell.store import Snapshot

BREAKDOWN_WORDS = {
    "service": "service",
    "locality": "locality",
    "team": "team",
    "worker": "worker",
    "age_band": "age",
    "sex": "sex",
    "ethnicity": "ethnicity",
    "disability": "disability",
}
"""What a breakdown is called in a sentence: `by team`."""

PARTS = ("service", "locality", "team", "worker")
"""The breakdowns that are parts of the service, from the widest; the others are groups of children."""

WITHIN = {
    AUTHORITY: BREAKDOWNS,
    "service": ("team", "locality", "worker"),
    "locality": ("team", "service", "worker"),
    "team": ("worker",),
}
"""How each part can be split further. What has no entry goes straight to its children."""


def place_of(snapshot: Snapshot, breakdown: str, member: str) -> Place:
    """Name a part of the service as one snapshot knows it.

    Raises `NotFound` if there is no such breakdown, or the snapshot has neither a figure nor a name for the member.
    """
    if breakdown == AUTHORITY:
        return WHOLE
    if breakdown not in BREAKDOWNS:
        raise NotFound(f"Figures are not broken down by “{breakdown}”. They are broken down by {', '.join(BREAKDOWNS)}.")
    known = members_of(snapshot, breakdown)
    if member not in known:
        word = BREAKDOWN_WORDS[breakdown]
        raise NotFound(f"The snapshot {snapshot.id} has no {word} “{member}”. Choose one from the list of parts of the service.")
    return Place(breakdown, member, known[member])


def members_of(snapshot: Snapshot, breakdown: str) -> dict[str, str]:
    """Map every member of a breakdown that has a figure or a name in the snapshot to its name, in the order that a reader expects."""
    with reading(snapshot) as connection:
        counted = connection.execute("select distinct member from result_values where breakdown = ?", [breakdown]).fetchall()
        named = member_names(connection, breakdown) if breakdown in NAMED else {}
    found = {str(member): named.get(str(member), str(member)) for (member,) in counted} | named
    return dict(sorted(found.items(), key=lambda entry: member_order(breakdown, entry[1])))


def values_at(snapshot: Snapshot, place: Place) -> dict[tuple[str, Month], Value]:
    """Give every value of the whole authority or of one part, by indicator and month, what was not counted being stated as none."""
    whole = {(value.indicator, value.period): value for value in values(snapshot)}
    if place.whole:
        return whole
    counted = {(value.indicator, value.period): value for value in values(snapshot, breakdown=place.breakdown, member=place.member)}
    units = {definition.id: definition.unit for definition in definitions_of(snapshot).definitions.values()}
    broken_down = {
        definition.id for definition in definitions_of(snapshot).definitions.values() if place.breakdown in definition.breakdowns
    }
    return {key: counted.get(key) or none_counted(value, units[key[0]], place) for key, value in whole.items() if key[0] in broken_down}


def values_of(snapshot: Snapshot, indicator: str, place: Place) -> dict[Month, Value]:
    """Give one indicator's values of the whole authority or of one part, by month; raises `NotFound` if it is not broken down that way."""
    whole = {value.period: value for value in values(snapshot, indicators=[indicator])}
    if place.whole:
        return whole
    found = values(snapshot, indicators=[indicator], breakdown=place.breakdown, member=place.member)
    counted = {value.period: value for value in found}
    unit = definitions_of(snapshot).definition(indicator).unit
    return {month: counted.get(month) or none_counted(value, unit, place) for month, value in whole.items()}


def none_counted(whole: Value, unit: Unit, place: Place) -> Value:
    """State the value of a part for which nothing was counted, from the whole authority's value of the same indicator and month."""
    empty = replace(whole, breakdown=place.breakdown, member=place.member, numerator=None, denominator=None, value=None, population="")
    if whole.state is State.NO_DATA:
        return empty
    if unit == "count":
        return replace(empty, numerator=0.0, value=0.0, state=State.KNOWN)
    return replace(empty, numerator=0.0, denominator=0.0, state=State.NOT_APPLICABLE)


def require_month(snapshot: Snapshot, month: Month) -> None:
    """Raise `NotFound`, saying which months there are, if the snapshot has no results for a month."""
    first, last = snapshot.manifest.first_month, snapshot.manifest.last_month
    if first is None or last is None or not first <= month <= last:
        held = f"{first.name} to {last.name}" if first and last else "no months"
        raise NotFound(f"The snapshot {snapshot.id} has no results for {month.name}. It holds {held}.")
