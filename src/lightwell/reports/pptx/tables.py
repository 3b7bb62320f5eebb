"""Native tables in the pack's style: a strong rule under the heading, hairlines between rows, the current month bold and pale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.slide import Slide
from pptx.util import Inches, Pt

from lightwell.reports.pptx import look
from lightwell.reports.pptx.look import Box
from lightwell.reports.pptx.slides import describe
from lightwell.reports.pptx.text import Paragraph, Run, fill

_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's own name for the table style without fills and without lines."""

_HEADING_SIZE = 10

_SPACES = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


@dataclass(frozen=True)
class Column:
    """One column: its heading in lines, width in inches, and whether it is numbers (to the right), the current month, or begins a group."""

    heading: tuple[str, ...]
    width: float
    numbers: bool = True
    current: bool = False
    begins_group: bool = False
    heading_colour: MSO_THEME_COLOR = look.GREY


CellText = tuple[Paragraph, ...]


def add(
    slide: Slide,
    box: Box,
    columns: Sequence[Column],
    rows: Sequence[Sequence[CellText]],
    row_height: float,
    *,
    name: str,
    description: str,
) -> None:
    """Add a table to a slide, with its description for screen readers. Row heights are the least: a longer text makes its row taller."""
    heights = [0.46, *([row_height] * len(rows))]
    frame = slide.shapes.add_table(
        len(rows) + 1, len(columns), Inches(box.left), Inches(box.top), Inches(sum(c.width for c in columns)), Inches(sum(heights))
    )
    table: Any = frame.table
    _plain_style(table)
    for place, column in zip(table.columns, columns, strict=True):
        place.width = Inches(column.width)
    for place, height in zip(table.rows, heights, strict=True):
        place.height = Inches(height)
    for number, column in enumerate(columns):
        _heading(table.cell(0, number), column)
        for row_number, row in enumerate(rows, start=1):
            _cell(table.cell(row_number, number), column, row[number])
    describe(frame, name, description)


def _plain_style(table: Any) -> None:
    properties = table._tbl.tblPr  # the style's name has no public setter
    table.first_row, table.horz_banding = True, False
    style = properties.find(f"{{{properties.nsmap['a']}}}tableStyleId")
    style.text = _NO_STYLE


def _heading(cell: Any, column: Column) -> None:
    colour = look.TEXT if column.current else column.heading_colour
    fill(cell.text_frame, [(Run(line, _HEADING_SIZE, bold=True, colour=colour),) for line in column.heading], _align(column))
    _dress(cell, column, rule=1.5, rule_colour="tx1")
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM


def _cell(cell: Any, column: Column, text: CellText) -> None:
    fill(cell.text_frame, text, _align(column))
    _dress(cell, column, rule=0.5, rule_colour="accent6")
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE


def _align(column: Column) -> PP_ALIGN:
    return PP_ALIGN.RIGHT if column.numbers else PP_ALIGN.LEFT


def _dress(cell: Any, column: Column, *, rule: float, rule_colour: str) -> None:
    cell.margin_left = cell.margin_right = Inches(0.035)
    cell.margin_top = cell.margin_bottom = Pt(2)
    properties = cell._tc.get_or_add_tcPr()  # borders have no public setter
    left = _line("lnL", 0.5, "accent6") if column.begins_group else _no_line("lnL")
    for line in (left, _no_line("lnR"), _no_line("lnT"), _line("lnB", rule, rule_colour)):
        properties.append(parse_xml(line))
    if column.current:
        properties.append(parse_xml(f'<a:solidFill {_SPACES}><a:schemeClr val="bg2"/></a:solidFill>'))
    else:
        properties.append(parse_xml(f"<a:noFill {_SPACES}/>"))


def _line(side: str, points: float, colour: str) -> str:
    return (
        f'<a:{side} {_SPACES} w="{round(points * 12700)}" cap="flat" cmpd="sng" algn="ctr"><a:solidFill><a:schemeClr val="{colour}"/>'
        f'</a:solidFill><a:prstDash val="solid"/></a:{side}>'
    )


def _no_line(side: str) -> str:
    return f'<a:{side} {_SPACES} w="0"><a:noFill/></a:{side}>'
