"""The columns of other areas: which year and release a pack shows, whose neighbours, and what a reader must know to compare.

A pack shows what was published by its day: the latest year up to our own last complete one, in the latest release that was out by then,
so that the same pack made again later shows the same columns. Where the publisher has revised a value since, the cell holds both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from lightwell.comparators import (
    Average,
    Comparison,
    Measure,
    Published,
    Release,
    Viewpoint,
    authority_of,
    comparisons,
    list_names,
    measure_named,
)
from lightwell.comparators.markers import meaning
from lightwell.comparators.model import Cell as PublishedCell
from lightwell.comparators.model import LeftOut
from lightwell.definitions.model import Definition
from lightwell.errors import NotFound
from lightwell.periods import Month, financial_year_start
from lightwell.reports import wording
from lightwell.reports.model import ComparatorCell, Revised
from lightwell.results import Settings
from lightwell.results.settings import NeighbourList

BLANK = ComparatorCell(None, "", "", "", "")
"""A column in which nothing is published."""

_FIRST_DAY = date.min
_ENDS = {"30 September": 9, "academic year": 8, "calendar year": 12}
_MARCH = 3


@dataclass(frozen=True)
class View:
    """From where a pack looks at others on its day: the authority, its list and average, and whether the authority is our own.

    `changed` is the choice that held before, where it changed within the months that the pack shows.
    """

    seen: Viewpoint
    choice: NeighbourList
    own: bool
    changed: NeighbourList | None = None


@dataclass(frozen=True)
class Beside:
    """What one indicator is set beside: the comparison as it was published by the pack's day, and as it has been revised since."""

    then: Comparison
    now: Comparison | None


@dataclass(frozen=True)
class Others:
    """Everything of other areas that a pack shows: from where, what of each indicator, and why there is nothing where there is nothing."""

    view: View | None
    beside: Mapping[str, Beside]
    why_none: str = ""


NO_OTHERS = Others(None, {}, "")
"""A pack without comparators: of a part of the service, which is not compared."""


def view_of(settings: Settings, month: Month) -> View | None:
    """Give from where a pack of a month looks: None where the authority is in no published statistics and no other is named for it."""
    try:
        authority = authority_of(settings.comparators.like or settings.authority)
    except NotFound:
        return None
    choices = settings.comparators.neighbours or _by_default()
    held = [choice for choice in choices if choice.first_day <= month.end] or [choices[0]]
    choice, before = held[-1], held[-2] if len(held) > 1 else None
    changed = before if before is not None and choice.first_day > month.plus(-12).start else None
    return View(Viewpoint(authority, choice.list_name), choice, not settings.comparators.like, changed)


def _by_default() -> tuple[NeighbourList, ...]:
    """Each list from the April of its year, averaged by the mean, as the local authority interactive tool does."""
    names = list_names()
    return tuple(NeighbourList(date(int(name), 4, 1) if place else _FIRST_DAY, name, "mean") for place, name in enumerate(names))


def measure_for(definition: Definition, published: Published) -> Measure | None:
    """Give the measure that an indicator is set beside, with the indicator's own view of which way is better; None where it names none.

    Raises `NotFound` for a name that no published statistic has.

    The publications leave it open for rates of referrals or of children in our care; a service that sets itself a target does not.
    """
    if not definition.comparator:
        return None
    return replace(measure_named(definition.comparator, published), better=definition.better)


def others_of(settings: Settings, definitions: Iterable[Definition], published: Published, month: Month, known_on: date) -> Others:
    """Compare every indicator that names a measure, for a pack of a month as it was known on a day."""
    view = view_of(settings, month)
    if view is None:
        remedy = "Name one to compare it with under “comparators: like” in the settings."
        why = f"The authority {settings.authority} is in no published statistics. {remedy}"
        return Others(None, {}, why)
    named = {definition.id: measure for definition in definitions if (measure := _known_measure(definition, published)) is not None}
    wanted = tuple(dict.fromkeys(named.values()))
    found = comparisons(published, wanted, view.seen, until=financial_year_start(month).year, known_on=known_on)
    return Others(view, {indicator: Beside(*found[measure]) for indicator, measure in named.items() if measure in found})


def _known_measure(definition: Definition, published: Published) -> Measure | None:
    """Leave an indicator without columns where its comparator is unknown: `lightwell check` refuses it, and the pack is still made."""
    try:
        return measure_for(definition, published)
    except NotFound:
        return None


def cells(
    definition: Definition, others: Others, own: ComparatorCell
) -> tuple[ComparatorCell, ComparatorCell, ComparatorCell, ComparatorCell]:
    """Make the four columns of a row: own last year, neighbours, region, England.

    Our own is what was published of us where anything was, because the columns beside it are; else our own figure for that March.
    """
    beside = others.beside.get(definition.id)
    if beside is None or others.view is None:
        return (BLANK, BLANK, BLANK, BLANK)
    then, now, average = beside.then, beside.now, others.view.choice.average
    ours = _published(then, then.authority, now, now.authority if now else None) if others.view.own else BLANK
    return (
        ours if ours.text else own,
        _neighbours(then, now, average),
        _published(then, then.region, now, now.region if now else None),
        _published(then, then.england, now, now.england if now else None),
    )


