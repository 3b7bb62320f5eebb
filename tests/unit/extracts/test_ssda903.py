"""The SSDA903 is read from CSV by its columns and from XML by its elements; what cannot be used is refused, with file, line and remedy."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lightwell.checks.prepare import prepare
from lightwell.errors import Refused
from lightwell.extracts import ssda903
from lightwell.extracts.returns_model import ReturnFile, ReturnRead
from lightwell.extracts.ssda903 import read_ssda903
from lightwell.returns import Collection, shapes
from tests.unit.extracts.folders import folder, zipped

COLLECTION = Collection(2025)
HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n1,2,01/04/2015,WBRI,UN4,0,\n"
UASC = "CHILD,SEX,DOB,DUC\n1,2,01/04/2015,\n"
REVIEWS = "CHILD,DOB,REVIEW,REVIEW_CODE\n1,01/04/2015,05/05/2025,PN1\n"
MISSING = "CHILD,DOB,MISSING,MIS_START,MIS_END\n1,01/04/2015,M,01/05/2025,02/05/2025\n"
DERIVED = {"header": ["uasc"], "episodes": ["pl_la", "pl_distance", "pl_location"]}
XML = """<?xml version="1.0" encoding="UTF-8"?>
<EXPSSDA903>
 <CHILD>
  <HEADER>
   <CHILDID>A1</CHILDID><UPN>UN4</UPN><SEX>1</SEX><DOB>2010-05-04</DOB><ETHNIC>WBRI</ETHNIC><UASC>1</UASC><DUC>01/02/2026</DUC>
   <MOTHER/><IN_TOUCH>YES</IN_TOUCH><ACTIV>F1</ACTIV><ACCOM>B1</ACCOM>
   <AREVIEW><REVIEW>01/05/2025</REVIEW><REVIEW_CODE>PN1</REVIEW_CODE></AREVIEW>
   <AREVIEW><REVIEW>01/10/2025</REVIEW><REVIEW_CODE>PN2</REVIEW_CODE></AREVIEW>
   <MISSINGEPISODES><MISSING>M</MISSING><MIS_START>1/6/2025</MIS_START><MISSING>A</MISSING><MIS_START>01/07/2025</MIS_START></MISSINGEPISODES>
  </HEADER>
  <EPISODE><DECOM>01/04/2025</DECOM><RNE>S</RNE><DEC/><PLACE_COLOUR>red</PLACE_COLOUR></EPISODE>
  <EPISODE><DECOM>01/05/2025</DECOM><RNE>P</RNE></EPISODE>
 </CHILD>
 <CHILD><HEADER><CHILDID>B2</CHILDID><SEX>2</SEX><DOB>03/03/2012</DOB></HEADER></CHILD>
