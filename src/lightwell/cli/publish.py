"""`lightwell publish` and `lightwell exempt`: the public site of one month, the members' pack, and what is left out of the first."""

from __future__ import annotations

import os
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lightwell.cli.options import FormatOption, HomeOption, PeriodOption, SnapshotOption, chosen_home, day, examples, month
from lightwell.cli.output import Format, print_rows, progress_bar
from lightwell.cli.serve import manage
from lightwell.errors import Refused
from lightwell.periods import Month, say_date
from lightwell.store import Home, open_snapshot
from lightwell.store.backing_up import SQLITE

if TYPE_CHECKING:
    from lightwell.reports.public import Outcome, Part

_COLUMNS = ("id", "title", "covers", "category", "paragraph", "standing", "from", "until", "review_on", "decided_by", "committees")


class Readers(StrEnum):
    """Whom a publication is for."""

    PUBLIC = "public"
    MEMBERS = "members"


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    shown = examples(
        "lightwell publish --period 2024-01 --out site",
        'lightwell publish --period 2024-01 --out site --erratum "Two localities were exchanged."',
        "lightwell publish --period 2024-01 --out members --for members",
    )
    app.command(epilog=shown)(publish)
    app.command(epilog=examples("lightwell exempt"))(exempt)


def publish(
    context: typer.Context,
    period: PeriodOption,
    out: Annotated[Path, typer.Option("--out", help="Folder to write to.", show_default=False)],
    readers: Annotated[Readers, typer.Option("--for", help="The public, or the members of a committee: with its exempt parts.")] = (
        Readers.PUBLIC
    ),
    committee: Annotated[
        str, typer.Option("--committee", help="Whose members' pack. Default: the only committee there is.", show_default=False)
    ] = "",
    erratum: Annotated[str, typer.Option("--erratum", help="Why what was printed is corrected, for readers.", show_default=False)] = "",
    released: Annotated[
        str | None, typer.Option("--released", metavar="DATE", help="Day of release. Default: today.", show_default=False)
    ] = None,
    snapshot: SnapshotOption = None,
    home: HomeOption = None,
) -> None:
    """Publish one month: a static site with open data, without any figure that lets somebody recognise a child, or that is exempt."""
    asked, on = month(period), day(released) if released else datetime.now().astimezone().date()
    store = chosen_home(context, home)
    if readers is Readers.MEMBERS:
        if erratum or snapshot:
            raise typer.BadParameter("A members' pack is that of the edition that was published. Leave --erratum and --snapshot out.")
        _members(store, asked, out, committee, on)
        return
    if committee:
        raise typer.BadParameter("What is public is for everyone. Give --committee with --for members.")
    _public(store, asked, out, erratum.strip(), on, snapshot)


def _public(store: Home, asked: Month, out: Path, erratum: str, on: date, snapshot: str | None) -> None:
    from lightwell.reports.public import publish as publish_month

    with progress_bar("Publication") as report:
        report("Deciding what may be printed", 0.1)
        made = publish_month(store, open_snapshot(store, snapshot), asked, out, released_on=on, erratum=erratum, by="command line")
    edition = made.edition
    typer.echo(f"{asked.name} is published in {out}: {made.files:,} files, released on {say_date(edition.released_on)}.")
    typer.echo(f"{len(edition.kept):,} figures; {edition.suppressed:,} of them are suppressed so that no child can be recognised.")
    if edition.exempt:
        parts = "1 part is" if len(edition.exempt) == 1 else f"{len(edition.exempt)} parts are"
        typer.echo(f"{parts} exempt, and replaced by the page that says so: {', '.join(edition.exempt)}.")
    _say_more(made)
    if made.new:
        _record(store, "corrected_figures" if erratum else "published", edition.name, edition.snapshot, erratum)


def _say_more(made: Outcome) -> None:
    if not made.new:
        typer.echo("It had been published before, with the same figures.")
    if made.edition.erratum and made.new:
        typer.echo(f"{len(made.edition.changes):,} figures are corrected; the page of errata lists them.")
    if made.revised:
        what = "figures of earlier months are printed as they were published, though the records now give others."
        typer.echo(f"{made.revised:,} {what} To correct them, publish again with --erratum.")
    if made.known:
        typer.echo(f"What was published before gives {made.known:,} small numbers away. That cannot be taken back.")


def _members(store: Home, asked: Month, out: Path, committee: str, on: date) -> None:
    from lightwell.reports.public import members_pack

    with progress_bar("Members' pack") as report:
        report("Deciding what may be printed", 0.1)
        made = members_pack(store, asked, out, committee=committee, made_on=on, by="command line")
    given = made.edition
    typer.echo(f"Not for publication: the members' pack of {asked.name} for {given.committee} is in {out}: {made.files:,} files.")
    typer.echo(f"Exempt parts in it: {', '.join(made.parts) or 'none'}. {len(given.kept):,} figures; {given.suppressed:,} suppressed.")
    if made.elsewhere:
        typer.echo(f"This committee does not have, and the pack leaves out: {', '.join(made.elsewhere)}.")
    _record(store, "made_members_pack", str(asked), given.snapshot, f"{given.committee}: {', '.join(made.parts)}")


def _record(store: Home, action: str, subject: str, snapshot: str, why: str) -> None:
    """Record in the site's database what was done here, where the home has one; that it could not be is said, and undoes nothing."""
    if not (store.path / SQLITE).is_file() and not os.environ.get("DATABASE_URL"):
        return
    given = (f"--action={action}", f"--subject={subject}", f"--snapshot={snapshot}", f"--why={why}")
    try:
        manage(store, "record_publication", *given)
    except typer.Exit:
        what = "It was done, but could not be written to the site's record of activity."
        typer.echo(f"{what} Start the site once with “lightwell serve”, and tell the data protection officer.", err=True)


def exempt(context: typer.Context, how: FormatOption = Format.TABLE, home: HomeOption = None) -> None:
    """List the exempt parts of the pack, and check them: every fault by part, field and value, or the day to look again."""
    from lightwell.reports.public import read_exempt
    from lightwell.reports.public.exempt_file import FILE, faults_against
    from lightwell.reports.public.withheld import order_of
    from lightwell.results import definitions_of

    store, today = chosen_home(context, home), datetime.now().astimezone().date()
    found = read_exempt(store)
    catalogue = definitions_of(open_snapshot(store))
    if problems := faults_against(found, order_of(store, catalogue), catalogue):
        raise Refused(f"The exempt parts in {FILE} do not fit the pack.", problems)

    def row(part: Part) -> dict[str, object]:
        named = (part.id, part.title, _covers(part), part.category.name, part.category.paragraph, part.standing(today))
        cells = (*named, part.first_day, part.last_day, part.review_on or "", part.decided_by, ", ".join(part.committees))
        return dict(zip(_COLUMNS, cells, strict=True))

    print_rows([row(part) for part in found.parts], _COLUMNS, how)
    if how is Format.TABLE:
        _say_due(found.parts, today)


def _covers(part: Part) -> str:
    said = {name: value for name, value in vars(part.covers).items() if value}
    return ", ".join(f"{name} {value}" for name, value in said.items())


def _say_due(parts: tuple[Part, ...], today: date) -> None:
    for part in parts:
        if part.standing(today) == "run out":
            typer.echo(f"“{part.title}” ran out on {say_date(part.last_day)}: decide again. Nothing is published until then.")
        elif part.standing(today) == "in force" and part.review_on is not None and part.review_on <= today:
            typer.echo(f"“{part.title}” was to be looked at again on {say_date(part.review_on)}.")
