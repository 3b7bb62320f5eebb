"""`lightwell retention`: what is no longer to be kept, by the settings; listed, or removed."""

from __future__ import annotations

from typing import Annotated

import typer

from lightwell.cli.options import HomeOption, chosen_home, examples
from lightwell.cli.serve import manage
from lightwell.results import read_settings


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog=examples("lightwell retention --dry-run", "lightwell retention --apply"))(retention)


def retention(
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what would go, and change nothing.")] = False,
    apply: Annotated[bool, typer.Option("--apply", help="Remove it.")] = False,
    home: HomeOption = None,
) -> None:
    """Remove snapshots, uploads and sessions that the settings (“retention”) say are no longer to be kept."""
    if dry_run == apply:
        raise typer.BadParameter("Give --dry-run to see what would go, or --apply to remove it.")
    store = chosen_home(context, home)
    read_settings(store.settings)
    manage(store, "retention", *(["--apply"] if apply else []))
