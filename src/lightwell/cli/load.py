"""`lightwell load`: an extract in, a snapshot out, and an account of every row."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lightwell.cli.options import AsAtOption, CollectionOption, HomeOption, LastYearOption, chosen_home, collection_of, day, examples
from lightwell.cli.output import progress_bar
from lightwell.extracts import Extract, read_annex_a, read_cin_extract, read_ssda903_extract, read_tables
from lightwell.periods import say_date
from lightwell.results import Loaded, account_of, load_extract, read_settings, say_without_settings
from lightwell.store import Home, snapshots

ReturnAsAtOption = Annotated[
    str | None,
    typer.Option(
        "--as-at", metavar="DATE", help="Day on which the return was taken. Default: the last of the collection.", show_default=False
    ),
]

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None)


@app.command(epilog=examples("lightwell load tables extract --as-at 2024-01-31 --mapping mapping.yaml"))
def tables(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help="Folder or zip of CSV or Parquet files, one for each record type.", show_default=False)],
    as_at: AsAtOption,
    mapping: Annotated[
        Path | None, typer.Option("--mapping", help="File that says which of your columns and codes are which of ours.", show_default=False)
    ] = None,
    home: HomeOption = None,
) -> None:
    """Load the service's own extract, as known on one day."""
    store = chosen_home(context, home)
    known = day(as_at)
    with progress_bar("Reading") as report:
        extract = read_tables(path, as_at=known, authority=read_settings(store.settings).authority, mapping=mapping, progress=report)
    keep(store, extract)


@app.command("annex-a", epilog=examples("lightwell load annex-a annex-a.xlsx --as-at 2024-01-31"))
def annex_a(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Annex A workbook (.xlsx) with Ofsted's eleven lists.", show_default=False)],
    as_at: AsAtOption,
    home: HomeOption = None,
) -> None:
    """Load an Annex A workbook, as known on one day."""
    store = chosen_home(context, home)
    known = day(as_at)
    with progress_bar("Reading") as report:
        extract = read_annex_a(file, as_at=known, authority=read_settings(store.settings).authority, progress=report)
    keep(store, extract)


@app.command("903", epilog=examples("lightwell load 903 ssda903 --last-year ssda903-2025 --collection 2025-26"))
def ssda903(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help="Folder or zip of CSV files, or one XML file, of the SSDA903.", show_default=False)],
    collection: CollectionOption,
    last_year: LastYearOption = None,
    postcodes: Annotated[
        Path | None,
        typer.Option("--postcodes", help="Postcode file (ONS or Ordnance Survey), to work out distances.", show_default=False),
    ] = None,
    as_at: ReturnAsAtOption = None,
    home: HomeOption = None,
) -> None:
    """Load a children looked after return (SSDA903), with what the department's rules find in it."""
    store, of = chosen_home(context, home), collection_of(collection)
    with progress_bar("Reading") as report:
        extract = read_ssda903_extract(
            path,
            last_year,
            collection=of,
            as_at=day(as_at) if as_at else of.last_day,
            authority=read_settings(store.settings).authority,
            postcodes=postcodes,
            progress=report,
        )
    keep(store, extract)


@app.command("cin", epilog=examples("lightwell load cin cin-census.xml --collection 2025-26"))
def cin_census(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="XML file of the children in need census.", show_default=False)],
    collection: CollectionOption,
    as_at: ReturnAsAtOption = None,
    home: HomeOption = None,
) -> None:
    """Load a children in need census, with what the department's rules find in it."""
    store, of = chosen_home(context, home), collection_of(collection)
    known, authority = day(as_at) if as_at else of.last_day, read_settings(store.settings).authority
    with progress_bar("Reading") as report:
        extract = read_cin_extract(file, collection=of, as_at=known, authority=authority, progress=report)
    keep(store, extract)


def keep(home: Home, extract: Extract, *, brief: bool = False) -> Loaded:
    """Make the snapshot of an extract and print what became of every row; `brief` prints one line."""
    with progress_bar("Loading") as report:
        loaded = load_extract(home, extract, progress=report, on_wait=lambda what: typer.echo(what, err=True))
    if brief:
        typer.echo(_one_line(loaded))
    else:
        for line in account_of(loaded, extract).lines():
            typer.echo(line)
        if loaded.new and len(snapshots(home)) == 1 and not home.settings.is_file():
            typer.echo(f"Note: {say_without_settings(home)}")
    return loaded


def _one_line(loaded: Loaded) -> str:
    manifest = loaded.snapshot.manifest
    return (
        f"{say_date(manifest.as_at)}: {manifest.rows_read:,} rows read = {manifest.rows_read - manifest.rows_quarantined:,} loaded + "
        f"{manifest.rows_quarantined:,} in quarantine. Snapshot {loaded.snapshot.id}{'' if loaded.new else ', already there'}."
    )
