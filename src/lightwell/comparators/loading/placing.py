"""Says of which year and which area a row is, or why it is of none that is known here."""

from __future__ import annotations

from collections.abc import Mapping

from lightwell.comparators.areas import ENGLAND, area_of
from lightwell.comparators.loading.publications import plain_value
from lightwell.comparators.model import Level
from lightwell.comparators.periods import year_ending
from lightwell.errors import NotFound

JOINT = "+"
"""What joins the codes of two authorities in a row that was published for both."""

LEVEL = "of another geographic level"
PERIOD = "of a part of a year, or of no year"
AREA = "of an area that is not known here"
CODES = "whose two codes are of different authorities"

CODES_OF: Mapping[Level, tuple[str, ...]] = {
    "authority": ("old_la_code", "new_la_code"),
    "region": ("region_code",),
    "england": ("country_code",),
}
"""The columns that hold the codes of an area, by its level."""

_LEVELS: dict[str, Level] = {"local authority": "authority", "regional": "region", "national": "england"}
_WHOLE_YEARS = {"reporting year", "calendar year", "academic year", "financial year", "tax year"}
_NO_CODE = {"", "x", "z", "c", ":"}
_YEARS = range(1980, 3000)


class LeftOut(Exception):  # noqa: N818 - says what becomes of the row
    """A row is not kept: `reason` is counted, and `why` said of the `value` in the `column` that a person may want to look at."""

    def __init__(self, reason: str, why: str = "", column: str = "", value: str = "") -> None:
        self.reason, self.why, self.column, self.value = reason, why, column, value
        super().__init__(reason)


def level_of(said: str) -> Level:
    """Read the geographic level of a row; raises `LeftOut` for those that are not looked at, such as districts."""
    if plain_value(said) not in _LEVELS:
        raise LeftOut(f"{LEVEL} ({said.strip()[:40] or 'blank'})")
    return _LEVELS[plain_value(said)]


def year_of(kind: str, said: str) -> int:
    """Read the year that a period ends in; raises `LeftOut` for a part of a year and for what names no year."""
    if plain_value(kind) not in _WHOLE_YEARS:
        raise LeftOut(PERIOD, f"“{kind[:40]}” is not a whole year; the row is left out.", "time_identifier", kind)
    try:
        year = year_ending(said)
    except ValueError:
        year = 0
    if year not in _YEARS:
        raise LeftOut(PERIOD, f"“{said[:40]}” is no year; the row is left out.", "time_period", said)
    return year


def place_of(level: Level, codes: Mapping[str, str]) -> str:
    """Give our code of the area that a row is of, from its codes by column; raises `LeftOut` where none is known.

    An authority is found by its old code, which stays when the ONS code changes, or else by its ONS code; known codes have to agree.
    """
    if level == "authority":
        return _authority(codes["old_la_code"], codes["new_la_code"])
    (column,) = CODES_OF[level]
    code = _code(codes[column], level)
    if code is None or (level == "england" and code != ENGLAND):
        raise LeftOut(AREA, f"No area of this level has the code “{codes[column][:40]}”; the row is left out.", column, codes[column])
    return code


def _authority(old: str, new: str) -> str:
    by_old, by_new = _code(old, "authority"), _code(new, "authority")
    if by_old and by_new and by_old != by_new:
        raise LeftOut(CODES, f"{old[:40]} and {new[:40]} are codes of different authorities; the row is left out.", "old_la_code", old)
    if by_old:
        return by_old
    column, said = ("new_la_code", new) if old.casefold() in _NO_CODE else ("old_la_code", old)
    if column == "new_la_code" and by_new:
        return by_new
    raise LeftOut(AREA, f"No authority has the code “{said[:40]}”; the row is left out.", column, said)


def _code(said: str, level: Level) -> str | None:
    """Give our code of an area, or of two authorities in one row, by any code that they have had; None where any is not known."""
    found = set()
    for part in said.split("/"):
        try:
            area = area_of(part)
        except NotFound:
            return None
        if area.level != level:
            return None
        found.add(area.code)
    return JOINT.join(sorted(found))
