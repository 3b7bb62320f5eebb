"""Any authority in England can be the one looked at: each comparison is worked out again, slowly, from the shipped rows themselves.

The reference reads the files with pyarrow and counts in plain Python. It uses nothing of the comparison that it checks but its answer.
"""

from __future__ import annotations

import functools
import math
import os
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

import pyarrow.csv as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lightwell.comparators import (
    SHIPPED,
    Area,
    Comparison,
    Measure,
    Standing,
    Viewpoint,
    authorities,
    authority_of,
    compare,
    comparisons,
    everywhere,
    list_names,
    measures,
    releases_of,
    stands,
)
from lightwell.comparators.averages import standing
from lightwell.comparators.model import AVERAGES

DATA = files("lightwell.comparators") / "data"
LONG = bool(os.environ.get("LIGHTWELL_LONG"))
PACK_DAY = date(2024, 3, 31)
NORTHAMPTONSHIRE = ("North Northamptonshire", "West Northamptonshire")

Printed = tuple[float | None, str]


@dataclass(frozen=True)
class Expected:
    """What the rows of one series, release and year come to for one authority and list."""

    own: float | None
    counted: tuple[float, ...]
    without: frozenset[str]
    everyone: tuple[float, ...]


@functools.cache
def printed() -> dict[tuple[str, str, int], dict[str, Printed]]:
    """Every row of the series that measures use, as the files have it."""
    wanted = {name for measure in measures().values() for name in measure.series}
    found: dict[tuple[str, str, int], dict[str, Printed]] = {}
    for row in pq.read_table(str(DATA / "published.parquet")).to_pylist():
        if row["series"] in wanted:
            found.setdefault((row["series"], row["release"], row["year"]), {})[row["area"]] = (row["value"], row["marker"])
    return found


@functools.cache
def lists() -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for row in pq.read_table(str(DATA / "neighbours.parquet")).to_pylist():
        found.setdefault((row["list"], row["area"]), []).append((row["rank"], row["neighbour"]))
    return {key: tuple(code for _, code in sorted(members)) for key, members in found.items()}


@functools.cache
def levels() -> dict[str, str]:
    return {row["code"]: row["level"] for row in pc.read_csv(str(DATA / "areas.csv")).to_pylist()}


def expected(authority: str, neighbour_list: str, of: tuple[str, str, int]) -> Expected:
    rows = {part: (code, value) for code, (value, _) in printed()[of].items() for part in code.split("+")}
    counted: dict[str, float] = {}
    without: set[str] = set()
    for member in lists().get((neighbour_list, authority), ()):
        code, value = rows.get(member, (member, None))
        if value is None or code in counted:
            without.add(member)
        else:
            counted[code] = value
    everyone = [value for code, (value, _) in printed()[of].items() if value is not None and levels()[code.split("+")[0]] == "authority"]
    return Expected(rows.get(authority, ("", None))[1], tuple(counted.values()), frozenset(without), tuple(everyone))


def middle(values: tuple[float, ...]) -> float:
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def check_average(comparison: Comparison, wanted: Expected) -> None:
    found = comparison.neighbours
    assert comparison.authority.value == wanted.own
    assert {one.area.code for one in found.left_out} == wanted.without
    assert found.used == len(wanted.counted)
    assert found.used + len(found.left_out) == len(found.members)
    if not wanted.counted:
        assert (found.mean, found.median) == (None, None)
        return
    assert found.mean == pytest.approx(math.fsum(wanted.counted) / len(wanted.counted))
    assert found.median == pytest.approx(middle(wanted.counted))
    for kind in AVERAGES:
        average = found.average(kind)
        assert average is not None
        assert min(wanted.counted) - 1e-9 <= average <= max(wanted.counted) + 1e-9


def check_markers(comparison: Comparison) -> None:
    shown = [comparison.authority, comparison.region, comparison.england, *(cell for _, cell in comparison.neighbours.members)]
    assert not any(cell.marker and cell.value is not None for cell in shown)
    assert all(len(one.why) > 10 for one in comparison.neighbours.left_out)
    confidential = {one.area.code for one, cell in comparison.neighbours.members if cell.marker == "c"}
    assert all("confidential" in one.why for one in comparison.neighbours.left_out if one.area.code in confidential)


