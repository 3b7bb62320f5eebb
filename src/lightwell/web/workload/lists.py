"""The lists that the overview of workload opens to, a hundred rows to a page, each as long as the number that leads to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator

from lightwell.errors import NotFound
from lightwell.results import (
    Caseholder,
    OpenChild,
    Waiting,
    Within,
    caseholders,
    clocks_due,
    count_due,
    definitions_of,
    limits_on,
    open_children,
    waiting,
)
from lightwell.results.people import Named, names_of
from lightwell.web.choice import member_names_of
from lightwell.web.workload import words
from lightwell.web.workload.look import Look
from lightwell.web.workload.queries import DueRow, due_rows

ROWS = 100
"""Rows on one page of a list."""

Asked = Mapping[str, str]
"""What an address asks for: its entries by name."""


@dataclass(frozen=True)
class Column:
    """One heading of a list: its words, the address that sorts by it, and which way it is sorted now (`ascending`, `descending`, none)."""

    text: str
    href: str = ""
    sorted: str = "none"
    number: bool = False


@dataclass(frozen=True)
class Listed:
    """What every list has: where it stands, its heading and sentence, its columns, and its page; `query` leads to another page."""

    look: Look
    title: str
    sentence: str
    columns: tuple[Column, ...]
    page: Page[int]
    query: str
    subject: str
    restricted: int = field(default=0, kw_only=True)
    """Restricted children who are in the list and whom the person may not see."""

    @property
    def trail(self) -> tuple[tuple[str, str], ...]:
        """The way back: to the part of the service that the list is about, and to the larger parts."""
        return (*self.look.trail, (self.look.part if self.look.trail else "Workload", self.look.address()))

    @property
    def children(self) -> frozenset[str]:
        """The children whom this page names."""
        return frozenset()


@dataclass(frozen=True)
class DueList(Listed):
    """What is due or overdue; `when` and `clock` say which, `clocks` are those that can be chosen."""

    rows: tuple[DueRow, ...]
    when: str
    clock: str
    clocks: tuple[tuple[str, str], ...]

    @property
    def children(self) -> frozenset[str]:
        """The children whom this page names: one may have several things to do."""
        return frozenset(row.child for row in self.rows)


@dataclass(frozen=True)
class HolderList(Listed):
    """Caseholders; for the newly qualified with the limit that they are held to."""

    rows: tuple[tuple[Caseholder, str, str], ...]
    which: str
    limit: int


@dataclass(frozen=True)
class ChildList(Listed):
    """Children who are open in one status or in any, with who they are, their worker and their team."""

    rows: tuple[tuple[OpenChild, Named, str, str], ...]

    @property
    def children(self) -> frozenset[str]:
        """The children whom this page names."""
        return frozenset(row[0].child for row in self.rows)


@dataclass(frozen=True)
class WaitingList(Listed):
    """Children who wait, with who they are and their team."""

    rows: tuple[tuple[Waiting, Named, str], ...]

    @property
    def children(self) -> frozenset[str]:
        """The children whom this page names."""
        return frozenset(row[0].child for row in self.rows)


def due_list(look: Look, asked: Asked) -> DueList:
    """List what is due in the next seven days, or overdue; raises `NotFound` for a clock or an order that there is not."""
    snapshot, within = look.choice.snapshot, _children(look)
    when = _one_of(asked, "when", ("overdue", "due"))
    clock = asked.get("clock", "")[:60]
    total, children = count_due(snapshot, when=when, clock=clock, within=within)  # type: ignore[arg-type]  # one of the two
    left_out = count_due(snapshot, when=when, clock=clock, within=look.left_out)[1] if look.left_out else 0  # type: ignore[arg-type]  # as above
    order, descending = _order(asked, ("due", "child", "clock", "worker", "team", "last"), "due")
    page = _page(asked, total)
    found = clocks_due(
        snapshot,
        when=when,  # type: ignore[arg-type]  # one of the two
        clock=clock,
        within=within,
        order=order,  # type: ignore[arg-type]  # one of those that there are
        descending=descending,
        limit=ROWS,
        offset=_offset(page),
    )
    clocks = definitions_of(snapshot).clocks
    what = "Overdue" if when == "overdue" else "Due in the next 7 days"
    kept = {"when": when, "clock": clock}
    return DueList(
        look=look,
        title=f"{what}: {clocks[clock].title}" if clock else what,
        sentence=f"{words.counted(total, 'thing')} to do for {words.children(children)}." if total else "",
        columns=_columns(look, "due", kept, order, descending, _DUE_COLUMNS),
        page=page,
        query=_query(look, "due", kept, order, descending),
        subject=f"workload:{when}" + (f":{clock}" if clock else ""),
        restricted=left_out,
        rows=due_rows(look, found),
        when=when,
        clock=clock,
        clocks=(("", "Everything"), *((each.id, each.title) for each in clocks.values())),
    )


def holder_list(look: Look, asked: Asked) -> HolderList:
    """List caseholders: all, those with a high caseload, those with most, or the newly qualified; raises `NotFound` as `due_list` does."""
    snapshot, limits = look.choice.snapshot, limits_on(look.choice.snapshot)
    which = _one_of(asked, "which", ("high", "top", "newly_qualified", "all"))
    order, descending = _order(asked, ("children", "worker", "team", "fte", "overdue", "due"), "-children")
    found = caseholders(snapshot, which=which, within=look.within, order=order, descending=descending)  # type: ignore[arg-type]  # checked
    page = _page(asked, len(found))
    teams = member_names_of(snapshot, "team")
    shown = found[_offset(page) : _offset(page) + ROWS]
    over = sum(holder.children > limits.newly_qualified for holder in found)
    titles = {
        "high": (f"Caseholders with {limits.high} children or more", words.counted(len(found), "caseholder") + "."),
        "top": (f"The {limits.top} caseholders with most children", _of_the_top(look, len(found), limits.top)),
        "newly_qualified": (
            "Newly qualified workers",
            f"{over} of {len(found)} over the limit of {words.children(limits.newly_qualified)}.",
        ),
        "all": ("Caseholders", words.counted(len(found), "caseholder") + ", early help included."),
    }
    return HolderList(
        look=look,
        title=titles[which][0],
        sentence=titles[which][1] if found else "",
        columns=_columns(
            look, "caseholders", {"which": which}, order, descending, _NEW_COLUMNS if which == "newly_qualified" else _HOLDER_COLUMNS
        ),
        page=page,
        query=_query(look, "caseholders", {"which": which}, order, descending),
        subject=f"workload:caseholders:{which}",
        rows=tuple(
            (
                each,
                teams.get(each.team, each.team),
                words.year_of(each.newly_qualified_on, snapshot.manifest.as_at) if each.newly_qualified_on else "",
            )
            for each in shown
        ),
        which=which,
        limit=limits.newly_qualified if which == "newly_qualified" else limits.high,
    )


def open_list(look: Look, asked: Asked) -> ChildList:
    """List children open to the service or to early help, in one status or in any; raises `NotFound` as `due_list` does."""
    snapshot, within = look.choice.snapshot, _children(look)
    status = _one_of(asked, "status", ("", *words.STATUS_TITLES))
    order, descending = _order(asked, ("child", "status", "worker", "team", "days_open", "overdue", "due"), "-overdue")
    found = open_children(snapshot, within=within, status=status, order=order, descending=descending)  # type: ignore[arg-type]  # checked
    page = _page(asked, len(found))
    shown = found[_offset(page) : _offset(page) + ROWS]
    named, kept = names_of(snapshot, (child.child for child in shown)), {"status": status}
    workers, teams = member_names_of(snapshot, "worker"), member_names_of(snapshot, "team")
    return ChildList(
        look=look,
        title=words.STATUS_TITLES.get(status, "Open children"),
        sentence=f"{words.children(len(found))}." if found else "",
        columns=_columns(look, "open", kept, order, descending, _OPEN_COLUMNS),
        page=page,
        query=_query(look, "open", kept, order, descending),
        subject=f"workload:open:{status or 'all'}",
        restricted=len({each.child for each in open_children(snapshot, within=look.left_out, status=status)}) if look.left_out else 0,
        rows=tuple(
            (child, named[child.child], workers.get(child.worker, child.worker), teams.get(child.team, child.team)) for child in shown
        ),
    )


def waiting_list(look: Look, asked: Asked) -> WaitingList:
    """List children who wait for a worker, or for early help to start, who has waited longest first."""
    snapshot, within = look.choice.snapshot, _children(look)
    waits = _one_of(asked, "waits", ("worker", "early_help"))
    found = waiting(snapshot, waits_for=waits, within=within)  # type: ignore[arg-type]  # one of the two
    page = _page(asked, len(found))
    shown = found[_offset(page) : _offset(page) + ROWS]
    named, teams = names_of(snapshot, (each.child for each in shown)), member_names_of(snapshot, "team")
    longest = f"{words.children(len(found))}; the longest has waited {words.counted(found[0].days, 'day')}." if found else ""
    return WaitingList(
        look=look,
        title="Children without a worker" if waits == "worker" else "Waiting for early help to start",
        sentence=longest,
        columns=(Column("Child"), Column("Team"), Column("Waiting since"), Column("Days", number=True)),
        page=page,
        query=_query(look, "waiting", {"waits": waits}, "", False),
        subject=f"workload:waiting:{waits}",
        restricted=len(waiting(snapshot, waits_for=waits, within=look.left_out)) if look.left_out else 0,  # type: ignore[arg-type]  # as above
        rows=tuple((each, named[each.child], teams.get(each.team, each.team)) for each in shown),
    )


_DUE_COLUMNS = (
    ("Child", "child", False), ("What", "clock", False), ("Last done", "last", False), ("Due on", "due", False), ("Time left", "", False),
    ("Worker", "worker", False), ("Team", "team", False),
)  # fmt: skip
_HOLDER_COLUMNS = (
    ("Worker", "worker", False), ("Team", "team", False), ("Children", "children", True), ("Full-time equivalent", "fte", True),
    ("Overdue", "overdue", True), ("Due in 7 days", "due", True),
)  # fmt: skip
_NEW_COLUMNS = (
    ("Worker", "worker", False), ("Team", "team", False), ("First year", "", False), ("Children", "children", True), ("Limit", "", True),
    ("Standing", "", False), ("Overdue", "overdue", True), ("Due in 7 days", "due", True),
)  # fmt: skip
_OPEN_COLUMNS = (
    ("Child", "child", False), ("Status", "status", False), ("Worker", "worker", False), ("Team", "team", False),
    ("Days open", "days_open", True), ("Overdue", "overdue", True), ("Due in 7 days", "due", True),
)  # fmt: skip


def _children(look: Look) -> Within:
    if look.children is None:
        raise PermissionDenied("You may see how much work there is, and not the children whom it is about.")
    return look.children


def _one_of(asked: Asked, name: str, allowed: Sequence[str]) -> str:
    given = asked.get(name, allowed[0])
    if given not in allowed:
        raise NotFound(f"“{given[:40]}” is not one of the lists here. They are {', '.join(each for each in allowed if each)}.")
    return given


def _order(asked: Asked, allowed: Sequence[str], usual: str) -> tuple[str, bool]:
    """Read what to sort by: `sort=team`, or `sort=-team` for the other way round."""
    given = asked.get("sort", "") or usual
    name = given.removeprefix("-")
    if name not in allowed:
        raise NotFound(f"A list cannot be sorted by “{name[:40]}”. Sort by {', '.join(allowed)}.")
    return name, given.startswith("-")


def _page(asked: Asked, total: int) -> Page[int]:
    return Paginator(range(total), ROWS).get_page(asked.get("page", "1"))


def _offset(page: Page[int]) -> int:
    return max(page.start_index() - 1, 0)


def _query(look: Look, name: str, kept: Asked, order: str, descending: bool) -> str:
    """Give the entries of the address without the page, ready for one to be put behind."""
    sort = f"{'-' if descending else ''}{order}" if order else None
    return look.address(name, **kept, sort=sort).partition("?")[2] + "&"


def _columns(
    look: Look, name: str, kept: Asked, order: str, descending: bool, columns: Sequence[tuple[str, str, bool]]
) -> tuple[Column, ...]:
    """Make the headings: a second press on the same one turns the order round, and numbers begin with the largest."""
    made = []
    for text, key, number in columns:
        turned = not descending if key == order else number
        href = look.address(name, **kept, sort=f"{'-' if turned else ''}{key}") if key else ""
        state = ("descending" if descending else "ascending") if key and key == order else "none"
        made.append(Column(text, href, state, number))
    return tuple(made)


def _of_the_top(look: Look, found: int, top: int) -> str:
    if look.choice.whole:
        return words.counted(found, "caseholder") + "."
    return f"{found} of the {top} in the whole service {'is' if found == 1 else 'are'} here."
