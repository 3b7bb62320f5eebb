"""The texts of the SSDA903 made even: blanks trimmed, codes without Excel's decimals, days that can be read for certain as dd/mm/yyyy.

What cannot be read for certain is left as it stood, for the rules to judge, and noted once for each column with how many there are.
Columns are read by their different values, so the work is done once for each spelling and not once for each row.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from lightwell.errors import Problem
from lightwell.extracts.values import Reader, Unreadable
from lightwell.returns import Column

_DAY_FIRST = Reader(dates="day_first")
_SURE = r"^((0[1-9]|1\d|2[0-8])/(0[1-9]|1[0-2])|(29|30)/(0[13-9]|1[0-2])|31/(0[13578]|1[02]))/(19|20)\d\d$"
"""A day that needs no more reading: its month has it. 29 February is read with care."""

_DECIMALS = r"^[0-9]+[.]0+$"
_SCIENTIFIC = r"^[0-9]([.][0-9]+)?[eE][+][0-9]{1,3}$"
_SERIAL = re.compile(r"[1-6]\d{4}", re.ASCII)
_SHORT_YEAR = re.compile(r"(\d{1,2})([-/. ])(\d{1,2}|[A-Za-z]{3,9})\2(\d{2})((?: .*)?)", re.ASCII | re.DOTALL)
_IDS = ("child", "upn", "urn", "sw_id")


def trimmed(column: pa.Array) -> pa.Array:
    """Trim every text; blank is null."""
    texts = pc.utf8_trim_whitespace(column)
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)


def even(column: Column, texts: pa.Array, where: str, last_day_year: int) -> tuple[pa.Array, list[Problem]]:
    """Make the trimmed texts of one column even; `last_day_year` is the year in which the collection ends, for years of two digits."""
    if column.kind == "day":
        return _days(column.name, texts, where, last_day_year)
    if column.kind in ("code", "whole"):
        return _codes(column.name, texts, where)
    return texts, _mangled(column.name, texts, where) if column.name in _IDS else []


def _codes(name: str, texts: pa.Array, where: str) -> tuple[pa.Array, list[Problem]]:
    found = pc.match_substring_regex(texts, _DECIMALS)
    count = _count(found)
    if not count:
        return texts, []
    example = texts.filter(found)[0].as_py()
    what = f"{_values(count)} decimals, as in “{example}”; {'it was' if count == 1 else 'they were'} read without them."
    return pc.replace_substring_regex(texts, r"[.]0+$", ""), [Problem(what, where=where, column=name)]


def _mangled(name: str, texts: pa.Array, where: str) -> list[Problem]:
    found = pc.match_substring_regex(texts, _SCIENTIFIC)
    count = _count(found)
    if not count:
        return []
    what = f"{_values(count)} been shortened by Excel, as in “{texts.filter(found)[0].as_py()}”; the digits behind are lost."
    return [Problem(what, where=where, column=name, remedy="Take the file from the case system again and do not save it in Excel.")]


def _days(name: str, texts: pa.Array, where: str, last_day_year: int) -> tuple[pa.Array, list[Problem]]:
    odd = pc.invert(pc.match_substring_regex(texts, _SURE)).fill_null(False)
    if not pc.any(odd, min_count=0).as_py():
        return texts, []
    encoded = texts.filter(odd).dictionary_encode()
    counted = pc.value_counts(encoded.indices)
    counts = dict(zip(counted.field("values").to_pylist(), counted.field("counts").to_pylist(), strict=True))
    read = _Days(last_day_year)
    written = pa.array([read(text, counts[place]) for place, text in enumerate(encoded.dictionary.to_pylist())], pa.string())
    return pc.replace_with_mask(texts, odd, written.take(encoded.indices)), read.notes(name, where)


class _Days:
    """Reads the spellings of days that are not dd/mm/yyyy at first sight, and counts what is worth a note."""

    def __init__(self, last_day_year: int) -> None:
        self._last = last_day_year
        self._short: list[tuple[str, int]] = []
        self._serial: list[tuple[str, int]] = []
        self._unread: list[tuple[str, int]] = []

    def __call__(self, text: str, count: int) -> str:
        """Give a day as dd/mm/yyyy, or the text as it stood."""
        found = _SHORT_YEAR.fullmatch(text)
        full = f"{found[1]}{found[2]}{found[3]}{found[2]}{self._century(found[4])}{found[4]}{found[5]}" if found else text
        try:
            day = _DAY_FIRST.day(full)
        except Unreadable:
            (self._serial if _SERIAL.fullmatch(text) else self._unread).append((text, count))
            return text
        if found:
            self._short.append((text, count))
        return f"{day.day:02d}/{day.month:02d}/{day.year}"  # strftime would leave out the zeros of early years on some systems

    def _century(self, year: str) -> str:
        return "20" if 2000 + int(year) <= self._last else "19"

    def notes(self, name: str, where: str) -> list[Problem]:
        """Say how many years were short, and how many texts are no day."""
        said: list[tuple[list[tuple[str, int]], Callable[[int], str], str]] = [
            (
                self._short,
                lambda count: (
                    f"{_values(count)} a year of two digits, as in “{{}}”; it was read as 20.. up to {self._last} and else as 19..."
                ),
                "Write years with four digits.",
            ),
            (
                self._serial,
                lambda count: f"{_values(count)} Excel's number of a day, as in “{{}}”; left as {_it_stood(count)}.",
                "Format the column as dd/mm/yyyy in Excel and save it again.",
            ),
            (
                self._unread,
                lambda count: f"{_number(count)} cannot be read as a day of the calendar, as “{{}}”; left as {_it_stood(count)}.",
                "Write dates as day/month/year, as in 09/03/2026.",
            ),
        ]
        notes = []
        for found, say, remedy in said:
            if found:
                what = say(sum(count for _, count in found)).replace("{}", found[0][0][:60])
                notes.append(Problem(what, where=where, column=name, remedy=remedy))
        return notes


def _count(found: pa.Array) -> int:
    return int(pc.sum(found).as_py() or 0)


def _number(count: int) -> str:
    return f"{count:,} {'value' if count == 1 else 'values'}"


def _values(count: int) -> str:
    return f"{_number(count)} {'has' if count == 1 else 'have'}"


def _it_stood(count: int) -> str:
    return "it stood" if count == 1 else "they stood"
