"""`lightwell breaks`: the register of breaks in series, listed, added to, and its entries withdrawn."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from lightwell.cli.options import FormatOption, HomeOption, by_member, chosen_home, examples, month
from lightwell.cli.output import Format, print_rows
from lightwell.definitions import load
from lightwell.results import AUTHORITY, own_definitions
from lightwell.results.break_model import KINDS, Break
from lightwell.results.break_register import enter, withdraw
from lightwell.results.break_register import register as registered

_COLUMNS = ("entry", "from", "kind", "what", "indicators", "where", "limits", "entered_by", "on", "withdrawn")

app = typer.Typer(no_args_is_help=True, help="The register of breaks: when a figure began to mean, or to come about, otherwise.")


@app.command("list", epilog=examples("lightwell breaks list"))
def list_breaks(context: typer.Context, how: FormatOption = Format.TABLE, home: HomeOption = None) -> None:
    """List the entries of the register, withdrawn ones too."""
    print_rows([_row(each) for each in registered(chosen_home(context, home))], _COLUMNS, how)


_NEW_SYSTEM = '--from 2023-04 --kind system --what "Records moved to a new system." --by "Performance manager" --anew'


@app.command("add", epilog=examples(f"lightwell breaks add {_NEW_SYSTEM}"))
def add_break(
    context: typer.Context,
    first: Annotated[str, typer.Option("--from", metavar="YYYY-MM", help="First month of what came after.")],
    kind: Annotated[str, typer.Option("--kind", help=f"One of {', '.join(KINDS)}.")],
    what: Annotated[str, typer.Option("--what", help="What happened, in a sentence for readers of the charts.")],
    by: Annotated[str, typer.Option("--by", help="Who enters it: a post that can be asked.")],
    indicator: Annotated[list[str] | None, typer.Option("--indicator", help="An indicator that it touches. Default: all.")] = None,
    place: Annotated[
        str, typer.Option("--place", metavar="BREAKDOWN=MEMBER", help="A part of the service, such as team=T12. Default: all.")
    ] = "",
    anew: Annotated[bool, typer.Option("--anew", help="Work out anew, from that month, what is to be expected.")] = False,
    home: HomeOption = None,
) -> None:
    """Enter a break: it is drawn on every chart that crosses it."""
    store = chosen_home(context, home)
    breakdown, member = by_member(place) if place else ("", None)
    if place and (breakdown == AUTHORITY or not member):
        raise typer.BadParameter("Name a part of the service as in team=T12.", param_hint="--place")
    entry = Break(
        number=0,
        month=month(first),
        kind=kind,
        what=what.strip(),
        said_by=by.strip(),
        said_on=datetime.now().astimezone().date(),
        indicators=tuple(indicator or ()),
        breakdown=breakdown,
        members=(member,) if member else (),
        anew=anew,
    )
    made = enter(store, entry, load(own_definitions(store)))
    typer.echo(f"Entered as entry {made.number}: {made.title}, from {made.month.name}.")


@app.command("withdraw", epilog=examples('lightwell breaks withdraw 3 --by "Performance manager"'))
def withdraw_break(
    context: typer.Context,
    entry: Annotated[int, typer.Argument(help="Number of the entry, as listed.")],
    by: Annotated[str, typer.Option("--by", help="Who withdraws it: a post that can be asked.")],
    home: HomeOption = None,
) -> None:
    """Say that an entry no longer holds; it stays in the register."""
    made = withdraw(chosen_home(context, home), entry, by=by.strip(), on=datetime.now().astimezone().date())
    typer.echo(f"Entry {made.number} no longer holds: {made.title}, from {made.month.name}.")


def _row(each: Break) -> dict[str, object]:
    where = f"{each.breakdown} {', '.join(each.members)}" if each.breakdown else "everywhere"
    limits = "anew" if each.anew else "as they were"
    withdrawn = f"{each.withdrawn_on} by {each.withdrawn_by}" if each.withdrawn_on else ""
    indicators = ", ".join(each.indicators) or "all"
    cells = (each.number, str(each.month), each.kind, each.what, indicators, where, limits, each.said_by, each.said_on, withdrawn)
    return dict(zip(_COLUMNS, cells, strict=True))
