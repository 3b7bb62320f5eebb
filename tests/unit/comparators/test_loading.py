from __future__ import annotations

import gzip
import json
import os
import zipfile
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from lightwell.comparators import SHIPPED, Published, Viewpoint, authority_of, compare, measure_named
from lightwell.comparators.loading import Loaded, load_release
from lightwell.errors import LightwellError, NotFound, Refused

DATA = Path(__file__).parent / "data"
B1 = (DATA / "b1_children_in_need_2013_to_2025.csv").read_text(encoding="utf-8")
C1 = (DATA / "c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv").read_text(encoding="utf-8")
PUBLISHED = date(2026, 10, 29)


def _next_year(text: str) -> str:
    """Make of the rows of one release those of the next, as their layout will be."""
    return text.replace("\n2025,", "\n2026,")


def _file(folder: Path, text: str, name: str = "b1.csv") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(text.encode())
    return path


def _load(tmp_path: Path, text: str, name: str = "b1.csv", release: str = "", published: date = PUBLISHED) -> Loaded:
    return load_release(tmp_path / "home", _file(tmp_path / "files", text, name), published=published, release=release)


def _refusal(tmp_path: Path, text: str, release: str = "") -> Refused:
    held = _held(tmp_path)
    with pytest.raises(Refused) as refusal:
        _load(tmp_path, text, release=release)
    assert _held(tmp_path) == held
    assert "nothing was changed" in str(refusal.value)
    return refusal.value


def _held(tmp_path: Path) -> dict[str, bytes]:
    folder = tmp_path / "home"
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != ".lock"} if folder.exists() else {}


def _rows(**cells: str) -> str:
    """Give the file of children in need with some columns of its fifth row changed."""
    lines = _next_year(B1).splitlines()
    names, row = lines[0].split(","), lines[4].split(",")
    for name, value in cells.items():
        row[names.index(name)] = value
    return "\n".join([*lines[:4], ",".join(row), *lines[5:]]) + "\n"


def test_a_release_is_named_by_its_publication_and_newest_year(tmp_path: Path) -> None:
    loaded = _load(tmp_path, _next_year(B1))
    assert loaded.release.id == "cin-2026"
    assert loaded.release.short == "CIN 2026"
    assert loaded.release.title == "Characteristics of children in need, 2026 release"
    assert loaded.release.published == PUBLISHED
    assert (loaded.rows, loaded.kept, loaded.left_out, loaded.new) == (12, 12, {}, 48)


def test_estimates_of_a_year_are_the_release_of_the_next(tmp_path: Path) -> None:
    text = (DATA / "ons_mid-year_population_estimates_2012_to_2024.csv").read_text(encoding="utf-8")
    loaded = _load(tmp_path, text.replace("\n2024,", "\n2025,"))
    assert loaded.release.id == "ons-2026"


def test_what_is_loaded_stands_beside_what_is_shipped(tmp_path: Path) -> None:
    _load(tmp_path, _next_year(B1))
    published = Published(tmp_path / "home")
    assert published.release("CIN 2026").id == "cin-2026"
    measure = measure_named("cin_31_march_n", published)
    seen = Viewpoint(authority_of("841"), "2025")
    assert compare(published, measure, seen, 2026).authority.value == 1002
    assert compare(published, measure, seen, 2026).release.id == "cin-2026"
    assert compare(published, measure, seen, 2025).release.id == "cin-2025"


def test_the_values_are_kept_in_the_types_of_those_that_are_shipped(tmp_path: Path) -> None:
    _load(tmp_path, _next_year(B1))
    _load(
        tmp_path, (DATA / "cla_number_and_rate_per_10k_children.csv").read_text(encoding="utf-8"), "cla.csv", published=date(2024, 11, 14)
    )
    published = Published(tmp_path / "home")
    assert published.rows("describe published") == SHIPPED.rows("describe published")
    assert pq.read_schema(tmp_path / "home" / "cin-2026.parquet").names == ["series", "release", "year", "area", "value", "marker"]
    assert published.rows("select value, marker from published where release = 'cin-2026' and area = 'E10000020' limit 1") == [(None, "x")]
    assert published.rows(
        "select value from published where series = 'cla_31_march_rate' and release = 'cla-2024' and area = 'E06000005'"
    ) == [(133.0,)]


