"""Puts a pack together: results, targets and comparators in; every figure, word and sentence that a page shows out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lightwell.definitions import Catalogue
from lightwell.definitions.model import Definition
from lightwell.definitions.targets import Target, status, target_on
from lightwell.errors import Problem, Refused
from lightwell.periods import Month, financial_year_start
from lightwell.reports import comparing, wording
from lightwell.reports.comparing import NO_OTHERS, Others, financial_year
from lightwell.reports.explain import explanation
from lightwell.reports.layout import Layout, SectionLayout, glossary
from lightwell.reports.model import WHOLE, ComparatorCell, Pack, Place, Provenance, Row, Section
from lightwell.reports.summary import section_sentences, summary
from lightwell.reports.travel import travel
from lightwell.results.model import State, Value
from lightwell.signals import Judged

MONTHS_SHOWN = 13
"""The month of the pack and the twelve before it, so that the same month a year before is the first column."""

Values = Mapping[tuple[str, Month], Value]
"""The values of the whole authority, or of the part that the pack is of, by indicator and month."""

WHOLE_SERVICE_TARGET = "The target is the whole service's."
"""Why a part of the service has no target where the whole has one: a number of children is not shared out."""


def assemble(
    *,
    month: Month,
    values: Values,
    catalogue: Catalogue,
    targets: tuple[Target, ...],
    others: Others,
    layout: Layout,
    authority: str,
    provenance: Provenance,
    title: str = "Children's services performance",
    place: Place = WHOLE,
    judged: Mapping[str, Judged] | None = None,
) -> Pack:
    """Make the pack of one authority, or of one part of its service, for one month.

    A part has the indicators that are broken down that way, the targets of percentages and averages, and no comparators.
    `judged` says of each indicator whether it has changed; without it rows have no direction of travel.
    `values` should reach back 24 months and to the March that ends the last complete financial year; what is missing is printed as no data.
    Raises `Refused`, naming each, if the layout asks for indicators that have no definition.
    """
    _require_definitions(layout, catalogue)
    months = tuple(month.plus(step - MONTHS_SHOWN + 1) for step in range(MONTHS_SHOWN))
    others = others if place.whole else NO_OTHERS
    maker = _RowMaker(months, values, targets, others, place, judged or {})
    sections = tuple(section for section in (_section(part, maker, catalogue, place) for part in layout.sections) if section.rows)
    named = dict.fromkeys(indicator for part in layout.sections for indicator in part.indicators)
    shown = tuple(name for name in named if _counted_for(catalogue.definition(name), place))
    return Pack(
        title=title,
        authority=authority,
        month=month,
        months=months,
        sections=sections,
        summary=summary(sections),
        comparator_headings=maker.headings,
        explanations=tuple(explanation(catalogue.definition(name), catalogue.parameters, month) for name in shown),
        glossary=glossary(),
        provenance=provenance,
        place=place,
        whole_only=tuple(catalogue.definition(name) for name in named if name not in shown),
        compared_with=comparing.compared_with(others, provenance.as_at),
    )


def _counted_for(definition: Definition, place: Place) -> bool:
    return place.whole or place.breakdown in definition.breakdowns


def _require_definitions(layout: Layout, catalogue: Catalogue) -> None:
    problems = [
        Problem(f"“{name}” has no definition.", f"section {part.id}", remedy="Take it out of the layout, or add its definition.")
        for part in layout.sections
        for name in part.indicators
        if name not in catalogue.definitions
    ]
    if problems:
        raise Refused("The pack cannot be made: the layout asks for indicators that are not defined.", problems)


def _section(part: SectionLayout, maker: _RowMaker, catalogue: Catalogue, place: Place) -> Section:
    definitions = tuple(catalogue.definition(name) for name in part.indicators)
    rows = tuple(maker.row(definition) for definition in definitions if _counted_for(definition, place))
    rows, notes = _noted(rows, maker)
    drawn = next((row for row in rows if row.definition.id == part.chart), rows[0] if rows else None)
    return Section(
        id=part.id,
        aim=part.aim,
        heading=part.heading,
        outcome=part.outcome,
        rows=rows,
        chart=drawn.definition.id if drawn else "",
        chart_title=wording.chart_title(drawn) if drawn else "",
        sentences=section_sentences(rows, drawn) if drawn else (),
        whole_only=tuple(definition for definition in definitions if not _counted_for(definition, place)),
        notes=notes,
    )


def _noted(rows: tuple[Row, ...], maker: _RowMaker) -> tuple[tuple[Row, ...], tuple[tuple[str, str], ...]]:
    """Number what must be known when comparing, the same words once, and mark the rows."""
    said: dict[str, str] = {}
    marked = []
    for row in rows:
        found = " ".join(comparing.notes(row.definition, maker.others, row.comparators, maker.headings))
        marked.append(replace(row, compared_mark=said.setdefault(found, str(len(said) + 1)) if found else ""))
    return tuple(marked), tuple((mark, text) for text, mark in said.items())


class _RowMaker:
    """Makes rows from what is the same for all of them: the months, the values, the targets and other areas."""

    def __init__(
        self,
        months: tuple[Month, ...],
        values: Values,
        targets: tuple[Target, ...],
        others: Others,
        place: Place,
        judged: Mapping[str, Judged],
    ) -> None:
        self.months = months
        self.values = values
        self.targets = targets
        self.others = others
        self.headings = comparing.headings(others, months[-1])
        self.place = place
        self.judged = judged

    def row(self, definition: Definition) -> Row:
        """Make the row of one indicator."""
        cells = tuple(wording.cell(month, self._value(definition, month), definition) for month in self.months)
        whole_target = target_on(self.targets, definition.id, self.months[-1].end)
        target = whole_target if self.place.whole or definition.has_denominator else None
        latest, before = cells[-1], cells[-2]
        own = self._own(definition)
        two_years = self.months[-1].plus(-24)
        return Row(
            definition=definition,
            cells=cells,
            two_years_before=wording.cell(two_years, self._value(definition, two_years), definition),
            target=target,
            target_text=wording.number(target.value, max(definition.decimals, _decimals(target.value))) if target else "",
            status=status(latest.value, target, definition.better),
            movement=wording.movement(latest, before, definition),
            comparators=comparing.cells(definition, self.others, own) if definition.id in self.others.beside else (own, *_BLANKS),
            target_note=WHOLE_SERVICE_TARGET if whole_target and not target else "",
            travel=travel(self.judged[definition.id]) if definition.id in self.judged else None,
        )

    def _value(self, definition: Definition, month: Month) -> Value | None:
        return self.values.get((definition.id, month))

    def _own(self, definition: Definition) -> ComparatorCell:
        """Give our own figure at the end of the last complete financial year, where it means the same as the columns beside it."""
        if definition.unit != "per_10_000" and definition.id not in self.others.beside:
            return comparing.BLANK
        beside = self.others.beside.get(definition.id)
        then = beside.then if beside else None
        month = comparing.month_beside(then.measure, then.year) if then else financial_year_start(self.months[-1]).plus(-1)
        shown = wording.cell(month, self._value(definition, month), definition)
        if shown.state is not State.KNOWN or shown.value is None:
            return comparing.BLANK
        text = wording.number(shown.value, max(definition.decimals, then.measure.decimals if then else 0))
        year = then.year_text if then else financial_year(month)
        return ComparatorCell(shown.value, text, year, "", f"Our own figure for {month.name}.")


_BLANKS = (comparing.BLANK, comparing.BLANK, comparing.BLANK)


def _decimals(value: float) -> int:
    """Count the decimals that a target was set with, at most two."""
    return next(places for places in (0, 1, 2) if places == 2 or round(value, places) == value)
