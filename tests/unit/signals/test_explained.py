"""A change taken apart: its parts add up to it, whatever the table, and a case by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lightwell.errors import Refused
from lightwell.signals.explained import Amounts, Change, apportion, by_movement, by_part, figure, transitions

NUMBERS = st.integers(0, 400)
PARTS = st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS), min_size=1, max_size=12)


def changes(table: list[tuple[int, int, int, int]]) -> tuple[list[Change], Change]:
    parts = [Change(Amounts(a, a + b), Amounts(c, c + d)) for a, b, c, d in table]
    before, after = (Amounts(sum(e.numerator for e in s), sum(e.denominator for e in s)) for s in zip(*map(sides, parts), strict=True))
    return parts, Change(before, after)


def sides(part: Change) -> tuple[Amounts, Amounts]:
    return part.before, part.after


@given(PARTS, st.sampled_from([1.0, 100.0, 10_000.0]))
def test_parts_and_movements_add_up_to_the_change(table: list[tuple[int, int, int, int]], scale: float) -> None:
    parts, whole = changes(table)
    first, last = figure(whole.before, scale), figure(whole.after, scale)
    effects, moves = by_part(parts, whole, scale), by_movement([part.moved for part in parts], whole, scale)
    if first is None or last is None:
        assert effects is None
        assert moves is None
        return
    assert effects is not None
    assert moves is not None
    assert sum(each.points for each in effects) == pytest.approx(last - first, abs=1e-7 * scale)
    assert sum(moves) == pytest.approx(last - first, abs=1e-7 * scale)
    for each in effects:
        assert each.within + each.mix == pytest.approx(each.points, abs=1e-7 * scale)


@given(st.lists(st.floats(-500, 500), min_size=1, max_size=30), st.integers(0, 2), st.integers(-1, 1))
def test_printed_parts_add_up_to_the_printed_total_and_none_is_off_by_one(exact: list[float], decimals: int, off: int) -> None:
    unit = Decimal(1).scaleb(-decimals)
    total = Decimal(repr(sum(exact))).quantize(unit)
    printed = apportion(exact, total + off * unit, decimals)
    assert sum(printed) == total + off * unit
    assert all(
        abs(float(one) - value) < float(unit) * (1 if off == 0 and len(exact) > 1 else 2.5)
        for one, value in zip(printed, exact, strict=True)
    )


def test_what_did_not_change_stays_nothing() -> None:
    assert apportion([0.0, 0.34, 0.33, 0.33], Decimal("1.0"), 1) == (Decimal("0.0"), Decimal("0.4"), Decimal("0.3"), Decimal("0.3"))
    assert apportion([], Decimal(0), 0) == ()


def test_a_case_by_hand_keeps_what_changed_within_apart_from_the_mix() -> None:
    """Two teams keep their own shares of 50 % and 100 %; the second grows from half to three quarters of the children: all is mix."""
    parts = [Change(Amounts(10, 20), Amounts(5, 10)), Change(Amounts(20, 20), Amounts(30, 30))]
    whole = Change(Amounts(30, 40), Amounts(35, 40))
    effects = by_part(parts, whole, 100.0)
    assert effects is not None
    assert [each.within for each in effects] == pytest.approx([0.0, 0.0])
    assert [each.mix for each in effects] == pytest.approx([(50 - 81.25) * -0.25, (100 - 81.25) * 0.25])
    assert sum(each.points for each in effects) == pytest.approx(12.5)


def test_the_population_below_a_rate_has_a_part_of_its_own() -> None:
    whole = Change(Amounts(500, 50_000), Amounts(500, 40_000))
    assert by_movement([Amounts(0, 0), Amounts(0, -10_000)], whole, 10_000.0) == pytest.approx((0.0, 25.0))


def test_parts_that_are_not_the_whole_are_refused() -> None:
    whole = Change(Amounts(1, 2), Amounts(2, 2))
    with pytest.raises(Refused, match="numerators"):
        by_movement([Amounts(2, 0)], whole, 100.0)
    with pytest.raises(Refused, match="denominators after"):
        by_part([Change(Amounts(1, 2), Amounts(2, 3))], whole, 100.0)


def test_everyone_is_in_one_movement() -> None:
    before, after = {"a": "counted", "b": "missed", "c": "counted"}, {"b": "counted", "c": "counted", "d": "missed"}
    assert transitions(before, after, "absent") == {
        ("counted", "absent"): ("a",),
        ("missed", "counted"): ("b",),
        ("counted", "counted"): ("c",),
        ("absent", "missed"): ("d",),
    }
