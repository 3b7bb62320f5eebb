from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from lightwell.signals.ageing import comparable
from lightwell.signals.likely import likely_counts, student
from lightwell.signals.nowcast import NEEDED, nowcast
from lightwell.signals.triangle import FloatArray, Seen
from tests.unit.signals.late_records import register

RUNS = 60


def trial(seed: int, **given: object) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]:
    """Estimate the newest month of an invented register: settled, first known, estimate, low and high of every place."""
    series, settled = register(np.random.default_rng(seed), **given)  # type: ignore[arg-type]
    newest = [each.months[-1] for each in nowcast(series, test=False)]
    parts = ("first_known", "estimate", "low", "high")
    first, estimate, low, high = (np.array([getattr(each, part) for each in newest], dtype=float) for part in parts)
    return settled[:, -1], first, estimate, low, high


@pytest.mark.parametrize(
    "given",
    [
        {"wholes": (400,)},
        {"wholes": (40, 30, 25, 60, 15, 80, 50, 20)},
        {"wholes": (1500,), "done": 0.3, "unit": "count"},
    ],
    ids=["a share", "teams", "events"],
)
def test_the_range_holds_the_settled_figure_four_times_in_five_and_beats_the_first(given: dict[str, object]) -> None:
    runs = [trial(seed, **given) for seed in range(RUNS)]
    settled, first, estimate, low, high = (np.concatenate([run[part] for run in runs]) for part in range(5))
    inside = np.mean((settled >= low - 1e-9) & (settled <= high + 1e-9))
    spare = 2 * np.sqrt(0.16 / RUNS)
    assert 0.8 - spare < inside < 0.8 + spare
    assert np.abs(estimate - settled).mean() < 0.6 * np.abs(first - settled).mean()
    assert np.all((low <= estimate + 1e-9) | (high <= estimate + 1e-9))


def test_the_back_test_on_ones_own_snapshots_says_what_the_truth_says() -> None:
    tests = [nowcast(register(np.random.default_rng(seed))[0])[0].test for seed in range(25)]
    held = [test for test in tests if test is not None]
    assert len(held) == 25
    assert 0.72 < sum(test.covered for test in held) / sum(test.months for test in held) < 0.88
    assert np.mean([test.late for test in held]) == pytest.approx(0.1, abs=0.02)
    assert sum(test.error for test in held) < 0.6 * sum(test.first_error for test in held)


def test_months_are_said_in_a_sentence_and_settle_when_the_register_is_full() -> None:
    series, settled = register(np.random.default_rng(5))
    (found,) = nowcast(series)
    assert found.settles_after == 2
    older, before, newest = found.months
    assert [each.status for each in found.months] == ["settled", "range", "range"]
    assert older.now == older.estimate == older.low == older.high == pytest.approx(settled[0, -3])
    assert newest.low is not None
    assert newest.high is not None
    said = [f"{value:.0f}\N{NO-BREAK SPACE}%" for value in (newest.first_known or 0, newest.low, newest.high)]
    assert newest.sentence == f"Now {said[0]}, as when it was first known; likely to settle between {said[1]} and {said[2]}."
    assert before.first_known != before.now
    assert before.sentence.startswith("As first known ")
    assert found.sentence.startswith("Figures of this indicator settle within 2 months of the end of theirs. Tested on 11 earlier months,")


def test_nothing_late_means_no_change_is_expected() -> None:
    (found,) = nowcast(register(np.random.default_rng(1), in_time=1.0)[0])
    assert found.settles_after == 0
    assert {each.status for each in found.months} == {"settled"}
    assert found.months[-1].sentence.endswith("; no further change is expected.")
    assert found.sentence.startswith("Figures of this indicator hardly move after they are first known.")


def test_too_short_a_history_gives_no_range_and_says_what_is_needed() -> None:
    series, _ = register(np.random.default_rng(1), snapshots=NEEDED - 1)
    (found,) = nowcast(series)
    assert (found.snapshots, found.needed, found.test) == (6, 7, None)
    assert {each.status for each in found.months} == {"too_short"}
    assert found.months[-1].estimate is None
    assert "There are 6 monthly snapshots so far; 7 that can be held" in found.sentence
    (enough,) = nowcast(register(np.random.default_rng(1), snapshots=NEEDED)[0])
    assert enough.months[-1].status == "range"


