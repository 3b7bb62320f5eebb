"""Runs the open validator of the SSDA903 over two folders of CSV and writes what it finds; prints what that took, as JSON.

`python ssda903.py THIS_YEAR LAST_YEAR 2025-26 REPORT`, with the Python of the validator's own environment. It is called as its README
says, with the files as its web page hands them over.
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
from pathlib import Path

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)
_START = time.perf_counter()

from lac_validator.lac_validator import LacValidator, create_issue_df  # type: ignore[import-not-found]  # noqa: E402 - what is timed
from lac_validator.report import Report  # type: ignore[import-not-found]  # noqa: E402

_AUTHORITY = "E06009998"


def _peak_mib() -> float:
    """Give the most memory that this program held, in MiB, as Linux counts it."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(found[1]) / 1024 if found else float("nan")


def main(now: Path, before: Path, collection: str, report: Path) -> None:
    """Read, run every rule, write the table of issues."""
    registry = importlib.import_module(f"lac_validator.rules.lac{collection.replace('-', '_')}").registry
    begun, cpu = time.perf_counter(), time.process_time()
    with contextlib.redirect_stdout(io.StringIO()):
        files = [
            {"name": path.name, "file_content": path.read_bytes(), "fileText": path.read_bytes(), "description": when}
            for folder, when in ((now, "This year"), (before, "Prev year"))
            for path in sorted(folder.glob("*.csv"))
        ]
        told = {"collectionYear": collection.replace("-", "/"), "localAuthority": _AUTHORITY}
        run = LacValidator(metadata=told, files=files, registry=registry)
        made = Report(run.ds_results, registry)
        issues = create_issue_df(made.report, made.error_report)
        issues.to_json(report, orient="records")
    ended = time.perf_counter()
    found = {
        "seconds": ended - begun,
        "cpu_s": time.process_time() - cpu,
        "imports_s": begun - _START,
        "peak_mib": _peak_mib(),
        "rules": len(registry),
        "crashed": len(run.fails),
        "findings": len(issues),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4]))