</EXPSSDA903>
"""


def read(path: Path, last_year: Path | None = None) -> ReturnRead:
    return read_ssda903(path, last_year, collection=COLLECTION)


def of(tmp_path: Path, **files: str | bytes) -> ReturnRead:
    """Read a folder of files, named without their ending."""
    return read(folder(tmp_path / "return", {f"{name}.csv": text for name, text in files.items()}))


def columns(found: ReturnRead, table: str, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in found.tables[table].to_pylist()]


def said(found: ReturnRead) -> str:
    return "\n".join(map(str, found.notes))


def refused(path: Path, last_year: Path | None = None) -> str:
    with pytest.raises(Refused) as caught:
        read(path, last_year)
    assert caught.value.message.endswith(" was not loaded; nothing was changed.")
    assert caught.value.problems
    return "\n".join(map(str, caught.value.problems))


def alone(tmp_path: Path, content: str | bytes, name: str = "one.csv") -> Path:
    return folder(tmp_path, {name: content}) / name


@pytest.mark.parametrize("table", shapes("ssda903"))
def test_each_table_is_known_by_its_columns_in_any_order_case_and_spacing(tmp_path: Path, table: str) -> None:
    names = [name for name in shapes("ssda903")[table].names if name not in DERIVED.get(table, ())]
    odd = [name.title().replace("_", " ") if place % 2 else f' "{name.upper()} " '.strip() for place, name in enumerate(reversed(names))]
    found = of(tmp_path, some_file=",".join(odd) + "\n" + ",".join("x" for _ in names) + "\n")
    assert list(found.tables) == [table]
    assert found.tables[table].column_names == ["row", *names]
    assert found.files == (ReturnFile("some_file.csv", table, False, 1),)
    assert found.of == "ssda903"


def test_columns_that_the_files_need_not_have_are_read_where_they_are_there(tmp_path: Path) -> None:
    found = of(tmp_path, h=HEADER.replace("MC_DOB\n", "MC_DOB,UASC\n").replace("0,\n", "0,,1\n"))
    assert columns(found, "header", "child", "uasc") == [("1", "1")]


def test_rows_count_from_0_in_the_file_and_blank_ones_are_counted_and_left_out(tmp_path: Path) -> None:
    found = of(tmp_path, r="\nCHILD,DOB,REVIEW,REVIEW_CODE\n\n1,,,PN1\n,, ,\n 2 ,,,\n")
    assert columns(found, "reviews", "row", "child", "review_code", "dob") == [(1, "1", "PN1", None), (3, "2", None, None)]
    assert found.files[0].rows == 2


def test_a_folder_and_a_zip_with_last_year_and_other_files(tmp_path: Path) -> None:
    files = {"a.csv": HEADER, "b.csv": REVIEWS, "c.csv": "name,colour\nx,y\n", "letter.pdf": "%PDF-1.4", "x.docx": "a"}
    this, last = folder(tmp_path / "this", files), zipped(tmp_path / "last.zip", {"a.csv": HEADER})
    found = read(this, last)
    assert set(found.tables) == {"header", "reviews", "header_last"}
    assert found.files[-1] == ReturnFile("a.csv", "header", True, 1)
    notes = said(found)
    assert "c.csv, row 1: This is no table of the SSDA903: its columns are “name”, “colour”." in notes
    assert "letter.pdf: This is neither CSV nor XML, so it was not read." in notes
    assert "x.docx: This is neither CSV nor XML by its name, so it was not read." in notes
    assert refused(this, tmp_path / "none").startswith(f"{tmp_path / 'none'}: It cannot be opened")


def test_notes_of_last_year_say_so(tmp_path: Path) -> None:
    last = folder(tmp_path / "last", {"a.csv": HEADER.replace("UPN", "U")})
    assert "a.csv of last year: Header lacks UPN; rules that need it are not run." in said(read(alone(tmp_path, HEADER), last))


def test_what_is_missing_or_too_much_is_noted_by_name(tmp_path: Path) -> None:
    found = of(tmp_path, m="CHILD,MISSING,MIS_START,Colour\n1,M,01/05/2025,red\n")
    assert found.tables["missing"].column_names == ["row", "child", "missing", "mis_start"]
    assert "m.csv: No column of Missing has the heading “Colour”; not read." in said(found)
    assert "m.csv: Missing lacks DOB, MIS_END; rules that need them are not run." in said(found)


def test_dates_become_day_month_year_where_they_are_certain(tmp_path: Path) -> None:
    dates = {
        "1/5/2025": "01/05/2025",
        "01-05-2025": "01/05/2025",
        "2025-05-01": "01/05/2025",
        "01/05/2025 00:00:00": "01/05/2025",
        "31/05/2025": "31/05/2025",
        "1 May 2025": "01/05/2025",
        "01-May-25": "01/05/2025",
        "01/05/26": "01/05/2026",
        "01/05/27": "01/05/1927",
        "31/02/2025": "31/02/2025",
        "05/13/2025": "05/13/2025",
        "45778": "45778",
        "soon": "soon",
    }
    found = of(tmp_path, r="CHILD,DOB,REVIEW,REVIEW_CODE\n" + "".join(f"1,,{text},PN1\n" for text in dates))
    assert columns(found, "reviews", "review") == [(text,) for text in dates.values()]
    notes = said(found)
    assert "column review: 3 values have a year of two digits, as in “01-May-25”; it was read as 20.. up to 2026 and else as 19.." in notes
    assert "column review: 1 value has Excel's number of a day, as in “45778”; left as it stood." in notes
    assert "column review: 3 values cannot be read as a day of the calendar, as “31/02/2025”; left as they stood." in notes


def test_codes_lose_the_decimals_of_excel_and_ids_keep_what_they_have(tmp_path: Path) -> None:
    found = of(tmp_path, h="CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n1.0, 1.0 ,,WBRI,1.2E+11,0.00,\n2,2,,N/A,,,\n")
    assert columns(found, "header", "child", "sex", "ethnic", "upn", "mother") == [
        ("1.0", "1", "WBRI", "1.2E+11", "0"),
        ("2", "2", "N/A", None, None),
    ]
    assert "column sex: 1 value has decimals, as in “1.0”; it was read without them." in said(found)
    assert "column upn: 1 value has been shortened by Excel, as in “1.2E+11”; the digits behind are lost." in said(found)


def test_uasc_of_the_header_is_derived_where_both_tables_are_there(tmp_path: Path) -> None:
    found = of(tmp_path, h=HEADER + "2,1,,,,,\n", u=UASC)
    assert columns(found, "header", "child", "uasc") == [("1", "1"), ("2", "0")]
    assert "uasc" not in read(alone(tmp_path, HEADER)).tables["header"].column_names


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    found = read(alone(tmp_path, HEADER.replace("UN4", "Zoë").encode(encoding)))
    assert columns(found, "header", "upn") == [("Zoë",)]


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_separators(tmp_path: Path, separator: str) -> None:
    assert columns(read(alone(tmp_path, HEADER.replace(",", separator))), "header", "ethnic") == [("WBRI",)]


def test_a_row_with_blank_cells_too_many_is_read_and_others_of_the_wrong_length_are_noted(tmp_path: Path) -> None:
    found = of(tmp_path, r=REVIEWS + "2,,,PN2,,\n3,,PN3\n4,,,PN4,x\n,,\n5,,,PN5\n")
    assert columns(found, "reviews", "row", "child", "review_code") == [(0, "1", "PN1"), (1, "2", "PN2"), (5, "5", "PN5")]
    assert "r.csv, row 4: The row has 3 cells where the heading has 4." in said(found)
    assert "r.csv, row 5: The row has 5 cells where the heading has 4." in said(found)


def test_many_rows_of_the_wrong_length_are_counted(tmp_path: Path) -> None:
    assert "5 more rows have too few or too many cells." in said(of(tmp_path, r=REVIEWS + "1,2\n" * 25))


def test_the_rules_can_be_given_what_was_read(tmp_path: Path) -> None:
    found = read(alone(tmp_path, XML, "r.xml"), folder(tmp_path / "last", {"h.csv": HEADER, "u.csv": UASC}))
    with duckdb.connect() as connection:
        lacking = prepare(connection, "ssda903", found.tables, COLLECTION)
        assert connection.execute("select count(*), max(dob) from header").fetchone() == (2, date(2012, 3, 3))
    assert "episodes" not in lacking
    assert {"episodes_last", "episodes.pl_distance", "social_worker_episodes"} <= lacking


REFUSALS: Mapping[str, tuple[str | bytes, str]] = {
    "nothing": (b"", "one.csv: The file is empty. Take the extract again."),
    "no words": (b"\n\n", "The file is empty."),
    "other columns": (
        "a,b\n1,2\n",
        "row 1: This is no table of the SSDA903: its columns are “a”, “b”. The first row has to name the columns",
    ),
    "too few columns": ("CHILD,DECOM,RNE,x\n1,,,\n", "It has 3 of the 13 columns of Episodes."),
    "two tables": (
        "CHILD,SEX,DOB\n1,1,\n",
        "By its columns this could be Header or UASC. Add the columns of the one it is: ETHNIC or UPN or",
    ),
    "twice": ("CHILD,DOB,child,REVIEW,REVIEW_CODE\n1,,1,,\n", "The column CHILD is there more than once. Keep one of them."),
    "quotation": (REVIEWS + '2,"01/04/2015,05/05/2025,PN1\n3,,,\n', "one.csv: A quotation mark is opened and never closed. Find"),
    "zeros": (b"CHILD\x00", "The file holds bytes of zero, so it is not text. Write the file as CSV in UTF-8."),
    "pdf": (b"%PDF-1.7", "This is neither CSV nor XML, so it was not read."),
    "zip": (b"PK\x03\x04", "This zip is damaged and cannot be opened."),
}


@pytest.mark.parametrize(("content", "words"), REFUSALS.values(), ids=REFUSALS)
def test_one_file_is_refused_with_words(tmp_path: Path, content: str | bytes, words: str) -> None:
    assert words in refused(alone(tmp_path, content))


def test_the_same_table_twice_in_one_year(tmp_path: Path) -> None:
    message = refused(folder(tmp_path / "r", {"a.csv": REVIEWS, "b.csv": REVIEWS, "c.csv": ""}))
    assert "a.csv and b.csv are both Reviews. Keep one of them. Last year's files belong in a folder of their own" in message
    assert "c.csv: The file is empty." in message


def test_a_folder_of_nothing(tmp_path: Path) -> None:
    assert "There are no files in it. Give a folder or a zip of CSV files" in refused(folder(tmp_path / "a", {}))
    assert "No file in it is a table of the SSDA903." in refused(folder(tmp_path / "b", {"a.csv": "x,y\n1,2\n"}))


def test_a_workbook(tmp_path: Path) -> None:
    path = zipped(tmp_path / "r.xlsx", {"xl/workbook.xml": "<a/>"})
    assert "This is an Excel workbook, which is not read. Save each sheet of it as CSV (UTF-8)." in refused(path)
    assert "Save each sheet of it as CSV" in said(read(folder(tmp_path / "f", {"r.xlsx": path.read_bytes(), "h.csv": HEADER})))


def test_paths_that_cannot_be_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "This is neither a file nor a folder." in refused(tmp_path / "pipe")
    assert "It cannot be opened" in refused(tmp_path / "none")
    assert "It cannot be opened" in refused(tmp_path / "a\x00b")


def test_a_file_too_large_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "r" / "big.csv"
    path.parent.mkdir()
    with path.open("wb") as file:
        file.truncate(2 * 1024**3)
    words = "big.csv: The file has 2,147,483,648 bytes; a file of the return may have 536,870,912. Check that it is the SSDA903"
    assert words in refused(path)
    assert words in refused(path.parent)


def test_xml(tmp_path: Path) -> None:
    found = read(alone(tmp_path, XML, "r.xml"))
    assert columns(found, "header", "row", "child", "sex", "dob", "upn", "uasc") == [
        (0, "A1", "1", "04/05/2010", "UN4", "1"),
        (1, "B2", "2", "03/03/2012", None, None),
    ]
    assert columns(found, "uasc", "child", "sex", "dob", "duc") == [("A1", "1", "04/05/2010", "01/02/2026")]
    assert columns(found, "oc3", "child", "dob", "in_touch", "activ", "accom") == [("A1", "04/05/2010", "YES", "F1", "B1")]
    assert columns(found, "reviews", "row", "child", "review", "review_code") == [
        (0, "A1", "01/05/2025", "PN1"),
        (1, "A1", "01/10/2025", "PN2"),
    ]
    assert columns(found, "missing", "child", "missing", "mis_start") == [("A1", "M", "01/06/2025"), ("A1", "A", "01/07/2025")]
    assert columns(found, "episodes", "row", "child", "decom", "rne", "dec") == [
        (0, "A1", "01/04/2025", "S", None),
        (1, "A1", "01/05/2025", "P", None),
    ]
    assert found.tables["ad1"].num_rows == 0
    assert "pl_la" not in found.tables["episodes"].column_names
    assert not {"providers", "social_worker_episodes", "deprivation_of_liberty"} & set(found.tables)
    assert "No table of the return has these elements; not read: “PLACE_COLOUR” (1)." in said(found)
    assert {(file.name, file.table) for file in found.files} >= {("r.xml", "header"), ("r.xml", "episodes")}


def test_xml_of_social_workers_alone_says_nothing_of_other_tables(tmp_path: Path) -> None:
    text = "<SW><CHILD><CHILDID>1</CHILDID><SWEPISODE><SW_ID>x</SW_ID><SW_DECOM>01/05/2025</SW_DECOM></SWEPISODE></CHILD></SW>"
    found = read(alone(tmp_path, text, "sw.xml"))
    assert list(found.tables) == ["social_worker_episodes"]
    assert columns(found, "social_worker_episodes", "child", "sw_id", "sw_decom") == [("1", "x", "01/05/2025")]


def test_xml_with_blank_blocks_and_what_stands_beside_the_children(tmp_path: Path) -> None:
    text = """<EXPSSDA903 xmlns:xsi="urn:i" xsi:noNamespaceSchemaLocation="x.xsd"><INFO><LA><DECOM>01/01/2001</DECOM></LA></INFO>
    <children><child><HEADER><child>1</child><sex>1</sex><OC3><IN_TOUCH/></OC3></HEADER><episode/><episode><decom/></episode></child></children>
    <CHILD/></EXPSSDA903>"""
    found = read(alone(tmp_path, text, "r.xml"))
    assert {name: table.num_rows for name, table in found.tables.items() if table.num_rows} == {"header": 1}
    assert columns(found, "header", "child", "sex", "uasc") == [("1", "1", "0")]


def test_xml_and_csv_of_the_same_table(tmp_path: Path) -> None:
    assert "h.csv and r.xml are both Header." in refused(folder(tmp_path / "r", {"h.csv": HEADER, "r.xml": XML}))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_xml_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    text = XML.replace("UN4", "Zoë").replace(' encoding="UTF-8"', "")
    found = read(alone(tmp_path, text.encode(encoding), "r.xml"))
    assert columns(found, "header", "upn")[0] == ("Zoë",)
    assert ("read as Windows-1252" in said(found)) == (encoding == "cp1252")


BOMB = '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><EXPSSDA903><CHILD>&b;</CHILD></EXPSSDA903>'
XML_REFUSALS = {
    "cut off": (
        XML[:700],
        "r.xml, line 12: The XML ends before it is complete. Export or copy it again; it may have been cut short on the way.",
    ),
    "bomb": (BOMB, "r.xml, line 1: The file declares a document type (DOCTYPE), which no return has."),
    "namespace": ('<a:EXPSSDA903 xmlns:a="urn:x"/>', "line 1: The element “EXPSSDA903” is in the namespace “urn:x”; the SSDA903 has none."),
    "census": ("<Message><Children/></Message>", "line 1: This is the children in need census, not the SSDA903. Load or check it as cin."),
    "other": ("<a>\n<b/></a>", "r.xml: The file has the element “a” and in it no CHILD with values of the return."),
    "mismatch": ("<EXPSSDA903>\n</CHILD>", "r.xml, line 2: The XML cannot be read (mismatched tag)."),
    "entity": ("<EXPSSDA903>&x;</EXPSSDA903>", "r.xml, line 1: The XML cannot be read (undefined entity)."),
    "encoding": (
        '<?xml version="1.0" encoding="foo"?><a/>',
        "r.xml, line 1: The encoding that the XML names in its first line is not read.",
    ),
    "wide encoding": ('<?xml version="1.0" encoding="shift_jis"?><a/>', "The encoding that the XML names in its first line is not read."),
    "deep": ("<a>" * 50, "r.xml, line 1: Elements stand in one another more than 40 deep."),
    "no child": ("<EXPSSDA903>\n<CHILD><SEX>1</SEX></CHILD></EXPSSDA903>", "r.xml, line 2: A CHILD that ends here has no CHILDID."),
}


@pytest.mark.parametrize(("text", "words"), XML_REFUSALS.values(), ids=XML_REFUSALS)
def test_xml_is_refused_with_words(tmp_path: Path, text: str, words: str) -> None:
    assert words in refused(alone(tmp_path, text, "r.xml"))
    assert words in refused(zipped(tmp_path / "r.zip", {"r.xml": text}))


START = st.sampled_from(
    [b"", b"<", XML.encode()[:600], b"<EXPSSDA903><CHILD>", HEADER.encode(), b"\xff\xfe", b'CHILD,DOB,REVIEW,REVIEW_CODE\n"', b"PK"]
)
PIECES = st.lists(st.sampled_from([b",", b"\n", b'"', b"<CHILD>", b"</CHILD>", b"<DECOM>", b"&#0;", b"1/1/20", b"\x00", b"\xe9", b"1.0"]))


def read_or_refused(path: Path) -> bool:
    """Say whether a file was read or refused with a reason; anything else that is raised fails the test."""
    try:
        return bool(read(path).tables)
    except Refused as error:
        return bool(error.problems)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(START, PIECES, st.binary(max_size=40), st.sampled_from(["one.csv", "one.xml", "one"]))
def test_any_bytes_are_read_or_refused(tmp_path: Path, start: bytes, pieces: list[bytes], end: bytes, name: str) -> None:
    assert read_or_refused(alone(tmp_path, start + b"".join(pieces) + end, name))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, len(XML) - 1), st.binary(max_size=6))
def test_damaged_xml_is_read_or_refused(tmp_path: Path, at: int, put: bytes) -> None:
    data = XML.encode()
    assert read_or_refused(alone(tmp_path, data[:at] + put + data[at + len(put) :], "r.xml"))


def test_the_limit_is_what_the_text_says() -> None:
    assert ssda903.MOST_BYTES == 536_870_912
