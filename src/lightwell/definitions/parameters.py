"""Reads dated parameters: the clocks, thresholds and intervals that conditions refer to by name."""

from __future__ import annotations

from datetime import date
from typing import Any

from lightwell.definitions.model import Parameter
from lightwell.errors import Problem

_KEYS = {"unit", "meaning", "values", "source"}


def read_parameters(where: str, content: dict[str, Any], problems: list[Problem]) -> list[Parameter]:
    """Read every parameter of one file, adding to `problems` what is wrong with it."""
    found = []
    for name, body in content.items():
        if not isinstance(body, dict) or set(body) != _KEYS:
            problems.append(Problem(f"The parameter {name} must have exactly the keys {', '.join(sorted(_KEYS))}.", where=where))
            continue
        values = _read_values(where, name, body["values"], problems)
        if values:
            found.append(Parameter(name, str(body["unit"]), str(body["meaning"]), values, str(body["source"])))
    return found


def _read_values(where: str, name: str, given: object, problems: list[Problem]) -> tuple[tuple[date, float], ...]:
    values = []
    for entry in given if isinstance(given, list) else [None]:
        day, value = (entry.get("from"), entry.get("value")) if isinstance(entry, dict) else (None, None)
        if not isinstance(day, date) or isinstance(value, bool) or not isinstance(value, int | float):
            problems.append(
                Problem(
                    f"The parameter {name} needs a list of values, each with a date “from” and a number “value”.",
                    where=where,
                    remedy="Write for example: values: [{from: 2024-04-01, value: 45}]",
                )
            )
            return ()
        values.append((day, float(value)))
    return tuple(sorted(values))