def check_standing(found: Standing | None, measure: Measure, wanted: Expected, average: float | None) -> None:
    if wanted.own is None:
        assert found is None
        return
    assert found is not None
    ordered = sorted(wanted.everyone, reverse=measure.better != "lower")
    place = ordered.index(wanted.own) + 1
    assert (found.rank, found.of) == (place, len(ordered))
    assert 1 <= found.rank <= found.of
    quarters = [quarter for quarter in (1, 2, 3, 4) if (place - 1) * 4 < quarter * len(ordered)]
    assert found.quartile == (None if measure.better == "neither" else quarters[0])
    if average is not None and len(ordered) > 1:
        mean = math.fsum(ordered) / len(ordered)
        spread = math.sqrt(math.fsum((value - mean) ** 2 for value in ordered) / (len(ordered) - 1))
        assert found.distance == pytest.approx((wanted.own - average) / spread)


def series_in(measure: Measure, release: str, year: int) -> str:
    return next(name for name in measure.series if (name, release, year) in printed())


def every_year_of_every_release() -> list[tuple[str, str, int]]:
    named = {name: measure.id for measure in measures().values() for name in measure.series}
    held = SHIPPED.rows("select distinct series, release, year from published order by all")
    return [(named[series], release, year) for series, release, year in held if series in named]


def latest_of_each_release() -> list[tuple[Measure, str, int]]:
    return [(measure, release.id, last) for measure in measures().values() for release, _, last in releases_of(SHIPPED, measure)]


@settings(max_examples=1000 if LONG else 50, deadline=None)
@given(
    authority=st.sampled_from(authorities()),
    key=st.sampled_from(every_year_of_every_release()),
    neighbour_list=st.sampled_from(list_names()),
)
def test_any_authority_in_any_release_and_year_with_either_list(authority: Area, key: tuple[str, str, int], neighbour_list: str) -> None:
    name, release, year = key
    measure = measures()[name]
    comparison = compare(SHIPPED, measure, Viewpoint(authority, neighbour_list), year, SHIPPED.release(release))
    wanted = expected(authority.code, neighbour_list, (series_in(measure, release, year), release, year))
    check_average(comparison, wanted)
    check_markers(comparison)
    for kind in AVERAGES:
        check_standing(stands(SHIPPED, comparison, kind), measure, wanted, comparison.neighbours.average(kind))


@pytest.mark.parametrize("neighbour_list", list_names())
def test_every_authority_on_the_day_of_a_pack(neighbour_list: str) -> None:
    """Every third authority with one list, and other thirds with the other; every one with both in the long tests."""
    looked_at = 0
    chosen = authorities() if LONG else authorities()[list_names().index(neighbour_list) :: 3]
    for authority in chosen:
        seen = Viewpoint(authority, neighbour_list)
        made = comparisons(SHIPPED, tuple(measures().values()), seen, until=2023, known_on=PACK_DAY)
        assert set(made) == set(measures().values())
        for measure, pair in made.items():
            for comparison in filter(None, pair):
                key = (series_in(measure, comparison.release.id, comparison.year), comparison.release.id, comparison.year)
                check_average(comparison, expected(authority.code, neighbour_list, key))
                check_markers(comparison)
                looked_at += 1
    assert looked_at > len(chosen) * len(measures())


@pytest.mark.parametrize(("measure", "release", "year"), latest_of_each_release())
def test_every_authority_has_its_place(measure: Measure, release: str, year: int) -> None:
    key = (series_in(measure, release, year), release, year)
    cells = everywhere(SHIPPED, measure, year, SHIPPED.release(release))
    values = [cell.value for cell in cells if cell.value is not None]
    assert sorted(values) == sorted(expected("", "", key).everyone)
    for authority in authorities():
        wanted = expected(authority.code, "2025", key)
        check_standing(standing(wanted.own, values, measure.better, 10.0), measure, wanted, 10.0)


def test_region_and_england_are_as_published_and_never_averaged() -> None:
    rows = printed()[("referrals_rate", "cin-2023", 2023)]
    made = compare(SHIPPED, measures()["dfe.referrals_rate"], seen_from("E06000045"), 2023, SHIPPED.release("cin-2023"))
    assert (made.region.area.name, made.region.value) == ("South East", rows["E12000008"][0])
    assert made.england.value == rows["E92000001"][0]


