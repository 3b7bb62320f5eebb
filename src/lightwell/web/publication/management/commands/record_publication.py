"""`record_publication`: what `lightwell publish` did, in the record of activity."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from lightwell.web.activity import actions as activity
from lightwell.web.keeping.recording import at_the_command_line

ACTIONS = ("published", "corrected_figures", "made_members_pack")


class Command(BaseCommand):
    """Record one publication that was made at the command line; run by `lightwell publish`."""

    help = "Record a publication that was made at the command line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what is to be given."""
        parser.add_argument("--action", required=True, choices=ACTIONS)
        for name in ("subject", "snapshot", "why"):
            parser.add_argument(f"--{name}", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Add the entry."""
        given = {name: options[name] for name in ("subject", "snapshot", "why")}
        try:
            activity.record(person=at_the_command_line(), action=options["action"], **given)
        except DatabaseError:
            raise CommandError("The database cannot be written to, or was made by an earlier Lightwell.") from None
