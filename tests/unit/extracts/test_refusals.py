"""What cannot be used at all is refused with every reason, in sentences, and without harm."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lightwell.errors import Refused
from lightwell.extracts import opening, read_annex_a, workbook
from tests.unit.extracts.folders import AS_AT, folder, read, zipped
from tests.unit.extracts.workbooks import annex_a, list_rows, write

PEOPLE = "child\n1\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def refused(path: Path) -> str:
    with pytest.raises(Refused) as caught:
        read(path)
    assert caught.value.message == f"{path.name} was not loaded; nothing was changed."
    return "\n".join(str(problem) for problem in caught.value.problems)


def refused_workbook(path: Path) -> str:
    with pytest.raises(Refused) as caught:
        read_annex_a(path, as_at=AS_AT, authority="900")
    return "\n".join(str(problem) for problem in caught.value.problems)


def parquet(rows: int = 3) -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.table({"child": [str(row) for row in range(rows)]}), file)
    return file.getvalue()


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    assert "It cannot be opened (No such file or directory). Check the path." in refused(tmp_path / "none")
    assert "It cannot be opened" in refused_workbook(tmp_path / "none.xlsx")


def test_a_path_that_is_neither_file_nor_folder(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "This is not a file." in refused(tmp_path / "pipe")


def test_a_path_that_no_file_can_have(tmp_path: Path) -> None:
    assert "It cannot be opened" in refused(tmp_path / "a\x00b")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7", "This is a PDF, which is not read."),
        (OLE, "This is an Excel workbook of before 2007 (.xls), which is not read."),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "This is an Excel workbook protected by a password; save it without the password."),
        (b"child,sex\n1,1\n", "This is neither a folder, a zip nor an Excel workbook."),
        (b"PAR1", "This is one Parquet file, which is not read."),
        (b"PK\x03\x04 and nothing more", "This zip is damaged and cannot be opened."),
    ],
)
@pytest.mark.parametrize("refuse", [refused, refused_workbook])
def test_a_file_of_another_kind_is_refused_by_name(tmp_path: Path, content: bytes, what: str, refuse: Callable[[Path], str]) -> None:
    path = tmp_path / "extract.bin"
    path.write_bytes(content)
    assert what in refuse(path)


def test_a_folder_without_a_known_file_is_told_what_was_expected(tmp_path: Path) -> None:
    assert "No file in it has the name of a record type. Expected are any of people.csv," in refused(folder(tmp_path, {"a.csv": PEOPLE}))
    assert "No file in it has the name of a record type." in refused(zipped(tmp_path / "a.zip", {}))


def test_a_workbook_is_not_tables_and_tables_are_no_workbook(tmp_path: Path) -> None:
    assert "This is an Excel workbook. Load Ofsted's Annex A lists as annex-a" in refused(annex_a(tmp_path / "a.xlsx"))
    assert "This zip is not an Excel workbook (.xlsx)." in refused_workbook(zipped(tmp_path / "b.zip", {"people.csv": PEOPLE}))
    assert "This is a folder. Give the workbook (.xlsx) itself." in refused_workbook(tmp_path)


def test_every_file_that_cannot_be_used_is_named_at_once(tmp_path: Path) -> None:
    text = refused(
        folder(
            tmp_path,
            {
                "people.csv": b"",
                "contacts.csv": b"child,received_on\n1,\x00\n",
                "referrals.csv": "\n\n",
                "visits.csv": "a,b\n1,2\n",
                "placements.csv": "child,kind\n1,U6\n",
                "teams.csv": "team,name,kind,Team\n1,a,other,2\n",
                "workers.csv": 'worker,name\n1,"A\n2,B\n3,C\n',
                "posts.parquet": parquet()[:-20],
                "adoptions.csv": b"\xff\xfec",
                "care_reviews.csv": "child,held_on\n1,9/3/2026\n",
                "care-reviews.txt": "child,held_on\n1,9/3/2026\n",
            },
        )
    )
    assert text.splitlines() == [
        "Several files are for the table care_reviews: care-reviews.txt, care_reviews.csv. "
        "Keep one of them, or name it under file in mapping.yaml.",
        "people.csv: The file is empty. Take the extract again.",
        "contacts.csv: The file holds bytes of zero, so it is not text. Write the file as CSV in UTF-8.",
        "referrals.csv: The file is empty. Take the extract again; the first line of the file has to name the columns.",
        "placements.csv, row 1: There is no heading “started_on”. The headings are “child”, “kind”.",
        "adoptions.csv: The file begins as UTF-16 and does not go on as it. Write it as CSV in UTF-8.",
        "visits.csv, row 1: None of its headings is known: “a”, “b”. Expected for visits are id, child, happened_on, recorded_on, "
        "authorised_on, purpose, mode, child_seen, seen_alone, worker.",
        "workers.csv: A quotation mark is opened and never closed. Find the cell with a single quotation mark, and write the file again "
        "with it doubled.",
        "posts.parquet: The file cannot be read as Parquet. Copy it again from where it was made; it may have been cut short on the way.",
        "teams.csv, row 1: The heading “team” is there 2 times.",
    ]


def test_a_zip_with_a_password_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"people.csv": PEOPLE})
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    path.write_bytes(data)
    assert refused(path) == "people.csv: The file is protected by a password. Make the zip without a password."


@pytest.mark.parametrize("name", ["../people.csv", "/etc/people.csv", "a/../../people.csv", "..\\people.csv", "C:\\people.csv"])
def test_a_name_that_leads_out_of_the_zip_is_refused(tmp_path: Path, name: str) -> None:
    assert "The name leads out of the zip." in refused(zipped(tmp_path / "a.zip", {name: PEOPLE}))


def test_a_zip_with_a_file_that_has_no_name_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"people.csv": PEOPLE})
    path.write_bytes(path.read_bytes().replace(b"people.csv", b"\0eople.csv"))
    assert refused(path) == "A file in the zip has no name. Make the zip anew from the files alone."


def test_a_zip_that_unfolds_to_too_much_is_refused_before_it_is_unfolded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = zipped(tmp_path / "a.zip", {"people.csv": "child\n" + "1\n" * 40_000, "workers.csv": "worker\n"})
    monkeypatch.setattr(opening, "RATIO_MATTERS_FROM", 1000)
    assert refused(path) == "people.csv: The file unfolds to more than 200 times its size, as a zip bomb does."
    monkeypatch.setattr(opening, "MOST_BYTES_A_FILE", 5000)
    assert "The file unfolds to 80,006 bytes; 5,000 are allowed." in refused(path)
    monkeypatch.setattr(opening, "MOST_BYTES", 70_000)
    assert "It unfolds to 80,013 bytes; 70,000 are allowed." in refused(path)
    monkeypatch.setattr(opening, "MOST_MEMBERS", 1)
    assert "It holds 2 files; 1 are allowed." in refused(path)


def test_a_zip_that_lies_about_its_sizes_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"people.csv": "child\n" + "1\n" * 40_000})
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.index(mark) + offset
        data[place : place + 4] = (10).to_bytes(4, "little")
    path.write_bytes(data)
    assert refused(path) == "people.csv: This file in the zip is damaged. Copy the zip again from where it was made."


def test_a_zip_inside_a_zip_is_named_and_not_opened(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("contacts.csv", "x")
    extract = read(zipped(tmp_path / "a.zip", {"people.csv": PEOPLE, "more.zip": inner.getvalue(), "__MACOSX/people.csv": b"\x00"}))
    assert list(extract.tables) == ["people"]
    assert [str(note) for note in extract.notes] == ["more.zip: This archive inside the zip was not looked into."]


def test_a_zip_cut_short_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"people.csv": PEOPLE})
    path.write_bytes(path.read_bytes()[:-30])
    assert "This zip is damaged and cannot be opened. Copy it again" in refused(path)


def test_a_workbook_that_reaches_too_far_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    path = write(tmp_path / "far.xlsx", {"List 1": list_rows(1)})
    far = write(tmp_path / "stray.xlsx", {"List 1": [["a"]]})
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(far, "w") as changed:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
            changed.writestr(name, content)
    assert "The sheet reaches to row 1,048,576 and column 16,384, more than a list can have." in refused_workbook(far)


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    path = annex_a(tmp_path / "a.xlsx")
    broken = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(broken, "w") as changed:
        for name in archive.namelist():
            content = archive.read(name)
            changed.writestr(name, content[: len(content) // 2] if name == "xl/workbook.xml" else content)
    assert "The workbook is damaged and cannot be read. Open it in Excel and save it again" in refused_workbook(broken)


def test_a_defect_inside_the_reader_of_workbooks_is_a_refusal_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Panic(BaseException):
        pass

    class Broken:
        @staticmethod
        def from_filelike(_file: object) -> None:
            raise Panic("index out of bounds")

    monkeypatch.setattr(workbook, "CalamineWorkbook", Broken)
    assert "The workbook is damaged and cannot be read." in refused_workbook(annex_a(tmp_path / "a.xlsx"))
