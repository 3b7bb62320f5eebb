"""`add_person`: someone who may sign in, with a role."""

from __future__ import annotations

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from lightwell.errors import LightwellError
from lightwell.results import AUTHORITY
from lightwell.web.access import actions
from lightwell.web.access.roles import roles
from lightwell.web.keeping.recording import record_command


class Command(BaseCommand):
    """Add a person; the password is asked for, or read from the standard input, and never stands on the command line."""

    help = "Add someone who may sign in, with a role."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what is to be given."""
        parser.add_argument("username")
        parser.add_argument("--name", default="", help="Full name, as others see it.")
        parser.add_argument("--role", required=True, choices=list(roles()))
        parser.add_argument("--part", default="", help="Part of the service that the role is for, as in team=T12 or service=Family Help.")
        parser.add_argument("--worker", default="", help="The person's identifier in the case-management system.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Add the person, or say every reason why not."""
        call_command("migrate", interactive=False, verbosity=0)
        breakdown, _, member = options["part"].partition("=")
        try:
            with transaction.atomic():
                password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
                person = actions.add_person(username=options["username"], password=password, name=options["name"], worker=options["worker"])
                record_command("added_person", subject=person.username, why=f"{options['role']} {options['part']}".strip())
                actions.give_role(person=person, role=options["role"], breakdown=breakdown or AUTHORITY, member=member)
        except LightwellError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"“{person.username}” may now sign in as {roles()[options['role']].title.lower()}.")
