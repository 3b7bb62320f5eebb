"""Annex A: the eleven lists, known by name or by their columns, become journey records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lightwell.errors import Refused
from lightwell.extracts import Extract, journey_schema, read_annex_a
from lightwell.extracts.annex_a_lists import LISTS, columns_of, list_columns, list_named, reader_of
from lightwell.extracts.values import Unreadable, fold
from lightwell.journey import record_named
from tests.unit.extracts.folders import counted, faults, rows
from tests.unit.extracts.workbooks import GOOD, PERSON, WORK, Cells, annex_a, list_rows, write

AS_AT = date(2024, 1, 31)


def read(path: Path) -> Extract:
    return read_annex_a(path, as_at=AS_AT, authority="900")


def lists(tmp_path: Path, given: Mapping[int, Sequence[Cells]]) -> Extract:
    """Read a workbook of the lists given and no others."""
    return read(write(tmp_path / "a.xlsx", {f"List {number}": list_rows(number, *cells) for number, cells in given.items()}))


def test_every_column_read_is_one_of_the_guidance() -> None:
    assert [len({column.number for column in list_columns()}), len(list_columns())] == [11, 165]
    for spec in LISTS:
        headings = [column.heading for column in columns_of(spec.number)]
        assert {each.heading for each in spec.fields} <= set(headings)
        assert len({each.column.name for each in spec.fields}) == len(spec.fields)


def test_every_category_of_the_guidance_is_read() -> None:
    for spec in LISTS:
        for wanted in spec.fields:
            if wanted.column.kind not in ("code", "flag"):
                continue
            read_one = reader_of(spec.number, wanted).of(wanted.column)
            for category in next(column.categories for column in columns_of(spec.number) if column.heading == wanted.heading):
                read_one(category)


def test_a_bare_letter_is_read_by_the_list_it_is_in() -> None:
    gender = {spec.number: next(each for each in spec.fields if each.heading == "Gender") for spec in LISTS}
    assert reader_of(1, gender[1]).code(gender[1].column.codes, "C") == "0"
    assert reader_of(11, gender[11]).code(gender[11].column.codes, "c") == "9"
    ethnicity = next(each for each in LISTS[0].fields if each.heading == "Ethnicity")
    assert reader_of(1, ethnicity).code(ethnicity.column.codes, "q") == "CHNE"
    with pytest.raises(Unreadable):
        reader_of(1, ethnicity).code(ethnicity.column.codes, "s")


def test_all_eleven_lists_become_records(tmp_path: Path) -> None:
    extract = read(annex_a(tmp_path / "a.xlsx"))
    assert counted(extract) == [(spec.record, 1, 1, 0) for spec in LISTS]
    for name, table in extract.tables.items():
        assert table.schema == journey_schema(record_named(name))
    assert rows(extract, "contacts", "child", "received_on", "source") == [("C1", date(2024, 1, 5), "2A")]
    assert rows(extract, "early_help_episodes", "referred_on", "assessment_completed_on") == [(date(2023, 11, 1), date(2023, 12, 1))]
    assert rows(extract, "referrals", "received_on", "source", "no_further_action") == [(date(2024, 1, 5), "6", False)]
    assert rows(extract, "assessments", "started_on", "child_seen", "completed_on") == [(date(2024, 1, 5), True, None)]
    assert rows(extract, "section_47_enquiries", "strategy_discussion_on", "initial_conference_on") == [
        (date(2024, 1, 8), date(2024, 1, 20))
    ]
    assert rows(extract, "strategy_discussions", "held_on", "worker") == [(date(2024, 1, 8), "A Worker")]
    assert sorted(rows(extract, "conferences", "kind", "held_on", "led_to_plan")) == [
        ("initial", date(2024, 1, 20), True),
        ("review", date(2024, 1, 30), None),
    ]
    assert rows(extract, "child_in_need_plans", "child", "started_on", "ended_on") == [("C1", date(2024, 1, 5), None)]
    assert rows(extract, "child_protection_plans", "initial_category", "latest_category", "previous_plans") == [("NEG", "EMO", 1)]
    assert rows(extract, "placements", "child", "kind", "provider", "inside_authority") == [("C2", "U6", "PR1", True)]
    assert rows(extract, "legal_statuses", "status", "started_on") == [("C2", date(2023, 9, 1))]
    assert rows(extract, "health_assessments", "kind", "held_on") == [("review", date(2023, 12, 1))]
    assert rows(extract, "care_leavers", "started_on", "category", "accommodation_suitable") == [
        (date(2023, 5, 20), "former_relevant", True)
    ]
    assert rows(extract, "adoptions", "child", "decided_on") == [("C4", date(2023, 8, 1))]
    assert rows(extract, "adopters", "adopter", "sex", "left_reason") == [("AD1", "9", "1")]


def test_the_latest_visits_count_as_recorded_and_authorised_face_to_face(tmp_path: Path) -> None:
    extract = read(annex_a(tmp_path / "a.xlsx"))
    assert sorted(rows(extract, "visits", "purpose", "happened_on", "recorded_on", "authorised_on", "mode")) == [
        ("child_in_need", *[date(2024, 1, 25)] * 3, "face_to_face"),
        ("child_protection", *[date(2024, 1, 29)] * 3, "face_to_face"),
        ("in_care", *[date(2024, 1, 15)] * 3, "face_to_face"),
    ]


def test_open_cases_have_their_worker_and_team_on_the_day_of_the_extract(tmp_path: Path) -> None:
    extract = lists(
        tmp_path,
        {
            6: [
                GOOD[6],
                {**GOOD[6], "Child Unique ID": "C2", "Allocated Worker": None},
                {**GOOD[6], "Child Unique ID": "C5", "CIN Closure Date": "30/01/2024", "Allocated Worker": "C Worker"},
                {**GOOD[6], "Child Unique ID": "C6", "Allocated Worker": None, "Allocated Team": None},
            ],
            7: [{**GOOD[7], "Allocated Worker": "B Worker"}],
        },
    )
    assert sorted(rows(extract, "allocations", "child", "role", "worker", "team", "started_on")) == [
        ("C1", "primary", "B Worker", "North Safeguarding", AS_AT),
        ("C2", "primary", None, "North Safeguarding", AS_AT),
    ]
    assert sorted(rows(extract, "workers", "worker", "name", "qualified")) == [
        (name, name, None) for name in ("A Worker", "B Worker", "C Worker")
    ]
    assert rows(extract, "teams", "team", "name", "kind") == [("North Safeguarding", "North Safeguarding", "other")]


def test_coverage_says_from_when_each_table_is_complete(tmp_path: Path) -> None:
    coverage = read(annex_a(tmp_path / "a.xlsx")).coverage
    assert {coverage[name] for name in ("contacts", "assessments", "periods_of_care", "care_leavers")} == {date(2023, 7, 31)}
    assert coverage["adoptions"] == date(2023, 1, 31)
    assert {coverage[name] for name in ("visits", "placements", "legal_statuses", "care_reviews", "allocations", "conferences")} == {AS_AT}


def test_one_person_in_several_lists_is_one_and_disagreement_is_told(tmp_path: Path) -> None:
    other = {**GOOD[8], "Child Unique ID": "C1", "Date of Birth": "10/03/2010", "Gender": "c) Not stated/recorded (or unborn)"}
    extract = lists(tmp_path, {1: [GOOD[1]], 8: [{**other, "Ethnicity": "s) NOBT"}]})
    assert rows(extract, "people", "child", "born_on", "sex", "ethnicity", "unaccompanied") == [
        ("C1", date(2010, 3, 10), "2", "WBRI", False),
    ]
    assert [str(note) for note in extract.notes if "C1" in note.what] == [
        "Child C1 has more than one date of birth: 10 March 2010 in list 8; 9 March 2010 in list 1. "
        "The one in list 8 was taken; correct the other in the case system."
    ]


def test_an_unborn_child_has_an_expected_day(tmp_path: Path) -> None:
    unborn = {**GOOD[3], "Age of Child (Years)": -1, "Date of Birth": "01/05/2024"}
    assert rows(lists(tmp_path, {3: [unborn]}), "people", "born_on", "expected_on") == [(None, date(2024, 5, 1))]


def test_bad_rows_are_in_quarantine_with_their_place_in_the_workbook(tmp_path: Path) -> None:
    bad: list[Cells] = [
        {**GOOD[7], "Child Protection Plan End Date": "01/01/2024"},
        {**GOOD[7], "Child Unique ID": None, "Initial Category of Abuse": "z"},
        {},
        {**GOOD[7], "Child Unique ID": "C9"},
        {**GOOD[7], "Child Unique ID": "C9"},
    ]
    extract = lists(tmp_path, {7: bad})
    assert counted(extract) == [("child_protection_plans", 4, 1, 3)]
    assert faults(extract) == [
        (
            2,
            "Child Protection Plan End Date",
            "Child protection plan ends on 1 January 2024, before it starts on 20 January 2024 (child C1, row 2 of List 7 of a.xlsx).",
        ),
        (
            3,
            "Child Unique ID",
            "Child protection plan has a blank “Child Unique ID”, which has to be filled in (row 3 of List 7 of a.xlsx).",
        ),
        (
            3,
            "Initial Category of Abuse",
            "“z” in “Initial Category of Abuse” is not a code of the list “Category of abuse” (row 3 of List 7 of a.xlsx).",
        ),
        (6, "", "Child protection plan repeats row 5 (child C9, row 6 of List 7 of a.xlsx)."),
    ]
    assert {(row["file"], row["sheet"], row["record"]) for row in extract.quarantine.to_pylist()} == {
        ("a.xlsx", "List 7", "child_protection_plans")
    }


@pytest.mark.parametrize(
    ("sheet", "number"),
    [
        ("List 1", 1), ("list_01", 1), ("List 1 - Contacts", 1), ("1. Contacts", 1), ("CONTACTS", 1), ("1", 1), ("Annex A List 8", 8),
        ("8 CLA", 8), ("Section 47 enquiries and Initi", 5), ("List 5 anything", 5), ("Children in Need", 6), ("List 11", 11),
        ("10_Adoption", 10), ("List 12", None), ("2019 data", None), ("Sheet1", None), ("Notes", None), ("", None), ("1. Referral", None),
        ("Listing", None),
    ],
)  # fmt: skip
def test_a_list_is_known_by_the_name_of_its_sheet(sheet: str, number: int | None) -> None:
    spec = list_named(sheet)
    assert (spec.number if spec else None) == number


def test_a_list_is_known_by_its_columns_wherever_its_heading_stands(tmp_path: Path) -> None:
    sheets: dict[str, Sequence[Sequence[Any]]] = {
        f"Data {spec.number}": [["Some council"], [], *list_rows(spec.number, GOOD[spec.number])] for spec in LISTS
    }
    extract = read(write(tmp_path / "a.xlsx", {**sheets, "Notes": [["Child Unique ID", "Gender", "Ethnicity"], [1, 2, 3]]}))
    assert counted(extract) == [(spec.record, 1, 1, 0) for spec in LISTS]
    assert [note.where for note in extract.notes if "none of the eleven lists" in note.what] == ["Notes of a.xlsx"]


def test_headings_match_whatever_their_case_and_spacing_and_a_slip_of_a_letter_is_told(tmp_path: Path) -> None:
    heading, row = list_rows(8, GOOD[8])
    changed = [str(each).upper().replace(" ", "  ") for each in heading]
    changed[changed.index("PLACEMENT  PROVIDER")] = "Placment Provider"
    extract = read(write(tmp_path / "a.xlsx", {"List 8": [changed, row]}))
    assert rows(extract, "placements", "provider") == [("PR1",)]
    assert "List 8 of a.xlsx: The heading “Placment Provider” was read as “Placement Provider”." in [str(note) for note in extract.notes]


def test_stage_2_is_never_read_as_stage_1(tmp_path: Path) -> None:
    heading, row = list_rows(11, {**GOOD[11], "Date Stage 1 started": "01/02/2023"})
    changed = [each for each in heading if each != "Date Stage 2 started"]
    del row[heading.index("Date Stage 2 started")]
    extract = read(write(tmp_path / "a.xlsx", {"List 11": [changed, row]}))
    assert rows(extract, "adopters", "stage_1_started_on", "stage_2_started_on") == [(date(2023, 2, 1), None)]


def test_lists_and_columns_that_are_missing_are_named(tmp_path: Path) -> None:
    notes = [str(note) for note in lists(tmp_path, {1: [GOOD[1]]}).notes]
    assert "a.xlsx: List 8, Children in care, is not in the workbook." in notes
    assert len([note for note in notes if "is not in the workbook" in note]) == 10
    heading, row = list_rows(1, GOOD[1])
    with pytest.raises(Refused, match=r"List 1 of b.xlsx, row 1: There is no heading “Date of Contact”, which list 1 needs."):
        read(write(tmp_path / "b.xlsx", {"List 1": [[each for each in heading if each != "Date of Contact"], row[:-1]]}))


def test_a_workbook_without_a_list_or_with_one_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"None of its sheets is one of Annex A's eleven lists\. Expected are “List 1 - Contacts”"):
        read(write(tmp_path / "a.xlsx", {"Budget": [["Pounds"], [1]]}))
    with pytest.raises(Refused, match=r"Several sheets are list 1, Contacts: “List 1”, “Contacts”\. Keep one of them\."):
        read(write(tmp_path / "b.xlsx", {"List 1": list_rows(1), "Contacts": list_rows(1)}))
    with pytest.raises(Refused, match=r"The headings of list 4, Assessments, are not in its first 20 rows\. Expected are Child Unique ID,"):
        read(write(tmp_path / "c.xlsx", {"List 4": [["a", "b"]], "List 1": list_rows(1)}))


def test_a_formula_is_not_worked_out(tmp_path: Path) -> None:
    cells = {**GOOD[3], "Allocated Team": "=1+1", "Allocated Worker": '=HYPERLINK("x")'}
    assert rows(lists(tmp_path, {3: [cells]}), "referrals", "team", "worker") == [(None, None)]


def test_a_placement_that_cannot_be_used_is_left_out_and_counted(tmp_path: Path) -> None:
    blank = {**GOOD[8], "Placement Type": None}
    late = {
        **GOOD[8],
        "Child Unique ID": "C7",
        "Date Ceased to be Looked After": "01/07/2023",
        "Start date of current legal status": "02/07/2023",
    }
    extract = lists(tmp_path, {8: [blank, late]})
    assert rows(extract, "placements", "child", "ended_on") == [("C7", date(2023, 7, 1))]
    assert rows(extract, "legal_statuses", "child") == [("C2",)]
    assert len([note for note in extract.notes if "row gives no" in note.what]) == 2


def test_the_fingerprint_follows_the_file(tmp_path: Path) -> None:
    path = annex_a(tmp_path / "a.xlsx")
    assert read(path).fingerprint == read(path).fingerprint
    later = read_annex_a(path, as_at=date(2024, 2, 29), authority="900")
    assert later.fingerprint != read(path).fingerprint


def test_a_young_person_not_yet_18_begins_leaving_care_on_the_day_of_the_extract(tmp_path: Path) -> None:
    extract = lists(
        tmp_path, {9: [{**PERSON, **WORK, "Date of Birth": "01/06/2007"}, {**PERSON, "Child Unique ID": "C5", "Date of Birth": None}]}
    )
    assert rows(extract, "care_leavers", "started_on") == [(AS_AT,), (AS_AT,)]


def test_folding_makes_spellings_alike() -> None:
    assert fold("  Child’s   Disability ") == "child's disability"
