"""The journey of one child: everything that a snapshot holds about them, read from every record type and told in the order of time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb

from lightwell.errors import NotFound
from lightwell.journey import Record
from lightwell.results.finding_model import RECORDING, Asked
from lightwell.results.findings import findings, sets_of
from lightwell.results.held import held, records_of_children
from lightwell.results.journey_model import ChildJourney, Detail, Event, Finding, Source, Span
from lightwell.results.manners import ABOUT
from lightwell.results.people import Named, names_of
from lightwell.results.responsible import Responsible, open_statuses, responsible_for
from lightwell.results.telling import Names, Values, in_words, label_of, tell
from lightwell.store import Snapshot

_AT_ONE_DAY = ("Contact", "Referral", "Strategy discussion", "Section 47 enquiry", "Conference")
"""The order in which what happened on one day is told; the rest follows."""

_NOT_ABOUT = frozenset({"id", "child"})


def journey_of(snapshot: Snapshot, child: str) -> ChildJourney:
    """Gather the journey of a child; raises `NotFound` for a child of whom the snapshot holds nothing."""
    known = responsible_for(snapshot, [child])
    named = names_of(snapshot, [child])[child]
    if child not in known:
        raise no_such_child(snapshot, child)
    as_at, responsible = snapshot.manifest.as_at, known[child]
    statuses = open_statuses(snapshot, [child]).get(child, ())
    with held(snapshot) as connection:
        ((tables,),) = connection.execute("select names from tables_of where child = ?", [child]).fetchall()
        rows = {record: _rows(connection, record, child) for record in records_of_children() if record.table in tables}
        names = _names(connection, rows)
        kept = tuple(_kept(connection, child))
    spans, events, ends = _told(rows, names, as_at)
    chronology = sorted([*events, *ends, *_born(named)], key=_order)
    return ChildJourney(
        named=named,
        as_at=as_at,
        snapshot=snapshot.id,
        about=_about(rows, names),
        statuses=statuses,
        responsible=responsible,
        spans=tuple(sorted(spans, key=lambda span: (span.start, span.end or date.max))),
        events=tuple(sorted(events, key=_order)),
        chronology=tuple(chronology),
        findings=(*_found(snapshot, child), *kept),
    )


def no_such_child(snapshot: Snapshot, child: str) -> NotFound:
    """Give the answer about a child of whom the snapshot holds nothing; the same for one whom the reader must not learn of."""
    return NotFound(f"There is no child “{_short(child)}” in the snapshot {snapshot.id}.")


def exists(snapshot: Snapshot, child: str) -> Responsible | None:
    """Give who is responsible for a child, or None where the snapshot holds nothing of such a child."""
    return responsible_for(snapshot, [child]).get(child)


def _rows(connection: duckdb.DuckDBPyConnection, record: type[Record], child: str) -> list[Values]:
    result = connection.execute(f'select * from "{record.table}" where child = ?', [child])
    columns = [column[0] for column in result.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


def _names(connection: duckdb.DuckDBPyConnection, rows: dict[type[Record], list[Values]]) -> Names:
    """Read the names of every worker and team that the records mention."""
    mentioned: dict[str, set[str]] = {"workers": set(), "teams": set()}
    for record, found in rows.items():
        for column in record.columns:
            if column.refers_to in mentioned:
                mentioned[column.refers_to] |= {str(row[column.name]) for row in found if row.get(column.name)}
    read = {
        table: dict(
            connection.execute(
                f"select {key}, coalesce(nullif(name, ''), {key}) from {table} where {key} in (select unnest(?::varchar[]))",
                [sorted(mentioned[table])],
            ).fetchall()
        )
        for table, key in (("workers", "worker"), ("teams", "team"))
    }
    allocations = next((found for record, found in rows.items() if record.table == "allocations"), [])
    held_in = [(row["worker"], row["team"], row["started_on"], row["ended_on"]) for row in allocations if row["worker"] and row["team"]]
    return Names(read["workers"], read["teams"], tuple(sorted(held_in, key=lambda row: str(row[2]))))  # type: ignore[arg-type]  # as the journey types them


def _told(rows: dict[type[Record], list[Values]], names: Names, as_at: date) -> tuple[list[Span], list[Event], list[Event]]:
    spans: list[Span] = []
    events: list[Event] = []
    ends: list[Event] = []
    for record, found in rows.items():
        if record.table in ABOUT:
            continue
        for values in found:
            told = tell(record, values, names, as_at)
            spans += told[0]
            events += told[1]
            ends += told[2]
    return spans, events, ends


def _order(event: Event) -> tuple[date, int, str]:
    place = _AT_ONE_DAY.index(event.kind) if event.kind in _AT_ONE_DAY else len(_AT_ONE_DAY)
    return (event.on, place, event.what)


def _born(named: Named) -> list[Event]:
    source = Source("people", "Person", named.child)
    days = (("Born", named.born_on), ("Died", named.died_on))
    return [Event(day, "Person", what, source) for what, day in days if day]


def _about(rows: dict[type[Record], list[Values]], names: Names) -> tuple[Detail, ...]:
    details: list[Detail] = []
    for record in (record for record in rows if record.table in ABOUT):
        for column in record.columns:
            said = [in_words(column, row.get(column.name), names) for row in rows[record]] if column.name not in _NOT_ABOUT else []
            text = ", ".join(dict.fromkeys(words for words in said if words))
            if text and not column.identifying and text != "No":
                details.append(Detail(label_of(column), text))
    return tuple(details)


def _found(snapshot: Snapshot, child: str) -> Iterator[Finding]:
    """Give what the service's own recording rules find in the child's records, in the order to mend it."""
    for of in sets_of(snapshot):
        if of.ruleset == RECORDING:
            for each in findings(of, asked=Asked(child=child), order="mend"):
                told = ", ".join(part for part in (each.said_values, each.detail) if part)
                yield Finding(
                    f"{each.title}{f': {told}' if told else ''}.", each.message, f"{each.record} {each.record_id}".strip(), each.others
                )


def _kept(connection: duckdb.DuckDBPyConnection, child: str) -> Iterator[Finding]:
    """Give the rows about the child that were kept out of the snapshot."""
    query = 'select reason, remedy, file, "row" from quarantine where child = ? order by file, "row"'
    for reason, remedy, file, row in connection.execute(query, [child]).fetchall():
        yield Finding(reason, remedy or "", f"{file}, row {row:,}" if row is not None else file or "")


def _short(text: str) -> str:
    return "".join(letter for letter in text[:60] if letter.isprintable())
