"""`lightwell demo`: an invented authority, its thirteen extracts and both returns loaded, its figures worked out, its packs written."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from lightwell.cli.load import keep
from lightwell.cli.options import HomeOption, chosen_home, examples
from lightwell.cli.output import progress_bar
from lightwell.cli.serve import PortOption, run_site
from lightwell.definitions import load
from lightwell.errors import Refused
from lightwell.extracts import read_cin_extract, read_ssda903_extract, read_tables
from lightwell.periods import Month, last_complete_month, say_date
from lightwell.reports import FORMATS, write
from lightwell.reports.from_snapshot import pack_of
from lightwell.reports.written import change_of_neighbours
from lightwell.results import read_settings
from lightwell.results.break_model import Break
from lightwell.results.break_register import enter
from lightwell.results.break_register import register as breaks_entered
from lightwell.returns import Collection, last_collection
from lightwell.store import Home, open_snapshot, snapshots
from lightwell.synthetic import Authority, invent, settings, write_annex_a, write_cin_census, write_ssda903, write_tables_extract
from lightwell.synthetic.service import CHANGES, service_settings

_EXTRACTS = 13

_ENTERED_BY = "Performance manager"


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog=examples("lightwell demo --home demonstration"))(demo)


def demo(
    context: typer.Context,
    serve: Annotated[
        bool, typer.Option("--serve/--no-serve", help="Serve the web application on it when it is ready, until it is stopped.")
    ] = True,
    port: PortOption = 8000,
    seed: Annotated[
        int, typer.Option("--seed", help="Another number invents another authority; the same one the same, byte for byte.")
    ] = 2024,
    home: HomeOption = None,
) -> None:
    """Invent an authority, load its thirteen monthly extracts and its statutory returns, work out every indicator and write the packs."""
    store = chosen_home(context, home)
    with progress_bar("Inventing the authority") as report:
        authority = invent(seed, report)
    _refuse_real_data(store, authority)
    _write_settings(store, authority)
    enter_breaks(store, authority.months[-1].end)
    folder = store.path / "demonstration"
    days = [authority.months[-1].plus(step - _EXTRACTS + 1).end for step in range(_EXTRACTS)]
    for day in days:
        path = write_tables_extract(authority, day, folder / f"tables-{day.isoformat()}.zip")
        with progress_bar(f"Reading {path.name}") as report:
            extract = read_tables(path, as_at=day, authority=authority.code, progress=report)
        keep(store, extract, brief=True)
    write_annex_a(authority, days[-1], folder / f"annex-a-{days[-1].isoformat()}.xlsx")
    _load_returns(store, authority, folder, last_collection(days[-1]))
    written = _write_packs(store, last_complete_month(days[-1]))
    _say_where(store, folder, written)
    if serve:
        run_site(store, host="127.0.0.1", port=port)


def _load_returns(store: Home, authority: Authority, folder: Path, collection: Collection) -> None:
    """Write both statutory returns, clean and with known errors, and load those with errors: there is something to find in them."""
    for kind, planted in (("clean", False), ("with-errors", True)):
        write_ssda903(authority, collection, folder / f"ssda903-{collection}-{kind}", planted=planted)
        write_cin_census(authority, collection, folder / f"cin-census-{collection}-{kind}.xml", planted=planted)
    before, as_at = folder / f"ssda903-{collection}-year-before", collection.last_day
    write_ssda903(authority, collection, before, last_year=True, planted=True)
    wrong = f"{collection}-with-errors"
    with progress_bar("Reading the SSDA903") as report:
        given = (folder / f"ssda903-{wrong}", before)
        extract = read_ssda903_extract(*given, collection=collection, as_at=as_at, authority=authority.code, progress=report)
    keep(store, extract, brief=True)
    with progress_bar("Reading the children in need census") as report:
        file = folder / f"cin-census-{wrong}.xml"
        extract = read_cin_extract(file, collection=collection, as_at=as_at, authority=authority.code, progress=report)
    keep(store, extract, brief=True)


def _refuse_real_data(store: Home, authority: Authority) -> None:
    """Never mix invented children with real ones."""
    others = {snapshot.manifest.authority for snapshot in snapshots(store)} - {authority.code}
    named = read_settings(store.settings)
    if store.settings.exists() and named.authority != authority.code:
        others.add(named.authority)
    if others:
        raise Refused(
            f"The folder {store.path} belongs to another authority ({', '.join(sorted(others))}), and invented children must not be mixed "
            "with real ones. Give the demonstration a folder of its own: lightwell demo --home FOLDER"
        )


def _write_settings(store: Home, authority: Authority) -> None:
    store.make()
    content: dict[str, Any] = {**settings(authority), **service_settings()}
    store.settings.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")


def enter_breaks(store: Home, on: date) -> None:
    """Enter what the generator is known to change into the register of breaks, as its performance manager would; once only."""
    there = {(each.month, each.what) for each in breaks_entered(store)}
    for change in CHANGES:
        if (change.month, change.what) not in there:
            entry = Break(0, change.month, change.kind, change.what, _ENTERED_BY, on, indicators=change.indicators, anew=change.anew)
            enter(store, entry, load())


def _write_packs(store: Home, month: Month) -> list[Path]:
    made = pack_of(store, open_snapshot(store), month)
    store.packs.mkdir(exist_ok=True)
    change_of_neighbours(store, made)
    written = []
    with progress_bar("Packs") as report:
        for place, how in enumerate(FORMATS):
            report(f"Writing {how}", place / len(FORMATS))
            path = store.packs / f"pack-{month}.{how}"
            write(made, how, path)
            written.append(path)
    return written


def _say_where(store: Home, folder: Path, written: list[Path]) -> None:
    current = open_snapshot(store)
    typer.echo(f"\n{current.manifest.authority_name} is invented, as known on {say_date(current.manifest.as_at)}.")
    typer.echo(f"Its extracts, its Annex A workbook and its statutory returns, clean and with errors: {folder}")
    typer.echo("Its packs:")
    for path in written:
        typer.echo(f"  {path}")
    typer.echo(
        "\nGo on with, for example:\n"
        "  lightwell values --period 2024-01\n"
        "  lightwell children --indicator cp_visit_10_working_days --period 2024-01 --part missed\n"
        "  lightwell explain cp_visit_10_working_days"
    )
