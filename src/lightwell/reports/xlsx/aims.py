"""The sheets of figures: one for each aim of the strategy, its sections one below the other under the same months."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook

from lightwell.definitions.targets import Status
from lightwell.periods import Month
from lightwell.reports import compared, travel
from lightwell.reports.model import Cell, ComparatorCell, Pack, Row, Section
from lightwell.reports.xlsx import charts, sheets
from lightwell.reports.xlsx.about import STATUS_MARKS
from lightwell.reports.xlsx.charts import ChartRows
from lightwell.reports.xlsx.names import DEFINITIONS, place
from lightwell.reports.xlsx.styles import GREY, UNITS, Styles, change_code, decimals_of, number_code

_HEADING_ROW = sheets.HEAD_ROWS
_NAME_WIDTHS = (34.0, 56.0)
"""The least and the most letters that the column of names holds; a longer name is wrapped."""
_UNIT, _FIRST = 1, 2
_SENTENCE_WIDTH = 9 + 14 * 6.0
"""The least width of the columns beside the name that a sentence stands across: the unit and the months."""

_SOURCE_WIDTH = 25.0
_TRAVEL_WIDTH = 26.0

_CHART_ROWS = math.ceil((charts.HEIGHT + 20) / 20)


@dataclass(frozen=True)
class Columns:
    """Where the columns stand: two years before, the thirteen months, and what follows them.

    `compared` are the comparator columns in which the sheet has any figure, and `sourced` whether it has their year and release.
    """

    months: int
    compared: tuple[int, ...]
    sourced: bool

    @property
    def first_month(self) -> int:
        """The first of the months; the same month two years before stands to its left."""
        return _FIRST + 1

    @property
    def trend(self) -> int:
        """The sparkline; target, status, change, its meaning and the comparators follow in this order."""
        return self.first_month + self.months

    @property
    def first_compared(self) -> int:
        """The first comparator."""
        return self.trend + 6

    @property
    def source(self) -> int:
        """The year and release of the comparators."""
        return self.first_compared + len(self.compared)


@dataclass(frozen=True)
class Places:
    """Where things are that sheets link to: the row of each indicator on its aim's sheet, and that of each section."""

    rows: dict[tuple[str, str], int]
    sections: dict[str, int]


@dataclass(frozen=True)
class Sheet:
    """A sheet being written, with what every row of it needs."""

    sheet: Any
    styles: Styles
    columns: Columns
    charts: ChartRows
    definitions: dict[str, int]
    name_width: float


def write(book: Workbook, styles: Styles, pack: Pack, aim: str, name: str, chart_rows: ChartRows, definitions: dict[str, int]) -> Places:
    """Write the sheet of one aim; `definitions` gives the row of each indicator's definition. Gives the places to link to."""
    sections = [section for section in pack.sections if section.aim == aim]
    sheet = sheets.add(book, styles, pack, name, aim, repeat=_HEADING_ROW)
    longest = max((len(row.definition.title) for section in sections for row in section.rows), default=0)
    name_width = max(_NAME_WIDTHS[0], min(_NAME_WIDTHS[1], longest * 0.92))
    rows_of = [row for section in sections for row in section.rows]
    columns = Columns(len(pack.months), compared.columns(rows_of), compared.sourced(rows_of))
    on = Sheet(sheet, styles, columns, chart_rows, definitions, name_width)
    _head(on, pack, sections)
    rows: dict[tuple[str, str], int] = {}
    starts: dict[str, int] = {}
    at = _HEADING_ROW + 1
    for section in sections:
        starts[section.id] = at
        at = _section(book, on, pack, section, at, rows)
    on.sheet.set_h_pagebreaks([start for start in starts.values() if start != _HEADING_ROW + 1])
    return Places(rows, starts)


