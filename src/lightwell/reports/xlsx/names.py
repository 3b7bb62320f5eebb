"""Names of sheets: at most 31 letters, without the characters that Excel refuses, each different; and links to places in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlsxwriter.utility import xl_rowcol_to_cell

SUMMARY = "Summary"
TARGETS = "Targets"
COMPARATORS = "Comparators"
DEFINITIONS = "Definitions"
GLOSSARY = "Glossary"
NOTES = "Notes"
CHART_DATA = "Chart data"

LONGEST = 31
"""Excel's limit on a sheet's name."""

_REFUSED = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_RESERVED = ("history",)
"""Excel keeps this name for itself."""

_SMALL_WORDS = {"a", "an", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to", "with", "their", "our"}


def sheet_names(titles: Sequence[str]) -> dict[str, str]:
    """Give each title a sheet's name of its own, in order, none of them that of another sheet of the workbook."""
    taken = {name.casefold() for name in (SUMMARY, TARGETS, COMPARATORS, DEFINITIONS, GLOSSARY, NOTES, CHART_DATA, *_RESERVED)}
    names: dict[str, str] = {}
    for title in dict.fromkeys(titles):
        name = _free(_clean(title), taken)
        taken.add(name.casefold())
        names[title] = name
    return names


def place(sheet: str, row: int, column: int = 0) -> str:
    """Give the address of a cell of a sheet as a link within the workbook; rows and columns count from 0."""
    quoted = sheet.replace("'", "''")
    return f"internal:'{quoted}'!{xl_rowcol_to_cell(row, column)}"


def _clean(title: str) -> str:
    text = " ".join(_REFUSED.sub(" ", title).split()).strip("'") or "Aim"
    return _shortened(text, LONGEST)


def _shortened(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    words = text[:longest].split()[:-1] if text[longest - 1] != " " and text[longest] != " " else text[:longest].split()
    while words and (words[-1].casefold() in _SMALL_WORDS or len(" ".join(words)) > longest - 1):
        words.pop()
    return (" ".join(words).rstrip(",;.'") or text[: longest - 1]) + "…"


def _free(name: str, taken: set[str]) -> str:
    if name.casefold() not in taken:
        return name
    number = 2
    while f"{_shortened(name, LONGEST - 5)} ({number})".casefold() in taken:
        number += 1
    return f"{_shortened(name, LONGEST - 5)} ({number})"
