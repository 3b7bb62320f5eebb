"""Choosing on which day of a month something regular happens for each child, so that the share done in time is the one aimed at.

What must happen at intervals (visits, supervision, core groups, reviews) is judged at each month end by the days since it last happened.
A month is steered by saying for whom it is late, for whom it happened within a shorter interval, and for whom only within a longer one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lightwell.synthetic.days import MonthDays
from lightwell.synthetic.world import LONG_AGO, Span, World


@dataclass(frozen=True)
class Rung:
    """One interval: the share aimed at, the earliest day that is in time for a span, and the start before which the span is due."""

    share: float
    cut: Callable[[Span], int]
    due_before: Callable[[Span], int]


@dataclass(frozen=True)
class Rhythm:
    """How often it usually happens: `days` between two, and the chance of one in a month when it could still wait."""

    days: int
    early: float = 0.55


def since(share: float, day: int, due: int | None = None) -> Rung:
    """Make a rung with the same days for every child."""
    return Rung(share, lambda _: day, lambda _: day if due is None else due)


class Watch:
    """One thing that happens at intervals to the children of some spans; remembers for each child the day on which it last happened."""

    def __init__(self, world: World, rhythm: Rhythm, *, own: bool = False) -> None:
        self.world, self.rhythm, self.own = world, rhythm, own
        self.last: dict[int, int] = {}
        self.events: list[tuple[Span, int]] = []

    def month(self, month: MonthDays, spans: Sequence[Span], rungs: Sequence[Rung]) -> None:
        """Decide the month for the spans that touch it; `rungs` from the shortest interval to the longest."""
        at_end = [span for span in spans if span.open_at(month.last)]
        for span in spans:
            if span.end is not None and span.end <= month.last:
                self._ending(month, span)
        self._steer(month, at_end, rungs[0], rungs[-1])

    def _before(self, span: Span) -> int:
        day = self.last.get(span.child.number, LONG_AGO)
        return LONG_AGO if self.own and day < span.start else day

    def _ending(self, month: MonthDays, span: Span) -> None:
        end = span.end or month.last
        last = max(self._before(span), span.start)
        if end - last > self.rhythm.days * 0.8 and end - 1 > month.first:
            self._happen(month, span, max(span.start, month.first), end - 1)

    def _steer(self, month: MonthDays, spans: list[Span], short: Rung, long: Rung) -> None:
        rng = self.world.rng
        new = [span for span in spans if span.start >= short.due_before(span)]
        for span in new:
            if self._before(span) < short.cut(span) and rng.random() < 0.75 and span.start < month.last:
                self._happen(month, span, span.start, month.last)
        fresh = sum(1 for span in new if self._before(span) >= short.cut(span))
        due = [span for span in spans if span.start < short.due_before(span)]
        overdue = [span for span in due if span.start < long.due_before(span) and self._before(span) < long.cut(span)]
        late_wanted = round((1 - long.share) * (len(due) + fresh))
        late = set(map(id, self.world.choose(overdue, late_wanted, lambda span: 0.35 * (month.last - self._before(span) < 120))))
        timely = [span for span in due if id(span) not in late]
        soon = round(short.share * (len(due) + fresh)) - fresh
        slow = set(map(id, self.world.choose(timely, len(timely) - soon))) if short is not long else set()
        for span in timely:
            if id(span) in slow:
                self._between(month, span, long.cut(span), short.cut(span))
            else:
                self._in_time(month, span, short.cut(span))

    def _between(self, month: MonthDays, span: Span, low: int, high: int) -> None:
        """Let it last have happened within the longer interval but not the shorter."""
        if not low <= self._before(span) < high:
            self._happen(month, span, max(low, span.start), high - 1)

    def _in_time(self, month: MonthDays, span: Span, cut: int) -> None:
        """Let it last have happened within the interval; where it has already, it may still happen this month if soon due."""
        before = self._before(span)
        if before < cut:
            self._happen(month, span, max(cut, span.start), month.last)
        elif month.last - before + 31 > month.last - cut and self.world.rng.random() < self.rhythm.early:
            self._happen(month, span, max(cut, span.start, before + 7), month.last)

    def _happen(self, month: MonthDays, span: Span, earliest: int, latest: int) -> None:
        """Let it happen on one day, and before that in the month as often as is usual."""
        day = month.some_day(self.world.rng, earliest, latest)
        before = max(self._before(span), span.start, month.first - 1)
        step = day - self._step()
        while step > before + self.rhythm.days // 2:
            self.events.append((span, step))
            step -= self._step()
        self.events.append((span, day))
        self.last[span.child.number] = max(day, self.last.get(span.child.number, LONG_AGO))

    def _step(self) -> int:
        return max(3, round(self.rhythm.days * (0.8 + 0.4 * self.world.rng.random())))


def touching(spans: Sequence[Span], months: Sequence[MonthDays]) -> list[list[Span]]:
    """Sort spans into the months that they touch."""
    found: list[list[Span]] = [[] for _ in months]
    for span in spans:
        for month in months:
            if span.start > month.last or (span.end is not None and span.end <= month.first):
                continue
            found[month.index].append(span)
    return found
