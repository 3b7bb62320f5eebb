"""The invented authority's SSDA903: clean where it is clean, each planted error found once, and of any size."""

from __future__ import annotations

import csv
import os
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pytest

from lightwell.errors import NotFound
from lightwell.extracts.returns_model import ReturnRead
from lightwell.extracts.ssda903 import read_ssda903
from lightwell.results.returns import check_return
from lightwell.returns import LAST, Collection, shapes
from lightwell.synthetic import Authority, many_ssda903, ssda903_return, write_ssda903, write_ssda903_tables
from lightwell.synthetic.ssda903_model import InventedReturn
from lightwell.synthetic.ssda903_plants import errors

LONG = bool(os.environ.get("LIGHTWELL_LONG"))
WHOLE = Collection(2022)
"""The last year that the history has whole."""
LATER = Collection(2026)
"""The same year four years on, when every table is part of the return."""
DIRTY = [Collection(year) for year in range(2022, 2028)] if LONG else [LATER]


@pytest.fixture(scope="module")
def whole(authority: Authority) -> InventedReturn:
    """The clean return of the last whole year."""
    return ssda903_return(authority, WHOLE)


@pytest.fixture(scope="module")
def later(authority: Authority) -> InventedReturn:
    """The clean return of the later year."""
    return ssda903_return(authority, LATER)


def _as_read(made: InventedReturn) -> ReturnRead:
    """Give a return to the rules without files between."""
    tables = {**made.tables, **{name + LAST: table for name, table in made.last_year.items()}}
    numbered = {name: table.append_column("row", pa.array(range(len(table)), pa.int64())) for name, table in tables.items()}
    return ReturnRead("ssda903", numbered, (), ())


def test_the_files_check_clean_and_no_rule_is_left_out_but_those_of_the_register(whole: InventedReturn, tmp_path: Path) -> None:
    write_ssda903_tables(whole.tables, tmp_path / "now")
    write_ssda903_tables(whole.last_year, tmp_path / "before")
    read = read_ssda903(tmp_path / "now", tmp_path / "before", collection=WHOLE)
    assert [str(note) for note in read.notes] == []
    checked = check_return(read, WHOLE)
    assert [(each.code, each.table, each.row) for each in checked.findings()] == []
    assert {each.code for each in checked.not_run} == {"1008", "219", "221", "224", "227", "228", "229"}
    assert len(checked.run) > 270


@pytest.mark.parametrize("collection", DIRTY, ids=str)
def test_each_planted_error_is_found_once_and_nothing_else(authority: Authority, collection: Collection) -> None:
    made = ssda903_return(authority, collection, planted=True)
    checked = check_return(_as_read(made), collection)
    titles = {shape.title: shape.name for shape in shapes("ssda903").values()}
    found = Counter(
        (each.code, titles[each.table.removesuffix(LAST)] + each.table[len(each.table.removesuffix(LAST)) :], each.row, each.child)
        for each in checked.findings()
    )
    planned = Counter((each.code, each.table, each.row, each.child) for each in made.planted)
    assert found == planned
    assert set(planned.values()) == {1}
    assert len({each.code for each in made.planted if not each.companion}) >= 270
    # what is planted for no rule would pass unseen here, so every rule that ran is in the plan
    assert set(checked.run) - {each.code for each in made.planted} == set()


@pytest.mark.skipif(not LONG, reason="make test-long checks every collection")
@pytest.mark.parametrize("year", range(2023, 2030))
def test_later_collections_check_clean(authority: Authority, year: int) -> None:
    collection = Collection(year)
    assert list(check_return(_as_read(ssda903_return(authority, collection)), collection).findings()) == []


def test_the_plan_says_where_and_what(authority: Authority, tmp_path: Path) -> None:
    plan = write_ssda903(authority, WHOLE, tmp_path, planted=True)
    with (tmp_path / "header.csv").open(encoding="utf-8") as file:
        header = list(csv.DictReader(file))
    late = next(each for each in plan if each.code == "103")
    assert (header[late.row]["CHILD"], header[late.row]["ETHNIC"]) == (late.child, "XXXX")
    assert late.changed == "starter: alter header[0] ethnic XXXX"
    assert not {each.code for each in errors() if each.since > WHOLE.year} & {each.because for each in plan}


