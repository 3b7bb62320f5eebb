"""The figures in the prose of the page of what the papers said: worked out from the printed rows, never typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from statistics import fmean

from lightwell.errors import Refused
from lightwell.periods import Month
from lightwell.reports import wording
from lightwell.signals import Judged
from tools.papers_series import earlier, month_of

Rows = Mapping[str, Mapping[Month, float]]

_FIELD = re.compile(r"\{([^{}]+)\}")
_FEWEST = 13


def filled(text: str, judged: Judged, rows: Rows) -> str:
    """Put the figures into a text about one row. Raises `Refused` naming a field that is not known, or a month that is not printed."""
    return _FIELD.sub(lambda found: _figure(found[1].split(), judged, rows), text)


def _figure(words: list[str], judged: Judged, rows: Rows) -> str:
    series = judged.columns.series
    try:
        value = _value(words, judged, {**rows[series.key]}, rows)
    except (KeyError, ValueError) as wrong:
        raise Refused(
            f"“{{{' '.join(words)}}}” of {series.key} is no figure of the papers ({wrong}). Correct tools/papers/said.yaml."
        ) from wrong
    return wording.number(value, 0)


def _value(words: list[str], judged: Judged, own: Mapping[Month, float], rows: Rows) -> float:
    """Work one field out: a printed month, one of another row, or a word (`_alone`, `_SPANS`, `first`, `below`) with its months."""
    kind, *months = words
    if not months:
        return own[month_of(kind)] if kind[0].isdigit() else _alone(kind, judged, rows)
    if kind == "first":
        return earlier()[judged.key, month_of(months[0])]
    if kind in _SPANS:
        return _SPANS[kind]([value for month, value in own.items() if month_of(months[-2]) <= month <= month_of(months[-1])])
    if kind == "below":
        return (1 - own[month_of(months[0])] / _value(["mean", *months[1:]], judged, own, rows)) * 100
    return rows[kind][month_of(months[0])]


_SPANS: Mapping[str, Callable[[list[float]], float]] = {
    "mean": fmean,
    "count": len,
    "change": lambda values: abs(values[-1] / values[0] - 1) * 100,
    "fall": lambda values: values[0] - values[-1],
}
"""What may be worked out of the printed months from one to another: `change` in per cent of the first, without its sign."""


def _alone(kind: str, judged: Judged, rows: Rows) -> float:
    """Give what needs no month: the limits of current practice, the most that a stock moves in a month, how the rows of the pack end."""
    if kind in ("low", "high"):
        limit = judged.low if kind == "low" else judged.high
        if limit is None:
            raise ValueError("there are no limits")
        return limit
    if kind == "points":
        return sum(value is not None for value in judged.columns.series.values)
    if kind == "swing":
        return 3 * judged.limits[-1].sigma
    return len(ends(rows)["series"]) / _FEWEST if kind == "chance" else len(ends(rows)[kind])


def ends(rows: Rows) -> dict[str, list[str]]:
    """Name the rows with every month from January 2023 to January 2024 (`series`), and those whose last is the `lowest` or `highest`."""
    found: dict[str, list[str]] = {"series": [], "lowest": [], "highest": []}
    for indicator, own in rows.items():
        values = [own[month] for month in sorted(own) if Month(2023, 1) <= month <= Month(2024, 1)]
        if len(values) < _FEWEST:
            continue
        found["series"].append(indicator)
        if values[-1] < min(values[:-1]):
            found["lowest"].append(indicator)
        if values[-1] > max(values[:-1]):
            found["highest"].append(indicator)
    return found


def as_printed(own: Mapping[Month, float], decimals: int) -> str:
    """List a row as it is printed, each run of months in one sentence: `January 2023 to January 2024: 76, 76, 78`."""
    runs: list[list[Month]] = []
    for month in sorted(own):
        if runs and runs[-1][-1].plus(1) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return " ".join(
        f"{run[0].name}{f' to {run[-1].name}' if len(run) > 1 else ''}: {', '.join(wording.number(own[month], decimals) for month in run)}."
        for run in runs
    )
