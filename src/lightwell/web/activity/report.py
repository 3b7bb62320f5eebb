"""The report of one child for a subject-access request: everything that Lightwell holds about the child, to be reviewed before it goes.

What names or may name somebody else is marked, cell by cell: whether it is redacted is for a person to decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now

from lightwell.errors import NotFound
from lightwell.periods import say_date
from lightwell.results.journey_of import journey_of
from lightwell.results.responsible import EVERYWHERE, within
from lightwell.store import Snapshot, open_snapshot, snapshots
from lightwell.web.access.decisions import Action, can
from lightwell.web.access.models import Person
from lightwell.web.activity import actions, report_parts
from lightwell.web.activity.report_parts import Part


@dataclass(frozen=True)
class Cell:
    """One thing that is held; `review` is whether it names, or may name, somebody other than the child."""

    text: str
    review: bool


@dataclass(frozen=True)
class Section:
    """One kind of thing: its title, the headings of its columns, and its rows."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Report:
    """Everything held about one child; `others` are the names by which cells were marked, `answers` the request."""

    child: str
    name: str
    answers: str
    made_at: datetime
    made_by: str
    known: str
    others: tuple[str, ...]
    sections: tuple[Section, ...]

    @property
    def to_review(self) -> int:
        """How many cells are marked."""
        return sum(cell.review for section in self.sections for row in section.rows for cell in row)


@transaction.atomic
def make(*, by: Person, child: str, answers: str, page: str) -> Report:
    """Make the report and record that it was made, for which request; raises `NotFound` for a child of whom nothing is held."""
    can(by, Action.SEE_ACTIVITY).require()
    newest = _newest(child)
    looks = report_parts.activity_of(child)
    if newest is None and not looks.rows:
        raise NotFound(f"Lightwell holds nothing about a child “{child[:40]}”.")
    journey = journey_of(newest, child) if newest else None
    parts = [
        *(report_parts.of_journey(journey) if journey else ()),
        *(report_parts.of_records(newest, child) if newest else ()),
        *report_parts.of_findings(child),
        *report_parts.of_decisions(child),
        looks,
    ]
    others = tuple(sorted({*(report_parts.workers_of(journey) if journey else ()), *report_parts.people_in(parts)}))
    known = _known_children(newest, child, parts) if newest else frozenset[str]()
    made = Report(
        child=child,
        name=journey.named.name if journey else "",
        answers=answers,
        made_at=now(),
        made_by=by.username,
        known=_known(child, newest),
        others=others,
        sections=tuple(_section(part, (*others, *known)) for part in parts if part.rows),
    )
    actions.record(
        person=by, action="made_subject_report", subject=child, page=page, why=f"request {answers}",
        snapshot=newest.id if newest else "", named=[child],
    )  # fmt: skip
    return made


def _holding(child: str) -> Iterator[Snapshot]:
    """Give the snapshots that hold something of the child, the newest first."""
    for each in reversed(snapshots(settings.HOME)):
        if not each.manifest.collection and within(each, [child], EVERYWHERE):
            yield each


def _newest(child: str) -> Snapshot | None:
    if not snapshots(settings.HOME):
        return None
    current = open_snapshot(settings.HOME)
    return current if within(current, [child], EVERYWHERE) else next(_holding(child), None)


def _known(child: str, newest: Snapshot | None) -> str:
    """Say as of which day the records are, and how many snapshots there are beside."""
    if newest is None:
        return "No snapshot that is kept holds anything of the child; what follows is from Lightwell's own database."
    others = len(snapshots(settings.HOME)) - 1
    more = f" {others} other snapshot{'s are' if others != 1 else ' is'} kept, of other days or of statutory returns." if others else ""
    return f"Records as known on {say_date(newest.manifest.as_at)} (snapshot {newest.id}).{more}"


_IDENTIFIER = re.compile(r"[\w-]{3,}")


def _known_children(snapshot: Snapshot, child: str, parts: Iterable[Part]) -> frozenset[str]:
    """Give the identifiers of other children that stand anywhere in what is held."""
    words = {
        word for part in parts for row in part.rows for text in row for word in _IDENTIFIER.findall(text) if any(map(str.isdigit, word))
    }
    return within(snapshot, words - {child}, EVERYWHERE) if words else frozenset()


def _section(part: Part, others: Iterable[str]) -> Section:
    found = [re.escape(name) for name in others if name]
    names = re.compile(rf"(?<!\w)(?:{'|'.join(found)})(?!\w)", re.IGNORECASE) if found else None
    rows = tuple(
        tuple(Cell(text, bool(text) and (at in part.written or bool(names and names.search(text)))) for at, text in enumerate(row))
        for row in part.rows
    )
    return Section(part.title, part.headings, rows)
