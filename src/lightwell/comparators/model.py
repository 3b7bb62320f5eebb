"""What a comparator is: another area's published value, and where it was published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Area = Literal["neighbours", "region", "england"]


@dataclass(frozen=True)
class Comparator:
    """One published value of one indicator for one area.

    `year` is the period as the publication writes it (`2022/23`, or `31 March 2023`); `release` names the publication; `note` says what
    the comparator counts where that is not what the indicator counts.
    """

    indicator: str
    area: Area
    area_name: str
    year: str
    value: float
    release: str
    note: str
