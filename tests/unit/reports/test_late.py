"""As known then, as known now: what the table and the charts say of a triangle made by hand."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import numpy as np

from lightwell.definitions import load
from lightwell.periods import Month
from lightwell.reports.late import LateMonth
from lightwell.reports.late_chart import described, late_chart
from lightwell.reports.late_printed import Printed
from lightwell.reports.late_triangle import triangle_table
from lightwell.reports.model import Cell
from lightwell.reports.shortfall import Piece
from lightwell.reports.shortfall_chart import Bar, shortfall_chart
from lightwell.results import State
from lightwell.signals import Policy
from lightwell.signals.nowcast import Settling
from lightwell.signals.triangle import Seen, Triangle

VISITS = load().definition("cp_visit_10_working_days")
PLANS = load().definition("cp_plans")
OCTOBER = Month(2023, 10)


def triangle(rows: list[list[float | None]], of: float = 100.0) -> Triangle:
    """Make the triangle of a share from its numerators, months by snapshots of consecutive month ends; None where none is held."""
    values = np.array([[np.nan if each is None else each for each in row] for row in rows])
    states = np.where(np.isnan(values), 0, 1).astype(np.int16)
    seen = tuple(Seen(f"S{at}", OCTOBER.plus(at).end) for at in range(values.shape[1]))
    months = tuple(OCTOBER.plus(at) for at in range(len(rows)))
    zeros = np.zeros(states.shape, dtype=np.int16)
    wholes = np.where(np.isnan(values), np.nan, of)
    return Triangle(
        VISITS.id, "authority", "", "percent", months, seen, states, values, wholes, 100 * values / of, np.ones(len(seen), np.int16), zeros
    )


def late_month(at: int, first: float | None, now: float, **changes: object) -> LateMonth:
    month = OCTOBER.plus(at)
    cells = [None if value is None else Cell(month, value, State.KNOWN, f"{value:.0f}") for value in (first, now)]
    reason = "late recording" if first not in (None, now) else ""
    made = LateMonth(
        month, cells[0], date(2023, 10, 31), "S", cells[1] or Cell(month, None, State.NO_DATA, ""), "", reason, "", None, None, ""
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def test_the_triangle_prints_what_is_new_or_changed_and_leaves_out_snapshots_without_news() -> None:
    found = triangle([[80, 85, 85, 85.2], [None, 70, 70, 70]])
    table = triangle_table(found, OCTOBER.plus(1), Printed(VISITS, Policy(), disclosed=False))
    assert [seen.snapshot for seen in table.seen] == ["S1", "S0"]
    assert table.left_out == 2
    shown = {month: [(cell.kind, cell.text) for cell in cells] for month, cells in table.rows}
    assert shown == {
        OCTOBER: [("changed", "85"), ("first", "80")],
        OCTOBER.plus(1): [("first", "70"), ("not_held", "")],
    }


def test_a_share_of_too_few_is_printed_as_its_counts_in_the_triangle_too() -> None:
    table = triangle_table(triangle([[2, 3]], of=4), OCTOBER, Printed(VISITS, Policy(), disclosed=False))
    assert [cell.text for cell in table.rows[0][1]] == ["3 of 4", "2 of 4"]


def test_who_sees_no_small_counts_sees_ranges_of_counts_in_fives() -> None:
    settling = Settling(OCTOBER, "range", 301, 301, 304, 302, 307, 304, None, "")
    now = Cell(OCTOBER, 301, State.KNOWN, "301")
    assert Printed(PLANS, Policy(), disclosed=True).range(settling, now) == (300, 310)
    assert Printed(PLANS, Policy(), disclosed=False).range(settling, now) == (302, 307)
    assert Printed(PLANS, Policy(), disclosed=True).range(settling, Cell(OCTOBER, None, State.SUPPRESSED, "c")) is None


def test_the_chart_marks_months_that_moved_and_the_range_and_says_both_in_words() -> None:
    months = (
        late_month(0, None, 80),
        late_month(1, 70, 80),
        late_month(2, 75, 75),
        late_month(3, 72, 75, low=74.0, high=78.0, settles="74 % to 78 %"),
    )
    drawn = late_chart(months, VISITS, name="late-wide", title="As first known")
    assert drawn.count('class="lw-first"') == 2
    assert drawn.count('class="lw-range"') == 1
    assert "May settle: 74 % to 78 %" in drawn
    assert "first known: 70" in drawn
    said = described(months, VISITS).replace("\u00a0", " ")
    assert "November 2023: first known as 70 %." in said
    assert "December 2023: first known" not in said
    assert "January 2024 is likely to settle: 74 % to 78 %." in said


def test_a_figure_counted_otherwise_then_has_no_mark() -> None:
    drawn = late_chart(
        (late_month(0, 70, 80, reason="changed definition"), late_month(1, 80, 80)), VISITS, name="late", title="As first known"
    )
    assert 'class="lw-first"' not in drawn
    assert drawn.count("<circle") == 2


def test_the_parts_of_a_bar_are_drawn_on_one_scale_and_each_is_named() -> None:
    bars = (
        Bar(
            "Then",
            (Piece("not_done", 30, "not done"), Piece("recorded_late", 9, "recorded late"), Piece("not_authorised", 1, "not authorised")),
        ),
        Bar("Now", (Piece("still_not_done", 20, "still not done"), Piece("still_not_authorised", 0, "still not authorised"))),
    )
    for width in (360, 760):
        drawn = shortfall_chart(bars, name="bars", title="What it is made of", width=width, text=12)
        wide = [float(each) for each in re.findall(r'<rect [^>]*width="([\d.]+)"', drawn)]
        assert [round((each + 1) / width * 40) for each in wide] == [30, 9, 1, 20]
        for words in ("30 not done", "9 recorded late", "1 not authorised", "20 still not done"):
            assert f">{words}<" in drawn
        starts = [float(each) for each in re.findall(r'<text x="([\d.]+)" y="[\d.]+" fill="#0b0c0c" text-anchor="start">', drawn)]
        assert starts[0] < starts[1] < starts[2] < width
