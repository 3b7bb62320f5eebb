"""The sheet of every measure that has a target, what is off target first."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet

from lightwell.definitions.targets import Status
from lightwell.reports.model import Pack, Row, Section
from lightwell.reports.xlsx import aims, sheets
from lightwell.reports.xlsx.aims import Places
from lightwell.reports.xlsx.names import place
from lightwell.reports.xlsx.styles import GREY, UNITS, Styles, decimals_of, number_code

TITLE = "Measures with a target"
HEADING_ROW = sheets.HEAD_ROWS

_ORDER = (Status.OFF_TARGET, Status.NEAR, Status.ON_TARGET, Status.NO_DATA)
_WIDTHS = (64, 13, 13, 13, 13, 13, 11)


def write(sheet: Worksheet, styles: Styles, pack: Pack, names: dict[str, str], places: dict[str, Places]) -> None:
    """Write the measures; `names` gives the sheet of each aim and `places` what is where on it."""
    to: Any = sheet
    to.set_row(HEADING_ROW, 28)
    now, before = pack.month.short, pack.month.plus(-1).short
    headings = ("Indicator", "Unit", now, "Target", "Status", f"Since\n{before}", "Which is")
    for column, (heading, width) in enumerate(zip(headings, _WIDTHS, strict=True)):
        to.set_column(column, column, width)
        look = styles.heading(numbers=column in (2, 3, 5), current=column == 2, indent=int(column in (4, 6)))
        to.write_string(HEADING_ROW, column, heading, look)
    for at, (section, row) in enumerate(_with_target(pack), start=HEADING_ROW + 1):
        link = place(names[section.aim], places[section.aim].rows[section.id, row.definition.id])
        _measure(to, styles, row, link, at)
    to.freeze_panes(HEADING_ROW + 1, 1)


def _with_target(pack: Pack) -> list[tuple[Section, Row]]:
    """Find the measures that have a target, each once, what is off target first."""
    found: dict[str, tuple[Section, Row]] = {}
    for section in pack.sections:
        for row in section.rows:
            if row.target is not None:
                found.setdefault(row.definition.id, (section, row))
    return sorted(found.values(), key=lambda each: _ORDER.index(each[1].status))


def _measure(to: Any, styles: Styles, row: Row, link: str, at: int) -> None:
    to.set_row(at, sheets.text_height((row.definition.title,), _WIDTHS, least=18))
    to.write_url(at, 0, link, styles.table_link(), row.definition.title)
    to.write_string(at, 1, UNITS[row.definition.unit], styles.text(colour=GREY))
    if row.latest.value is None:
        to.write_string(at, 2, row.latest.text, styles.mark(current=True))
    else:
        to.write_number(at, 2, row.latest.value, styles.number(number_code(row.definition.decimals), current=True))
    if row.target is not None:
        to.write_number(at, 3, row.target.value, styles.number(number_code(decimals_of(row.target_text))))
    aims.status(to, styles, at, 4, row.status)
    aims.change(to, styles, at, 5, row)
    to.write_string(at, 6, row.movement.meaning, styles.text(colour=GREY, indent=1))
