"""A list of children as a file: CSV for programs, a workbook for people; no cell of either is run as a formula."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date

from lightwell.periods import say_date
from lightwell.reports.harmless import csv_writer, workbook
from lightwell.reports.listing import PLACES, Listing, ListRow, named_rows
from lightwell.store import Snapshot

_WIDTH = 22


def headings(given: Listing) -> tuple[str, ...]:
    """Name the columns of the file: who, what explains why each is in, and who is responsible."""
    who = ("Worker", "Name") if given.of_workers else ("Child", "Given name", "Family name", "Born", "Age")
    places = tuple(name.capitalize() for name in PLACES if not (given.of_workers and name == "worker"))
    return (*who, *(column.heading for column in given.columns), *places)


def table(
    snapshot: Snapshot, given: Listing, rows: tuple[ListRow, ...], names: Mapping[str, Mapping[str, str]]
) -> list[tuple[object, ...]]:
    """Give the rows of the file: numbers as numbers, days as days, codes in words, workers and teams by name."""
    people = named_rows(snapshot, given, rows)
    lines: list[tuple[object, ...]] = []
    for row in rows:
        if given.of_workers:
            who: tuple[object, ...] = (row.key, names.get("worker", {}).get(row.key, row.key))
        else:
            named = people[row.key]
            who = (row.key, named.given_name, named.family_name, named.born_on, named.age_on(given.as_at))
        told = [
            value if value is None or (isinstance(value, int | float | date) and not isinstance(value, bool)) else column.said(value)
            for column, value in zip(given.columns, row.values, strict=True)
        ]
        places = [
            names.get(name, {}).get(row.place.get(name, ""), row.place.get(name, ""))
            for name in PLACES
            if not (given.of_workers and name == "worker")
        ]
        lines.append((*who, *told, *places))
    return lines


def csv_text(heads: tuple[str, ...], lines: list[tuple[object, ...]]) -> str:
    """Write the file as CSV in UTF-8 with the mark by which Excel knows it."""
    file = io.StringIO()
    writer = csv_writer(file)
    writer.row(heads)
    writer.rows([cell.isoformat() if isinstance(cell, date) else cell for cell in line] for line in lines)
    return "\ufeff" + file.getvalue()


def xlsx_bytes(given: Listing, heads: tuple[str, ...], lines: list[tuple[object, ...]], about: tuple[tuple[str, str], ...]) -> bytes:
    """Write the file as a workbook: a sheet with the list, filtered and frozen at its heading, and one that says what it is."""
    file = io.BytesIO()
    with workbook(file) as book:
        book.set_properties({"title": given.definition.title, "author": "Lightwell"})
        day, bold = (
            book.add_format({"num_format": "d mmm yyyy", "align": "left"}),
            book.add_format({"bold": True, "bottom": 2, "text_wrap": True}),
        )
        sheet = book.add_worksheet("List")
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(heads) - 1, _WIDTH)
        sheet.write_row(0, 0, heads, bold)
        for place, line in enumerate(lines, start=1):
            for column, cell in enumerate(line):
                if isinstance(cell, date):
                    sheet.write_datetime(place, column, cell, day)
                elif isinstance(cell, str):
                    sheet.write_string(place, column, cell)
                else:
                    sheet.write(place, column, cell)
        sheet.autofilter(0, 0, max(len(lines), 1), len(heads) - 1)
        notes = book.add_worksheet("About this list")
        notes.set_column(0, 0, _WIDTH)
        notes.set_column(1, 1, 90, book.add_format({"text_wrap": True}))
        for place, (heading, text) in enumerate(about):
            notes.write_string(place, 0, heading, book.add_format({"bold": True, "valign": "top"}))
            notes.write_string(place, 1, text)
    return file.getvalue()


def about(snapshot: Snapshot, given: Listing, part_name: str, said: str) -> tuple[tuple[str, str], ...]:
    """Say what the list is and where it comes from; `said` is the sentence with its count."""
    pairs = (
        ("List", given.definition.title),
        ("Month", given.figure.period.name),
        ("Part of the service", part_name),
        ("Rows", said),
        ("Question", given.definition.question.strip()),
        *((column.heading, column.meaning) for column in given.columns),
        ("Definition", f"{given.definition.id}, version {given.definition.version}"),
        ("Snapshot", snapshot.id),
        ("As known on", say_date(given.as_at)),
        ("Keep safe", "This file names children. Keep it where their records are kept, and destroy it when it has been used."),
    )
    return tuple(pair for pair in pairs if pair[1])
