"""The folder that a publication is written to: only a new one, or one that holds a publication of the same kind."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal

from lightwell.errors import LightwellError
from lightwell.periods import Month
from lightwell.reports.public.record import hashes

LIST = "publication.json"
"""The file of a site that lists its files with their SHA-256, by which a folder is known to hold a publication."""

Readers = Literal["public", "members"]

_PLACES: dict[Readers, str] = {"public": "a public site", "members": "a members' pack, which is not for publication"}


def listed(files: Mapping[str, bytes], month: Month, released_on: date, readers: Readers) -> dict[str, bytes]:
    """Add the list of the files."""
    said = {"month": str(month), "released": released_on.isoformat(), "for": readers, "sha256": hashes(files)}
    return {**files, LIST: json.dumps(said, indent=1).encode("utf-8")}


def require_free(out: Path, readers: Readers) -> None:
    """Raise `LightwellError` unless the folder is new, empty, or holds what is for the same readers."""
    if out.is_file():
        raise LightwellError(f"The site cannot be written to {out}: that is a file. Name a folder.")
    if not out.is_dir() or not any(out.iterdir()):
        return
    if not (out / LIST).is_file():
        raise LightwellError(f"The site cannot be written to {out}: other files are there. Name a new folder, or one with a publication.")
    held = _readers_of(out)
    if held != readers:
        raise LightwellError(f"{out} holds {_PLACES[held]}, and the two are never mixed. Name another folder.")


def _readers_of(out: Path) -> Readers:
    try:
        return "members" if json.loads((out / LIST).read_text("utf-8")).get("for") == "members" else "public"
    except (OSError, ValueError, AttributeError):
        return "public"


def put(out: Path, files: Mapping[str, bytes], *, private: bool = False) -> None:
    """Write the files, and take away those of the publication that was there before; nothing else in the folder is touched.

    A `private` folder is made for its owner alone.
    """
    try:
        if private:
            out.mkdir(mode=0o700, parents=True, exist_ok=True)
        old = json.loads((out / LIST).read_text("utf-8"))["sha256"] if (out / LIST).is_file() else {}
        for name, content in files.items():
            path = out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        for name in set(old) - set(files):
            path = (out / name).resolve()
            if path.is_relative_to(out.resolve()):
                path.unlink(missing_ok=True)
    except (OSError, ValueError, KeyError) as error:
        what = f"The publication is recorded, but its files could not all be written to {out}: {type(error).__name__}."
        raise LightwellError(f"{what} Mend that, and publish again: the same figures are written.") from error
