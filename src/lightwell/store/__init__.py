"""Snapshots: built beside the others, verified, listed and opened read-only.

A home holds `snapshots/<as-at>-<short hash>/` with `journey/`, `identity/`, `facts/` and `results/` in Parquet, `quarantine.parquet` and
`manifest.json`, `returned/` if it was made from a statutory return, and the file `current` that names the latest. Nothing in a snapshot
is changed once it is there.
"""

from lightwell.store.building import Draft, draft
from lightwell.store.home import Home, default_home
from lightwell.store.manifest import Check, FileEntry, LoadedFile, Manifest
from lightwell.store.parquet import verify
from lightwell.store.pointer import damaged, existing, of_one_kind, open_snapshot, snapshot_in, snapshots
from lightwell.store.reading import Snapshot, connect_folder, identifying_columns, returned_table

__all__ = [
    "Check",
    "Draft",
    "FileEntry",
    "Home",
    "LoadedFile",
    "Manifest",
    "Snapshot",
    "connect_folder",
    "damaged",
    "default_home",
    "draft",
    "existing",
    "identifying_columns",
    "of_one_kind",
    "open_snapshot",
    "returned_table",
    "snapshot_in",
    "snapshots",
    "verify",
]
