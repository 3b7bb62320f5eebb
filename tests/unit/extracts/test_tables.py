"""The source `tables`: every row is either loaded or in quarantine with a reason."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lightwell.extracts import Extract, journey_schema
from lightwell.extracts.messages import VERBS, title_of
from lightwell.extracts.model import QUARANTINE
from lightwell.journey import RECORDS, record_named
from tests.unit.extracts.folders import AS_AT, counted, faults, folder, read, rows, zipped

PLACEMENTS = "id,child,started_on,ended_on,kind\n"


def one(path: Path, content: str | bytes, name: str = "placements.csv") -> Extract:
    return read(folder(path, {name: content}))


def test_rows_become_records_in_the_columns_of_the_journey(tmp_path: Path) -> None:
    extract = one(tmp_path, PLACEMENTS + "7,1042,09/03/2026,,u6\n,1043,2026-03-10,11/03/2026,K2\n")
    table = extract.tables["placements"]
    assert table.schema == journey_schema(record_named("placements"))
    assert rows(extract, "placements", "id", "authority", "child", "started_on", "ended_on", "kind", "provider") == [
        ("7", "900", "1042", date(2026, 3, 9), None, "U6", None),
        (table.column("id")[1].as_py(), "900", "1043", date(2026, 3, 10), date(2026, 3, 11), "K2", None),
    ]
    assert counted(extract) == [("placements", 2, 2, 0)]
    assert extract.quarantine.schema == QUARANTINE
    assert (extract.source, extract.as_at, extract.authority) == ("tables", AS_AT, "900")
    assert extract.coverage == {"placements": None}


def test_an_identifier_that_the_source_lacks_comes_from_the_key_and_stays_the_same(tmp_path: Path) -> None:
    first = one(tmp_path / "a", "child,started_on,kind\n1042,09/03/2026,U6\n1043,09/03/2026,U6\n")
    second = one(tmp_path / "b", "kind,started_on,child\nK2,2026-03-09,1042\n")
    ids = [row[0] for row in rows(first, "placements", "id")]
    assert len(set(ids)) == 2
    assert rows(second, "placements", "id") == [(ids[0],)]
    assert len(ids[0]) == 16


def test_headings_match_whatever_their_case_spacing_punctuation_and_order(tmp_path: Path) -> None:
    extract = one(tmp_path, "KIND;Started On ;child.; ENDED-ON\nU6;9/3/2026;1042;\n", name="Placements.CSV")
    assert rows(extract, "placements", "child", "started_on", "kind") == [("1042", date(2026, 3, 9), "U6")]


def test_cells_are_trimmed_and_every_way_of_writing_blank_is_blank(tmp_path: Path) -> None:
    lines = [f"{child}, 9/3/2026 ,{blank},U6" for child, blank in enumerate(["", "NULL", " n/a ", "-", "nan", "\u00a0"])]
    extract = one(tmp_path, "child,started_on,ended_on,kind\n" + "\n".join(lines))
    assert rows(extract, "placements", "ended_on") == [(None,)] * 6


def test_a_person_called_null_keeps_the_name(tmp_path: Path) -> None:
    extract = one(tmp_path, "child,family_name,given_name\n1,Null,Nan\n", name="people.csv")
    assert rows(extract, "people", "family_name", "given_name") == [("Null", "Nan")]


def test_an_end_before_its_start_is_told_in_full(tmp_path: Path) -> None:
    extract = one(tmp_path, PLACEMENTS + "1,1042,09/03/2026,03/03/2026,U6\n")
    (row,) = extract.quarantine.to_pylist()
    assert row == {
        "record": "placements",
        "file": "placements.csv",
        "sheet": "",
        "row": 2,
        "column": "ended_on",
        "value": "03/03/2026",
        "child": "1042",
        "reason": "Placement ends on 3 March 2026, before it starts on 9 March 2026 (child 1042, row 2 of placements.csv).",
        "remedy": "Correct the dates in the case system and load again; the row is in quarantine until then.",
    }
    assert counted(extract) == [("placements", 1, 0, 1)]


def test_every_problem_of_a_row_is_told_and_the_row_counted_once(tmp_path: Path) -> None:
    extract = one(tmp_path, "child,started_on,ended_on,kind,distance\n,31/02/2026,soon,XX,far\n2,1/1/2026,,U6,1.5\n")
    at = "(row 2 of placements.csv)."
    assert faults(extract) == [
        (2, "child", f"Placement has a blank “child”, which has to be filled in {at}"),
        (2, "started_on", f"“31/02/2026” in “started_on” is not a day of the calendar {at}"),
        (2, "ended_on", f"“soon” in “ended_on” is not a date {at}"),
        (2, "kind", f"“XX” in “kind” is not a code of the list “Placement type” {at}"),
        (2, "distance", f"“far” in “distance” is not a number {at}"),
    ]
    assert counted(extract) == [("placements", 2, 1, 1)]


def test_a_row_that_repeats_another_is_set_aside_and_says_which(tmp_path: Path) -> None:
    good, later = "1,1042,09/03/2026,,U6\n", "1,1042,09/03/2026,,K2\n"
    extract = one(tmp_path, PLACEMENTS + "1,1042,never,,U6\n" + good + "2,1042,10/03/2026,,U6\n" + good + later)
    at = "(child 1042, row {} of placements.csv)."
    assert faults(extract)[1:] == [
        (5, "", "Placement repeats row 3 " + at.format(5)),
        (6, "", "Placement has the identifier or the key of row 3, with other values " + at.format(6)),
    ]
    assert counted(extract) == [("placements", 5, 2, 3)]


def test_rows_of_the_wrong_length_are_kept_and_the_others_keep_their_numbers(tmp_path: Path) -> None:
    text = PLACEMENTS + '1,1,9/3/2026,,"U6\n"\n2,2\n\n3,3,9/3/2026,,U6,,\n,,,,\n4,4,31/2/2026,,U6\n5,5,9/3/2026,,U6'
    extract = one(tmp_path, text)
    assert faults(extract) == [
        (3, "", "The row has 2 cells where the heading has 5 (row 3 of placements.csv)."),
        (5, "", "The row has 7 cells where the heading has 5 (row 5 of placements.csv)."),
        (7, "started_on", "“31/2/2026” in “started_on” is not a day of the calendar (child 4, row 7 of placements.csv)."),
    ]
    assert [row["value"] for row in extract.quarantine.to_pylist()] == ["2,2", "3,3,9/3/2026,,U6,,", "31/2/2026"]
    assert counted(extract) == [("placements", 5, 2, 3)]


def test_rows_with_nothing_in_them_are_no_rows(tmp_path: Path) -> None:
    extract = one(tmp_path, "\n\n" + PLACEMENTS + ",,,,\n\n , ,NULL,-,\n1,1,9/3/2026,,XX\n")
    assert [fault[0] for fault in faults(extract)] == [7]
    assert counted(extract) == [("placements", 1, 0, 1)]


def test_blank_rows_above_the_heading_are_passed_over(tmp_path: Path) -> None:
    extract = one(tmp_path, ",,\n\n,,,,\n" + PLACEMENTS + "1,1,9/3/2026,,XX\n2,2\n")
    assert [fault[0] for fault in faults(extract)] == [5, 6]
    assert counted(extract) == [("placements", 2, 0, 2)]


def test_one_wide_file_may_serve_two_tables(tmp_path: Path) -> None:
    text = "tables: {people: {file: wide.csv}, contacts: {file: Wide.csv}}"
    extract = read(folder(tmp_path, {"wide.csv": "child,sex,received_on\n1,1,9/3/2026\n", "mapping.yaml": text}))
    assert counted(extract) == [("people", 1, 1, 0), ("contacts", 1, 1, 0)]


def test_numbers_in_parquet_that_have_no_decimals_are_written_without(tmp_path: Path) -> None:
    file = io.BytesIO()
    pq.write_table(pa.table({"child": [1042.0, 2.5, None, 1e300], "sex": [1.0, 2.0, 1.0, None]}), file)
    extract = one(tmp_path, file.getvalue(), name="people.parquet")
    assert rows(extract, "people", "child", "sex") == [("1042", "1"), ("2.5", "2"), ("1e+300", None)]


def test_a_file_of_a_heading_alone_has_no_rows(tmp_path: Path) -> None:
    extract = one(tmp_path, PLACEMENTS)
    assert counted(extract) == [("placements", 0, 0, 0)]
    assert extract.tables["placements"].num_rows == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-be"])
def test_the_encodings_of_real_files_are_read(tmp_path: Path, encoding: str) -> None:
    text = "child,family_name\n1,Zoë\n"
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    extract = one(tmp_path, mark + text.encode(encoding), name="people.csv")
    assert rows(extract, "people", "family_name") == [("Zoë",)]
    assert bool(extract.notes) == encoding.startswith(("cp", "utf-16"))


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_separators_and_line_ends_of_real_files_are_read(tmp_path: Path, separator: str, newline: str) -> None:
    lines = [["child", "family_name", "sex"], ["1", f'"A{separator}B"', "1"], ["2", '"say ""so"""', "2"]]
    extract = one(tmp_path, newline.join(separator.join(line) for line in lines), name="people.csv")
    assert rows(extract, "people", "family_name", "sex") == [(f"A{separator}B", "1"), ('say "so"', "2")]


