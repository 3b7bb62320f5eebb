"""Writing a pack by the name of its format."""

from __future__ import annotations

from pathlib import Path

import pytest

from lightwell.errors import LightwellError
from lightwell.reports import FORMATS, write
from tests.unit.reports.sample import empty_pack

STARTS = {"pdf": b"%PDF-", "pptx": b"PK", "xlsx": b"PK", "html": b"<!doctype html>"}


@pytest.mark.parametrize("format", FORMATS)
def test_each_format_is_written_as_itself(tmp_path: Path, format: str) -> None:
    path = tmp_path / f"pack.{format}"
    write(empty_pack(), format, path)  # type: ignore[arg-type]
    assert path.read_bytes().lstrip().startswith(STARTS[format])


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(LightwellError, match=r"there is no folder .*missing\. Make the folder"):
        write(empty_pack(), "html", tmp_path / "missing" / "pack.html")


def test_another_format_is_refused_with_those_that_are_known(tmp_path: Path) -> None:
    with pytest.raises(LightwellError, match="Choose one of pdf, pptx, xlsx, html"):
        write(empty_pack(), "docx", tmp_path / "pack.docx")  # type: ignore[arg-type]
