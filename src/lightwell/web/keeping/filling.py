"""Filling an empty PostgreSQL from a backup: made as it stood then, filled in one transaction, or left empty."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import Error

from lightwell.errors import LightwellError
from lightwell.store.archive import Database
from lightwell.web.keeping.dumping import table_names


def fill(folder: Path, meant: Database, using: str = "default") -> None:
    """Make the tables of a backup in an empty database and fill them with the rows that it is meant to have.

    Raises `LightwellError` where the database is not empty or cannot be filled; it is empty then as before.
    """
    connection = connections[using]
    if connection.vendor != "postgresql":
        raise LightwellError("The backup is of a PostgreSQL. Name one that is empty in DATABASE_URL, and restore again.")
    with connection.cursor() as cursor:
        if table_names(cursor):
            raise LightwellError("The database that DATABASE_URL names is not empty, and was not touched. Name one that is.")
    try:
        _make_tables(meant.migrations, using)
        _fill_tables(folder, meant, using)
    except (Error, LightwellError, OSError) as error:
        _empty(using)
        what = str(error) if isinstance(error, LightwellError) else f"It said: {type(error).__name__}."
        raise LightwellError(f"The database could not be filled, and is empty again. {what}") from error


def _make_tables(migrations: Iterable[str], using: str) -> None:
    """Make the tables as the backup had them: each application up to its own last migration.

    The site brings them up to date at its start.
    """
    last: dict[str, str] = {}
    for app, _, name in (each.partition(".") for each in sorted(migrations)):
        last[app] = name
    executor = MigrationExecutor(connections[using])
    if missing := sorted(set(last.items()) - set(executor.loader.graph.nodes)):
        raise LightwellError(f"This Lightwell does not know {'.'.join(missing[0])}. Restore with the Lightwell that made the backup.")
    executor.migrate(list(last.items()))


def _fill_tables(folder: Path, meant: Database, using: str) -> None:
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("set constraints all deferred")
        made = table_names(cursor)
        files = {path.stem: path for path in folder.glob("*.copy")}
        if missing := sorted({*files} - {*made}):
            raise LightwellError(f"This Lightwell has no table {missing[0]}. Restore with the Lightwell that made the backup.")
        for table in made:
            cursor.execute(f'delete from "{table}"')  # noqa: S608 - a name that the database gives; what migrations put there is in the backup
        for table, path in sorted(files.items()):
            if (rows := _copy_in(cursor, table, path)) != meant.tables[table]:
                raise LightwellError(f"The table {table} has {rows:,} rows, and had {meant.tables[table]:,} when it was backed up.")
            _count_on(cursor, table)


def _copy_in(cursor: Any, table: str, path: Path) -> int:
    with path.open("rb") as file:
        columns = file.readline().decode().strip()
        with cursor.copy(f'copy "{table}" ({columns}) from stdin') as copy:
            while piece := file.read(1024 * 1024):
                copy.write(piece)
    cursor.execute(f'select count(*) from "{table}"')  # noqa: S608 - a name that the database gives
    return int(cursor.fetchone()[0])


def _count_on(cursor: Any, table: str) -> None:
    """Have new rows numbered after those that were filled in."""
    cursor.execute(
        "select column_name from information_schema.columns where table_schema = current_schema() and table_name = %s "
        "and pg_get_serial_sequence(quote_ident(table_name), column_name) is not null",
        [table],
    )
    for (column,) in cursor.fetchall():
        last = f'max("{column}")'
        statement = f'select setval(pg_get_serial_sequence(%s, %s), coalesce({last}, 1), {last} is not null) from "{table}"'  # noqa: S608 - as above
        cursor.execute(statement, [f'"{table}"', column])


def _empty(using: str) -> None:
    with connections[using].cursor() as cursor:
        for table in table_names(cursor):
            cursor.execute(f'drop table if exists "{table}" cascade')
