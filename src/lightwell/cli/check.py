"""`lightwell check`: definitions against their worked examples, and the statutory returns against the department's rules."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup

from lightwell.cli.options import CollectionOption, FormatOption, LastYearOption, collection_of, examples
from lightwell.cli.output import Format, print_rows, progress_bar
from lightwell.cli.read import check as definitions
from lightwell.extracts.cin_census import read_cin_census
from lightwell.extracts.returns_model import ReturnRead
from lightwell.extracts.ssda903 import read_ssda903
from lightwell.reports.harmless import csv_writer
from lightwell.results.returns import ReturnChecked, check_return

_DEFINITIONS = "definitions"
_json = json.JSONEncoder(ensure_ascii=False).encode
_COLUMNS = ("code", "severity", "table", "row", "child", "fields", "message")


class _Checks(TyperGroup):
    """A group whose first word may be left out: `lightwell check cla_rate` checks a definition."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]  # typer's own Context
        """Read the words after `check`; those that name no return are of definitions."""
        if not args or (args[0] not in self.commands and args[0] not in ("--help", "-h")):
            args = [_DEFINITIONS, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_Checks,
    help="Check definitions against their worked examples, or a statutory return against the department's rules.",
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command(_DEFINITIONS, epilog=examples("lightwell check definitions re_referrals cla_rate"))(definitions)

RuleOption = Annotated[
    list[str] | None, typer.Option("--rule", metavar="CODE", help="Only this rule; may be given again.", show_default=False)
]


@app.command("903", epilog=examples("lightwell check 903 ssda903 --last-year ssda903-2025 --collection 2025-26"))
def check_903(
    path: Annotated[Path, typer.Argument(help="Folder or zip of CSV files, or one XML file, of the SSDA903.", show_default=False)],
    collection: CollectionOption,
    last_year: LastYearOption = None,
    rule: RuleOption = None,
    how: FormatOption = Format.TABLE,
) -> None:
    """Check a children looked after return (SSDA903) by the department's rules."""
    of = collection_of(collection)
    with progress_bar("SSDA903") as report:
        report("Reading", 0.1)
        read = read_ssda903(path, last_year, collection=of)
        report("Running the rules", 0.4)
        checked = check_return(read, of, rule or ())
    _tell(read, checked, how)


@app.command("cin", epilog=examples("lightwell check cin cin-census.xml --collection 2025-26"))
def check_cin(
    file: Annotated[Path, typer.Argument(help="XML file of the children in need census.", show_default=False)],
    collection: CollectionOption,
    rule: RuleOption = None,
    how: FormatOption = Format.TABLE,
) -> None:
    """Check a children in need census by the department's rules."""
    of = collection_of(collection)
    with progress_bar("Children in need census") as report:
        report("Reading", 0.1)
        read = read_cin_census(file)
        report("Running the rules", 0.5)
        checked = check_return(read, of, rule or ())
    _tell(read, checked, how)


def _tell(read: ReturnRead, checked: ReturnChecked, how: Format) -> None:
    if how is Format.JSON:
        _tell_a_program(checked)
        return
    if how is Format.CSV:
        _tell_a_spreadsheet(checked)
        return
    _tell_a_person(read, checked)


def _tell_a_spreadsheet(checked: ReturnChecked) -> None:
    writer = csv_writer(sys.stdout, end="\n")
    writer.row(_COLUMNS)
    for one in checked.by_rule():
        fields, found = " ".join(one.fields), zip(one.rows, one.children, strict=True)
        writer.rows((one.code, one.severity, one.table, row, child, fields, one.message) for row, child in found)


def _tell_a_program(checked: ReturnChecked) -> None:
    """Write the findings one to a line, and what is the same for all of a rule only once made."""
    answer = {
        "collection": str(checked.collection),
        "rules_run": list(checked.run),
        "rules_not_run": [{"code": one.code, "reason": one.reason} for one in checked.not_run],
    }
    sys.stdout.write(f'{_json(answer)[:-1]}, "findings": [')
    between = "\n"
    for one in checked.by_rule():
        before = f'{{"code": {_json(one.code)}, "severity": {_json(one.severity)}, "table": {_json(one.table)}, "row": '
        after = f', "fields": {_json(one.fields)}, "message": {_json(one.message)}}}'
        found = zip(one.rows, one.children, strict=True)
        sys.stdout.write(between + ",\n".join([f'{before}{row}, "child": {_json(child)}{after}' for row, child in found]))
        between = ",\n"
    sys.stdout.write("\n]}\n")


def _tell_a_person(read: ReturnRead, checked: ReturnChecked) -> None:
    """Count the findings of each rule; the rows are in the other formats."""
    for file in read.files:
        typer.echo(f"{file.name}: {file.table}{' of last year' if file.last_year else ''}, {file.rows:,} rows")
    for note in read.notes:
        typer.echo(f"Note: {note}")
    counted: Counter[tuple[str, str, str]] = Counter()
    for one in checked.by_rule():
        counted[one.code, one.severity, one.message] += len(one.rows)
    rows = [
        {"rule": code, "severity": severity, "findings": count, "message": message}
        for (code, severity, message), count in counted.most_common()
    ]
    print_rows(rows, ("rule", "severity", "findings", "message"), Format.TABLE)
    typer.echo(f"{len(checked.run):,} rules of the collection {checked.collection} were run; {sum(counted.values()):,} findings.")
    for reason, count in Counter(one.reason for one in checked.not_run).items():
        codes = ", ".join(one.code for one in checked.not_run if one.reason == reason)
        typer.echo(f"Not run ({count}): {codes}. {reason}")
