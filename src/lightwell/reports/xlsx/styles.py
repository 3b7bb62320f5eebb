"""How cells look: every font, number format and rule of the workbook, made once and shared, so that like things look alike."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from lightwell.definitions.model import Unit

FONT = "Arial"
TEXT = "#0B0C0C"
GREY = "#505A5F"
BLUE = "#1D70B8"
PALE = "#F3F2F1"
LINE = "#B1B4B6"
SIZE = 10

UNITS: dict[Unit, str] = {"count": "number", "percent": "%", "per_10_000": "per 10,000", "mean": "average"}
"""How a unit is said in the unit's column."""

MONTH_FORMAT = "[$-809]mmm yy"
"""A month as a real date, shown in English on every computer: `Jan 24`."""

_THIN, _MEDIUM = 1, 2


class Styles:
    """The formats of one workbook. The same look asked for twice is the same format."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def _format(self, **look: Any) -> Format:
        key = tuple(sorted(look.items()))
        if key not in self._made:
            plain = {"font_name": FONT, "font_size": SIZE, "font_color": TEXT, "valign": "vcenter"}
            self._made[key] = self._book.add_format(plain | look)
        return self._made[key]

    def title(self) -> Format:
        """The name of a sheet, at its head."""
        return self._format(bold=True, font_size=16)

    def subtitle(self) -> Format:
        """The line under a sheet's name."""
        return self._format(font_color=GREY)

    def section(self) -> Format:
        """The heading of a block."""
        return self._format(bold=True, font_size=12, valign="bottom")

    def sentence(self) -> Format:
        """A sentence that stands across columns."""
        return self._format(text_wrap=True, valign="top", align="left")

    def note(self) -> Format:
        """A note beneath a table, that stands across columns."""
        return self._format(text_wrap=True, valign="top", align="left", font_color=GREY, font_size=9)

    def bold(self) -> Format:
        """A term in bold that stands at the head of its text."""
        return self._format(bold=True, valign="top", text_wrap=True, bottom=_THIN, bottom_color=LINE)

    def link(self) -> Format:
        """A link that stands alone."""
        return self._format(font_color=BLUE, underline=1)

    def heading(self, *, numbers: bool = True, current: bool = False, month: bool = False, left: bool = False, indent: int = 0) -> Format:
        """The heading of a column, above the strong rule; a month's is a date."""
        look: dict[str, Any] = {"bold": True, "font_size": 9, "font_color": TEXT if current else GREY, "valign": "bottom"}
        look |= {"bottom": _MEDIUM, "bottom_color": TEXT, "text_wrap": not month, "align": "right" if numbers else "left"}
        look |= {"bg_color": PALE} if current else {}
        look |= {"num_format": MONTH_FORMAT} if month else {}
        look |= {"indent": indent} if indent else {}
        return self._format(**look, **_edge(left))

    def text(self, *, wrap: bool = True, colour: str = TEXT, top: bool = False, numbers: bool = False, indent: int = 0) -> Format:
        """Text in a row of a table."""
        look: dict[str, Any] = {"font_color": colour, "text_wrap": wrap, "bottom": _THIN, "bottom_color": LINE}
        look |= {"valign": "top"} if top else {}
        look |= {"align": "right"} if numbers else {"align": "left"}
        look |= {"indent": indent} if indent else {}
        return self._format(**look)

    def table_link(self) -> Format:
        """A link in a row of a table."""
        return self._format(font_color=BLUE, underline=1, text_wrap=True, bottom=_THIN, bottom_color=LINE)

    def number(self, code: str, *, current: bool = False, context: bool = False, left: bool = False) -> Format:
        """A figure in a row of a table: the current month is bold on a pale ground, what it is compared with is grey."""
        look: dict[str, Any] = {"num_format": code, "align": "right", "bottom": _THIN, "bottom_color": LINE}
        look |= {"bold": True, "bg_color": PALE} if current else {}
        look |= {"font_color": GREY} if context else {}
        return self._format(**look, **_edge(left))

    def mark(self, *, current: bool = False, left: bool = False) -> Format:
        """The mark that stands where there is no figure."""
        look: dict[str, Any] = {"font_color": GREY, "font_size": 8, "align": "right", "bottom": _THIN, "bottom_color": LINE}
        look |= {"bg_color": PALE} if current else {}
        return self._format(**look, **_edge(left))


def _edge(left: bool) -> dict[str, Any]:
    """A hairline to the left of a column that begins a group."""
    return {"left": _THIN, "left_color": LINE} if left else {}


def number_code(decimals: int) -> str:
    """Give the number format of figures with so many decimals, thousands separated."""
    return "#,##0" + (f".{'0' * decimals}" if decimals else "")


def change_code(decimals: int) -> str:
    """Give the number format of a change: an arrow up, down or level before the amount."""
    code = number_code(decimals)
    return f'"↑" {code};"↓" {code};"→" {code}'


def decimals_of(text: str) -> int:
    """Count the decimals that a figure is printed with."""
    return len(text.partition(".")[2])
