"""The commands, put together."""

from __future__ import annotations

import typer

from lightwell import __version__
from lightwell.cli import (
    activity,
    backup,
    breaks,
    check,
    comparators,
    demo,
    explain_change,
    findings,
    load,
    pack,
    publish,
    quarantine,
    read,
    retention,
    serve,
)
from lightwell.cli.options import HomeOption

app = typer.Typer(
    name="lightwell",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help=(
        "One number, one definition, open from the panel's table down to the children it stands for.\n\n"
        "Begin with “lightwell demo”, which invents an authority and shows the whole chain on it. With your own data: "
        "“lightwell load tables FOLDER --as-at 2024-01-31”, then “lightwell values --period 2024-01” and "
        "“lightwell pack --period 2024-01 --format pdf --out pack.pdf”; “lightwell serve” opens it in a browser."
    ),
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"Lightwell {__version__}")
        raise typer.Exit


@app.callback()
def common(
    context: typer.Context,
    home: HomeOption = None,
    version: bool = typer.Option(False, "--version", help="Print the version and stop.", callback=_print_version, is_eager=True),
) -> None:
    """Keep the home named before the command for the command to use."""
    context.obj = home


app.add_typer(load.app, name="load", help="Load an extract: read it, check every row, and make a snapshot of it.")
app.add_typer(check.app, name="check")
app.add_typer(comparators.app, name="comparators")
app.add_typer(breaks.app, name="breaks")
read.register(app)
explain_change.register(app)
quarantine.register(app)
findings.register(app)
pack.register(app)
publish.register(app)
demo.register(app)
serve.register(app)
backup.register(app)
retention.register(app)
activity.register(app)
