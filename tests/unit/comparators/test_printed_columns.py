"""The columns that the pack of March 2024 printed for 2022/23 come out of the published statistics, to the printed precision."""

from __future__ import annotations

import pytest

from lightwell.comparators import SHIPPED, Comparison, Viewpoint, authority_of, compare, list_named, measure_named

PAPERS = Viewpoint(authority_of("E06000045"), list_named("2021"))


def of_2023(measure: str, release: str) -> Comparison:
    found = measure_named(measure, SHIPPED)
    return compare(SHIPPED, found, PAPERS, 2023, SHIPPED.release(release))


@pytest.mark.parametrize(
    ("measure", "release", "own", "neighbours", "england"),
    [
        ("referrals_rate", "cin-2023", "759.8", "640.1", "544.5"),
        ("s47_rate", "cin-2023", "352.2", "253.0", "191.6"),
        ("cpp_31_march_rate", "cin-2023", "63.9", "52.9", "43.2"),
        ("cin_31_march_rate", "cin-2023", "524.8", "428.8", "342.7"),  # the pack prints 642.7 for England
        ("cla_3plus_placements_in_year_pct", "cla-2023", "13", "10.5", "10"),
        ("rereferrals_pct_of_children", "cin-2023", "22", "20", "21"),
        ("cpp_second_or_subsequent_pct", "cin-2025", "33", "25", "24"),
    ],
)
def test_a_printed_row_is_the_mean_of_the_list_of_2021(measure: str, release: str, own: str, neighbours: str, england: str) -> None:
    comparison = of_2023(measure, release)
    printed = (own, neighbours, england)
    found = (comparison.authority.value, comparison.neighbours.mean, comparison.england.value)
    assert tuple(as_printed(value, like) for value, like in zip(found, printed, strict=True)) == printed
    assert (comparison.neighbours.used, comparison.neighbours.left_out) == (10, ())


def as_printed(value: float | None, like: str) -> str:
    assert value is not None
    return f"{value:.{len(like.partition('.')[2])}f}"


def test_england_is_not_the_642_7_that_was_typed_in_any_year_or_release() -> None:
    values = SHIPPED.rows("select value from published where area = 'E92000001' and series in ('cin_31_march_rate', 'lait_cin')")
    assert len(values) > 20
    assert not any(value == 642.7 for (value,) in values)


def test_neither_the_list_of_2025_nor_the_median_gives_the_printed_neighbours() -> None:
    measure = measure_named("referrals_rate", SHIPPED)
    later = Viewpoint(PAPERS.authority, list_named("2025"))
    of_2025_list = compare(SHIPPED, measure, later, 2023, SHIPPED.release("cin-2023")).neighbours
    of_2021_list = of_2023("referrals_rate", "cin-2023").neighbours
    assert of_2021_list.mean == pytest.approx(640.06)
    assert of_2021_list.median == pytest.approx(671.8)
    assert of_2025_list.mean != pytest.approx(640.06, abs=0.05)


def test_the_same_year_was_published_three_times_with_three_populations() -> None:
    releases = ("cin-2023", "cin-2024", "lait-2026")
    assert [of_2023("referrals_rate", release).authority.value for release in releases] == [759.8, 751.3, 749.7]


@pytest.mark.parametrize(
    ("series", "year", "own", "neighbours", "south_east", "england"),
    [
        ("referrals_rate", 2021, 790, 647, 561, 494),
        ("rereferrals_pct_of_referrals", 2021, 28, 22, 28, 23),  # printed one place too far left
    ],
)
def test_the_pack_of_june_2022_printed_the_populations_of_before_the_census(
    series: str, year: int, own: int, neighbours: int, south_east: int, england: int
) -> None:
    made = compare(SHIPPED, measure_named(series, SHIPPED), PAPERS, year, SHIPPED.release("cin-2023"))
    found = (made.authority.value, made.neighbours.mean, made.region.value, made.england.value)
    assert [value is not None and round(value) for value in found] == [own, neighbours, south_east, england]


@pytest.mark.parametrize(("series", "release", "printed"), [("cla_31_march_n", "cla-2023", 615.1), ("cpp_31_march_n", "cin-2025", 405.5)])
def test_the_pack_of_june_2022_set_neighbours_of_2020_beside_our_2021(series: str, release: str, printed: float) -> None:
    before, same = (compare(SHIPPED, measure_named(series, SHIPPED), PAPERS, year, SHIPPED.release(release)) for year in (2020, 2021))
    assert before.neighbours.mean == pytest.approx(printed)
    assert same.neighbours.mean is not None
    assert same.neighbours.mean > printed + 20


def test_the_printed_visits_in_care_are_rates_of_children_in_care() -> None:
    """Children in care at 31 March 2020 over the population that the 2023 release implies for that year, which is of before the census."""
    rows = SHIPPED.rows(
        """
        select c.area, c.value * r.value / n.value from published c
        join published n on n.series = 'referrals_n' and n.area = c.area and n.year = 2020
        join published r on r.series = 'referrals_rate' and r.release = 'cin-2023' and r.area = c.area and r.year = 2020
        where c.series = 'cla_31_march_n' and c.release = 'cla-2023' and c.year = 2020 and n.value > 0
        """
    )
    rates = dict(rows)
    neighbours = [rates[one.area.code] for one in PAPERS.neighbours]
    assert [round(rates[code]) for code in ("E06000045", "E12000008", "E92000001")] == [95, 53, 67]
    assert round(sum(neighbours) / len(neighbours)) == 97
