"""Writes Ofsted's Annex A workbook: the eleven child-level lists of August 2019, with the headings and categories of its guidance."""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Mapping
from datetime import date, datetime
from importlib import resources
from pathlib import Path

import duckdb
import xlsxwriter

from lightwell.periods import Month, same_day_a_year_before
from lightwell.synthetic.annex_a_lists import HOLDERS, LISTS, PERSONS
from lightwell.synthetic.authority import Authority
from lightwell.synthetic.known import as_known

_WORDS: Mapping[str, str] = {
    "NEG": "Neglect", "PHY": "Physical abuse", "SAB": "Sexual abuse", "EMO": "Emotional abuse", "MUL": "Multiple/not recommended",
    "return": "Return to family", "adoption": "Adoption", "sgo_cao": "SGO/CAO", "supported": "Supported living in the community",
    "residential": "Long-term residential placement", "fostering": "Long-term fostering", "other": "other",
    "relevant": "Relevant child", "former_relevant": "Former relevant child", "qualifying": "Qualifying care leaver",
    "YES": "Yes", "NO": "No", "DIED": "Died", "REFU": "Refu", "RHOM": "Rhom",
}  # fmt: skip
"""Codes of ours whose category is written in words."""

_SEXES = {"1": "Male", "2": "Female", "0": "Not stated/recorded", "9": "Neither"}

_NEAREST: Mapping[str, str] = {"5D": "5B", "RC9": "RC8", "E17": "E8", "F4": "F3", "F5": "F3", "P4": "P3", "P5": "P3"}
"""Codes newer than the lists of 2019, with the nearest that they have."""

_FLAGS: Mapping[str, tuple[str, str]] = {
    "Suitability of Accommodation": ("Suitable", "Unsuitable"),
    "Placement Location": ("In", "Out"),
}


def write_annex_a(authority: Authority, as_at: date, path: Path) -> Path:
    """Write the workbook as the lists stood at the end of a day, one sheet for each list; gives the path back."""
    connection = _records(authority, as_at)
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": False, "default_date_format": "dd/mm/yyyy", "strings_to_formulas": False})
    book.set_properties({"title": f"{authority.name}: Annex A", "created": datetime.combine(as_at, datetime.min.time())})
    bold = book.add_format({"bold": True})
    for number, columns in _columns().items():
        sheet = book.add_worksheet(f"List {number}")
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, list(columns), bold)
        sheet.set_column(0, len(columns) - 1, 16)
        for place, row in enumerate(_rows(connection, authority, as_at, number, columns), start=1):
            sheet.write_row(place, 0, row)
    book.close()
    connection.close()
    return path


@functools.cache
def _columns() -> dict[int, dict[str, dict[str, str]]]:
    """Give the headings of each list in order, each with its categories by their plain code or words in lower case."""
    text = resources.files("lightwell.extracts").joinpath("annex_a_columns.csv").read_text(encoding="utf-8")
    found: dict[int, dict[str, dict[str, str]]] = {}
    for row in csv.DictReader(text.splitlines()):
        categories = [each.strip() for each in row["categories"].split("|") if each.strip()]
        found.setdefault(int(row["list"]), {})[row["column"]] = {key: each for each in categories for key in _keys(each)}
    return found


def _keys(category: str) -> tuple[str, ...]:
    """Give what a category can be looked up by: its words without the letter, and the code that it begins with."""
    words = re.sub(r"^[a-z]{1,2}\)\s*", "", category)
    return words.lower(), re.split(r"\s*:|\s+-\s", words)[0].lower()


def _records(authority: Authority, as_at: date) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for name, table in as_known(authority, as_at).items():
        connection.register(name, table)
    return connection


def _half_year_before(day: date) -> date:
    month = Month.of(day).plus(-6)
    return date(month.year, month.number, min(day.day, month.end.day))


def _rows(
    connection: duckdb.DuckDBPyConnection, authority: Authority, as_at: date, number: int, columns: Mapping[str, Mapping[str, str]]
) -> list[list[object]]:
    given = {"as_at": as_at, "half": _half_year_before(as_at), "whole": same_day_a_year_before(as_at), "name": authority.name}
    query = LISTS[number]
    prepared = f"with holders as ({HOLDERS}), persons as ({PERSONS}) {query}"
    used = {name: value for name, value in given.items() if f"${name}" in prepared}
    found = connection.execute(prepared, used)
    places = {column[0]: place for place, column in enumerate(found.description or ())}
    return [
        [_cell(heading, row[places[heading]] if heading in places else None, kinds) for heading, kinds in columns.items()]
        for row in found.fetchall()
    ]


def _cell(heading: str, value: object, categories: Mapping[str, str]) -> object:
    """Write a value as the list wants it: categories as the guidance spells them, dates as dates, blanks blank."""
    if value is None or not categories:
        return value
    if isinstance(value, bool):
        yes, no = _FLAGS.get(heading, ("Yes", "No"))
        return categories[(yes if value else no).lower()]
    text = str(value)
    if heading == "Gender":
        words = _SEXES[text].lower()
        return next(each for key, each in categories.items() if key.startswith(words))
    text = _WORDS.get(text, text)
    nearest = _NEAREST.get(text, text) if text.lower() not in categories else text
    return categories.get(nearest.lower(), text)
