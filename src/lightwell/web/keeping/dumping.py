"""The database in a backup: SQLite by its own online backup, PostgreSQL by COPY out of one transaction, while the site goes on.

Sessions are left out: whoever held a backup could else sit down in one. After restoring everyone signs in again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connections, transaction
from django.db.migrations.recorder import MigrationRecorder

from lightwell.store.archive import Database
from lightwell.store.restoring import SQLITE_FILE, count_rows

NOT_KEPT = ("django_session",)
"""The tables whose rows are not backed up."""


def dump(folder: Path, using: str = "default") -> tuple[Database | None, Mapping[str, Path]]:
    """Write the database into files of a folder; gives what they hold, and the files by their names in the backup.

    Where the site was never started there is no database, and None is given.
    """
    found = connections[using]
    migrations = tuple(sorted(f"{app}.{name}" for app, name in MigrationRecorder(found).applied_migrations()))
    if not migrations:
        return None, {}
    if found.vendor == "sqlite":
        tables = _sqlite(Path(str(found.settings_dict["NAME"])), folder / SQLITE_FILE)
        return Database("sqlite", tables, migrations), {SQLITE_FILE: folder / SQLITE_FILE}
    tables = _postgresql(using, folder)
    return Database("postgresql", tables, migrations), {f"{table}.copy": folder / f"{table}.copy" for table in tables}


def _sqlite(file: Path, to: Path) -> dict[str, int]:
    """Copy SQLite as it stands between two writes; nobody waits for it (https://www.sqlite.org/backup.html)."""
    with closing(sqlite3.connect(file)) as live, closing(sqlite3.connect(to)) as copy:
        live.backup(copy)
        for table in NOT_KEPT:
            copy.execute(f'delete from "{table}"')  # noqa: S608 - a name of ours
        copy.commit()
        copy.execute("pragma journal_mode = delete")
        copy.execute("vacuum")  # or the rows stay readable in what was freed
        return count_rows(copy)


def _postgresql(using: str, folder: Path) -> dict[str, int]:
    with one_moment(using) as cursor:
        tables = {}
        for table in table_names(cursor):
            tables[table] = _copy_out(cursor, table, folder / f"{table}.copy")
        return tables


@contextmanager
def one_moment(using: str) -> Iterator[Any]:
    """Open a transaction that sees the database of one moment, whatever is written meanwhile, and writes nothing itself."""
    with transaction.atomic(using=using, durable=True), connections[using].cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read, read only")
        yield cursor


def table_names(cursor: Any) -> list[str]:
    """List the tables of a PostgreSQL."""
    cursor.execute("select tablename from pg_tables where schemaname = current_schema() order by tablename")
    return [name for (name,) in cursor.fetchall()]


def column_names(cursor: Any, table: str) -> str:
    """Give the columns of a table as SQL lists them, without those that are worked out."""
    cursor.execute(
        "select string_agg(quote_ident(column_name), ', ' order by ordinal_position) from information_schema.columns "
        "where table_schema = current_schema() and table_name = %s and is_generated = 'NEVER'",
        [table],
    )
    return str(cursor.fetchone()[0])


def _copy_out(cursor: Any, table: str, to: Path) -> int:
    rows = 0
    columns = column_names(cursor, table)
    where = " where false" if table in NOT_KEPT else ""
    statement = f'copy (select {columns} from "{table}"{where}) to stdout'  # noqa: S608 - names that the database itself gives
    with to.open("wb") as file, cursor.copy(statement) as copy:
        file.write(b"".join([columns.encode(), b"\n"]))
        for piece in copy:
            rows += bytes(piece).count(b"\n")
            file.write(piece)
    return rows