def test_the_return_of_the_year_before_goes_with_it(authority: Authority, whole: InventedReturn, tmp_path: Path) -> None:
    assert write_ssda903(authority, WHOLE, tmp_path, last_year=True, planted=True) == ()
    with (tmp_path / "header.csv").open(encoding="utf-8") as file:
        children = [row["CHILD"] for row in csv.DictReader(file)]
    before = whole.last_year["header"]["child"].to_pylist()
    assert children[: len(before)] == before
    assert len(children) > len(before) + 100


def test_children_in_care_on_31_march_are_those_of_the_journey(authority: Authority, whole: InventedReturn) -> None:
    open_then = {row["child"] for row in whole.tables["episodes"].to_pylist() if row["dec"] is None and row["ls"] != "V3"}
    day = WHOLE.last_day
    periods = authority.journey["periods_of_care"].to_pylist()
    assert open_then == {row["child"] for row in periods if row["started_on"] <= day and (row["ended_on"] is None or row["ended_on"] > day)}


def test_four_years_on_the_return_is_the_same_but_for_the_years(whole: InventedReturn, later: InventedReturn) -> None:
    starts = [
        sorted((row["child"], row["decom"][:6], int(row["decom"][6:]) - years) for row in each.tables["episodes"].to_pylist())
        for each, years in ((whole, 0), (later, 4))
    ]
    assert starts[0] == starts[1]
    assert {"social_worker_episodes", "deprivation_of_liberty"} == later.tables.keys() - whole.tables.keys()


def test_xml_holds_what_the_csv_holds(later: InventedReturn, tmp_path: Path) -> None:
    write_ssda903_tables(later.tables, tmp_path / "csv")
    write_ssda903_tables(later.tables, tmp_path / "xml", as_xml=True)
    one, other = read_ssda903(tmp_path / "csv"), read_ssda903(tmp_path / "xml")
    assert other.notes == ()
    assert {file.name for file in other.files} == {"ssda903.xml"}
    for name, table in one.tables.items():
        if len(table):
            assert other.tables[name].to_pylist() == table.to_pylist(), name


def test_what_the_department_derives_can_be_left_out(later: InventedReturn, tmp_path: Path) -> None:
    write_ssda903_tables(later.tables, tmp_path, derived=False)
    headings = (tmp_path / "episodes.csv").read_text(encoding="utf-8").split("\n", 1)[0].replace('"', "").split(",")
    assert headings[0] == "CHILD"
    assert headings[-1] == "URN"
    assert "UASC" not in (tmp_path / "header.csv").read_text(encoding="utf-8").split("\n", 1)[0]
    assert (tmp_path / "DoLo.csv").exists()
    assert (tmp_path / "sw_episodes.csv").exists()


def test_copies_have_children_of_their_own_and_a_part_of_the_rows_wrong(later: InventedReturn) -> None:
    right, wrong = many_ssda903(later, 1_000, errors=0.0), many_ssda903(later, 1_000, errors=0.02)
    assert len(set(right.tables["header"]["child"].to_pylist())) == 1_000
    assert len(set(right.tables["header"]["upn"].to_pylist()) - {"UN1", "UN2"}) > 500
    for name in ("header", "episodes", "reviews"):
        pairs = list(zip(right.tables[name].to_pylist(), wrong.tables[name].to_pylist(), strict=True))
        changed = [(one, other) for one, other in pairs if one != other]
        assert 0.01 * len(pairs) < len(changed) < 0.03 * len(pairs)
        assert all(one["child"] == other["child"] for one, other in changed)
    assert right.last_year["header"].equals(wrong.last_year["header"])
    known = set(right.last_year["episodes"]["child"].to_pylist())
    began = {row["child"] for row in right.tables["episodes"].to_pylist() if row["decom"][6:] + row["decom"][3:5] < "202604"}
    assert began <= known


def test_a_collection_before_the_history_is_refused(authority: Authority, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"begins in February 2018 and does not hold the year 2018-19 with the one before. Choose a later"):
        write_ssda903(authority, Collection(2018), tmp_path)
    with pytest.raises(ValueError, match="planted in CSV only"):
        write_ssda903(authority, WHOLE, tmp_path, planted=True, as_xml=True)
