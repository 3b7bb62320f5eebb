"""What the pages of workload read: the overview of one part of the service, and what is due for the person who is signed in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from lightwell.periods import say_date
from lightwell.results import (
    CaseloadLimits,
    ClockCount,
    Due,
    Workload,
    caseholders,
    clock_counts,
    clocks_due,
    count_due,
    definitions_of,
    has_clocks,
    knows_newly_qualified,
    limits_on,
    member_order,
    open_children,
    waiting,
    workload,
)
from lightwell.results.people import names_of
from lightwell.store import snapshots
from lightwell.web.access.decisions import Action, can
from lightwell.web.choice import Choice, member_names_of
from lightwell.web.workload import words
from lightwell.web.workload.look import Look, Reader, look_at

_NO_PART = ("Not allocated", "Not known")
"""What stands where there is no team or worker: a row of a table, and nothing to open."""

FIRST = 10
"""Rows of what is due that the front page shows."""


@dataclass(frozen=True)
class Part:
    """One row of the table of teams or of workers: what it is called, where it opens to, and what it carries."""

    name: str
    href: str
    carried: Workload


@dataclass(frozen=True)
class Entry:
    """One list that can be opened: what it holds, how many, in how few words more, and its address; `count` is None where not known."""

    title: str
    count: int | None
    more: str
    href: str


@dataclass(frozen=True)
class ClockRow:
    """One clock with its counts, and the addresses of the children behind them."""

    counted: ClockCount
    overdue: str
    due: str


@dataclass(frozen=True)
class ChildRow:
    """One child of a worker: who, in which status, and the clocks that run, the most urgent first."""

    child: str
    name: str
    status: str
    days_open: int
    clocks: tuple[TimedClock, ...]


@dataclass(frozen=True)
class TimedClock:
    """One clock of one child, with its title."""

    title: str
    due: Due


@dataclass(frozen=True)
class Overview:
    """Everything on the page of one part: the sentence, the totals, the parts within, the lists, and the clocks."""

    look: Look
    summary: str
    carried: Workload
    statuses: tuple[Entry, ...]
    parts_of: str
    parts: tuple[Part, ...]
    entries: tuple[Entry, ...]
    clocks: tuple[ClockRow, ...]
    lacking: tuple[ClockCount, ...]
    children: tuple[ChildRow, ...]
    restricted: int
    limits: CaseloadLimits


@dataclass(frozen=True)
class DueRow:
    """One thing to do for one child: `name` is empty where the reader may not see who the child is."""

    child: str
    name: str
    title: str
    status: str
    due: Due
    worker: str
    team: str


@dataclass(frozen=True)
class Filters:
    """What the form over the page offers: parts of the service by their kind, and the days on which the service is known."""

    whole: str
    parts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    days: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DueForPerson:
    """What is due in the week after the day of the snapshot, within the part that a person may see.

    `due` and `overdue` count things to do, `due_children` and `overdue_children` the children; `clocks` counts each clock that has any;
    `rows` are the first ten due. Whoever shows `rows` with names records it (`activity.record`).
    """

    part: str
    as_known: str
    due: int
    due_children: int
    overdue: int
    overdue_children: int
    clocks: tuple[ClockRow, ...]
    rows: tuple[DueRow, ...]
    due_href: str
    overdue_href: str


def overview(look: Look) -> Overview:
    """Read the page of one part of the service; raises `NotFound` for a snapshot without clocks."""
    snapshot, choice = look.choice.snapshot, look.choice
    limits = limits_on(snapshot)
    (carried,) = workload(snapshot, within=look.within)
    counts = clock_counts(snapshot, within=look.within)
    by = {"team": "worker", "worker": ""}.get(choice.breakdown, "team")
    return Overview(
        look=look,
        summary=_summary(look, carried, limits),
        carried=carried,
        statuses=_statuses(look, carried),
        parts_of=by,
        parts=_parts(look, by) if by else (),
        entries=_entries(look, carried, limits),
        clocks=tuple(_clock_row(look, count) for count in counts if count.running or (choice.whole and count.running == 0)),
        lacking=tuple(count for count in counts if count.running is None),
        children=_children_of_worker(look) if not by and look.children else (),
        restricted=len({child.child for child in open_children(snapshot, within=look.left_out)}) if not by and look.left_out else 0,
        limits=limits,
    )


def filters(look: Look) -> Filters:
    """Offer every part with work in it to who may see them all, and every day that has been loaded with what is due."""
    held = [each for each in snapshots(look.choice.home) if has_clocks(each)]
    days = tuple((each.id, say_date(each.manifest.as_at)) for each in reversed(held))
    groups = _GROUPS if look.everywhere and look.choice.breakdown != "worker" else ()
    return Filters("Whole service", tuple((title, _options(look, by)) for by, title in groups), days)


_GROUPS = (("service", "Services"), ("locality", "Localities"), ("team", "Teams"))


def _options(look: Look, by: str) -> tuple[tuple[str, str], ...]:
    names = member_names_of(look.choice.snapshot, by)
    members = [each.member for each in workload(look.choice.snapshot, by=by)]
    named = sorted(((member, names.get(member, member)) for member in members), key=lambda pair: member_order(by, pair[1]))
    return tuple((f"{by}:{member}", name) for member, name in named if member not in _NO_PART)


def due_for(person: Reader, choice: Choice) -> DueForPerson | None:
    """Say what is due this week for the person: of all that they may see; None where they may see no workload or none is worked out."""
    if not can(person, Action.SEE_WORKLOAD).allowed or not has_clocks(choice.snapshot):
        return None
    look = look_at(person, choice)
    due, due_children = count_due(choice.snapshot, when="due", within=look.within)
    overdue, overdue_children = count_due(choice.snapshot, when="overdue", within=look.within)
    counts = [count for count in clock_counts(choice.snapshot, within=look.within) if count.due or count.overdue]
    rows = clocks_due(choice.snapshot, when="due", within=look.children, limit=FIRST) if look.children else ()
    return DueForPerson(
        part=look.part,
        as_known=look.as_known,
        due=due,
        due_children=due_children,
        overdue=overdue,
        overdue_children=overdue_children,
        clocks=tuple(_clock_row(look, count) for count in counts),
        rows=due_rows(look, rows),
        due_href=look.address("due", when="due"),
        overdue_href=look.address("due", when="overdue"),
    )


def due_rows(look: Look, found: Sequence[Due]) -> tuple[DueRow, ...]:
    """Put words and names to clocks that the person may see, in their order."""
    snapshot = look.choice.snapshot
    clocks = definitions_of(snapshot).clocks
    named = names_of(snapshot, (due.child for due in found))
    teams, workers = member_names_of(snapshot, "team"), member_names_of(snapshot, "worker")
    return tuple(
        DueRow(
            child=due.child,
            name=named[due.child].name,
            title=clocks[due.clock].title,
            status=_STATUS_OF_FACT.get(due.fact, ""),
            due=due,
            worker=workers.get(due.worker, due.worker),
            team=teams.get(due.team, due.team),
        )
        for due in found
    )


_STATUS_OF_FACT = {
    "open_assessments": "Assessment",
    "children_in_need": "Child in need plan",
    "children_on_protection_plans": "Child protection plan",
    "children_in_care": "In our care",
    "care_leavers": "Care leaver",
    "children_in_early_help": "Early help",
}


def _summary(look: Look, carried: Workload, limits: CaseloadLimits) -> str:
    if look.choice.breakdown != "worker":
        return words.summary(carried, limits)
    found = caseholders(look.choice.snapshot, within=look.within) or caseholders(
        look.choice.snapshot, which="newly_qualified", within=look.within
    )
    return words.summary_of_worker(carried, found[0] if found else None, limits, look.choice.snapshot.manifest.as_at)


def _statuses(look: Look, carried: Workload) -> tuple[Entry, ...]:
    return tuple(
        Entry(words.STATUS_TITLES[status], number, "", look.address("open", status=status) if look.children else "")
        for status, number in carried.by_status.items()
    )


def _parts(look: Look, by: str) -> tuple[Part, ...]:
    names = member_names_of(look.choice.snapshot, by)
    found = workload(look.choice.snapshot, by=by, within=look.within)
    rows = [Part(names.get(each.member, each.member), _open_part(look, by, each.member), each) for each in found]
    return tuple(sorted(rows, key=lambda row: member_order(by, row.name)))


def _open_part(look: Look, by: str, member: str) -> str:
    """Give the address of a part; those who have nobody allocated are a list, and no team or worker."""
    return "" if member in _NO_PART else look.of(by, member)


def _entries(look: Look, carried: Workload, limits: CaseloadLimits) -> tuple[Entry, ...]:
    snapshot, listed = look.choice.snapshot, bool(look.children)
    new = caseholders(snapshot, which="newly_qualified", within=look.within)
    known = knows_newly_qualified(snapshot)
    over = sum(holder.children > limits.newly_qualified for holder in new)
    longest = waiting(snapshot, waits_for="early_help", within=look.within, limit=1) if carried.waiting else ()
    top = f"{carried.top_average:.1f} children each" if carried.top_average else ""
    holders = [
        Entry(f"Caseholders with {limits.high} or more", carried.high, "", look.address("caseholders", which="high")),
        Entry(
            f"{'The' if look.choice.whole else 'Of the'} {limits.top} with most children",
            carried.top,
            top,
            look.address("caseholders", which="top"),
        ),
        Entry(
            "Newly qualified workers",
            len(new) if known else None,
            f"{over} over their limit of {limits.newly_qualified}",
            look.address("caseholders", which="newly_qualified"),
        ),
    ]
    waits = [
        Entry("Children without a worker", carried.unallocated, "", look.address("waiting", waits="worker") if listed else ""),
        Entry(
            "Waiting for early help to start",
            carried.waiting,
            f"longest {words.counted(longest[0].days, 'day')}" if longest else "",
            look.address("waiting", waits="early_help") if listed else "",
        ),
    ]
    due = [
        Entry(
            "Due in the next 7 days",
            carried.due,
            _for(carried.due_children),
            look.address("due", when="due") if listed else "",
        ),
        Entry(
            "Overdue",
            carried.overdue,
            _for(carried.overdue_children),
            look.address("due", when="overdue") if listed else "",
        ),
    ]
    return tuple(due + ([] if look.choice.breakdown == "worker" else waits + holders))


def _for(children: int | None) -> str:
    return f"for {words.children(children)}" if children else ""


def _clock_row(look: Look, count: ClockCount) -> ClockRow:
    if not look.children:
        return ClockRow(count, "", "")
    return ClockRow(count, look.address("due", when="overdue", clock=count.clock.id), look.address("due", when="due", clock=count.clock.id))


def _children_of_worker(look: Look) -> tuple[ChildRow, ...]:
    """Give the children of a worker, whose clock runs out first coming first."""
    snapshot, within = look.choice.snapshot, look.children
    if within is None:
        return ()
    clocks = definitions_of(snapshot).clocks
    running: dict[str, list[TimedClock]] = defaultdict(list)
    for due in clocks_due(snapshot, when="running", within=within):
        running[due.child].append(TimedClock(clocks[due.clock].title, due))
    found = open_children(snapshot, within=within)
    named = names_of(snapshot, (child.child for child in found))
    rows = [
        ChildRow(child.child, named[child.child].name, words.STATUS_TITLES[child.status], child.days_open, tuple(running[child.child]))
        for child in found
    ]
    return tuple(sorted(rows, key=lambda row: (min((each.due.days_left for each in row.clocks), default=99_999), row.name)))
