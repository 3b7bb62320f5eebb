"""The SSDA903 becomes journey records: years put together, episodes joined, what cannot be read in quarantine, and nothing lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lightwell.extracts.ssda903_extract import read_ssda903_extract
from tests.unit.extracts.folders import counted, faults, folder, rows
from tests.unit.extracts.ssda903_files import (
    AD1,
    COLLECTION,
    COUNTY,
    EPISODES,
    HEADER,
    MISSING,
    OC3,
    OURS,
    PLACED,
    POSTCODES,
    REVIEWS,
    THEIRS,
    UASC,
    WORKERS,
    episodes,
    lines,
    load,
    said,
)


def test_a_period_is_joined_over_two_years_and_what_both_have_is_one_record(tmp_path: Path) -> None:
    found = load(
        tmp_path,
        {"e": episodes("1 01/06/2024 S C1 U6 01/12/2024 X1 CARPL", "1 01/12/2024 P C1 U4 - -")},
        e=episodes("1 01/12/2024 P C1 U4 01/05/2025 E4A"),
    )
    assert rows(found, "periods_of_care", "child", "started_on", "ended_on", "end_reason", "need") == [
        ("1", date(2024, 6, 1), date(2025, 5, 1), "E4A", "N1")
    ]
    placements = sorted(rows(found, "placements", "started_on", "ended_on", "kind", "provider", "change_reason", "same_carer"))
    assert placements == [
        (date(2024, 6, 1), date(2024, 12, 1), "U6", "PR1", "CARPL", None),
        (date(2024, 12, 1), date(2025, 5, 1), "U4", "PR1", None, False),
    ]
    assert rows(found, "legal_statuses", "started_on", "ended_on", "status") == [(date(2024, 6, 1), date(2025, 5, 1), "C1")]
    assert counted(found) == [("placements", 1, 1, 0), ("placements", 2, 2, 0)]
    assert [file.name for file in found.files] == ["e.csv", "e.csv of last year"]
    assert "period" not in said(found)


def test_where_only_the_legal_status_changes_the_placement_goes_on_and_the_other_way_round(tmp_path: Path) -> None:
    found = load(
        tmp_path,
        e=episodes(
            "1 01/05/2025 S V2 U6 01/06/2025 X1",
            "1 01/06/2025 L C1 U6 01/07/2025 X1",
            "1 01/07/2025 L C2 U6 01/08/2025 X1 CREQB",
            "1 01/08/2025 P C2 K2 - -",
        ),
    )
    assert sorted(rows(found, "placements", "started_on", "ended_on", "kind", "change_reason")) == [
        (date(2025, 5, 1), date(2025, 8, 1), "U6", "CREQB"),
        (date(2025, 8, 1), None, "K2", None),
    ]
    assert sorted(rows(found, "legal_statuses", "started_on", "ended_on", "status")) == [
        (date(2025, 5, 1), date(2025, 6, 1), "V2"),
        (date(2025, 6, 1), date(2025, 7, 1), "C1"),
        (date(2025, 7, 1), None, "C2"),
    ]
    assert rows(found, "periods_of_care", "started_on", "ended_on", "end_reason") == [(date(2025, 5, 1), None, None)]


def test_a_move_with_the_same_carer_is_marked(tmp_path: Path) -> None:
    begun = {"T": True, "U": True, "L": True, "P": False, "B": False, "-": None}
    text = [f"{rne} 01/05/2025 S C1 U6 01/06/2025 X1" for rne in begun] + [f"{rne} 01/06/2025 {rne} C2 U4 - -" for rne in begun]
    found = load(tmp_path, e=episodes(*(line.replace("- ", "N ", 1) if line[0] == "-" else line for line in text)))
    placements = set(rows(found, "placements", "child", "started_on", "kind", "same_carer"))
    for rne, same in begun.items():
        child = rne.replace("-", "N")
        assert {each for each in placements if each[0] == child} == {
            (child, date(2025, 5, 1), "U6", None),
            (child, date(2025, 6, 1), "U4", same),
        }


@pytest.mark.parametrize("rne", ["S", "P"])
def test_a_child_who_comes_into_care_again_has_two_periods(tmp_path: Path, rne: str) -> None:
    found = load(tmp_path, e=episodes("1 01/05/2025 S C1 U6 01/06/2025 E4B", f"1 01/06/2025 {rne} C1 U6 - -"))
    assert sorted(rows(found, "periods_of_care", "started_on", "ended_on", "end_reason")) == [
        (date(2025, 5, 1), date(2025, 6, 1), "E4B"),
        (date(2025, 6, 1), None, None),
    ]
    assert len(found.tables["placements"]) == len(found.tables["legal_statuses"]) == 2


def test_what_the_episodes_leave_open_is_kept_and_counted(tmp_path: Path) -> None:
    found = load(
        tmp_path,
        e=episodes(
            "1 01/05/2025 S C1 U6 01/06/2025 X1",  # nothing follows
            "2 01/05/2020 P C1 U6 - -",  # began before
            "3 01/05/2025 S C1 U6 - -",  # no end, and in care again
            "3 01/07/2025 S C1 U6 - -",
            "4 01/05/2025 S V3 U6 - -",  # a short break
            "5 01/05/2025 S - U6 01/06/2025 X1",
            "5 03/06/2025 P C1 - - -",
        ),
    )
    periods = sorted(rows(found, "periods_of_care", "child", "started_on", "ended_on", "end_reason"))
    assert periods[0] == ("1", date(2025, 5, 1), date(2025, 6, 1), None)
    assert [(child, ended) for child, _, ended, _ in periods[1:]] == [("2", None), ("3", None), ("3", None), ("5", None)]
    assert [row for row in rows(found, "placements", "child", "ended_on") if row[0] == "5"] == [("5", date(2025, 6, 1))]
    assert [row for row in rows(found, "legal_statuses", "child", "started_on") if row[0] == "5"] == [("5", date(2025, 6, 3))]
    for words in (
        "1 period of care with an episode at the end after which another should follow",
        "1 period of care from before anything that the return holds: taken to begin with the first episode known.",
        "1 period of care without an end, of a child who came into care again later",
        "1 episode has a blank PLACE",
        "1 episode has a blank LS",
        "1 episode is a short break of 1 child (V3 or V4)",
    ):
        assert words in said(found)


def test_people_are_put_together_from_the_header_of_both_years_and_the_other_tables(tmp_path: Path) -> None:
    found = load(
        tmp_path,
        {
            "h": lines(HEADER, "1,2,01/04/2015,WBRI,A123456789012,0,", "2,1,02/04/2015,MWBC,UN5,,"),
            "u": lines(UASC, "1,2,01/04/2015,05/05/2024"),
        },
        h=lines(HEADER, "1,1,01/04/2015,WIRI,UN4,0,", "4,1,02/02/2012,WBRI,,,"),
        u=lines(UASC, "3,1,01/01/2009,"),
        o=lines(OC3, "9,01/01/2006,YES,F1,B1"),
        e=lines(EPISODES, "4,01/05/2025,S,C1,N1,U6,PR1,06/05/2025,E2,,SO14 1AA,E8 1EA,"),
    )
    columns = ("child", "sex", "ethnicity", "born_on", "upn", "unaccompanied", "unaccompanied_until", "postcode", "died_on")
    assert sorted(rows(found, "people", *columns)) == [
        ("1", "1", "WIRI", date(2015, 4, 1), "A123456789012", True, date(2024, 5, 5), None, None),
        ("2", "1", "MWBC", date(2015, 4, 2), None, False, None, None, None),
        ("3", "1", None, date(2009, 1, 1), None, True, None, None, None),
        ("4", "1", "WBRI", date(2012, 2, 2), None, False, None, "SO14 1AA", date(2025, 5, 6)),
        ("9", None, None, date(2006, 1, 1), None, None, None, None, None),
    ]


def test_reviews_missing_episodes_and_workers(tmp_path: Path) -> None:
    found = load(
        tmp_path,
        {"r": lines(REVIEWS, "1,,05/05/2024,PN2"), "m": lines(MISSING, "1,,A,30/03/2025,", "2,,M,01/02/2025,")},
        r=lines(REVIEWS, "1,,05/05/2025,PN1"),
        m=lines(MISSING, "1,,A,30/03/2025,02/04/2025"),
        w=lines(WORKERS, "1,,SW1,01/05/2025,01/06/2025,CHCHAN", "1,,SW2,01/06/2025,,FCONTA"),
    )
    assert sorted(rows(found, "care_reviews", "child", "held_on", "participation")) == [
        ("1", date(2024, 5, 5), "PN2"),
        ("1", date(2025, 5, 5), "PN1"),
    ]
    assert rows(found, "missing_episodes", "child", "kind", "started_on", "ended_on") == [("1", "A", date(2025, 3, 30), date(2025, 4, 2))]
    assert sorted(rows(found, "allocations", "role", "worker", "started_on", "ended_on")) == [
        ("primary", "SW1", date(2025, 5, 1), date(2025, 6, 1)),
        ("primary", "SW2", date(2025, 6, 1), None),
    ]
    assert sorted(rows(found, "workers", "worker", "name")) == [("SW1", None), ("SW2", None)]
    (row, column, reason) = faults(found)[0]
    assert (row, column) == (3, "MIS_END")
    assert reason.startswith("Missing episode is open at the end of last year, and this year's return has no row of it")
    assert reason.endswith("(child 2, row 3 of m.csv of last year).")
    assert found.coverage["care_reviews"] == date(2024, 10, 1)
    assert found.coverage["missing_episodes"] == date(2024, 4, 1)
    assert found.coverage["allocations"] == date(2025, 4, 1)


def test_adoptions_take_their_days_from_the_episodes(tmp_path: Path) -> None:
    found = load(
        tmp_path,
        p=lines(PLACED, "1,,01/03/2024,,", "2,,01/03/2024,01/09/2024,RD3", "2,,01/02/2025,,"),
        a=lines(AD1, "1,,02/03/2024,10/05/2025,0,2,MF,L11", "3,,01/01/2025,02/02/2025,0,1,F1,L0"),
        e=episodes(
            "1 01/04/2025 S C2 U5 01/05/2025 X1",
            "1 01/05/2025 L E1 U5 01/07/2025 X1",
            "1 01/07/2025 T E1 A5 01/02/2026 E11",
            "2 01/06/2024 S E1 U6 01/03/2025 X1",
            "2 01/03/2025 P E1 A6 - -",
        ),
    )
    columns = ("child", "decided_on", "reversed_on", "reversal_reason", "matched_on", "placement_order_on", "placed_on", "adopted_on")
    assert sorted(rows(found, "adoptions", *columns), key=str) == [
        ("1", date(2024, 3, 1), None, None, date(2025, 5, 10), date(2025, 5, 1), date(2025, 7, 1), date(2026, 2, 1)),
        ("2", date(2024, 3, 1), date(2024, 9, 1), "RD3", None, date(2024, 6, 1), None, None),
        ("2", date(2025, 2, 1), None, None, None, None, date(2025, 3, 1), None),
        ("3", date(2025, 1, 1), None, None, date(2025, 2, 2), None, None, None),
    ]
    assert [row for row in rows(found, "adoptions", "fostering_for_adoption_on") if row[0]] == [(date(2025, 4, 1),)]


def test_care_leavers_begin_when_care_ended_or_at_18_and_their_codes_are_taken_apart(tmp_path: Path) -> None:
    found = load(
        tmp_path,
        {"o": lines(OC3, "8,01/01/2005,YES,F1,B1")},
        o=lines(OC3, "1,01/06/2007,YES,G5,U2", "2,01/06/2008,NO,0,0", "3,01/09/2008,RHOM,P3,B1", "4,,YES,F2,Z1"),
        e=episodes("2 01/05/2025 S V2 U6 01/07/2025 E5"),
    )
    columns = ("child", "started_on", "in_touch", "activity", "accommodation", "accommodation_suitable")
    assert sorted(rows(found, "care_leavers", *columns)) == [
        ("1", date(2025, 6, 1), "YES", "G5", "U", False),
        ("2", date(2025, 7, 1), "NO", None, None, None),
        ("3", date(2026, 3, 31), "RHOM", "P3", "B", True),
        ("4", date(2026, 3, 31), "YES", "F2", "Z", True),
    ]
    assert found.coverage["care_leavers"] == date(2026, 3, 31)


BAD_EPISODES = (
    (",01/05/2025,S,C1,N1,U6,PR1,,,,,,", "CHILD", "Episode has a blank “CHILD”, which has to be filled in (row 2 of e.csv)."),
    ("2,31/02/2025,S,C1,N1,U6,PR1,,,,,,", "DECOM", "“31/02/2025” in “DECOM” is not a day of the calendar (child 2, row 3 of e.csv)."),
    ("3,45778,S,C1,N1,U6,PR1,,,,,,", "DECOM", "“45778” in “DECOM” is not a date (child 3, row 4 of e.csv)."),
    ("4,,S,C1,N1,U6,PR1,,,,,,", "DECOM", "Episode has a blank “DECOM”, which has to be filled in (child 4, row 5 of e.csv)."),
    ("5,01/05/2025,Q,C1,N1,U6,PR1,,,,,,", "RNE", "“Q” in “RNE” is not a code of the list “Reason for a new episode of care”"),
    ("6,01/05/2025,S,C9,N1,U6,PR1,,,,,,", "LS", "“C9” in “LS” is not a code of the list “Legal status”"),
    ("7,01/05/2025,S,C1,N1,U9,PR1,,,,,,", "PLACE", "“U9” in “PLACE” is not a code of the list “Placement type”"),
    (
        "8,01/05/2025,S,C1,N1,U6,PR1,30/04/2025,E8,,,,",
        "DEC",
        "Episode ends on 30 April 2025, before it starts on 1 May 2025 (child 8, row 9 of e.csv).",
    ),
)


def test_a_row_that_cannot_be_a_record_is_quarantined_with_the_reason(tmp_path: Path) -> None:
    twice = ("9,01/05/2025,S,C1,N1,U6,PR1,,,,,,", "9,01/05/2025,P,C1,N1,K2,PR1,,,,,,")
    found = load(tmp_path, e=lines(EPISODES, *(row for row, *_ in BAD_EPISODES), *twice))
    told = faults(found)
    assert [(row, column) for row, column, _ in told] == [*((at, column) for at, (_, column, _) in enumerate(BAD_EPISODES, 2)), (11, "")]
    for (_, _, reason), (_, _, words) in zip(told, BAD_EPISODES, strict=False):
        assert words in reason
    assert told[-1][2] == "Episode has the identifier or the key of row 10, with other values (child 9, row 11 of e.csv)."
    assert counted(found) == [("placements", 10, 1, 9)]
    assert rows(found, "placements", "child") == [("9",)]
    assert found.returned["episodes"].num_rows == 10, "for the rules every row is there"


def test_xml_counts_its_records_and_names_table_and_element(tmp_path: Path) -> None:
    xml = (
        "<EXPSSDA903><CHILD><HEADER><CHILDID>A1</CHILDID><SEX>1</SEX><DOB>soon</DOB></HEADER>"
        "<EPISODE><DECOM>01/05/2025</DECOM><RNE>S</RNE><LS>C1</LS><PLACE>U6</PLACE></EPISODE>"
        "<EPISODE><DECOM>2/13/2025</DECOM><RNE>P</RNE></EPISODE></CHILD></EXPSSDA903>"
    )
    path = folder(tmp_path, {"return.xml": xml}) / "return.xml"
    found = read_ssda903_extract(path, None, collection=COLLECTION, as_at=date(2026, 3, 31), authority=OURS)
    assert [(column, reason.partition(" (")[2]) for _, column, reason in faults(found)] == [
        ("DOB", "child A1, row 1 of Header of return.xml)."),
        ("DECOM", "child A1, row 2 of Episodes of return.xml)."),
    ]
    read = {(file.sheet, file.rows_read, file.rows_loaded) for file in found.files if file.rows_read}
    assert read == {("Header", 1, 0), ("Episodes", 2, 1)}
    assert "1 child has records here and none in people." in said(found)


def test_what_the_return_does_not_hold_is_said_and_is_not_known(tmp_path: Path) -> None:
    found = load(
        tmp_path,
        h=lines("CHILD,SEX,DOB,UPN,MOTHER,MC_DOB", "1,1,01/01/2012,,,"),
        d=lines("CHILD,DOB,DOLO_START,DOLO_END", "1,,01/05/2025,"),
        o=lines("CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK,IMMUNISATIONS,TEETH_CHECK", "1,,3,,0,1,1,1"),
        e=episodes("1 01/05/2025 S C1 U6 - -"),
    )
    assert {"people.unaccompanied", "people.ethnicity", "people.disabled", "placements.distance", "placements.registration"} <= found.lacks
    assert "placements.provider" not in found.lacks
    assert not {"health_assessments", "dental_checks", "care_leavers", "care_reviews"} & set(found.tables)
    assert set(found.coverage) == {"people", "periods_of_care", "placements", "legal_statuses"}
    assert {file.record: file.rows_loaded for file in found.files}["deprivation_of_liberty"] == 1
    assert "OC2 says whether health and dental checks were up to date, not when they were" in said(found)
    assert "DoLo, deprivation of liberty, has no place in the journey" in said(found)


def test_whereabouts_are_worked_out_from_postcodes_for_the_records_and_for_the_rules(tmp_path: Path) -> None:
    where = folder(tmp_path / "where", {"onspd.csv": POSTCODES}) / "onspd.csv"
    places = ("SO14 1AA,E8 1EA", "so141aa,SO14 1AA", "SO14 1AA,BT1 1AA", "SO14 1AA,ZZ1 1ZZ", "SO14 1AA,SO51 1AA", "SO14 1AA,E8 1EA")
    text = [f"{child},01/05/2025,S,{'V4' if child == 6 else 'C1'},N1,U6,PR1,,,,{post},XXXXXXX" for child, post in enumerate(places, 1)]
    text.append("7,01/05/2025,S,C1,N1,U6,PR1,,,,SO14 1AA,E8 1EA,SC123456")
    found = load(tmp_path, {"u": lines(UASC, "7,1,01/01/2009,")}, where, e=lines(EPISODES, *text))
    returned = [tuple(row[name] for name in ("pl_la", "pl_distance", "pl_location")) for row in found.returned["episodes"].to_pylist()]
    assert returned == [
        (THEIRS, "10.0", "OUT"),
        (OURS, "0.0", "IN"),
        ("N09000003", None, "OUT"),  # the grid of Northern Ireland is another
        (None, None, None),
        (COUNTY, "0.0", "OUT"),  # a district has no children's services: its county has
        (None, None, None),  # a short break
        (THEIRS, None, "OUT"),  # an unaccompanied child, by last year's return
    ]
    assert sorted(rows(found, "placements", "child", "distance", "inside_authority", "postcode", "urn"))[:2] == [
        ("1", 10.0, False, "E8 1EA", None),
        ("2", 0.0, True, "SO14 1AA", None),
    ]
    assert "1 placement postcode of 1 episode not in onspd.csv: PL_DISTANCE, PL_LOCATION and PL_LA are blank." in said(found)
    assert not {"placements.distance", "placements.inside_authority"} & found.lacks
    assert "ZZ1" not in said(found)


def test_what_the_return_says_of_whereabouts_itself_stands_and_an_authority_without_a_code_has_no_inside(tmp_path: Path) -> None:
    where = folder(tmp_path / "where", {"onspd.csv": POSTCODES}) / "onspd.csv"
    path = folder(tmp_path / "r", {"e.csv": f"{EPISODES},PL_DISTANCE\n1,01/05/2025,S,C1,N1,U6,PR1,,,,SO14 1AA,E8 1EA,,3.5\n"})
    as_at = date(2026, 3, 31)
    found = read_ssda903_extract(path, None, collection=COLLECTION, as_at=as_at, authority="somewhere", postcodes=where)
    (row,) = found.returned["episodes"].to_pylist()
    assert (row["pl_distance"], row["pl_la"], row["pl_location"]) == ("3.5", THEIRS, None)
    assert rows(found, "placements", "distance") == [(3.5,)]
    assert "The return fills PL_DISTANCE itself, so it was not worked out from the postcodes." in said(found)
    assert "“somewhere” is no code of an authority, so PL_LOCATION, inside it or outside, is not worked out." in said(found)


def test_whereabouts_of_the_return_itself_are_read(tmp_path: Path) -> None:
    text = [f"{child},01/05/2025,S,C1,N1,U6,PR1,,,,,,,{where}" for child, where in enumerate(("IN,2", "out,12.5", ",", "HERE,", "IN,far"))]
    found = load(tmp_path, e=lines(f"{EPISODES},PL_LOCATION,PL_DISTANCE", *text))
    assert sorted(rows(found, "placements", "child", "inside_authority", "distance")) == [
        ("0", True, 2.0),
        ("1", False, 12.5),
        ("2", None, None),
    ]
    assert [reason.partition(" (")[0] for _, _, reason in faults(found)] == [
        "“HERE” in “PL_LOCATION” is not a code of the list “Location of the placement”",
        "“far” in “PL_DISTANCE” is not a number",
    ]


def test_the_same_files_have_the_same_fingerprint_and_ids_and_others_another(tmp_path: Path) -> None:
    one, two = (load(tmp_path / name, e=episodes("1 01/05/2025 S C1 U6 - -")) for name in ("a", "b"))
    other = load(tmp_path / "c", e=episodes("1 01/05/2025 S C1 U6 - E8"))
    path = tmp_path / "a" / "this"
    last = read_ssda903_extract(path, path, collection=COLLECTION, as_at=date(2026, 3, 31), authority=OURS)
    assert one.fingerprint == two.fingerprint
    assert len({one.fingerprint, other.fingerprint, last.fingerprint}) == 3
    assert rows(one, "placements", "id") == rows(two, "placements", "id")
    assert last.tables["placements"].num_rows == 1
