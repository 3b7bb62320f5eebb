"""What the pages about children read. Every reader passes through the scope of the person who asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.urls import Resolver404, resolve

from lightwell.reports.listing import AGE, DUE, NAME, PLACES, Listing, ListRow, in_order, listing, named_rows
from lightwell.reports.model import Place
from lightwell.reports.shortfall import shortfall
from lightwell.results import AUTHORITY, Due, State, clocks_of, definitions_of
from lightwell.results.finding_model import RECORDING
from lightwell.results.journey_model import ChildJourney, Event
from lightwell.results.journey_of import journey_of, no_such_child
from lightwell.results.recording import PARTS as SPLIT_PARTS
from lightwell.results.responsible import within
from lightwell.results.search import Findings, search
from lightwell.store import Snapshot, open_snapshot
from lightwell.web.access.decisions import CHILD, REVIEWED, Action, Scope, can, scope_of
from lightwell.web.access.models import Person
from lightwell.web.children import words
from lightwell.web.choice import Choice, member_names_of, place_of
from lightwell.web.findings.queries import SetOfChild, of_child
from lightwell.web.findings.quoted import journey_for_reader

PAGE = 100
"""Rows of a list on one page."""

_COLUMNS = 5
"""Columns that explain why a row is in, for which a page has room."""

MOST_FOUND = 50
"""Children that a search shows; more than that asks for more to be typed."""

_OUT_OF_REACH = "There is no child with this identifier among the children whom you may see."


@dataclass(frozen=True)
class Heading:
    """One heading of a list: its text, the order that its link asks for, how it is sorted now, and what the column means."""

    text: str
    sort: str
    sorted: str
    number: bool
    meaning: str


@dataclass(frozen=True)
class Cell:
    """One cell of a list: its text, its heading for a phone, and whether it is a number."""

    text: str
    heading: str
    number: bool


@dataclass(frozen=True)
class Line:
    """One row of a list as it is shown. `opens` says whether the person may open what it is about."""

    key: str
    name: str
    age: str
    opens: bool
    cells: tuple[Cell, ...]
    worker: str
    team: str


@dataclass(frozen=True)
class Tab:
    """One part of a figure that can be listed, with how many rows it has."""

    part: str
    text: str
    count: int


@dataclass(frozen=True)
class ListPage:
    """One page of the list behind a figure; `more` columns have no room on it and are in the download."""

    listing: Listing
    page: Page[ListRow]
    lines: tuple[Line, ...]
    more: int
    headings: tuple[Heading, ...]
    tabs: tuple[Tab, ...]
    counted: str
    standing: str
    hidden: str
    sort: str


@dataclass(frozen=True)
class Clock:
    """One clock of a child, in words."""

    title: str
    words: str
    limit: str
    last: str
    due: Due


@dataclass(frozen=True)
class JourneyPage:
    """The journey of a child as its page shows it: `kinds` of the chronology with how many there are, `shown` those of the kind chosen.

    `returned` is what the rules of the statutory returns find, as far as the person may see it, in the order in which to mend it; what the
    service's own rules find stands in the journey.
    """

    journey: ChildJourney
    clocks: tuple[Clock, ...]
    kinds: tuple[tuple[str, int], ...]
    kind: str
    shown: tuple[Event, ...]
    returned: tuple[SetOfChild, ...]


def names_in(snapshot: Snapshot) -> Mapping[str, Mapping[str, str]]:
    """Give the names of workers and teams."""
    return {breakdown: member_names_of(snapshot, breakdown) for breakdown in ("worker", "team")}


def visible(person: Person, choice: Choice, indicator: str, part: str) -> Listing:
    """Gather the list behind a figure, with the rows that a person may see.

    A row is seen by those who were responsible when it was counted, so that a team's list is its figure, and by those who are now.
    Raises `PermissionDenied` for someone who may see no children, or not this figure, and `NotFound` for a figure that there is not.
    """
    return _visible(person, choice, indicator, part)[0]


def _visible(person: Person, choice: Choice, indicator: str, part: str) -> tuple[Listing, int]:
    """Give the list with the rows that a person may see, and how many restricted children are left out of it."""
    place = place_of(choice.snapshot, choice.breakdown, choice.member) if not choice.whole else None
    can(person, Action.SEE_CHILDREN).require()
    can(person, Action.SEE_FIGURES if choice.breakdown == AUTHORITY else Action.SEE_PARTS, place).require()
    found = listing(choice.snapshot, indicator, choice.month, breakdown=choice.breakdown, member=choice.member, part=part, home=choice.home)
    scope = scope_of(person, Action.SEE_CHILDREN)
    if found.of_workers:
        scopes = (scope, scope_of(person, Action.SEE_WORKLOAD))
        return found.only(lambda row: any(each.covers(row.place) for each in scopes)), 0
    seen = _within_reach(choice.snapshot, found, scope)
    if not scope.hidden:
        return seen, 0
    return seen, _within_reach(choice.snapshot, found, scope.without_restrictions).children - seen.children


def _within_reach(snapshot: Snapshot, found: Listing, scope: Scope) -> Listing:
    """Leave the rows of which the scope covers the child today, or the place when it was counted."""
    if scope.unlimited:
        return found
    now = theirs(snapshot, [row.key for row in found.rows], scope)
    return found.only(lambda row: row.key in now or scope.covers({**row.place, CHILD: row.key}))


def theirs(snapshot: Snapshot, children: list[str], scope: Scope) -> frozenset[str]:
    """Give those of the children whom a scope reaches today: by who is responsible for them in the snapshot."""
    return frozenset(children) if scope.unlimited else within(snapshot, children, scope.sql("c"))


def list_page(person: Person, choice: Choice, indicator: str, *, part: str, sort: str, page: str) -> ListPage:
    """Make one page of the list behind a figure."""
    found, restricted = _visible(person, choice, indicator, part)
    names = names_in(choice.snapshot)
    headings = _headings(found, sort)
    sort = sort if sort.removeprefix("-") in {heading.sort.removeprefix("-") for heading in headings} else NAME
    shown = Paginator(in_order(choice.snapshot, found, sort), PAGE).get_page(page)
    return ListPage(
        listing=found,
        page=shown,
        lines=_lines(person, choice.snapshot, found, tuple(shown.object_list), names),
        more=len(found.columns) - len(_shown(found)),
        headings=headings,
        tabs=_tabs(choice, found),
        counted=words.counted(found, found.total, found.children if len(found.rows) == found.total else found.total),
        standing=words.standing_of(found),
        hidden=_hidden(person, found, restricted),
        sort=sort,
    )


def _hidden(person: Person, found: Listing, restricted: int) -> str:
    """Say how many rows are not shown, and why not; nothing where all are. Of restricted children it says how many and nothing else."""
    if len(found.rows) == found.total:
        return ""
    scope = scope_of(person, Action.SEE_CHILDREN)
    left_out = f"{words.restricted(restricted)}." if restricted else ""
    if scope.everything:
        return left_out
    return " ".join(part for part in (_elsewhere(scope, found), left_out) if part)


_WHOSE = {"worker": "with other workers", REVIEWED: "reviewed by someone else", "": "not in your sample"}


def _elsewhere(scope: Scope, found: Listing) -> str:
    kinds = {breakdown for breakdown, _ in scope.places if breakdown != CHILD}
    whose = _WHOSE.get("".join(kinds), "in teams outside your own")
    return f"You may see {len(found.rows):,} of the {found.total:,}; the others are {whose}."


def _shown(found: Listing) -> tuple[int, ...]:
    """Choose the columns for which a page has room: the first ones and when the next is due; the age stands there already."""
    own = [at for at, column in enumerate(found.columns) if column.name not in (AGE, DUE)]
    return (*own[:_COLUMNS], *(at for at, column in enumerate(found.columns) if column.name == DUE))


def _headings(found: Listing, sort: str) -> tuple[Heading, ...]:
    columns = [found.columns[at] for at in _shown(found)]
    own = [(column.name, column.heading, column.is_number, column.meaning) for column in columns]
    who = [(NAME, "Worker" if found.of_workers else "Child", False, "")]
    age = [] if found.of_workers else [(AGE, "Age", True, "Age on the day that the records were taken.")]
    places = [("team", "Team", False, "")] if found.of_workers else [("worker", "Worker", False, ""), ("team", "Team", False, "")]
    return tuple(_heading(*each, sort=sort) for each in (*who, *age, *own, *places))


def _heading(name: str, text: str, number: bool, meaning: str, *, sort: str) -> Heading:
    now = "" if sort.removeprefix("-") != name else "descending" if sort.startswith("-") else "ascending"
    if not now and name == NAME and not sort:
        now = "ascending"
    return Heading(text, f"-{name}" if now == "ascending" else name, now, number, meaning)


def _lines(
    person: Person, snapshot: Snapshot, found: Listing, rows: tuple[ListRow, ...], names: Mapping[str, Mapping[str, str]]
) -> tuple[Line, ...]:
    people, shown = named_rows(snapshot, found, rows), _shown(found)
    keys = [row.key for row in rows]
    opens = (
        frozenset(keys if can(person, Action.SEE_WORKLOAD).allowed else ())
        if found.of_workers
        else theirs(open_snapshot(settings.HOME), keys, scope_of(person, Action.SEE_CHILDREN))
    )

    def line(row: ListRow) -> Line:
        named = people.get(row.key)
        cells = tuple(
            Cell(column.said(row.values[at]), column.heading, column.is_number) for at in shown for column in (found.columns[at],)
        )
        worker, team = (names[each].get(row.place.get(each, ""), row.place.get(each, "")) for each in PLACES[:2])
        if named is None:
            return Line(row.key, names["worker"].get(row.key, row.key), "", row.key in opens, cells, worker, team)
        return Line(row.key, named.name, named.said_age(found.as_at), row.key in opens, cells, worker, team)

    return tuple(line(row) for row in rows)


def _tabs(choice: Choice, found: Listing) -> tuple[Tab, ...]:
    """List the parts of a share, or of its shortfall, each with its count; nothing for a figure that is no share."""
    if found.part in SPLIT_PARTS:
        return _split_tabs(choice, found)
    figure = found.figure
    if found.definition.unit != "percent" or figure.state is not State.KNOWN or figure.denominator is None:
        return ()
    counted, of = int(figure.numerator or 0), int(figure.denominator)
    return (Tab("numerator", "Counted", counted), Tab("missed", "Not counted", of - counted), Tab("denominator", "All", of))


def _split_tabs(choice: Choice, found: Listing) -> tuple[Tab, ...]:
    """List the parts of the shortfall as first known and as known now; how many were corrected is known when they are listed."""
    place = Place(choice.breakdown, choice.member, choice.part_name)
    split = shortfall(choice.home, choice.snapshot, choice.month, found.definition.id, place)
    pieces = (*split.then, *split.now) if split else ()
    own = () if any(piece.part == found.part for piece in pieces) else (Tab(found.part, words.CORRECTED[found.part], found.total),)
    return (*(Tab(piece.part, piece.words[:1].upper() + piece.words[1:], piece.count) for piece in pieces), *own)


def found_by(person: Person, text: str) -> tuple[Snapshot, Findings]:
    """Search the current snapshot among the children whom a person may see; raises `PermissionDenied` where there are none."""
    can(person, Action.SEE_CHILDREN).require()
    snapshot = open_snapshot(settings.HOME)
    return snapshot, search(snapshot, text, limit=MOST_FOUND, within=scope_of(person, Action.SEE_CHILDREN).sql("c"))


def journey_page(person: Person, choice: Choice, child: str, kind: str) -> JourneyPage:
    """Gather the journey of a child whom a person may see today.

    Raises `PermissionDenied`, in the same words, for a child out of reach and for one who does not exist, so that nobody learns from the
    answer whether a child is known to the service. Someone who may see every child is told `NotFound`, of a restricted child too.
    """
    can(person, Action.SEE_CHILDREN).require()
    scope = scope_of(person, Action.SEE_CHILDREN)
    if not scope.everything and not theirs(open_snapshot(settings.HOME), [child], scope):
        raise PermissionDenied(_OUT_OF_REACH)
    if child in scope.hidden and not theirs(open_snapshot(settings.HOME), [child], scope):
        raise no_such_child(choice.snapshot, child)
    journey = journey_of(choice.snapshot, child)
    journey = replace(journey, findings=journey_for_reader(person, journey.findings, child))
    kinds = dict.fromkeys(event.kind for event in journey.chronology)
    counts = {each: sum(event.kind == each for event in journey.chronology) for each in kinds}
    kind = kind if kind in counts else ""
    shown = tuple(event for event in reversed(journey.chronology) if not kind or event.kind == kind)
    clocks = _clocks(choice.snapshot, child)
    returned = tuple(each for each in of_child(person, child) if each.of.ruleset != RECORDING and each.open)
    return JourneyPage(journey, clocks, tuple(sorted(counts.items())), kind, shown, returned)


def _clocks(snapshot: Snapshot, child: str) -> tuple[Clock, ...]:
    titles = definitions_of(snapshot).clocks
    return tuple(
        Clock(titles[due.clock].title, words.due_words(due), words.limit_words(due), words.last_done(due), due)
        for due in clocks_of(snapshot, child)
        if due.clock in titles
    )


_REACHED = {
    "children:list": "From the list of {indicator}",
    "children:search": "From search",
    "children:journey": "From the child's own page",
}


def reached(request: HttpRequest) -> str:
    """Say how a page was reached, by the page before it: its name and indicator, never what stood in it."""
    before = urlsplit(request.headers.get("Referer", ""))
    if not before.path or before.netloc != request.get_host():
        return "By its address"
    try:
        match = resolve(before.path)
    except Resolver404:
        return "By its address"
    said = _REACHED.get(match.view_name, f"From {match.view_name.replace(':', ', ')}")
    return said.format(**{"indicator": "", **match.kwargs})


__all__ = ["DUE", "ListPage", "found_by", "journey_page", "list_page", "names_in", "reached", "visible"]
