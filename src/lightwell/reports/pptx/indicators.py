"""The table of a section's indicators on slides: as many months as can be read from the back of a room, the rest in the workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pptx.slide import Slide

from lightwell.reports import compared
from lightwell.reports.model import Cell, ComparatorCell, Pack, Row, Section
from lightwell.reports.pptx import footnotes, look, tables
from lightwell.reports.pptx.look import CONTENT, Box
from lightwell.reports.pptx.paging import lines, pages
from lightwell.reports.pptx.tables import CellText, Column
from lightwell.reports.pptx.text import Run, paragraph
from lightwell.reports.wording import titled
from lightwell.reports.xlsx.about import ARROWS, STATUS_MARKS
from lightwell.results.model import State

MOST_ROWS = 9

_ROW_HEIGHT = 0.5
_TALLEST_ROW = 0.62
_HEADING_HEIGHT = 0.5
_NARROW, _DIGIT, _WIDE = 0.32, 0.575, 0.62
"""Widths of characters of bold Arial, in ems, with a little to spare."""


@dataclass(frozen=True)
class Setting:
    """How a table is set: how many of the last months, the sizes of text in points, and the least widths in inches."""

    recent: int
    size: float
    small: float
    margin: float
    narrowest: float
    status: float
    name: float


SETTINGS = (
    Setting(13, 10.0, 10.0, 0.07, 0.36, 0.84, 1.3),
    *(Setting(recent, 11.0, 10.0, 0.13, 0.52, 0.95, 2.5) for recent in (6, 5, 4, 3, 2)),
)
"""All thirteen months where they can be read; where the figures are too long for that, the most that leave the name its width."""


@dataclass(frozen=True)
class Plan:
    """What the table of a section shows: its columns, how it is set, and which comparators have any figure."""

    columns: tuple[Column, ...]
    setting: Setting
    comparators: tuple[int, ...]

    @property
    def recent(self) -> int:
        """How many of the last months the table shows."""
        return self.setting.recent


def plan(pack: Pack, rows: Sequence[Row]) -> Plan:
    """Choose the months and the widths so that every figure stands on one line and the name has room."""
    shown_columns = compared.columns(rows)
    for setting in SETTINGS:
        chosen = Plan(_columns(pack, rows, setting, shown_columns), setting, shown_columns)
        if chosen.columns[0].width >= setting.name:
            return chosen
    return chosen


def split(pack: Pack, section: Section, columns: Plan) -> list[list[Row]]:
    """Split the rows over slides: at most nine on one, fewer where names are long or notes stand beneath."""
    width = columns.columns[0].width - 0.1
    heights = [max(_ROW_HEIGHT, _name_height(row, width, columns.setting.size)) for row in section.rows]

    def beneath(rows: Sequence[Row]) -> float:
        return footnotes.height(compared.notes(pack, section, rows))

    return pages(section.rows, heights, CONTENT.height - _HEADING_HEIGHT, MOST_ROWS, beneath)


def name_text(row: Row) -> str:
    """Give the title as the table prints it, with the number of its note: `Children referred again within 12 months (%) [1]`."""
    return f"{titled(row.definition)} [{row.compared_mark}]" if row.compared_mark else titled(row.definition)


def _name_height(row: Row, width: float, size: float) -> float:
    return lines(name_text(row), width, size) * size * 1.2 / 72 + 0.1


def add(slide: Slide, rows: Sequence[Row], columns: Plan, notes: Sequence[tuple[str, str]], description: str) -> None:
    """Add the table of some rows to a slide, and the notes to it beneath."""
    texts = [_texts(row, columns) for row in rows]
    room = CONTENT.height - footnotes.height(notes)
    row_height = max(_ROW_HEIGHT, min(_TALLEST_ROW, (room - _HEADING_HEIGHT) / len(rows)))
    tables.add(slide, CONTENT, columns.columns, texts, row_height, name="Indicators", description=description)
    footnotes.add(slide, Box(CONTENT.left, CONTENT.top + room, CONTENT.width, CONTENT.height - room), notes)


def shown(row: Row, recent: int) -> tuple[Cell, ...]:
    """Give the cells that a slide shows: the same month two years and one year before, and the last months."""
    return (row.two_years_before, *([row.cells[0]] if len(row.cells) > recent else []), *row.cells[-recent:])


def _columns(pack: Pack, rows: Sequence[Row], setting: Setting, shown_columns: Sequence[int]) -> tuple[Column, ...]:
    recent = setting.recent
    months = (pack.month.plus(-24), *([pack.months[0]] if len(pack.months) > recent else []), *pack.months[-recent:])
    texts = [[cell.text for cell in shown(row, recent)] for row in rows]
    begins = len(months) - recent
    figures = [
        _figures(tuple(month.short.split()), [line[place] for line in texts], setting, current=month == pack.month, group=place == begins)
        for place, month in enumerate(months)
    ]
    others = (
        _figures(("Target",), [row.target_text for row in rows], setting),
        Column(("Status",), setting.status, numbers=False),
        _figures((f"Since {pack.month.plus(-1).short.split()[0]},", "direction"), [*map(_arrow, rows), *map(_brief, rows)], setting),
        *(
            _figures(
                _in_lines(pack.comparator_headings[place]),
                [_with_mark(row.comparators[place]) for row in rows],
                setting,
                group=place == shown_columns[0],
            )
            for place in shown_columns
        ),
    )
    used = sum(column.width for column in (*figures, *others))
    return (Column(("Indicator",), round(CONTENT.width - used, 3), numbers=False), *figures, *others)


def _figures(heading: tuple[str, ...], texts: Sequence[str], setting: Setting, *, current: bool = False, group: bool = False) -> Column:
    widest = max([_width(text, setting.size) for text in texts] + [_width(line, setting.small) for line in heading], default=0)
    return Column(heading, max(setting.narrowest, round(widest + setting.margin, 3)), current=current, begins_group=group)


def _width(text: str, size: float) -> float:
    """Estimate the width in inches of a figure or a short heading in bold Arial."""
    ems = sum(_NARROW if letter in ",.· ijlftr" else _WIDE if letter.isalpha() else _DIGIT for letter in text)
    return ems * size / 72


def _in_lines(heading: str) -> tuple[str, ...]:
    words = heading.split()
    return tuple(words) if len(words) <= 2 else (" ".join(words[:-1]), words[-1])


def _texts(row: Row, columns: Plan) -> tuple[CellText, ...]:
    cells = shown(row, columns.recent)
    context = len(cells) - columns.recent
    setting = columns.setting
    figures = [_figure(cell, setting, context=place < context, current=cell is row.latest) for place, cell in enumerate(cells)]
    return (
        (paragraph(name_text(row), size=setting.size),),
        *figures,
        (paragraph(row.target_text, size=setting.size),),
        (_status(row, setting),),
        _moved(row, setting),
        *(_compared(row.comparators[place], setting) for place in columns.comparators),
    )


def _figure(cell: Cell, setting: Setting, *, context: bool, current: bool) -> CellText:
    if cell.state is not State.KNOWN:
        return (paragraph(cell.text, size=setting.small, colour=look.GREY),)
    return (paragraph(cell.text, size=setting.size, bold=current, colour=look.GREY if context else look.TEXT),)


def _status(row: Row, setting: Setting) -> tuple[Run, ...]:
    mark = STATUS_MARKS[row.status]
    if not mark.shape:
        return (Run(mark.word, setting.small, colour=look.GREY),)
    return (
        Run(f"{mark.shape} ", setting.size, colour=look.STATUS_COLOURS[row.status]),
        Run(mark.word, setting.small, colour=look.TEXT),
    )


def _arrow(row: Row) -> str:
    return f"{ARROWS[row.movement.arrow]} {row.movement.amount}".strip()


def _moved(row: Row, setting: Setting) -> CellText:
    first = paragraph(_arrow(row), size=setting.size, colour=look.TEXT)
    if not _brief(row):
        return (first,)
    signal = bool(row.travel and row.travel.is_signal)
    second = paragraph(_brief(row), size=setting.small, bold=signal, colour=look.TEXT if signal else look.GREY)
    return (first, second) if _arrow(row) else (second,)


def _brief(row: Row) -> str:
    """Give the direction of travel in a word or two: it stands beneath the arrow, which only compares two months."""
    return row.travel.brief[0] if row.travel else ""


def _with_mark(cell: ComparatorCell) -> str:
    return cell.text + (compared.REVISED if cell.revised else "")


def _compared(cell: ComparatorCell, setting: Setting) -> CellText:
    figure = Run(cell.text, setting.size, colour=look.GREY)
    return ((figure, Run(compared.REVISED, setting.size, colour=look.GREY, raised=True)),) if cell.revised else ((figure,),)
