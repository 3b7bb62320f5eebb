"""Postcodes are found in each of the files of the country, by what stands in the first line; what is none of them is refused."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from lightwell.errors import Refused
from lightwell.extracts.postcodes import find_postcodes, plain_postcodes
from tests.unit.extracts.folders import folder

CODE_POINT = (
    '"SO14 1AA",10,442000,112000,"E92000001","E19000001","E18000009","","E06000045","E05002455"\r\n'
    '"SO51 1AA",10,435000,121000,"E92000001","E19000001","E18000009","E10000014","E07000093","E05004584"\r\n'
    '"SO99 9ZZ",90,0,0,"E92000001","","","","",""\r\n'
)
ASKED = ("SO14 1AA", "so511aa", " SO99  9ZZ", "ZZ1 1ZZ")


def found(path: Path, *asked: str) -> list[tuple[str, float | None, float | None, str | None]]:
    table = find_postcodes(path, plain_postcodes(pa.array(asked or ASKED, pa.string())))
    return [tuple(row.values()) for row in table.to_pylist()]


def written(tmp_path: Path, text: str | bytes, name: str = "postcodes.csv") -> Path:
    return folder(tmp_path, {name: text}) / name


@pytest.mark.parametrize(
    "heading",
    [
        "\ufeffpcd,pcd2,pcds,dointr,doterm,oscty,oslaua,oseast1m,osnrth1m",
        "pcd7,pcd8,pcds,dointr,doterm,cty25cd,lad25cd,east1m,north1m",
        "PCD,PCD2,PCDS,DOINTR,DOTERM,CTY,LAUA,OSEAST1M,OSNRTH1M",
    ],
)
def test_each_edition_of_the_directory_is_read(tmp_path: Path, heading: str) -> None:
    rows = (
        "SO141AA,SO14 1AA,SO14 1AA,1,,E99999999,E06000045,442000,112000",
        "SO511AA,SO51 1AA,SO51 1AA,1,,E10000014,E07000093,435000,0121000",
        "SO999ZZ,SO99 9ZZ,SO99 9ZZ,1,199606,,L99999999,,",
        "AB1 0AA,AB1  0AA,AB1 0AA,1,,S99999999,S12000033,385386,801193",
    )
    assert found(written(tmp_path, "\n".join((heading, *rows)))) == [
        ("SO141AA", 442000.0, 112000.0, "E06000045"),
        ("SO511AA", 435000.0, 121000.0, "E10000014"),
        ("SO999ZZ", None, None, None),
    ]


def test_code_point_open_has_no_heading_and_says_0_where_a_place_is_not_known(tmp_path: Path) -> None:
    assert found(written(tmp_path, CODE_POINT)) == [
        ("SO141AA", 442000.0, 112000.0, "E06000045"),
        ("SO511AA", 435000.0, 121000.0, "E10000014"),
        ("SO999ZZ", None, None, None),
    ]


def test_a_district_of_which_the_file_does_not_name_the_county_is_no_authority(tmp_path: Path) -> None:
    text = "pcds,laua,oseast1m,osnrth1m\nSO51 1AA,E07000093,435000,121000\n"
    assert found(written(tmp_path, text)) == [("SO511AA", 435000.0, 121000.0, None)]


def test_a_folder_is_read_file_by_file_and_what_is_no_such_file_is_passed_over(tmp_path: Path) -> None:
    first, second, *_ = CODE_POINT.splitlines(keepends=True)
    files = {
        "so.csv": first,
        "b.csv": second,
        "names.csv": "code,name\nE06000045,x\n",
        "readme.txt": "a",
        "zz.csv": first.replace("442000", "1"),
    }
    assert found(folder(tmp_path / "cp", files)) == [
        ("SO141AA", 442000.0, 112000.0, "E06000045"),
        ("SO511AA", 435000.0, 121000.0, "E10000014"),
    ]
    assert found(folder(tmp_path / "cp", files), "ZZ1 1ZZ") == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            "code,name\nE06000045,x\n",
            "where.csv, row 1: The first line is that of no file of postcodes that is known. Give the ONS",
        ),
        (b"PK\x03\x04\0\0", "The first line is that of no file of postcodes that is known."),
        (b"", "The first line is that of no file of postcodes that is known."),
        (b"\xff\xfe\0,\0", "The first line is that of no file of postcodes that is known."),
        ("pcds,laua,oseast1m,osnrth1m\nSO51 1AA,E07000093\n", "where.csv: It cannot be read as CSV to its end"),
        (b"pcds,laua,oseast1m,osnrth1m\nSO\xff1 1AA,E0,1,2\n", "where.csv: It cannot be read as CSV to its end"),
        (None, "It cannot be opened. Check the path."),
    ],
)
def test_what_is_no_file_of_postcodes_is_refused(tmp_path: Path, content: str | bytes | None, words: str) -> None:
    path = tmp_path / "where.csv" if content is None else written(tmp_path, content, "where.csv")
    with pytest.raises(Refused) as caught:
        found(path)
    assert caught.value.message == "The postcodes of where.csv were not read; nothing was changed."
    assert words in str(caught.value.problems[0])


def test_a_folder_without_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="None of its CSV files is a file of postcodes that is known"):
        found(folder(tmp_path / "none", {"a.csv": "code,name\n"}))
