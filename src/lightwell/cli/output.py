"""How answers are printed: a table for people, JSON or CSV for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from enum import StrEnum

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from lightwell.extracts import Progress as Report
from lightwell.reports.harmless import csv_writer


class Format(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def print_rows(rows: Sequence[Mapping[str, object]], columns: Sequence[str], how: Format, *, figures: Collection[str] = ()) -> None:
    """Print rows in the format asked for; the columns in the order given, those in `figures` to the right though they are text."""
    if how is Format.JSON:
        json.dump([{name: plain(row[name]) for name in columns} for row in rows], sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    elif how is Format.CSV:
        writer = csv_writer(sys.stdout, end="\n")
        writer.row(columns)
        writer.rows([plain(row[name]) for name in columns] for row in rows)
    else:
        _print_table(rows, columns, figures)


def plain(value: object) -> object:
    """Give a value as JSON knows it: whole numbers without a point, dates as 2024-01-31."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value.isoformat() if isinstance(value, date) else value


def _print_table(rows: Sequence[Mapping[str, object]], columns: Sequence[str], figures: Collection[str]) -> None:
    console = Console()
    if not rows:
        console.print("Nothing to show.")
        return
    numeric = {name for name in columns if name in figures or all(row[name] is None or isinstance(row[name], int | float) for row in rows)}
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in columns:
        table.add_column(name.replace("_", " "), justify="right" if name in numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(_shown(row[name]) for name in columns))
    if not console.is_terminal:
        console = Console(width=max(200, console.width))
    console.print(table)


def _shown(value: object) -> str:
    value = plain(value)
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.1f}" if isinstance(value, float) else str(value).replace("[", r"\[")


@contextmanager
def progress_bar(title: str) -> Iterator[Report]:
    """Draw a bar on the error stream while a long step runs; silent where nobody watches."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(title, total=1.0)

        def report(what: str, fraction: float) -> None:
            bar.update(task, description=f"{title}: {what[:1].lower()}{what[1:]}", completed=fraction)

        yield report
