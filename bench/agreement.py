"""Whether two tables of values say the same: every indicator, month, breakdown and member, an absent member being nought."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

_KEY = ["indicator", "month", "breakdown", "member"]
_FIGURES = ("numerator", "denominator", "value")
_CLOSE = 1e-6


@dataclass(frozen=True)
class Agreement:
    """How many values were compared and how many differ, with examples; `not_known` are those that Lightwell says it cannot know.

    A value is compared in all its figures: numerator, denominator where there is one, and the value itself. The months of an indicator
    for which the source holds too little have no figures in Lightwell, and are left out.
    """

    compared: int
    differing: int
    not_known: int
    indicators: int
    examples: tuple[str, ...]


def agreement(lightwell: pd.DataFrame, rival: pd.DataFrame) -> Agreement:
    """Compare two tables with the columns `indicator, month, breakdown, member, numerator, denominator, value`; the first has `state`."""
    both = lightwell.merge(rival, on=_KEY, how="outer", suffixes=("", "_rival"))
    unknown = lightwell.loc[lightwell["state"] == "no_data", ["indicator", "month"]].drop_duplicates()
    both = both.merge(unknown, on=["indicator", "month"], how="left", indicator=True)
    compared = both[both["_merge"] == "left_only"]
    differs = pd.Series(False, index=compared.index)
    for figure in _FIGURES:
        ours, theirs = compared[figure].fillna(0), compared[f"{figure}_rival"].fillna(0)
        differs |= (ours - theirs).abs() > _CLOSE * ours.abs().clip(lower=1)
    wrong = compared[differs]
    return Agreement(
        compared=len(compared),
        differing=len(wrong),
        not_known=len(both) - len(compared),
        indicators=int(compared["indicator"].nunique()),
        examples=tuple(_say(row) for row in wrong.head(10).to_dict("records")),
    )


def _say(row: Mapping[Hashable, Any]) -> str:
    place = f"{row['indicator']}, {row['month']:%B %Y}, {row['breakdown']} “{row['member']}”"
    ours = ", ".join(f"{figure} {row[figure]}" for figure in _FIGURES)
    theirs = ", ".join(f"{figure} {row[f'{figure}_rival']}" for figure in _FIGURES)
    return f"{place}: Lightwell has {ours}; the rival has {theirs}"
