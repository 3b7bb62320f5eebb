"""As known then, as known now: the months of one indicator at one place, what changed since each was first known, and where they settle."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from lightwell.definitions.model import Definition
from lightwell.periods import Month, months_between, say_date
from lightwell.reports import wording
from lightwell.reports.judged import Stamps, stamps
from lightwell.reports.late_printed import Printed
from lightwell.reports.late_triangle import TriangleTable, triangle_table
from lightwell.reports.model import Cell, Place
from lightwell.reports.own_settings import settings_of
from lightwell.results import State, definitions_of
from lightwell.results.revisions import GRAINS, triangle, triangles
from lightwell.results.settling import parents_of, services_of, settling_places
from lightwell.signals.nowcast import Nowcast, Settling, nowcast
from lightwell.signals.restated import Reason, Revision, restated
from lightwell.signals.settling_words import settling_sentence
from lightwell.signals.triangle import Triangle, Triangles
from lightwell.store import Home, Snapshot, snapshot_in

MONTHS = 13
"""Months that are drawn and stand in the table."""

_NO_RANGE = "Where figures settle is worked out for the whole service, its services, localities and teams."


@dataclass(frozen=True)
class LateMonth:
    """One month as first known and as known now; `first` is None where no snapshot knew it within two months.

    `first_on` is the day on which it was first known. `change` is what lies between the two printed figures, empty where they cannot be set
    against each other, `reason` why it was restated, empty where it was not. `low` and `high` are the range in which it is likely to
    settle, None where there is none, and `settles` that range in words.
    """

    month: Month
    first: Cell | None
    first_on: date | None
    first_snapshot: str
    now: Cell
    change: str
    reason: str
    sentence: str
    low: float | None
    high: float | None
    settles: str

    @property
    def restated(self) -> bool:
        """Whether the figure is another now than when it was first known."""
        return bool(self.reason)

    @property
    def comparable(self) -> bool:
        """Whether the figure as first known may stand beside that of now: it is known, and counted by the same definition."""
        return self.first is not None and self.first.value is not None and self.reason != Reason.DEFINITION.value


@dataclass(frozen=True)
class LatePage:
    """Everything that the page of late recording says of the months of one indicator at one place, `months` oldest first.

    `lead` says the month asked for in sentences, `worth` what the ranges are worth or why there are none. `triangle` is every snapshot's
    figure, None for those who see no small counts.
    """

    definition: Definition
    place: Place
    month: Month
    lead: tuple[str, ...]
    months: tuple[LateMonth, ...]
    worth: str
    triangle: TriangleTable | None

    @property
    def any_held(self) -> bool:
        """Whether there is more to be shown than that nothing is known, if only that a figure is suppressed."""
        return any(each.now.state is not State.NO_DATA for each in self.months)

    @property
    def any_known(self) -> bool:
        """Whether there is a figure to be drawn."""
        return any(each.now.value is not None for each in self.months)


def late_page(home: Home, snapshot: Snapshot, month: Month, indicator: str, place: Place, *, disclosed: bool = False) -> LatePage | None:
    """Make the page of one indicator at one place, up to a month; None where no snapshot has a figure of it.

    With `disclosed` the figures are those that may be shown to readers who see no small counts. Raises `NotFound` for an indicator that
    there is not.
    """
    return _page(home, snapshot.path, snapshot.manifest.fingerprint, month, indicator, place, disclosed, stamps(home))


@functools.lru_cache(maxsize=64)
def _page(
    home: Home, path: Path, fingerprint: str, month: Month, indicator: str, place: Place, disclosed: bool, stamped: Stamps
) -> LatePage | None:
    snapshot = snapshot_in(path)
    definition = definitions_of(snapshot).definition(indicator)
    held, settled = _places(home, path, fingerprint, indicator, stamped)
    found = held.of(indicator, place.breakdown, place.member)
    if place.breakdown not in GRAINS:
        found = triangle(home, snapshot, indicator, breakdown=place.breakdown, member=place.member)
    if found is None:
        return None
    future = settled.get((place.breakdown, place.member))
    revisions = {each.month: each for each in restated(found, settled_after=future.settles_after if future else None)}
    settling = {each.month: each for each in future.months} if future else {}
    shown = Printed(definition, settings_of(home).signals, disclosed)
    first_held = snapshot.manifest.first_month or month
    months = tuple(
        _month(shown, found, each, revisions.get(each), settling.get(each))
        for each in months_between(max(month.plus(1 - MONTHS), first_held), month)
    )
    return LatePage(
        definition=definition,
        place=place,
        month=month,
        lead=_lead(shown, months[-1], revisions.get(month)),
        months=months,
        worth=future.sentence if future else _NO_RANGE,
        triangle=None if disclosed else triangle_table(found, month, shown),
    )


@functools.lru_cache(maxsize=32)
def _places(
    home: Home, path: Path, fingerprint: str, indicator: str, stamped: Stamps
) -> tuple[Triangles, Mapping[tuple[str, str], Nowcast]]:
    """Read every place of an indicator and work out where it settles, once for as long as no snapshot comes or goes."""
    snapshot = snapshot_in(path)
    held = triangles(home, snapshot, indicators=[indicator], breakdowns=GRAINS)
    places = settling_places(held)
    made = nowcast(places, parents=parents_of(places, _services(path, fingerprint)))
    return held, {(each.breakdown, each.member): each for each in made}


@functools.lru_cache(maxsize=4)
def _services(path: Path, fingerprint: str) -> dict[str, str]:
    return services_of(snapshot_in(path))


def _month(shown: Printed, found: Triangle, month: Month, revision: Revision | None, settling: Settling | None) -> LateMonth:
    readings = found.readings(month)
    now = shown.cell(found, readings[-1]) if readings else Cell(month, None, State.NO_DATA, wording.MARKS[State.NO_DATA])
    plain = LateMonth(month, None, None, "", now, "", "", "", None, None, "")
    span = shown.range(settling, now)
    if span is not None:
        low, high = (shown.say(each) for each in span)
        plain = replace(plain, low=span[0], high=span[1], settles=low if low == high else f"{low} to {high}")
    if revision is None or not revision.known_then:
        return plain
    first = shown.cell(found, revision.first)
    reason = "" if revision.reason is Reason.NONE else revision.reason.value
    moved = wording.change(now, first, shown.definition) if reason != Reason.DEFINITION.value else None
    change = "" if moved is None else f"{moved:+,}".replace("-", "−") if moved else "0"
    seen = revision.first.seen
    return replace(
        plain, first=first, first_on=seen.as_at, first_snapshot=seen.snapshot, change=change, reason=reason, sentence=revision.sentence
    )


def _lead(shown: Printed, month: LateMonth, revision: Revision | None) -> tuple[str, ...]:
    """Say the month asked for: as first known and on which day, now, where it is likely to settle, and why it was restated."""
    name = month.month.name
    if month.now.state is State.SUPPRESSED:
        return (f"The figure of {name} is suppressed, so that no child can be recognised.",)
    if month.now.value is None and month.now.state is not State.TOO_FEW:
        return (f"There is no figure for {name}.",)
    if month.first is None or month.first_on is None:
        said = settling_sentence(None, month.now.value, month.low, month.high, shown.say) if month.now.value is not None else ""
        late = f"No snapshot held {name} within two months of its end, so what was first known of it is not known."
        return tuple(each for each in (said, late) if each)
    day = f"{name} was first known on {say_date(month.first_on)}."
    if month.first.value is None or month.now.value is None or not month.comparable:
        said = f"As first known {shown.text(month.first)}; now {shown.text(month.now)}."
    else:
        said = settling_sentence(month.first.value, month.now.value, month.low, month.high, shown.say)
    return (said, day, revision.sentence if revision is not None and month.restated else "")
