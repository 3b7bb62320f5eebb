"""Signal and noise of one indicator on one page, as frozen data: the verdict, the chart, what is usual, and where it shows."""

from __future__ import annotations

from dataclasses import dataclass

from lightwell.comparators import Published
from lightwell.definitions.model import Definition
from lightwell.errors import NotFound
from lightwell.periods import Month
from lightwell.reports import wording
from lightwell.reports.funnels import funnel_of_neighbours, funnel_of_parts
from lightwell.reports.held import held_members
from lightwell.reports.indicator import indicator_page
from lightwell.reports.judged import judged_members, judged_place
from lightwell.reports.model import Place
from lightwell.reports.neighbours_model import OtherAuthorities
from lightwell.reports.places import PARTS, place_of
from lightwell.reports.signal_chart import Drawing, drawing
from lightwell.reports.travel import Travel, travel
from lightwell.results import AUTHORITY, definitions_of
from lightwell.results.break_model import Break
from lightwell.results.break_register import register
from lightwell.results.breaks import breaks_of
from lightwell.results.recounted import BothWays, both_ways
from lightwell.signals import Judged, Limits, Point
from lightwell.signals.funnel import Funnel
from lightwell.store import Home, Snapshot

SINGLE_MONTHS = "The figure covers more than one month and shares most of them with the one before. Judged here are its single months."
"""Why the chart of a rolling year does not show the rolling year."""


@dataclass(frozen=True)
class BreakShown:
    """One break with the months counted as before it and as after it, where the data allows; `number` is its mark on the chart, or 0."""

    entry: Break
    number: int
    both: tuple[BothWays, ...]


@dataclass(frozen=True)
class MemberTravel:
    """One part of the service with its latest figure as text and its direction of travel."""

    place: Place
    text: str
    travel: Travel


@dataclass(frozen=True)
class SignalPage:
    """Everything that the page of signal and noise shows of one indicator for one place.

    `single_months` says that the series is of single months though the indicator covers more; `members` are the parts below, those with a
    signal first; `by` names what they are. `parts` sets them beside each other in the month, `neighbours` us beside ours.
    """

    definition: Definition
    place: Place
    month: Month
    travel: Travel
    judged: Judged
    drawn: Drawing
    single_months: str
    points: tuple[Point, ...]
    limits: tuple[Limits, ...]
    breaks: tuple[BreakShown, ...]
    by: str
    members: tuple[MemberTravel, ...]
    target_text: str
    parts: Funnel | None
    neighbours: Funnel | None


def signal_page(
    home: Home,
    snapshot: Snapshot,
    month: Month,
    indicator: str,
    *,
    breakdown: str = AUTHORITY,
    member: str = "",
    by: str = "",
    disclosed: bool = False,
) -> SignalPage | None:
    """Make the page of one indicator at one place, as known in a snapshot and up to a month; None where no figure of it is known.

    `by` names a breakdown for the parts shown beside it. Raises `NotFound` if there is no such indicator or part, or it is not counted
    """
    definition = definitions_of(snapshot).definition(indicator)
    if breakdown not in (AUTHORITY, *definition.breakdowns):
        raise NotFound(f"“{definition.title}” is counted only for the whole service. Take the part of the service out of the choice.")
    judged = judged_place(home, snapshot, month, breakdown=breakdown, member=member, disclosed=disclosed).get(indicator)
    if judged is None:
        return None
    breaks = breaks_of(register(home), definition, definitions_of(snapshot).parameters, breakdown, member)
    text = _target_text(judged, definition)
    drawn = drawing(judged, definition, breaks=breaks, target=_target(judged), target_text=text)
    numbers = {each: number for number, each in enumerate(drawn.breaks, 1)}
    place = place_of(snapshot, breakdown, member)
    return SignalPage(
        definition=definition,
        place=place,
        month=month,
        travel=travel(judged),
        judged=judged,
        drawn=drawn,
        single_months="" if definition.period_type in ("month", "month_end") else SINGLE_MONTHS,
        points=judged.points,
        limits=judged.limits,
        breaks=tuple(
            BreakShown(each, numbers.get(each, 0), both_ways(home, snapshot, definition, each, breakdown=breakdown, member=member))
            for each in breaks
            if not disclosed or not each.standard
        ),
        by=by,
        members=_members(home, snapshot, month, definition, by) if by else (),
        target_text=text,
        parts=funnel_of_parts(home, snapshot, definition, month, by) if by else None,
        neighbours=_neighbours(home, snapshot, month, indicator) if place.whole and not disclosed else None,
    )


def _neighbours(home: Home, snapshot: Snapshot, month: Month, indicator: str) -> Funnel | None:
    beside = indicator_page(home, snapshot, month, indicator).beside
    return funnel_of_neighbours(Published(home.comparators), beside) if isinstance(beside, OtherAuthorities) else None


def _target(judged: Judged) -> float | None:
    return judged.columns.series.target


def _target_text(judged: Judged, definition: Definition) -> str:
    target = _target(judged)
    if target is None:
        return ""
    places = next(places for places in (definition.decimals, 1, 2) if places == 2 or round(target, places) == target)
    return wording.with_unit(wording.number(target, places), definition)


def _members(home: Home, snapshot: Snapshot, month: Month, definition: Definition, by: str) -> tuple[MemberTravel, ...]:
    """Judge every part of one kind that has a figure in the month, those with a signal first, worse before better."""
    if by not in PARTS or by not in definition.breakdowns:
        return ()
    names = held_members(snapshot, by)
    found = []
    for member, judged in judged_members(home, snapshot, month, definition.id, by).items():
        last = judged.columns.series
        if not last.months or last.months[-1] != month or last.values[-1] is None:
            continue
        text = wording.with_unit(wording.number(last.values[-1], definition.decimals), definition)
        found.append(MemberTravel(Place(by, member, names.get(member, member)), text, travel(judged)))
    return tuple(sorted(found, key=_order))


def _order(each: MemberTravel) -> tuple[bool, bool, str]:
    return not each.travel.is_signal, each.travel.towards != "worse", each.place.name
