"""`reset_sign_in`: help for someone who cannot sign in, behind `lightwell person NAME --reset ...`."""

from __future__ import annotations

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lightwell.errors import LightwellError
from lightwell.web.access.models import Person
from lightwell.web.signin import actions


class Command(BaseCommand):
    """Give a new password, take the second factor away, end a pause or every session; each is recorded."""

    help = "Help someone who cannot sign in: say what is to be done."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what may be given."""
        parser.add_argument("username")
        parser.add_argument("--password", action="store_true", help="Give a new password; it is asked for.")
        parser.add_argument("--second-factor", action="store_true", help="Remove the second factor, so that a new one is set up.")
        parser.add_argument("--to-directory", action="store_true", help="Take the password away: the person signs in with the directory.")
        parser.add_argument("--unlock", action="store_true", help="End the pause after too many failures.")
        parser.add_argument("--sign-out", action="store_true", help="End every session.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked for."""
        person = Person.objects.filter(username=options["username"]).first()
        if person is None:
            raise CommandError(f"Nobody signs in as “{options['username']}”.")
        if not any(options[each] for each in ("password", "second_factor", "to_directory", "unlock", "sign_out")):
            raise CommandError("Say what to do: --reset password, second-factor, to-directory, unlock or sign-out.")
        try:
            self._do(person, options)
        except LightwellError as error:
            raise CommandError(str(error)) from None

    def _do(self, person: Person, options: dict[str, Any]) -> None:
        if options["password"]:
            given = getpass.getpass("New password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
            actions.set_password(person=person, password=given)
            self.stdout.write(f"“{person.username}” has a new password, and every session has ended.")
        if options["second_factor"]:
            actions.reset_second_factor(person=person)
            self.stdout.write(f"“{person.username}” sets up a second factor at the next sign-in.")
        if options["to_directory"]:
            actions.move_to_directory(person=person)
            self.stdout.write(f"“{person.username}” has no password any more, and signs in with the directory.")
        if options["unlock"]:
            actions.end_pause(person=person)
            self.stdout.write(f"“{person.username}” may try to sign in again.")
        if options["sign_out"]:
            actions.end_sessions(person=person)
            self.stdout.write(f"Every session of “{person.username}” has ended.")
