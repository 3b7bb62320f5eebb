"""The pack as an Excel workbook: a sheet for each aim, numbers as numbers, native charts, definitions and notes, and no formulas."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path

from xlsxwriter import Workbook

from lightwell.reports.harmless import workbook
from lightwell.reports.model import Pack
from lightwell.reports.xlsx import aims, charts, comparators, reference, sheets, summary, targets
from lightwell.reports.xlsx.names import SUMMARY, TARGETS, sheet_names
from lightwell.reports.xlsx.printable import printable
from lightwell.reports.xlsx.styles import FONT, SIZE, Styles

_OPTIONS = {"default_format_properties": {"font_name": FONT, "font_size": SIZE}}


def write(pack: Pack, path: Path) -> None:
    """Write the pack as a workbook to `path`; the same pack gives the same bytes.

    Raises `OSError` if the file cannot be written, as when Excel holds it open.
    """
    pack = printable(pack)
    with path.open("wb") as file:
        book = workbook(file, _OPTIONS)
        _describe(book, pack)
        _fill(book, pack)
        book.close()


def _fill(book: Workbook, pack: Pack) -> None:
    styles = Styles(book)
    first = sheets.add(book, styles, pack, SUMMARY, f"{pack.title}: {pack.month.name}")
    second = sheets.add(book, styles, pack, TARGETS, targets.TITLE, repeat=targets.HEADING_ROW)
    names = sheet_names([section.aim for section in pack.sections])
    chart_rows = charts.plan_rows(pack)
    definitions = reference.definition_rows(pack)
    places = {aim: aims.write(book, styles, pack, aim, name, chart_rows, definitions) for aim, name in names.items()}
    comparators.write(book, styles, pack, definitions)
    reference.write_definitions(book, styles, pack)
    reference.write_glossary(book, styles, pack)
    reference.write_notes(book, styles, pack)
    charts.write_data(book, styles, pack, chart_rows)
    summary.write(first, styles, pack, names, places)
    targets.write(second, styles, pack, names, places)


def _describe(book: Workbook, pack: Pack) -> None:
    book.set_properties(
        {
            "title": f"{pack.title}, {pack.month.name}"[:255],
            "subject": pack.authority[:255],
            "author": pack.authority[:255],
            "company": pack.authority[:255],
            "keywords": f"snapshot {pack.provenance.snapshot}"[:255],
            "comments": f"Made by Lightwell {pack.provenance.lightwell}"[:255],
            "created": datetime.combine(pack.provenance.as_at, time()),
        }
    )
