"""`lightwell publish`: the public site of one month, with open data, fit for any web server."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from lightwell.cli.options import HomeOption, PeriodOption, SnapshotOption, chosen_home, day, examples, month
from lightwell.cli.output import progress_bar
from lightwell.periods import say_date
from lightwell.store import open_snapshot


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    shown = examples(
        "lightwell publish --period 2024-01 --out site",
        'lightwell publish --period 2024-01 --out site --erratum "Two localities were exchanged."',
    )
    app.command(epilog=shown)(publish)


def publish(
    context: typer.Context,
    period: PeriodOption,
    out: Annotated[Path, typer.Option("--out", help="Folder to write the site to.", show_default=False)],
    erratum: Annotated[str, typer.Option("--erratum", help="Why what was printed is corrected, for readers.", show_default=False)] = "",
    released: Annotated[
        str | None, typer.Option("--released", metavar="DATE", help="Day of release. Default: today.", show_default=False)
    ] = None,
    snapshot: SnapshotOption = None,
    home: HomeOption = None,
) -> None:
    """Publish one month: a static site with open data, without any figure that lets somebody recognise a child."""
    from lightwell.reports.public import publish as publish_month

    asked, on = month(period), day(released) if released else datetime.now().astimezone().date()
    store = chosen_home(context, home)
    with progress_bar("Publication") as report:
        report("Deciding what may be printed", 0.1)
        made = publish_month(store, open_snapshot(store, snapshot), asked, out, released_on=on, erratum=erratum.strip())
    kept = made.edition.kept
    hidden = sum(one.printed.mark == "c" for one in kept)
    typer.echo(f"{asked.name} is published in {out}: {made.files:,} files, released on {say_date(made.edition.released_on)}.")
    typer.echo(f"{len(kept):,} figures; {hidden:,} of them are suppressed so that no child can be recognised.")
    if not made.new:
        typer.echo("It had been published before, with the same figures.")
    if made.edition.erratum and made.new:
        typer.echo(f"{len(made.edition.changes):,} figures are corrected; the page of errata lists them.")
    if made.revised:
        what = "figures of earlier months are printed as they were published, though the records now give others."
        typer.echo(f"{made.revised:,} {what} To correct them, publish again with --erratum.")
    if made.known:
        typer.echo(f"What was published before gives {made.known:,} small numbers away. That cannot be taken back.")
