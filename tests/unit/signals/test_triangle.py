from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from lightwell.periods import Month
from lightwell.signals.restated import Reason, restated
from lightwell.signals.stitched import stitched
from lightwell.signals.triangle import KNOWN, NOT_HELD, STATES, Seen, Triangle, Triangles, age_of

JANUARY = Month(2024, 1)


def triangle_of(*columns: tuple[date, dict[Month, tuple[float, float]]], unit: str = "percent", **changes: object) -> Triangles:
    """Give the triangle of one series from what each snapshot knew: numerator and denominator by month."""
    months = tuple(sorted({month for _, known in columns for month in known}))
    shape = (1, len(months), len(columns))
    states, populations = np.zeros(shape, np.int16), np.zeros(shape, np.int16)
    numerators, denominators, values = (np.full(shape, np.nan) for _ in range(3))
    for column, (_, known) in enumerate(columns):
        for month, (numerator, denominator) in known.items():
            at = (0, months.index(month), column)
            states[at], numerators[at], denominators[at] = KNOWN, numerator, denominator
            values[at] = numerator / denominator * {"percent": 100, "per_10_000": 10_000}.get(unit, 1)
    seen = tuple(Seen(f"s{number}", day, "tables") for number, (day, _) in enumerate(columns))
    versions = np.ones((1, len(columns)), np.int16)
    given = Triangles(
        (("visits", "authority", ""),), (unit,), months, seen, states, numerators, denominators, values, versions, populations
    )
    return replace(given, **changes)  # type: ignore[arg-type]


def one(*readings: tuple[date, float, float], unit: str = "percent", **changes: object) -> Triangle:
    """Give the triangle of one month, January 2024."""
    return triangle_of(*((day, {JANUARY: (n, d)}) for day, n, d in readings), unit=unit, **changes).at(0)


@pytest.mark.parametrize(
    ("as_at", "age", "days"),
    [
        (date(2024, 1, 30), -1, -1),
        (date(2024, 1, 31), 0, 0),
        (date(2024, 2, 28), 0, 28),
        (date(2024, 2, 29), 1, 29),
        (date(2024, 4, 10), 2, 70),
    ],
)
def test_age_counts_whole_months_and_days_from_the_end_of_the_month(as_at: date, age: int, days: int) -> None:
    assert age_of(JANUARY, as_at) == age
    (reading,) = one((as_at, 61, 100)).readings(JANUARY)
    assert (reading.age, reading.days) == (age, days)


def test_a_month_is_given_as_first_known_and_as_now_with_the_change_between() -> None:
    (found,) = restated(one((date(2024, 1, 31), 61, 100), (date(2024, 2, 29), 67, 100), (date(2024, 3, 31), 68, 100)))
    assert (found.first.value, found.now.value, found.change, found.known_then) == (61, 68, 7, True)
    assert found.reason is Reason.LATE
    assert [step.value for step in found.steps] == [61, 67, 68]
    assert found.sentence == (
        "Restated for late recording, last by the snapshot of 31 March 2024."
        " Records came, were authorised or were ended after the figure was first made."
    )


def test_a_month_that_did_not_move_says_so_and_one_first_seen_late_has_no_first_figure() -> None:
    (found,) = restated(one((date(2024, 6, 30), 61, 100), (date(2024, 7, 31), 61, 100)))
    assert (found.reason, found.change, found.known_then) == (Reason.NONE, 0, False)
    assert found.sentence == "It has not changed since it was first known."


@pytest.mark.parametrize(
    ("readings", "unit", "changes", "reason"),
    [
        (((date(2024, 1, 31), 61, 100), (date(2024, 2, 29), 50, 90)), "percent", {"versions": [[1, 2]]}, Reason.DEFINITION),
        (((date(2024, 1, 31), 61, 100), (date(2024, 1, 31), 63, 100)), "percent", {}, Reason.RELOADED),
        (((date(2024, 1, 31), 50, 9000), (date(2024, 2, 29), 50, 9500)), "per_10_000", {"populations": [[[0, 1]]]}, Reason.POPULATION),
        (((date(2024, 1, 31), 50, 9000), (date(2024, 2, 29), 60, 9010)), "per_10_000", {"populations": [[[0, 1]]]}, Reason.LATE),
        (((date(2024, 4, 30), 61, 100), (date(2024, 5, 31), 62, 100)), "percent", {}, Reason.CORRECTED),
        (((date(2024, 2, 29), 61, 100), (date(2024, 3, 31), 62, 100)), "percent", {}, Reason.LATE),
    ],
    ids=["definition", "reloaded", "population", "mostly late though the population changed", "corrected", "late"],
)
def test_the_reason_is_told_from_what_the_snapshots_were_made_of(
    readings: tuple[tuple[date, float, float], ...], unit: str, changes: dict[str, object], reason: Reason
) -> None:
    given = one(*readings, unit=unit, releases=("2022", "2023"), **{name: np.array(value, np.int16) for name, value in changes.items()})
    (found,) = restated(given, settled_after=2)
    assert found.reason is reason
    assert (found.change is None) is (reason is Reason.DEFINITION)


def test_another_source_is_a_reason_of_its_own_and_what_else_there_was_is_told() -> None:
    days = (date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31))
    seen = tuple(Seen(str(day), day, source) for day, source in zip(days, ("tables", "tables", "annex_a"), strict=True))
    (found,) = restated(one((days[0], 61, 100), (days[1], 62, 100), (days[2], 70, 100), seen=seen))
    assert found.reason is Reason.SOURCE
    assert found.sentence.endswith("Also: late recording.")


def test_the_longest_series_takes_each_month_from_the_latest_snapshot_that_holds_it() -> None:
    months = [JANUARY.plus(step) for step in range(4)]
    series = triangle_of(
        (months[2].end, {months[0]: (1, 10), months[1]: (2, 10), months[2]: (3, 10)}),
        (months[3].end, {months[1]: (4, 10), months[2]: (5, 10), months[3]: (6, 10)}),
    )
    found = stitched(series)
    assert found.numerators.tolist() == [[1, 4, 5, 6]]
    assert found.snapshots.tolist() == [[0, 1, 1, 1]]
    changed = stitched(replace(series, versions=np.array([[1, 2]], np.int16)))
    assert changed.states.tolist() == [[NOT_HELD, KNOWN, KNOWN, KNOWN]]
    assert np.isnan(changed.values[0, 0])


def test_a_snapshot_without_data_takes_nothing_away_from_what_was_known() -> None:
    series = triangle_of((JANUARY.end, {JANUARY: (1, 10)}), (JANUARY.plus(1).end, {JANUARY: (9, 10)}))
    states = series.states.copy()
    states[0, 0, 1] = STATES.index("no_data")
    assert stitched(replace(series, states=states)).values.tolist() == [[10]]
