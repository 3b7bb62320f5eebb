"""The mapping file: other names for files, headings and codes; anything wrong in it is named."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from lightwell.errors import Refused
from lightwell.extracts import mapping as mapping_module
from tests.unit.extracts.folders import folder, read, rows

MAPPING = """
dates: month_first
tables:
  placements:
    file: PLACE MENTS.csv
    columns:
      child: Person ID
      started_on: From
      kind: Type of placement
    codes:
      kind: {Foster - agency: U4, "99": K2}
      same_carer: {Stayed put: yes, Moved: no}
    covers_from: 2023-01-01
"""
FILE = "PERSON_ID,from,Type of Placement,same carer\n1,03/09/2026,FOSTER - AGENCY,moved\n2,2026-03-10,99,stayed put\n3,03/11/2026,U6,\n"


def test_a_mapping_gives_other_names_for_files_headings_and_codes(tmp_path: Path) -> None:
    extract = read(folder(tmp_path, {"place ments.csv": FILE, "mapping.yaml": MAPPING}))
    assert rows(extract, "placements", "child", "started_on", "kind", "same_carer") == [
        ("1", date(2026, 3, 9), "U4", False),
        ("2", date(2026, 3, 10), "K2", True),
        ("3", date(2026, 3, 11), "U6", None),
    ]
    assert extract.coverage == {"placements": date(2023, 1, 1)}
    assert extract.notes == ()


def test_a_mapping_may_be_kept_beside_the_extract(tmp_path: Path) -> None:
    given = tmp_path / "ours.yaml"
    given.write_text(MAPPING)
    extract = read(folder(tmp_path / "in", {"PLACE MENTS.csv": FILE, "mapping.yaml": "dates: iso"}), mapping=given)
    assert extract.rows_loaded == 3


PAGE = Path(__file__).parents[3] / "docs" / "reference" / "mapping.md"


@pytest.mark.parametrize("text", [mapping_module.__doc__, PAGE.read_text(encoding="utf-8")], ids=["module", "page"])
def test_the_examples_in_the_documentation_are_read_without_a_problem(text: str) -> None:
    example = re.search(r"```yaml\n(.+?)```", text, re.DOTALL)
    assert example
    read_back, problems = mapping_module.read_mapping("mapping.yaml", example[1].encode())
    assert problems == []
    assert read_back.of("placements").file.startswith("PLACEMENTS")
    assert read_back.of("placements").codes["kind"]["foster - agency"] == "u4"
    assert read_back.of("placements").covers_from == date(2023, 1, 1)


def test_an_empty_mapping_is_none(tmp_path: Path) -> None:
    assert read(folder(tmp_path, {"people.csv": "child\n1\n", "mapping.yaml": "# nothing yet\n"})).rows_loaded == 1


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    wrong = """
order: day_first
dates: american
tables:
  placement: {}
  placements:
    file: [a]
    columns: {shoe_size: Shoe, child: }
    codes: {kind: {Foster: U9}, child: {a: b}}
    covers_from: last year
    sheets: 1
  people: nothing
"""
    with pytest.raises(Refused) as caught:
        read(folder(tmp_path, {"people.csv": "child\n1\n", "mapping.yaml": wrong}))
    told = {problem.column: problem.what for problem in caught.value.problems}
    assert (
        told.items()
        >= {
            "order": "“order” is not known here.",
            "dates": "“american” cannot be used here.",
            "tables.placement": "“placement” is not known here.",
            "tables.placements.file": "“['a']” cannot be used here.",
            "tables.placements.columns.shoe_size": "“shoe_size” is not known here.",
            "tables.placements.columns.child": "“None” cannot be used here.",
            "tables.placements.codes.kind.Foster": "“U9” cannot be used here.",
            "tables.placements.codes.child": "“child” is not known here.",
            "tables.placements.covers_from": "“last year” cannot be used here.",
            "tables.placements.sheets": "“sheets” is not known here.",
            "tables.people": "“nothing” cannot be used here.",
        }.items()
    )
    assert all(problem.where == "mapping.yaml" for problem in caught.value.problems)


def test_a_heading_that_is_mapped_and_not_there_is_told_with_the_nearest(tmp_path: Path) -> None:
    text = "tables: {people: {columns: {child: Persn ID}}}"
    with pytest.raises(Refused, match=r"people.csv, row 1: There is no heading “Persn ID”. Is it “Person ID”\? Say so in mapping.yaml."):
        read(folder(tmp_path, {"people.csv": "Person ID,sex\n1,1\n", "mapping.yaml": text}))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a: [", "is not YAML that can be read"),
        ("a: &a [1]\nb: *a", r"aliases \(&name, \*name\) are not read"),
        ("dates: iso\ndates: day_first", "the key dates is there twice"),
        ("tables: {people: {covers_from: 2023-13-01}}", "is not YAML that can be read"),
        ("[" * 5000, "is not YAML that can be read"),
        ("!!python/object/apply:os.system [ls]", "is not YAML that can be read"),
        ("- 1", "cannot be used here"),
        ("\x00", "is not YAML that can be read"),
        ("? [1, 2]\n: 3", "is not YAML that can be read|is not known here"),
    ],
)
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(Refused, match=what):
        read(folder(tmp_path, {"people.csv": "child\n1\n", "mapping.yaml": text}))
