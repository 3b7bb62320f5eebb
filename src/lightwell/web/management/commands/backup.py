"""`backup`: the whole home and its database as one file, while the site goes on."""

from __future__ import annotations

import os
import shutil
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import Error
from django.utils.timezone import now

from lightwell import __version__
from lightwell.errors import LightwellError
from lightwell.store.backing_up import Taken, back_up
from lightwell.store.restoring import verify_backup
from lightwell.web.activity.changing import anchor as anchor_activity
from lightwell.web.keeping.dumping import dump
from lightwell.web.keeping.recording import record_command

PASSPHRASE = "LIGHTWELL_BACKUP_PASSPHRASE"  # noqa: S105 - the name of the variable, not what it holds

ANCHORS = "web/activity_anchors"
"""Where the record of activity keeps how far it went, in the home."""


class Command(BaseCommand):
    """Write a backup, read it again to its end, and record that it was made."""

    help = "Back up the home and the database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what may be given."""
        parser.add_argument("--to", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Back up, verify and say what there is."""
        try:
            to = _place(Path(options["to"]))
            problems = self._back_up(to, os.environ.get(PASSPHRASE) or None)
        except LightwellError as error:
            raise CommandError(str(error)) from None
        except Error as error:
            raise CommandError(f"The database cannot be read, so nothing was backed up ({type(error).__name__}).") from None
        if problems:
            raise CommandError("\n".join(["What is in the home was backed up, but not all of it is whole:", *problems]))

    def _back_up(self, to: Path, passphrase: str | None) -> tuple[str, ...]:
        with tempfile.TemporaryDirectory(prefix=".backing-up-", dir=settings.HOME.path / "web") as folder:
            anchor_activity()
            earlier = _copies(
                Path(folder)
            )  # before the database: an anchor of an entry that the backup lacks would say that it was cut off
            database, files = dump(Path(folder))
            taken = Taken(database, files, earlier)
            made = back_up(settings.HOME, to, taken, passphrase=passphrase, made_at=now(), lightwell=__version__)
        _verify(to, passphrase)
        rows = sum(made.database.tables.values()) if made.database else 0
        if made.database:
            record_command("backed_up", subject=to.name, why=f"{len(made.snapshots)} snapshots, {rows} rows")
        size = to.stat().st_size / 1_000_000
        self.stdout.write(
            f"{to} holds {len(made.files):,} files, {len(made.snapshots)} snapshots and {rows:,} rows of the database, in {size:,.1f} MB. "
            "It was read again to its end."
        )
        if passphrase is None:
            self.stdout.write("It is not sealed: it holds children's records and the secrets of the site. Seal it with --seal.")
        return made.problems


def _copies(folder: Path) -> dict[str, Path]:
    """Copy the files of the home that say how far the database went."""
    anchors: Path = settings.HOME.path / ANCHORS
    copy = folder / "anchors"
    if not anchors.is_file():
        return {}
    shutil.copyfile(anchors, copy)
    return {ANCHORS: copy}


def _verify(to: Path, passphrase: str | None) -> None:
    try:
        verify_backup(to, passphrase)
    except LightwellError as error:
        to.unlink(missing_ok=True)
        raise LightwellError(
            f"The backup was written and could not be read back, so it was removed. See that the disk is sound. {error}"
        ) from error


def _place(given: Path) -> Path:
    if not given.is_dir():
        return given.absolute()
    return given.absolute() / f"lightwell-{now().strftime('%Y-%m-%d-%H%M%S')}.backup"
