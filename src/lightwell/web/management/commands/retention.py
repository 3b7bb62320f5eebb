"""`retention`: what is no longer to be kept, listed or removed."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError
from django.utils.timezone import localdate, now

from lightwell.errors import LightwellError
from lightwell.periods import say_date
from lightwell.web.keeping.retention import Plan, carry_out, in_short, plan


class Command(BaseCommand):
    """List what would go, with its day and the reason; with `--apply` remove it."""

    help = "Remove what the settings say is no longer to be kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what may be given."""
        parser.add_argument("--apply", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """List, and remove if that was asked for."""
        at = now()
        try:
            found = plan(settings.HOME, at)
            self._list(found, applied=options["apply"])
            if options["apply"]:
                carry_out(settings.HOME, found, at)
        except LightwellError as error:
            raise CommandError(str(error)) from None
        except (OperationalError, ProgrammingError):
            remedy = "Start the site once with “lightwell serve”, which brings it up to date, and run this again."
            raise CommandError(f"The database cannot be read, or was made by an earlier Lightwell. {remedy}") from None
        self.stdout.write(f"{'Removed' if options['apply'] else 'Would be removed'}: {in_short(found)}.")
        if not options["apply"]:
            self.stdout.write("Nothing was changed. To remove it: lightwell retention --apply")

    def _list(self, found: Plan, *, applied: bool) -> None:
        for fate in found.snapshots:
            word = ("goes" if applied else "would go") if fate.goes else "stays"
            self.stdout.write(f"Snapshot {fate.snapshot.id} {word}: {fate.why}.")
        for upload in found.uploads:
            day = say_date(localdate(upload.changed_at))
            self.stdout.write(f"Upload {upload.name} {'goes' if applied else 'would go'}: it has stood as it is since {day}.")
        if found.old_activity:
            self.stdout.write(f"{found.old_activity:,} entries of activity are beyond their least time, and stay: the record is one chain.")
