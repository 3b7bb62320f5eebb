"""Proving the record of activity whole, or saying where it is broken and how: changed, removed, inserted, put in another order, cut off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lightwell.web.activity import anchors, keys, triggers
from lightwell.web.activity.chain import LOST, entry_of, holds
from lightwell.web.activity.models import Activity, ActivityChild, ActivityHead
from lightwell.web.activity.sealing import BEGINNING, same, seal_of

MOST = 20
"""Problems that are told; where there are more, the first are what to look at."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong: the entry at which it shows (0 where it is none), and what it is, in a sentence."""

    number: int
    what: str


@dataclass(frozen=True)
class Verdict:
    """What a verification found: how many entries were proved one by one, the last, when it was last anchored, and what is wrong."""

    entries: int
    seal: str
    anchored: str
    problems: tuple[Problem, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    @property
    def said(self) -> str:
        """The verdict in a sentence."""
        if self.whole:
            return f"The record of activity is whole: {self.entries:,} entries, none changed, removed, inserted, moved or cut off."
        first = self.problems[0]
        return f"The record of activity is broken{f' at entry {first.number:,}' if first.number else ''}: {first.what}"


def verify() -> Verdict:
    """Prove every entry that stood when this began; what is added meanwhile is left for the next time. Nothing is changed."""
    held = anchors.read()  # first: one that is written meanwhile is of an entry that is not looked at
    head = ActivityHead.objects.filter(pk=1).first()
    end = head.number if head else 0
    walk = _Walk(dict(keys.keys()), frozenset(each.number for each in held if each.sound))
    for row, named in _entries(end):
        walk.step(row, named)
        if len(walk.problems) >= MOST:
            break
    else:
        walk.problems += _end(walk, head)
    walk.problems += _anchored(held, walk)
    walk.problems += [Problem(0, f"The database does not refuse changes ({name} is missing). Start the site, which puts it back, and find "
                              "out who removed it.") for name in triggers.missing()[:1]]  # fmt: skip
    return Verdict(walk.proved, walk.seal, max((each.at for each in held if each.sound), default=""), tuple(walk.problems[:MOST]))


def _entries(end: int) -> Iterator[tuple[Activity, tuple[str, ...]]]:
    """Give the entries in order, each with the children whom it names; both tables are read once, side by side."""
    children = ActivityChild.objects.filter(entry__lte=end).order_by("entry", "child").values_list("entry", "child").iterator(5000)
    waiting = next(children, None)
    for row in Activity.objects.filter(number__lte=end).order_by("number", "id").iterator(1000):
        named = []
        while waiting is not None and waiting[0] < row.number:
            waiting = next(children, None)  # of an entry that is gone, which shows as a gap
        while waiting is not None and waiting[0] == row.number:
            named.append(waiting[1])
            waiting = next(children, None)
        yield row, tuple(named)


class _Walk:
    """Goes from entry to entry. After a problem it goes on from what stands there, so that one is told once."""

    def __init__(self, known: dict[str, bytes], wanted: frozenset[int]) -> None:
        self.known, self.wanted = known, wanted
        self.number, self.seal = 0, BEGINNING
        self.proved = 0
        self.problems: list[Problem] = []
        self.marks: dict[int, str] = {}

    def step(self, row: Activity, named: tuple[str, ...]) -> None:
        """Prove one entry."""
        what = self._wrong(row, named)
        if what:
            self.problems.append(Problem(row.number, what))
        else:
            self.proved += 1
        self.number, self.seal = row.number, row.seal
        if row.number in self.wanted:
            self.marks[row.number] = row.seal

    def _wrong(self, row: Activity, named: tuple[str, ...]) -> str:
        key = self.known.get(row.key)
        if key is None:
            return f"It was sealed with the key {row.key}, which is not in {keys.file().name}, so neither it nor what follows is proved."
        sealed = same(row.seal, seal_of(entry_of(row, named), key))
        if sealed and row.before == self.seal and row.number == self.number + 1:
            if row.action == LOST:
                return "The end of the chain was found missing, moved or forged when this was written: entries may have been cut off."
            return ""
        if sealed:
            return self._gap(row)
        return self._not_ours(row)

    def _gap(self, row: Activity) -> str:
        """Say what is wrong before an entry that is itself as it was written."""
        gone = row.number - self.number - 1
        if gone > 0:
            return f"{gone:,} entr{'y was' if gone == 1 else 'ies were'} removed before it, from number {self.number + 1:,}."
        return "It is whole, but what stands before it is not what was written before it: an entry was put in another's place."

    def _not_ours(self, row: Activity) -> str:
        """Say what became of an entry whose seal does not prove it."""
        after = Activity.objects.filter(before=row.seal, number__gt=row.number).exists() or _is_head(row.seal)
        if row.before != self.seal:
            earlier = Activity.objects.filter(seal=row.before).order_by("number").values_list("number", flat=True).first()
            if earlier is not None:
                return f"It was put in another order: it was written right after what now stands as entry {earlier:,}."
            if after:
                return "It was moved up: what was written right before it was removed, and the numbers were closed up."
        if row.before == self.seal and after:
            return "It was changed after it was written (a field of it, or a child whom it names)."
        return "It was inserted: it was not written by Lightwell, and nothing that follows was written after it."


def _is_head(seal: str) -> bool:
    return ActivityHead.objects.filter(seal=seal).exists()


def _end(walk: _Walk, head: ActivityHead | None) -> list[Problem]:
    """Compare the last entry with the head."""
    last = Activity.objects.order_by("-number").values_list("number", flat=True).first() or 0
    if head is None:
        return (
            [Problem(last, "The end of the chain is not marked: the mark was removed, and entries may have been cut off.")] if last else []
        )
    found = []
    if head.number and not holds(head):
        found.append(Problem(head.number, "The mark of the end of the chain was forged: it was not written by Lightwell."))
    if walk.number < head.number:
        gone = head.number - walk.number
        found.append(Problem(walk.number + 1, f"{gone:,} entr{'y was' if gone == 1 else 'ies were'} cut off the end."))
    elif walk.seal != head.seal and not walk.problems:
        found.append(Problem(walk.number, "It is not what was written last: the last entry was put in its place."))
    now = ActivityHead.objects.filter(pk=1).values_list("number", flat=True).first() or 0
    if last > now:
        found.append(Problem(now + 1, "It was inserted after the end: it was not written by Lightwell."))
    return found


def _anchored(held: tuple[anchors.Anchor, ...], walk: _Walk) -> list[Problem]:
    """Compare the chain with where it ended when the anchors were written."""
    found = [Problem(0, f"A line of {anchors.file().name} was not written by Lightwell.")] if any(not each.sound for each in held) else []
    for anchor in held:
        if not anchor.sound:
            continue
        if anchor.number > walk.number and len(walk.problems) < MOST:
            what = f"Entries were cut off the end: on {anchor.at} there were {anchor.number:,}."
            return [*found, Problem(walk.number + 1, what)]
        if anchor.number in walk.marks and walk.marks[anchor.number] != anchor.seal:
            what = f"It is not what stood there on {anchor.at}: the chain was cut off before it and written anew."
            return [*found, Problem(anchor.number, what)]
    return found
