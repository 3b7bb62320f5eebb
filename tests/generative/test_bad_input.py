"""Bad input, by the thousand: no file makes anything but a refusal in sentences, and no row is ever lost."""

from __future__ import annotations

import csv
import io
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lightwell.errors import LightwellError
from lightwell.extracts import Extract, read_annex_a, read_tables
from lightwell.extracts.annex_a_lists import LISTS, ListSpec
from lightwell.journey import RECORDS, Record
from tests.unit.extracts.workbooks import GOOD, list_rows, write

AS_AT = date(2024, 1, 31)
quick = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

_CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
_LIKELY = st.sampled_from(
    [
        *("", "NULL", "-", "1", "0", "yes", "No", "a) Yes", "09/03/2024", "2024-03-09", "31/02/2024", "1/1/24", "01/01/1066", "U4"),
        *("WBRI", "f) U6: x", "initial", "5", "1.5", "1e9", "9" * 30, "=cmd|'/c calc'!A0", '"', "a\nb", "a,b", "\u00a0", "\u202e"),
        *("\r", ";", "\t"),
    ]
)
cells = st.one_of(_LIKELY, st.text(_CHARACTERS, max_size=12))


def check_accounts(extract: Extract) -> None:
    """Every row that was read is in a table or in quarantine, file by file."""
    in_quarantine = {(row["record"], row["row"]) for row in extract.quarantine.to_pylist()}
    for file in extract.files:
        assert file.rows_read == file.rows_loaded + file.rows_quarantined
        assert file.rows_quarantined == len([row for record, row in in_quarantine if record == file.record])
    assert all(row["reason"] and row["row"] >= 2 for row in extract.quarantine.to_pylist())


def attempt(read: Callable[[], Extract]) -> Extract | None:
    """Read, and allow a refusal in sentences; anything else raised is a defect and fails the test."""
    try:
        extract = read()
    except LightwellError as error:
        said = str(error).strip()
    else:
        check_accounts(extract)
        return extract
    assert said
    return None


