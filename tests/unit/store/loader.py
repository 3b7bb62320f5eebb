"""A load that stops at a named step, says so, and waits to be killed: `python -m tests.unit.store.loader HOME STEP`."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyarrow as pa
import pyarrow.parquet as pq

from lightwell.store import Home, building, draft
from tests.unit.store.samples import FEBRUARY, manifest, write

STEPS = ("begun", "half a file", "written", "before the rename", "before current", "half of current")


def stop_here() -> None:
    """Tell the test that the step is reached, and stay there."""
    print("ready", flush=True)
    time.sleep(60)


def stopping(*_arguments: Any, **_named: Any) -> None:
    """Stand in for a function of the store that the load never finishes."""
    stop_here()


def main(home: Home, step: str) -> None:
    """Begin to load February, and stop at the step."""
    if step == "before the rename":
        patch.object(building, "_swap_in", stopping).start()
    with draft(home, as_at=FEBRUARY, fingerprint="bbbbbbbb2") as build:
        if step == "begun":
            stop_here()
        if step == "half a file":
            (build.path / "facts").mkdir()
            writer = pq.ParquetWriter(build.path / "facts" / "big.parquet", pa.schema([("day", pa.int64())]))
            writer.write_table(pa.table({"day": range(1000)}))
            stop_here()
        write(build)
        if step == "written":
            stop_here()
        if step == "half of current":
            (home.snapshots / ".current-1").write_text("2024-")
        if step in ("before current", "half of current"):
            patch.object(building, "point_current", stopping).start()
        build.commit(manifest(FEBRUARY))


if __name__ == "__main__":
    main(Home(Path(sys.argv[1])), sys.argv[2])
