"""What is compared with what: every comparator exists, counts in the unit of its indicator, and is one statistic in all its series."""

from __future__ import annotations

from collections import Counter

import pytest

from lightwell.comparators import SHIPPED, Measure, measures
from lightwell.comparators.areas import ENGLAND
from lightwell.comparators.measures import PREFIX
from lightwell.comparators.model import Better
from lightwell.comparators.published import described_series
from lightwell.definitions import Definition, load

COUNTS = {
    "referrals_rate": "referrals_n",
    "cin_31_march_rate": "cin_31_march_n",
    "s47_rate": "s47_enquiries_n",
    "cpp_31_march_rate": "cpp_31_march_n",
    "icpc_rate": "icpc_n",
}
"""Rates that were published over one population and again over another, with the number that both are of."""

POLARITY: dict[str, Better] = {"Low": "lower", "High": "higher"}
YEARS = {
    "Financial Year": ("year to 31 March", "31 March"),
    "Annual": ("31 March",),
    "Annual (end of Sept)": ("30 September",),
}
TOLD_BY = {"dfe.rereferrals_pct_of_children": "lait_rereferral", "dfe.sw_caseload_fte": "lait_work_force_avgnumcase_sw"}
"""The tool's nearest series of a measure that cannot be read from the tool itself."""

COMPARED = [definition for definition in load().definitions.values() if definition.comparator]
JOINED = [measure for measure in measures().values() if len(measure.series) > 1]


def named(one: Measure | Definition) -> str:
    return one.id


def told_by(measure: Measure) -> dict[str, str]:
    tool = [name for name in (*measure.series, TOLD_BY.get(measure.id, "")) if name.startswith("lait_")]
    return described_series()[tool[0]]


@pytest.mark.parametrize("definition", COMPARED, ids=named)
def test_an_indicator_is_set_beside_a_measure_in_its_own_unit(definition: Definition) -> None:
    assert definition.unit != "count"
    assert measures()[definition.comparator].unit == definition.unit


@pytest.mark.parametrize("definition", COMPARED, ids=named)
def test_an_indicator_of_a_month_says_how_it_differs_from_a_published_year(definition: Definition) -> None:
    period = measures()[definition.comparator].period
    assert period.removeprefix("year to ") in definition.comparator_differs
    assert "ours" in definition.comparator_differs


def test_a_measure_that_no_indicator_names_joins_two_publications() -> None:
    used = {definition.comparator for definition in COMPARED}
    assert [measure.id for measure in measures().values() if measure.id not in used and len(measure.series) < 2] == []
    assert len(used) == 12


def test_every_series_is_published_and_belongs_to_one_measure() -> None:
    held = {name for (name,) in SHIPPED.rows("select distinct series from published")}
    used = Counter(name for measure in measures().values() for name in measure.series)
    assert set(used) <= held
    assert max(used.values()) == 1


@pytest.mark.parametrize("measure", measures().values(), ids=named)
def test_a_measure_is_called_by_its_first_series_and_says_what_it_counts(measure: Measure) -> None:
    assert measure.id == PREFIX + measure.series[0]
    assert measure.counts.endswith(".")
    assert measure.source.startswith("DfE, ")
    assert measure.unit in ("percent", "per_10_000", "mean")


@pytest.mark.parametrize("measure", measures().values(), ids=named)
def test_a_measure_has_the_decimals_that_it_is_published_with(measure: Measure) -> None:
    query = "select value from published where list_contains(?::varchar[], series) and value is not null"
    values = [value for (value,) in SHIPPED.rows(query, [list(measure.series)])]
    assert max(abs(value - round(value, measure.decimals)) for value in values) < 1e-9
    assert measure.decimals == 0 or any(value != round(value, measure.decimals - 1) for value in values)


@pytest.mark.parametrize("measure", measures().values(), ids=named)
def test_better_and_period_are_those_of_the_interactive_tool(measure: Measure) -> None:
    said = told_by(measure)
    assert measure.better == POLARITY.get(said["polarity"], "neither")
    assert measure.period in YEARS[said["year_type"]]


