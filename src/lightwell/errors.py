"""Exceptions meant for people, and the problems that they carry.

Everything that a person can put right is raised as a `LightwellError`: its text is a sentence that says what happened, where, and what
to do. Anything else that is raised is a defect of ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with something a person gave us, said so that they can mend it.

    `what` is a sentence in sentence case; `remedy` another. `where` names the file, and the sheet or field inside it; `row` counts as a
    spreadsheet does, the heading being row 1; `value` is the value as it was written.
    """

    what: str
    where: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        """Give the problem as one line of text for a terminal, a page or a log."""
        place = ", ".join(
            part
            for part in (
                self.where,
                f"row {self.row:,}" if self.row is not None else "",
                f"column {self.column}" if self.column else "",
            )
            if part
        )
        text = f"{place}: {self.what}" if place else self.what
        return f"{text} {self.remedy}" if self.remedy else text


class LightwellError(Exception):
    """Something that a person can put right: its text is what the command line and the screens show, without a traceback."""


class Refused(LightwellError):  # noqa: N818 - the field says that a load is refused
    """Something given to Lightwell cannot be used; nothing was changed by the attempt.

    `problems` holds every reason found, so that they can all be mended at once.
    """

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        self.message = message
        self.problems = tuple(problems)
        super().__init__("\n".join([message, *(f"  {problem}" for problem in self.problems)]))


class NotFound(LightwellError):  # noqa: N818 - reads as the sentence it is
    """Something asked for by name does not exist; the text lists what does."""