def _neighbours(then: Comparison, now: Comparison | None, average: Average) -> ComparatorCell:
    value = then.neighbours.average(average)
    if value is None:
        return BLANK
    note = f"{average.capitalize()} of {then.neighbours.used} of the list of {then.neighbours.list_name}."
    if then.neighbours.left_out:
        note = f"{note} Left out: {_left_out(then.neighbours.left_out)}."
    later = now.neighbours.average(average) if now else None
    # An average of figures published whole says more than they do: one place more.
    return _cell(then, value, note, later, now.release if now else None, max(1, then.measure.decimals))


def _published(then: Comparison, held: PublishedCell, now: Comparison | None, later: PublishedCell | None) -> ComparatorCell:
    together = f" Published for {held.together} together." if held.together else ""
    if held.value is not None:
        revised, release = (later.value, now.release) if now and later else (None, None)
        return _cell(then, held.value, f"{held.area.name}.{together}", revised, release, then.measure.decimals)
    if not held.marker:
        return BLANK
    note = f"{held.area.name}: {meaning(held.marker)}.{together}"
    return ComparatorCell(None, held.marker, then.year_text, then.release.short, note)


def _cell(then: Comparison, value: float, note: str, later: float | None, release: Release | None, places: int) -> ComparatorCell:
    text = wording.number(value, places)
    said = wording.number(later, places) if later is not None else text
    revised = Revised(later, said, release.short) if later is not None and release is not None and said != text else None
    return ComparatorCell(value, text, then.year_text, then.release.short, note, revised)


def _left_out(members: tuple[LeftOut, ...]) -> str:
    return "; ".join(f"{one.area.name} ({one.why})" for one in members)


def month_beside(measure: Measure, year: int) -> Month:
    """Give the month of ours that ends when a published year does: March, or September for a count of 30 September."""
    return Month(year, _ENDS.get(measure.period, _MARCH))


def notes(definition: Definition, others: Others, columns: tuple[ComparatorCell, ...], headings: tuple[str, ...]) -> tuple[str, ...]:
    """Say what a reader of a row must know to compare: what the published figure counts, who is left out, what has been revised since."""
    beside = others.beside.get(definition.id)
    if beside is None or not any(cell.text for cell in columns[1:]):
        return ()
    then = beside.then
    found = [definition.comparator_differs] if definition.comparator_differs else []
    if then.neighbours.left_out:
        found.append(f"The neighbours' average leaves out {_left_out(then.neighbours.left_out)}.")
    joint = next((cell.together for cell in (then.authority, *(cell for _, cell in then.neighbours.members)) if cell.together), "")
    if joint and not any("together" in one.why for one in then.neighbours.left_out):
        found.append(f"One figure is published for {joint} together.")
    shown = tuple(zip(headings, columns, strict=True))
    found += [f"{heading}: {meaning(cell.text)}." for heading, cell in shown if cell.text and cell.value is None]
    revised = [f"{heading} {cell.revised.text}" for heading, cell in shown if cell.revised is not None]
    if revised and beside.now is not None:
        found.append(f"Revised since: {', '.join(revised)} ({beside.now.release.short}).")
    return tuple(found)


def headings(others: Others, month: Month) -> tuple[str, str, str, str]:
    """Give the headings of the four columns: our own year, the neighbours, the region by its name, England."""
    march = financial_year_start(month).plus(-1)
    region = next((beside.then.region.area.name for beside in others.beside.values()), "Region")
    return (f"Own {financial_year(march)}", "Neighbours", region, "England")


def financial_year(march: Month) -> str:
    """Write the financial year that ends in a March: `2022/23`."""
    return f"{march.year - 1}/{march.year % 100:02d}"


def compared_with(others: Others, known_on: date) -> str:
    """Say with whom the pack compares, for the foot of its tables and for its last page."""
    if others.view is None:
        return others.why_none
    if not others.beside:
        return ""
    view = others.view
    choice = view.choice
    whose = "" if view.own else f", as those of {view.seen.authority.name}"
    members = len(view.seen.neighbours)
    said = (
        f"Neighbours: the {choice.average} of the {members} statistical neighbours in the list of {choice.list_name}{whose}. "
        f"Region and England as published. Each figure is of the latest release by {known_on.day} {known_on:%B %Y}, or the first after it."
    )
    if view.changed is None:
        return said
    before = view.changed
    return (
        f"{said} Until {choice.first_day.day} {choice.first_day:%B %Y} the {before.average} of the list of {before.list_name} was shown: "
        "columns of earlier packs are of other neighbours."
    )


def releases_said(others: Others) -> str:
    """Name the releases that a pack's columns and what was revised since come from, each once, in full and as the columns say it."""
    found = [of.release for beside in others.beside.values() for of in (beside.then, beside.now) if of is not None]
    return "; ".join(f"{release.title} ({release.short})" for release in dict.fromkeys(sorted(found, key=lambda each: each.published)))