def test_a_formula_is_text_and_nothing_more(tmp_path: Path) -> None:
    extract = one(tmp_path, 'child,family_name,sex\n1,=cmd|\'/c calc\'!A0,1\n2,"=HYPERLINK(""x"")",=1+1\n', name="people.csv")
    assert rows(extract, "people", "family_name") == [("=cmd|'/c calc'!A0",)]
    assert faults(extract) == [(3, "sex", "“=1+1” in “sex” is not a code of the list “Sex” (child 2, row 3 of people.csv).")]


def test_parquet_is_read_as_csv_is(tmp_path: Path) -> None:
    table = pa.table(
        {
            "child": pa.array([1, 2, 3], pa.int64()),
            "started_on": pa.array([date(2026, 3, 9)] * 3, pa.date32()),
            "ended_on": pa.array([None, datetime(2026, 3, 8), datetime(2026, 4, 1, 12)], pa.timestamp("us")),  # noqa: DTZ001
            "kind": pa.array(["U6"] * 3).dictionary_encode(),
            "same_carer": [True, False, None],
            "distance": [1.5, None, float("nan")],
        }
    )
    file = io.BytesIO()
    pq.write_table(table, file)
    extract = one(tmp_path, file.getvalue(), name="placements.parquet")
    assert rows(extract, "placements", "child", "ended_on", "same_carer", "distance") == [
        ("1", None, True, 1.5),
        ("3", date(2026, 4, 1), None, None),
    ]
    assert [fault[:2] for fault in faults(extract)] == [(3, "ended_on")]


