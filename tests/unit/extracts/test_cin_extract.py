"""The children in need census becomes journey records; what cannot is quarantined and counted, and all of it stands as it was returned."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lightwell.errors import Refused
from lightwell.extracts import Extract, journey_schema
from lightwell.extracts.cin_census import read_cin_census
from lightwell.extracts.cin_columns import BLOCKS, SEX
from lightwell.extracts.cin_extract import read_cin_extract
from lightwell.facts import fact_named
from lightwell.journey import record_named
from lightwell.periods import FIRST_DAY, LAST_DAY
from lightwell.results.needs import known_columns_from
from lightwell.returns import Collection, shapes
from tests.unit.extracts.cin_cases import BAD, GOOD, assessed, case, enquiry, in_need, person, protected
from tests.unit.extracts.cin_files import HEADER, census, full, write
from tests.unit.extracts.folders import counted, faults, rows

COLLECTION = Collection(2025)
END = date(2026, 3, 31)
APRIL = date(2025, 4, 1)


def read(path: Path, *, as_at: date = END, collection: Collection = COLLECTION, authority: str = "900") -> Extract:
    return read_cin_extract(path, collection=collection, as_at=as_at, authority=authority)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Extract:
    return read(write(tmp_path_factory.mktemp("cin"), GOOD))


def by_child(extract: Extract, table: str, *columns: str) -> list[tuple[Any, ...]]:
    return sorted(rows(extract, table, "child", *columns), key=str)


def test_every_row_of_a_sound_census_is_loaded(good: Extract) -> None:
    assert good.quarantine.num_rows == 0
    assert counted(good) == [
        ("people", 4, 4, 0),
        ("disabilities", 5, 5, 0),
        ("referrals", 5, 5, 0),
        ("assessments", 2, 2, 0),
        ("child_in_need_plans", 2, 2, 0),
        ("section_47_enquiries", 3, 3, 0),
        ("child_protection_plans", 2, 2, 0),
        ("conferences", 2, 2, 0),
    ]
    assert [(file.name, file.sheet) for file in good.files[:3]] == [
        ("cin.xml", "ChildIdentifiers"),
        ("cin.xml", "Disabilities"),
        ("cin.xml", "CINdetails"),
    ]
    assert all(table.schema.equals(journey_schema(record_named(name))) for name, table in good.tables.items())


def test_people(good: Extract) -> None:
    assert by_child(good, "people", "born_on", "expected_on", "died_on", "sex", "ethnicity", "upn", "disabled") == [
        ("A1", date(2015, 2, 3), None, None, "2", "WBRI", "A123456789012", True),
        ("D1", date(2024, 2, 29), None, date(2025, 11, 30), "1", "WBRI", None, True),
        ("T1", date(2012, 12, 31), None, None, "9", "NOBT", None, False),
        ("U1", None, date(2026, 5, 1), None, "0", "WBRI", None, None),
    ]


def test_no_disability_is_no_record_of_one(good: Extract) -> None:
    assert by_child(good, "disabilities", "disability") == [("A1", "AUT"), ("A1", "MOB"), ("D1", "LD")]


def test_a_referral_that_was_accepted_is_an_episode_of_need_too(good: Extract) -> None:
    assert by_child(good, "referrals", "received_on", "source", "no_further_action", "primary_need") == [
        ("A1", date(2025, 4, 11), "1A", False, "N1"),
        ("D1", date(2025, 8, 4), "1A", False, None),
        ("T1", date(2023, 2, 1), "1A", False, "N2"),
        ("T1", date(2026, 1, 5), "10", False, None),
        ("U1", date(2026, 3, 12), "3A", True, None),
    ]
    assert by_child(good, "episodes_of_need", "started_on", "ended_on", "primary_need", "closure_reason") == [
        ("A1", date(2025, 4, 11), None, "N1", None),
        ("D1", date(2025, 8, 4), date(2025, 12, 1), None, "RC2"),
        ("T1", date(2023, 2, 1), date(2025, 12, 24), "N2", "RC5"),
        ("T1", date(2026, 1, 5), None, None, None),
    ]


def test_assessments_and_child_in_need_plans(good: Extract) -> None:
    assert by_child(good, "assessments", "started_on", "completed_on", "outcome") == [
        ("A1", date(2025, 4, 11), date(2025, 6, 13), None),
        ("A1", date(2026, 3, 2), None, None),
    ]
    assert by_child(good, "child_in_need_plans", "started_on", "ended_on") == [
        ("A1", date(2025, 5, 1), date(2025, 7, 6)),
        ("A1", date(2026, 2, 3), None),
    ]


def test_enquiries_and_protection_plans(good: Extract) -> None:
    assert by_child(good, "section_47_enquiries", "started_on", "initial_conference_on", "conference_not_required", "completed_on") == [
        ("A1", date(2025, 6, 16), date(2025, 7, 7), False, None),
        ("D1", date(2025, 11, 3), None, True, None),
        ("D1", date(2025, 8, 5), date(2025, 8, 21), False, None),
    ]
    assert by_child(good, "child_protection_plans", "started_on", "ended_on", "initial_category", "latest_category", "previous_plans") == [
        ("A1", date(2025, 7, 7), date(2026, 2, 2), "NEG", "EMO", 1),
        ("T1", date(2025, 5, 12), None, "NEG", "EMO", 0),
    ]


def test_conferences_of_an_enquiry_of_a_child_who_moved_in_and_reviews(good: Extract) -> None:
    """D1's conference stands with the enquiry and with the referral: it is one, and no plan came of it."""
    assert by_child(good, "conferences", "held_on", "kind", "led_to_plan") == [
        ("A1", date(2025, 7, 7), "initial", True),
        ("A1", date(2025, 9, 30), "review", None),
        ("A1", date(2026, 1, 20), "review", None),
        ("D1", date(2025, 8, 21), "initial", False),
        ("T1", date(2025, 5, 12), "initial", True),
    ]


