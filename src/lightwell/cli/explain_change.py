"""The command that takes a change apart."""

from __future__ import annotations

from typing import Annotated

import typer

from lightwell.cli.options import FormatOption, HomeOption, SnapshotOption, by_member, chosen_home, examples, month
from lightwell.cli.output import Format, print_rows
from lightwell.reports.explained import explained_page
from lightwell.reports.explained_files import COLUMNS, lines
from lightwell.reports.places import place_of
from lightwell.results import AUTHORITY
from lightwell.store import open_snapshot

_SHOWN = ("split_by", "name", "numerator_from", "numerator_to", "numerator_change", "denominator_change", "points", "came", "left")


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    shown = (
        "lightwell explain-change cla --from 2023-12 --to 2024-01",
        "lightwell explain-change cla --from 2023-01 --to 2024-01 --format csv",
    )
    app.command(epilog=examples(*shown))(explain_change)


def explain_change(
    context: typer.Context,
    indicator: Annotated[str, typer.Argument(metavar="ID", help="The indicator whose change is taken apart.", show_default=False)],
    first: Annotated[str, typer.Option("--from", metavar="YYYY-MM", help="The earlier month.", show_default=False)],
    last: Annotated[str, typer.Option("--to", metavar="YYYY-MM", help="The later month.", show_default=False)],
    by: Annotated[
        str | None, typer.Option("--by", metavar="BREAKDOWN=MEMBER", help="Only one team, worker and so on, as in team=T12.")
    ] = None,
    snapshot: SnapshotOption = None,
    how: FormatOption = Format.TABLE,
    home: HomeOption = None,
) -> None:
    """Take a change between two months apart: who came and who left, and by team, age and so on, each adding up to the change."""
    months, (breakdown, member) = (month(first), month(last)), by_member(by)
    if breakdown != AUTHORITY and member is None:
        raise typer.BadParameter("Name one member, as in --by team=T12.")
    store = chosen_home(context, home)
    opened = open_snapshot(store, snapshot)
    place = place_of(opened, breakdown, member or "")
    page = explained_page(store, opened, indicator, months, place)
    rows = [dict(zip(COLUMNS, line, strict=True)) for line in lines(opened, indicator, months, place, may_see=lambda _by, _member: True)]
    if how is Format.TABLE:
        typer.echo(page.why_none or " ".join(page.sentences))
        rows = [row for row in rows if row["numerator_from"] or row["numerator_to"] or row["numerator_change"] or row["points"]]
        print_rows([{name: None if row[name] == "" else row[name] for name in _SHOWN} for row in rows], _SHOWN, how)
    else:
        print_rows(rows, COLUMNS, how)