def test_folder_and_zip_give_the_same_and_the_fingerprint_follows_what_was_read(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"people.csv": "child\n1\n", "placements.csv": PLACEMENTS + "1,1,9/3/2026,,U6\n"}
    first = read(folder(tmp_path / "a", files))
    second = read(zipped(tmp_path / "b.zip", {f"extract/{name}": content for name, content in files.items()}))
    assert {name: table.to_pylist() for name, table in first.tables.items()} == {
        name: table.to_pylist() for name, table in second.tables.items()
    }
    assert first.fingerprint == second.fingerprint
    changed = read(folder(tmp_path / "c", {**files, "people.csv": "child\n2\n"}))
    mapped = read(folder(tmp_path / "d", {**files, "mapping.yaml": "dates: day_first\n"}))
    assert len({first.fingerprint, changed.fingerprint, mapped.fingerprint}) == 3


def test_what_is_not_known_is_named_and_not_guessed_at(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "people.csv": "child,shoe size,sex\n1,4,1\n",
        "visitors.csv": "a\n1\n",
        "readme.docx": b"x",
        "contacts.csv": "child,received_on\n1,9/3/2026\n2,9/3/2026\n3,9/3/2026\n",
    }
    path = folder(tmp_path, files)
    (path / "older").mkdir()
    assert sorted(str(note) for note in read(path).notes) == [
        "contacts: 2 children have records here and none in people. Their age, sex and ethnicity are not known.",
        "older: This folder inside the extract was not looked at.",
        "people.csv: No column of people has the heading “shoe size”; not read.",
        "readme.docx: No record type has this name, so the file was not read.",
        "visitors.csv: No record type has this name, so the file was not read.",
    ]


def test_progress_runs_from_nothing_to_all(tmp_path: Path) -> None:
    said: list[tuple[str, float]] = []
    read(
        folder(tmp_path, {"people.csv": "child\n1\n", "workers.csv": "worker\n1\n"}), progress=lambda what, done: said.append((what, done))
    )
    assert said[0] == ("Reading people.csv", 0.0)
    assert said[-1][1] == 1.0
    assert [done for _, done in said] == sorted(done for _, done in said)


def test_every_day_that_may_not_come_before_another_has_words_for_it() -> None:
    for record in RECORDS:
        for column in record.columns:
            assert not column.not_before or {column.name, column.not_before} <= set(VERBS), (record.table, column.name)


def test_records_are_named_in_plain_words() -> None:
    named: dict[str, Any] = {record.table: title_of(record) for record in RECORDS}
    assert named["section_47_enquiries"] == "Section 47 enquiry"
    assert named["care_reviews"] == "Care review"
    assert named["posts"] == "Post"
