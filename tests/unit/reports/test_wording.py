"""How figures, movements and sentences are written, and that every sentence is true to its numbers."""

from __future__ import annotations

import dataclasses
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lightwell.definitions.model import Better, Definition
from lightwell.definitions.targets import Status, Target
from lightwell.periods import Month
from lightwell.reports import wording
from lightwell.reports.model import ComparatorCell, Movement, Row
from lightwell.results.model import State
from tests.unit.reports.sample import MONTH, catalogue, value

BLANK = ComparatorCell(None, "", "", "", "")


def row_of(indicator: str, figures: list[float | None], target: float | None = None) -> Row:
    """Make a row of the figures of consecutive months that end with January 2024."""
    definition = catalogue().definition(indicator)
    months = [MONTH.plus(place - len(figures) + 1) for place in range(len(figures))]
    cells = tuple(
        wording.cell(month, None if figure is None else value(definition, month, figure), definition)
        for month, figure in zip(months, figures, strict=True)
    )
    return Row(
        definition=definition,
        cells=cells,
        two_years_before=wording.cell(MONTH.plus(-24), None, definition),
        target=Target(indicator, MONTH.start, target, 0.0) if target is not None else None,
        target_text=wording.number(target, 0) if target is not None else "",
        status=Status.NO_TARGET,
        movement=wording.movement(cells[-1], cells[-2], definition) if len(cells) > 1 else Movement("", "", ""),
        comparators=(BLANK, BLANK, BLANK, BLANK),
    )


@pytest.mark.parametrize(
    ("figure", "decimals", "text"),
    [
        (2069, 0, "2,069"),
        (0, 0, "0"),
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (16.4, 2, "16.40"),
        (-0.2, 0, "0"),
        (1234567.0, 0, "1,234,567"),
    ],
)
def test_a_number_is_rounded_half_up_with_thousands_separated(figure: float, decimals: int, text: str) -> None:
    assert wording.number(figure, decimals) == text


def test_the_four_ways_of_having_no_figure_look_different() -> None:
    cla = catalogue().definition("cla")
    states = [State.NO_DATA, State.NOT_APPLICABLE, State.SUPPRESSED]
    texts = [wording.cell(MONTH, value(cla, MONTH, None, state), cla).text for state in states]
    zero = wording.cell(MONTH, value(cla, MONTH, 0.0), cla)
    assert texts == ["n/d", "n/a", "c"]
    assert (zero.text, zero.value) == ("0", 0.0)
    assert wording.cell(MONTH, None, cla).state is State.NO_DATA


def test_a_percentage_says_its_unit_once_in_its_title() -> None:
    known = catalogue().definitions
    assert wording.titled(known["re_referrals"]) == "Children referred again within 12 months (%)"
    assert wording.titled(known["cla"]) == "Children in our care"
    said = dataclasses.replace(known["re_referrals"], title="Percentage of children referred again")
    assert wording.titled(said) == "Percentage of children referred again"


@pytest.mark.parametrize(
    ("better", "before", "now", "arrow", "amount", "meaning"),
    [
        ("lower", 309.0, 304.0, "down", "5", "better"),
        ("lower", 304.0, 309.0, "up", "5", "worse"),
        ("higher", 309.0, 304.0, "down", "5", "worse"),
        ("higher", 304.0, 1409.0, "up", "1,105", "better"),
        ("neither", 304.0, 309.0, "up", "5", ""),
        ("lower", 304.0, 304.0, "level", "0", ""),
        ("lower", 303.6, 304.4, "level", "0", ""),
    ],
)
def test_movement_means_better_or_worse_by_polarity(
    better: Better, before: float, now: float, arrow: str, amount: str, meaning: str
) -> None:
    definition: Definition = dataclasses.replace(catalogue().definition("cla"), better=better)
    then = wording.cell(MONTH.plus(-1), value(definition, MONTH.plus(-1), before), definition)
    latest = wording.cell(MONTH, value(definition, MONTH, now), definition)
    moved = wording.movement(latest, then, definition)
    assert (moved.arrow, moved.amount, moved.meaning) == (arrow, amount, meaning)


def test_movement_is_empty_where_either_month_is_not_known() -> None:
    cla = catalogue().definition("cla")
    known, unknown = wording.cell(MONTH, value(cla, MONTH, 5.0), cla), wording.cell(MONTH, None, cla)
    assert wording.movement(known, unknown, cla) == Movement("", "", "")
    assert wording.movement(unknown, known, cla) == Movement("", "", "")