def _head(on: Sheet, pack: Pack, sections: Sequence[Section]) -> None:
    sheet, columns = on.sheet, on.columns
    rows = [row for section in sections for row in section.rows]
    sheet.set_column(0, 0, on.name_width)
    sheet.set_column(_UNIT, _UNIT, 9)
    figure = max([6.0, *(len(cell.text) + 1.5 for row in rows for cell in (*row.cells, row.two_years_before))])
    sheet.set_column(_FIRST, columns.trend - 1, figure)
    sheet.set_column(columns.trend, columns.trend, 10)
    sheet.set_column(columns.trend + 1, columns.trend + 1, max([7.0, *(len(row.target_text) + 1.5 for row in rows)]))
    sheet.set_column(columns.trend + 2, columns.trend + 2, 11.5)
    sheet.set_column(columns.trend + 3, columns.trend + 3, max([8.0, *(len(row.movement.amount) + 3.5 for row in rows)]))
    sheet.set_column(columns.trend + 4, columns.trend + 4, 8.5)
    sheet.set_column(columns.trend + 5, columns.trend + 5, _TRAVEL_WIDTH)
    if columns.compared:
        sheet.set_column(columns.first_compared, columns.source - 1, 10.5)
    if columns.sourced:
        sheet.set_column(columns.source, columns.source, _SOURCE_WIDTH)
    sheet.set_row(_HEADING_ROW, 28)
    _headings(on, pack)
    sheet.freeze_panes(_HEADING_ROW + 1, 1)


def _headings(on: Sheet, pack: Pack) -> None:
    sheet, styles, columns = on.sheet, on.styles, on.columns
    sheet.write_string(_HEADING_ROW, 0, "Indicator", styles.heading(numbers=False))
    sheet.write_string(_HEADING_ROW, _UNIT, "Unit", styles.heading(numbers=False))
    _month(on, _FIRST, pack.month.plus(-24), current=False, left=False)
    for column, month in enumerate(pack.months, start=columns.first_month):
        _month(on, column, month, current=month == pack.month, left=column == columns.first_month)
    others = [_in_two_lines(pack.comparator_headings[place]) for place in columns.compared]
    others += [compared.SOURCE_HEADING] if columns.sourced else []
    headings = ("Trend", "Target", "Status", f"Since\n{pack.month.plus(-1).short}", "Which is", travel.HEADING, *others)
    for column, heading in enumerate(headings, start=columns.trend):
        numbers = heading not in ("Trend", "Status", "Which is", travel.HEADING, compared.SOURCE_HEADING)
        look = styles.heading(numbers=numbers, left=column == columns.first_compared, indent=int(not numbers))
        sheet.write_string(_HEADING_ROW, column, heading, look)


def _in_two_lines(heading: str) -> str:
    return heading.replace(" ", "\n", 1) if len(heading) > 10 else heading


def _month(on: Sheet, column: int, month: Month, *, current: bool, left: bool) -> None:
    on.sheet.write_datetime(_HEADING_ROW, column, month.start, on.styles.heading(month=True, current=current, left=left))


def _section(book: Workbook, on: Sheet, pack: Pack, section: Section, at: int, rows: dict[tuple[str, str], int]) -> int:
    """Write a section from a row on; gives the row where the next begins."""
    on.sheet.set_row(at, 26)
    on.sheet.write_string(at, 0, section.heading, on.styles.section())
    for row in section.rows:
        at += 1
        rows[section.id, row.definition.id] = at
        _row(on, section, row, at)
    at = _notes(on, pack, section, at) + 1
    wanted = (f"What we want: {section.outcome}",) if section.outcome else ()
    for text in (*section.sentences, *wanted):
        at += 1
        sheets.write_across(on.sheet, on.styles.sentence(), at, on.columns.trend - 1, on.name_width + _SENTENCE_WIDTH, text)
    drawn = charts.add_chart(book, on.sheet, at + 2, section, on.charts)
    return at + (_CHART_ROWS + 4 if drawn else 3)


def _notes(on: Sheet, pack: Pack, section: Section, at: int) -> int:
    """Write beneath a table what to know to compare; gives the last row."""
    texts = [f"[{mark}] {text}" for mark, text in section.notes]
    if compared.sourced(section.rows) and pack.compared_with:
        texts.append(pack.compared_with)
    for text in texts:
        at += 1
        sheets.write_across(on.sheet, on.styles.note(), at, on.columns.trend - 1, on.name_width + _SENTENCE_WIDTH, text)
    return at


