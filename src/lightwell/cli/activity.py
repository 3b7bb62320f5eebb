"""`lightwell activity`: the record of who looked at what, proved whole."""

from __future__ import annotations

from typing import Annotated

import typer

from lightwell.cli.options import HomeOption, chosen_home, examples
from lightwell.cli.serve import manage


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog=examples("lightwell activity --verify", "lightwell activity --new-key"))(activity)


def activity(
    context: typer.Context,
    verify: Annotated[bool, typer.Option("--verify", help="Prove that nothing was changed, removed, inserted or cut off.")] = False,
    new_key: Annotated[bool, typer.Option("--new-key", help="Seal what is recorded from now on with a new key.")] = False,
    home: HomeOption = None,
) -> None:
    """Prove the record of who looked at what and who did what, or change the key that seals it."""
    if verify == new_key:
        raise typer.BadParameter("Give --verify to prove the record, or --new-key to change its key.")
    manage(chosen_home(context, home), "activity", "--verify" if verify else "--new-key")
