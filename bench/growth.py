"""How time and memory grow with the number of authorities: one fresh process for each size.

Run as `python -m bench.growth HOME SNAPSHOT SMALL FOLDER`, which prints one JSON object; `measure` starts it.
"""

from __future__ import annotations

import json
import resource
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from bench.subject import Subject, run_lightwell, subject_of
from lightwell.journey import RECORDS, Record
from lightwell.store import Home, open_snapshot
from lightwell.store.reading import IDENTITY, JOURNEY

SIZES = (1, 5, 20)
_RUNS = 3
_LONG = 15.0
_NAMES = frozenset({"id", "authority", "child", "worker", "team", "adopter", "family"})


@dataclass(frozen=True)
class Size:
    """One size: the seconds from Parquet to values, the peak memory of the process, and the seconds per authority against those of one."""

    authorities: int
    rows: int
    values: int
    seconds: float
    peak_memory_mb: int
    seconds_per_authority: float
    against_one: float


def measure(subject: Subject, scratch: Path) -> tuple[Size, ...]:
    """Measure every size in turn, keeping only the smallest folder and the one being measured."""
    found: list[Size] = []
    small = replicate(subject.records, SIZES[0], scratch / "authorities-1")
    for size in SIZES:
        folder = small if size == SIZES[0] else replicate(subject.records, size, scratch / f"authorities-{size}")
        measured = _in_a_process(subject, small, folder)
        each = measured["seconds"] / size
        first = found[0].seconds_per_authority if found else each
        found.append(
            Size(
                authorities=size,
                rows=subject.rows * size,
                values=int(measured["values"]),
                seconds=round(measured["seconds"], 3),
                peak_memory_mb=round(measured["peak_memory_mb"]),
                seconds_per_authority=round(each, 4),
                against_one=round(each / first, 3),
            )
        )
        if folder != small:
            shutil.rmtree(folder)
    return tuple(found)


def replicate(records: Path, copies: int, into: Path) -> Path:
    """Write the records in a folder several times over, each time with names of its own for children, workers, teams and records."""
    connection = duckdb.connect()
    connection.execute("set threads = 2")
    for record in RECORDS:
        for stage in (JOURNEY, IDENTITY):
            source = records / stage / f"{record.table}.parquet"
            if source.exists():
                target = into / stage / source.name
                target.parent.mkdir(parents=True, exist_ok=True)
                connection.execute(
                    f"copy (select {_renamed(connection, record, source)} from range(?) n(copy), read_parquet(?) r order by copy) "
                    f"to '{str(target).replace(chr(39), chr(39) * 2)}' (format parquet, compression zstd)",
                    [copies, str(source)],
                )
    connection.close()
    return into


def _renamed(connection: duckdb.DuckDBPyConnection, record: type[Record], source: Path) -> str:
    """List the columns of a file, with those that name something made different in each copy."""
    held = [str(row[0]) for row in connection.execute("describe select * from read_parquet(?)", [str(source)]).fetchall()]
    names = _NAMES | {column.name for column in record.columns if column.refers_to}
    return ", ".join(f"'A' || copy || '-' || r.\"{name}\" as \"{name}\"" if name in names else f'r."{name}"' for name in held)


def _in_a_process(subject: Subject, small: Path, folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.growth", str(subject.home.path), subject.snapshot.id, str(small), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"The measurement of growth failed:\n{done.stderr}")
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def _main(home: Home, snapshot: str, small: Path, folder: Path) -> None:
    """Work out the values of a folder after a warm-up on the smallest, and print the median of the seconds and the peak memory."""
    found = open_snapshot(home, snapshot)
    subject = subject_of(home, found, folder)
    run_lightwell(replace(subject, records=small)).close()
    times: list[float] = []
    while not times or (len(times) < _RUNS and sum(times) < _LONG):
        started = time.perf_counter()
        connection = run_lightwell(subject)
        times.append(time.perf_counter() - started)
        counted = connection.execute("select count(*) from result_values").fetchall()[0][0]
        connection.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
    print(json.dumps({"seconds": statistics.median(times), "peak_memory_mb": peak, "values": counted}))


if __name__ == "__main__":
    _main(Home(Path(sys.argv[1])), sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
