"""Where this month will settle: the final figures of recent months, from how earlier months moved after they were first known.

The method, its sources and how often it is right: `docs/explanation/late-recording.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from lightwell.periods import Month
from lightwell.signals.ageing import OLDEST, Aged, Moves, aged, moves
from lightwell.signals.back_test import BackTest, Tested, back_tests, tested
from lightwell.signals.drifting import fitted
from lightwell.signals.settling import Final, Grown, base_of, grow, settle, settles_after
from lightwell.signals.settling_words import nowcast_sentence, say_plainly, settling_sentence
from lightwell.signals.triangle import NOT_HELD, FloatArray, Triangles

NEEDED = 7
"""Month-end snapshots that there must be: six steps from each age to the next. With fewer, the range that six would give is wider by a
third and more (Student's t with four degrees of freedom or less), and there is nothing left to test it on."""

SHOWN = 3
"""Months that are given at least, settled or not."""

WAITING = ("Not allocated", "Not known", "Not stated")
"""Members in which records wait until it is recorded where they belong: what stands there does not settle, it goes elsewhere, so no place
is taken to be like them."""

_TIMES = {"percent": 100.0, "per_10_000": 10_000.0}

__all__ = ["NEEDED", "BackTest", "Nowcast", "Settling", "nowcast"]


@dataclass(frozen=True)
class Settling:
    """One recent month: as first known, now, and the range in which it will settle with 80 % probability.

    `status` is `range` where there is one; `settled` where no change is expected: `estimate`, `low` and `high` are then `now`, or are
    written as `now` is; `too_short` where there are too few snapshots, and `unknown` where there is no figure: then `estimate`, `low` and
    `high` are None. Shares are from 0 to 100. `numerator` and `denominator` are what the estimate was worked out of.
    """

    month: Month
    status: str
    first_known: float | None
    now: float | None
    estimate: float | None
    low: float | None
    high: float | None
    numerator: float | None
    denominator: float | None
    sentence: str


@dataclass(frozen=True)
class Nowcast:
    """The recent months of one series, oldest first, with what the method showed on that home's own snapshots.

    `settles_after` is the number of months after which a figure of this indicator moves no more; None where there are too few snapshots to
    say, or where it still moves after a year. `snapshots` is how many comparable snapshots there are, one a month, and `needed` how many
    there must be. `test` is None where nothing can be tested. `sentence` says how far the ranges can be trusted, or why there are none.
    """

    indicator: str
    breakdown: str
    member: str
    months: tuple[Settling, ...]
    settles_after: int | None
    snapshots: int
    needed: int
    test: BackTest | None
    sentence: str


def nowcast(
    series: Triangles,
    *,
    parents: Sequence[int] | None = None,
    say: Callable[[float], str] | None = None,
    shown: int | None = None,
    test: bool = True,
) -> tuple[Nowcast, ...]:
    """Work out where recent months of one indicator will settle, at every place at once.

    `series` holds one indicator; hand over all its places, since what happens at a small one is drawn towards its parent. `parents` gives
    the index of each place's parent, -1 for none, a parent standing before its children; without it every place is drawn towards the
    first series. `say` writes a figure for a sentence. `shown` is the number of months given; those that may still move, and at least
    three, without it. Without `test` no back-test is made, which takes most of the time. Raises `ValueError` where several indicators are
    handed over.
    """
    if len({key[0] for key in series.keys}) > 1:
        raise ValueError("A nowcast is made of one indicator at a time.")
    if not len(series) or not series.months:
        return ()
    above = list(parents) if parents is not None else [-1] + [0] * (len(series) - 1)
    say = say or say_plainly(series.units[0])
    figures = aged(series)
    if figures.seen_in(0) < NEEDED:
        return tuple(_too_short(series, index, figures, shown or SHOWN, say) for index in range(len(series)))
    return _made(series, figures, above, say, shown, test)


def _made(
    series: Triangles, figures: Aged, above: Sequence[int], say: Callable[[float], str], shown: int | None, test: bool
) -> tuple[Nowcast, ...]:
    groups = [key[1] if key[2] not in WAITING else f"{key[1]}, {key[2]}" for key in series.keys]
    steps = moves(figures)
    base = base_of(steps)
    steps = fitted(steps, base)
    grown = grow(steps, base, above, groups)
    settles = settles_after(steps, groups, share=figures.share)
    last = {group: OLDEST if after is None else after for group, after in settles.items()}
    finals = {age: _final(series, figures, grown, age) for age in range(min(max(last.values()), OLDEST))}
    settled = _tested(series, figures, steps, grown, above, groups, last) if test else ()
    tests = back_tests(settled, groups, _TIMES.get(series.units[0], 1.0))
    made = []
    for index, (key, group) in enumerate(zip(series.keys, groups, strict=True)):
        moving = {age: final for age, final in finals.items() if age < last[group]}
        months = _months(series, index, figures, moving, shown or max(SHOWN, min(last[group], OLDEST) + 1), say)
        sentence = nowcast_sentence(settles[group], tests[index], series.units[0], asked=test)
        made.append(Nowcast(*key, months, settles[group], figures.seen_in(0), NEEDED, tests[index], sentence))
    return tuple(made)


def _final(series: Triangles, figures: Aged, grown: Grown, age: int) -> Final:
    numerator, denominator = figures.numerators[:, -1, age], figures.denominators[:, -1, age]
    return settle(grown, numerator, denominator, age, share=figures.share, whole_numbers=series.units[0] != "mean")


def _tested(
    series: Triangles,
    figures: Aged,
    steps: Moves,
    grown: Grown,
    above: Sequence[int],
    groups: Sequence[str],
    last: Mapping[str, int],
) -> tuple[Tested, ...]:
    """Test the method on each month that has settled by now, leaving its own steps out."""
    found = []
    after = np.array([max(last[group], 1) for group in groups])
    for column in range(len(figures.last)):
        age = figures.last[-1] - figures.last[column]
        if age < after.min() or age > OLDEST:
            continue
        without = steps.without_month(figures, figures.last[column])
        made = tested(grow(without, grown.base, above, groups, like=grown), figures, column, age, unit=series.units[0])
        found.append(replace(made, there=made.there & (after <= age)))
    return tuple(found)


def _months(
    series: Triangles, index: int, figures: Aged, finals: Mapping[int, Final], count: int, say: Callable[[float], str]
) -> tuple[Settling, ...]:
    newest = figures.last[-1]
    months = []
    for row in range(max(newest + 1 - count, 0), newest + 1):
        age = newest - row
        there = age <= OLDEST and bool(figures.there[index, -1, age])
        months.append(_settling(series, index, row, finals.get(age) if there else None, say))
    return tuple(months)


def _settling(series: Triangles, index: int, row: int, final: Final | None, say: Callable[[float], str]) -> Settling:
    first, now = _first_and_now(series, index, row)
    month, unit = series.months[row], series.units[index]
    if now is None:
        return Settling(month, "unknown", first, None, None, None, None, None, None, settling_sentence(first, None, None, None, say))
    last = int(np.flatnonzero(series.states[index, row] != NOT_HELD)[-1])
    numerator, denominator = _number(series.numerators[index, row, last]), _number(series.denominators[index, row, last])
    if final is None:
        return Settling(month, "settled", first, now, now, now, now, numerator, denominator, settling_sentence(first, now, now, now, say))
    times = _TIMES.get(unit, 1.0)
    scale = times / denominator if unit == "per_10_000" and denominator else times if unit == "percent" else 1.0
    estimate, low, high = (float(each[index]) * scale for each in (final.ratio, final.low, final.high))
    still = say(low) == say(now) == say(high)
    sentence = settling_sentence(first, now, low, high, say)
    wholes = float(final.denominator[index]) if final.denominator.size and denominator is not None else None
    return Settling(
        month, "settled" if still else "range", first, now, estimate, low, high, float(final.numerator[index]), wholes, sentence
    )


def _too_short(series: Triangles, index: int, figures: Aged, count: int, say: Callable[[float], str]) -> Nowcast:
    newest = figures.last[-1]
    months = []
    for row in range(max(newest + 1 - count, 0), newest + 1):
        first, now = _first_and_now(series, index, row)
        status = "unknown" if now is None else "too_short"
        sentence = settling_sentence(first, now, None, None, say)
        months.append(Settling(series.months[row], status, first, now, None, None, None, None, None, sentence))
    held = figures.seen_in(0)
    said = "is one monthly snapshot" if held == 1 else f"are {held} monthly snapshots"
    sentence = (
        f"There {said} so far; {NEEDED} that can be held against each other are needed to see how figures move after they are first"
        " known, so no range is given."
    )
    return Nowcast(*series.keys[index], tuple(months), None, held, NEEDED, None, sentence)


def _first_and_now(series: Triangles, index: int, row: int) -> tuple[float | None, float | None]:
    """Give a month's value in the first snapshot that holds it and in the last."""
    held = np.flatnonzero(series.states[index, row] != NOT_HELD)
    if not len(held):
        return None, None
    values: FloatArray = series.values[index, row]
    return _number(values[held[0]]), _number(values[held[-1]])


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
