"""The course of a campaign: against an even pace, by team, and as it is said."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date

import pytest

from lightwell.reports.burn_down import Course, Point, courses
from lightwell.reports.burn_down_chart import burn_down_chart, burn_down_spark
from lightwell.results.finding_model import OpenOn

START, END = date(2026, 11, 1), date(2026, 11, 21)


def course(*points: tuple[int, int], target: int = 0) -> Course:
    """A course by days of November and what was open on them; day 0 is the last of October."""
    on = (date(2026, 10, 31) if day == 0 else date(2026, 11, day) for day, _ in points)
    return Course("", tuple(Point(day, count) for day, (_, count) in zip(on, points, strict=True)), START, END, target)


@pytest.mark.parametrize(
    ("points", "target", "said"),
    [
        (((0, 100),), 0, "100 findings were open on 31 October 2026. How it goes is known after the next load."),
        (((0, 1),), 0, "1 finding was open on 31 October 2026. How it goes is known after the next load."),
        (((0, 100), (11, 50)), 0, "On course: 50 findings open on 11 November 2026, where an even pace towards the target allows 50."),
        (((0, 100), (11, 51)), 0, "Behind: 51 findings open on 11 November 2026, 1 more than an even pace towards the target allows."),
        (((0, 100), (11, 9)), 10, "The target is reached: 9 findings open on 11 November 2026, and at most 10 were aimed at."),
        (
            ((0, 100), (21, 11)),
            10,
            "The target was not reached: 11 findings open on 21 November 2026, and at most 10 were aimed at by 21 November 2026.",
        ),
        (((6, 40), (16, 15)), 0, "Behind: 15 findings open on 16 November 2026, 1 more than an even pace towards the target allows."),
    ],
)
def test_a_course_is_said_in_a_sentence(points: tuple[tuple[int, int], ...], target: int, said: str) -> None:
    assert course(*points, target=target).said == said


def test_teams_share_the_target_and_the_last_load_of_a_day_counts() -> None:
    first, again, later = date(2026, 10, 30), date(2026, 11, 5), date(2026, 11, 9)
    found = [
        OpenOn(first, "a", "East", 30), OpenOn(first, "a", "West", 60), OpenOn(first, "a", "South", 10),
        OpenOn(again, "b", "East", 99), OpenOn(again, "c", "East", 20), OpenOn(later, "d", "West", 7),
    ]  # fmt: skip
    together, *teams = courses(found, starts_on=START, target_on=END, target=5)
    assert [point.open for point in together.points] == [100, 20, 7]
    assert [(each.team, each.start, each.now, each.target) for each in teams] == [
        ("West", 60, 7, 3),
        ("East", 30, 0, 2),
        ("South", 10, 0, 0),
    ]
    assert courses([], starts_on=START, target_on=END, target=5) == ()
    (alone,) = courses([OpenOn(first, "a", "", 0)], starts_on=START, target_on=END, target=0)
    assert (alone.start, alone.standing) == (0, "unknown")


@pytest.mark.parametrize("given", [course((0, 100), (11, 60)), course((0, 0)), course((21, 5), (28, 4000), target=3)])
def test_the_drawing_is_to_scale_and_stays_within_its_edges(given: Course) -> None:
    for width in (760, 358):
        drawn = ET.fromstring(burn_down_chart(given, name="n", title="Open findings", width=width, height=280, text=13))  # noqa: S314 - our own
        spots = [(float(each.get("cx", 0)), float(each.get("cy", 0))) for each in drawn.iter("{http://www.w3.org/2000/svg}circle")]
        assert len(spots) >= len(given.points)
        assert all(0 < x < width and 0 < y < 280 for x, y in spots)
        words = [each.text for each in drawn.iter("{http://www.w3.org/2000/svg}text")]
        assert f"{given.now:,} open" in words
        assert f"Target {given.target:,}" in words
    assert "<circle" in burn_down_spark(given)
