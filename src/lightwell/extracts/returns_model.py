"""What a statutory return is once it has been read: its tables as texts, the files that they came from, and what was noticed on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa

from lightwell.errors import Problem

Return = Literal["ssda903", "cin_census"]


@dataclass(frozen=True)
class ReturnFile:
    """One table of one file: `rows` is how many records were read from it. A file of several tables is here once for each of them."""

    name: str
    table: str
    last_year: bool
    rows: int


@dataclass(frozen=True)
class ReturnRead:
    """Everything read from a return.

    `tables` holds texts under the names of `shapes(of)`, those of the year before ending in `_last`. Every table has a column `row`, the
    place of the record in its file, from 0; blank is null. A column that the files do not have is not in the table.
    """

    of: Return
    tables: Mapping[str, pa.Table]
    files: tuple[ReturnFile, ...]
    notes: tuple[Problem, ...]