def test_another_file_of_the_release_adds_to_it(tmp_path: Path) -> None:
    _load(tmp_path, _next_year(B1))
    loaded = _load(tmp_path, _next_year(C1), "c1.csv")
    assert loaded.release.id == "cin-2026"
    assert loaded.new == 30
    said = json.loads((tmp_path / "home" / "cin-2026.json").read_text(encoding="utf-8"))
    assert [file["name"] for file in said["files"]] == ["b1.csv", "c1.csv"]
    assert said["values"] == 78
    assert said["source"].endswith("Open Government Licence v3.0")
    assert Published(tmp_path / "home").rows("select count(*) from published where release = 'cin-2026'") == [(78,)]


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    _load(tmp_path, _next_year(B1))
    held = _held(tmp_path)
    again = _load(tmp_path, _next_year(B1), "renamed.csv")
    assert (again.new, again.there) == (0, 48)
    assert again.lines()[-1] == "Every value was there already; nothing was changed."
    assert _held(tmp_path) == held


def test_a_file_that_says_another_value_is_refused_naming_both(tmp_path: Path) -> None:
    _load(tmp_path, _next_year(B1))
    refusal = _refusal(tmp_path, _rows(At31_episodes="1003"))
    assert "1 value here and in the release cin-2026 contradict each other" in refusal.message
    assert "named like cin-2026-revised" in refusal.message
    assert str(refusal.problems[0]) == "b1.csv: cin_31_march_n of E06000005 in 2026 is 1,003 here and 1,002 in b1.csv."


def test_a_value_in_place_of_a_marker_is_another_value(tmp_path: Path) -> None:
    _load(tmp_path, _rows(At31_episodes="c"))
    refusal = _refusal(tmp_path, _rows(At31_episodes="x"))
    assert "is “x” (not available or not collected) here and “c” (confidential" in refusal.problems[0].what


def test_a_revision_is_a_release_of_its_own(tmp_path: Path) -> None:
    _load(tmp_path, _next_year(B1))
    loaded = _load(tmp_path, _rows(At31_episodes="1003"), release="CIN 2026 revised", published=date(2026, 12, 3))
    assert (loaded.release.id, loaded.release.short) == ("cin-2026-revised", "CIN 2026 revised")
    found = compare(Published(tmp_path / "home"), measure_named("cin_31_march_n", SHIPPED), Viewpoint(authority_of("841"), "2025"), 2026)
    assert (found.release.short, found.authority.value) == ("CIN 2026 revised", 1003)


def test_a_release_that_is_shipped_is_never_changed(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"2025 release \(cin-2025\) comes with Lightwell and is never changed"):
        _load(tmp_path, B1, release="cin-2025")
    with pytest.raises(Refused, match="comes with Lightwell"):
        _load(tmp_path, B1, release="CIN 2025 release")
    assert _held(tmp_path) == {}
    beside = _load(tmp_path, B1)
    assert (beside.release.id, beside.release.short) == ("cin-2025-loaded", "CIN 2025 (loaded)")
    assert {release.id for release in Published(tmp_path / "home").releases} >= {"cin-2025", "cin-2025-loaded"}


def test_a_day_that_nobody_said_is_that_of_the_first_load(tmp_path: Path) -> None:
    file = _file(tmp_path / "files", _next_year(B1), "b1.csv")
    first = load_release(tmp_path / "home", file, published=PUBLISHED, said=False)
    again = load_release(tmp_path / "home", file, published=date(2027, 1, 1), said=False)
    assert (first.release.published, again.release.published, again.new) == (PUBLISHED, PUBLISHED, 0)