@pytest.mark.parametrize("measure", [one for one in JOINED if one.series[0] not in COUNTS], ids=named)
def test_two_publications_of_a_share_print_the_same_values(measure: Measure) -> None:
    first, tool = measure.series
    rows = SHIPPED.rows(
        """
        select a.year, count(*), count(*) filter (abs(a.value - b.value) < 0.001), bool_or(a.area = ?) from published a
        join published b on b.series = ? and b.area = a.area and b.year = a.year
        where a.series = ? and a.release = ? and a.value is not null and b.value is not null group by a.year
        """,
        [ENGLAND, tool, first, latest(first)],
    )
    assert len(rows) >= 5
    assert all(both >= 100 and same == both and england for _, both, same, england in rows)


@pytest.mark.parametrize("measure", [one for one in JOINED if one.series[0] in COUNTS], ids=named)
def test_the_tools_rate_is_the_published_number_over_the_population_of_the_summer_before(measure: Measure) -> None:
    first, tool = measure.series
    rows = SHIPPED.rows(
        """
        select t.year, count(*), count(*) filter (abs(n.value * 10000 / p.value - t.value) < 0.051), bool_or(t.area = ?) from published t
        join published n on n.series = ? and n.area = t.area and n.year = t.year
        join published p on p.series = 'population_0_17_mid_year' and p.area = t.area and p.year = t.year - 1
        where t.series = ? and t.value is not null and n.value is not null group by t.year
        """,
        [ENGLAND, COUNTS[first], tool],
    )
    assert len(rows) == 10
    assert all(both >= 159 and same == both and england for _, both, same, england in rows)


@pytest.mark.parametrize("first", COUNTS)
def test_an_earlier_rate_is_the_same_number_over_the_population_of_its_release(first: str) -> None:
    """Of 2023, as the 2023 release has it: each rate implies the population that the rate of children in need implies."""
    rows = SHIPPED.rows(
        """
        select r.area, n.value * 10000 / r.value, m.value * 10000 / q.value from published r
        join published n on n.series = ? and n.area = r.area and n.year = 2023
        join published q on q.series = 'cin_31_march_rate' and q.release = r.release and q.area = r.area and q.year = 2023
        join published m on m.series = 'cin_31_march_n' and m.area = r.area and m.year = 2023
        where r.series = ? and r.release = 'cin-2023' and r.year = 2023 and r.value > 0 and n.value > 0 and m.value > 0 and q.value > 0
        """,
        [COUNTS[first], first],
    )
    assert len(rows) >= 160
    assert ENGLAND in {area for area, *_ in rows}
    assert [area for area, implied, other in rows if implied != pytest.approx(other, rel=0.003)] == []


@pytest.mark.parametrize("measure", [one for one in JOINED if one.series[0] in COUNTS], ids=named)
def test_rates_over_nearly_the_same_population_agree(measure: Measure) -> None:
    """The year 2022: the populations of the census of 2021 were already used, and hardly revised since."""
    first, tool = measure.series
    rows = SHIPPED.rows(
        """
        select a.area, a.value, b.value from published a join published b on b.series = ? and b.area = a.area and b.year = 2022
        where a.series = ? and a.release = 'cin-2023' and a.year = 2022 and a.value is not null and b.value is not null
        """,
        [tool, first],
    )
    near = {area: one == pytest.approx(other, rel=0.01, abs=0.1) for area, one, other in rows}
    assert len(near) > 159
    assert near[ENGLAND]
    assert sum(near.values()) >= 0.97 * len(near)


def test_children_referred_again_are_not_referrals_made_again() -> None:
    query = "select distinct value from published where series = ? and area = ? and year = 2023"
    assert SHIPPED.rows(query, ["rereferrals_pct_of_children", ENGLAND]) == [(21.0,)]
    assert SHIPPED.rows(query, ["lait_rereferral", ENGLAND]) == [(22.4,)]


def test_a_workforce_that_two_authorities_share_stands_once_in_the_tool_as_elsewhere() -> None:
    query = "select year, value from published where series = ? and area = 'E09000021+E09000027' and release = ? and value is not null"
    dfe, tool = (
        dict(SHIPPED.rows(query, given)) for given in (("sw_caseload_fte", "csww-2025"), ("lait_work_force_avgnumcase_sw", "lait-2026"))
    )
    assert len(dfe) == 9
    assert dfe == {year: tool[year] for year in dfe}


def latest(series: str) -> str:
    held = {name for (name,) in SHIPPED.rows("select distinct release from published where series = ?", [series])}
    return [release.id for release in SHIPPED.releases if release.id in held][-1]
