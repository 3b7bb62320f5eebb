"""The records of a snapshot held in memory by child, so that everything about one child is found in a few milliseconds.

A snapshot's Parquet stands in the order of time: to find one child in it, all of it is read. Here each record type is copied into a
table of an in-memory DuckDB with an index on `child`, once in a process and snapshot. Beside them stand tables of our own: `tables_of`
(the record types that hold something of each child), `responsible` (who is responsible for each child on the as-at day) and `open_now`
(what a child is open in on that day).
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb

from lightwell.journey import RECORDS, Record
from lightwell.results.name_parts import hold_names
from lightwell.store import Snapshot, snapshot_in

HELD = "held"
"""The schema of the tables made here; it stands before the views of the snapshot."""

NOBODY = "Not allocated"
"""Who is responsible for a child without a current primary allocation, as the facts say it."""

_HELD_AT_ONCE = 2
"""Snapshots held at once: readers look at the current one, now and then at another; each takes some 150 MB for a large city."""

_making = threading.Lock()

STATUSES = {
    "in_care": "In our care",
    "child_protection": "Child protection plan",
    "child_in_need": "Child in need plan",
    "assessment": "Assessment",
    "care_leaver": "Care leaver",
    "early_help": "Early help",
    "episode_of_need": "Open to social care",
}
"""The statuses that a child may be open in, the one that is said first standing first."""

_OPEN_IN = (
    ("in_care", "periods_of_care", "started_on", "ended_on"),
    ("child_protection", "child_protection_plans", "started_on", "ended_on"),
    ("child_in_need", "child_in_need_plans", "started_on", "ended_on"),
    ("assessment", "assessments", "started_on", "completed_on"),
    ("care_leaver", "care_leavers", "started_on", "ended_on"),
    ("early_help", "early_help_episodes", "started_on", "ended_on"),
    ("episode_of_need", "episodes_of_need", "started_on", "ended_on"),
)


def records_of_children() -> tuple[type[Record], ...]:
    """List the record types that say something of one child, in the order of the journey."""
    return tuple(record for record in RECORDS if any(column.name == "child" for column in record.columns))


@contextmanager
def held(snapshot: Snapshot) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a cursor on the records held by child; readers run side by side, and none may make or change a table."""
    with _making:
        connection = _connection(snapshot.path, snapshot.manifest.fingerprint)
    with connection.cursor() as cursor:
        cursor.execute(f"set search_path = '{HELD},main'")
        yield cursor


_ABOUT_RECORDS = {
    "quarantine": "'' as file, 0 as \"row\", '' as child, '' as reason, '' as remedy",
}
"""What a snapshot may say of its own records, with the columns that are read of it; held empty where it says nothing."""


def _views(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    return frozenset(row[0] for row in connection.execute("select view_name from duckdb_views() where schema_name = 'main'").fetchall())


@functools.lru_cache(maxsize=_HELD_AT_ONCE)
def _connection(path: Path, fingerprint: str) -> duckdb.DuckDBPyConnection:
    """Copy a snapshot's records. The fingerprint is part of the key because a reload with other definitions replaces the folder."""
    snapshot = snapshot_in(path)
    connection = snapshot.connect()
    connection.execute(f"create schema {HELD}")
    for record in records_of_children():
        connection.execute(f'create table {HELD}."{record.table}" as select * exclude (authority) from main."{record.table}"')
        connection.execute(f'create index "{record.table}_by_child" on {HELD}."{record.table}" (child)')
    for table in ("teams", "workers", "identity_people"):
        connection.execute(f"create table {HELD}.{table} as select * from main.{table}")
    for table, columns in _ABOUT_RECORDS.items():
        source = f"main.{table}" if table in _views(connection) else f"(select {columns} where false)"
        connection.execute(f"create table {HELD}.{table} as select * from {source}")
    connection.execute(f"create index identity_by_child on {HELD}.identity_people (child)")
    connection.execute(f"set search_path = '{HELD},main'")
    hold_names(connection, HELD)
    _hold_responsible(connection, snapshot.manifest.as_at)
    _hold_open(connection, snapshot.manifest.as_at)
    connection.execute("set threads = 1")  # many small questions at once: a second thread for one would wait for another's
    return connection


def _hold_responsible(connection: duckdb.DuckDBPyConnection, as_at: date) -> None:
    """Make `tables_of` (child, names), and `responsible` (child, worker, team, service, locality, since) in the words of the facts."""
    parts = " union ".join(f"select child, '{record.table}' as name from \"{record.table}\"" for record in records_of_children())
    connection.execute(
        f"create table {HELD}.tables_of as select child, list(name) as names from ({parts}) where child is not null group by child"
    )
    connection.execute(f"create index tables_of_child on {HELD}.tables_of (child)")
    connection.execute(
        f"""
        create table {HELD}.responsible as
        with latest as (
            select
                child, worker, team, started_on,
                row_number() over (partition by child order by started_on desc, id desc) as place
            from allocations
            where role = 'primary' and started_on <= ? and (ended_on is null or ended_on > ?)
        )
        select
            k.child,
            coalesce(a.worker, '{NOBODY}') as worker,
            coalesce(a.team, '{NOBODY}') as team,
            case when a.team is null then '{NOBODY}' else coalesce(t.service, 'Not known') end as service,
            case
                when a.team is null then '{NOBODY}' when t.team is null then 'Not known' else coalesce(t.locality, 'Whole authority')
            end as locality,
            a.started_on as since
        from tables_of k
        left join latest a on a.child = k.child and a.place = 1
        left join teams t on t.team = a.team
        """,
        [as_at, as_at],
    )
    connection.execute(f"create index responsible_by_child on {HELD}.responsible (child)")


def _hold_open(connection: duckdb.DuckDBPyConnection, as_at: date) -> None:
    """Make `open_now`: child, status, since, place (of the status in `STATUSES`), from the records that are open on the as-at day."""
    order = list(STATUSES)
    parts = " union all ".join(
        f"select child, '{status}' as status, {start} as since, {order.index(status)} as place from {table} "
        f"where {start} <= cast('{as_at.isoformat()}' as date) and ({end} is null or {end} > cast('{as_at.isoformat()}' as date))"
        for status, table, start, end in _OPEN_IN
    )
    connection.execute(
        f"create table {HELD}.open_now as select child, status, place, max(since) as since from ({parts}) group by child, status, place"
    )
    connection.execute(f"create index open_by_child on {HELD}.open_now (child)")
