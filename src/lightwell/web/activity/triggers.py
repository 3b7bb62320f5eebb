"""Triggers with which the database itself refuses to change or remove what was recorded, whoever asks.

Django makes a table of SQLite anew when it changes one, and its triggers are gone then: `put` runs after every migration.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

GUARDED = ("activity_activity", "activity_activitychild")
SAID = "the record of activity is only added to"


def put() -> None:
    """Make the triggers that are not there."""
    with connection.cursor() as cursor:
        held = _held(cursor)
        for name, statement in _statements().items():
            if name not in held:
                cursor.execute(statement)


def drop() -> None:
    """Remove the triggers, which only the tests do, to tamper and to clear up."""
    with connection.cursor() as cursor:
        for name in _held(cursor):
            table = next(table for table in GUARDED if name.startswith(f"only_added_{table}_"))
            cursor.execute(f"drop trigger {name}" + (f" on {table}" if connection.vendor == "postgresql" else ""))


def missing() -> tuple[str, ...]:
    """Give the names of those that are not there, or that are put out of action."""
    with connection.cursor() as cursor:
        held = _held(cursor)
    return tuple(name for name in _statements() if name not in held)


def _held(cursor: Any) -> frozenset[str]:
    if connection.vendor == "postgresql":
        cursor.execute(
            "select t.tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace "
            "where n.nspname = current_schema() and t.tgenabled in ('O', 'A') and t.tgname like 'only_added_%'"
        )
    else:
        cursor.execute("select name from sqlite_master where type = 'trigger' and name like 'only_added_%'")
    return frozenset(name for (name,) in cursor.fetchall())


def _statements() -> dict[str, str]:
    """Give the statement that makes each trigger, by the trigger's name."""
    if connection.vendor != "postgresql":
        return {
            f"only_added_{table}_{what}": f"create trigger only_added_{table}_{what} before {what} on {table} "
            f"begin select raise(abort, '{SAID}'); end"
            for table in GUARDED
            for what in ("update", "delete")
        }
    made = {}
    for table in GUARDED:
        for what, each in (("update", "row"), ("delete", "row"), ("truncate", "statement")):
            name = f"only_added_{table}_{what}"
            made[name] = (
                "create or replace function only_added() returns trigger language plpgsql as "
                f"$$begin raise exception '{SAID}'; end$$; "
                f"create trigger {name} before {what} on {table} for each {each} execute function only_added()"
            )
    return made
