"""What a snapshot says about itself: `manifest.json`, as a frozen value."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from lightwell.errors import LightwellError, Problem
from lightwell.periods import Month


@dataclass(frozen=True)
class LoadedFile:
    """One file, or sheet, that a snapshot was made from, and what became of its rows."""

    name: str
    sha256: str
    rows_read: int
    rows_loaded: int
    rows_quarantined: int
    record: str
    sheet: str = ""


@dataclass(frozen=True)
class Check:
    """One thing that was checked when the snapshot was made, such as stock against flow, and what was found."""

    name: str
    passed: bool
    detail: str = ""


@dataclass(frozen=True)
class FileEntry:
    """One Parquet file of a snapshot: the hash of its bytes and the number of its rows."""

    sha256: str
    rows: int


@dataclass(frozen=True)
class Manifest:
    """Where a snapshot comes from, what is in it, and what it was worked out with.

    `made_at` is in UTC. `rows` counts records by table, `coverage` and `lacks` are as in the extract, `definitions` maps an indicator's id
    to its version. `first_month` and `last_month` bound the months with results. `files_of_snapshot` maps a path inside the snapshot to
    its hash and rows; it and `id` are filled in when the draft is committed. `collection` is that of a statutory return, `2025-26`, and
    empty for any other source.
    """

    as_at: date
    made_at: datetime
    lightwell: str
    source: str
    authority: str
    authority_name: str
    fingerprint: str
    files: tuple[LoadedFile, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)
    coverage: Mapping[str, date | None] = field(default_factory=dict)
    lacks: tuple[str, ...] = ()
    notes: tuple[Problem, ...] = ()
    definitions: Mapping[str, int] = field(default_factory=dict)
    definitions_fingerprint: str = ""
    checks: tuple[Check, ...] = ()
    first_month: Month | None = None
    last_month: Month | None = None
    collection: str = ""
    id: str = ""
    files_of_snapshot: Mapping[str, FileEntry] = field(default_factory=dict)

    @property
    def rows_read(self) -> int:
        """Rows found in the source."""
        return sum(file.rows_read for file in self.files)

    @property
    def rows_quarantined(self) -> int:
        """Rows of the source that could not be loaded."""
        return sum(file.rows_quarantined for file in self.files)


def write_manifest(manifest: Manifest) -> str:
    """Give the text of `manifest.json`."""
    return json.dumps(asdict(manifest), default=_plain, indent=1, ensure_ascii=False) + "\n"


def read_manifest(path: Path) -> Manifest:
    """Read `manifest.json`; raises `LightwellError` saying what is wrong if it is missing or damaged."""
    try:
        found = path.stat()
        return _read(path, found.st_mtime_ns, found.st_size)
    except OSError as error:
        raise LightwellError(f"The snapshot {path.parent.name} has no manifest that can be opened ({error.strerror}).") from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise LightwellError(
            f"The manifest of the snapshot {path.parent.name} is damaged. Remove the folder {path.parent} and load its extract again."
        ) from error


@functools.lru_cache(maxsize=256)
def _read(path: Path, changed: int, size: int) -> Manifest:
    """Read a manifest once for as long as its file stays the same: a site asks for all of them at every page."""
    return _from_plain(json.loads(path.read_text(encoding="utf-8")))


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a manifest")


def _month(value: dict[str, int] | None) -> Month | None:
    return None if value is None else Month(value["year"], value["number"])


def _from_plain(plain: dict[str, Any]) -> Manifest:
    parts: dict[str, Any] = {
        **plain,
        "as_at": date.fromisoformat(plain["as_at"]),
        "made_at": datetime.fromisoformat(plain["made_at"]),
        "files": tuple(LoadedFile(**entry) for entry in plain["files"]),
        "coverage": {table: day and date.fromisoformat(day) for table, day in plain["coverage"].items()},
        "lacks": tuple(plain["lacks"]),
        "notes": tuple(Problem(**note) for note in plain["notes"]),
        "checks": tuple(Check(**check) for check in plain["checks"]),
        "first_month": _month(plain["first_month"]),
        "last_month": _month(plain["last_month"]),
        "files_of_snapshot": {path: FileEntry(**entry) for path, entry in plain["files_of_snapshot"].items()},
    }
    return Manifest(**parts)
