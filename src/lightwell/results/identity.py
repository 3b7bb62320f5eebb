"""What identifies one child: every column that is kept apart from the journey, such as addresses and the unique pupil number."""

from __future__ import annotations

from lightwell.journey import RECORDS
from lightwell.results.opened import reading
from lightwell.results.telling import label_of
from lightwell.store import Snapshot
from lightwell.store.reading import identifying_columns, identity_columns


def identity_of(snapshot: Snapshot, child: str) -> tuple[tuple[str, str, str], ...]:
    """List the record in plain words, the column and what it says, of every identifying column that says something of the child."""
    found = []
    with reading(snapshot) as connection:
        for record in RECORDS:
            columns = identifying_columns(record)
            if not columns or "child" not in identity_columns(record):
                continue
            names = ", ".join(column.name for column in columns)
            rows = connection.execute(f"select {names} from identity_{record.table} where child = ? order by all", [child]).fetchall()
            found += [(record.plain_name(), label_of(column), row[at]) for row in rows for at, column in enumerate(columns)]
    return tuple(dict.fromkeys((record, label, str(value)) for record, label, value in found if value not in (None, "")))
