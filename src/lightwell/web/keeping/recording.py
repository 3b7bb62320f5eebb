"""What was done from the command line, in the record of activity."""

from __future__ import annotations

import getpass

from lightwell.web.activity import actions as activity


def record_command(action: str, *, subject: str = "", why: str = "") -> None:
    """Record what whoever holds the machine did; the operating system says who that was."""
    activity.record(person=at_the_command_line(), action=action, subject=subject, why=why)


def at_the_command_line() -> str:
    """Say who holds the machine, in the words of the record."""
    try:
        who = getpass.getuser()
    except (KeyError, OSError):
        who = "not known"
    return f"command line: {who}"
