"""The pack in every format: PDF, PowerPoint, Excel and HTML, all from one frozen `Pack`, so that they print the same words and numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from lightwell.errors import LightwellError
from lightwell.reports.model import Pack

Format = Literal["pdf", "pptx", "xlsx", "html"]

FORMATS: tuple[Format, ...] = ("pdf", "pptx", "xlsx", "html")


def write(pack: Pack, format: Format, path: Path) -> None:
    """Write the pack to a file in one of the formats.

    Raises `LightwellError` if the folder is not there or the file cannot be written. Each writer is imported when it is asked for,
    because their libraries take longer to import than some of them take to write.
    """
    if not path.parent.is_dir():
        raise LightwellError(f"The pack cannot be written to {path}: there is no folder {path.parent}. Make the folder, or name another.")
    try:
        _write(pack, format, path)
    except PermissionError as error:
        raise LightwellError(
            f"The pack cannot be written to {path}: the file may be open in another program, or you may not write there."
        ) from error


def _write(pack: Pack, format: Format, path: Path) -> None:
    if format == "pdf":
        from lightwell.reports import pdf

        pdf.write(pack, path)
    elif format == "html":
        from lightwell.reports import html

        html.write(pack, path)
    elif format == "pptx":
        from lightwell.reports import pptx

        pptx.write(pack, path)
    elif format == "xlsx":
        from lightwell.reports import xlsx

        xlsx.write(pack, path)
    else:
        raise LightwellError(f"“{format}” is not a format of the pack. Choose one of {', '.join(FORMATS)}.")
