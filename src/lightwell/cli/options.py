"""The options that several commands share, and how what is typed becomes what the layers below take."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from lightwell.cli.output import Format
from lightwell.facts import BREAKDOWNS
from lightwell.periods import Month
from lightwell.results import AUTHORITY
from lightwell.returns import Collection
from lightwell.store import Home, default_home

HomeOption = Annotated[
    Path | None,
    typer.Option(
        "--home",
        envvar="LIGHTWELL_HOME",
        help="Folder that holds the snapshots, the settings and the packs. Default: a folder in your user's data directory.",
        show_default=False,
    ),
]
SnapshotOption = Annotated[
    str | None,
    typer.Option("--snapshot", help="Snapshot to read, as listed by “lightwell snapshots”. Default: the current one.", show_default=False),
]
PeriodOption = Annotated[str, typer.Option("--period", metavar="YYYY-MM", help="Month, such as 2024-01.")]
AsAtOption = Annotated[
    str, typer.Option("--as-at", metavar="DATE", help="Day on which the extract was taken, such as 2024-01-31 or 31/01/2024.")
]
CollectionOption = Annotated[str, typer.Option("--collection", metavar="YYYY-YY", help="Collection, such as 2025-26.")]
LastYearOption = Annotated[
    Path | None,
    typer.Option("--last-year", help="The return of the year before, for the rules that compare.", show_default=False),
]
FormatOption = Annotated[Format, typer.Option("--format", help="How to print the answer.")]


def examples(*commands: str) -> str:
    """Give the end of a command's help: what a person would type, each command on a line of its own and never wrapped."""
    return "\n".join(["\b", "Example:" if len(commands) == 1 else "Examples:", *(f"  {command}" for command in commands)])


def chosen_home(context: typer.Context, given: Path | None) -> Home:
    """Give the home named at the command, or before it, or by the environment, or else the default."""
    named = given or (context.obj if isinstance(context.obj, Path) else None)
    return Home(named) if named is not None else default_home()


def month(text: str) -> Month:
    """Read a month; a wrong one is wrong usage."""
    try:
        return Month.parse(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def day(text: str) -> date:
    """Read a day written as 2024-01-31 or 31/01/2024; a wrong one is wrong usage."""
    for separator, order in (("-", (0, 1, 2)), ("/", (2, 1, 0))):
        parts = text.strip().split(separator)
        if len(parts) == 3 and all(part.isdigit() for part in parts) and len(parts[order[0]]) == 4:
            try:
                return date(*(int(parts[place]) for place in order))
            except ValueError:
                break
    raise typer.BadParameter(f"“{text}” is not a date. Write it as in 2024-01-31 or 31/01/2024.")


def collection_of(text: str) -> Collection:
    """Read a collection; a wrong one is wrong usage."""
    try:
        return Collection.parse(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def by_member(text: str | None) -> tuple[str, str | None]:
    """Read `team` or `team=T12` as a breakdown and, where one is named, its member; a breakdown that is none is wrong usage."""
    if text is None:
        return AUTHORITY, None
    breakdown, equals, member = (part.strip() for part in text.partition("="))
    if breakdown not in (AUTHORITY, *BREAKDOWNS):
        raise typer.BadParameter(f"“{breakdown}” is not a breakdown. The breakdowns are {', '.join(BREAKDOWNS)}.")
    return breakdown, member if equals else None
