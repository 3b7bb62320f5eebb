"""The table of a section's indicators on slides: as many months as can be read from the back of a room, the rest in the workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pptx.slide import Slide

from lightwell.reports.model import Cell, ComparatorCell, Pack, Row, Section
from lightwell.reports.pptx import look, tables
from lightwell.reports.pptx.look import CONTENT
from lightwell.reports.pptx.paging import lines, pages
from lightwell.reports.pptx.tables import CellText, Column
from lightwell.reports.pptx.text import Run, paragraph
from lightwell.reports.wording import titled
from lightwell.reports.xlsx.about import ARROWS, STATUS_MARKS
from lightwell.results.model import State

SIZE = 11.0
SMALL = 10.0
MOST_ROWS = 9
_RECENT = (6, 5, 4, 3, 2)
"""How many of the last months to show: the most that leave the indicator's name its width."""

_ROW_HEIGHT = 0.5
_TALLEST_ROW = 0.62
_HEADING_HEIGHT = 0.5
_NAME_WIDTH = 2.5
_MARGIN = 0.13


@dataclass(frozen=True)
class Plan:
    """What the table of a section shows: its columns, how many of the last months, and which comparators have any figure."""

    columns: tuple[Column, ...]
    recent: int
    comparators: tuple[int, ...]


def plan(pack: Pack, rows: Sequence[Row]) -> Plan:
    """Choose the months and the widths so that every figure stands on one line and the name has room."""
    compared = tuple(place for place in range(len(pack.comparator_headings)) if any(row.comparators[place].text for row in rows))
    for recent in _RECENT:
        chosen = Plan(_columns(pack, rows, recent, compared), recent, compared)
        if chosen.columns[0].width >= _NAME_WIDTH:
            return chosen
    return chosen


def split(section: Section, columns: Plan) -> list[list[Row]]:
    """Split the rows over slides: at most nine on one, fewer where names are long."""
    width = columns.columns[0].width - 0.1
    heights = [max(_ROW_HEIGHT, lines(titled(row.definition), width, SIZE) * SIZE * 1.2 / 72 + 0.1) for row in section.rows]
    return pages(section.rows, heights, CONTENT.height - _HEADING_HEIGHT, MOST_ROWS)


def add(slide: Slide, rows: Sequence[Row], columns: Plan, description: str) -> None:
    """Add the table of some rows to a slide."""
    texts = [_texts(row, columns) for row in rows]
    row_height = max(_ROW_HEIGHT, min(_TALLEST_ROW, (CONTENT.height - _HEADING_HEIGHT) / len(rows)))
    tables.add(slide, CONTENT, columns.columns, texts, row_height, name="Indicators", description=description)


def shown(row: Row, recent: int) -> tuple[Cell, ...]:
    """Give the cells that a slide shows: the same month two years and one year before, and the last months."""
    return (row.two_years_before, *([row.cells[0]] if len(row.cells) > recent else []), *row.cells[-recent:])


def _columns(pack: Pack, rows: Sequence[Row], recent: int, compared: Sequence[int]) -> tuple[Column, ...]:
    months = (pack.month.plus(-24), *([pack.months[0]] if len(pack.months) > recent else []), *pack.months[-recent:])
    texts = [[cell.text for cell in shown(row, recent)] for row in rows]
    figures = [
        _figures(tuple(month.short.split()), [line[place] for line in texts], current=month == pack.month, group=place == 2)
        for place, month in enumerate(months)
    ]
    others = (
        _figures(("Target",), [row.target_text for row in rows]),
        Column(("Status",), 0.95, numbers=False),
        _figures(("Since", pack.month.plus(-1).short), [_arrow(row) for row in rows]),
        *(
            _figures(_in_lines(pack.comparator_headings[place]), [row.comparators[place].text for row in rows], group=place == compared[0])
            for place in compared
        ),
    )
    used = sum(column.width for column in (*figures, *others))
    return (Column(("Indicator",), round(CONTENT.width - used, 3), numbers=False), *figures, *others)


def _figures(heading: tuple[str, ...], texts: Sequence[str], *, current: bool = False, group: bool = False) -> Column:
    widest = max([_width(text, SIZE) for text in texts] + [_width(line, SMALL) for line in heading], default=0)
    return Column(heading, max(0.52, round(widest + _MARGIN, 3)), current=current, begins_group=group)


def _width(text: str, size: float) -> float:
    """Estimate the width in inches of a figure or a short heading in bold Arial."""
    ems = sum(0.3 if letter in ",.· " else 0.575 for letter in text)
    return ems * size / 72


def _in_lines(heading: str) -> tuple[str, ...]:
    words = heading.split()
    return tuple(words) if len(words) <= 2 else (" ".join(words[:-1]), words[-1])


def _texts(row: Row, columns: Plan) -> tuple[CellText, ...]:
    cells = shown(row, columns.recent)
    context = len(cells) - columns.recent
    figures = [_figure(cell, context=place < context, current=cell is row.latest) for place, cell in enumerate(cells)]
    return (
        (paragraph(titled(row.definition), size=SIZE),),
        *figures,
        (paragraph(row.target_text, size=SIZE),),
        (_status(row),),
        _moved(row),
        *(_compared(row.comparators[place]) for place in columns.comparators),
    )


def _figure(cell: Cell, *, context: bool, current: bool) -> CellText:
    if cell.state is not State.KNOWN:
        return (paragraph(cell.text, size=SMALL, colour=look.GREY),)
    return (paragraph(cell.text, size=SIZE, bold=current, colour=look.GREY if context else look.TEXT),)


def _status(row: Row) -> tuple[Run, ...]:
    mark = STATUS_MARKS[row.status]
    if not mark.shape:
        return (Run(mark.word, SMALL, colour=look.GREY),)
    return (Run(f"{mark.shape} ", SIZE, colour=look.STATUS_COLOURS[row.status]), Run(mark.word, SMALL, colour=look.TEXT))


def _arrow(row: Row) -> str:
    return f"{ARROWS[row.movement.arrow]} {row.movement.amount}".strip()


def _moved(row: Row) -> CellText:
    first = paragraph(_arrow(row), size=SIZE, colour=look.TEXT)
    return (first, paragraph(row.movement.meaning, size=SMALL, colour=look.GREY)) if row.movement.meaning else (first,)


def _compared(cell: ComparatorCell) -> CellText:
    return (paragraph(cell.text, size=SIZE, colour=look.GREY),)
