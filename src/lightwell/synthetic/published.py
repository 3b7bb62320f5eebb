"""The published monthly figures that the invented authority is calibrated to (`published.csv`, with where they come from)."""

from __future__ import annotations

import csv
import functools
from importlib import resources


@functools.cache
def _rows() -> tuple[tuple[str, str, float], ...]:
    text = resources.files("lightwell.synthetic").joinpath("published.csv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return tuple((row["indicator"], row["period"], float(row["value"])) for row in csv.DictReader(lines))


def published() -> list[tuple[str, str, float]]:
    """List every published value as indicator, month written as `2024-01`, and value in the indicator's unit."""
    return list(_rows())
