"""What makes a password too weak, beside Django's own checks: that it can be guessed, and that it was in a breach."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError

from lightwell.web.access.models import Person

_ENOUGH = 4
"""zxcvbn's best score, from 10^10 guesses on: out of reach through the pauses, and at argon2id's pace out of reach without them."""

_LONGEST = 72
"""Characters that are looked at: the time that zxcvbn takes grows with the square."""

BREACHED = "breached-passwords.txt"
"""The file of the home with the sums of breached passwords, where a council puts one."""


class Guessable:
    """Refuses what zxcvbn finds quickly: breached and common passwords with digits added, names, dates, keyboard walks, repetition."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise `ValidationError` for a password that takes too few guesses."""
        from zxcvbn import zxcvbn  # reads its lists when it is first asked, which few processes ever do

        known = ["lightwell", settings.SERVICE.name, *settings.SERVICE.name.split()]
        if isinstance(user, Person):
            known += [user.username, user.first_name, user.last_name, user.worker]
        written = password[:_LONGEST]
        for form in (
            written,
            "".join(filter(str.isalnum, written)) or written,
        ):  # dots between two names hide them from zxcvbn, not from people
            if zxcvbn(form, user_inputs=[each for each in known if each])["score"] >= _ENOUGH:
                continue
            raise ValidationError("This password is too easy to guess. Three or four words that do not belong together are hard to guess.")

    def get_help_text(self) -> str:
        """Say what is asked for."""
        return "Your password must be hard to guess: not a common one with digits added, a name, a date or a row of keys."


class Breached:
    """Refuses a password that stands in the home's list of breached ones, where there is such a list.

    The file is that of Have I Been Pwned, ordered by hash: lines of `SHA-1:COUNT`. It is searched where it lies and may have any size.
    """

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise `ValidationError` for a password that stands in the list."""
        path = settings.HOME.path / BREACHED
        wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
        if path.is_file() and _stands_in(path, wanted):
            raise ValidationError(
                "This password has been in a breach of another service, so it is in the lists that attackers try. Choose another."
            )

    def get_help_text(self) -> str:
        """Say what is asked for."""
        return "Your password must not have been in a breach of another service."


def _stands_in(path: Path, wanted: bytes) -> bool:
    """Search a file of lines that are in order, by halves; `wanted` is what a line begins with.

    At each place the line that begins after it is read, and at the very beginning the first.
    """
    with path.open("rb") as file:
        low, high = 0, file.seek(0, os.SEEK_END)
        while low < high:
            middle = (low + high) // 2
            file.seek(middle)
            if middle:
                file.readline()  # the rest of a line that began before
            line = file.readline()
            if not line or line[:40].upper() > wanted:
                high = middle
            elif line[:40].upper() == wanted:
                return True
            else:
                low = middle + 1
        return False
