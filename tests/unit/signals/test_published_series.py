"""Figures that nobody here made: every published series is judged without failing, and the page of what the papers said is as they say.

`LIGHTWELL_LONG=1` judges every yearly series of every area, where otherwise some areas stand for them.
"""

from __future__ import annotations

import math
import os
from pathlib import Path

import pytest

from lightwell.definitions import load
from lightwell.errors import Refused
from lightwell.periods import Month
from lightwell.signals import Judged, Policy, Series, Verdict, judge
from tools import papers_page, papers_words
from tools.papers_series import earlier, monthly, printed
from tools.papers_yearly import counted, funnels, kept, yearly

LONG = bool(os.environ.get("LIGHTWELL_LONG"))
SOME = ("E06000045", "E92000001", "E08000025", "E06000053", "E10000016")
"""The papers' authority, England, the largest authority, the smallest, and a county."""

NEVER_SAID = (Verdict.TOO_FEW, Verdict.COUNTS_ONLY, Verdict.NO_DATA)


@pytest.fixture(scope="module")
def rows() -> dict[str, Judged]:
    batch = monthly(load().definitions)
    return {each.key: each for each in judge(batch)}


def _wrong(judged: Judged) -> list[str]:
    """Say what of a judgement cannot be: a value lost, limits the wrong way about or off the scale, a verdict without points."""
    series, found = judged.columns.series, []
    points = judged.points
    if [point.value for point in points] != list(series.values) or [point.month for point in points] != list(series.months):
        found.append("its points are not its values")
    for point in points:
        if point.centre is None or point.lower is None or point.upper is None:
            continue
        sides = (point.lower, point.centre, point.upper)
        if not all(map(math.isfinite, sides)) or not point.lower <= point.centre <= point.upper:
            found.append(f"{point.month.name}: limits {sides}")
        if (series.unit != "mean" and point.lower < 0) or (series.unit == "percent" and point.upper > 100):
            found.append(f"{point.month.name}: off the scale {sides}")
    first = max((phase.month for phase in series.phases), default=series.months[0])
    known = sum(value is not None and month >= first for value, month in zip(series.values, series.months, strict=True))
    if (judged.verdict in NEVER_SAID) is (known >= Policy().least_points):
        found.append(f"{judged.verdict} of {known} points")
    if not judged.sentence.endswith(".") or (judged.verdict not in NEVER_SAID and not judged.limits):
        found.append(f"it says “{judged.sentence}” on {len(judged.limits)} limits")
    return found


def test_every_monthly_row_of_both_packs_is_judged(rows: dict[str, Judged]) -> None:
    assert set(rows) == set(printed())
    assert len(rows) == 76
    assert {key: wrong for key, judged in rows.items() if (wrong := _wrong(judged))} == {}
    assert {judged.verdict for judged in rows.values()} > {Verdict.NO_CHANGE, Verdict.TOO_FEW}


def test_rows_are_stitched_where_they_count_the_same_and_nowhere_else(rows: dict[str, Judged]) -> None:
    stitched = rows["cp_supervision"].columns.series
    assert (stitched.months[0], stitched.months[-1], len(stitched.months)) == (Month(2021, 9), Month(2024, 1), 29)
    assert [month for month, value in zip(stitched.months, stitched.values, strict=True) if value is None] == [
        Month(2022, number) for number in range(5, 13)
    ]
    renamed = rows["cin_supervision"]
    assert [limits.first for limits in renamed.limits] == [Month(2023, 1)]
    assert rows["cla_visit_statutory"].columns.series.months[-1] < rows["cla_visit_agreed"].columns.series.months[0]


def test_a_month_restated_stands_as_printed_later_and_is_kept_as_printed_first() -> None:
    now = printed()
    assert {key: (first, now[key[0]][key[1]]) for key, first in earlier().items()} == {
        ("cla", Month(2022, 1)): (551, 548),
        ("contacts", Month(2022, 1)): (2018, 1893),
        ("cp_plans", Month(2022, 1)): (472, 458),
        ("referrals", Month(2022, 1)): (308, 322),
    }


