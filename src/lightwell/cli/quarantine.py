"""`lightwell quarantine`: every row that could not be loaded, with the reason and what to do, for the people who record."""

from __future__ import annotations

from typing import Annotated

import typer

from lightwell.cli.options import FormatOption, HomeOption, SnapshotOption, chosen_home, examples
from lightwell.cli.output import Format, print_rows
from lightwell.errors import NotFound
from lightwell.store import Snapshot, open_snapshot

_COLUMNS = ("file", "sheet", "row", "column", "value", "reason", "remedy", "record", "child")
_QUERY = """
select file, sheet, "row", "column", value, reason, remedy, record, child
from quarantine where cast(? as varchar) is null or file = ?
order by file, sheet, "row", "column"
"""


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog=examples("lightwell quarantine --file referrals.csv --format csv"))(quarantine)


def quarantine(
    context: typer.Context,
    snapshot: SnapshotOption = None,
    file: Annotated[
        str | None, typer.Option("--file", metavar="NAME", help="Only the rows of this file of the extract.", show_default=False)
    ] = None,
    how: FormatOption = Format.TABLE,
    home: HomeOption = None,
) -> None:
    """List every row that could not be loaded: where it stands, what is wrong with it, and what to do.

    It quotes what was written about children: treat it as you treat their records.
    """
    opened = open_snapshot(chosen_home(context, home), snapshot)
    rows = _rows(opened, file)
    if how is not Format.TABLE:
        print_rows(rows, _COLUMNS, how)
    elif not rows:
        typer.echo(f"No row{f' of {file}' if file else ''} is in the quarantine of the snapshot {opened.id}.")
    else:
        print_rows(rows, tuple(name for name in _COLUMNS if name != "sheet" or any(row["sheet"] for row in rows)), how)


def _rows(snapshot: Snapshot, file: str | None) -> list[dict[str, object]]:
    """Read the quarantine in the order of the files; raises `NotFound` for a file that the snapshot was not made from."""
    held = list(dict.fromkeys(each.name for each in snapshot.manifest.files))
    if file is not None and file not in held:
        raise NotFound(f"The snapshot {snapshot.id} was not made from a file “{file}”. Its files: {', '.join(held)}.")
    with snapshot.connect() as connection:
        found = connection.execute(_QUERY, [file, file]).fetchall()
    return [dict(zip(_COLUMNS, row, strict=True)) for row in found]
