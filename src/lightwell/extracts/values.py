"""Reading one value as it was written: a day, a code, a yes or no, a number.

Each reader gives the value, or None where what is written means nothing is known, or raises `Unreadable` with a sentence for a person.
Columns are read by their different values, so these run once for each spelling and not once for each row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from lightwell.journey import CodeSet, Column

DateOrder = Literal["day_first", "month_first", "iso"]
DATE_ORDERS: tuple[DateOrder, ...] = ("day_first", "month_first", "iso")

Value = str | date | int | float | bool | None

BLANKS = frozenset(("", "-", "--", "\u2013", "NULL", "null", "N/A", "n/a", "#N/A", "NaN", "nan", "NAN", "NaT"))
"""What is written where nothing is known. `Null`, `Nan` and `Na` are not among them: people have those names. `NONE` is a code."""

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_EXCEL_DAY_0 = date(1899, 12, 30)  # Excel counts 29 February 1900, so its numbers agree with the calendar only from 1 March 1900
_MONTH_STARTS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_MONTH_STARTS, start=1)}
_TIME = r"(?:[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AaPp][Mm]|Z|[+-]\d{2}(?::?\d{2})?)?)?"
_ISO = re.compile(rf"(\d{{4}})[-/](\d{{1,2}})[-/](\d{{1,2}}){_TIME}", re.ASCII)
_NUMERIC = re.compile(rf"(\d{{1,2}})[-/. ](\d{{1,2}})[-/. ](\d{{2}}|\d{{4}}){_TIME}", re.ASCII)
_NAMED = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?[-/. ]([A-Za-z]{{3,9}})[-/., ]+(\d{{2}}|\d{{4}}){_TIME}", re.ASCII)
_SERIAL = re.compile(r"(\d{1,6})(?:\.\d+)?", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,10}(?:\.0*)?", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:\d{1,15}(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?", re.ASCII)
_LETTER = re.compile(r"[a-z0-9]{1,2}[).]\s*(.+)", re.DOTALL)
_LEADING_CODE = re.compile(r"([a-z0-9_]+)\s*[:\u2013\u2014-]")

_FLAGS: Mapping[str, bool | None] = {
    **dict.fromkeys(("yes", "y", "true", "t", "1", "1.0"), True),
    **dict.fromkeys(("no", "n", "false", "f", "0", "0.0"), False),
    **dict.fromkeys(("unknown", "not known", "not stated", "u"), None),
}


class Unreadable(ValueError):  # noqa: N818 - it is said of a value
    """A value cannot be read: `what` goes on from the value itself, as in “is not a date”; `remedy` says what to do."""

    def __init__(self, what: str, remedy: str = "") -> None:
        self.what = what
        self.remedy = remedy
        super().__init__(what)


@dataclass(frozen=True)
class Reader:
    """How the values of one source are written.

    `serials` is for workbooks, in which a day may be a number. `spellings` maps the lower-case text of one column to a code, or to `yes`,
    `no` or blank for a flag, before the code set is asked.
    """

    dates: DateOrder = "day_first"
    serials: bool = False
    spellings: Mapping[str, str] = field(default_factory=dict)

    def of(self, column: Column) -> Callable[[str], Value]:
        """Give the function that reads the values of a column; text is not read one by one."""
        readers: dict[str, Callable[[str], Value]] = {
            "day": self.day,
            "flag": self.flag,
            "whole": read_whole,
            "number": read_number,
            "code": lambda text: self.code(column.codes, text),
        }
        return readers[column.kind]

    def day(self, text: str) -> date:
        """Read a day: in the source's order, or as 2026-03-09; with a month in letters; in a workbook as Excel's number of days."""
        if found := _ISO.fullmatch(text):
            return _make_day(found[1], found[2], found[3], text)
        if found := _NAMED.fullmatch(text):
            return _named_day(found, text)
        if found := _NUMERIC.fullmatch(text):
            return self._numeric_day(found, text)
        if self.serials and (found := _SERIAL.fullmatch(text)):
            return _in_range(_EXCEL_DAY_0 + timedelta(days=int(found[1])), text)
        raise Unreadable("is not a date", "Write dates as day/month/year with four digits for the year, as in 09/03/2026.")

    def _numeric_day(self, found: re.Match[str], text: str) -> date:
        if self.dates == "iso":
            raise Unreadable("is not written as year-month-day", "Write 2026-03-09, or say another order under dates in mapping.yaml.")
        first, second = (found[2], found[1]) if self.dates == "month_first" else (found[1], found[2])
        return _make_day(found[3], second, first, text)

    def flag(self, text: str) -> bool | None:
        """Read a yes or no; not known is blank."""
        plain = fold(text)
        plain = self.spellings.get(plain, plain)
        letter = _LETTER.fullmatch(plain)
        for form in (plain, letter[1] if letter else plain):
            if form in _FLAGS:
                return _FLAGS[form]
        raise Unreadable("is neither yes nor no", "Write yes or no, or leave the cell blank where it is not known.")

    def code(self, codes: CodeSet | None, text: str) -> str:
        """Read a code: the code itself, its label, another spelling known for it, or one of these after a letter as in “a) Male”."""
        if codes is None:
            raise TypeError("a column of codes has no code set")
        forms = known_forms(codes)
        plain = fold(text)
        candidates = [self.spellings.get(plain, ""), plain]
        if letter := _LETTER.fullmatch(plain):
            candidates.append(letter[1])
        candidates += [found[1] for form in tuple(candidates) if (found := _LEADING_CODE.match(form)) and found[1].upper() in _upper(codes)]
        for form in candidates:
            if form in forms:
                return forms[form]
        raise Unreadable(f"is not a code of the list “{codes.name}”", _say_codes(codes))


def fold(text: str) -> str:
    """Put text in the form in which spellings are compared: lower case, single spaces, plain apostrophes."""
    return " ".join(text.replace("\u2019", "'").replace("\u2018", "'").lower().split())


_forms: dict[str, tuple[CodeSet, dict[str, str]]] = {}


def known_forms(codes: CodeSet) -> Mapping[str, str]:
    """Map every folded spelling that a code set knows to its code: labels, then other spellings, then the codes themselves, which win."""
    kept = _forms.get(codes.name)
    if kept is None or kept[0] is not codes:
        forms = {fold(label): code for code, label in codes.labels.items()}
        forms |= {fold(alias): code for alias, code in codes.aliases.items()}
        forms |= {code.lower(): code for code in codes.labels}
        kept = _forms[codes.name] = (codes, forms)
    return kept[1]


def _upper(codes: CodeSet) -> frozenset[str]:
    return frozenset(code.upper() for code in codes.labels)


def read_whole(text: str) -> int:
    """Read a whole number that fits in 32 bits; 3.0 is whole."""
    if not _WHOLE.fullmatch(text):
        raise Unreadable("is not a whole number", "Write digits only, as in 42.")
    number = int(text.split(".")[0])
    if not -(2**31) <= number < 2**31:
        raise Unreadable("is too large", "Write a number below 2,147,483,648.")
    return number


def read_number(text: str) -> float:
    """Read a number with or without decimals."""
    if not _NUMBER.fullmatch(text):
        raise Unreadable("is not a number", "Write digits, with a full stop before decimals, as in 0.6.")
    return float(text)


def _named_day(found: re.Match[str], text: str) -> date:
    month = _MONTHS.get(found[2][:3].lower())
    if month is None:
        raise Unreadable("is not a date", "Write the month in English, as in 9 March 2026.")
    return _make_day(found[3], str(month), found[1], text)


def _make_day(year: str, month: str, day: str, text: str) -> date:
    if len(year) == 2:
        raise Unreadable("has a year of two digits, which could be of either century", "Write the year with four digits.")
    if not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        raise _out_of_range(text)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Unreadable(
            "is not a day of the calendar",
            "Correct the date; if the file writes the month before the day, say dates: month_first in mapping.yaml.",
        ) from None


def _in_range(day: date, text: str) -> date:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise _out_of_range(text)
    return day


def _out_of_range(text: str) -> Unreadable:
    return Unreadable(f"is outside the years {_FIRST_YEAR} to {_LAST_YEAR}", "Correct the year; leave the cell blank if there is no date.")


def _say_codes(codes: CodeSet) -> str:
    names = list(codes.labels)
    listed = ", ".join(names[:30]) + (" ..." if len(names) > 30 else "")
    return f"Use one of {listed}; or map what the source writes to one of them."
