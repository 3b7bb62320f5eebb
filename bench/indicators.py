"""Measures Lightwell on the invented authority's latest snapshot, against the rival in pandas, and prints one JSON object.

Run as `python -m bench.indicators`; see README.md. It ends with status 1 if any value differs from the rival's.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd

from bench.agreement import Agreement, agreement
from bench.growth import Size, measure
from bench.machine import Machine, machine
from bench.rival import work_out
from bench.subject import LoadTime, Subject, load_timed, rival_inputs, run_lightwell, subject_of, values_of, write_extract
from lightwell.store import Home, open_snapshot
from lightwell.synthetic import invent

_RUNS = 5
_RIVAL_RUNS = 3
_LONG = 60.0


@dataclass(frozen=True)
class Report:
    """Everything measured in one run; times in seconds. A time that could not be measured is None, with the reason in `notes`."""

    lightwell_s: float
    pandas_s: float
    ratio: float
    lightwell_runs_s: tuple[float, ...]
    pandas_runs_s: tuple[float, ...]
    agreement: Agreement
    load_s: float | None
    load_rows: int | None
    pack_pdf_s: float | None
    growth: tuple[Size, ...]
    snapshot: str
    rows: int
    children: int
    months: int
    indicators: int
    machine: Machine
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Race:
    """The times of each run of both in seconds, and whether they agree."""

    ours: tuple[float, ...]
    theirs: tuple[float, ...]
    agreement: Agreement

    @property
    def ratio(self) -> float:
        """How many times as long the rival takes, by the medians."""
        return statistics.median(self.theirs) / statistics.median(self.ours)


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the report as JSON, and give the exit status."""
    options = _options().parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="lightwell-bench-") as folder:
        report = measured(Path(folder), home=options.home, quick=options.quick)
    print(json.dumps(asdict(report), indent=2))
    if report.agreement.differing:
        wrong, compared = report.agreement.differing, report.agreement.compared
        tell(f"{wrong:,} of {compared:,} values differ from the rival's, so the times above compare nothing.")
        return 1
    return 0


def measured(scratch: Path, *, home: Path | None, quick: bool) -> Report:
    """Measure everything, on a snapshot made in the scratch folder or on the current one of a home."""
    notes: list[str] = []
    where = machine()
    subject, load_time = _given(Home(home), scratch, notes) if home else _made(scratch)
    raced = race(subject)
    tell("The pack in PDF")
    pack = _pack_time(subject, scratch, notes)
    if not quick:
        tell("Growth to one, five and twenty authorities")
    return Report(
        lightwell_s=round(statistics.median(raced.ours), 3),
        pandas_s=round(statistics.median(raced.theirs), 3),
        ratio=round(raced.ratio, 1),
        lightwell_runs_s=tuple(round(run, 3) for run in raced.ours),
        pandas_runs_s=tuple(round(run, 3) for run in raced.theirs),
        agreement=raced.agreement,
        load_s=round(load_time.seconds, 2) if load_time else None,
        load_rows=load_time.rows if load_time else None,
        pack_pdf_s=pack,
        growth=() if quick else measure(subject, scratch),
        snapshot=subject.snapshot.id,
        rows=subject.rows,
        children=subject.snapshot.manifest.rows.get("people", 0),
        months=len(subject.months),
        indicators=len(subject.catalogue.definitions),
        machine=where,
        notes=tuple(notes),
    )


def race(subject: Subject) -> Race:
    """Run Lightwell and the rival over the same snapshot, and compare every value."""
    tell("Lightwell: facts and every indicator")
    run_lightwell(subject).close()
    ours = _timed(_RUNS, lambda: run_lightwell(subject).close())
    tell(f"  {statistics.median(ours):.2f} s\nThe rival in pandas, which takes about a minute a run")
    inputs = rival_inputs(subject)
    values: list[pd.DataFrame] = []
    theirs = _timed(1, lambda: values.append(work_out(inputs)))
    if theirs[0] <= _LONG:
        theirs += _timed(_RIVAL_RUNS - 1, lambda: work_out(inputs))
    tell(f"  {statistics.median(theirs):.2f} s")
    with run_lightwell(subject) as connection:
        compared = agreement(values_of(connection), values[0])
    raced = Race(tuple(ours), tuple(theirs), compared)
    tell(f"  {compared.compared:,} values compared, {compared.differing:,} differ; the rival takes {raced.ratio:.1f} times as long")
    return raced


def tell(what: str) -> None:
    """Say on the error stream what is being done, so that the output holds only the JSON."""
    print(what, file=sys.stderr, flush=True)


def _made(scratch: Path) -> tuple[Subject, LoadTime]:
    """Invent the authority, write its latest extract and load it."""
    tell("Inventing the authority")
    authority = invent()
    home = Home(scratch / "home")
    tell("Writing its latest extract")
    extract = write_extract(authority, home)
    tell("Loading the extract")
    snapshot, load_time = load_timed(home, extract, authority.months[-1].end, authority.code)
    tell(f"  {load_time.rows:,} rows in {load_time.seconds:.1f} s")
    return subject_of(home, snapshot, scratch / "records"), load_time


def _given(home: Home, scratch: Path, notes: list[str]) -> tuple[Subject, LoadTime | None]:
    """Take the current snapshot of a home; its extract, where the demonstration left it there, is loaded again in a home of its own."""
    snapshot = open_snapshot(home)
    manifest = snapshot.manifest
    extract = home.path / "demonstration" / f"tables-{manifest.as_at.isoformat()}.zip"
    if not extract.is_file():
        notes.append("load_s: the home holds no extract of the demonstration to load again.")
        return subject_of(home, snapshot, scratch / "records"), None
    tell("Loading the extract again")
    fresh = Home(scratch / "home")
    fresh.make()
    if home.settings.is_file():
        fresh.settings.write_bytes(home.settings.read_bytes())
    _, load_time = load_timed(fresh, extract, manifest.as_at, manifest.authority)
    return subject_of(home, snapshot, scratch / "records"), load_time


def _timed(runs: int, run: Callable[[], object]) -> list[float]:
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        run()
        times.append(time.perf_counter() - started)
    return times


def _pack_time(subject: Subject, scratch: Path, notes: list[str]) -> float | None:
    """Time the pack of the last month in PDF, from the snapshot to the file."""
    try:
        from lightwell.reports import write
        from lightwell.reports.from_snapshot import pack_of

        started = time.perf_counter()
        write(pack_of(subject.home, subject.snapshot, subject.months[-1]), "pdf", scratch / "pack.pdf")
        return round(time.perf_counter() - started, 2)
    except Exception as error:  # the other measurements stand whatever becomes of the pack
        notes.append(f"pack_pdf_s: {type(error).__name__}: {error}")
        return None


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.indicators", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave out the growth to five and twenty authorities")
    parser.add_argument("--home", type=Path, help="measure the current snapshot of this home in place of inventing an authority")
    return parser


if __name__ == "__main__":
    sys.exit(main())
