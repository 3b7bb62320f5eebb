"""How loaded releases are kept: the values of each in Parquet, and beside it a file that says what it is and which files it came from.

Both are written beside and renamed into place, the values first, so that a reader never finds a release without its values and a failure
leaves what was there.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from lightwell.comparators.loading.reading import Key, Value
from lightwell.comparators.model import Release
from lightwell.comparators.releases import MANIFEST
from lightwell.errors import LightwellError

_COLUMNS = ("series", "year", "area", "value", "marker")


@dataclass(frozen=True)
class StoredFile:
    """One file that was loaded: its name and hash, the table that it is, what became of its rows, and how many values each series has."""

    name: str
    sha256: str
    table: str
    rows: int
    kept: int
    left_out: Mapping[str, int]
    series: Mapping[str, int]


@dataclass(frozen=True)
class StoredRelease:
    """One loaded release: of which publication, under which licence it is named, the files it came from, and its values."""

    release: Release
    publication: str
    source: str
    files: tuple[StoredFile, ...]
    cells: Mapping[Key, Value]


def read_stored(folder: Path, name: str) -> StoredRelease | None:
    """Read a loaded release by its id, None where there is none; raises `LightwellError` where its files are damaged."""
    manifest = folder / f"{name}{MANIFEST}"
    if not manifest.exists():
        return None
    try:
        said = json.loads(manifest.read_text(encoding="utf-8"))
        one = said["release"]
        release = Release(one["id"], one["short"], one["title"], date.fromisoformat(one["published"]))
        files = tuple(StoredFile(**entry) for entry in said["files"])
        columns = pq.read_table(folder / f"{name}.parquet", columns=list(_COLUMNS)).to_pydict()
        rows = zip(*(columns[column] for column in _COLUMNS), strict=True)
        cells: dict[Key, Value] = {(series, year, area): (value, marker) for series, year, area, value, marker in rows}
        return StoredRelease(release, said["publication"], said["source"], files, cells)
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
        raise LightwellError(
            f"The release {name} that was loaded here is damaged, so nothing was changed. "
            f"Move {manifest.name} and {name}.parquet out of {folder}, and load its files again."
        ) from error


def write_stored(folder: Path, stored: StoredRelease) -> None:
    """Write a loaded release; raises `LightwellError`, with what was there unchanged, where the folder cannot be written to."""
    name = stored.release.id
    values, manifest = folder / f"{name}.parquet", folder / f"{name}{MANIFEST}"
    beside = [path.with_name(f".{path.name}-{os.getpid()}") for path in (values, manifest)]
    try:
        pq.write_table(_table(stored), beside[0], compression="zstd", row_group_size=20_000)
        beside[1].write_text(json.dumps(_manifest(stored), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        _swap_in(beside[0], values, beside[1], manifest)
    except OSError as error:
        raise LightwellError(
            f"The release {name} could not be written to {folder} ({error.strerror or error}); nothing was changed. "
            "See that the disk has room and that you may write to the folder, and load again."
        ) from error
    finally:
        for path in beside:
            with suppress(OSError):
                path.unlink(missing_ok=True)


def _swap_in(new_values: Path, values: Path, new_manifest: Path, manifest: Path) -> None:
    """Rename both into place; where the second cannot be, the first is put back."""
    before = values.read_bytes() if values.exists() else None
    os.replace(new_values, values)
    try:
        os.replace(new_manifest, manifest)
    except OSError:
        if before is None:
            values.unlink()
        else:
            new_values.write_bytes(before)
            os.replace(new_values, values)
        raise


def _table(stored: StoredRelease) -> pa.Table:
    """Lay the values out as those that are shipped."""
    keys = sorted(stored.cells)
    return pa.table(
        {
            "series": pa.array([series for series, _, _ in keys], pa.string()).dictionary_encode(),
            "release": pa.array([stored.release.id] * len(keys), pa.string()).dictionary_encode(),
            "year": pa.array([year for _, year, _ in keys], pa.int16()),
            "area": pa.array([area for _, _, area in keys], pa.string()).dictionary_encode(),
            "value": pa.array([stored.cells[key][0] for key in keys], pa.float64()),
            "marker": pa.array([stored.cells[key][1] for key in keys], pa.string()).dictionary_encode(),
        }
    )


def _manifest(stored: StoredRelease) -> dict[str, object]:
    release = stored.release
    return {
        "release": {"id": release.id, "short": release.short, "title": release.title, "published": release.published.isoformat()},
        "publication": stored.publication,
        "source": stored.source,
        "values": len(stored.cells),
        "files": [asdict(file) for file in stored.files],
    }
