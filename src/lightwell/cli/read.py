"""The commands that read: snapshots, indicators, values, children, explain, check."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from lightwell.cli.figures import VALUE_COLUMNS, child_table, ordered, value_rows, value_table
from lightwell.cli.options import FormatOption, HomeOption, PeriodOption, SnapshotOption, by_member, chosen_home, examples, month
from lightwell.cli.output import Format, print_rows
from lightwell.cli.telling import explanation
from lightwell.comparators import Published
from lightwell.definitions import Definition
from lightwell.definitions import load as load_definitions
from lightwell.errors import LightwellError, NotFound, Problem, Refused
from lightwell.reports.comparing import measure_for
from lightwell.results import AUTHORITY, Part, definitions_of, own_definitions
from lightwell.results import children as read_children
from lightwell.results import values as read_values
from lightwell.results.examples import run_examples
from lightwell.results.names import NAMED, member_names
from lightwell.store import damaged, open_snapshot
from lightwell.store import snapshots as list_snapshots


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    for command, shown in (
        (snapshots, "lightwell snapshots --format json"),
        (indicators, "lightwell indicators"),
        (values, "lightwell values --period 2024-01 --indicator referrals --by team"),
        (children, "lightwell children --indicator re_referrals --period 2024-01 --by team=T12"),
        (explain, "lightwell explain cp_visit_10_working_days"),
    ):
        app.command(epilog=examples(shown))(command)


def snapshots(context: typer.Context, how: FormatOption = Format.TABLE, home: HomeOption = None) -> None:
    """List the snapshots: what each was made from, as known on which day, and how many rows it holds."""
    store = chosen_home(context, home)
    for problem in damaged(store):
        typer.echo(f"Damaged: {problem}", err=True)
    rows = [
        {
            "snapshot": snapshot.id,
            "as_at": snapshot.manifest.as_at,
            "source": snapshot.manifest.source,
            "authority": snapshot.manifest.authority_name,
            "rows_in": snapshot.manifest.rows_read,
            "loaded": snapshot.manifest.rows_read - snapshot.manifest.rows_quarantined,
            "quarantined": snapshot.manifest.rows_quarantined,
        }
        for snapshot in list_snapshots(store)
    ]
    print_rows(rows, ("snapshot", "as_at", "source", "authority", "rows_in", "loaded", "quarantined"), how)


def indicators(context: typer.Context, how: FormatOption = Format.TABLE, home: HomeOption = None) -> None:
    """List every indicator: what it is called, its unit, its period, which way is better, and the aim it serves."""
    catalogue = load_definitions(own_definitions(chosen_home(context, home)))
    columns = ("id", "title", "unit", "period_type", "better", "aim")
    print_rows([{name: getattr(definition, name) for name in columns} for definition in catalogue.definitions.values()], columns, how)


def values(
    context: typer.Context,
    period: PeriodOption,
    indicator: Annotated[
        list[str] | None, typer.Option("--indicator", metavar="ID", help="Only this indicator; may be given several times.")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="BREAKDOWN", help="Break down by service, locality, team, worker, age_band ...")
    ] = None,
    snapshot: SnapshotOption = None,
    how: FormatOption = Format.TABLE,
    home: HomeOption = None,
) -> None:
    """Show the value of every indicator for one month, or of those named, for the authority or by team, worker and so on."""
    asked, (breakdown, member) = month(period), by_member(by)
    opened = open_snapshot(chosen_home(context, home), snapshot)
    found = read_values(opened, indicators=indicator or (), periods=[asked], breakdown=breakdown, member=member)
    catalogue = definitions_of(opened)
    found = ordered(found, indicator or (), catalogue)
    rows = value_rows(found, opened.manifest, member_names(opened, breakdown))
    if how is Format.TABLE:
        told, columns = value_table(rows, found, catalogue)
        print_rows(told, columns, how, figures=("value",))
    else:
        print_rows(rows, VALUE_COLUMNS, how)


def children(
    context: typer.Context,
    indicator: Annotated[str, typer.Option("--indicator", metavar="ID", help="The indicator whose figure is opened.")],
    period: PeriodOption,
    by: Annotated[
        str | None, typer.Option("--by", metavar="BREAKDOWN=MEMBER", help="Only one team, worker and so on, as in team=T12.")
    ] = None,
    part: Annotated[
        Part, typer.Option("--part", help="Which part of the figure to list; the missed are in the denominator and not in the numerator.")
    ] = "numerator",
    snapshot: SnapshotOption = None,
    how: FormatOption = Format.TABLE,
    home: HomeOption = None,
) -> None:
    """List the children behind one figure: as many rows as the figure counts, with what puts each child in."""
    asked, (breakdown, member) = month(period), by_member(by)
    if breakdown != AUTHORITY and member is None:
        raise typer.BadParameter("Name one member, as in --by team=T12.")
    opened = open_snapshot(chosen_home(context, home), snapshot)
    found = read_children(opened, indicator, asked, breakdown=breakdown, member=member or "", part=part)
    if how is Format.TABLE:
        rows, columns = child_table(found, {kind: member_names(opened, kind) for kind in NAMED})
        print_rows(rows, columns, how)
    else:
        print_rows([dict(zip(found.columns, row, strict=True)) for row in found.rows], found.columns, how)


def explain(
    context: typer.Context,
    indicator: Annotated[str, typer.Argument(metavar="ID", help="The indicator to explain.", show_default=False)],
    home: HomeOption = None,
) -> None:
    """Explain an indicator: what it asks, how it is counted, its clocks, worked examples, and the SQL."""
    catalogue = load_definitions(own_definitions(chosen_home(context, home)))
    typer.echo(explanation(catalogue.definition(indicator), catalogue))


def check(
    context: typer.Context,
    indicator: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Only these indicators.", show_default=False)] = None,
    home: HomeOption = None,
) -> None:
    """Check every definition and run its worked examples through the whole chain."""
    catalogue = load_definitions(own_definitions(chosen_home(context, home)))
    wanted = [catalogue.definition(name) for name in indicator] if indicator else list(catalogue.definitions.values())
    run = 0
    wrong = []
    _require_comparators(wanted, Published(chosen_home(context, home).comparators))
    for definition in wanted:
        for number, outcome in enumerate(run_examples(definition, catalogue), 1):
            run += 1
            if outcome.fault:
                wrong.append(f"{definition.file}, example {number} ({outcome.example.because}): {outcome.fault}")
    if wrong:
        raise LightwellError("\n  ".join([f"{len(wrong)} of {run} worked examples came out otherwise than the definitions say.", *wrong]))
    sound = "1 definition is sound" if len(wanted) == 1 else f"{len(wanted):,} definitions are sound"
    typer.echo(f"{sound}; {'1 worked example came out as it says' if run == 1 else f'{run:,} worked examples came out as they say'}.")


def _require_comparators(definitions: Iterable[Definition], published: Published) -> None:
    """Refuse definitions that name a published statistic which there is not: their columns would be empty without a word."""
    problems = []
    for definition in definitions:
        try:
            measure_for(definition, published)
        except NotFound as error:
            problems.append(Problem(str(error), where=definition.file, column="comparator"))
    if problems:
        raise Refused("Some definitions name comparators that there are not.", problems)