def test_a_release_has_one_publication_and_one_day(tmp_path: Path) -> None:
    _load(tmp_path, _next_year(B1))
    with pytest.raises(Refused, match="was loaded as published on 29 October 2026, not on 30 October 2026"):
        _load(tmp_path, _next_year(C1), published=date(2026, 10, 30))
    with pytest.raises(Refused, match="is of the publication cin, not of cla"):
        _load(tmp_path, (DATA / "la_cla_placement_stability.csv").read_text(encoding="utf-8"), release="cin-2026")


def test_figures_of_a_year_after_the_day_of_publication_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="holds figures of 2026, so it cannot have been published on 29 October 2025"):
        _load(tmp_path, _next_year(B1), published=date(2025, 10, 29))


@pytest.mark.parametrize("name", ["???", "x" * 61])
def test_a_name_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    assert "cannot name a release" in _refusal(tmp_path, _next_year(B1), release=name).message


def test_other_columns_are_refused_with_what_was_expected(tmp_path: Path) -> None:
    refusal = _refusal(tmp_path, _next_year(B1).replace("At31_episodes", "Open_at_31_March"))
    problem = str(refusal.problems[0])
    assert "nearest to “B1, children in need” of Characteristics of children in need, and lacks the columns at31_episodes." in problem
    assert "It has these in their place: Anypoint_child, Started_child, Ended_child, Open_at_31_March, awaiting_assessment." in problem


def test_a_file_without_the_columns_of_every_file_is_refused_naming_them(tmp_path: Path) -> None:
    refusal = _refusal(tmp_path, _next_year(B1).replace("old_la_code", "la_number"))
    assert "lacks the columns old_la_code" in str(refusal.problems[0])


def test_a_file_of_something_else_is_refused_with_what_is_read(tmp_path: Path) -> None:
    refusal = _refusal(tmp_path, "name,size\na,1\n")
    assert "None of its columns is known: name, size." in str(refusal.problems[0])
    assert "Children's social work workforce" in str(refusal.problems[0])


def test_columns_are_matched_whatever_their_case_and_spacing(tmp_path: Path) -> None:
    loaded = _load(tmp_path, _next_year(B1).replace("At31_episodes", " AT31  Episodes ").replace("time_period", "Time period"))
    assert loaded.new == 48


@pytest.mark.parametrize(
    ("change", "reason", "note"),
    [
        ({"geographic_level": "Ofsted region"}, "of another geographic level (Ofsted region)", ""),
        ({"category": "Male"}, "not a headline row", ""),
        ({"time_identifier": "Autumn term"}, "of a part of a year, or of no year", "“Autumn term” is not a whole year"),
        ({"time_period": "soon"}, "of a part of a year, or of no year", "“soon” is no year"),
        ({"old_la_code": "999"}, "of an area that is not known here", "No authority has the code “999”"),
        ({"old_la_code": "", "new_la_code": "z"}, "of an area that is not known here", "No authority has the code “z”"),
        ({"new_la_code": "E06000001"}, "whose two codes are of different authorities", "841 and E06000001 are codes of different"),
        ({"geographic_level": "Regional", "region_code": "E12000099"}, "of an area that is not known here", "the code “E12000099”"),
    ],
)
def test_a_row_that_is_left_out_is_counted_by_reason(tmp_path: Path, change: dict[str, str], reason: str, note: str) -> None:
    loaded = _load(tmp_path, _rows(**change))
    assert (loaded.rows, loaded.kept, loaded.left_out) == (12, 11, {reason: 1})
    assert [problem.row for problem in loaded.notes] == ([5] if note else [])
    assert all(note in problem.what for problem in loaded.notes)
    assert f"  left out: 1 {reason}" in loaded.lines()


def test_an_ons_code_that_is_not_known_yet_is_found_by_the_old_code(tmp_path: Path) -> None:
    loaded = _load(tmp_path, _rows(new_la_code="E06000099"))
    assert ("cin_31_march_n", 2026, "E06000005") in loaded.tables[0].cells


