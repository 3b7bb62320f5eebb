"""How long it takes to judge every indicator at every place of a home: `python -m bench.judging --home demonstration`.

Prints JSON: seconds of processor and of the clock, the median of some runs, for all signals of the authority, its services, localities and
teams together, beside the seconds that the values themselves take from records that are there already. The aim is one second on top.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from lightwell.results import compute, definitions_of, months_for, read_settings
from lightwell.results.judging import judged
from lightwell.store import Home, open_snapshot


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    home = Home(given.home)
    snapshot, settings = open_snapshot(home), read_settings(home.settings)
    catalogue = definitions_of(snapshot)

    def signals() -> int:
        return len(judged(home, snapshot, settings))

    def results() -> int:
        with snapshot.connect() as connection:
            months = months_for(snapshot.manifest.as_at)
            coverage = snapshot.manifest.coverage
            compute(connection, catalogue=catalogue, months=months, populations=settings.populations, coverage=coverage)
            (count,) = connection.execute("select count(*) from result_values").fetchone() or (0,)
        return int(count)

    found = {"signals": measured(signals, given.runs), "results": measured(results, given.runs)}
    found["signals_over_results"] = {"ratio": round(found["signals"]["clock_s"] / found["results"]["clock_s"], 2)}
    print(json.dumps(found, indent=1))


def measured(work: Callable[[], int], runs: int) -> dict[str, float]:
    """Give the median seconds of the processor and of the clock, and how much came of it; one run before them warms up."""
    count = work()
    processor, clock = [], []
    for _ in range(runs):
        begun, busy = time.perf_counter(), time.process_time()
        work()
        clock.append(time.perf_counter() - begun)
        processor.append(time.process_time() - busy)
    return {"count": count, "processor_s": round(statistics.median(processor), 2), "clock_s": round(statistics.median(clock), 2)}


if __name__ == "__main__":
    main()
