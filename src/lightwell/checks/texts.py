"""Makes values of the texts of a return: days, whole numbers, trimmed codes and texts, with each text of a day or number kept beside it.

A column `dob` is the day, or null where there is none or it cannot be read; `dob_text` is what stood in the file. Blank is null.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from lightwell.returns.shapes import Column, Shape

Values: TypeAlias = pa.Array | pa.ChunkedArray
"""The values of a column, in one piece or several."""

ROW = "row"
"""The place of a record in its file, from 0."""

TYPES: Mapping[str, pa.DataType] = {"text": pa.string(), "code": pa.string(), "day": pa.date32(), "whole": pa.int32()}
KEPT_AS_TEXT = ("day", "whole")

# A year of two digits is no year: 01/06/21 would be read as in the year 21.
_DAY = re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})|(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,9}", re.ASCII)
_EPOCH = date(1970, 1, 1).toordinal()
_REMEMBERED = 65_536


def typed(shape: Shape, given: pa.Table) -> pa.Table:
    """Make the table that rules read of a table of texts with `row`: every column, null where it is not given."""
    made: dict[str, Values] = {ROW: given.column(ROW)}
    have = set(given.column_names)
    for column in shape.columns:
        if column.name in have:
            trimmed = pc.utf8_trim_whitespace(given.column(column.name))
            made |= values_of(column, pc.if_else(pc.equal(trimmed, ""), None, trimmed))
        else:
            made |= no_values(column, given.num_rows)
    return pa.table(made)


def values_of(column: Column, trimmed: Values) -> dict[str, Values]:
    """Give what rules read of the texts of one column, trimmed and null where they are blank."""
    if column.kind not in KEPT_AS_TEXT:
        return {column.name: trimmed}
    read = _day if column.kind == "day" else _whole
    values = pa.array([read(text) for text in trimmed.to_pylist()], pa.int32()).cast(TYPES[column.kind])
    return {column.name: values, f"{column.name}_text": trimmed}


def no_values(column: Column, rows: int) -> dict[str, Values]:
    """Give what rules read of a column that is not there."""
    made: dict[str, Values] = {column.name: pa.nulls(rows, TYPES[column.kind])}
    return made | {f"{column.name}_text": pa.nulls(rows, pa.string())} if column.kind in KEPT_AS_TEXT else made


@functools.lru_cache(maxsize=_REMEMBERED)
def _day(text: str | None) -> int | None:
    """Count the days since 1 January 1970; None where a text is no day that there is."""
    found = _DAY.fullmatch(text) if text else None
    if found is None:
        return None
    year, month, day = (found[one] or found[other] for one, other in (("year", "y"), ("month", "m"), ("day", "d")))
    try:
        return date(int(year), int(month), int(day)).toordinal() - _EPOCH
    except ValueError:
        return None


@functools.lru_cache(maxsize=_REMEMBERED)
def _whole(text: str | None) -> int | None:
    return int(text) if text and _WHOLE.fullmatch(text) else None
