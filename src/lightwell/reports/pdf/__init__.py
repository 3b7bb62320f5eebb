"""The pack as a tagged PDF (PDF/UA-1): A4 landscape, made by Typst from `pack.typ` with the fonts that are shipped beside it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from pathlib import Path

import typst

from lightwell.reports.model import Pack
from lightwell.reports.pdf.data import page_data

_FOLDER = Path(__file__).parent


def write(pack: Pack, path: Path) -> None:
    """Write the pack to a file. The same pack gives the same bytes on every machine: fonts are ours and its date is the as-at date."""
    path.write_bytes(render(pack))


def render(pack: Pack) -> bytes:
    """Make the PDF. The pack is handed over as JSON, whose texts are printed as they are and never read as Typst markup."""
    made = datetime.combine(pack.provenance.as_at, time(), UTC)
    return typst.compile(
        (_FOLDER / "pack.typ").read_bytes(),
        root=_FOLDER,
        font_paths=[_FOLDER / "fonts"],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"pack": json.dumps(page_data(pack), ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=made,
    )
