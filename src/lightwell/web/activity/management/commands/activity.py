"""`activity`: prove the record of activity whole, or seal what follows with a new key."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.utils import OperationalError, ProgrammingError

from lightwell.errors import LightwellError
from lightwell.web.activity import changing
from lightwell.web.activity.verifying import Verdict
from lightwell.web.keeping.recording import at_the_command_line


class Command(BaseCommand):
    """Verify, or add a key; either is recorded."""

    help = "Verify the record of activity."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what may be given."""
        parser.add_argument("--verify", action="store_true")
        parser.add_argument("--new-key", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what is asked; fail where the record is broken."""
        try:
            if options["new_key"]:
                name = changing.new_key(by=at_the_command_line())
                self.stdout.write(
                    f"Entries are sealed with the key {name} from now on. The earlier keys stay: they prove what they sealed."
                )
            if options["verify"]:
                self._say(changing.prove(by=at_the_command_line()))
        except LightwellError as error:
            raise CommandError(str(error)) from None
        except (OperationalError, ProgrammingError):
            remedy = "Start the site once with “lightwell serve”, which brings it up to date, and run this again."
            raise CommandError(f"The database cannot be read, or was made by an earlier Lightwell. {remedy}") from None

    def _say(self, found: Verdict) -> None:
        if found.whole:
            self.stdout.write(found.said)
            if not found.entries:
                return
            self.stdout.write(f"Its last seal is {found.seal}. Keep that, or the file web/activity_anchors, on another machine.")
            return
        more = [f"Entry {each.number:,}: {each.what}" if each.number else each.what for each in found.problems[1:]]
        remedy = (
            "Change nothing, keep a copy of the database and of the folder “web” of the home, and tell the data protection officer. "
            "A backup holds the record as it was when it was made."
        )
        raise CommandError("\n".join([found.said, *more, remedy]))
