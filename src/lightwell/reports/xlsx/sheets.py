"""What every sheet of the workbook has: its name at its head, the pack it belongs to, how it prints, and where its figures come from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from lightwell.periods import say_date
from lightwell.reports.model import Pack
from lightwell.reports.xlsx.about import footer_lines
from lightwell.reports.xlsx.names import SUMMARY, place
from lightwell.reports.xlsx.styles import Styles

HEAD_ROWS = 3
"""The sheet's name, the pack, and the way back; what follows begins on the next row."""

_A4 = 9
_LINE_HEIGHT = 13.0
_LETTERS = 1.15
"""Letters of running text to a unit of column width, which is the width of a figure."""

_LONGEST_FOOTER = 255
"""Excel's limit on a footer, its codes included."""


def add(book: Workbook, styles: Styles, pack: Pack, name: str, title: str, *, repeat: int | None = None) -> Worksheet:
    """Add a sheet with its head, set up to print on A4 landscape, one page wide; `repeat` is the row printed at the head of each page."""
    sheet: Any = book.add_worksheet(name)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(footer_code(pack))
    if repeat is not None:
        sheet.repeat_rows(repeat)
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, title, styles.title())
    sheet.write_string(1, 0, _belongs_to(pack), styles.subtitle())
    if name != SUMMARY:
        sheet.set_row(2, 20)
        sheet.write_url(2, 0, place(SUMMARY, 0), styles.link(), "Back to the summary")
    return sheet


def write_across(sheet: Any, look: Format, row: int, last_column: int, width: float, text: str) -> None:
    """Write a sentence across the columns from the first to `last_column`, whose widths come to `width` letters, as tall as it needs."""
    sheet.merge_range(row, 0, row, last_column, "", look)
    sheet.write_string(row, 0, text, look)
    sheet.set_row(row, text_height((text,), (width,), least=0))


def text_height(texts: Sequence[str], widths: Sequence[float], *, least: float = 21) -> float:
    """Estimate the height in points of a row whose texts are wrapped to widths in letters; Excel allows 409."""
    lines = [
        sum(max(1, math.ceil(len(part) / (width * _LETTERS))) for part in text.split("\n"))
        for text, width in zip(texts, widths, strict=False)
    ]
    return min(400.0, max(least, max(lines, default=1) * _LINE_HEIGHT + 4))


def footer_code(pack: Pack) -> str:
    """Give the printed footer in Excel's codes: where the figures come from, and the page of how many."""
    start, end = "&L&8 ", "&R&8 Page &P of &N"
    text = "\n".join(footer_lines(pack.provenance))
    room = _LONGEST_FOOTER - len(start) - len(end)
    while len(text.replace("&", "&&")) > room:
        text = text[:-2].rstrip() + "…"
    return start + text.replace("&", "&&") + end


def _belongs_to(pack: Pack) -> str:
    return f"{pack.title} · {pack.month.name} · {pack.authority} · as known on {say_date(pack.provenance.as_at)}"
