"""Snapshots held open for reading: each is opened and prepared once in a process, and every reader takes a cursor of it.

A snapshot never changes, so what was opened stays right; opening it anew for every question would cost more than the question.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from lightwell.definitions.load import Catalogue, load_folders
from lightwell.engines import duckdb as engine
from lightwell.periods import months_between
from lightwell.results.load import DEFINITIONS
from lightwell.store import Snapshot, snapshot_in

_HELD_OPEN = 6
"""Snapshots held open at once: a reader compares a few, and each holds some memory."""

_opening = threading.Lock()


def definitions_of(snapshot: Snapshot) -> Catalogue:
    """Give the definitions that a snapshot's values were counted by, as they were then."""
    return load_folders((snapshot.path / DEFINITIONS,))


@contextmanager
def reading(snapshot: Snapshot) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a cursor on a snapshot with its views, and with the tables that lists need: calendar, months, labels and parameters.

    Readers run side by side, each on its own cursor; none may make or change a table.
    """
    with _opening:
        connection = _connection(snapshot.path, snapshot.manifest.fingerprint)
    with connection.cursor() as cursor:
        cursor.execute(f"set search_path = '{engine.WORKING},main'")
        yield cursor


@functools.lru_cache(maxsize=_HELD_OPEN)
def _connection(path: Path, fingerprint: str) -> duckdb.DuckDBPyConnection:
    """Open a snapshot. The fingerprint is part of the key because a reload with other definitions replaces the folder."""
    snapshot = snapshot_in(path)
    connection = snapshot.connect()
    connection.execute("set threads = 1")  # many small questions at once: a second thread for one would wait for another's
    first, last = snapshot.manifest.first_month, snapshot.manifest.last_month
    if first is not None and last is not None:
        engine.prepare(connection, months_between(first, last), definitions_of(snapshot).parameters)
    return connection
