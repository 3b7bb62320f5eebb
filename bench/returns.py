"""Measures the checks of the statutory returns against the open validators, on the same files in one run, and prints one JSON object.

Run as `python -m bench.returns`; see README.md.
"""

from __future__ import annotations

import argparse
import functools
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.machine import Machine, machine
from bench.returns_files import Origin, origin_of, write_903, write_cin
from lightwell.returns import Collection

RETURNS = ("ssda903", "cin_census")
VALIDATORS = ("csc-validator-be-903==0.1.17", "csc-validator-be-cin==0.1.13", "pandas<2", "numpy<2", "pytest")
"""The open validators, and what they import without saying so."""

_ROOT = Path(__file__).resolve().parent.parent
_COLLECTION = Collection(2025)
_FILES_OF_AUTHORITIES = 5


@dataclass(frozen=True)
class Race:
    """One return of one size, both measured in turn on the same files: medians of the seconds from the files to the written report.

    What a program takes to start is not in `lightwell_s` and `peer_s`; `lightwell_process_s` and `peer_process_s` are whole processes, and
    the `cpu_s` the seconds that the processors worked for it, which says more where the machine has other work.
    `ratio` is `peer_s / lightwell_s`. Without the validators what is theirs is None.
    """

    children: int
    lightwell_s: float
    peer_s: float | None
    ratio: float | None
    peak_mib: int
    peer_peak_mib: int | None
    lightwell_cpu_s: float
    peer_cpu_s: float | None
    lightwell_process_s: float
    peer_process_s: float | None
    lightwell_runs_s: tuple[float, ...]
    peer_runs_s: tuple[float, ...]
    rules: int
    not_run: int
    findings: int
    peer_rules: int | None
    peer_crashed: int | None
    peer_findings: int | None


@dataclass(frozen=True)
class Many:
    """Several authorities checked one after the other in one process, of `files` different ones."""

    authorities: int
    children_each: int
    files: int
    seconds: float
    longest_s: float
    peak_mib: int


@dataclass(frozen=True)
class Report:
    """Everything measured in one run; None where it was not asked for."""

    ssda903: Race
    cin_census: Race
    large: dict[str, Race]
    authorities: dict[str, Many]
    machine: Machine


def main(arguments: list[str] | None = None) -> int:
    """Measure, and print the report as JSON."""
    options = _options().parse_args(arguments)
    before = machine()
    with tempfile.TemporaryDirectory(prefix="lightwell-bench-") as name:
        scratch = Path(name)
        validators = None if options.no_peers else validators_in(options.peers or scratch / "validators")
        tell("Inventing the returns.")
        origin = origin_of(_COLLECTION)
        races = {of: race(of, origin, scratch, options.children, options.runs, validators) for of in RETURNS}
        large = {of: race(of, origin, scratch, options.large, 1, None) for of in RETURNS if options.large}
        many = {of: authorities(of, origin, scratch, options.authorities, options.each) for of in RETURNS if options.authorities}
    print(json.dumps(asdict(Report(**races, large=large, authorities=many, machine=before)), indent=2))
    return 0


def race(of: str, origin: Origin, scratch: Path, children: int, runs: int, validators: Path | None) -> Race:
    """Run both in turn on the same files, so many times."""
    files = _files(of, origin, scratch / f"{of}_{children}", children, 1)
    ours, theirs = [], []
    for number in range(runs):
        tell(f"{of} of {children:,} children, run {number + 1} of {runs}.")
        ours.append(_timed(functools.partial(lightwell, scratch, [files])))
        if validators is not None:
            theirs.append(_timed(functools.partial(peer, of, validators, scratch, files)))
    lightwell_s, peer_s = _median(ours, "seconds"), _median(theirs, "seconds")
    last, their_last = ours[-1], theirs[-1] if theirs else {}
    return Race(
        children=children,
        lightwell_s=lightwell_s or 0.0,
        peer_s=peer_s,
        ratio=round(peer_s / lightwell_s, 1) if peer_s and lightwell_s else None,
        peak_mib=round(max(run["peak_mib"] for run in ours)),
        peer_peak_mib=round(max(run["peak_mib"] for run in theirs)) if theirs else None,
        lightwell_cpu_s=_median(ours, "cpu_s") or 0.0,
        peer_cpu_s=_median(theirs, "cpu_s"),
        lightwell_process_s=_median(ours, "process_s") or 0.0,
        peer_process_s=_median(theirs, "process_s"),
        lightwell_runs_s=tuple(round(run["seconds"], 3) for run in ours),
        peer_runs_s=tuple(round(run["seconds"], 3) for run in theirs),
        rules=last["rules"],
        not_run=last["not_run"],
        findings=last["findings"],
        peer_rules=their_last.get("rules"),
        peer_crashed=their_last.get("crashed"),
        peer_findings=their_last.get("findings"),
    )


