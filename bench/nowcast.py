"""What the nowcast is worth: made at each month end of an invented history, held against what was known half a year later."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bench.histories import history, teams_of
from bench.registers import WAYS, tried
from lightwell.definitions import load
from lightwell.periods import Month
from lightwell.results.revision_cube import read_triangles
from lightwell.results.revisions import GRAINS
from lightwell.results.settling import parents_of, settling_places
from lightwell.signals.nowcast import nowcast
from lightwell.signals.triangle import KNOWN, Triangles
from lightwell.synthetic import invent

AFTER = 6
"""Months after which a figure is taken for settled: nothing is recorded later in the invented authority."""

HELD = 13
"""Month-end snapshots that each nowcast is made from, as many as the demonstration has."""

AGES = 3
"""Months that are looked at at each month end: the one just ended, and the two before."""


@dataclass(frozen=True)
class Made:
    """One nowcast of one month at one place, and how the month settled; errors in the unit of the indicator."""

    indicator: str
    kind: str
    breakdown: str
    age: int
    inside: bool
    error: float
    first_error: float
    late: float
    settled: float
    width: float
    given: bool


def main() -> None:
    """Invent, estimate at every month end, and print the table."""
    given = _arguments()
    catalogue = load()
    kinds = {each.id: f"{each.unit}, {each.period_type.replace('_', ' ')}" for each in catalogue.definitions.values()}
    units = {each.id: str(each.unit) for each in catalogue.definitions.values()}
    made: list[Made] = []
    with tempfile.TemporaryDirectory() as temporary:
        for seed in given.seeds:
            folder = Path(given.keep or temporary) / f"{seed}-{given.scale:g}"
            print(f"Seed {seed}", file=sys.stderr, flush=True)
            authority = invent(seed, scale=given.scale)
            sources = history(authority, catalogue, Month.parse(given.first), authority.months[-1], folder)
            series = settling_places(read_triangles(sources, units, breakdowns=GRAINS))
            made += _prospective(series, teams_of(authority), kinds)
    print(f"Seeds {', '.join(map(str, given.seeds))}, {given.scale:g} of the full size; {len(made):,} nowcasts\n")
    _print(made)
    _print_ways(given.runs)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[11, 12, 13])
    parser.add_argument("--scale", type=float, default=0.2)
    parser.add_argument("--first", default="2020-06", help="the first month end that is known")
    parser.add_argument("--runs", type=int, default=200, help="runs of each simulated register")
    parser.add_argument("--keep", help="a folder in which the worked-out figures are kept for the next run")
    return parser.parse_args()


def _prospective(series: Triangles, services: dict[str, str], kinds: dict[str, str]) -> Iterator[Made]:
    """Make the nowcast at each month end from the snapshots until then, and hold it against the snapshot half a year later."""
    for indicator in dict.fromkeys(key[0] for key in series.keys):
        own = series.keep([index for index, key in enumerate(series.keys) if key[0] == indicator])
        parents = parents_of(own, services)
        for last in range(HELD - 1, len(series.seen) - AFTER):
            yield from _at(own, parents, last, kinds[indicator])


def _at(own: Triangles, parents: list[int], last: int, kind: str) -> Iterator[Made]:
    before = columns(own, last - HELD + 1, last + 1)
    for index, found in enumerate(nowcast(before, parents=parents, shown=AGES, test=False)):
        for settling in found.months:
            row = own.months.index(settling.month)
            if settling.estimate is None or own.states[index, row, last + AFTER] != KNOWN:
                continue
            truth = float(own.values[index, row, last + AFTER])
            share = own.units[index] == "percent"
            denominator = float(own.denominators[index, row, last + AFTER])
            slack = 1e-9 * max(1.0, abs(truth))
            first = settling.first_known if settling.first_known is not None else settling.now
            yield Made(
                found.indicator,
                kind,
                found.breakdown,
                before.months.index(settling.month) - len(before.months) + 1,
                (settling.low or 0.0) - slack <= truth <= (settling.high or 0.0) + slack,
                abs(settling.estimate - truth),
                abs((first or 0.0) - truth),
                abs((first or 0.0) - truth) * (denominator / 100 if share else 1.0),
                float(own.numerators[index, row, last + AFTER]),
                (settling.high or 0.0) - (settling.low or 0.0),
                settling.low != settling.high or settling.low != settling.now,
            )


def columns(series: Triangles, first: int, end: int) -> Triangles:
    """Give the triangles as they stood at an earlier snapshot: some columns only, and no later month."""
    last = max(int(np.flatnonzero((series.states[:, :, end - 1] != 0).any(axis=0))[-1]), 0)
    cut = (slice(None), slice(0, last + 1), slice(first, end))
    return replace(
        series,
        months=series.months[: last + 1],
        seen=series.seen[first:end],
        states=series.states[cut],
        numerators=series.numerators[cut],
        denominators=series.denominators[cut],
        values=series.values[cut],
        versions=series.versions[:, first:end],
        populations=series.populations[cut],
    )


def _print(made: list[Made]) -> None:
    newest = [each for each in made if each.age == 0 and each.given]
    print("The month just ended, by indicator of the whole authority (ranges given, more than 1 % late)")
    _table([each for each in newest if each.breakdown == "authority"], "indicator", least=0.01)
    print("\nThe same by kind of indicator and grain, where more than 5 % of the numerator comes late")
    late = _late(newest, 0.05)
    _table([replace(each, kind=f"{each.breakdown}: {each.kind}") for each in late], "kind", least=0.0)
    print("\nBy kind of indicator and grain, where more than 1 % comes late")
    late = _late(newest, 0.01)
    _table([replace(each, kind=f"{each.breakdown}: {each.kind}") for each in late], "kind", least=0.0)
    settled = [each for each in made if not each.given]
    print(f"\n{len(settled):,} figures were said to have settled; {np.mean([each.inside for each in settled]):.0%} did not move at all")


def _print_ways(runs: int) -> None:
    print(f"\nSimulated registers of 400 children in eight teams, {runs} runs each: the month just ended")
    print(f"{'':58} {'n':>6} {'late':>7} {'inside':>7} {'':8} {'error':>8} {'first':>8} {'better':>7}")
    for way in WAYS:
        for grain, rows in tried(way, runs).items():
            inside, error, first, late, settled = rows.mean(axis=0)
            name = f"{grain}: {way.name}"
            print(f"{name:58} {len(rows):6,} {late / settled:7.1%} {inside:7.0%} {'':8} {error:8.2f} {first:8.2f} {1 - error / first:7.0%}")


def _late(made: list[Made], part: float) -> list[Made]:
    """Choose the indicators and grains of which more than a part of the settled numerator was not there at first."""
    sums: dict[tuple[str, str], list[float]] = {}
    for each in made:
        held = sums.setdefault((each.indicator, each.breakdown), [0.0, 0.0])
        held[0] += each.late
        held[1] += each.settled
    chosen = {key for key, (late, settled) in sums.items() if settled and late / settled > part}
    return [each for each in made if (each.indicator, each.breakdown) in chosen]


def _table(made: list[Made], by: str, *, least: float) -> None:
    print(f"{'':58} {'n':>6} {'late':>7} {'inside':>7} {'width':>8} {'error':>8} {'first':>8} {'better':>7}")
    for name in sorted({getattr(each, by) for each in made}):
        chosen = [each for each in made if getattr(each, by) == name]
        late = sum(each.late for each in chosen) / max(sum(each.settled for each in chosen), 1e-9)
        if late < least:
            continue
        inside = float(np.mean([each.inside for each in chosen]))
        error, first = (float(np.mean([getattr(each, part) for each in chosen])) for part in ("error", "first_error"))
        width = float(np.mean([each.width for each in chosen]))
        better = f"{1 - error / first:7.0%}" if first else f"{'':7}"
        print(f"{name:58} {len(chosen):6,} {late:7.1%} {inside:7.0%} {width:8.2f} {error:8.2f} {first:8.2f} {better}")


if __name__ == "__main__":
    main()
