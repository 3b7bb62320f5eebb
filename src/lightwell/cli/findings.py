"""`lightwell findings`: what checks found in the latest load, for a person, a program or a team."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

import typer

from lightwell.cli.options import FormatOption, HomeOption, SnapshotOption, chosen_home, examples
from lightwell.cli.output import Format, print_rows
from lightwell.errors import LightwellError
from lightwell.reports.finding_book import book_of
from lightwell.reports.finding_files import csv_text, xlsx_bytes
from lightwell.results.account import say_findings
from lightwell.results.finding_model import Asked, Finding, FindingSet
from lightwell.results.findings import finding_set, tally
from lightwell.results.findings import findings as read
from lightwell.store import open_snapshot

_LISTED = ("code", "severity", "child", "record", "record_id", "row", "values", "state", "worker_name", "team_name", "message")
_COUNTED = ("rule", "severity", "open", "new", "mended", "children", "message")

Set = Literal["recording", "ssda903", "cin_census"]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(
        epilog=examples("lightwell findings --of ssda903", "lightwell findings --team T12 --out findings.xlsx --a-sheet-for-each-team")
    )(findings)


def findings(
    context: typer.Context,
    of: Annotated[Set, typer.Option("--of", help="Which rules: the service's own of recording, or those of a return.")] = "recording",
    rule: Annotated[str, typer.Option("--rule", metavar="CODE", help="Only this rule, one by one.", show_default=False)] = "",
    team: Annotated[str, typer.Option("--team", metavar="TEAM", help="Only this team's, by its identifier.", show_default=False)] = "",
    child: Annotated[
        str, typer.Option("--child", metavar="CHILD", help="Only this child's, in the order to mend them.", show_default=False)
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write a workbook (.xlsx) or CSV file for teams.", show_default=False)
    ] = None,
    a_sheet_for_each_team: Annotated[
        bool, typer.Option("--a-sheet-for-each-team", help="In the workbook, a sheet for each team in place of one.")
    ] = False,
    how: FormatOption = Format.TABLE,
    snapshot: SnapshotOption = None,
    home: HomeOption = None,
) -> None:
    """Count what checks found by rule, or list the findings of a rule, a team or a child; or write them to a file.

    It quotes what was written about children: treat it as you treat their records. What was acknowledged on the site counts here too.
    """
    store = chosen_home(context, home)
    given = finding_set(store, of, open_snapshot(store, snapshot) if snapshot else None)
    asked = Asked(code=rule, team=team, child=child)
    found = read(given, asked=asked, order="mend" if child else "child" if rule else "team")
    if out is not None:
        _write(out, given, asked, found, by_team=a_sheet_for_each_team)
    elif how is not Format.TABLE or asked != Asked():
        print_rows([_listed(each) for each in found], _shown(found, how), how)
    else:
        _count(given)


def _write(out: Path, of: FindingSet, asked: Asked, found: tuple[Finding, ...], *, by_team: bool) -> None:
    book = book_of(of, asked, found)
    if out.suffix.lower() not in (".xlsx", ".csv"):
        raise LightwellError(f"{out.name} is neither a workbook nor a CSV file by its name. End it in .xlsx or .csv.")
    try:
        if out.suffix.lower() == ".xlsx":
            out.write_bytes(xlsx_bytes(book, by_team=by_team))
        else:
            out.write_text(csv_text(book), encoding="utf-8", newline="")
    except OSError as error:
        raise LightwellError(f"{out} could not be written ({error.strerror}). Give another place, or close it where it is open.") from error
    typer.echo(f"{len(found):,} findings are in {out}. It is about named children: keep it where their records are kept.")


def _count(of: FindingSet) -> None:
    severities = {each.key: each for each in tally(of, "code")}
    said = {each.code: each for each in read(of)}
    rows = [
        {
            "rule": code,
            "severity": said[code].severity if code in said else "",
            "open": each.open,
            "new": each.new if of.before else None,
            "mended": each.mended if of.before else None,
            "children": each.children,
            "message": (said[code].title or said[code].message) if code in said else "Mended.",
        }
        for code, each in severities.items()
    ]
    print_rows(rows, _COUNTED, Format.TABLE)
    typer.echo(say_findings(of))


def _listed(finding: Finding) -> dict[str, object]:
    return {**asdict(finding), "values": ", ".join(part for part in (finding.said_values, finding.detail) if part)}


def _shown(found: tuple[Finding, ...], how: Format) -> tuple[str, ...]:
    """Choose the columns: for a person those in which something stands, and of a rule the message once."""
    if how is not Format.TABLE:
        return _LISTED
    return tuple(name for name in _LISTED if any(getattr(each, name) not in ("", None) for each in found)) or _LISTED
