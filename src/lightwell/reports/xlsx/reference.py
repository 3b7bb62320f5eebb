"""The sheets to look things up in: how each measure is counted, the glossary, and where the figures come from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter import Workbook

from lightwell.reports import compared
from lightwell.reports.model import Explanation, Pack
from lightwell.reports.xlsx import sheets
from lightwell.reports.xlsx.about import STATUS_EXPLAINED, STATUS_MARKS, about, movement_explained
from lightwell.reports.xlsx.names import DEFINITIONS, GLOSSARY, NOTES
from lightwell.reports.xlsx.styles import UNITS, Styles

_HEADING_ROW = sheets.HEAD_ROWS
_DEFINITION_COLUMNS = (
    ("Indicator", 30),
    ("Question", 34),
    ("How it is counted", 46),
    ("Clocks", 32),
    ("Unit", 10),
    ("Better", 9),
    ("Source", 26),
    ("Id", 31),
    ("Version", 8),
)


def definition_rows(pack: Pack) -> dict[str, int]:
    """Give the row on the sheet of definitions of every indicator of the pack."""
    found = dict.fromkeys(explanation.definition.id for explanation in _explained(pack))
    return {name: place for place, name in enumerate(found, start=_HEADING_ROW + 1)}


def _explained(pack: Pack) -> list[Explanation]:
    """List the explanations, and after them the indicators that have none, with what their definition says."""
    known = {explanation.definition.id: explanation for explanation in pack.explanations}
    for section in pack.sections:
        for row in section.rows:
            known.setdefault(row.definition.id, Explanation(row.definition, "", ()))
    return list(known.values())


def write_definitions(book: Workbook, styles: Styles, pack: Pack) -> None:
    """Write how each measure is counted, a row for each."""
    sheet: Any = sheets.add(book, styles, pack, DEFINITIONS, "How each measure is counted", repeat=_HEADING_ROW)
    for column, (heading, width) in enumerate(_DEFINITION_COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(_HEADING_ROW, column, heading, styles.heading(numbers=heading == "Version", indent=int(0 < column < 8)))
    at = _HEADING_ROW
    for at, explanation in enumerate(_explained(pack), start=_HEADING_ROW + 1):
        _definition(sheet, styles, explanation, at)
    sheet.autofilter(_HEADING_ROW, 0, at, len(_DEFINITION_COLUMNS) - 1)
    sheet.freeze_panes(_HEADING_ROW + 1, 1)


def _definition(sheet: Any, styles: Styles, explanation: Explanation, at: int) -> None:
    of = explanation.definition
    texts = (
        of.title,
        of.question,
        explanation.counted,
        "\n".join(explanation.clocks),
        UNITS[of.unit],
        of.better,
        of.source,
        of.id,
    )
    sheet.set_row(at, sheets.text_height(texts, [width for _, width in _DEFINITION_COLUMNS]))
    for column, text in enumerate(texts):
        sheet.write_string(at, column, text, styles.bold() if column == 0 else styles.text(top=True, indent=1))
    sheet.write_number(at, len(texts), of.version, styles.text(top=True, numbers=True))


def write_glossary(book: Workbook, styles: Styles, pack: Pack) -> None:
    """Write the words used in the pack."""
    sheet: Any = sheets.add(book, styles, pack, GLOSSARY, "Words used in this pack", repeat=_HEADING_ROW)
    _pairs(sheet, styles, ("Word", "What it means"), pack.glossary, _HEADING_ROW)
    sheet.freeze_panes(_HEADING_ROW + 1, 0)


def write_notes(book: Workbook, styles: Styles, pack: Pack) -> None:
    """Write where the figures come from and how the sheets are read."""
    sheet: Any = sheets.add(book, styles, pack, NOTES, "About these figures")
    statuses = [(STATUS_MARKS[status].text, meaning) for status, meaning in STATUS_EXPLAINED]
    reading = (
        ("Change", movement_explained(pack)),
        ("Figures", "Every figure is held in full and shown rounded; there are no formulas."),
        ("Comparators", "Year and release are in the last column, what to know to compare beneath the table, all of it on a sheet."),
        ("Percentages", "Held from 0 to 100; the column “Unit” says %."),
    )
    at = _HEADING_ROW
    for headings, pairs in (
        (("Where the figures come from", ""), about(pack)),
        (("Where there is no figure", "What the mark means"), compared.marks(pack)),
        (("Status", "What it means"), statuses),
        (("Reading the sheets", ""), reading),
    ):
        at = _pairs(sheet, styles, headings, pairs, at) + 2


def _pairs(sheet: Any, styles: Styles, headings: tuple[str, str], pairs: Sequence[tuple[str, str]], at: int) -> int:
    """Write a heading and rows of two texts from a row on; gives the last row."""
    widths = (34, 100)
    for column, (heading, width) in enumerate(zip(headings, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(at, column, heading, styles.heading(numbers=False))
    for term, meaning in pairs:
        at += 1
        sheet.set_row(at, sheets.text_height((term, meaning), widths))
        sheet.write_string(at, 0, term, styles.bold())
        sheet.write_string(at, 1, meaning, styles.text(top=True))
    return at
