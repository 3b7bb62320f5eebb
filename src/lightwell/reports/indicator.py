"""One indicator on one page, as frozen data: the answer in a sentence, its months, what it is made of, how it is counted and since when."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb

from lightwell.comparators import Published
from lightwell.definitions.model import Change, Definition
from lightwell.definitions.targets import Status, target_on
from lightwell.errors import NotFound
from lightwell.journey import record_named
from lightwell.periods import Month
from lightwell.reports import wording
from lightwell.reports.breakdowns import Breakdown, breakdown_of, ways
from lightwell.reports.counting import Counting, counting
from lightwell.reports.disclosed import disclosed_values
from lightwell.reports.held import Stamps, held_pack, stamps
from lightwell.reports.model import Cell, ComparatorCell, Place, Provenance, Row
from lightwell.reports.neighbours import beside_of
from lightwell.reports.neighbours_model import NotCompared, OtherAuthorities
from lightwell.reports.own_settings import settings_of
from lightwell.reports.places import BREAKDOWN_WORDS, values_of
from lightwell.results import AUTHORITY, State, Value, definitions_of, needed
from lightwell.store import Home, Snapshot, of_one_kind, snapshot_in, snapshots

_PAGES = 512


@dataclass(frozen=True)
class MonthFigure:
    """One month of an indicator: its printed figure, and what it was counted from."""

    cell: Cell
    numerator: float | None
    denominator: float | None


@dataclass(frozen=True)
class VersionSeen:
    """One version of a definition as the stored snapshots used it: the first and last as-at date on which it did."""

    version: int
    first: date
    last: date


@dataclass(frozen=True)
class FirstKnown:
    """The same figure as it was first known: in which snapshot, and what has changed since, as a sentence."""

    snapshot: str
    as_at: date
    text: str
    sentence: str


@dataclass(frozen=True)
class IndicatorPage:
    """Everything that the page of one indicator shows for one month, one part of the service and one breakdown.

    `answer` is the figure in a statement and `sentences` what follows from it, in order: against the target, since last month, over the
    months shown. `ways` names the breakdowns that can be chosen; `breakdown` is None where there are none. `beside` is what is published
    of other authorities, or why it is set beside none; None where the indicator names no published measure.
    """

    row: Row
    place: Place
    aim: str
    section: str
    answer: str
    sentences: tuple[str, ...]
    chart_title: str
    figures: tuple[MonthFigure, ...]
    ways: tuple[str, ...]
    breakdown: Breakdown | None
    compared: tuple[tuple[str, ComparatorCell], ...]
    beside: OtherAuthorities | NotCompared | None
    counting: Counting
    changes: tuple[Change, ...]
    versions: tuple[VersionSeen, ...]
    first_known: FirstKnown | None
    population: str
    why_none: str
    provenance: Provenance

    @property
    def any_known(self) -> bool:
        """Whether any of the months shown has a figure, so that there is something to draw."""
        return any(figure.cell.value is not None for figure in self.figures)

    @property
    def definition(self) -> Definition:
        """What the indicator is."""
        return self.row.definition


def indicator_page(
    home: Home,
    snapshot: Snapshot,
    month: Month,
    indicator: str,
    *,
    breakdown: str = AUTHORITY,
    member: str = "",
    by: str = "",
    disclosed: bool = False,
) -> IndicatorPage:
    """Make the page of one indicator for the whole service or a part, split by `by`, or else by the first of its `ways`.

    `disclosed` makes it as those see it who may see no child: without small numbers, and without what the figure was first known as.

    Made once for as long as nothing that it is made of changes. Raises `NotFound` if there is no such indicator, month or part, if the
    indicator is counted only for the whole service, or cannot be split that way.
    """
    key = tuple((each.path, each.manifest.fingerprint) for each in snapshots(home))
    return _page(home, snapshot.path, snapshot.manifest.fingerprint, month, indicator, breakdown, member, by, disclosed, stamps(home), key)


@functools.lru_cache(maxsize=_PAGES)
def _page(
    home: Home,
    path: Path,
    fingerprint: str,
    month: Month,
    indicator: str,
    breakdown: str,
    member: str,
    by: str,
    disclosed: bool,
    stamped: Stamps,
    stored: tuple[tuple[Path, str], ...],
) -> IndicatorPage:
    snapshot = snapshot_in(path)
    definition = definitions_of(snapshot).definition(indicator)
    pack = held_pack(home, snapshot, month, breakdown=breakdown, member=member, disclosed=disclosed)
    section = next((each for each in pack.sections if any(row.definition.id == indicator for row in each.rows)), None)
    if section is None:
        raise NotFound(f"“{definition.title}” is counted only for the whole service. Take the part of the service out of the choice.")
    row = section.row(indicator)
    found = values_of(snapshot, indicator, pack.place)
    if disclosed:
        found = disclosed_values(found, {indicator: definition})
    split = ways(definition, pack.place)
    if by and by not in split:
        raise NotFound(f"This figure cannot be shown by “{by[:40]}”. It can be shown by {_list([BREAKDOWN_WORDS[way] for way in split])}.")
    target = target_on(settings_of(home).targets, indicator, month.end)
    policy = settings_of(home).signals
    chosen = by or (split[0] if split else "")
    return IndicatorPage(
        row=row,
        place=pack.place,
        aim=section.aim,
        section=section.id,
        answer=f"{wording.statement(row)}.",
        sentences=tuple(said for said in (against_target(row), since(row), over_months(row)) if said),
        chart_title=wording.chart_title(row),
        figures=tuple(_figure(cell, found.get(cell.month)) for cell in row.cells),
        ways=split,
        breakdown=breakdown_of(snapshot, definition, month, pack.place, chosen, target, policy=policy, disclosed=disclosed)
        if chosen
        else None,
        compared=tuple((heading, cell) for heading, cell in zip(pack.comparator_headings, row.comparators, strict=True) if cell.text),
        beside=_beside(home, snapshot, row, pack.place, found),
        counting=counting(definition, definitions_of(snapshot), month),
        changes=definition.changes,
        versions=versions_seen(home, indicator),
        first_known=None if disclosed else _first_known(home, snapshot, row, pack.place),
        population=next((value.population for value in found.values() if value.period == month), ""),
        why_none=why_no_data(snapshot, definition) if row.latest.state is State.NO_DATA else "",
        provenance=pack.provenance,
    )


def _beside(home: Home, snapshot: Snapshot, row: Row, place: Place, found: dict[Month, Value]) -> OtherAuthorities | NotCompared | None:
    if row.definition.comparator and not place.whole:
        return NotCompared("A part of the service is not compared with other authorities; the whole service is.")
    return beside_of(settings_of(home), Published(home.comparators), row, found, snapshot.manifest.as_at)


def why_no_data(snapshot: Snapshot, definition: Definition) -> str:
    """Say why a snapshot has no data for an indicator: records or columns that its source lacks, or too short a history."""
    manifest = snapshot.manifest
    tables = sorted(need for need in needed(definition) if "." not in need and need not in manifest.coverage)
    columns = sorted(need for need in needed(definition) if need in manifest.lacks)
    if tables:
        return f"The source of this snapshot holds no records of: {', '.join(_plain_record(name) for name in tables)}."
    if columns:
        named = [f"{column.replace('_', ' ')} ({_plain_record(table)})" for table, _, column in (need.partition(".") for need in columns)]
        return f"The source of this snapshot never fills: {', '.join(named)}."
    if definition.unit == "per_10_000":
        return "No population is set for the month, or the records do not reach far enough back."
    return "The records of this snapshot's source do not reach far enough back."


def _plain_record(table: str) -> str:
    return record_named(table).plain_name().lower()


def against_target(row: Row) -> str:
    """Say how the latest figure stands to its target; empty where there is no target or no figure."""
    if row.target is None or row.latest.value is None:
        return row.target_note
    places = row.definition.decimals
    moved = wording.rounded(row.latest.value, places) - wording.rounded(row.target.value, places)
    target = wording.with_unit(row.target_text, row.definition)
    word = {Status.ON_TARGET: "on target", Status.NEAR: "near it", Status.OFF_TARGET: "off target"}[row.status]
    if moved == 0:
        same = "That is the target" if row.status is Status.ON_TARGET else f"That is just short of the target of {target}"
        return f"{same}." if row.status is Status.ON_TARGET else f"{same}: {word}."
    return f"That is {_amount(abs(moved), row.definition)} {'above' if moved > 0 else 'below'} the target of {target}: {word}."


def since(row: Row) -> str:
    """Say the change since the month before and since a year before, and whether the first is better or worse."""
    before = row.cells[-2] if len(row.cells) > 1 else None
    month = wording.difference(row, before, f"in {wording.month_name(before.month)}") if before else ""
    if not month:
        return "There is no figure for the month before to compare it with." if row.latest.value is not None else ""
    meaning = f", which is {row.movement.meaning}" if row.movement.meaning else ""
    year = wording.difference(row, row.cells[0], "a year before") if len(row.cells) == 13 else ""
    text = f"{month}{meaning}{f'; {year}' if year else ''}."
    return text[:1].upper() + text[1:]


def over_months(row: Row) -> str:
    """Say between which figures the indicator has moved over the months shown; empty where too few are known."""
    known = [cell for cell in row.cells if cell.value is not None]
    if len(known) < 3:
        return ""
    least, most = min(known, key=lambda cell: cell.value or 0.0), max(known, key=lambda cell: cell.value or 0.0)
    low, high = wording.with_unit(least.text, row.definition), wording.with_unit(most.text, row.definition)
    over = f"Over the {'thirteen' if len(known) == 13 else len(known)} months known" if len(known) != 13 else "Over thirteen months"
    if least.text == most.text:
        return f"{over} it has stayed at {low}."
    return f"{over} it has been between {low} ({least.month.name}) and {high} ({most.month.name})."


def versions_seen(home: Home, indicator: str) -> tuple[VersionSeen, ...]:
    """List the versions of a definition that the stored snapshots were counted by, newest first, with the dates they were used on."""
    seen: dict[int, list[date]] = {}
    for snapshot in snapshots(home):
        version = snapshot.manifest.definitions.get(indicator)
        if version is not None:
            seen.setdefault(version, []).append(snapshot.manifest.as_at)
    return tuple(VersionSeen(version, min(days), max(days)) for version, days in sorted(seen.items(), reverse=True))


def _figure(cell: Cell, value: Value | None) -> MonthFigure:
    return MonthFigure(cell, value.numerator if value else None, value.denominator if value else None)


def _amount(moved: Decimal, definition: Definition) -> str:
    unit = "" if definition.unit != "percent" else " point" if moved == 1 else " points"
    return f"{moved:,}{unit}"


def _list(words: list[str]) -> str:
    return ", ".join(words) or "nothing further"


_AS_FIRST_KNOWN = (
    "select value from read_parquet(?) "
    "where indicator = ? and month = cast(? as date) and breakdown = ? and member = ? and state = 'known' and value is not null"
)


def _first_known(home: Home, snapshot: Snapshot, row: Row, place: Place) -> FirstKnown | None:
    """Find the figure in the first snapshot that held the month; None where that is this one, has none, or counted it otherwise.

    Read from the file alone: a page must not wait until an old snapshot is made ready for lists.
    """
    month, definition = row.latest.month, row.definition
    first = next((each for each in of_one_kind(home, snapshot) if (each.manifest.last_month or month.plus(-1)) >= month), None)
    if first is None or first.manifest.as_at >= snapshot.manifest.as_at:
        return None
    if first.manifest.definitions.get(definition.id) != definition.version:
        return None
    with duckdb.connect() as connection:
        file = str(first.path / "results" / "values.parquet")
        asked = [file, definition.id, month.start.isoformat(), place.breakdown, place.member]
        found = connection.execute(_AS_FIRST_KNOWN, asked).fetchone()
    if found is None:
        return None
    was = Cell(month, found[0], State.KNOWN, wording.number(found[0], definition.decimals))
    return FirstKnown(first.id, first.manifest.as_at, wording.with_unit(was.text, definition), _since_first(row, was))


def _since_first(row: Row, was: Cell) -> str:
    if row.latest.state is not State.KNOWN:
        return ""
    moved = wording.change(row.latest, was, row.definition)
    if not moved:
        return "It has not changed since."
    direction = "up" if moved > 0 else "down"
    return f"Later records have put it {direction} by {_amount(abs(moved), row.definition)}."
