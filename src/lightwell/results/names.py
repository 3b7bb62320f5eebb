"""Names beside codes: what the members of a breakdown are called, and the order in which a reader expects them."""

from __future__ import annotations

import re

import duckdb

from lightwell.store import Snapshot

AGE_BANDS = ("Unborn", "Under 1", "1 to 4", "5 to 9", "10 to 15", "16 to 17", "18 and over", "Not known")
"""The age bands in the order in which DfE prints them (children in need census and SSDA903 statistics), unborn first."""

NAMED = {"team": "teams", "worker": "workers"}
"""The breakdowns whose members are codes with a name of their own, and the record type that holds it in its column `name`."""

_LAST = ("Not allocated", "Not known", "Not stated")


def member_names(source: Snapshot | duckdb.DuckDBPyConnection, breakdown: str) -> dict[str, str]:
    """Map the members of a breakdown to their names, as a snapshot, or a connection with the journey's tables, holds them.

    A member without a name is left out; the members of breakdowns that are not in `NAMED` are names already, and nothing is given for them.
    """
    if breakdown not in NAMED:
        return {}
    if isinstance(source, Snapshot):
        with source.connect() as connection:
            return member_names(connection, breakdown)
    query = f"select {breakdown}, name from {NAMED[breakdown]} where name is not null and name <> ''"
    return {str(member): str(name) for member, name in source.execute(query).fetchall()}


def member_order(breakdown: str, member: str) -> tuple[object, ...]:
    """Give the key by which the members of a breakdown are sorted: age bands as DfE does, others by name, and what is not known last.

    Numbers inside a name count as numbers, so that T2 comes before T12.
    """
    if breakdown == "age_band":
        return (AGE_BANDS.index(member) if member in AGE_BANDS else len(AGE_BANDS), member)
    parts = re.split(r"(\d+)", member.casefold())
    return (member in _LAST, [(int(part) if part.isdecimal() else -1, part) for part in parts])
