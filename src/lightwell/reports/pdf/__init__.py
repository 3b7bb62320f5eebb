"""The pack as a tagged PDF (PDF/UA-1): A4 landscape, made by Typst from `pack.typ` with the fonts that are shipped beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import typst

from lightwell.reports.model import Pack
from lightwell.reports.pdf.data import page_data

_FOLDER = Path(__file__).parent

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")

_NOT_LATIN = re.compile(r"[^\n\t\x20-\u024f\u2010-\u2027\u2030-\u203a\u2190-\u2193\u2212\u2264\u2265]")


def write(pack: Pack, path: Path) -> None:
    """Write the pack to a file. The same pack gives the same bytes on every machine: fonts are ours and its date is the as-at date."""
    path.write_bytes(render(pack))


def render(pack: Pack) -> bytes:
    """Make the PDF. The pack is handed over as JSON, whose texts are printed as they are and never read as Typst markup.

    PDF/UA allows no letter without a shape, so where a text holds one that none of the fonts has, every letter outside the Latin scripts is
    printed as a question mark.
    """
    content = _each_text(page_data(pack), lambda text: _CONTROL.sub(" ", text))
    try:
        return _compile(content, pack.provenance.as_at)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        return _compile(_each_text(content, lambda text: _NOT_LATIN.sub("?", text)), pack.provenance.as_at)


def _compile(content: Any, as_at: date) -> bytes:
    made: bytes = typst.compile(
        _FOLDER / "pack.typ",
        root=_FOLDER,
        font_paths=[_FOLDER / "fonts"],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"pack": json.dumps(content, ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=datetime.combine(as_at, time(), UTC),
    )
    return made


def _each_text(content: Any, change: Callable[[str], str]) -> Any:
    if isinstance(content, str):
        return change(content)
    if isinstance(content, dict):
        return {key: _each_text(value, change) for key, value in content.items()}
    return [_each_text(value, change) for value in content] if isinstance(content, list) else content