def test_the_sentence_of_a_count() -> None:
    figures: list[float | None] = [288, 301, 315, 347, 355, 351, 345, 346, 318, 311, 320, 309, 304]
    assert wording.sentence(row_of("cp_plans", figures, target=295)) == (
        "304 children had a child protection plan at the end of January, 5 fewer than in December and 16 more than a year before. "
        "The target is 295."
    )


def test_the_sentence_of_a_percentage_says_points_once_and_the_end_of_its_range() -> None:
    figures: list[float | None] = [33, 32, 32, 33, 34, 33, 33, 31, 31, 32, 33, 34, 37]
    assert wording.sentence(row_of("second_or_more_cp_plan", figures, target=24)).replace("\N{NO-BREAK SPACE}", " ") == (
        "37 % of the children with a child protection plan at the end of January were on their second plan or a later one, "
        "3 points higher than in December and 4 higher than a year before. It is the highest of the thirteen months. The target is 24 %."
    )


@pytest.mark.parametrize(
    ("figure", "starts"),
    [(0, "No children were in our care"), (1, "1 child was in our care"), (2, "2 children were in our care")],
)
def test_the_sentence_agrees_in_number(figure: float, starts: str) -> None:
    assert wording.statement(row_of("cla", [figure])).startswith(starts)


def test_a_month_without_a_figure_is_said_plainly() -> None:
    assert wording.sentence(row_of("cla", [494, None])) == "Children in our care: no data for January."


def test_an_indicator_without_a_phrase_is_said_by_its_title() -> None:
    row = row_of("cla", [10, 12])
    own = dataclasses.replace(row, definition=dataclasses.replace(row.definition, id="our_own", title="Children at the youth club"))
    assert wording.sentence(own) == "Children at the youth club: 12 in January, 2 more than in December."
    assert wording.chart_title(own) == "Children at the youth club rose from 10 in December 2023 to 12 in January 2024"


def test_the_title_of_a_chart_says_what_it_shows() -> None:
    year: list[float | None] = [553.0, *[510.0] * 11, 494.0]
    assert wording.chart_title(row_of("cla", year)) == "Children in our care fell from 553 to 494 in a year"
    assert wording.chart_title(row_of("cla", [494.0] * 13)) == "Children in our care: 494, the same as a year before"
    assert wording.chart_title(row_of("cla", [None] * 12 + [1.0])) == "Children in our care: 1 in January 2024, the only month known"
    assert wording.chart_title(row_of("cla", [None] * 13)) == "Children in our care: no figure is known for these months"


@given(
    indicator=st.sampled_from(["cp_plans", "re_referrals", "referrals_rate", "caseload_top_40"]),
    figures=st.lists(st.one_of(st.none(), st.floats(0, 100, allow_nan=False)), min_size=13, max_size=13),
)
def test_every_figure_in_a_sentence_is_the_difference_of_what_is_printed(indicator: str, figures: list[float | None]) -> None:
    row = row_of(indicator, figures)
    text = wording.sentence(row)
    for cell, than in ((row.cells[-2], "in December"), (row.cells[0], "a year before")):
        said = re.search(rf"([\d.,]+)(?: points?)? (more|fewer|higher|lower) than {than}|(the same) as {than}", text)
        if row.latest.value is None or cell.value is None:
            assert said is None
            continue
        assert said is not None
        printed = float(row.latest.text) - float(cell.text)
        if said[3]:
            assert printed == 0
        else:
            assert float(said[1]) == pytest.approx(abs(printed))
            assert (said[2] in ("more", "higher")) == (printed > 0)


@given(figures=st.lists(st.one_of(st.none(), st.integers(0, 9).map(float)), min_size=13, max_size=13))
def test_highest_and_lowest_are_said_only_where_they_are(figures: list[float | None]) -> None:
    said = wording.extreme(row_of("cla", figures))
    known = [figure for figure in figures if figure is not None]
    if len(known) < 13:
        assert said == ""
    else:
        latest, earlier = known[-1], known[:-1]
        assert said == ("highest" if latest > max(earlier) else "lowest" if latest < min(earlier) else "")


def test_months_are_named_in_english() -> None:
    assert wording.month_name(Month(2024, 2)) == "February"
