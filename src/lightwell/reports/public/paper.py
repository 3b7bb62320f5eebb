"""The pack of a publication on paper: the pack's own PDF, with the pages of the exempt parts, and a members' pack marked on every page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import typst

from lightwell.reports import pdf
from lightwell.reports.model import Pack
from lightwell.reports.pdf.data import page_data

_OURS = Path(__file__).parent / "templates" / "exempt.typ"
_PACK = Path(pdf.__file__).parent
"""The folder of the pack's own template and fonts."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_NOT_LATIN = re.compile(r"[^\n\t\x20-\u024f\u2010-\u2027\u2030-\u203a\u2190-\u2193\u2212\u2264\u2265]")
"""As the pack's own PDF has it: letters that none of the fonts has may not stand in it."""


@dataclass(frozen=True)
class Leaf:
    """One page, or a few: a heading, and pairs of a kind of line (`heading`, `item`, or a plain `text`) and what it says.

    `boxed` stands first, in a frame.
    """

    heading: str
    boxed: str
    lines: tuple[tuple[str, str], ...]


def render(pack: Pack, leaves: Sequence[Leaf], marking: str = "") -> bytes:
    """Make the PDF; `marking` stands on every page of it. Without either it is the pack's own."""
    if not leaves and not marking:
        return pdf.render(pack)
    try:
        return _compile(pack, leaves, marking, plain=False)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        return _compile(pack, leaves, marking, plain=True)


def _compile(pack: Pack, leaves: Sequence[Leaf], marking: str, *, plain: bool) -> bytes:
    """Compile our template with that of the pack inside it."""
    said = {"pack": page_data(pack), "leaves": [asdict(leaf) for leaf in leaves], "marking": marking}
    wanted = _each_text(said, lambda text: _NOT_LATIN.sub("?", text) if plain else _CONTROL.sub(" ", text))
    made: bytes = typst.compile(  # type: ignore[call-overload]  # a source in memory has its root on disk
        _OURS.read_bytes(),
        root=_PACK,
        font_paths=[_PACK / "fonts"],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={name: json.dumps(content, ensure_ascii=False) for name, content in wanted.items()},
        pdf_standards="ua-1",
        timestamp=datetime.combine(pack.provenance.as_at, time(), UTC),
    )
    return made


def _each_text(content: Any, change: Callable[[str], str]) -> Any:
    if isinstance(content, str):
        return change(content)
    if isinstance(content, dict):
        return {key: _each_text(value, change) for key, value in content.items()}
    return [_each_text(value, change) for value in content] if isinstance(content, list | tuple) else content
