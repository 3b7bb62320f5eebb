"""Homes of an invented authority: what each month end knew of a few indicators, as snapshots that the rest of Lightwell can read."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

import duckdb

from bench.histories import history
from lightwell import __version__
from lightwell.definitions import Catalogue, load
from lightwell.definitions.load import PARAMETERS_FILE, shipped_folder
from lightwell.periods import Month
from lightwell.results.load import DEFINITIONS
from lightwell.store import Home, Manifest, Snapshot, draft
from lightwell.synthetic import Authority


def home_of(authority: Authority, indicators: Collection[str], months: Iterable[Month], folder: Path) -> tuple[Home, list[Snapshot]]:
    """Work out some indicators as each month end knew them, from records to values, and keep a snapshot of each in a home.

    No other indicator, no rule and no list is worked out, so that a month takes half a second.
    """
    catalogue = load()
    chosen = {name: catalogue.definition(name) for name in sorted(indicators)}
    some = Catalogue(MappingProxyType(chosen), catalogue.parameters, catalogue.folders, MappingProxyType({}))
    home = Home(folder / "home")
    return home, [_snapshot(home, authority, some, month, folder / "values") for month in months]


def _snapshot(home: Home, authority: Authority, some: Catalogue, month: Month, folder: Path) -> Snapshot:
    (source,) = history(authority, some, month, month, folder)
    with draft(home, as_at=month.end, fingerprint=f"{month}".ljust(64, "0")) as building, duckdb.connect() as connection:
        building.write("results", "values", connection.sql(f"select * from read_parquet('{source.file}')"))
        _copy_definitions(some, building.path / DEFINITIONS)
        return building.commit(
            Manifest(
                as_at=month.end,
                made_at=datetime.now(UTC).replace(microsecond=0),
                lightwell=__version__,
                source="invented",
                authority=authority.code,
                authority_name=authority.name,
                fingerprint=building.fingerprint,
                definitions={definition.id: definition.version for definition in some.definitions.values()},
                first_month=source.first,
                last_month=source.last,
            )
        )


def _copy_definitions(some: Catalogue, into: Path) -> None:
    into.mkdir()
    shutil.copy(shipped_folder() / PARAMETERS_FILE, into)
    for path in shipped_folder().rglob("*.yaml"):
        if path.stem in some.definitions:
            shutil.copy(path, into)
