"""Checks returns as the command does, in a process of its own, and prints what that took, as JSON.

`python -m bench.returns_ours COLLECTION REPORT FILES...`: `FILES` is the file of a census, or the folder of an SSDA903 and that of the year
before joined by a colon; several are checked one after the other, each with its report written before the next is read.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
from pathlib import Path

_START = time.perf_counter()

from bench.memory import peak_mib  # noqa: E402
from lightwell.cli.check import check_903, check_cin  # noqa: E402 - what is timed
from lightwell.cli.output import Format  # noqa: E402


def main(collection: str, report: Path, given: list[str]) -> None:
    """Read, run every rule, write every finding, for each of the returns."""
    begun, cpu = time.perf_counter(), time.process_time()
    each = []
    for one in given:
        started = time.perf_counter()
        with report.open("w", encoding="utf-8") as out, contextlib.redirect_stdout(out):
            if ":" in one:
                now, before = map(Path, one.split(":"))
                check_903(now, collection, before, None, Format.JSON)
            else:
                check_cin(Path(one), collection, None, Format.JSON)
        each.append(time.perf_counter() - started)
    ended, cpu = time.perf_counter(), time.process_time() - cpu
    told = json.loads(report.read_text(encoding="utf-8"))
    found = {
        "seconds": ended - begun,
        "cpu_s": cpu,
        "imports_s": begun - _START,
        "longest_s": max(each),
        "peak_mib": peak_mib(),
        "rules": len(told["rules_run"]),
        "not_run": len(told["rules_not_run"]),
        "findings": len(told["findings"]),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
