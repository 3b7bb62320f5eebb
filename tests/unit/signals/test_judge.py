"""What is said of a series: the verdict, since when, the target, and what is not judged."""

import pytest

from lightwell.errors import Refused
from lightwell.signals import Capability, Phase, PointState, Range, Rule, Series, Verdict, judge
from tests.unit.signals.series import count, measured, months, one, share, steady

MONTHS = months(40)


def test_no_evidence_of_change() -> None:
    found = one(measured(steady(40)))
    assert found.verdict is Verdict.NO_CHANGE
    assert found.sentence == "No evidence of change since April 2020."
    assert found.direction == "no_change"


@pytest.mark.parametrize(
    ("better", "moved", "verdict", "words"),
    [
        ("higher", 7, Verdict.IMPROVING, "Improving"),
        ("higher", -7, Verdict.WORSENING, "Worsening"),
        ("lower", 7, Verdict.WORSENING, "Worsening"),
        ("neither", 7, Verdict.HIGHER, "Higher"),
        ("neither", -7, Verdict.LOWER, "Lower"),
    ],
)
def test_a_lasting_change_is_told_with_its_first_month(better: str, moved: float, verdict: Verdict, words: str) -> None:
    values = steady(40)
    values[34:] = [each + moved for each in values[34:]]
    found = one(measured(values, better=better))
    assert found.verdict is verdict
    assert found.since == MONTHS[34]
    assert found.months == MONTHS[34:]
    assert found.sentence == f"{words} since February 2023."
    assert all(Rule.TOGETHER in point.rules for point in found.points[34:])


def test_one_wild_month_is_told_once_and_is_no_direction() -> None:
    values = steady(40)
    values[34] -= 14
    found = one(measured(values, better="higher"))
    assert (found.verdict, found.direction) == (Verdict.WORSE_ONCE, "no_change")
    assert found.sentence == "Worse than expected in February 2023 only."
    assert Rule.FAR in found.points[34].rules
    values[34] += 14
    values[20] -= 14
    assert one(measured(values, better="higher")).verdict is Verdict.NO_CHANGE, "more than a year ago"


def test_a_change_that_is_over_is_told_while_it_is_recent() -> None:
    values = steady(40)
    values[24:32] = [each + 8 for each in values[24:32]]
    found = one(measured(values, better="higher"))
    assert found.verdict is Verdict.NO_CHANGE
    assert found.sentence == "Better from April 2022 to November 2022; no evidence of change since."


def test_a_change_within_the_first_two_years_does_not_hide_in_the_limits() -> None:
    values = steady(30)
    values[14:] = [each + 8 for each in values[14:]]
    found = one(measured(values, better="higher"))
    assert (found.verdict, found.since) == (Verdict.IMPROVING, MONTHS[14])
    assert found.limits[0].last == MONTHS[13]
    assert found.limits[0].centre == pytest.approx(sum(steady(30)[:14]) / 14)
    assert found.sentence == "Better since June 2021.", "more than a year: it no longer becomes better"


def test_limits_are_set_anew_by_the_register_only() -> None:
    values = steady(40)
    values[20:] = [each + 8 for each in values[20:]]
    phase = Phase(MONTHS[20], "New system", "Head of performance")
    found = one(measured(values, better="higher", phases=(phase,)))
    assert found.verdict is Verdict.NO_CHANGE
    assert found.sentence == "No evidence of change since December 2021."
    assert [limits.phase for limits in found.limits] == [None, phase]
    assert found.limits[1].centre - found.limits[0].centre == pytest.approx(8, abs=1.5)
    assert [point.phase for point in found.points] == [0] * 20 + [1] * 20
    assert found.notes == ("The limits rest on 20 months and may still move; they are fixed once there are 24.",)


def test_limits_do_not_move_once_they_are_fixed() -> None:
    values = steady(24) + steady(16, seed=9)
    assert one(measured(values)).limits[0] == one(measured(values[:30])).limits[0]


