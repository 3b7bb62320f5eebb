"""The small tables that fact SQL reads beside the journey: calendar, months, labels and the spans of dated parameters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pyarrow as pa

from lightwell.journey import codes
from lightwell.periods import FIRST_DAY, LAST_DAY, Month, calendar_table, month_so_far, months_table

Dated = tuple[tuple[date, float], ...]
"""The values of one parameter: pairs of the first day and the value from then on, oldest first."""


def input_tables(months: list[Month], parameters: Mapping[str, Dated]) -> dict[str, pa.Table]:
    """Give every small table by its name, for the months that results are worked out for."""
    return {
        "calendar": calendar_table(),
        "months": months_table(months),
        "parameter_spans": _spans(parameters),
        "sex_labels": _pairs("code", codes.SEX.labels),
        "ethnic_groups": _pairs("letter", codes.ETHNIC_GROUPS),
    }


def tables_on(day: date) -> dict[str, pa.Table]:
    """Give the small tables that say which day it is, for rolls called on one day: `months`, and a calendar that ends with the day.

    What is dated later has not happened yet, and a calendar without its day leaves it out.
    """
    return {"calendar": calendar_table().slice(0, (day - FIRST_DAY).days + 1), "months": month_so_far(day)}


def _pairs(key: str, labels: Mapping[str, str]) -> pa.Table:
    return pa.table({key: pa.array(labels.keys(), pa.string()), "label": pa.array(labels.values(), pa.string())})


def _spans(parameters: Mapping[str, Dated]) -> pa.Table:
    """One row for each parameter and span of days with one value; the oldest value holds for every day before it too."""
    rows = []
    for name, values in parameters.items():
        first_days = [FIRST_DAY, *(day for day, _ in values[1:])]
        last_days = [*(day - timedelta(days=1) for day, _ in values[1:]), LAST_DAY]
        rows += [
            {"name": name, "first_day": first, "last_day": last, "value": value}
            for first, last, (_, value) in zip(first_days, last_days, values, strict=True)
        ]
    schema = pa.schema([("name", pa.string()), ("first_day", pa.date32()), ("last_day", pa.date32()), ("value", pa.float64())])
    return pa.Table.from_pylist(rows, schema=schema)