@contextmanager
def holding(name: str, data: bytes) -> Iterator[Path]:
    """Hold bytes as a file in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        yield path


def tables(path: Path) -> Extract | None:
    return attempt(lambda: read_tables(path, as_at=AS_AT, authority="900"))


def workbook(path: Path) -> Extract | None:
    return attempt(lambda: read_annex_a(path, as_at=AS_AT, authority="900"))


def csv_text(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


def zip_of(files: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def good_workbook() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        rows = {f"List {number}": list_rows(number, GOOD[number]) for number in (3, 8)}
        return write(Path(folder) / "a.xlsx", rows).read_bytes()


def good_parquet() -> bytes:
    data = io.BytesIO()
    pq.write_table(pa.table({"child": ["1", "2"], "sex": ["1", None], "born_on": [date(2010, 1, 1), None]}), data)
    return data.getvalue()


GOOD_WORKBOOK = good_workbook()
GOOD_ZIP = zip_of({"people.csv": b"child,sex\n1,1\n2,2\n", "contacts.csv": b"child,received_on\n1,09/03/2024\n"})
GOOD_PARQUET = good_parquet()


@st.composite
def spoilt(draw: st.DrawFn, good: bytes) -> bytes:
    """Cut, overwrite or repeat parts of a good file."""
    data = bytearray(good)
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, max(len(data) - 1, 0)))
        kind = draw(st.sampled_from(["cut", "overwrite", "insert", "remove"]))
        if kind == "cut":
            del data[place:]
        elif kind == "overwrite":
            data[place : place + 4] = draw(st.binary(min_size=1, max_size=4))
        elif kind == "insert":
            data[place:place] = draw(st.binary(min_size=1, max_size=8))
        else:
            del data[place : place + draw(st.integers(1, 16))]
    return bytes(data)


@quick
@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0", b"%PDF"]))
def test_bytes_of_any_kind_are_refused(data: bytes, magic: bytes) -> None:
    with holding("extract.xlsx", magic + data) as path:
        assert tables(path) is None
        assert workbook(path) is None


@quick
@given(st.one_of(spoilt(GOOD_WORKBOOK), st.just(GOOD_WORKBOOK)))
def test_a_spoilt_workbook_is_read_or_refused(data: bytes) -> None:
    with holding("a.xlsx", data) as path:
        read = workbook(path)
    assert read is not None or data != GOOD_WORKBOOK


@quick
@given(st.sampled_from(["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"]), st.data())
def test_a_workbook_with_a_spoilt_part_is_read_or_refused(part: str, data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD_WORKBOOK)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = data.draw(spoilt(parts[part]))
    with holding("a.xlsx", zip_of(parts)) as path:
        read = workbook(path)
    assert read is None or len(read.files) <= len(LISTS)


@quick
@given(st.one_of(spoilt(GOOD_ZIP), st.just(GOOD_ZIP)))
def test_a_spoilt_zip_is_read_or_refused(data: bytes) -> None:
    with holding("a.zip", data) as path:
        read = tables(path)
    assert read is not None or data != GOOD_ZIP


@quick
@given(st.one_of(spoilt(GOOD_PARQUET), st.just(GOOD_PARQUET), st.binary(max_size=100)))
def test_a_spoilt_parquet_file_is_read_or_refused(data: bytes) -> None:
    with holding("people.parquet", data) as path:
        read = tables(path.parent)
    assert read is not None or data != GOOD_PARQUET


@quick
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))), st.booleans())
def test_any_bytes_under_a_heading_are_read_or_refused(data: bytes, mapping: bool) -> None:
    files = {"people.csv": b"child,sex,born_on\n" + data}
    if mapping:
        files = {"people.csv": b"child\n1\n", "mapping.yaml": data}
    with holding("a.zip", zip_of(files)) as path:
        tables(path)


@st.composite
def files_of_cells(draw: st.DrawFn) -> tuple[type[Record], list[list[str]]]:
    """Draw a record type and rows of any cells, each row with an identifier of its own in the first column it has."""
    record = draw(st.sampled_from([record for record in RECORDS if record.columns[0].name == "id"]))
    others = [column.name for column in record.columns[1:]]
    count = draw(st.integers(0, 12))
    drawn = [[f"r{place}", *draw(st.lists(cells, min_size=len(others), max_size=len(others)))] for place in range(count)]
    return record, [["id", *others], *drawn]


@quick
@given(files_of_cells())
def test_no_row_is_lost_whatever_its_cells(drawn: tuple[type[Record], list[list[str]]]) -> None:
    record, rows = drawn
    with holding(f"{record.table}.csv", csv_text(rows)) as path:
        extract = tables(path.parent)
    assert extract is not None
    loaded = set(extract.tables[record.table].column("id").to_pylist())
    set_aside = {rows[row - 1][0] for row in extract.quarantine.column("row").to_pylist()}
    assert loaded.isdisjoint(set_aside)
    assert loaded | set_aside == {row[0] for row in rows[1:]}


@quick
@given(st.lists(st.lists(cells, max_size=6), max_size=12))
def test_no_row_is_lost_whatever_its_length(drawn: list[list[str]]) -> None:
    rows = [[f"r{place}", *row] for place, row in enumerate(drawn)]
    with holding("dental_checks.csv", csv_text([["id", "child", "held_on"], *rows])) as path:
        extract = tables(path.parent)
    assert extract is not None
    assert extract.rows_read == len(rows)
    loaded = set(extract.tables["dental_checks"].column("id").to_pylist())
    set_aside = {rows[row - 2][0] for row in extract.quarantine.column("row").to_pylist()}
    assert loaded | set_aside == {row[0] for row in rows}


sheet_cells = st.one_of(
    _LIKELY.filter(lambda text: text.isprintable()),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=12),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(),
    st.dates(date(1900, 3, 1), date(2200, 1, 1)),
    st.none(),
)


@settings(quick, max_examples=25)
@given(st.sampled_from(LISTS), st.data())
def test_no_row_of_a_workbook_is_lost_whatever_its_cells(spec: ListSpec, data: st.DataObject) -> None:
    number = spec.number
    heading, good = list_rows(number, GOOD[number])
    rows = []
    for place in range(data.draw(st.integers(0, 6))):
        row = list(good)
        for column in data.draw(st.lists(st.integers(1, len(heading) - 1), max_size=6)):
            row[column] = data.draw(sheet_cells)
        row[0] = f"C{place}"
        rows.append(row)
    with tempfile.TemporaryDirectory() as folder:
        extract = workbook(write(Path(folder) / "a.xlsx", {f"List {number}": [heading, *rows]}))
    assert extract is not None
    assert extract.rows_read == len(rows)