def test_a_row_that_says_the_same_again_is_left_out(tmp_path: Path) -> None:
    text = _next_year(B1)
    loaded = _load(tmp_path, text + text.splitlines()[4] + "\n")
    assert loaded.left_out == {"the same as a row before": 1}


def test_two_values_for_one_thing_are_refused_naming_both_rows(tmp_path: Path) -> None:
    text = _next_year(B1)
    refusal = _refusal(tmp_path, text + text.splitlines()[4].replace(",1002,", ",1001,") + "\n")
    assert str(refusal.problems[0]).startswith(
        "b1.csv, row 14, column At31_episodes: cin_31_march_n of E06000005 in 2026 is 1,001 here and 1,002 in row 5."
    )


def test_a_breakdown_that_is_not_known_is_refused(tmp_path: Path) -> None:
    lines = _next_year(B1).splitlines()
    text = "\n".join([f"{lines[0]},sex", *(f"{line},Female" for line in lines[1:])])
    refusal = _refusal(tmp_path, text)
    assert "broken down by a column that this table is not known to have: it says “Female”" in str(refusal.problems[0])
    assert str(refusal.problems[0]).startswith("b1.csv, row 2, column sex:")


def test_cells_that_cannot_be_read_refuse_the_file_with_the_first_twenty(tmp_path: Path) -> None:
    lines = _next_year(B1).splitlines()
    bad = [line.rsplit(",", 2)[0] + ",n/a,0" for line in lines[1:]]
    refusal = _refusal(tmp_path, "\n".join([lines[0], *bad]))
    assert "12 cells cannot be used:" in refusal.message
    assert str(refusal.problems[3]) == "b1.csv, row 5, column At31_episodes: “n/a” is neither a number nor a marker."
    assert refusal.problems[3].value == "n/a"
    many = [line.replace(",2026,", ",2026,") for line in bad for _ in range(3)]
    refusal = _refusal(tmp_path, "\n".join([lines[0], *many]))
    assert "36 cells cannot be used; the first 20 are:" in refusal.message
    assert len(refusal.problems) == 20


def test_rows_of_another_length_are_refused(tmp_path: Path) -> None:
    refusal = _refusal(tmp_path, _next_year(B1) + "2026,Reporting year\n")
    assert str(refusal.problems[0]) == "b1.csv, row 14: The row has 2 cells, the headings 19."


def test_a_quotation_mark_that_is_never_closed_is_refused(tmp_path: Path) -> None:
    refusal = _refusal(tmp_path, _next_year(B1).replace('City of"', "City of"))
    assert "quotation mark" in str(refusal.problems[0])


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    assert "Two columns have the same name: At31_Episodes, at31_episodes" in str(
        _refusal(tmp_path, _next_year(B1).replace("awaiting_assessment", "At31_Episodes").replace("At31_episodes", "at31_episodes"))
    )


def test_a_file_without_a_headline_row_says_what_one_would_be(tmp_path: Path) -> None:
    refusal = _refusal(tmp_path, _next_year(B1).replace("Children in Need", "Children in need: boys"))
    assert "None of its 12 rows can be kept: 12 not a headline row." in refusal.message
    assert "one of: children in need. The file says: Children in need: boys." in refusal.problems[0].what


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_encodings_ends_of_lines_and_columns_left_blank_make_no_difference(tmp_path: Path, encoding: str) -> None:
    text = "".join(f"{line},,\r\n" for line in _next_year(B1).replace("Norfolk", "Nôrfolk – “x”").splitlines()) + "\r\n"
    path = tmp_path / "b1.csv"
    path.write_bytes(text.encode(encoding))
    loaded = load_release(tmp_path / "home", path, published=PUBLISHED)
    assert (loaded.rows, loaded.new) == (12, 48)


def test_a_packed_file_is_the_same_file(tmp_path: Path) -> None:
    _load(tmp_path, _next_year(B1))
    held = _held(tmp_path)
    packed = tmp_path / "b1.csv.gz"
    packed.write_bytes(gzip.compress(_next_year(B1).encode()))
    assert load_release(tmp_path / "home", packed, published=PUBLISHED).new == 0
    assert _held(tmp_path) == held


