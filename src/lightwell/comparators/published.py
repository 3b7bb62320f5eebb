"""Reads published values: those shipped, and those loaded into a folder of a home, together as one table in DuckDB.

The table `published` has a row for each series, release, year and area: `value`, or the `marker` that stands in its place. An area of two
codes joined by `+` is a row published for two authorities together.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from lightwell.comparators.model import Release
from lightwell.comparators.releases import MANIFEST, loaded_releases, manifests, release_named, shipped_releases

Stamp = tuple[tuple[str, int, int], ...]
"""The manifests of the loaded releases, with the time and size of each."""

_COLUMNS = "series, release, year, area, value, marker"


@dataclass(frozen=True)
class Published:
    """Everything published that is known here: `folder` holds what a service has loaded, None for what is shipped alone."""

    folder: Path | None = None

    @property
    def releases(self) -> tuple[Release, ...]:
        """The releases, the earliest first."""
        return _releases(self.folder, self.stamp)

    @property
    def stamp(self) -> Stamp:
        """What changes when a release is loaded or taken away."""
        return _stamp(self.folder)

    def release(self, name: str, among: Iterable[str] | None = None) -> Release:
        """Find a release by any of its names, among those with some ids where they are given; raises `NotFound`."""
        wanted = None if among is None else set(among)
        return release_named(name, (one for one in self.releases if wanted is None or one.id in wanted))

    def rows(self, query: str, given: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Run a query of ours on the table `published`."""
        with _opened(self.folder, self.stamp).cursor() as cursor:
            return cursor.execute(query, list(given)).fetchall()


SHIPPED = Published()
"""What comes with Lightwell."""


def _stamp(folder: Path | None) -> Stamp:
    found = ((path.name, path.stat()) for path in manifests(folder))
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in found)


@functools.lru_cache(maxsize=4)
def _releases(folder: Path | None, stamp: Stamp) -> tuple[Release, ...]:
    held = (*shipped_releases(), *loaded_releases(folder if stamp else None))
    return tuple(sorted(held, key=lambda release: (release.published, release.id)))


@functools.lru_cache(maxsize=4)
def _opened(folder: Path | None, stamp: Stamp) -> duckdb.DuckDBPyConnection:
    """Open the files; what is asked of them reads the few row groups that hold it."""
    connection = duckdb.connect(config={"threads": 1})
    with as_file(files("lightwell.comparators") / "data" / "published.parquet") as path:
        paths = [str(path), *(str(folder / name.removesuffix(MANIFEST)) + ".parquet" for name, _, _ in stamp if folder)]
        said = ", ".join(f"'{one.replace(chr(39), chr(39) * 2)}'" for one in paths)
        connection.execute(f"create view published as select {_COLUMNS} from read_parquet([{said}])")  # noqa: S608 - paths of ours
    return connection


@functools.cache
def described_series() -> dict[str, dict[str, str]]:
    """Give what the publications say of each series: its title, unit, polarity, kind of year, description, method and address."""
    with as_file(files("lightwell.comparators") / "data" / "series.parquet") as path:
        return {row["series"]: row for row in pq.read_table(path).to_pylist()}