@pytest.mark.parametrize("code", ["E10000002", "E10000023", "E10000027"])
def test_an_authority_that_changed_its_code_is_found_by_the_old_one(code: str) -> None:
    authority = authority_of(code)
    assert authority.code != code
    made = compare(SHIPPED, measures()["dfe.referrals_rate"], Viewpoint(authority, "2021"), 2020)
    assert made.authority.value is not None


@pytest.mark.parametrize(
    ("code", "last"), [("E10000006", 2023), ("E10000021", 2021), ("E06000028", 2019), ("E06000029", 2019), ("E10000009", 2019)]
)
def test_an_authority_that_has_ended_has_its_own_years_and_no_others(code: str, last: int) -> None:
    measure, release = measures()["dfe.referrals_rate"], SHIPPED.release("cin-2023")
    assert compare(SHIPPED, measure, seen_from(code), last, release).authority.value is not None
    after = compare(SHIPPED, measure, seen_from(code), 2024)
    assert after.authority.value is None
    assert stands(SHIPPED, after) is None


@pytest.mark.parametrize(
    ("of", "neighbour_list", "year", "said"),
    [
        ("E10000007", "2021", 2024, {"Cumbria": "no longer an authority after 2022/23"}),
        ("E06000028", "2021", 2022, {"Poole": "no longer an authority after 2018/19"}),
        ("E06000029", "2021", 2022, {"Dorset": "no longer an authority after 2018/19"}),
        ("E06000030", "2021", 2020, dict.fromkeys(NORTHAMPTONSHIRE, "not yet an authority before 2021/22")),
        ("E06000064", "2025", 2023, {"Cumberland": "not yet an authority before 2023/24"}),
    ],
)
def test_a_neighbour_that_was_no_authority_is_left_out_and_said(of: str, neighbour_list: str, year: int, said: dict[str, str]) -> None:
    made = compare(SHIPPED, measures()["dfe.referrals_rate"], Viewpoint(authority_of(of), neighbour_list), year)
    found = {one.area.name: one.why for one in made.neighbours.left_out}
    assert {name: found.get(name) for name in said} == said


@pytest.mark.parametrize(
    ("of", "year", "together", "second"),
    [
        ("E09000001", 2023, "Kingston upon Thames and Richmond upon Thames", {"Kingston upon Thames", "Richmond upon Thames"}),
        ("E06000030", 2023, "North Northamptonshire and West Northamptonshire", set(NORTHAMPTONSHIRE)),
    ],
)
def test_two_neighbours_in_a_joint_row_count_once(of: str, year: int, together: str, second: set[str]) -> None:
    made = compare(SHIPPED, measures()["dfe.sw_caseload_fte"], Viewpoint(authority_of(of), "2021"), year, SHIPPED.release("csww-2025"))
    pair = [cell for _, cell in made.neighbours.members if cell.together == together]
    assert len(pair) == 2
    assert pair[0].value == pair[1].value
    left = [one for one in made.neighbours.left_out if one.area.name in second]
    assert len(left) == 1
    assert left[0].why.startswith("published together with")


@pytest.mark.parametrize("code", ["E09000021", "E09000027", "E06000061", "E06000062"])
def test_an_authority_in_a_joint_row_has_its_value_and_its_place(code: str) -> None:
    made = compare(SHIPPED, measures()["dfe.sw_caseload_fte"], seen_from(code), 2023, SHIPPED.release("csww-2023"))
    assert made.authority.area.name in made.authority.together
    place = stands(SHIPPED, made)
    assert place is not None
    assert place.of == len(expected(code, "2021", ("sw_caseload_fte", "csww-2023", 2023)).everyone)


def test_a_suppressed_neighbour_is_left_out_as_confidential() -> None:
    measure, release = measures()["dfe.cpp_2_years_or_more_pct"], SHIPPED.release("cin-2025")
    made = compare(SHIPPED, measure, seen_from("E06000045"), 2023, release)
    suppressed = {one.area.name for one, cell in made.neighbours.members if cell.marker == "c"}
    assert len(suppressed) == 3
    assert {one.area.name for one in made.neighbours.left_out} == suppressed
    assert {one.why for one in made.neighbours.left_out} == {
        "confidential: suppressed, because it is small or would give a small number away"
    }


def seen_from(code: str) -> Viewpoint:
    return Viewpoint(authority_of(code), "2021")
