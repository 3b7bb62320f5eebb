"""The sheet of everything that is set beside the indicators: what is published, what it counts, and what has been revised since."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook

from lightwell.comparators import measures
from lightwell.reports.model import ComparatorCell, Pack, Row
from lightwell.reports.summary import distinct_rows
from lightwell.reports.xlsx import aims, sheets
from lightwell.reports.xlsx.names import COMPARATORS, DEFINITIONS, place
from lightwell.reports.xlsx.styles import GREY, UNITS, Styles, decimals_of, number_code

HEADING_ROW = sheets.HEAD_ROWS + 1
"""With whom the pack compares stands above the headings."""

_WORDS = (
    ("Indicator", 56),
    ("Published measure", 30),
    ("What it counts", 46),
    ("Where the two differ", 42),
    ("Unit", 10),
    ("Year", 15),
    ("Release", 12),
)
_FIGURE_WIDTH = 11
_OWN_WIDTH, _NEIGHBOURS_WIDTH, _LATER_WIDTH = 24, 42, 12
_OWN, _NEIGHBOURS = 0, 1


def beside(pack: Pack) -> tuple[Row, ...]:
    """List the rows that are set beside something published, each indicator once."""
    return tuple(row for row in distinct_rows(pack.sections) if row.compared_source)


def write(book: Workbook, styles: Styles, pack: Pack, definitions: dict[str, int]) -> None:
    """Write the sheet, unless nothing is compared; `definitions` gives the row of each indicator's definition."""
    rows = beside(pack)
    if not rows:
        return
    sheet: Any = sheets.add(book, styles, pack, COMPARATORS, "Beside other areas", repeat=HEADING_ROW)
    columns = _columns(pack)
    width = sum(wide for _, wide in _WORDS[:4])
    sheets.write_across(sheet, styles.sentence(), HEADING_ROW - 1, 3, width, pack.compared_with)
    sheet.set_row(HEADING_ROW, 28)
    for column, (heading, wide) in enumerate(columns):
        sheet.set_column(column, column, wide)
        numbers = wide == _FIGURE_WIDTH
        sheet.write_string(HEADING_ROW, column, heading, styles.heading(numbers=numbers, indent=int(column > 0 and not numbers)))
    for at, row in enumerate(rows, start=HEADING_ROW + 1):
        _measure(sheet, styles, row, definitions[row.definition.id], at)
    sheet.autofilter(HEADING_ROW, 0, HEADING_ROW + len(rows), len(columns) - 1)
    sheet.freeze_panes(HEADING_ROW + 1, 1)


def _columns(pack: Pack) -> tuple[tuple[str, int], ...]:
    """Give the heading and the width of every column."""
    own, neighbours, region, england = pack.comparator_headings
    return (
        *_WORDS,
        (own, _FIGURE_WIDTH),
        ("Own is", _OWN_WIDTH),
        (neighbours, _FIGURE_WIDTH),
        ("Neighbours are", _NEIGHBOURS_WIDTH),
        (region, _FIGURE_WIDTH),
        (england, _FIGURE_WIDTH),
        *((f"{heading}\nnow", _FIGURE_WIDTH) for heading in pack.comparator_headings),
        ("Revised in", _LATER_WIDTH),
    )


def _measure(sheet: Any, styles: Styles, row: Row, definition_row: int, at: int) -> None:
    of = row.definition
    measure = measures().get(of.comparator)
    year, _, release = row.compared_source.partition(", ")
    words = (measure.title if measure else "", measure.counts if measure else "", of.comparator_differs, UNITS[of.unit], year, release)
    own, neighbours, region, england = row.comparators
    wrapped = (of.title, *words, own.note, neighbours.note)
    sheet.set_row(at, sheets.text_height(wrapped, (*(wide for _, wide in _WORDS), _OWN_WIDTH, _NEIGHBOURS_WIDTH)))
    sheet.write_url(at, 0, place(DEFINITIONS, definition_row), styles.table_link(), of.title)
    for column, text in enumerate(words, start=1):
        sheet.write_string(at, column, text, styles.text(indent=1))
    column = len(_WORDS)
    for number, cell in enumerate((own, neighbours, region, england)):
        aims.comparator(sheet, styles, at, column, cell)
        column += 1
        if number in (_OWN, _NEIGHBOURS):
            sheet.write_string(at, column, cell.note, styles.text(colour=GREY, indent=1))
            column += 1
    for cell in row.comparators:
        _revised(sheet, styles, at, column, cell)
        column += 1
    later = ", ".join(dict.fromkeys(cell.revised.release for cell in row.comparators if cell.revised))
    sheet.write_string(at, column, later, styles.text(colour=GREY, indent=1))


def _revised(sheet: Any, styles: Styles, at: int, column: int, cell: ComparatorCell) -> None:
    if cell.revised is None:
        sheet.write_blank(at, column, None, styles.text())
    else:
        sheet.write_number(at, column, cell.revised.value, styles.number(number_code(decimals_of(cell.revised.text)), context=True))
