"""The children in need census is read whole, in any order and spelling of its elements, and what is no census is refused in words."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lightwell.errors import Refused
from lightwell.extracts import cin_blocks, xml_files
from lightwell.extracts.cin_census import read_cin_census
from lightwell.extracts.returns_model import ReturnFile, ReturnRead
from lightwell.returns import shapes
from tests.unit.extracts.cin_files import HEADER, assessment, census, child, element, full, many, plan, referral, write

FULL = full()
AGAIN = "Take the return again from the case system; it may have been cut short when it was written or copied."


def rows(read: ReturnRead, table: str, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in read.tables[table].to_pylist()]


def notes(read: ReturnRead) -> list[str]:
    return [problem.what for problem in read.notes]


def refused(path: Path) -> str:
    with pytest.raises(Refused) as caught:
        read_cin_census(path)
    assert caught.value.message == f"{path.name} was not loaded; nothing was changed."
    return "\n".join(str(problem) for problem in caught.value.problems)


@pytest.fixture
def read(tmp_path: Path) -> ReturnRead:
    return read_cin_census(write(tmp_path, FULL))


def test_every_table_and_column_of_the_census_is_given(read: ReturnRead) -> None:
    assert read.of == "cin_census"
    assert {name: tuple(table.column_names) for name, table in read.tables.items()} == {
        name: ("row", *shape.names) for name, shape in shapes("cin_census").items()
    }
    assert read.notes == ()


def test_every_repeated_block_is_a_row(read: ReturnRead) -> None:
    counted = {"message": 1, "children": 2, "disabilities": 4, "cin_details": 4, "assessments": 8, "assessment_factors": 12}
    counted |= {"cin_plans": 8, "section_47": 8, "protection_plans": 8, "reviews": 12, "pre_proceedings": 8}
    assert {name: table.num_rows for name, table in read.tables.items()} == counted
    assert read.files == tuple(ReturnFile("cin.xml", name, False, count) for name, count in counted.items())
    assert all(table.column("row").to_pylist() == list(range(table.num_rows)) for table in read.tables.values())


def test_no_column_of_a_full_census_is_blank(read: ReturnRead) -> None:
    blank = {f"{name}.{column}" for name, table in read.tables.items() for column in table.column_names if table.column(column).null_count}
    assert blank == {"message.child"}


def test_the_header(read: ReturnRead) -> None:
    columns = ("collection", "year", "reference_date", "source_level", "lea")
    assert rows(read, "message", *columns) == [("CIN", "2026", "2026-03-31", "L", "900")]


def test_the_keys_say_whose_each_row_is(read: ReturnRead) -> None:
    assert rows(read, "cin_details", "child", "cin") == [("A1", "A1-1"), ("A1", "A1-2"), ("B2", "B2-1"), ("B2", "B2-2")]
    assert rows(read, "assessment_factors", "child", "cin", "assessment", "assessment_factor")[:4] == [
        ("A1", "A1-1", "A1-1-1", "1A"),
        ("A1", "A1-1", "A1-1-1", "4B"),
        ("A1", "A1-1", "A1-1-2", "3C"),
        ("A1", "A1-2", "A1-2-1", "1A"),
    ]
    assert rows(read, "reviews", "child", "cin", "plan", "cpp_review_date")[-3:] == [
        ("B2", "B2-2", "B2-2-1", "2025-09-30"),
        ("B2", "B2-2", "B2-2-1", "2025-12-15"),
        ("B2", "B2-2", "B2-2-2", "2025-10-01"),
    ]


def test_the_additions_of_2025_26(read: ReturnRead) -> None:
    assert rows(read, "children", "child", "sex") == [("A1", "F"), ("B2", "F")]
    columns = ("cin", "pp_start_date", "fgdm_meeting_offer", "review_meetings_count", "letter_init_cp_date")
    assert rows(read, "pre_proceedings", *columns)[0] == ("A1-1", "2025-09-10", "1", "2", "2025-08-10")


@pytest.mark.parametrize(
    "changed",
    [
        FULL.replace("<Message>", '<Message xmlns="http://example.org/cin">'),
        re.sub(r"<(/?)(\w)", r"<\1cin:\2", FULL),
        FULL.upper().replace('<?XML VERSION="1.0" ENCODING="UTF-8"?>', ""),
        FULL.replace("><", ">\r\n\t<!-- a comment --> <"),
        "\ufeff" + FULL,
        FULL.replace("<Sex>F</Sex>", "<Sex> <![CDATA[F]]>\n</Sex>"),
    ],
    ids=["namespace", "prefix", "case", "spaces", "mark", "characters"],
)
def test_namespaces_case_and_spaces_do_not_matter(read: ReturnRead, tmp_path: Path, changed: str) -> None:
    again = read_cin_census(write(tmp_path, changed))
    assert {name: table.to_pylist() for name, table in again.tables.items()} == {
        name: table.to_pylist() for name, table in read.tables.items()
    }
    assert again.notes == ()


def test_the_order_of_elements_does_not_matter(tmp_path: Path) -> None:
    last = element("ChildIdentifiers", LAchildID="7", UPN="U")
    details = element("CINdetails", assessment("01", "1A"), plan("02", "2025-09-30"), CINreferralDate="2025-04-01")
    text = element("Message", element("Children", element("Child", details, last)), HEADER)
    read = read_cin_census(write(tmp_path, text))
    assert rows(read, "children", "child", "upn") == [("7", "U")]
    assert rows(read, "reviews", "child", "plan") == [("7", "7-1-1")]
    assert rows(read, "message", "lea") == [("900",)]


def test_children_without_an_id_or_with_one_again_are_kept_apart(tmp_path: Path) -> None:
    text = census(*(child(name, element("CINdetails", assessment("01", "1A"))) for name in ("5", "", "5", "  ", "5#3")))
    read = read_cin_census(write(tmp_path, text))
    assert rows(read, "children", "row", "child") == [(0, "5"), (1, None), (2, "5"), (3, None), (4, "5#3")]
    assert rows(read, "assessment_factors", "child", "cin", "assessment") == [
        ("5", "5-1", "5-1-1"),
        (None, "#2-1", "#2-1-1"),
        ("5", "5#3-1", "5#3-1-1"),
        (None, "#4-1", "#4-1-1"),
        ("5#3", "5#3#5-1", "5#3#5-1-1"),
    ]


def test_a_child_that_is_nothing_is_still_a_row(tmp_path: Path) -> None:
    read = read_cin_census(write(tmp_path, census("<Child/>", element("Child", "<CINdetails/>"))))
    assert rows(read, "children", "child", "upn") == [(None, None), (None, None)]
    assert rows(read, "cin_details", "child", "cin", "referral_source") == [(None, "#2-1", None)]


def test_empty_elements_are_blank_and_values_are_trimmed(tmp_path: Path) -> None:
    identifiers = "<ChildIdentifiers><LAchildID> 1 </LAchildID><UPN/><Sex></Sex><GenderCurrent>\n</GenderCurrent></ChildIdentifiers>"
    described = element("ChildCharacteristics", "<Disabilities><Disability/><Disability>MOB</Disability></Disabilities>")
    read = read_cin_census(write(tmp_path, census(element("Child", identifiers, described))))
    assert rows(read, "children", "child", "upn", "sex", "gender_current") == [("1", None, None, None)]
    assert rows(read, "disabilities", "child", "disability") == [("1", None), ("1", "MOB")]


def test_blocks_that_the_schema_has_once_are_kept_when_they_come_twice(tmp_path: Path) -> None:
    twice = [element("ChildIdentifiers", LAchildID="1", UPN="U"), element("ChildIdentifiers", UPN="V")]
    described = [element("ChildCharacteristics", Ethnicity="WBRI"), element("ChildCharacteristics", Ethnicity="WIRI")]
    header = HEADER.replace("<Content>", "<Source><LEA>901</LEA></Source><Content>")
    read = read_cin_census(write(tmp_path, census(element("Child", *twice, *described), child("2"), header=header)))
    assert rows(read, "children", "child", "upn", "ethnicity")[:2] == [("1", "U", "WBRI"), ("1", "V", "WIRI")]
    assert rows(read, "message", "year", "lea") == [("2026", "900"), ("2026", "901")]
    assert read.notes == ()


def test_what_has_no_place_is_noted_with_how_many(tmp_path: Path) -> None:
    odd = element("Child", "<Nickname><UPN>X</UPN>and text</Nickname>words", element("ChildIdentifiers", "<UPN>U</UPN><UPN>V</UPN>"))
    read = read_cin_census(write(tmp_path, census(odd, element("Child", "<Nickname/>"))))
    assert rows(read, "children", "upn") == [("U",), (None,)]
    assert notes(read) == [
        "“Nickname” is no element of the census inside “Child”; it was passed over (2 times), with all inside it.",
        "“UPN” stands more than once in one “ChildIdentifiers”; the first was kept.",
        "There is text between the elements of “Child”; it was passed over.",
    ]


def test_notes_end(tmp_path: Path) -> None:
    read = read_cin_census(write(tmp_path, census(element("Child", *(f"<X{number}/>" for number in range(70))))))
    assert len(read.notes) == 51
    assert notes(read)[-1] == "There are 20 more notes of this kind."


def test_a_census_without_header_or_of_another_kind_or_of_nobody(tmp_path: Path) -> None:
    assert rows(read_cin_census(write(tmp_path, "<Message><Children><Child/></Children></Message>")), "message", "row", "year") == [
        (0, None)
    ]
    other = read_cin_census(write(tmp_path, census("<Child/>", header=HEADER.replace(">CIN<", ">AP<"))))
    assert notes(other) == ["The header says that the collection is “AP”, not “CIN”."]
    nobody = read_cin_census(write(tmp_path, "<Message><Children/></Message>"))
    assert notes(nobody) == ["There is no child in the census."]


def test_batches_do_not_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "".join(many(60)))
    whole = read_cin_census(path)
    monkeypatch.setattr(cin_blocks, "BATCH", 1000)
    monkeypatch.setattr(xml_files, "PIECE", 777)
    pieces = read_cin_census(path)
    assert pieces.tables["reviews"].column("plan").num_chunks > 10
    assert all(pieces.tables[name].to_pylist() == table.to_pylist() for name, table in whole.tables.items())


def test_a_zip_or_a_gzip_with_one_file(tmp_path: Path, read: ReturnRead) -> None:
    packed = write(tmp_path, gzip.compress(FULL.encode()), "cin.xml.gz")
    assert read_cin_census(packed).tables["reviews"] == read.tables["reviews"]
    archive = zipped({"folder/cin.xml": FULL, "readme.txt": "words", "__MACOSX/cin.xml": "x"})
    found = read_cin_census(write(tmp_path, archive, "cin.zip"))
    assert found.tables["reviews"] == read.tables["reviews"]
    assert found.files[0].name == "cin.xml"
    assert [str(note) for note in found.notes] == ["readme.txt: This file in the zip was not looked at."]


def test_progress_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_files, "PIECE", 5000)
    told: list[tuple[str, float]] = []
    read_cin_census(write(tmp_path, FULL), lambda what, share: told.append((what, share)))
    assert told[-1] == ("Reading cin.xml", 1.0)
    assert len(told) > 2


def zipped(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "windows-1252", "iso-8859-1", "utf-8-sig"])
def test_encodings_that_the_file_declares(tmp_path: Path, encoding: str) -> None:
    declared = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16"}.get(encoding, encoding)
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    text = mark + census(child("Zoë")).replace('"utf-8"', f'"{declared}"')
    assert rows(read_cin_census(write(tmp_path, text.encode(encoding))), "children", "child") == [("Zoë",)]


BOMB = '<!DOCTYPE Message [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
CP1252 = census(child("Zoë")).encode("windows-1252")
GIVE = "Give the XML file that was made for the return."
WANTED = "Give the XML file of the children in need census."
WRITE = "Write the file in UTF-8, or have its first line name the encoding that it is in (often windows-1252)."
PACKED = "Give the XML file that was made for the return, or a .zip or .gz with it alone."


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "cin.xml: The file is empty. Take the extract again."),
        (b"child,dob\n1,01/02/2015\n", f"cin.xml: This is not XML. {PACKED}"),
        (b"a < b", f"cin.xml: This is not XML: it breaks off at line 1. {GIVE}"),
        (b"%PDF-1.7", f"cin.xml: This is a PDF, which is not read. {PACKED}"),
        (b"<!-- nothing -->\n", f"cin.xml: There is nothing in the file. {AGAIN}"),
        ("<CLA><Children/></CLA>", f"cin.xml: This is no children in need census: its outermost element is “CLA”, not “Message”. {WANTED}"),
        ("<Message><School/></Message>", f"cin.xml: This is no children in need census: it has no “Children”. {WANTED}"),
        (FULL[:2000], f"cin.xml: The file ends at line 2, inside “CINPlanStartDate”, before it is complete. {AGAIN}"),
        (FULL[:45], f"cin.xml: The file ends at line 2, before it is complete. {AGAIN}"),
        (FULL[:-3], f"cin.xml: The file ends at line 2, inside “Message”, before it is complete. {AGAIN}"),
        (FULL + "\n" + FULL, "cin.xml: The XML is broken at line 3, column 1: something follows after the end of the return."),
        (FULL + "<Message/>", "something follows after the end of the return. Give one return in one file, with nothing behind it."),
        (
            census(child("A & B")),
            "broken at line 2, column 450: a character stands there that may not. An & or a < in a text is written &amp;",
        ),
        (census(child("A\x0bB")), "a character stands there that may not. An & or a < in a text is written &amp; or &lt;, and control"),
        (census(child("A&nbsp;B")), "an entity is used there that XML does not have. Write the character itself"),
        (FULL.replace("</Reviews>", "", 1), f"the tag there closes another element than the one that is open. {AGAIN.partition(';')[0]}."),
        (FULL.replace("<Child>", '<Child a="" a="">', 1), f"an attribute is given twice. {AGAIN.partition(';')[0]}."),
        (
            FULL.replace("<Message>", BOMB + "<Message>"),
            "The file brings a document type (DOCTYPE) at line 2, as no return does; it is not read.",
        ),
        (
            FULL.replace("<Message>", "<!DOCTYPE Message SYSTEM 'file:///etc/passwd'><Message>"),
            "Take the return again from the case system, without it.",
        ),
        (CP1252, f"cin.xml: A character at line 2 is not written in “utf-8” as it says (byte 0xEB). {WRITE}"),
        (CP1252.split(b"\n", 1)[1], f"cin.xml: A character at line 1 is not written in UTF-8 (byte 0xEB). {WRITE}"),
        (FULL.replace("utf-8", "utf-16"), f"cin.xml: The file says that it is written in “utf-16”, and it is not. {WRITE}"),
        (
            FULL.replace("utf-8", "klingon"),
            "cin.xml: The file says that it is written in “klingon”, which is not read. Write it in UTF-8, and have",
        ),
        (FULL.replace("utf-8", "shift_jis"), "cin.xml: The file says that it is written in “shift_jis”, which is not read."),
        (FULL.encode("utf-32"), "cin.xml: This is not XML: it breaks off at line 1."),
        (gzip.compress(FULL.encode())[:-40], f"cin.xml: The file ends before it is complete. {AGAIN}"),
        (b"\x1f\x8b damaged <", f"cin.xml: The file is damaged and cannot be unfolded. {AGAIN}"),
        (
            gzip.compress(b" " * 100_000_000 + b"<a/>"),
            "cin.xml: The file unfolds to more than 200 times its size, as a bomb does. Give the XML",
        ),
        (zipped({}), "cin.xml: The zip holds no file. Make a zip with the one XML file of the return."),
        (zipped({"a.xml": "", "b.xml": ""}), "cin.xml: The zip holds 2 files, “a.xml”, “b.xml”, of which one cannot be chosen."),
        (zipped({"xl/workbook.xml": ""}), "cin.xml: This is an Excel workbook."),
        (zipped({"a.xml": FULL})[:-30], "cin.xml: This zip is damaged and cannot be opened."),
        (zipped({"a.xml": FULL}).replace(b"a.xml", b"c.xml", 1), f"a.xml: This file in the zip is damaged. {AGAIN}"),
        ("<Message>" * 1200, "cin.xml: Elements stand inside each other 1,200 deep at line 1."),
        ("<Message>" + "".join(f"<a{n}/>" for n in range(10_100)), "cin.xml: The file has more than 10,000 different names of elements."),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(tmp_path: Path, content: str | bytes, words: str) -> None:
    assert words in refused(write(tmp_path, content))


def test_what_never_ends_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_files, "PIECE", 10)
    monkeypatch.setattr(xml_files, "MOST_IN_ONE_TAG", 10_000)
    path = write(tmp_path, "<Message><Children>\n<Child " + "a" * 20_000)
    assert "A tag or a comment at line 2 goes on for more than 10,000 bytes." in refused(path)
    monkeypatch.setattr(cin_blocks, "MOST_OF_ONE_CHILD", 20_000)
    path = write(tmp_path, census(element("Child", *("<CINdetails/>" for _ in range(2000)))))
    assert "One child, or what stands between two, goes on for more than" in refused(path)


def test_a_path_that_is_not_a_file(tmp_path: Path) -> None:
    assert "It cannot be opened (No such file or directory). Check the path." in refused(tmp_path / "none.xml")
    assert "This is a folder." in refused(tmp_path)
    assert "It cannot be opened" in refused(tmp_path / "a\x00b")


SHORT = census(child("1", referral("11")))
CHANGES = st.lists(st.tuples(st.integers(0, len(SHORT)), st.integers(0, 40), st.binary(max_size=6)), min_size=1, max_size=4)
EITHER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def read_or_refused(path: Path) -> None:
    refusal: Refused | None = None
    try:
        assert isinstance(read_cin_census(path), ReturnRead)
    except Refused as error:
        refusal = error
    assert refusal is None or (refusal.problems and all(problem.what.endswith(".") for problem in refusal.problems))


@EITHER
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    read_or_refused(write(tmp_path, content))
    read_or_refused(write(tmp_path, b"<?xml version='1.0'" + content))
    read_or_refused(write(tmp_path, b"\x1f\x8b\x08" + content))


@EITHER
@given(st.text(max_size=30))
def test_any_encoding_that_is_declared_is_read_or_refused(tmp_path: Path, encoding: str) -> None:
    read_or_refused(write(tmp_path, SHORT.replace("utf-8", encoding).encode("utf-8", "replace")))


@EITHER
@given(CHANGES)
def test_a_census_that_was_cut_or_changed_is_read_or_refused(tmp_path: Path, changes: list[tuple[int, int, bytes]]) -> None:
    content = SHORT.encode()
    for at, length, instead in changes:
        content = content[:at] + instead + content[at + length :]
    read_or_refused(write(tmp_path, content))


@EITHER
@given(st.integers(0, len(SHORT) - 1))
def test_a_census_cut_anywhere_is_refused(tmp_path: Path, end: int) -> None:
    path = write(tmp_path, SHORT.encode()[:end])
    assert refused(path)
    assert refused(write(tmp_path, gzip.compress(SHORT.encode())[: 12 + end % 300], "cin.gz"))


@EITHER
@given(CHANGES)
def test_a_zip_that_was_changed_is_read_or_refused(tmp_path: Path, changes: list[tuple[int, int, bytes]]) -> None:
    content = zipped({"cin.xml": SHORT})
    for at, length, instead in changes:
        at %= len(content)
        content = content[:at] + instead + content[at + length :]
    read_or_refused(write(tmp_path, content, "cin.zip"))