def test_snapshots_that_counted_by_an_older_definition_teach_nothing() -> None:
    series, _ = register(np.random.default_rng(2), in_time=0.5)
    versions = np.ones_like(series.versions)
    versions[:, 3:] = 2
    numerators = series.numerators.copy()
    numerators[:, :, :3] = 0.0  # another thing was counted: as late recording it would be enormous
    (found,) = nowcast(replace(series, versions=versions, numerators=numerators))
    (plain,) = nowcast(series)
    assert found.months[-1].estimate == pytest.approx(plain.months[-1].estimate, rel=0.05)
    old = np.array([[1] * 12 + [2]], np.int16)
    (none,) = nowcast(replace(series, versions=old))
    assert none.months[-1].status == "too_short"


def test_recording_that_becomes_slower_is_followed() -> None:
    slower = np.concatenate([np.full(25, 0.95), np.full(12, 0.75)])
    errors = []
    for seed in range(20):
        settled, first, estimate, _, _ = trial(seed, in_time=slower)
        errors.append((abs(estimate - settled)[0], abs(first - settled)[0]))
    assert np.mean([each[0] for each in errors]) < 0.5 * np.mean([each[1] for each in errors])


def test_only_snapshots_taken_at_the_same_time_of_their_month_are_held_against_each_other() -> None:
    daily = [Seen(str(step), date(2024, 1, 1) + timedelta(days=step), "tables") for step in range(100)]  # until 9 April
    chosen = [daily[index].as_at for index in comparable(daily)]
    assert chosen == [date(2024, 1, 9), date(2024, 2, 9), date(2024, 3, 9), date(2024, 4, 9)]
    again = [*daily, Seen("again", date(2024, 4, 9), "tables")]
    assert again[comparable(again)[-1]].snapshot == "again"
    assert comparable([*daily[:60], replace(daily[60], source="annex_a")]) == [60]


def test_one_indicator_at_a_time() -> None:
    series, _ = register(np.random.default_rng(1), wholes=(20, 30))
    with pytest.raises(ValueError, match="one indicator at a time"):
        nowcast(replace(series, keys=(series.keys[0], ("reviews", "team", "T1"), series.keys[2])))


def test_ranges_of_whole_numbers_are_those_of_the_distributions_they_are_made_of() -> None:
    def likely(mean: float, variance: float, highest: float = np.inf, falls: float = 0.0) -> tuple[float, ...]:
        given = (np.array([each]) for each in (mean, variance, -1000.0, highest, falls))
        return tuple(float(part[0]) for part in likely_counts(*given))

    assert likely(2.0, 2.0) == pytest.approx((2.0, 0, 3), abs=1e-6)  # Poisson(2): 0 to 3 hold 0.857, 1 to 3 hold 0.722
    assert likely(6.0, 2.4) == pytest.approx((6.0, 5, 8), abs=1e-6)  # binomial of 10 at 0.6: 5 to 8 hold 0.787, 4 to 8 hold 0.899
    low, high = likely(100.0, 100.0)[1:]
    poisson = [math.exp(count * math.log(100) - 100 - math.lgamma(count + 1)) for count in range(200)]
    assert sum(poisson[int(low) : int(high) + 1]) == pytest.approx(0.8, abs=0.015)
    assert min(poisson[int(low)], poisson[int(high)]) > max(poisson[int(low) - 1], poisson[int(high) + 1])
    assert likely(2.0, 2.0, highest=0.0) == (0, 0, 0)
    assert likely(0.0, 4.0, falls=20.0) in ((0, -2, 2), (0, -3, 2))  # normal with the same variance: -2.6 to 2.6


def test_a_spread_from_few_months_is_widened_as_students_t_is() -> None:
    assert (1.2815515655 * student(np.array([3.0, 5, 11, 1000]))).tolist() == pytest.approx([1.638, 1.476, 1.363, 1.282], rel=0.01)
