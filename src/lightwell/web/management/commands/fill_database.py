"""`fill_database`: a step of `lightwell restore`, for a backup of a PostgreSQL."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from lightwell.errors import LightwellError
from lightwell.store.archive import Database
from lightwell.web.keeping.filling import fill


class Command(BaseCommand):
    """Fill the empty database that DATABASE_URL names from the files of a backup."""

    help = "Fill an empty PostgreSQL from a backup; run by “lightwell restore”."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what may be given: the folder of the tables, with `database.json`, which says what they are to come to."""
        parser.add_argument("folder")

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill, and hold the rows to those of the backup."""
        folder = Path(options["folder"])
        meant = json.loads((folder / "database.json").read_text(encoding="utf-8"))
        try:
            fill(folder, Database("postgresql", meant["tables"], tuple(meant["migrations"])))
        except LightwellError as error:
            raise CommandError(str(error)) from None
        except Error as error:
            raise CommandError(f"The database cannot be opened ({type(error).__name__}). Check DATABASE_URL.") from None
