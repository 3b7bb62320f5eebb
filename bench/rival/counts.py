"""Counts every indicator for every month and every member of every breakdown: three loops and a groupby."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from bench.rival.events import events
from bench.rival.indicators import INDICATORS, Indicator, Limits
from bench.rival.read import Tables, read
from bench.rival.roll_calls import roll_calls


@dataclass(frozen=True)
class Inputs:
    """What is worked out from: the folder of the records, the last days of the months, and for each of them its limits and population."""

    records: Path
    as_at: date
    month_ends: tuple[date, ...]
    limits: Mapping[date, Limits]
    population: Mapping[date, int]


def work_out(inputs: Inputs) -> pd.DataFrame:
    """Give a row for each indicator, month, breakdown and member that counts anybody.

    Columns: `indicator, month, breakdown, member, numerator, denominator, value`; `month` is the last day.
    """
    tables = read(inputs.records)
    happened = events(tables, pd.Timestamp(inputs.as_at), int(inputs.limits[inputs.month_ends[-1]]["initial_health_limit"]))
    counted = {}
    for day in inputs.month_ends:
        end = pd.Timestamp(day)
        calls = roll_calls(tables, end)
        for indicator in INDICATORS:
            rows = calls[indicator.fact] if indicator.period == "month_end" else _within(happened, indicator, end)
            for breakdown, amounts in _counted(indicator, rows, inputs.limits[day]).items():
                counted[indicator.id, end, breakdown] = amounts
    results = pd.concat(counted, names=["indicator", "month", "breakdown", "member"]).fillna({"numerator": 0}).reset_index()
    return _with_values(results, inputs.population)


def _within(happened: Tables, indicator: Indicator, end: pd.Timestamp) -> pd.DataFrame:
    """Keep the events of the indicator's window, which ends on one day."""
    rows = happened[indicator.fact]
    return rows[(rows[indicator.on] >= _first_day(indicator.period, end)) & (rows[indicator.on] <= end)]


def _first_day(period: str, end: pd.Timestamp) -> pd.Timestamp:
    if period == "rolling_12_months":
        return end.replace(day=1) - pd.DateOffset(months=11)
    if period == "year_to_date":
        return pd.Timestamp(end.year if end.month >= 4 else end.year - 1, 4, 1)
    return end.replace(day=1)


def _counted(indicator: Indicator, rows: pd.DataFrame, limits: Limits) -> dict[str, pd.DataFrame]:
    """Count one indicator for one month: by breakdown, one row for each member."""
    part = rows[indicator.of(rows, limits)]
    hits = part[indicator.count(part, limits)]
    found = {}
    for breakdown in ("authority", *indicator.breakdowns):
        amounts = {"numerator": _amount(hits, breakdown, indicator)}
        if indicator.unit == "percent":
            amounts["denominator"] = _amount(part, breakdown, indicator)
        elif indicator.unit == "mean":
            amounts["denominator"] = part.groupby(breakdown)[indicator.per].sum()
        found[breakdown] = pd.DataFrame(amounts)
    return found


def _amount(rows: pd.DataFrame, breakdown: str, indicator: Indicator) -> pd.Series:
    groups = rows.groupby(breakdown)
    return groups[indicator.distinct].nunique() if indicator.distinct else groups.size()


def _with_values(results: pd.DataFrame, population: Mapping[date, int]) -> pd.DataFrame:
    """Add the value: the count itself, the share or mean, or the rate by the population of the month."""
    unit = results["indicator"].map({indicator.id: indicator.unit for indicator in INDICATORS})
    children = results["month"].map({pd.Timestamp(day): count for day, count in population.items()})
    results["denominator"] = results["denominator"].where(unit != "per_10_000", children)
    scale = unit.map({"percent": 100, "per_10_000": 10_000}).fillna(1)
    results["value"] = (scale * results["numerator"] / results["denominator"]).where(unit != "count", results["numerator"])
    return results
