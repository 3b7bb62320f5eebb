"""`lightwell backup` and `lightwell restore`: a home and its database as one file, and a home made of it again."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from lightwell.cli.options import HomeOption, chosen_home, examples
from lightwell.cli.serve import manage
from lightwell.errors import LightwellError
from lightwell.periods import say_date
from lightwell.store.archive import Backup
from lightwell.store.home import Home
from lightwell.store.restoring import restored, verify_backup

PASSPHRASE = "LIGHTWELL_BACKUP_PASSPHRASE"  # noqa: S105 - the name of the variable, not what it holds
_LEAST = 12

PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        help=f"File whose first line is the passphrase. Or set {PASSPHRASE}; or it is asked for.",
        show_default=False,
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(epilog=examples("lightwell backup --to backups --seal", "lightwell backup --verify backups/lightwell.backup"))(backup)
    app.command(epilog=examples("lightwell restore backups/lightwell.backup --home lightwell-restored"))(restore)


def backup(
    context: typer.Context,
    to: Annotated[Path | None, typer.Option("--to", help="File to write, or folder to write it to.", show_default=False)] = None,
    verify: Annotated[Path | None, typer.Option("--verify", help="Backup to read to its end and check.", show_default=False)] = None,
    seal: Annotated[bool, typer.Option("--seal", help="Seal it with a passphrase, in the format of the program age.")] = False,
    passphrase_file: PassphraseFile = None,
    home: HomeOption = None,
) -> None:
    """Back up everything: database, snapshots, settings, packs, comparators and secrets; while the site goes on. Or verify a backup."""
    if (to is None) == (verify is None):
        raise typer.BadParameter("Give --to with the place for a backup, or --verify with the backup to check.")
    if verify is not None:
        typer.echo(f"{verify} is whole. {_said(verify_backup(verify, _to_open(verify, passphrase_file)))}")
        return
    passphrase = _to_seal(passphrase_file) if seal or passphrase_file else os.environ.get(PASSPHRASE, "")
    manage(chosen_home(context, home), "backup", f"--to={to}", more={PASSPHRASE: passphrase})


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Backup to restore.", show_default=False)],
    passphrase_file: PassphraseFile = None,
    home: HomeOption = None,
) -> None:
    """Make a home of a backup, in a new folder (--home); a PostgreSQL is restored into the empty one that DATABASE_URL names."""
    place = chosen_home(context, home)
    with restored(file, place, _to_open(file, passphrase_file)) as (made, folder, settle):
        if made.database and made.database.engine == "postgresql":
            text = json.dumps(asdict(made.database), default=dict)
            (folder / ".database" / "database.json").write_text(text, encoding="utf-8")
            manage(Home(folder), "fill_database", str(folder / ".database"))
        settle()
    typer.echo(f"{place.path} is restored. {_said(made)} Everyone signs in again.")


def _said(made: Backup) -> str:
    rows = sum(made.database.tables.values()) if made.database else 0
    day = f"{say_date(made.made_at.date())} at {made.made_at:%H:%M} UTC"
    problems = "".join(f"\n  {problem}" for problem in made.problems)
    return (
        f"It was made on {day} by Lightwell {made.lightwell}, and holds {len(made.files):,} files, {len(made.snapshots)} snapshots and "
        f"{rows:,} rows of the database.{problems and ' When it was made, this was not whole:'}{problems}"
    )


def _to_seal(file: Path | None) -> str:
    passphrase = _given(file) or typer.prompt("Passphrase", hide_input=True, confirmation_prompt=True)
    if len(passphrase) < _LEAST:
        raise LightwellError(
            f"The passphrase has fewer than {_LEAST} characters, and nothing was backed up. Four or five words make a good one."
        )
    return str(passphrase)


def _to_open(backup: Path, file: Path | None) -> str | None:
    """Give the passphrase, asked for only where the backup is sealed and it was not given otherwise."""
    from lightwell.store.sealing import is_sealed  # slow to load

    try:
        with backup.open("rb") as opened:
            sealed = is_sealed(opened)
    except OSError as error:
        raise LightwellError(f"{backup} cannot be opened ({error.strerror}). Check the path.") from error
    return (_given(file) or str(typer.prompt("Passphrase", hide_input=True))) if sealed else None


def _given(file: Path | None) -> str:
    if file is None:
        return os.environ.get(PASSPHRASE, "")
    try:
        return file.read_text(encoding="utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError):
        raise LightwellError(f"The passphrase cannot be read from {file}. Check the path, and that it is text.") from None
