"""Measures all comparators of one pack: `python -m bench.comparators` prints JSON; no home is needed.

The rival is a sheet of the same published values read and averaged with pandas, as an analyst would do each month. Both are held to the
same averages in the same run: it ends with status 1 if any differs.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from lightwell.comparators import SHIPPED, Measure, Viewpoint, authority_of, comparisons, measures

AIM_MS = 100
AUTHORITY, LIST, UNTIL, KNOWN_ON = "E06000045", "2021", 2023, date(2024, 3, 1)
_RUNS = 15
_RIVAL_RUNS = 5
_COLD = (
    "import time; from bench.comparators import ours; started = time.perf_counter(); ours(); print((time.perf_counter() - started) * 1000)"
)


def ours() -> dict[str, float | None]:
    """Give the neighbours' mean of every measure, by release and year, with everything else that a pack shows beside it."""
    seen = Viewpoint(authority_of(AUTHORITY), LIST)
    found = comparisons(SHIPPED, tuple(measures().values()), seen, until=UNTIL, known_on=KNOWN_ON)
    return {measure.id: then.neighbours.mean for measure, (then, _) in found.items()}


def rivals(sheet: Path, wanted: Sequence[tuple[Measure, str, int]]) -> dict[str, float | None]:
    """Give the same means with pandas from a sheet of everything published."""
    everything = pd.read_csv(sheet)
    codes = [one.area.code for one in Viewpoint(authority_of(AUTHORITY), LIST).neighbours]
    found = {}
    for measure, release, year in wanted:
        rows = everything[(everything.release == release) & (everything.year == year) & everything.series.isin(measure.series)]
        values = rows[rows.area.isin(codes)].sort_values("series").drop_duplicates("area").value.dropna()
        found[measure.id] = float(values.mean()) if len(values) else None
    return found


def main() -> None:
    """Measure both and print what was found."""
    seen = Viewpoint(authority_of(AUTHORITY), LIST)
    found = comparisons(SHIPPED, tuple(measures().values()), seen, until=UNTIL, known_on=KNOWN_ON)
    wanted = [(then.measure, then.release.id, then.year) for then, _ in found.values()]
    with tempfile.TemporaryDirectory(prefix="lightwell-bench-") as folder:
        sheet = Path(folder) / "published.csv"
        rows = SHIPPED.rows("select series, release, year, area, value from published")
        pd.DataFrame(rows, columns=["series", "release", "year", "area", "value"]).to_csv(sheet, index=False)
        mine, theirs = ours(), rivals(sheet, wanted)
        ours_ms = _times(ours, _RUNS)
        rivals_ms = _times(lambda: rivals(sheet, wanted), _RIVAL_RUNS)
    differ = [name for name, value in mine.items() if value is not None and abs(value - (theirs[name] or 0.0)) > 1e-9]
    cold = [
        float(subprocess.run([sys.executable, "-c", _COLD], check=True, capture_output=True, text=True).stdout) for _ in range(_RIVAL_RUNS)
    ]
    median = statistics.median(ours_ms)
    print(
        json.dumps(
            {
                "aim_ms": AIM_MS,
                "measures": len(found),
                "published_values": len(rows),
                "pack_ms": round(median, 1),
                "pack_runs_ms": [round(each, 1) for each in ours_ms],
                "first_in_a_process_ms": round(statistics.median(cold), 1),
                "pandas_ms": round(statistics.median(rivals_ms), 1),
                "ratio": round(statistics.median(rivals_ms) / median, 1),
                "differ": differ,
            },
            indent=1,
        )
    )
    raise SystemExit(1 if differ else 0)


def _times(run: Callable[[], object], runs: int) -> list[float]:
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        run()
        taken.append((time.perf_counter() - started) * 1000)
    return taken


if __name__ == "__main__":
    main()
