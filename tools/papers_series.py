"""The published monthly series as `signals` takes them, for the page of what the papers said and for its test.

The figures are those that the invented authority is calibrated to (`lightwell.synthetic.published`): transcribed from two performance packs
of Southampton City Council, public council papers of June 2022 and March 2024. `papers/restated.csv` has what the first one printed of a
month that the second printed again. Both packs together leave May to December 2022 blank.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from lightwell.definitions import Definition
from lightwell.periods import Month
from lightwell.results.break_model import Break
from lightwell.signals import Phase, Series
from lightwell.synthetic.published import published

FOLDER = Path(__file__).resolve().parent / "papers"

NEW_SYSTEM = Break(
    number=1,
    month=Month(2022, 2),
    kind="system",
    what="The case-management system was replaced on 31 January 2022.",
    said_by="pack of June 2022, systems and support services",
    said_on=date(2022, 6, 16),
)
"""The one break that the papers themselves tell of."""

RENAMED = {"cin_supervision": Phase(Month(2023, 1), "The pack of 2022 counts all children in need, that of 2024 those with a plan.")}
"""Rows that stand in both packs under one id here and do not count the same: limits are set anew between them, never stitched across."""


def month_of(text: str) -> Month:
    """Read a month written as `2024-01`."""
    year, _, number = text.partition("-")
    return Month(int(year), int(number))


def printed() -> dict[str, dict[Month, float]]:
    """Give every printed figure by indicator and month, the later print where both packs have the month."""
    found: dict[str, dict[Month, float]] = {}
    for indicator, period, value in published():
        found.setdefault(indicator, {})[month_of(period)] = value
    return found


def earlier() -> dict[tuple[str, Month], float]:
    """Give what was first printed of the months that were restated."""
    lines = (FOLDER / "restated.csv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return {(row["indicator"], month_of(row["period"])): float(row["first"]) for row in rows}


def monthly(definitions: Mapping[str, Definition]) -> tuple[Series, ...]:
    """Make a series of every printed row, with a blank for each month between its first and its last that no pack prints."""
    return tuple(_series(definitions[indicator], values) for indicator, values in printed().items())


def _series(definition: Definition, values: Mapping[Month, float]) -> Series:
    months = [min(values)]
    while months[-1] < max(values):
        months.append(months[-1].plus(1))
    made = Series(
        definition.id,
        definition.unit,
        tuple(months),
        tuple(values.get(month) for month in months),
        better=definition.better,
        at_month_end=definition.period_type == "month_end",
        decimals=definition.decimals,
    )
    phase = RENAMED.get(definition.id)
    return replace(made, phases=(phase,)) if phase else made
