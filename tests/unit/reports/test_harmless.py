"""No file that Lightwell writes runs what somebody wrote into a case file: the one writer, and that there is no other."""

from __future__ import annotations

import ast
import csv
import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

import lightwell
from lightwell.reports.harmless import RUN, csv_writer, harmless, workbook

SOURCE = Path(lightwell.__file__).parent
ALLOWED = {
    "reports/harmless.py": "it is the one",
    "synthetic": "writes the invented extracts that Lightwell itself reads",
}
"""Where a writer of the libraries' own may stand, by the beginning of the path, and why."""

WRITERS = {"csv": {"writer", "DictWriter"}, "xlsxwriter": {"Workbook"}, "pyarrow.csv": {"write_csv", "CSVWriter"}, "openpyxl": {"Workbook"}}


@pytest.mark.parametrize("first", RUN)
def test_what_begins_like_a_formula_is_text(first: str) -> None:
    written = io.StringIO()
    csv_writer(written).rows([[f"{first}HYPERLINK(1)", "Ada"]])
    (row,) = csv.reader(io.StringIO(written.getvalue(), newline=""))
    assert row == [f"'{first}HYPERLINK(1)", "Ada"]


def test_numbers_and_plain_text_stay_as_they_are() -> None:
    assert [harmless(each) for each in (-3, -2.5, None, "East A", "5-a-side", "")] == [-3, -2.5, None, "East A", "5-a-side", ""]


def test_a_workbook_keeps_texts_as_texts() -> None:
    file = io.BytesIO()
    with workbook(file, {"strings_to_formulas": True}) as book:
        sheet = book.add_worksheet()
        for row, text in enumerate(["=1+1", "http://example.org/", "{=A1}", "5"]):
            sheet.write(row, 0, text)
    cells = [cell for (cell,) in openpyxl.load_workbook(file).active.iter_rows()]  # type: ignore[union-attr]  # it has a sheet
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [
        ("=1+1", "s", None),
        ("http://example.org/", "s", None),
        ("{=A1}", "s", None),
        ("5", "s", None),
    ]


def _writers(tree: ast.Module) -> Iterator[str]:
    """Name each use of a library's own writer in a module, by whatever name it is imported."""
    modules: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules |= {name.asname or name.name: name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules |= {name.asname or name.name: f"{node.module}.{name.name}" for name in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            first, _, rest = called.partition(".")
            module, _, name = f"{modules.get(first, first)}{'.' if rest else ''}{rest}".rpartition(".")
            if name in WRITERS.get(module, ()):
                yield f"{module}.{name}"


def test_the_search_finds_a_writer_by_any_name() -> None:
    text = "import csv as c\nfrom xlsxwriter import Workbook as W\nimport pyarrow.csv\nc.writer(f)\nW(f)\npyarrow.csv.write_csv(t, f)\n"
    assert list(_writers(ast.parse(text))) == ["csv.writer", "xlsxwriter.Workbook", "pyarrow.csv.write_csv"]


def test_every_writer_of_a_table_is_the_harmless_one() -> None:
    others = {
        f"{path.relative_to(SOURCE).as_posix()}: {name}"
        for path in SOURCE.rglob("*.py")
        if not path.relative_to(SOURCE).as_posix().startswith(tuple(ALLOWED))
        for name in _writers(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert others == set(), "use csv_writer or workbook of lightwell.reports.harmless"