def test_every_code_of_the_census_that_is_read_is_one_of_ours() -> None:
    for block in BLOCKS:
        for name, column in block.columns.items():
            given = shapes("cin_census")[block.table].column(name)
            if column.codes is not None and given is not None:
                assert set(given.codes) <= set(column.codes.labels), f"{block.table}.{name}"
    assert set(SEX.labels) == {"M", "F", "U"}


def test_two_referrals_accepted_on_one_day_are_two_episodes(tmp_path: Path) -> None:
    both = (case("2025-06-02", PrimaryNeedCode="N3"), case("2025-06-02", ReferralSource="6", PrimaryNeedCode="N4"))
    alone = read(write(tmp_path, census(person("A1", both[0]))))
    extract = read(write(tmp_path, census(person("A1", *both))))
    assert by_child(extract, "episodes_of_need", "primary_need") == [("A1", "N3"), ("A1", "N4")]
    ids = dict(rows(extract, "episodes_of_need", "primary_need", "id"))
    assert ids["N3"] != ids["N4"]
    assert ("N3", ids["N3"]) in rows(alone, "episodes_of_need", "primary_need", "id")


def test_a_referral_that_does_not_say_whether_it_was_accepted_is_an_episode_and_is_told(tmp_path: Path) -> None:
    unsaid = case("2025-06-02", ReferralNFA="")
    extract = read(write(tmp_path, census(person("A1", unsaid))))
    assert rows(extract, "referrals", "no_further_action") == [(None,)]
    assert rows(extract, "episodes_of_need", "started_on") == [(date(2025, 6, 2),)]
    said = "1 referral does not say whether there was no further action (ReferralNFA): each is taken to have been accepted"
    assert any(note.what.startswith(said) for note in extract.notes)


def test_whether_a_conference_led_to_a_plan_that_could_not_be_read_is_not_known(tmp_path: Path) -> None:
    inside = (enquiry("2025-06-02", DateOfInitialCPC="2025-06-20"), protected("2025-06-20", LatestCategoryOfAbuse="BAD"))
    extract = read(write(tmp_path, census(person("A1", case("2025-06-01", *inside)))))
    assert rows(extract, "conferences", "kind", "led_to_plan") == [("initial", None)]


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Extract:
    return read(write(tmp_path_factory.mktemp("cin"), BAD))


