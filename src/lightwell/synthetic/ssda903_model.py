"""What an invented SSDA903 is: the tables of two years, and the errors planted in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from lightwell.returns import Collection
from lightwell.synthetic.ssda903_planted_model import Planted

Tables = Mapping[str, pa.Table]
"""Tables of a return by the names of `shapes`, with its columns, every value a text as the file has it."""


@dataclass(frozen=True)
class InventedReturn:
    """A return and that of the year before, by the names of `shapes`, every value as the file has it; and the errors planted in it."""

    collection: Collection
    tables: Tables
    last_year: Tables
    planted: tuple[Planted, ...] = ()
