"""Runs the open validator of the children in need census over a file and writes what it finds; prints what that took, as JSON.

`python cin_census.py CENSUS 2025-26 REPORT`, with the Python of the validator's own environment. The steps are those of its command.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import logging
import re
import sys
import time
import warnings
import xml.etree.ElementTree as ET
from pathlib import Path

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)
_START = time.perf_counter()

from cin_validator.cin_validator import (  # type: ignore[import-not-found]  # noqa: E402 - what is timed
    CinValidator,
    convert_data,
    process_data,
)


def _peak_mib() -> float:
    """Give the most memory that this program held, in MiB, as Linux counts it."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(found[1]) / 1024 if found else float("nan")


def main(census: Path, collection: str, report: Path) -> None:
    """Read, run every rule, write the table of issues."""
    registry = importlib.import_module(f"cin_validator.rules.cin{collection.replace('-', '_')}").registry
    begun, cpu = time.perf_counter(), time.process_time()
    with contextlib.redirect_stdout(io.StringIO()):
        tables = process_data(convert_data(ET.parse(census).getroot()))  # noqa: S314 - the file is the benchmark's own
        run = CinValidator(data_files=tables, ruleset_registry=registry)
        run.user_report.to_json(report, orient="records")
    ended = time.perf_counter()
    found = {
        "seconds": ended - begun,
        "cpu_s": time.process_time() - cpu,
        "imports_s": begun - _START,
        "peak_mib": _peak_mib(),
        "rules": len(registry),
        "crashed": None,
        "findings": len(run.user_report),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
