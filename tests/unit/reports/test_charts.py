"""Charts as SVG text: what is drawn of gaps, single figures, equal figures and nothing at all."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lightwell.reports import charts
from lightwell.reports.charts import Series
from tests.unit.reports.sample import MONTH, sample_pack

SVG = "{http://www.w3.org/2000/svg}"


def drawn(figures: list[float | None], target: float | None = None, top: float | None = None) -> Series:
    return Series(
        months=tuple(MONTH.plus(place - len(figures) + 1) for place in range(len(figures))),
        values=tuple(figures),
        texts=tuple("n/d" if figure is None else f"{figure:g}" for figure in figures),
        target=target,
        target_text="" if target is None else f"{target:g}",
        top=top,
    )


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314 - made in this test


def lines(svg: str) -> list[str]:
    return [element.attrib["d"] for element in ET.fromstring(svg).iter(f"{SVG}path") if element.attrib.get("stroke") == charts.BLUE]  # noqa: S314


def coordinates(svg: str) -> list[tuple[float, float]]:
    points = [tuple(map(float, pair)) for path in lines(svg) for pair in re.findall(r"([\d.]+) ([\d.]+)", path)]
    circles = [(float(c.attrib["cx"]), float(c.attrib["cy"])) for c in ET.fromstring(svg).iter(f"{SVG}circle")]  # noqa: S314
    return [(x, y) for x, y in points] + circles


def test_the_last_figure_the_target_and_the_highest_are_labelled_where_they_are() -> None:
    svg = charts.line_chart(drawn([288, 355, 320, 304], 295), name="a", title="T")
    assert "304" in texts(svg)
    assert "Target 295" in texts(svg)
    assert "355, highest" in texts(svg)


def test_a_gap_breaks_the_line_and_is_marked() -> None:
    svg = charts.line_chart(drawn([1, 2, None, 4, 5]), name="a", title="T")
    assert len(lines(svg)) == 2
    assert texts(svg).count("n/d") == 1


def test_a_figure_alone_between_gaps_is_a_dot() -> None:
    svg = charts.sparkline(drawn([None, 5, None, 7, 8]))
    assert len(lines(svg)) == 1
    assert svg.count("<circle") == 2


def test_one_figure_is_drawn_as_a_dot_with_its_label() -> None:
    svg = charts.line_chart(drawn([None, None, 7]), name="a", title="T")
    assert lines(svg) == []
    assert "7" in texts(svg)


def test_no_figure_draws_the_months_and_no_axis() -> None:
    svg = charts.line_chart(drawn([None] * 13), name="a", title="T")
    assert lines(svg) == []
    assert "<circle" not in svg
    assert texts(svg).count("n/d") == 13
    assert charts.sparkline(drawn([None] * 13, 5)).count("<path") == 0


@pytest.mark.parametrize("figure", [0.0, 1.0, 494.0, 1_234_567.0])
def test_equal_figures_are_a_level_line_inside_the_chart(figure: float) -> None:
    svg = charts.line_chart(drawn([figure] * 13), name="a", title="T", width=760, height=300)
    assert len({y for _, y in coordinates(svg)}) == 1
    assert 0 < coordinates(svg)[0][1] < 300


def test_an_axis_of_zeros_starts_at_zero() -> None:
    assert charts.ticks(0, 0)[0] == 0


def test_a_percentage_has_no_axis_above_a_hundred() -> None:
    svg = charts.line_chart(drawn([81, 99.5, 98], 95, top=100.0), name="a", title="T")
    assert "100" in texts(svg)
    assert not any(text.isdigit() and 100 < int(text) < 200 for text in texts(svg))


def test_texts_from_outside_are_escaped() -> None:
    svg = charts.line_chart(drawn([1, 2]), name="a", title="<script>alert(1)</script> & more")
    assert "<script>" not in svg
    title = ET.fromstring(svg).find(f"{SVG}title")  # noqa: S314
    assert title is not None
    assert title.text == "<script>alert(1)</script> & more"


def test_the_chart_has_a_name_and_a_description_that_are_read_out() -> None:
    root = ET.fromstring(charts.line_chart(drawn([1, None, 3], 2), name="care", title="Children in our care rose"))  # noqa: S314
    described = [
        element.text for key in root.attrib["aria-labelledby"].split() for element in root.iter() if element.attrib.get("id") == key
    ]
    assert described == [
        "Children in our care rose",
        "Line chart of 3 months, November 2023 to January 2024. January 2024: 3. Highest: 3 in January 2024. Lowest: 1 in November 2023. "
        "1 month has no figure. Target: 2.",
    ]


def test_close_labels_are_kept_apart() -> None:
    svg = charts.line_chart(drawn([553, 510, 494], 495), name="a", title="T", text=13)
    heights = {e.text: float(e.attrib["y"]) for e in ET.fromstring(svg).iter(f"{SVG}text") if e.text in ("494", "Target 495")}  # noqa: S314
    assert heights["494"] - heights["Target 495"] >= 13


@given(
    figures=st.lists(st.one_of(st.none(), st.floats(0, 1e7, allow_nan=False)), min_size=1, max_size=25),
    target=st.one_of(st.none(), st.floats(0, 1e7, allow_nan=False)),
    width=st.sampled_from([350, 760]),
)
def test_everything_is_inside_the_picture_and_the_same_every_time(figures: list[float | None], target: float | None, width: int) -> None:
    series = drawn(figures, target)
    wide = charts.line_chart(series, name="a", title="T", width=width, height=230)
    small = charts.sparkline(series, width=90, height=22)
    assert all(0 <= x <= width and 0 <= y <= 230 for x, y in coordinates(wide))
    assert all(0 <= x <= 90 and 0 <= y <= 22 for x, y in coordinates(small))
    assert wide == charts.line_chart(series, name="a", title="T", width=width, height=230)


@given(low=st.floats(0, 1e6), reach=st.floats(0, 1e6), most=st.integers(2, 6))
def test_ticks_are_even_and_cover_the_figures(low: float, reach: float, most: int) -> None:
    marks = charts.ticks(low, low + reach, most)
    steps = [later - earlier for earlier, later in pairwise(marks)]
    near = 1e-8 * max(1.0, low + reach)
    assert marks[0] <= low + near
    assert marks[-1] >= low + reach - near
    assert max(steps) - min(steps) < 1e-6 * max(1.0, marks[-1])
    assert 2 <= len(marks) <= most + 2


def test_a_row_of_the_pack_gives_its_series() -> None:
    series = charts.series(sample_pack().sections[2].row("re_referrals"))
    assert series.texts[-1] == "30\N{NO-BREAK SPACE}%"
    assert (series.target, series.target_text, series.top) == (23.0, "23\N{NO-BREAK SPACE}%", 100.0)
