"""`lightwell pack`: the monthly performance pack in the format asked for."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from lightwell.cli.options import HomeOption, PeriodOption, SnapshotOption, chosen_home, examples, month
from lightwell.cli.output import progress_bar
from lightwell.reports import write
from lightwell.reports.from_snapshot import pack_of
from lightwell.reports.written import change_of_neighbours
from lightwell.store import open_snapshot


class PackFormat(StrEnum):
    """The formats that a pack can be written in."""

    PDF = "pdf"
    PPTX = "pptx"
    XLSX = "xlsx"
    HTML = "html"


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog=examples("lightwell pack --period 2024-01 --format pdf --out pack.pdf"))(pack)


def pack(
    context: typer.Context,
    period: PeriodOption,
    how: Annotated[PackFormat, typer.Option("--format", help="PDF and HTML to read, PowerPoint to present, Excel to work with.")],
    out: Annotated[Path, typer.Option("--out", help="File to write.", show_default=False)],
    snapshot: SnapshotOption = None,
    home: HomeOption = None,
) -> None:
    """Write the panel's pack for one month: every aim, thirteen months, targets, charts and explanations."""
    asked = month(period)
    store = chosen_home(context, home)
    with progress_bar("Pack") as report:
        report("Reading the results", 0.1)
        made = pack_of(store, open_snapshot(store, snapshot), asked)
        report("Writing the file", 0.5)
        write(made, how.value, out)
    typer.echo(f"The pack for {made.month.name} is in {out}.")
    if change := change_of_neighbours(store, made):
        typer.echo(change)
