"""Rules by which looking at children is unusual. Each gives something to ask about, never a verdict; the data protection officer decides.

Pure functions: they are handed who looked at whom and when, and what is known of both.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from lightwell.results.looking import Looking

DAYS_KNOWN = 5
"""Days with any looking before something counts as usual for a person."""


@dataclass(frozen=True)
class Look:
    """One opening of one child (`child`), or one file taken out that named `children`; `at` is by the clock of the service."""

    number: int
    person: str
    at: datetime
    child: str
    children: int = 1


@dataclass(frozen=True)
class Who:
    """What is known of a person: family name and full name, folded; the worker whom they are, their own teams, and their roles."""

    family: str = ""
    full: str = ""
    worker: str = ""
    teams: frozenset[str] = frozenset()
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Whom:
    """What is known of a child: names, folded, and every worker and team that ever held or reviewed the case."""

    family: str = ""
    full: str = ""
    workers: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Unusual:
    """Unusual looking: the rule, who, the children, the entries from the first to the last, and the reason in a sentence."""

    rule: str
    person: str
    children: tuple[str, ...]
    numbers: tuple[int, ...]
    at: datetime
    reason: str

    @property
    def key(self) -> str:
        """What a review holds to: the same looking has the same key, and looking again makes another."""
        text = "|".join([self.rule, self.person, *self.children[:1], str(self.numbers[0]), str(self.numbers[-1])])
        return hashlib.sha256(text.encode()).hexdigest()[:32]


def unusual(
    opened: Sequence[Look], taken: Sequence[Look], who: Mapping[str, Who], whom: Mapping[str, Whom], since: date, limits: Looking
) -> tuple[Unusual, ...]:
    """Apply every rule by its limits; `opened` and `taken` (files) reach back before `since` to show what is usual. The latest first."""
    recent = [look for look in opened if look.at.date() >= since]
    found = [
        *_of_own_name(recent, who, whom),
        *_at_night(recent, limits),
        *_outside(recent, who, whom),
        *_again(recent, who, whom, limits),
        *_many(opened, who, since, "many_opened", limits.opened_in_an_hour, limits.times_usual, "opened {count} children"),
        *_many(
            taken,
            who,
            since,
            "many_taken_out",
            limits.taken_out_in_an_hour,
            limits.times_usual,
            "took out files that name {count} children",
        ),
    ]
    return tuple(sorted(found, key=lambda each: each.at, reverse=True))


def _made(rule: str, looks: Sequence[Look], reason: str) -> Unusual:
    children = tuple(sorted({look.child for look in looks if look.child}))
    return Unusual(rule, looks[0].person, children, tuple(look.number for look in looks), looks[-1].at, reason)


def _grouped(looks: Iterable[Look], by: Mapping[int, object] | None = None) -> Iterator[list[Look]]:
    """Group by person and child, or by person and what `by` says of each entry."""
    groups: dict[tuple[str, object], list[Look]] = defaultdict(list)
    for look in looks:
        groups[look.person, look.child if by is None else by[look.number]].append(look)
    yield from groups.values()


def _of_own_name(looks: Sequence[Look], who: Mapping[str, Who], whom: Mapping[str, Whom]) -> Iterator[Unusual]:
    for held in _grouped(looks):
        person, child = who.get(held[0].person, Who()), whom.get(held[0].child, Whom())
        if person.full and person.full == child.full:
            yield _made("own_record", held, "The child has the person's own full name: it may be the person's own record.")
        elif person.family and person.family == child.family:
            yield _made("own_name", held, "The child has the person's own family name: it may be a relative.")


def _at_night(looks: Sequence[Look], limits: Looking) -> Iterator[Unusual]:
    """Those who are on duty then are asked once and noted. A night that begins after midnight lies within one day."""
    first, last = limits.night_from, limits.night_to
    night = {hour for hour in range(24) if (first <= hour < last if first <= last else hour >= first or hour < last)}
    late = [look for look in looks if look.at.hour in night]
    nights = {look.number: (look.at - timedelta(hours=12)).date() for look in late}
    for held in _grouped(late, nights):
        count = len({look.child for look in held})
        yield _made("night", held, f"{_children(count)} opened between {held[0].at:%H:%M} and {held[-1].at:%H:%M}.")


def _outside(looks: Sequence[Look], who: Mapping[str, Who], whom: Mapping[str, Whom]) -> Iterator[Unusual]:
    """Of those who have a team and may see more: children who were never of it, nor with the person."""
    outside = []
    for look in looks:
        person, child = who.get(look.person, Who()), whom.get(look.child)
        if person.teams and child and not person.teams & child.teams and person.worker not in child.workers:
            outside.append(look)
    for held in _grouped(outside, {look.number: look.at.date() for look in outside}):
        yield _made(
            "outside_team", held, f"{_children(len({look.child for look in held}))} opened who were never of the person's own team."
        )


def _again(looks: Sequence[Look], who: Mapping[str, Who], whom: Mapping[str, Whom], limits: Looking) -> Iterator[Unusual]:
    months: dict[tuple[str, str, int, int], list[Look]] = defaultdict(list)
    for look in looks:
        months[look.person, look.child, look.at.year, look.at.month].append(look)
    for held in months.values():
        person, child = who.get(held[0].person, Who()), whom.get(held[0].child, Whom())
        days = len({look.at.date() for look in held})
        linked = person.worker in child.workers if person.worker else False
        if len(held) >= limits.again_times and days >= limits.again_days and not linked and not person.teams & child.teams:
            yield _made("again", held, f"One child opened {len(held)} times on {days} days, for whom the person has no case.")


def _many(looks: Sequence[Look], who: Mapping[str, Who], since: date, rule: str, least: int, times: int, words: str) -> Iterator[Unusual]:
    """Compare the busiest hour of a day with the busiest hours of earlier days, the person's own and those of others in the same roles."""
    busiest: dict[str, dict[date, list[Look]]] = defaultdict(dict)
    for held in _grouped(looks, {look.number: look.at.date() for look in looks}):
        busiest[held[0].person][held[0].at.date()] = _busiest_hour(held)
    for person, days in busiest.items():
        others = [
            _count(each)
            for name, held in busiest.items()
            if name != person and set(who.get(name, Who()).roles) & set(who.get(person, Who()).roles)
            for each in held.values()
        ]
        for day, held in days.items():
            own = [_count(each) for before, each in days.items() if before < day]
            count, usual, of_role = _count(held), median(own) if len(own) >= DAYS_KNOWN else 0, median(others) if others else 0
            if day >= since and count >= least and count > times * usual and count > times * of_role:
                known = f"; usual for the person are {usual:g}" if usual else "; not enough is known of what is usual for the person"
                known += f", and for the role {of_role:g}" if of_role else ""
                yield _made(rule, held, f"The person {words.format(count=count)} in an hour{known}.")


def _count(looks: Sequence[Look]) -> int:
    named = {look.child for look in looks if look.child}
    return len(named) + sum(look.children for look in looks if not look.child)


def _busiest_hour(looks: Sequence[Look]) -> list[Look]:
    """Give the looks of the sixty minutes of a day in which the most children were looked at; `looks` are in order of time."""
    best: list[Look] = []
    start = 0
    for end in range(len(looks)):
        while looks[end].at - looks[start].at > timedelta(hours=1):
            start += 1
        window = list(looks[start : end + 1])
        if not best or len(window) >= len(best):
            best = window if _count(window) >= _count(best) else best
    return best


def _children(count: int) -> str:
    return f"{count} child{'' if count == 1 else 'ren'}"
