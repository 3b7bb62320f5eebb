"""What is said, and kept, when Lightwell itself is at fault."""

from __future__ import annotations

import contextlib
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from lightwell import __version__


def report_defect(error: Exception) -> str:
    """Write where the fault arose to a file, and give the sentence that tells a person so.

    The report holds file names and line numbers only: the text of an error can quote a record, so it is left out.
    """
    frames = traceback.extract_tb(error.__traceback__)
    lines = [
        f"Lightwell {__version__}, {type(error).__name__}",
        *(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames),
    ]
    where = ""
    with contextlib.suppress(OSError):
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        path = Path(tempfile.gettempdir()) / f"lightwell-fault-{stamp}.txt"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        where = f" A report without any child's details was written to {path}: please send it to whoever looks after Lightwell."
    last = f"{Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else "an unknown place"
    return f"Something is wrong in Lightwell itself ({type(error).__name__} at {last}). What was stored before is unchanged.{where}"
