"""The first sheet: the month in sentences, how many measures of each section are on target, and every measure that has a target."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet

from lightwell.definitions.targets import Status
from lightwell.reports.model import Pack, Row, Section
from lightwell.reports.xlsx import aims, sheets
from lightwell.reports.xlsx.about import STATUS_MARKS
from lightwell.reports.xlsx.aims import Places
from lightwell.reports.xlsx.names import CHART_DATA, DEFINITIONS, GLOSSARY, NOTES, place
from lightwell.reports.xlsx.styles import GREY, UNITS, Styles, decimals_of, number_code

_ORDER = (Status.OFF_TARGET, Status.NEAR, Status.ON_TARGET, Status.NO_DATA)
_WIDTHS = (64, 13, 13, 13, 13, 13)


def write(sheet: Worksheet, styles: Styles, pack: Pack, names: dict[str, str], places: dict[str, Places]) -> None:
    """Write the summary; `names` gives the sheet of each aim and `places` what is where on it."""
    to: Any = sheet
    for column, width in enumerate(_WIDTHS):
        to.set_column(column, column, width)
    at = sheets.HEAD_ROWS
    for sentence in pack.summary:
        sheets.write_across(to, styles, at, len(_WIDTHS) - 1, sum(_WIDTHS), sentence)
        at += 1
    at = _sections(to, styles, pack, names, places, at + 1)
    at = _measures(to, styles, pack, names, places, at + 1)
    for name in (DEFINITIONS, GLOSSARY, NOTES, CHART_DATA):
        at += 1
        to.write_url(at, 0, place(name, 0), styles.link(), name)


def _sections(to: Any, styles: Styles, pack: Pack, names: dict[str, str], places: dict[str, Places], at: int) -> int:
    to.set_row(at, 28)
    to.write_string(at, 0, "Section", styles.heading(numbers=False))
    counted = (*_ORDER, Status.NO_TARGET)
    for column, status in enumerate(counted, start=1):
        to.write_string(at, column, STATUS_MARKS[status].text, styles.heading())
    for section in pack.sections:
        at += 1
        to.set_row(at, 18)
        link = place(names[section.aim], places[section.aim].sections[section.id])
        to.write_url(at, 0, link, styles.table_link(), section.heading)
        for column, status in enumerate(counted, start=1):
            to.write_number(at, column, sum(row.status is status for row in section.rows), styles.number("#,##0"))
    return at + 1


def _measures(to: Any, styles: Styles, pack: Pack, names: dict[str, str], places: dict[str, Places], at: int) -> int:
    found = _with_target(pack)
    if not found:
        return at
    to.set_row(at, 28)
    headings = ("Measure with a target", "Unit", pack.month.short, "Target", "Status", f"Since\n{pack.month.plus(-1).short}")
    for column, heading in enumerate(headings):
        look = styles.heading(numbers=column in (2, 3, 5), current=column == 2, indent=int(column == 4))
        to.write_string(at, column, heading, look)
    for section, row in found:
        at += 1
        link = place(names[section.aim], places[section.aim].rows[section.id, row.definition.id])
        _measure(to, styles, row, link, at)
    return at + 1


def _with_target(pack: Pack) -> list[tuple[Section, Row]]:
    """Find the measures that have a target, each once, what is off target first."""
    found: dict[str, tuple[Section, Row]] = {}
    for section in pack.sections:
        for row in section.rows:
            if row.target is not None:
                found.setdefault(row.definition.id, (section, row))
    return sorted(found.values(), key=lambda each: _ORDER.index(each[1].status))


def _measure(to: Any, styles: Styles, row: Row, link: str, at: int) -> None:
    to.set_row(at, 31 if len(row.definition.title) > _WIDTHS[0] else 18)
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
