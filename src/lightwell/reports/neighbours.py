"""Sets one indicator of the whole service beside other authorities, for its page: the columns, the years, and who stands where."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Mapping
from datetime import date

from lightwell.comparators import Comparison, Measure, Published, history
from lightwell.definitions.model import Definition
from lightwell.periods import Month
from lightwell.reports import neighbours_said, wording
from lightwell.reports.comparing import Beside, View, month_beside, others_of
from lightwell.reports.model import ComparatorCell, Row
from lightwell.reports.neighbours_model import FEWEST, Figure, NotCompared, OtherAuthorities, Span, YearBeside
from lightwell.reports.neighbours_rank import members_of, published_figure, ranking_of
from lightwell.results import Settings, State, Value

FIRST_YEAR = 2013
"""The first year that the charts show: most series are published from then on."""

_SHORT_PERIODS = ("month", "quarter")

Values = Mapping[Month, Value]
"""Our own figures of the whole service, by month."""


def beside_of(settings: Settings, published: Published, row: Row, values: Values, known_on: date) -> OtherAuthorities | NotCompared | None:
    """Set a row of the whole service beside other authorities, as published by a day; None where it names no published measure."""
    definition = row.definition
    if not definition.comparator:
        return None
    others = others_of(settings, [definition], published, row.latest.month, known_on)
    beside = others.beside.get(definition.id)
    if others.view is None or beside is None:
        return NotCompared(others.why_none or neighbours_said.nothing_published(row.latest.month))
    then, view = beside.then, others.view
    found = history(published, then.measure, view.seen, first=FIRST_YEAR, last=then.year, known_on=known_on)
    past = tuple(_year(one, definition, view, values) for one in found)
    ours = own_figure(definition, then, view, values, settings.name)
    return OtherAuthorities(
        measure=then.measure,
        unit=definition.unit,
        then=then,
        average=view.choice.average,
        ours=ours,
        columns=tuple(zip(neighbours_said.headings(then), (_own_column(row, beside, ours), *row.comparators[1:]), strict=True)),
        notes=neighbours_said.notes(definition, others, beside, settings.name),
        spans=spans(tuple(cell.month for cell in row.cells), past),
        years=past,
        members=members_of(then, ours),
        ranking=ranking_of(published, then, view.choice.average, ours, _month_said(definition, beside, ours)),
    )


def comparable_month(definition: Definition, measure: Measure, year: int) -> Month | None:
    """Give the month whose figure of ours is of the same time as a published year; None where ours are of a month or a quarter alone."""
    return None if definition.period_type in _SHORT_PERIODS else month_beside(measure, year)


def middle_half(comparison: Comparison) -> tuple[float | None, float | None]:
    """Give the quartiles of the neighbours that the average counts, interpolated; None for both where fewer than `FEWEST` are counted."""
    left_out = {one.area for one in comparison.neighbours.left_out}
    counted = [cell.value for one, cell in comparison.neighbours.members if cell.value is not None and one.area not in left_out]
    if len(counted) < FEWEST:
        return None, None
    low, _, high = statistics.quantiles(counted, n=4, method="inclusive")
    return low, high


def spans(months: tuple[Month, ...], past: tuple[YearBeside, ...]) -> tuple[Span, ...]:
    """Share out the months of a trend among the published years: each has its own, or the latest before it where that is not published."""
    found = []
    for of, group in itertools.groupby(enumerate(months), key=lambda each: _latest_begun(each[1], past)):
        if of is None:
            continue
        places = tuple(group)
        begun = _begins(of)
        for carried, part in itertools.groupby(places, key=lambda each: each[1] > begun.plus(11)):
            within = tuple(place for place, _ in part)
            found.append(Span(within[0], within[-1], of, carried))
    return tuple(found)


def _latest_begun(month: Month, past: tuple[YearBeside, ...]) -> YearBeside | None:
    return next((one for one in reversed(past) if _begins(one) <= month), None)


def _begins(of: YearBeside) -> Month:
    return month_beside(of.comparison.measure, of.year).plus(-11)


def _year(one: Comparison, definition: Definition, view: View, values: Values) -> YearBeside:
    low, high = middle_half(one)
    return YearBeside(
        comparison=one,
        published=one.authority.value if view.own else None,
        marker=one.authority.marker if view.own else "",
        own=_own_at(comparable_month(definition, one.measure, one.year), values),
        average=one.neighbours.average(view.choice.average),
        low=low,
        high=high,
    )


def _own_at(month: Month | None, values: Values) -> float | None:
    found = values.get(month) if month is not None else None
    return found.value if found is not None and found.state is State.KNOWN else None


def own_figure(definition: Definition, then: Comparison, view: View, values: Values, name: str) -> Figure:
    """Give our figure for the year compared: the published one, or our own of the month in which the year ends, which has no code.

    A marker that was published of us stays; our own figure is not put in its place.
    """
    if view.own and (then.authority.value is not None or then.authority.marker):
        return published_figure(then.authority, then.authority.area, "ours", then.measure)
    month = comparable_month(definition, then.measure, then.year)
    value = _own_at(month, values)
    if value is None:
        return Figure("", name, "ours", None, "", neighbours_said.not_placed(definition, month))
    return Figure("", name, "ours", value, wording.number(value, then.measure.decimals))


def _own_column(row: Row, beside: Beside, ours: Figure) -> ComparatorCell:
    """Give our column: as in the pack, but our own figure is that of the month in which the year compared ends, as the charts have it."""
    month = _month_said(row.definition, beside, ours)
    if not month or ours.value is None:
        return row.comparators[0]
    text = wording.number(ours.value, max(row.definition.decimals, beside.then.measure.decimals))
    return ComparatorCell(ours.value, text, beside.then.year_text, "", f"Our own figure for {month}.")


def _month_said(definition: Definition, beside: Beside, ours: Figure) -> str:
    month = comparable_month(definition, beside.then.measure, beside.then.year)
    return "" if ours.code or month is None else month.name
