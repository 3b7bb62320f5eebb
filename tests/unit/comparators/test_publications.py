from __future__ import annotations

from pathlib import Path

import pytest

from lightwell.comparators import SHIPPED
from lightwell.comparators.areas import areas
from lightwell.comparators.loading.publication_files import OWN_FOLDER, publications
from lightwell.comparators.loading.reading import read_table
from lightwell.comparators.loading.recognising import Match, recognise
from lightwell.comparators.loading.tidy import open_tidy
from lightwell.errors import Refused

DATA = Path(__file__).parent / "data"

# The release whose values the rows in each file are, and how many values its rows hold.
OF_RELEASE = {
    "b1_children_in_need_2013_to_2025.csv": ("cin-2025", 48),
    "b1_children_in_need_2013_to_2024.csv": ("cin-2024", 5),
    "c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv": ("cin-2025", 30),
    "c1_children_in_need_referrals_and_rereferrals_2013_to_2024.csv": ("cin-2024", 3),
    "c4_children_in_need_section_47s_and_icpcs_2013_to_2025.csv": ("cin-2025", 40),
    "d3_cpps_subsequent_plan_2013_to_2025.csv": ("cin-2025", 9),
    "d5_cpps_at31march_by_duration_2013_to_2025.csv": ("cin-2025", 12),
    "la_cla_placement_stability.csv": ("cla-2025", 12),
    "la_care_leavers_activity.csv": ("cla-2025", 12),
    "csww_indicators_2017_to_2025.csv": ("csww-2025", 78),
    "ons_mid-year_population_estimates_2012_to_2024.csv": ("ons-2025", 4),
    "ks4_la.csv": ("outcomes-2025", 3),
    "ks2_la.csv": ("outcomes-2025", 3),
    "absence_la.csv": ("outcomes-2025", 6),
}

OWN = """
id: {id}
short: {short}
title: {title}
source: Department for Education, Open Government Licence v3.0
tables:
  - name: {table}
    rows:
      - where: {{category: [Total, All]}}
        series: {{own_n: How many}}
"""


def _own(folder: Path, text: str = "", **said: str) -> Path:
    (folder / OWN_FOLDER).mkdir(exist_ok=True)
    named = {"id": "own", "short": "Own", "title": "Own figures", "table": "Own table", **said}
    (folder / OWN_FOLDER / "own.yaml").write_text(text or OWN.format(**named), encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", OF_RELEASE)
def test_a_published_file_is_read_as_the_values_that_are_shipped(name: str) -> None:
    release, count = OF_RELEASE[name]
    (file,), _ = open_tidy(DATA / name)
    match = recognise(file, publications())
    assert isinstance(match, Match)
    read = read_table(file, match)
    shipped = {
        (series, year, area): (value, marker)
        for series, year, area, value, marker in SHIPPED.rows(
            "select series, year, area, value, marker from published where release = ?", [release]
        )
    }
    in_both = {key: value for key, value in read.cells.items() if key in shipped}
    assert in_both == {key: shipped[key] for key in in_both}
    assert len(in_both) == count
    of_other_series = {series for series, year, area in read.cells.keys() - shipped.keys()}
    assert (of_other_series == set()) is (release != "cin-2024")  # of which two series are shipped


def test_every_shipped_series_of_a_table_can_be_loaded_but_those_that_were_worked_out() -> None:
    shipped = {series for (series,) in SHIPPED.rows("select distinct series from published where release <> 'lait-2026'")}
    loadable = {
        series for one in publications() for table in one.tables for part in table.rows for series in (*part.series, *part.if_present)
    }
    assert shipped - loadable == {"s47_rate", "icpc_rate", "cpp_31_march_rate"}
    assert loadable <= shipped


def test_an_authority_is_found_whatever_its_ons_code_became() -> None:
    (file,), _ = open_tidy(DATA / "csww_indicators_2017_to_2025.csv")
    match = recognise(file, publications())
    assert isinstance(match, Match)
    found = {area for _, _, area in read_table(file, match).cells}
    assert found == {"E92000001", "E08000024", "E08000016", "E08000034", "E08000019", "E06000061+E06000062"}
    assert {area for joint in found for area in joint.split("+")} <= set(areas())


def test_markers_stay_what_they_are() -> None:
    (file,), _ = open_tidy(DATA / "csww_indicators_2017_to_2025.csv")
    match = recognise(file, publications())
    assert isinstance(match, Match)
    cells = read_table(file, match).cells
    assert cells["sw_agency_fte", 2025, "E08000024"] == (None, "low")
    assert cells["sw_agency_cover_rate_fte", 2025, "E08000034"] == (None, "z")
    assert cells["sw_agency_rate_fte", 2025, "E08000034"] == (0.0, "")


def test_a_service_adds_a_publication_of_its_own(tmp_path: Path) -> None:
    found = {one.id: one for one in publications(_own(tmp_path))}
    assert found["own"].tables[0].needed == ("category", "how_many")
    assert found["own"].tables[0].rows[0].where == {"category": ("total", "all")}
    assert found.keys() == {one.id for one in publications()} | {"own"}


def test_a_service_adds_a_table_to_a_publication_that_is_there(tmp_path: Path) -> None:
    shipped = next(one for one in publications() if one.id == "csww")
    text = OWN.format(id="csww", short=shipped.short, title=shipped.title, table="Own table")
    text = text.replace("Department for Education, Open", f"{shipped.source.removesuffix(', Open Government Licence v3.0')}, Open")
    joined = next(one for one in publications(_own(tmp_path, text)) if one.id == "csww")
    assert [table.name for table in joined.tables] == ["Own table", *(table.name for table in shipped.tables)]
    assert joined.own == {"Own table"}


@pytest.mark.parametrize(
    ("there", "instead", "said"),
    [
        ("title:", "titel:", "has the key “titel”, which means nothing here"),
        ("title:", "titel:", "lacks the key “title”"),
        ("    rows:", "    colour: red\n    rows:", "has the key “colour”, which means nothing here"),
        ("        series:", "        sum: 1\n        series:", "has the key “sum”, which means nothing here"),
        ("id: own", "id: Own-1", "The id “Own-1” is not small letters and digits"),
        ("own_n:", "Own N:", "The series “Own N” in “Own table” is not small letters"),
        ("{own_n: How many}", "{}", "names no series"),
        ("[Total, All]", "{a: b}", "A value of “category” is not a text"),
        ("How many", "[a, b]", "The column of own_n is not a text"),
        ("id: own", "id: own\nyears_later: 2", "“years_later” is 0 or 1"),
        ("id: own", "id: [own", "This is not YAML"),
        ("id: own", "id: csww", "“short” is not that of the publication csww"),
    ],
)
def test_a_description_is_refused_for_what_is_not_used_or_lacks(tmp_path: Path, there: str, instead: str, said: str) -> None:
    text = OWN.format(id="own", short="Own", title="Own figures", table="Own table")
    assert there in text
    with pytest.raises(Refused) as refusal:
        publications(_own(tmp_path, text.replace(there, instead)))
    assert any(said in problem.what and problem.where == "own.yaml" for problem in refusal.value.problems)


def test_every_problem_of_a_description_is_named_at_once(tmp_path: Path) -> None:
    text = OWN.format(id="9", short="Own", title="Own figures", table="Own table").replace("own_n", "9n")
    with pytest.raises(Refused) as refusal:
        publications(_own(tmp_path, text))
    assert len(refusal.value.problems) == 2
