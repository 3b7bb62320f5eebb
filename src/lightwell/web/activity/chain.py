"""Adding to the end of the chain. Writers wait for one another at its head until the transaction of the first is over.

On PostgreSQL the head's row is locked; on SQLite a transaction holds the only right to write from its beginning (`transaction_mode`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Model
from django.utils.timezone import now

from lightwell.web.activity import anchors, keys
from lightwell.web.activity.models import Activity, ActivityChild, ActivityHead
from lightwell.web.activity.sealing import BEGINNING, Entry, mark_of, same, seal_of

LOST = "chain_end_was_lost"
"""The action of the entry that says that the end of the chain was found missing, moved or forged when something was to be added."""


@contextmanager
def next_entry(entry: Activity, named: Iterable[str]) -> Iterator[None]:
    """Give an entry its place and seal; what runs inside adds its row, and then the children whom it names are added and the head moves."""
    children = sorted({str(child)[:200] for child in named if child})
    with transaction.atomic(savepoint=False):
        head = ActivityHead.objects.select_for_update().filter(pk=1).first()
        if head is None or not holds(head):
            head = _found_again(head)
        _seal(entry, head.number + 1, head.seal, children)
        yield
        _name(entry.number, children)
        _move(head, entry)
    transaction.on_commit(lambda: anchors.if_due(entry.number, entry.seal, entry.at))


def entry_of(row: Activity, named: Iterable[str]) -> Entry:
    """Give a row as it is sealed."""
    words = (row.person, row.action, row.subject, row.page, row.why, row.snapshot)
    return Entry(row.number, row.at, *words, row.children, row.key, row.before, tuple(named))


def holds(head: ActivityHead) -> bool:
    """Say whether the end of the chain is what we wrote."""
    key = keys.keys().get(head.key)
    return key is not None and same(head.mark, mark_of("head", (head.number, head.seal, head.key), key))


def _seal(entry: Activity, number: int, before: str, children: list[str]) -> None:
    entry.number, entry.before, entry.at = number, before, now()
    entry.key, key = keys.newest()
    entry.seal = seal_of(entry_of(entry, children), key)


def _name(number: int, children: list[str]) -> None:
    """Add the children whom an entry names; without objects for them, because a page may name a hundred."""
    if children:
        table = ActivityChild._meta.db_table
        with connection.cursor() as cursor:
            statement = f"insert into {table} (entry, child) values (%s, %s)"  # noqa: S608 - the table is our own; values are bound
            cursor.executemany(statement, [(number, child) for child in children])


def _move(head: ActivityHead, entry: Activity) -> None:
    name, key = keys.newest()
    head.number, head.seal, head.key = entry.number, entry.seal, name
    head.mark = mark_of("head", (entry.number, entry.seal, name), key)
    head.save()


def _found_again(head: ActivityHead | None) -> ActivityHead:
    """Begin the chain where nothing was ever written; else go on from the last entry, and say in an entry that the end was lost.

    On PostgreSQL two first writers meet here: the second waits for the first, and sees what it wrote.
    """
    last = Activity.objects.order_by("-number").first()
    if last is None and (head is None or head.number == 0):
        ActivityHead.objects.get_or_create(pk=1, defaults={"number": 0, "seal": BEGINNING, "key": "", "mark": ""})
        return ActivityHead.objects.select_for_update().get(pk=1)
    found = head or ActivityHead(pk=1)
    number, seal = (last.number, last.seal) if last else (0, BEGINNING)
    lost = Activity(
        person="Lightwell", action=LOST, why="The end of the chain was missing, moved or forged when something was to be added."
    )
    _seal(lost, number + 1, seal, [])
    Model.save(lost, force_insert=True)
    _move(found, lost)
    return found