def _row(on: Sheet, section: Section, row: Row, at: int) -> None:
    sheet, styles, columns = on.sheet, on.styles, on.columns
    title = row.definition.title
    source = source_text(row)
    sheet.set_row(at, sheets.text_height((title, source), (on.name_width, _SOURCE_WIDTH)))
    link = place(DEFINITIONS, on.definitions[row.definition.id])
    sheet.write_url(at, 0, link, styles.table_link(), title, "How this is counted")
    sheet.write_string(at, _UNIT, UNITS[row.definition.unit], styles.text(colour=GREY))
    _figure(on, at, _FIRST, row.two_years_before, row, context=True)
    for column, cell in enumerate(row.cells, start=columns.first_month):
        _figure(on, at, column, cell, row, current=cell is row.latest, left=column == columns.first_month)
    sheet.write_blank(at, columns.trend, None, styles.text())
    charts.add_sparkline(sheet, (at, columns.trend), section, row, on.charts)
    _target(on, at, columns.trend + 1, row)
    status(sheet, styles, at, columns.trend + 2, row.status)
    change(sheet, styles, at, columns.trend + 3, row)
    sheet.write_string(at, columns.trend + 4, row.movement.meaning, styles.text(colour=GREY, indent=1))
    _travel(on, at, columns.trend + 5, row)
    for column, shown in enumerate(columns.compared, start=columns.first_compared):
        _comparator(on, at, column, row.comparators[shown])
    if columns.sourced:
        sheet.write_string(at, columns.source, source, styles.text(colour=GREY, indent=1))


def _travel(on: Sheet, at: int, column: int, row: Row) -> None:
    words = row.travel.short if row.travel else ""
    signal = bool(row.travel and row.travel.is_signal)
    look = on.styles.text(indent=1) if signal else on.styles.text(colour=GREY, indent=1)
    on.sheet.write_string(at, column, words, look)


def source_text(row: Row) -> str:
    """Say the year and release of a row's comparators, that of later figures, and the number of its note: `2022/23, CIN 2023 [1]`."""
    said = "; ".join(part for part in (row.compared_source, compared.later(row)) if part)
    return f"{said} [{row.compared_mark}]" if said and row.compared_mark else said


def _figure(
    on: Sheet, at: int, column: int, cell: Cell, row: Row, *, current: bool = False, context: bool = False, left: bool = False
) -> None:
    if cell.value is None:
        on.sheet.write_string(at, column, cell.text, on.styles.mark(current=current, left=left))
        return
    code = number_code(row.definition.decimals)
    on.sheet.write_number(at, column, cell.value, on.styles.number(code, current=current, context=context, left=left))


def _target(on: Sheet, at: int, column: int, row: Row) -> None:
    if row.target is None:
        on.sheet.write_blank(at, column, None, on.styles.text())
    else:
        on.sheet.write_number(at, column, row.target.value, on.styles.number(number_code(decimals_of(row.target_text))))


def status(sheet: Any, styles: Styles, at: int, column: int, of: Status) -> None:
    """Write a status as its shape and word, in its colour."""
    mark = STATUS_MARKS[of]
    sheet.write_string(at, column, mark.text, styles.text(wrap=False, colour=f"#{mark.colour}", indent=1))


def change(sheet: Any, styles: Styles, at: int, column: int, row: Row) -> None:
    """Write the change since the month before as a number, below zero for a fall, that is shown as an arrow and an amount."""
    if not row.movement.arrow:
        sheet.write_blank(at, column, None, styles.text())
        return
    amount = float(row.movement.amount.replace(",", ""))
    signed = -amount if row.movement.arrow == "down" else amount
    sheet.write_number(at, column, signed, styles.number(change_code(decimals_of(row.movement.amount))))


def _comparator(on: Sheet, at: int, column: int, cell: ComparatorCell) -> None:
    comparator(on.sheet, on.styles, at, column, cell, left=column == on.columns.first_compared)
    if cell.text:
        comment = {"author": "Lightwell", "font_name": "Arial", "font_size": 9, "width": 240}
        on.sheet.write_comment(at, column, compared.spoken(cell), comment)


def comparator(sheet: Any, styles: Styles, at: int, column: int, cell: ComparatorCell, *, left: bool = False) -> None:
    """Write one comparator as a number with the decimals it is printed with, or as its marker; blank where nothing is published."""
    if cell.value is not None:
        sheet.write_number(at, column, cell.value, styles.number(number_code(decimals_of(cell.text)), context=True, left=left))
    elif cell.text:
        sheet.write_string(at, column, cell.text, styles.mark(left=left))
    else:
        sheet.write_blank(at, column, None, styles.mark(left=left))