def test_what_cannot_become_a_record_is_in_quarantine_with_the_reason(bad: Extract) -> None:
    by_table: dict[str, list[tuple[int, str]]] = {}
    for row in bad.quarantine.to_pylist():
        by_table.setdefault(row["sheet"], []).append((row["row"], row["column"]))
        assert row["reason"].endswith(f"of {row['sheet']} of cin.xml).")
        assert row["remedy"]
        assert row["file"] == "cin.xml"
    assert by_table == {
        "ChildIdentifiers": [(1, "LAchildID"), (2, "Sex"), (3, "PersonBirthDate"), (3, "GenderCurrent"), (4, "Ethnicity"), (6, "")],
        "Disabilities": [(2, "Disability"), (3, "")],
        "CINdetails": [
            (1, "LAchildID"),
            (2, "ReferralSource"),
            (3, "CINreferralDate"),
            (4, "CINclosureDate"),
            (5, "ReferralNFA"),
            (6, "ReasonForClosure"),
        ],
        "Assessments": [(1, "AssessmentAuthorisationDate"), (2, "AssessmentActualStartDate")],
        "CINplanDates": [(1, "CINPlanStartDate")],
        "Section47": [(1, "DateOfInitialCPC")],
        "ChildProtectionPlans": [(1, "LAchildID"), (2, "NumberOfPreviousCPP")],
        "Reviews": [(1, "CPPreviewDate"), (3, "")],
    }
    assert counted(bad) == [
        ("people", 7, 2, 5),
        ("disabilities", 3, 1, 2),
        ("referrals", 7, 1, 6),
        ("assessments", 2, 0, 2),
        ("child_in_need_plans", 1, 0, 1),
        ("section_47_enquiries", 1, 0, 1),
        ("child_protection_plans", 2, 0, 2),
        ("conferences", 3, 1, 2),
    ]
    assert by_child(bad, "people", "sex") == [("P4", None), ("P5", None)]


def test_reasons_and_remedies_are_in_the_words_of_the_census(bad: Extract) -> None:
    told = {reason: row["remedy"] for row in bad.quarantine.to_pylist() for reason in [row["reason"]]}
    code = "“X” in “Sex” is not a code of the list “Sex in the census” (child P1, row 2 of ChildIdentifiers of cin.xml)."
    assert told[code] == "Use one of M, F, U."
    day = "“01/04/25” in “AssessmentActualStartDate” has a year of two digits, which could be of either century"
    assert [remedy for reason, remedy in told.items() if reason.startswith(day)] == [
        "Correct the day; the census writes year-month-day, as in 2026-03-09."
    ]
    late = "Referral ends on 30 May 2025, before it is received on 1 June 2025 (child P4, row 4 of CINdetails of cin.xml)."
    assert late in told
    assert (1, "LAchildID", "Child has a blank “LAchildID”, which has to be filled in (row 1 of ChildIdentifiers of cin.xml).") in faults(
        bad
    )


def test_all_of_the_census_stands_as_it_was_returned(tmp_path: Path) -> None:
    path = write(tmp_path, full().replace("<Sex>F</Sex>", "<Sex>?</Sex>"))
    extract, returned = read(path), read_cin_census(path).tables
    assert extract.tables["people"].num_rows == 0
    assert dict(extract.returned) == dict(returned)
    assert (extract.source, extract.collection, extract.as_at) == ("cin_census", COLLECTION, END)
    notes = [note.what for note in extract.notes]
    assert any("factors identified at assessment (12 in the census)" in note for note in notes)
    assert any("pre-proceedings and family group decision-making (8 in the census)" in note for note in notes)
    assert any(note == "2 children have records here and none in people." for note in notes)


def test_ids_do_not_hang_on_the_order_of_the_file_and_the_fingerprint_on_what_is_read(tmp_path: Path) -> None:
    one, two = person("A1", case("2025-06-02")), person("B2", case("2025-06-03"))
    first, second = (read(write(tmp_path, census(*order))) for order in ((one, two), (two, one)))
    assert first.tables["referrals"].equals(second.tables["referrals"])
    assert first.tables["people"].equals(second.tables["people"])
    again = read(write(tmp_path, census(one, two), "renamed.xml"))
    prints = {first.fingerprint, second.fingerprint, read(tmp_path / "cin.xml", as_at=APRIL).fingerprint}
    assert again.fingerprint == first.fingerprint
    assert len(prints) == 3


def known(extract: Extract, fact: str, *columns: str) -> date:
    return known_columns_from(fact_named(fact), columns, extract.coverage, extract.lacks)


