"""Intervals beside figures: the published values of the methods, as a reader sees them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lightwell.definitions import load
from lightwell.reports.interval_said import interval_said

VISITS = replace(load(None).definition("cp_visit_10_working_days"), decimals=1)


@pytest.mark.parametrize(
    ("unit", "numerator", "denominator", "said"),
    [
        ("percent", 8, 10, "49.0 to 94.3\N{NO-BREAK SPACE}%"),  # statsmodels proportion_confint(8, 10, method="wilson")
        ("percent", 0, 0, ""),
        ("count", 10, None, "4.8 to 18.4"),  # Garwood 1936
        ("count", 0, None, "0.0 to 3.7"),
        ("per_10_000", 10, 20_000, "2.4 to 9.2"),
        ("mean", 12, 3, ""),
        ("percent", None, 5, ""),
    ],
)
def test_what_stands_beside_a_figure(unit: str, numerator: float | None, denominator: float | None, said: str) -> None:
    assert interval_said(replace(VISITS, unit=unit), numerator, denominator) == said  # type: ignore[arg-type]  # one of the units