def test_too_few_months_get_no_verdict_and_no_limits() -> None:
    found = one(measured(steady(40), phases=(Phase(MONTHS[33]),)))
    assert (found.verdict, found.direction) == (Verdict.TOO_FEW, "too_few")
    assert found.sentence == "Too few months since January 2023 to tell a change from chance: 7, and 12 are needed."
    assert found.points[-1].state is PointState.TOO_FEW
    assert found.points[-1].upper is None
    assert not any(point.rules for point in found.points[33:])


def test_small_denominators_give_counts_only() -> None:
    found = one(share([3, 4, 2] * 8, [4, 5, 3] * 8, better="higher", target=90))
    assert found.verdict is Verdict.COUNTS_ONLY
    assert found.points[0].state is PointState.COUNTS_ONLY
    assert found.points[0].upper is None
    assert (found.low, found.capability_sentence, found.limits) == (None, "", ())


def test_a_month_that_may_still_move_is_shown_and_raises_nothing() -> None:
    values = [*steady(39), 20.0]
    last = MONTHS[39]
    found = one(measured(values, settling=((last, Range(22, 20, 24)),)))
    assert found.verdict is Verdict.NO_CHANGE
    assert found.points[-1].state is PointState.PROVISIONAL
    assert found.points[-1].rules == ()
    assert found.notes == (
        "July 2023 may still change and is not judged.",
        "July 2023 would be outside the limits wherever in its range it settles.",
    )
    assert one(measured(values)).verdict is Verdict.LOWER_ONCE


def test_a_missing_month_is_passed_over() -> None:
    values: list[float | None] = [*steady(40)]
    values[30] = None
    found = one(measured(values))
    assert found.points[30].state is PointState.MISSING
    assert found.verdict is Verdict.NO_CHANGE
    assert one(measured([None] * 15)).verdict is Verdict.NO_DATA


@pytest.mark.parametrize(
    ("target", "better", "state", "words"),
    [
        (80, "higher", Capability.NEVER, "; the target of 80 will not be met by chance."),
        (30, "higher", Capability.ALWAYS, "; the target of 30 will be met every month."),
        (50, "higher", Capability.SOMETIMES, "; the target of 50 will be met in some months and missed in others, by chance."),
        (80, "lower", Capability.ALWAYS, "; the target of 80 will be met every month."),
        (None, "higher", Capability.NO_TARGET, "."),
    ],
)
def test_whether_current_practice_meets_the_target(target: float | None, better: str, state: Capability, words: str) -> None:
    found = one(measured(steady(40), target=target, better=better, decimals=0))
    assert found.capability is state
    assert found.low is not None
    assert found.high is not None
    assert found.low < 50 < found.high
    assert found.capability_sentence == f"On current practice between {found.low:.0f} and {found.high:.0f}{words}"


def test_current_practice_is_that_since_the_change() -> None:
    values = steady(40)
    values[30:] = [each + 10 for each in values[30:]]
    found, before = one(measured(values)), one(measured(values[:30]))
    assert found.low is not None
    assert before.low is not None
    assert found.low - before.low == pytest.approx(10, abs=1.5)


def test_a_batch_comes_back_in_its_order_and_as_each_series_by_itself() -> None:
    batch = [measured(steady(40)), count([5] * 20), share([9] * 30, [10] * 30), measured(steady(13, seed=4)), count([0, 1] * 12)]
    for together, series in zip(judge(batch), batch, strict=True):
        alone = one(series)
        assert (together.sentence, together.capability_sentence, together.chart) == (alone.sentence, alone.capability_sentence, alone.chart)
        assert [point.upper for point in together.points] == pytest.approx([point.upper for point in alone.points])
    assert judge([]) == ()


def test_what_cannot_be_judged_is_refused_with_every_reason() -> None:
    short = Series("short", "count", MONTHS[:3], (1.0, 2.0), (1, 2, 3))
    twisted = Series("twisted", "count", (MONTHS[1], MONTHS[0]), (1.0, 2.0))
    with pytest.raises(Refused, match=r"“short” has 3 months and 2 values.*“twisted” are not in the order of time"):
        judge([short, twisted])