@pytest.mark.parametrize(
    ("fact", "columns"),
    [
        ("referrals", ("received_on", "source", "no_further_action")),
        ("assessments", ("started_on", "completed_on", "working_days_open")),
        ("open_assessments", ("days_open",)),
        ("section_47_enquiries", ("started_on", "led_to_conference")),
        ("children_on_protection_plans", ("days_on_plan", "category", "previous_plans")),
    ],
)
def test_what_the_census_holds_is_known_from_the_first_of_april(good: Extract, fact: str, columns: tuple[str, ...]) -> None:
    assert known(good, fact, *columns) == APRIL > FIRST_DAY


@pytest.mark.parametrize(
    ("fact", "column"),
    [
        ("assessments", "outcome"),
        ("section_47_enquiries", "completed_on"),
        ("section_47_enquiries", "on_plan_or_in_care"),
        ("strategy_discussions", "held_on"),
        ("contacts", "received_on"),
        ("children_in_need", "days_on_plan"),
        ("children_on_protection_plans", "days_since_visit"),
    ],
)
def test_what_the_census_does_not_hold_is_never_known(good: Extract, fact: str, column: str) -> None:
    assert known(good, fact, column) == LAST_DAY


def test_re_referrals_are_not_known_from_one_census(good: Extract) -> None:
    assert END < known(good, "referrals", "days_since_previous_referral") < LAST_DAY


@pytest.mark.parametrize("day", [date(2025, 3, 31), date(2026, 4, 1)])
def test_a_day_outside_the_collection_is_refused(tmp_path: Path, day: date) -> None:
    with pytest.raises(
        Refused, match="The census of 2025-26 says how things stood from 1 April 2025 to 31 March 2026, and not on "
    ) as told:
        read(write(tmp_path, GOOD), as_at=day)
    assert told.value.problems[0].remedy.startswith("Give 31 March 2026 as the day")


def test_a_census_of_another_year_or_authority_is_told(good: Extract, tmp_path: Path) -> None:
    header = HEADER.replace("2026-03-31", "31/03/2025").replace("<LEA>900</LEA>", "<LEA>901</LEA>")
    extract = read(write(tmp_path, census(person("A1", case("2025-06-02")), header=header)))
    told = [note.what for note in extract.notes if note.column]
    assert told == [
        "The header has the reference date “31/03/2025”; that of 2025-26 is 31 March 2026.",
        "The header says that this is the census of authority 901; the records are loaded as those of 900.",
    ]
    assert not [note for note in good.notes if note.column]


VALUES = st.sampled_from(
    ["", " ", "2025-06-01", "01/07/2025", "2025-13-01", "1A", "M", "true", "0", "NEG", "NONE", "N/A", "é\t", "-1", "9" * 30]
)
CHILDREN = st.lists(
    st.builds(
        lambda name, one, two, three: person(
            name,
            case(
                one,
                assessed(two, AssessmentAuthorisationDate=one),
                in_need(three, CINPlanEndDate=two),
                enquiry(one, DateOfInitialCPC=three, ICPCnotRequired=two),
                protected(two, one, three, CPPendDate=three, LatestCategoryOfAbuse=one),
                ReferralSource=three,
                ReferralNFA=two,
                CINclosureDate=three,
            ),
            disabilities=(one, two),
            PersonBirthDate=one,
            Sex=two,
            ethnicity=three,
        ),
        st.sampled_from(["", "A", "B", "C"]),
        VALUES,
        VALUES,
        VALUES,
    ),
    max_size=3,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CHILDREN)
def test_every_row_is_loaded_or_in_quarantine_whatever_is_written(children: list[str]) -> None:
    with TemporaryDirectory() as folder:
        extract = read(write(Path(folder), census(*children)))
    quarantined = {(row["sheet"], row["row"]) for row in extract.quarantine.to_pylist()}
    for block, file in zip(BLOCKS, extract.files, strict=True):
        assert file.rows_read == extract.returned[block.table].num_rows == file.rows_loaded + file.rows_quarantined
        assert file.rows_quarantined == sum(sheet == file.sheet for sheet, _ in quarantined)
    for name in ("people", "referrals", "assessments", "child_in_need_plans", "section_47_enquiries", "child_protection_plans"):
        assert extract.tables[name].num_rows == next(file.rows_loaded for file in extract.files if file.record == name)
    for table in extract.tables.values():
        assert len(set(table.column("id").to_pylist())) == table.num_rows
