"""Signal and noise where the truth is known: changes of practice planted in an invented authority, and months in which nothing changed.

`python -m bench.signals_invented` plants, works out every month end as it was known then, from records to facts, values, stitched series
and the verdict that a reader sees, and prints how many changes were found within six months and how often there was a false alarm.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean, variance

from bench.invented import home_of
from lightwell.definitions.model import Definition
from lightwell.periods import Month, months_between
from lightwell.results.judging import judged
from lightwell.results.settings import NOT_SET
from lightwell.signals import Judged, Series, Verdict
from lightwell.store import Home, Snapshot
from lightwell.synthetic import Held, Practice, invent
from lightwell.synthetic.practice import FALLS_AT_ONCE, STEERED

SCALE, LEVEL, SIGMA = 0.2, 60.0, 8.0
"""A fifth of the full size: denominators of 30 to 150, whose chance alone is 4 to 8 points, so that what is steered is no less."""

LATE_SCALE, LATE_LEVEL, LATE_SIGMA = 0.5, 90.0, 3.5
"""For late recording a high level and a small spread, so that the points which come late are many sigmas."""

FIRST, BASELINE, WITHIN = Month(2020, 4), 24, 6
SIZES = (1.0, 1.5, 2.0, 3.0)
ALL_MODES = 2.0
STABLE = months_between(Month(2018, 12), Month(2023, 11))
LATE = months_between(Month(2022, 6), Month(2024, 1))
_NOWCAST = 7

_UP = {Verdict.IMPROVING: 1, Verdict.WORSENING: -1}
_AS_SAID = {Verdict.HIGHER: 1, Verdict.LOWER: -1}
_ONCE = (Verdict.BETTER_ONCE, Verdict.WORSE_ONCE, Verdict.HIGHER_ONCE, Verdict.LOWER_ONCE)


@dataclass(frozen=True)
class Planted:
    """One planted change: its size in sigmas, after how many months it was found (None: not within six), and whether the other way was.

    `attained` is the part of it that the figures show, `carried` whether months were taken to hang together, which they do not.
    """

    indicator: str
    size: float
    found: int | None
    wrong: bool
    attained: float
    carried: bool


@dataclass(frozen=True)
class Alarms:
    """What was said of stable months: how many were judged, and in how many a change, or a single unusual month, was newly said."""

    months: int
    changes: int
    once: int

    def __add__(self, other: Alarms) -> Alarms:
        return Alarms(self.months + other.months, self.changes + other.changes, self.once + other.once)

    def __str__(self) -> str:
        each = 240 / max(self.months, 1)
        return (
            f"{self.months:6,} months: {self.changes} changes and {self.once} single months said, "
            f"{self.changes * each:.2f} and {self.once * each:.2f} in 240"
        )


def unsettled(_definition: Definition, series: Series) -> Series:
    """Take a series as it stands, with the latest months as first known."""
    return replace(series, settling=())


def estimated(_definition: Definition, series: Series) -> Series:
    """Put the estimate of where a month will settle in its place, and judge it like any other."""
    where = {month: found.estimate for month, found in series.settling if found is not None}
    values = tuple(where.get(month, value) for month, value in zip(series.months, series.values, strict=True))
    numerators = tuple(
        number if month not in where or out_of is None else where[month] * out_of / 100
        for month, number, out_of in zip(series.months, series.numerators, series.denominators, strict=True)
    )
    return replace(series, values=values, numerators=numerators, settling=())


NAIVE, LEFT, ESTIMATED = "as first known", "left to settle", "at the estimate"
MODES = {NAIVE: unsettled, LEFT: None, ESTIMATED: estimated}
"""What is done with the latest months, some of which is recorded late. `LEFT` is what a reader sees."""


def held(level: float, sigma: float, shifts: dict[str, float] | None = None) -> Practice:
    """Hold every share that can be held from the first month on, some of them shifted after the baseline."""
    begins, shifted = Month(2018, 2), FIRST.plus(BASELINE)
    shifts = shifts or {}
    return Practice(tuple(Held(name, begins, level, sigma, shifted, shifts.get(name, 0.0)) for name in STEERED))


def verdicts(home: Home, snapshot: Snapshot, mode: str, *, until: Month | None = None) -> dict[str, Judged]:
    """Judge every planted share of the whole authority by what was known in a snapshot."""
    found = judged(home, snapshot, NOT_SET, breakdowns=("authority",), until=until, shown=MODES[mode])
    return {key[0]: each for key, each in found.items()}


def way(found: Judged) -> int:
    """Say which way a verdict has the values going: 1 up, -1 down, 0 no change said."""
    turn = -1 if found.columns.series.better == "lower" else 1
    return _UP.get(found.verdict, 0) * turn or _AS_SAID.get(found.verdict, 0)


def counted(months: Sequence[dict[str, Judged]]) -> Alarms:
    """Count what is newly said from month to month."""
    total = Alarms(0, 0, 0)
    for name in months[0]:
        before = 0
        for month in months:
            one = month[name]
            now = way(one)
            latest = one.columns.series.months[-1]
            total += Alarms(1, int(now not in (0, before)), int(one.verdict in _ONCE and latest in one.months))
            before = now
    return total


def stable(seed: int, folder: Path) -> tuple[Alarms, dict[str, float]]:
    """Judge shares that are only held, month by month on settled figures; gives the variance of each share from month to month as well."""
    authority = invent(seed, scale=SCALE, practice=held(LEVEL, SIGMA))
    home, snapshots = home_of(authority, STEERED, (Month(2020, 12), Month(2022, 12), Month(2024, 1)), folder)
    last = verdicts(home, snapshots[-1], NAIVE)
    spread = {name: variance(_values(one)) for name, one in last.items()}
    judged_months = STABLE[BASELINE:]
    return counted([verdicts(home, snapshots[-1], NAIVE, until=month) for month in judged_months]), spread


def _values(one: Judged) -> list[float]:
    series = one.columns.series
    return [
        value for month, value in zip(series.months, series.values, strict=True) if value is not None and STABLE[0] <= month <= STABLE[-1]
    ]


def planted(seed: int, size: float, sigma: dict[str, float], folder: Path, modes: Sequence[str]) -> dict[str, list[Planted]]:
    """Plant a change of so many sigmas in every share, and judge the six months after it as they came, in each of the modes.

    Shares that fall at once fall in every other authority; the others rise. There are snapshots of the months before, so that it is known
    how months settle, where a mode takes that into account.
    """
    signs = {name: -1 if name in FALLS_AT_ONCE and (place + seed) % 2 else 1 for place, name in enumerate(STEERED)}
    planned = {name: sign * size * sigma[name] for name, sign in signs.items()}
    authority = invent(seed, scale=SCALE, practice=held(LEVEL, SIGMA, planned))
    shifted = FIRST.plus(BASELINE)
    before = 1 - _NOWCAST if set(modes) - {NAIVE} else 0
    home, snapshots = home_of(authority, STEERED, months_between(shifted.plus(before), shifted.plus(WITHIN - 1)), folder)
    found = {}
    for mode in modes:
        said = [verdicts(home, each, mode) for each in snapshots[-WITHIN:]]
        found[mode] = [_planted(name, size, signs[name], [month[name] for month in said], planned[name]) for name in STEERED]
    return found


def _planted(name: str, size: float, sign: int, said: list[Judged], planned: float) -> Planted:
    ways = [way(each) for each in said]
    points = [(month, value) for month, value in zip(said[-1].columns.series.months, said[-1].columns.series.values, strict=True)]
    before = fmean(value for month, value in points if value is not None and month < FIRST.plus(BASELINE))
    after = fmean(value for month, value in points if value is not None and month >= FIRST.plus(BASELINE))
    carried = said[-1].limits[-1].carry > 0 if said[-1].limits else False
    return Planted(name, size, ways.index(sign) + 1 if sign in ways else None, -sign in ways, (after - before) / planned, carried)


def late(seed: int, folder: Path) -> dict[str, Alarms]:
    """Judge the same stable months as settled, and as each month end knew them in each of the modes."""
    authority = invent(seed, scale=LATE_SCALE, practice=held(LATE_LEVEL, LATE_SIGMA))
    home, snapshots = home_of(authority, STEERED, (Month(2021, 1), *LATE), folder)
    chosen = snapshots[_NOWCAST:-3]
    settled = [verdicts(home, snapshots[-1], NAIVE, until=Month.of(each.manifest.as_at)) for each in chosen]
    return {"as settled": counted(settled)} | {mode: counted([verdicts(home, each, mode) for each in chosen]) for mode in MODES}


def main() -> None:
    """Measure, and print the table."""
    given = _arguments()
    with tempfile.TemporaryDirectory() as temporary:
        folders = (Path(temporary) / str(number) for number in range(10_000))
        stable_runs = [stable(seed, next(folders)) for seed in range(given.seeds)]
        sigma = {name: fmean(spread[name] for _, spread in stable_runs) ** 0.5 for name in STEERED}
        print("Sigma from month to month, measured: " + ", ".join(f"{name} {value:.1f}" for name, value in sigma.items()))
        alarms = sum((found for found, _ in stable_runs), Alarms(0, 0, 0))
        print(f"\nStable, settled figures, {len(STEERED) * given.seeds} series\n  {alarms}")
        print("\nPlanted: found within six months, after how many on average, and how often the other way was said", flush=True)
        for size in given.sizes:
            modes = tuple(MODES) if size == ALL_MODES else (NAIVE,)
            runs = [planted(100 + seed, size, sigma, next(folders), modes) for seed in range(given.seeds)]
            for mode in modes:
                _say(size, [each for run in runs for each in run[mode]], mode)
        print("\nLate recording, stable months at a high level", flush=True)
        found = [late(seed, next(folders)) for seed in range(given.late)]
        for mode in found[0] if found else ():
            print(f"  {mode:15} {sum((each[mode] for each in found), Alarms(0, 0, 0))}", flush=True)


def _say(size: float, runs: list[Planted], how: str) -> None:
    if not runs:
        return
    after = [each.found for each in runs if each.found is not None]
    mean = fmean(after) if after else float("nan")
    missed = Counter(each.indicator for each in runs if each.found is None)
    other = sum(each.wrong for each in runs)
    print(f"  {size:3} sigma, {how}: {len(after)} of {len(runs)} ({len(after) / len(runs):.0%}), after {mean:.1f} months, {other}")
    carried = [each for each in runs if each.carried]
    print(f"    attained {fmean(each.attained for each in runs):.0%}; months taken to hang together in {len(carried)}, ", end="")
    print(f"of which missed {sum(each.found is None for each in carried)}")
    print("    missed: " + ", ".join(f"{name} {count}" for name, count in missed.items()), flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=9, help="authorities for each size of change, and stable ones")
    parser.add_argument("--late", type=int, default=2, help="authorities for late recording")
    parser.add_argument("--sizes", type=float, nargs="*", default=SIZES, help="sizes of change in sigmas")
    return parser.parse_args()


if __name__ == "__main__":
    main()
