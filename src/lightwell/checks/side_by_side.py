"""Runs statements side by side, each on a cursor and a thread of its own: planning a short query takes longer than running it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import duckdb

_MOST_AT_ONCE = 4

_Job = TypeVar("_Job")
_Answer = TypeVar("_Answer")


def side_by_side(
    connection: duckdb.DuckDBPyConnection, jobs: Sequence[_Job], run: Callable[[duckdb.DuckDBPyConnection, _Job], _Answer]
) -> list[_Answer]:
    """Run each job on a cursor of the connection and give the answers in the order of the jobs; what one raises is raised here."""
    at_once = min(_MOST_AT_ONCE, os.cpu_count() or 1, len(jobs))
    if at_once <= 1:
        return [run(connection, job) for job in jobs]
    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(lambda job: run(connection.cursor(), job), jobs))