def _zip(path: Path, members: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def test_a_zip_is_loaded_with_what_is_known_in_it_and_the_rest_named(tmp_path: Path) -> None:
    of_boys = _next_year(B1).replace("Children in Need", "Boys")
    members = {
        "data/b1.csv": _next_year(B1),
        "data/c1.csv": _next_year(C1),
        "data/b1.meta.csv": "a\n",
        "guide.txt": "",
        "other.csv": "a,b\n1,2\n",
    }
    path = _zip(tmp_path / "all.zip", {**members, "data/b2.csv": of_boys})
    loaded = load_release(tmp_path / "home", path, published=PUBLISHED)
    assert [table.file.name for table in loaded.tables] == ["b1.csv", "c1.csv"]
    assert {problem.where for problem in loaded.not_read} == {"data/b1.meta.csv", "guide.txt", "other.csv", "b2.csv"}
    assert loaded.rows == loaded.kept + sum(loaded.left_out.values()) == 17


def test_a_zip_of_two_publications_is_loaded_one_at_a_time(tmp_path: Path) -> None:
    cla = (DATA / "la_cla_placement_stability.csv").read_text(encoding="utf-8").replace("\n2025,", "\n2026,")
    path = _zip(tmp_path / "both.zip", {"b1.csv": _next_year(B1), "cla.csv": cla})
    with pytest.raises(Refused, match=r"holds tables of Characteristics of children in need \(cin\) and Children looked after"):
        load_release(tmp_path / "home", path, published=PUBLISHED)
    assert load_release(tmp_path / "home", path, published=PUBLISHED, publication="CLA").release.id == "cla-2026"
    with pytest.raises(NotFound, match="There are: cin"):
        load_release(tmp_path / "home", path, published=PUBLISHED, publication="nothing")


def test_a_service_loads_a_table_of_its_own(tmp_path: Path) -> None:
    text = _next_year(B1).replace("At31_episodes", "Open_at_31_March")
    own = tmp_path / "home" / "publications"
    own.mkdir(parents=True)
    (own / "need.yaml").write_text(
        "id: need\nshort: Need\ntitle: Need\nsource: Us\ntables:\n  - name: B\n    rows:\n"
        "      - where: {category: children in need}\n        series: {need_n: open at 31 march}\n",
        encoding="utf-8",
    )
    loaded = _load(tmp_path, text)
    assert (loaded.release.id, loaded.series) == ("need-2026", {"need_n": 12})
    assert "Anypoint_child" in loaded.tables[0].not_read


def test_a_failure_to_write_leaves_all_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _load(tmp_path, _next_year(B1))
    held = _held(tmp_path)
    replace = os.replace

    def fail_at_manifests(source: Path, target: Path) -> None:
        if Path(target).suffix == ".json":
            raise OSError(28, "No space left on device")
        replace(source, target)

    monkeypatch.setattr(os, "replace", fail_at_manifests)
    with pytest.raises(LightwellError, match=r"No space left on device\); nothing was changed"):
        _load(tmp_path, _next_year(C1), "c1.csv")
    assert _held(tmp_path) == held


def test_a_damaged_release_is_said_and_left(tmp_path: Path) -> None:
    _load(tmp_path, _next_year(B1))
    (tmp_path / "home" / "cin-2026.parquet").write_bytes(b"PAR1")
    held = _held(tmp_path)
    with pytest.raises(LightwellError, match="The release cin-2026 that was loaded here is damaged"):
        _load(tmp_path, _next_year(C1), "c1.csv")
    assert _held(tmp_path) == held


@pytest.mark.parametrize("name", ["nothing.csv", "."])
def test_a_file_that_is_not_there_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match="cannot be opened"):
        load_release(tmp_path / "home", tmp_path / name, published=PUBLISHED)


def test_a_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="holds no CSV file"):
        load_release(tmp_path / "home", _zip(tmp_path / "book.xlsx", {"xl/workbook.xml": ""}), published=PUBLISHED)
