"""The pack as a PowerPoint deck: native tables and charts that a council can edit and lift into its own slides."""

from __future__ import annotations

from pathlib import Path

from lightwell.reports.model import Pack
from lightwell.reports.pptx.archive import save
from lightwell.reports.pptx.deck import build
from lightwell.reports.xlsx.printable import printable


def write(pack: Pack, path: Path) -> None:
    """Write the pack as a deck to `path`; the same pack gives the same bytes.

    Raises `OSError` if the file cannot be written, as when PowerPoint holds it open.
    """
    pack = printable(pack)
    save(build(pack), pack, path)
