"""Histories of the invented authority: its figures as every month end knew them, worked out in memory and kept as files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

from lightwell.definitions import Catalogue
from lightwell.journey import RECORDS, Record
from lightwell.periods import Month, months_between
from lightwell.results import Population, compute, months_for
from lightwell.results.revision_cube import Source
from lightwell.signals.triangle import Seen
from lightwell.store.reading import identifying_columns, identity_columns, journey_columns
from lightwell.synthetic import Authority, settings
from lightwell.synthetic.known import as_known


def history(authority: Authority, catalogue: Catalogue, first: Month, last: Month, folder: Path) -> list[Source]:
    """Work out every value of every indicator as it was known at the end of each month, a file for each; those that are there are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_source(authority, catalogue, month.end, folder) for month in months_between(first, last)]


def _source(authority: Authority, catalogue: Catalogue, day: date, folder: Path) -> Source:
    file = folder / f"{day.isoformat()}.parquet"
    months = months_for(day)
    if not file.is_file():
        with duckdb.connect() as connection:
            _tables(connection, authority, day)
            coverage = {record.table: None for record in RECORDS}
            compute(connection, catalogue=catalogue, months=months, populations=_populations(authority), coverage=coverage)
            chosen = "select * from result_values where breakdown in ('authority', 'service', 'locality', 'team')"
            connection.execute(f"copy ({chosen} order by indicator, breakdown, member, month) to '{file}.new' (format parquet)")
        Path(f"{file}.new").replace(file)
    return Source(file, Seen(day.isoformat(), day), months[0], months[-1])


def teams_of(authority: Authority) -> dict[str, str]:
    """Map each team to its service."""
    teams = authority.journey["teams"]
    return {team: service for team, service in zip(teams["team"].to_pylist(), teams["service"].to_pylist(), strict=True) if service}


def _populations(authority: Authority) -> tuple[Population, ...]:
    return tuple(Population(*entry.values()) for entry in settings(authority)["populations"])  # type: ignore[attr-defined]


def _tables(connection: duckdb.DuckDBPyConnection, authority: Authority, day: date) -> None:
    known = as_known(authority, day)
    for record in RECORDS:
        connection.register("given", known[record.table])
        _table(connection, record.table, journey_columns(record), record, authority.code)
        if identifying_columns(record):
            _table(connection, f"identity_{record.table}", identity_columns(record), record, authority.code)


def _table(connection: duckdb.DuckDBPyConnection, name: str, columns: dict[str, str], record: type[Record], code: str) -> None:
    """Make one table of the rows that are registered as `given`, as a snapshot would hold them."""
    own = {column.name for column in record.columns}
    chosen = [
        f'cast("{column}" as {kind}) as "{column}"'
        if column in own
        else f"cast(row_number() over () as varchar) as {column}"
        if column == "id"
        else f"'{code}' as {column}"
        for column, kind in columns.items()
    ]
    connection.execute(f"create table {name} as select {', '.join(chosen)} from given")
