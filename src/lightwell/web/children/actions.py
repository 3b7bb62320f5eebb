"""What is written when someone reads about children: each reading of names is recorded, and a list that leaves before it does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from lightwell.reports.listing import Listing, in_order
from lightwell.reports.listing_files import about, csv_text, headings, table, xlsx_bytes
from lightwell.results.journey_model import ChildJourney
from lightwell.results.search import Findings
from lightwell.web.access.models import Person
from lightwell.web.activity import actions as activity
from lightwell.web.children import queries, words
from lightwell.web.choice import Choice

_TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@dataclass(frozen=True)
class File:
    """A file to be sent: its name, type and content."""

    name: str
    type: str
    content: bytes


@transaction.atomic
def export(*, person: Person, choice: Choice, indicator: str, part: str, sort: str, how: str, page: str) -> File:
    """Make a file of the rows of a list that the person may see, and record that it was made."""
    given = queries.visible(person, choice, indicator, part)
    names = queries.names_in(choice.snapshot)
    lines = table(choice.snapshot, given, in_order(choice.snapshot, given, sort), names)
    heads = headings(given)
    if how == "csv":
        content = csv_text(heads, lines).encode("utf-8")
    else:
        said = f"{words.counted(given, len(given.rows), given.children)}, of {given.total:,} in the list"
        content = xlsx_bytes(given, heads, lines, about(choice.snapshot, given, choice.part_name, said))
    activity.record(
        person=person,
        action="exported_list",
        subject=indicator,
        page=page,
        why=f"{_which(given)}, {how.upper()}",
        snapshot=choice.snapshot.id,
        named=() if given.of_workers else (row.key for row in given.rows),
    )
    return File(f"{indicator}-{given.part}-{choice.month}.{how}", _TYPES[how], content)


@transaction.atomic
def read_list(*, person: Person, choice: Choice, given: Listing, shown: Iterable[str], page: str) -> None:
    """Record that a person read a page of the list behind a figure; `shown` are the keys of its rows."""
    activity.record(
        person=person,
        action="read_list",
        subject=given.definition.id,
        page=page,
        why=_which(given),
        snapshot=choice.snapshot.id,
        named=() if given.of_workers else shown,
    )


@transaction.atomic
def read_child(*, person: Person, journey: ChildJourney, page: str, why: str) -> None:
    """Record that a person read the journey of a child, and how they came to it."""
    child = journey.child
    activity.record(person=person, action="read_child", subject=child, page=page, why=why, snapshot=journey.snapshot, named=[child])


@transaction.atomic
def searched(*, person: Person, found: Findings, snapshot: str, page: str) -> None:
    """Record that a person searched, and which children were shown; not what was typed, which is most often a name."""
    activity.record(
        person=person,
        action="searched",
        page=page,
        snapshot=snapshot,
        children=len(found.found),
        named=(each.named.child for each in found.found),
    )


def _which(given: Listing) -> str:
    return f"{given.part}, {given.figure.period.name}, {given.figure.breakdown} {given.figure.member}".strip()
