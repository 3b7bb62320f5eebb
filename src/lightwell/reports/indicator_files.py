"""One indicator's figures as a file to work on: CSV with a row for each figure, or a workbook with the same rows and what they mean.

Text that a spreadsheet would run as a formula is written so that it is read as text.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

from lightwell.periods import Month, say_date
from lightwell.reports.counting import in_words
from lightwell.reports.disclosed import disclosed_value
from lightwell.reports.explain import counted
from lightwell.reports.harmless import csv_writer, workbook
from lightwell.reports.held import held_members
from lightwell.reports.model import Place
from lightwell.reports.places import values_of
from lightwell.results import AUTHORITY, Value, definitions_of, values
from lightwell.results.account import say_made_from
from lightwell.results.names import member_order
from lightwell.store import Snapshot

COLUMNS = (
    "indicator",
    "month",
    "breakdown",
    "member",
    "name",
    "numerator",
    "denominator",
    "value",
    "state",
    "snapshot",
    "definition_version",
    "year",
    "marker",
    "release",
)
"""The columns of both files; the last three are of published rows alone, which have a year in place of a month."""

_WIDTHS = (28, 10, 12, 18, 34, 12, 12, 14, 15, 24, 18, 14, 8, 44)

_NOT_PUBLISHED = ("", "", "")

Line = tuple[object, ...]


def figures(snapshot: Snapshot, indicator: str, place: Place, breakdowns: Iterable[str] = (), *, disclosed: bool = False) -> list[Line]:
    """List the figures of one indicator, in the columns `COLUMNS`: of the place in every month, then of every member of each breakdown.

    Breakdowns are those of the whole service. Values are in full precision, percentages from 0 to 100, months as `2024-01`;
    `disclosed` gives them as those see them who may see no child. Raises `NotFound` as `values` does.
    """
    found = list(values_of(snapshot, indicator, place).values())
    for by in breakdowns if place.whole else ():
        found += values(snapshot, indicators=[indicator], breakdown=by)
    if disclosed:
        definition = definitions_of(snapshot).definition(indicator)
        found = [disclosed_value(value, definition) for value in found]
    names = {by: held_members(snapshot, by) for by in {value.breakdown for value in found} - {AUTHORITY}}
    return [_line(value, names) for value in sorted(found, key=_order)]


def csv_text(lines: Iterable[Line]) -> str:
    """Write figures as CSV with a heading, in UTF-8 with the mark by which Excel knows it."""
    file = io.StringIO()
    writer = csv_writer(file)
    writer.row(COLUMNS)
    writer.rows(lines)
    return "\ufeff" + file.getvalue()


def xlsx_bytes(
    snapshot: Snapshot, indicator: str, place: Place, lines: Sequence[Line], published: tuple[tuple[str, str], ...] = ()
) -> bytes:
    """Write figures as a workbook: a sheet of figures, numbers as numbers, and a sheet that says what they are and where they come from.

    `published` says, in pairs of a heading and a text, what rows of other authorities are, where there are any.
    """
    file = io.BytesIO()
    with workbook(file) as book:
        book.set_properties({"title": definitions_of(snapshot).definition(indicator).title, "author": "Lightwell"})
        _figures_sheet(book, lines)
        _about_sheet(book, (*about(snapshot, indicator, place), *published))
    return file.getvalue()


def about(snapshot: Snapshot, indicator: str, place: Place) -> tuple[tuple[str, str], ...]:
    """Say what the figures are and where they come from, as pairs of a heading and a text."""
    definition = definitions_of(snapshot).definition(indicator)
    manifest = snapshot.manifest
    numerator, denominator = in_words(definition)
    pairs = (
        ("Indicator", f"{definition.title} ({definition.id})"),
        ("Authority", manifest.authority_name),
        ("Figures of", place.name),
        ("Question", definition.question.strip()),
        ("Numerator" if denominator else "Counted", numerator),
        ("Denominator", denominator),
        ("How it is counted", counted(definition)),
        ("Definition", f"Version {definition.version}"),
        ("Source of the definition", definition.source.strip()),
        ("Snapshot", snapshot.id),
        ("As known on", say_date(manifest.as_at)),
        ("Made from", say_made_from(manifest)),
        ("Lightwell", manifest.lightwell),
        ("State", _STATES),
    )
    return tuple(pair for pair in pairs if pair[1])


_STATES = (
    "known; no_data: nothing is known for the month; not_applicable: there was nothing to take a share or an average of; suppressed: it is "
    "so small that it could point to a child"
)


def _line(value: Value, names: dict[str, dict[str, str]]) -> Line:
    name = names.get(value.breakdown, {}).get(value.member, value.member)
    return (
        value.indicator,
        str(value.period),
        value.breakdown,
        value.member,
        name if value.breakdown != AUTHORITY else "Whole service",
        _plain(value.numerator),
        _plain(value.denominator),
        _plain(value.value),
        str(value.state),
        value.snapshot,
        value.version,
        *_NOT_PUBLISHED,
    )


def _plain(number: float | None) -> float | int | str:
    if number is None:
        return ""
    return int(number) if float(number).is_integer() else number


def _order(value: Value) -> tuple[bool, str, Any, Month]:
    return value.breakdown != AUTHORITY, value.breakdown, member_order(value.breakdown, value.member), value.period


def _figures_sheet(book: xlsxwriter.Workbook, lines: Sequence[Line]) -> None:
    sheet = book.add_worksheet("Figures")
    heading = book.add_format({"bold": True, "bottom": 2})
    for column, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
        sheet.write_string(0, column, name, heading)
        sheet.set_column(column, column, width)
    for row, line in enumerate(lines, 1):
        for column, cell in enumerate(line):
            if isinstance(cell, int | float):
                sheet.write_number(row, column, cell)
            elif cell != "":
                sheet.write_string(row, column, str(cell))
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(lines), len(COLUMNS) - 1)


def _about_sheet(book: xlsxwriter.Workbook, pairs: Iterable[tuple[str, str]]) -> None:
    sheet = book.add_worksheet("About")
    bold, wrapped = book.add_format({"bold": True, "valign": "top"}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 100)
    for row, (heading, words) in enumerate(pairs):
        sheet.write_string(row, 0, heading, bold)
        sheet.write_string(row, 1, words, wrapped)
