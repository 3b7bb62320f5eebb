"""Other authorities on an indicator's page: worked data, what is drawn where, what is said, and nothing suppressed drawn as nought."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from lightwell.comparators import SHIPPED, Area, Cell, Comparison, Measure, Release, Standing
from lightwell.comparators.averages import neighbours_of
from lightwell.comparators.model import Better, Neighbour
from lightwell.definitions import load
from lightwell.definitions.model import PeriodType
from lightwell.definitions.targets import Status
from lightwell.periods import Month, months_between
from lightwell.reports import neighbours_said as said
from lightwell.reports import wording
from lightwell.reports.model import Cell as Printed
from lightwell.reports.model import ComparatorCell, Movement, Row
from lightwell.reports.neighbour_charts import dot_plot, label_places
from lightwell.reports.neighbour_files import compared_lines
from lightwell.reports.neighbours import beside_of, comparable_month, middle_half, spans
from lightwell.reports.neighbours_model import Figure, NotCompared, OtherAuthorities, Ranking, YearBeside
from lightwell.reports.neighbours_rank import members_of
from lightwell.reports.ranking_chart import ranking_chart
from lightwell.reports.trend import trend_chart
from lightwell.reports.years_chart import years_chart
from lightwell.results import Settings, State, Value
from lightwell.results.settings import Beside

RELEASE = Release("cin-2023", "CIN 2023", "Children in need 2023", date(2023, 10, 26))
BLANK = ComparatorCell(None, "", "", "", "")
VALUES: tuple[float | None, ...] = (50.0, 40.0, 60.0, None, 70.0)


def measure(better: Better = "lower", period: str = "31 March") -> Measure:
    return Measure("dfe.plans", "Plans per 10,000 children", "per_10_000", better, period, "Plans at 31 March.", ("plans",), "DfE")


def area(name: str) -> Area:
    return Area(f"E{name}", name, "authority")


def comparison(
    year: int = 2023, *, better: Better = "lower", ours: float | None = 55.0, values: tuple[float | None, ...] = VALUES
) -> Comparison:
    """Give a worked comparison: the neighbours A, B ... with some values, the one without suppressed."""
    members = [
        (Neighbour(area(name), place + 1, ""), Cell(area(name), value, "" if value is not None else "c", RELEASE))
        for place, (name, value) in enumerate(zip("ABCDE", values, strict=False))
    ]
    own = Cell(area("Ours"), ours, "" if ours is not None else "c", RELEASE)
    region = Cell(Area("R", "South East", "region"), 45.0, "", RELEASE)
    england = Cell(Area("E92000001", "England", "england"), 43.2, "", RELEASE)
    return Comparison(measure(better), year, RELEASE, own, neighbours_of("2021", members, year), region, england)


def year_of(one: Comparison, published: float | None = 55.0, own: float | None = None, marker: str = "") -> YearBeside:
    low, high = middle_half(one)
    return YearBeside(one, published, marker, own, one.neighbours.mean, low, high)


def shown(*, better: Better = "lower", ours: float | None = 55.0) -> OtherAuthorities:
    """Give worked data: ours, five neighbours of which one is suppressed, and eight authorities with a value in all."""
    then = comparison(better=better, ours=ours)
    figure = Figure("EOurs", "Ours", "ours", ours, f"{ours:.1f}" if ours is not None else "c", "" if ours is not None else "confidential")
    ordered = sorted([40.0, 50.0, 60.0, 70.0, 20.0, 30.0, 90.0], reverse=better != "lower")
    names = {40.0: "B", 50.0: "A", 60.0: "C", 70.0: "E"}
    everyone = [
        Figure(f"E{value}", names.get(value, f"X{value:.0f}"), "neighbour" if value in names else "other", value, "") for value in ordered
    ]
    if ours is not None:
        everyone.insert(sum(1 for value in ordered if (value < ours) == (better == "lower")), figure)
    without = (Figure("ED", "D", "neighbour", None, "c", "confidential"),)
    return OtherAuthorities(
        measure=then.measure,
        unit="per_10_000",
        then=then,
        average="mean",
        ours=figure,
        columns=tuple((heading, BLANK) for heading in said.headings(then)),
        notes=("The published figure counts: Plans at 31 March.",),
        spans=(),
        years=tuple(year_of(comparison(year)) for year in (2021, 2022, 2023)),
        members=members_of(then, figure),
        ranking=Ranking(tuple(everyone), without, (2, 4, 6), None, "5th of 8."),
    )


def drawn(svg: str) -> ElementTree.Element:
    assert "style" not in svg
    return ElementTree.fromstring(svg)  # noqa: S314 - our own drawing


def texts(svg: str) -> dict[str, tuple[float, float]]:
    """Give where each word of a picture stands."""
    marks = (each for each in drawn(svg).iter() if each.tag.endswith("}text"))
    return {each.text or "": (float(each.attrib["x"]), float(each.attrib["y"])) for each in marks}


def marks(svg: str, tag: str) -> list[dict[str, str]]:
    return [dict(each.attrib) for each in drawn(svg).iter() if each.tag.endswith(f"}}{tag}")]


@pytest.mark.parametrize("width", [360, 780])
def test_a_dot_for_each_figure_and_none_for_a_suppressed_one(width: float) -> None:
    picture = dot_plot(shown(), name="dots", width=width, text=13)
    assert len(marks(picture, "circle")) == 5
    assert {"A", "B", "C", "D", "E", "Ours", "50.0", "55.0", "c"} <= set(texts(picture))
    assert "0.0" not in texts(picture)
    assert "Without a figure: D: confidential" in picture


def test_dots_stand_in_order_of_place_and_in_proportion() -> None:
    picture = dot_plot(shown(), name="dots", width=780, text=13)
    across = [float(dot["cx"]) for dot in marks(picture, "circle")]
    assert across == sorted(across)
    assert (across[1] - across[0]) == pytest.approx(2 * (across[2] - across[1]), abs=0.2)
    heights = [texts(picture)[name][1] for name in ("B", "A", "Ours", "C", "E", "D")]
    assert heights == sorted(heights)


def test_the_highest_stands_first_where_it_is_better_or_neither_is() -> None:
    for better in ("higher", "neither"):
        assert [one.name for one in shown(better=better).members] == ["E", "C", "Ours", "A", "B", "D"]
        assert shown(better=better).order == "highest first"


def test_the_average_and_england_are_named_apart() -> None:
    places = texts(dot_plot(shown(), name="dots", width=780, text=13))
    assert {"Mean 55.0", "England 43.2"} <= set(places)
    close = replace(shown(), then=replace(shown().then, england=replace(shown().then.england, value=54.9)))
    near = texts(dot_plot(close, name="dots", width=360, text=13))
    assert near["England 54.9"][0] < near["Mean 55.0"][0]


def test_labels_of_two_lines_part_or_stand_one_above_the_other() -> None:
    assert [side for _, side, _ in label_places([(200, "England 54.9"), (203, "Mean 55.0")], 400, 13)] == ["end", "start"]
    stacked = label_places([(10, "England 54.9"), (13, "Mean 55.0")], 400, 13)
    assert [row for _, _, row in stacked] == [1, 0]
    assert [side for _, side, _ in label_places([(100, "England 54.9"), (300, "Mean 55.0")], 400, 13)] == ["middle", "middle"]


def test_ours_is_no_member_where_its_figure_is_of_another_time() -> None:
    ours = Figure("", "Ours", "ours", None, "", "ours is counted for a month and theirs for a year")
    assert [one.name for one in members_of(comparison(), ours)] == ["B", "A", "C", "E", "D"]


def test_nobody_to_draw_is_no_picture_and_nobody_with_a_value_no_dot() -> None:
    assert dot_plot(replace(shown(), members=()), name="dots", width=360, text=13) == ""
    suppressed = tuple(one for one in shown().members if one.value is None)
    assert not marks(dot_plot(replace(shown(), members=suppressed), name="dots", width=360, text=13), "circle")


def test_the_ranking_has_a_bar_for_each_with_a_value_and_ours_is_marked() -> None:
    picture = ranking_chart(shown(), name="ranking", width=780, height=300, text=13)
    bars = marks(picture, "rect")
    assert len(bars) == 8
    heights = [float(bar["height"]) for bar in bars]
    assert heights == sorted(heights)
    assert [place for place, bar in enumerate(bars) if bar.get("class") == "lw-ours"] == [4]
    assert heights[4] / heights[0] == pytest.approx(55 / 20, rel=0.01)
    assert len(marks(picture, "circle")) == 4
    assert {"Ours 55.0", "England 43.2", "Lowest quarter", "Highest quarter"} <= set(texts(picture))


def test_the_ranking_without_ours_marks_nobody() -> None:
    picture = ranking_chart(shown(ours=None), name="ranking", width=360, height=260, text=12.5)
    assert len(marks(picture, "rect")) == 7
    assert "lw-ours" not in picture
    assert not any(words.startswith("Ours") for words in texts(picture))


def test_the_years_break_where_a_marker_stands() -> None:
    years = [year_of(comparison(year), published=50.0 + year - 2018) for year in range(2018, 2024)]
    years[2] = year_of(comparison(2020), published=None, marker="c")
    picture = years_chart(replace(shown(), years=tuple(years)), name="years", width=780, height=300, text=13)
    ours = [each for each in marks(picture, "path") if each.get("stroke") == "#1d70b8"]
    assert len(ours) == 2
    assert [each["d"].count("L") for each in ours] == [1, 2]
    assert "c" in texts(picture)
    assert "Nothing could be published of us for 31 March 2020: c." in picture


def test_our_own_figure_is_a_ring_apart_from_the_published_one() -> None:
    years = (year_of(comparison(2022), own=58.0), year_of(comparison(2023), published=None, own=61.0))
    picture = years_chart(replace(shown(), years=years), name="years", width=780, height=300, text=13)
    assert len([dot for dot in marks(picture, "circle") if dot["fill"] == "#fff"]) == 2
    assert "Ours 61.0" in texts(picture)


def test_labels_at_the_end_of_the_years_do_not_meet() -> None:
    places = texts(years_chart(shown(), name="years", width=360, height=260, text=12.5))
    ends = sorted(y for words, (_, y) in places.items() if re.match(r"(Ours|Neighbours|South East|England) ", words))
    assert len(ends) == 4
    assert all(later - earlier >= 12.5 for earlier, later in pairwise(ends))


def test_the_middle_half_is_of_those_that_the_average_counts() -> None:
    assert middle_half(comparison()) == (47.5, 62.5)
    assert middle_half(comparison(values=(50.0, None, None, 40.0, 30.0))) == (None, None)


def row(months: int = 13, period_type: PeriodType = "month_end") -> Row:
    definition = replace(load().definition("cp_plans_rate"), period_type=period_type)
    cells = tuple(
        Printed(month, 60.0 + month.number, State.KNOWN, f"{60 + month.number}")
        for month in months_between(Month(2023, 1), Month(2023, 1).plus(months - 1))
    )
    return Row(definition, cells, cells[0], None, "", Status.NO_TARGET, Movement("", "", ""), (BLANK, BLANK, BLANK, BLANK))


def test_each_month_has_its_published_year_and_the_last_is_carried_on() -> None:
    months = tuple(months_between(Month(2022, 11), Month(2023, 11)))
    past = (year_of(comparison(2022)), year_of(comparison(2023)))
    assert [(span.first, span.last, span.of.year, span.carried) for span in spans(months, past)] == [
        (0, 4, 2023, False),
        (5, 12, 2023, True),
    ]
    assert [(span.of.year, span.carried) for span in spans(months, past[:1])] == [(2022, True)]
    early = tuple(months_between(Month(2020, 12), Month(2021, 6)))
    assert [(span.first, span.last) for span in spans(early, past)] == [(4, 6)]


def test_the_trend_has_a_band_and_labels_that_do_not_meet() -> None:
    past = (year_of(comparison(2022)), year_of(comparison(2023)))
    beside = spans(tuple(cell.month for cell in row().cells), past)
    picture = trend_chart(row(), (), name="wide", beside=beside)
    bands = [each for each in marks(picture, "path") if each.get("class") == "lw-band"]
    assert len(bands) == 2
    assert {"Neighbours 55.0", "England 43.2"} <= set(texts(picture))
    assert abs(texts(picture)["Neighbours 55.0"][1] - texts(picture)["England 43.2"][1]) >= 13


@pytest.mark.parametrize(
    ("stands", "better", "month", "sentence"),
    [
        (
            Standing(12, 151, 1, 0.58),
            "lower",
            "",
            "12th of 151 authorities, in the lowest quarter (lower is better): "
            "0.6 standard deviations above the average of its neighbours.",
        ),
        (Standing(25, 152, None, None), "neither", "", "25th highest of 152 authorities."),
        (
            Standing(101, 150, 3, -1.0),
            "higher",
            "",
            "101st of 150 authorities, in the second lowest quarter (higher is better): "
            "1.0 standard deviation below the average of its neighbours.",
        ),
        (
            Standing(3, 153, None, 0.02),
            "neither",
            "March 2023",
            "Our own figure for March 2023 would stand 3rd highest of 153 authorities: level with the average of the neighbours.",
        ),
    ],
)
def test_where_ours_stands_is_said_in_a_sentence(stands: Standing, better: Better, month: str, sentence: str) -> None:
    assert said.standing(stands, better, shown().ours, month) == sentence


def test_ours_without_a_figure_is_not_placed_and_the_sentence_says_why() -> None:
    assert said.standing(None, "lower", shown(ours=None).ours, "") == "Ours is not placed: confidential."


@pytest.mark.parametrize(("number", "written"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"), (112, "112th"), (121, "121st")])
def test_places_are_written_as_they_are_said(number: int, written: str) -> None:
    assert said.ordinal(number) == written


def test_those_without_a_figure_are_named_once_for_each_reason() -> None:
    figures = [Figure("1", "A", "other", None, "c", "confidential"), Figure("2", "B", "other", None, "c", "confidential")]
    figures += [Figure("3", "C", "other", None, "z", "not applicable"), Figure("4", "D", "other", 1.0, "1")]
    assert said.without_said(figures) == "Not drawn: A; B (c, confidential). Not drawn: C (z, not applicable)."
    assert said.without_said(figures[3:]) == ""


def test_a_figure_of_one_month_is_not_of_the_same_time_as_a_year() -> None:
    definition = row().definition
    assert comparable_month(definition, measure(), 2023) == Month(2023, 3)
    assert comparable_month(definition, measure(period="30 September"), 2023) == Month(2023, 9)
    assert comparable_month(replace(definition, period_type="month"), measure(), 2023) is None


def own_values(definition: str) -> dict[Month, Value]:
    month = Month(2023, 3)
    return {month: Value(definition, 1, month, "month_end", "authority", "", 300.0, 4.95, 60.6, State.KNOWN, "Mid-2021", "2024-01-31-4f2a")}


def test_an_authority_that_is_published_stands_by_its_published_figure() -> None:
    settings = Settings("E06000045", "Southampton City Council")
    found = beside_of(settings, SHIPPED, row(), own_values("cp_plans_rate"), date(2024, 1, 31))
    assert isinstance(found, OtherAuthorities)
    assert found.ours.code == "E06000045"
    assert "would stand" not in found.ranking.sentence
    assert [one.kind for one in found.ranking.figures].count("ours") == 1
    assert found.ranking.standing is not None
    assert found.ranking.figures[found.ranking.standing.rank - 1].kind == "ours"
    assert len(found.members) == 11
    assert [year.own for year in found.years if year.own is not None] == [60.6]


def test_an_authority_that_is_not_published_would_stand_by_its_own_figure() -> None:
    settings = Settings("E06009999", "Halvermouth", comparators=Beside("E06000045"))
    found = beside_of(settings, SHIPPED, row(), own_values("cp_plans_rate"), date(2024, 1, 31))
    assert isinstance(found, OtherAuthorities)
    assert found.ours == Figure("", "Halvermouth", "ours", 60.6, "60.6")
    assert found.ranking.sentence.startswith("Our own figure for March 2023 would stand ")
    assert any("those of Southampton" in note for note in found.notes)
    assert all(year.published is None for year in found.years)


def test_an_authority_that_is_unknown_is_compared_with_nobody_and_told_why() -> None:
    found = beside_of(Settings("E06009999", "Halvermouth"), SHIPPED, row(), {}, date(2024, 1, 31))
    assert isinstance(found, NotCompared)
    assert "is in no published statistics" in found.why


def test_an_indicator_that_names_no_measure_has_nothing_beside_it() -> None:
    plain = replace(row(), definition=replace(row().definition, comparator=""))
    assert beside_of(Settings("E06000045", "Southampton"), SHIPPED, plain, {}, date(2024, 1, 31)) is None


def test_rows_of_a_file_keep_markers_years_and_releases() -> None:
    lines = compared_lines("cp_plans_rate", shown())
    suppressed = [line for line in lines if line[3] == "ED"]
    assert len(suppressed) == 3
    assert {(line[7], line[8], line[12]) for line in suppressed} == {("", "", "c")}
    assert {line[11] for line in lines} == {"31 March 2021", "31 March 2022", "31 March 2023"}
    assert {line[13] for line in lines} == {"Children in need 2023"}
    assert [line[7] for line in lines if line[3] == "neighbours"] == [55.0, 55.0, 55.0]
    assert len({(line[3], line[11]) for line in lines}) == len(lines)


def test_numbers_are_written_as_the_publication_has_them() -> None:
    whole = replace(shown(), unit="percent", measure=replace(measure(), decimals=0))
    assert whole.text(12.0) == wording.with_unit("12", replace(row().definition, unit="percent"))
    assert whole.average_text(10.5).startswith("10.5")
    assert whole.text(None) == ""
