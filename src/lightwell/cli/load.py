"""`lightwell load`: an extract in, a snapshot out, and an account of every row."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lightwell.cli.options import AsAtOption, HomeOption, chosen_home, day, examples
from lightwell.cli.output import progress_bar
from lightwell.extracts import Extract, read_annex_a, read_tables
from lightwell.periods import say_date
from lightwell.results import Loaded, load_extract, read_settings
from lightwell.store import Home, Manifest, snapshots

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None)

_SHOWN = 10
"""How many rows in quarantine are printed; all of them are kept."""


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


def keep(home: Home, extract: Extract, *, brief: bool = False) -> Loaded:
    """Make the snapshot of an extract and print what became of every row; `brief` prints one line."""
    with progress_bar("Loading") as report:
        loaded = load_extract(home, extract, progress=report, on_wait=lambda what: typer.echo(what, err=True))
    if brief:
        typer.echo(_one_line(loaded))
    else:
        _print_account(loaded, extract)
        if loaded.new and len(snapshots(home)) == 1 and not home.settings.is_file():
            typer.echo(_without_settings(home))
    return loaded


def _without_settings(home: Home) -> str:
    return (
        f"Note: There is no settings.yaml in {home.path}, so rates have no population and nothing has a target. Write it there, as "
        "docs/how-to/set-targets-and-population.md shows, and load again."
    )


def _one_line(loaded: Loaded) -> str:
    manifest = loaded.snapshot.manifest
    return (
        f"{say_date(manifest.as_at)}: {manifest.rows_read:,} rows read = {manifest.rows_read - manifest.rows_quarantined:,} loaded + "
        f"{manifest.rows_quarantined:,} in quarantine. Snapshot {loaded.snapshot.id}{'' if loaded.new else ', already there'}."
    )


def _print_account(loaded: Loaded, extract: Extract) -> None:
    manifest = loaded.snapshot.manifest
    _print_files(manifest)
    for note in extract.notes:
        typer.echo(f"Note: {note}")
    _print_quarantine(extract)
    for check in manifest.checks:
        if not check.passed:
            typer.echo(f"Check: {check.detail}")
    if loaded.new:
        typer.echo(f"Snapshot {loaded.snapshot.id} is made, as known on {say_date(manifest.as_at)}.")
    else:
        typer.echo(f"Nothing to do: these files are already the snapshot {loaded.snapshot.id}.")


def _print_files(manifest: Manifest) -> None:
    for file in manifest.files:
        name = f"{file.name}, {file.sheet}" if file.sheet else file.name
        loaded, kept = f"{file.rows_loaded:,}", f"{file.rows_quarantined:,}"
        typer.echo(f"{name}: {file.rows_read:,} rows in = {loaded} loaded + {kept} quarantined")
    total, kept_all = manifest.rows_read, manifest.rows_quarantined
    typer.echo(f"All files: {total:,} rows in = {total - kept_all:,} loaded + {kept_all:,} quarantined")


def _print_quarantine(extract: Extract) -> None:
    rows = extract.quarantine.slice(0, _SHOWN).to_pylist()
    for row in rows:
        typer.echo(f"Quarantined: {row['reason']} {row['remedy']}")
    left = extract.quarantine.num_rows - len(rows)
    if left > 0:
        typer.echo(f"And {left:,} more. List them all with: lightwell quarantine")
