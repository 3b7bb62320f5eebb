"""Puts a pack together: results, targets and comparators in; every figure, word and sentence that a page shows out."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lightwell.comparators.model import Area, Comparator
from lightwell.definitions import Catalogue
from lightwell.definitions.model import Definition
from lightwell.definitions.targets import Target, status, target_on
from lightwell.errors import Problem, Refused
from lightwell.periods import Month, financial_year_start
from lightwell.reports import wording
from lightwell.reports.explain import explanation
from lightwell.reports.layout import Layout, SectionLayout, glossary
from lightwell.reports.model import WHOLE, ComparatorCell, Pack, Place, Provenance, Row, Section
from lightwell.reports.summary import section_sentences, summary
from lightwell.results.model import State, Value

MONTHS_SHOWN = 13
"""The month of the pack and the twelve before it, so that the same month a year before is the first column."""

Values = Mapping[tuple[str, Month], Value]
"""The values of the whole authority, or of the part that the pack is of, by indicator and month."""

WHOLE_SERVICE_TARGET = "The target is the whole service's."
"""Why a part of the service has no target where the whole has one: a number of children is not shared out."""

_BLANK = ComparatorCell(None, "", "", "", "")


def assemble(
    *,
    month: Month,
    values: Values,
    catalogue: Catalogue,
    targets: tuple[Target, ...],
    comparators: tuple[Comparator, ...],
    layout: Layout,
    authority: str,
    provenance: Provenance,
    title: str = "Children's services performance",
    place: Place = WHOLE,
) -> Pack:
    """Make the pack of one authority, or of one part of its service, for one month.

    A part has the indicators that are broken down that way, the targets of percentages and averages, and no comparators.
    `values` should reach back 24 months and to the March that ends the last complete financial year; what is missing is printed as no data.
    Raises `Refused`, naming each, if the layout asks for indicators that have no definition.
    """
    _require_definitions(layout, catalogue)
    months = tuple(month.plus(step - MONTHS_SHOWN + 1) for step in range(MONTHS_SHOWN))
    comparators = comparators if place.whole else ()
    maker = _RowMaker(months, values, targets, comparators, place)
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
        comparator_headings=_headings(month, comparators),
        explanations=tuple(explanation(catalogue.definition(name), catalogue.parameters, month) for name in shown),
        glossary=glossary(),
        provenance=provenance,
        place=place,
        whole_only=tuple(catalogue.definition(name) for name in named if name not in shown),
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
    )


class _RowMaker:
    """Makes rows from what is the same for all of them: the months, the values, the targets and the comparators."""

    def __init__(
        self, months: tuple[Month, ...], values: Values, targets: tuple[Target, ...], comparators: tuple[Comparator, ...], place: Place
    ) -> None:
        self.months = months
        self.values = values
        self.targets = targets
        self.comparators = comparators
        self.place = place

    def row(self, definition: Definition) -> Row:
        """Make the row of one indicator."""
        cells = tuple(wording.cell(month, self._value(definition, month), definition) for month in self.months)
        whole_target = target_on(self.targets, definition.id, self.months[-1].end)
        target = whole_target if self.place.whole or definition.has_denominator else None
        latest, before = cells[-1], cells[-2]
        two_years = self.months[-1].plus(-24)
        return Row(
            definition=definition,
            cells=cells,
            two_years_before=wording.cell(two_years, self._value(definition, two_years), definition),
            target=target,
            target_text=wording.number(target.value, max(definition.decimals, _decimals(target.value))) if target else "",
            status=status(latest.value, target, definition.better),
            movement=wording.movement(latest, before, definition),
            comparators=(
                self._own(definition),
                self._other(definition, "neighbours"),
                self._other(definition, "region"),
                self._other(definition, "england"),
            ),
            target_note=WHOLE_SERVICE_TARGET if whole_target and not target else "",
        )

    def _value(self, definition: Definition, month: Month) -> Value | None:
        return self.values.get((definition.id, month))

    def _own(self, definition: Definition) -> ComparatorCell:
        """Give our own figure at the end of the last complete financial year, where it means the same as the columns beside it."""
        if definition.unit != "per_10_000" and not any(one.indicator == definition.id for one in self.comparators):
            return _BLANK
        march = financial_year_start(self.months[-1]).plus(-1)
        shown = wording.cell(march, self._value(definition, march), definition)
        if shown.state is not State.KNOWN:
            return _BLANK
        return ComparatorCell(shown.value, shown.text, _financial_year(march), "", f"Own figure for {march.name}.")

    def _other(self, definition: Definition, area: Area) -> ComparatorCell:
        """Give the latest published value for an area that is not of a later year than our own column."""
        last = financial_year_start(self.months[-1]).year
        found = [one for one in self.comparators if one.indicator == definition.id and one.area == area and _ends(one.year) <= last]
        if not found:
            return _BLANK
        one = max(found, key=lambda each: (_ends(each.year), each.release))
        return ComparatorCell(one.value, wording.number(one.value, definition.decimals), one.year, one.release, one.note)


def _decimals(value: float) -> int:
    """Count the decimals that a target was set with, at most two."""
    return next(places for places in (0, 1, 2) if places == 2 or round(value, places) == value)


def _ends(year: str) -> int:
    """Read the calendar year in which a published period ends: 2023 for `2022/23` and for `31 March 2023`."""
    split = re.fullmatch(r"(\d{4})\s*[/\-–]\s*(\d{2}|\d{4})", year.strip())
    if split:
        return int(split[1]) + 1
    plain = re.findall(r"\d{4}", year)
    return int(plain[-1]) if plain else 0


def _financial_year(march: Month) -> str:
    return f"{march.year - 1}/{march.year % 100:02d}"


def _headings(month: Month, comparators: tuple[Comparator, ...]) -> tuple[str, str, str, str]:
    own = f"Own {_financial_year(financial_year_start(month).plus(-1))}"
    region = next((one.area_name for one in comparators if one.area == "region"), "Region")
    return (own, "Neighbours", region, "England")
