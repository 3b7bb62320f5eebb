"""The first sheet: the month in sentences, and how many measures of each section are on target."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet

from lightwell.definitions.targets import Status
from lightwell.reports.model import Pack
from lightwell.reports.xlsx import comparators, sheets
from lightwell.reports.xlsx.about import STATUS_MARKS
from lightwell.reports.xlsx.aims import Places
from lightwell.reports.xlsx.names import CHART_DATA, COMPARATORS, DEFINITIONS, GLOSSARY, NOTES, TARGETS, place
from lightwell.reports.xlsx.styles import Styles

_COUNTED = (Status.OFF_TARGET, Status.NEAR, Status.ON_TARGET, Status.NO_DATA, Status.NO_TARGET)
_WIDTHS = (64, 13, 13, 13, 13, 13)


def write(sheet: Worksheet, styles: Styles, pack: Pack, names: dict[str, str], places: dict[str, Places]) -> None:
    """Write the summary; `names` gives the sheet of each aim and `places` what is where on it."""
    to: Any = sheet
    for column, width in enumerate(_WIDTHS):
        to.set_column(column, column, width)
    to.fit_to_pages(1, 1)
    at = sheets.HEAD_ROWS
    for sentence in pack.summary:
        sheets.write_across(to, styles.sentence(), at, len(_WIDTHS) - 1, sum(_WIDTHS), sentence)
        at += 1
    at = _sections(to, styles, pack, names, places, at + 1)
    for name in (TARGETS, *((COMPARATORS,) if comparators.beside(pack) else ()), DEFINITIONS, GLOSSARY, NOTES, CHART_DATA):
        at += 1
        to.write_url(at, 0, place(name, 0), styles.link(), name)


def _sections(to: Any, styles: Styles, pack: Pack, names: dict[str, str], places: dict[str, Places], at: int) -> int:
    to.set_row(at, 28)
    to.write_string(at, 0, "Section", styles.heading(numbers=False))
    for column, status in enumerate(_COUNTED, start=1):
        to.write_string(at, column, STATUS_MARKS[status].text, styles.heading())
    for section in pack.sections:
        at += 1
        to.set_row(at, 18)
        link = place(names[section.aim], places[section.aim].sections[section.id])
        to.write_url(at, 0, link, styles.table_link(), section.heading)
        for column, status in enumerate(_COUNTED, start=1):
            to.write_number(at, column, sum(row.status is status for row in section.rows), styles.number("#,##0"))
    return at + 1