def authorities(of: str, origin: Origin, scratch: Path, count: int, each: int) -> Many:
    """Check the returns of many authorities one after the other in one process; a few different ones are read again and again."""
    tell(f"{of} of {count} authorities of {each:,} children.")
    files = [_files(of, origin, scratch / f"{of}_authority_{number}", each, number + 1) for number in range(_FILES_OF_AUTHORITIES)]
    found = lightwell(scratch, [files[number % len(files)] for number in range(count)])
    return Many(count, each, len(files), round(found["seconds"], 1), round(found["longest_s"], 2), round(found["peak_mib"]))


def lightwell(scratch: Path, files: list[str]) -> dict[str, Any]:
    """Check returns as the command does, in a process of its own."""
    return _answer([sys.executable, "-m", "bench.returns_ours", str(_COLLECTION), str(scratch / "ours.json"), *files])


def peer(of: str, python: Path, scratch: Path, files: str) -> dict[str, Any]:
    """Run the open validator of a return."""
    program = _ROOT / "bench" / "rival_returns" / f"{of}.py"
    return _answer([str(python), str(program), *files.split(":"), str(_COLLECTION), str(scratch / "theirs.json")])


def validators_in(folder: Path) -> Path:
    """Install the open validators into an environment of their own, unless they are there; gives its Python."""
    python = folder / "bin" / "python"
    if not python.exists():
        tell(f"Installing {VALIDATORS[0]} and {VALIDATORS[1]}.")
        uv = _run([sys.executable, str(_ROOT / "tools" / "get_uv.py")]).strip()
        _run([uv, "venv", "--quiet", "--python", "3.11", str(folder)])
        _run([uv, "pip", "install", "--quiet", "--python", str(python), *VALIDATORS])
    return python


def tell(text: str) -> None:
    """Say what is being done, apart from the output."""
    print(text, file=sys.stderr, flush=True)


def _files(of: str, origin: Origin, folder: Path, children: int, number: int) -> str:
    folder.mkdir()
    if of == "ssda903":
        return ":".join(str(path) for path in write_903(origin, folder, children, seed=number))
    return str(write_cin(origin, folder / "census.xml", children, first=1 + (number - 1) * children))


def _timed(run: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    started = time.perf_counter()
    return {**run(), "process_s": time.perf_counter() - started}


def _median(runs: list[dict[str, Any]], name: str) -> float | None:
    return round(statistics.median(run[name] for run in runs), 3) if runs else None


def _answer(command: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_run(command).splitlines()[-1])
    return found


def _run(command: list[str]) -> str:
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.returns", description=__doc__)
    parser.add_argument("--children", type=int, default=5000, help="children in the returns that both check")
    parser.add_argument("--runs", type=int, default=3, help="how often both are run in turn")
    parser.add_argument(
        "--peers", type=Path, help="folder of the validators' environment, made where it is not there; else a temporary one"
    )
    parser.add_argument("--no-peers", action="store_true", help="measure Lightwell alone")
    parser.add_argument("--large", type=int, default=0, metavar="CHILDREN", help="also returns of so many children, Lightwell alone")
    parser.add_argument("--authorities", type=int, default=0, metavar="COUNT", help="also so many authorities one after the other")
    parser.add_argument("--each", type=int, default=3000, metavar="CHILDREN", help="children of each of those authorities")
    return parser


if __name__ == "__main__":
    sys.exit(main())
