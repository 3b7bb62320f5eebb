"""Measures how often a verdict is wrong and how often a shift is found: `python -m bench.signals` prints the table and the speed.

`--runs` is how many series of each kind are invented (600); `--speed` leaves the table out. No home is needed. False alarms are counted in
240 stable months after a baseline of 24; a shift comes with month 25 and is found where a verdict in its direction is raised or holds in
months 25 to 30. The rival is what the charts of the trade do: the four standard rules, on the same limits.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from lightwell.signals import Policy, Series, judge
from tests.unit.signals.chance_series import KINDS, Kind, alarms, completed, invented, starts
from tests.unit.signals.series import months

BASELINE, STABLE, WITHIN = 24, 240, 6
SHIFTS = (1.0, 1.5, 2.0, 3.0)
INDICATORS, PLACES, MONTHS = 76, 60, 40
AIM_S = 1.0


def row(kind: Kind, runs: int) -> str:
    """Give one line of the table: false alarms and power, by what raises a verdict and by the four rules."""
    stable = alarms(invented(kind, runs, BASELINE + STABLE, seed=7))
    ours = _rate(stable.raised != 0, runs)
    rules = _rate(stable.rules, runs)
    sign = -1 if kind.unit == "percent" else 1
    found, ruled = [], []
    for shift in SHIFTS:
        moved = alarms(invented(kind, runs, BASELINE + WITHIN, seed=11, shift=shift))
        later = slice(BASELINE, None)
        seen = (moved.raised[:, later] == sign) | (moved.together[:, later] == sign)
        found.append(float(np.mean(seen.any(axis=1))))
        ruled.append(float(np.mean(moved.rules[:, later].any(axis=1))))
    return _line(kind.name, ours, found, rules, ruled)


def known(runs: int) -> str:
    """Give the same for the four rules where limits are known, not estimated: what textbooks tabulate."""
    rng = np.random.default_rng(7)

    def broken(values: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
        edge = np.full_like(values, 3.0)
        return completed(values, -edge, edge, values)[:, BASELINE:]

    alarm = _rate(np.pad(broken(rng.standard_normal((runs, BASELINE + STABLE))), ((0, 0), (BASELINE, 0))), runs)
    power = []
    for shift in SHIFTS:
        values = rng.standard_normal((runs, BASELINE + WITHIN))
        values[:, BASELINE:] += shift
        power.append(float(np.mean(broken(values).any(axis=1))))
    return _line("normal measurements, limits known", None, None, alarm, power)


def _rate(flags: npt.NDArray[np.bool_], runs: int) -> float:
    return float(starts(flags[:, BASELINE:]).sum() / runs)


def _line(name: str, ours: float | None, found: Sequence[float] | None, rules: float, ruled: Sequence[float]) -> str:
    first = "–" if ours is None else f"{ours:.2f}"
    power = " · ".join(f"{100 * each:.0f}" for each in found) if found else "–"
    return f"| {name} | {first} | {power} | {rules:.1f} | {' · '.join(f'{100 * each:.0f}' for each in ruled)} |"


def speed() -> float:
    """Give the seconds of processor time in which every indicator is judged at every place, the series being there: best of five."""
    rng, span, batch = np.random.default_rng(3), months(MONTHS), list[Series]()
    for at in range(INDICATORS * PLACES):
        if at % 3:
            of = np.maximum(rng.poisson(60, MONTHS), 1)
            counted = rng.binomial(of, 0.8)
            values = (100 * counted / of).tolist()
            batch.append(
                Series(str(at), "percent", span, tuple(values), tuple(counted.tolist()), tuple(of.tolist()), "higher", 90.0, at % 2 == 0)
            )
        else:
            counts = rng.poisson((0.5, 30, 2000)[at // 3 % 3], MONTHS).tolist()
            batch.append(Series(str(at), "count", span, tuple(counts), tuple(counts), at_month_end=at % 2 == 0))
    taken = []
    for _ in range(5):
        began = time.process_time()
        judged = judge(batch, Policy())
        taken.append(time.process_time() - began)
    assert len(judged) == len(batch)
    return min(taken)


def main() -> None:
    """Print the table, then the speed; end with status 1 where every indicator at every place takes longer than the aim."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--runs", type=int, default=600)
    asked.add_argument("--speed", action="store_true")
    given = asked.parse_args()
    if not given.speed:
        heading = "false alarms in 240 months | found of 100 at 1 · 1.5 · 2 · 3 σ | four rules alone: false alarms | found"
        print(f"| series ({given.runs} runs) | {heading} |")
        print("|---|---|---|---|---|")
        for kind in KINDS:
            print(row(kind, given.runs), flush=True)
        print(known(given.runs))
    took = speed()
    print(f"\n{INDICATORS} indicators × {PLACES} places × {MONTHS} months judged in {took:.2f} s of one processor (aim {AIM_S:.0f} s)")
    sys.exit(took > AIM_S)


if __name__ == "__main__":
    main()