def test_yearly_series_of_some_areas_are_judged() -> None:
    batch = yearly(SOME)
    judged = judge(batch)
    assert {one.key.split(", ")[1] for one in batch} == set(SOME)
    assert len(batch) > 250 * len(SOME)
    assert {each.key: wrong for each in judged if (wrong := _wrong(each))} == {}


if LONG:  # judging 51,000 series and looking at each of their points takes a quarter of a minute

    def test_every_yearly_series_of_every_area_is_judged() -> None:
        assert {each.key: wrong for each in judge(yearly()) if (wrong := _wrong(each))} == {}

    def test_the_counts_on_the_page_are_those_of_all_yearly_series() -> None:
        assert counted() == kept()


def test_all_authorities_stand_in_a_funnel_of_the_latest_year() -> None:
    found = funnels()
    assert len(found) == 38
    for label, (year, made) in found.items():
        assert year >= 2025, label
        assert len(made.places) > 50, label
        assert all(one.score is not None and not math.isnan(one.score) for one in made.places), label
        outside = [one for one in made.places if abs(one.outside) == 2]
        assert len(outside) < len(made.places) / 10, label
        assert all(one.place.name in made.sentence for one in outside), label
    _, referred = found["rereferrals_n / referrals_n"]
    numerators, denominators = zip(*((one.place.numerator, one.place.denominator) for one in referred.places), strict=True)
    assert referred.centre == pytest.approx(100 * sum(numerators) / sum(denominators))


def test_an_authority_with_none_is_no_further_out_than_its_chance() -> None:
    endless = [(label, one.place.name) for label, (_, made) in funnels().items() for one in made.places if math.isinf(one.score or 0.0)]
    assert endless == []


def test_the_page_and_its_pictures_are_as_the_papers_and_the_verdicts_say(tmp_path: Path) -> None:
    assert papers_page.stale(papers_page.DOCS) == []
    wanted = papers_page.files()
    assert len(wanted) == 11
    (tmp_path / "pictures").mkdir()
    for name, text in wanted.items():
        (tmp_path / name).write_text(text.replace("2,015", "2,016"), encoding="utf-8")
    (tmp_path / "pictures" / "papers-cla.svg").unlink()
    (tmp_path / "pictures" / "papers-old.svg").touch()
    assert papers_page.stale(tmp_path) == [
        papers_page.PAGE, "pictures/papers-contacts.svg", "pictures/papers-cla.svg", "pictures/papers-old.svg",
    ]  # fmt: skip
    assert all(f"]({name})" in wanted[papers_page.PAGE] for name in wanted if name != papers_page.PAGE)


def test_prose_written_for_another_verdict_is_refused() -> None:
    said = papers_page.entries()
    said[0]["verdict"] = "worsening"
    with pytest.raises(Refused, match="core_group_in_time is now “No evidence of change since January 2023"):
        papers_page.shown(said)


def test_figures_in_the_prose_are_worked_out(rows: dict[str, Judged]) -> None:
    text = "{2023-12} {change 2023-12 2024-01} {mean 2023-11 2024-01} {fall 2023-11 2023-12} {first 2022-01} {cla 2024-01}"
    text += " {count 2021-09 2022-04}"
    assert papers_words.filled(text, rows["contacts"], printed()) == "1,459 38 1,746 304 2,018 494 8"
    with pytest.raises(Refused, match=r"“\{2022-06\}” of contacts is no figure of the papers"):
        papers_words.filled("{2022-06}", rows["contacts"], printed())


def test_series_that_are_no_series_are_refused() -> None:
    wrong = Series("cla", "count", (Month(2023, 2), Month(2023, 1)), (1.0, 2.0))
    with pytest.raises(Refused, match="not in the order of time"):
        judge([*monthly(load().definitions), wrong])
