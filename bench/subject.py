"""What is measured: a snapshot of the invented authority, and Lightwell's own run over it."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import yaml

from bench.rival import Inputs
from lightwell.definitions import Catalogue, load
from lightwell.extracts import read_tables
from lightwell.periods import Month
from lightwell.results import Population, compute, load_extract, months_for, read_settings
from lightwell.store import Home, Snapshot, connect_folder
from lightwell.store.reading import IDENTITY, JOURNEY
from lightwell.synthetic import Authority, settings, write_tables_extract
from lightwell.synthetic.service import service_settings

THREADS = 2
"""The threads that Lightwell is given: the goal is set for two cores."""


@dataclass(frozen=True)
class Subject:
    """One snapshot in its home, with everything that its figures are worked out from.

    `records` is a folder with the snapshot's records and nothing that was worked out from them, as a load has it before it begins to.
    """

    home: Home
    snapshot: Snapshot
    records: Path
    catalogue: Catalogue
    months: tuple[Month, ...]
    populations: tuple[Population, ...]

    @property
    def rows(self) -> int:
        """Records in the journey."""
        return sum(self.snapshot.manifest.rows.values())


@dataclass(frozen=True)
class LoadTime:
    """How long an extract took from the zip of CSV to a finished snapshot, and how many rows it had."""

    seconds: float
    rows: int


def subject_of(home: Home, snapshot: Snapshot, records: Path) -> Subject:
    """Gather what a snapshot's figures are worked out from; the records are copied to the folder unless it is there."""
    if not records.exists():
        for stage in (JOURNEY, IDENTITY):
            shutil.copytree(snapshot.path / stage, records / stage)
    populations = read_settings(home.settings).populations
    return Subject(home, snapshot, records, load(), tuple(months_for(snapshot.manifest.as_at)), populations)


def write_extract(authority: Authority, home: Home) -> Path:
    """Write the settings of the invented authority into a home, and its extract as known at the end of its last month beside them."""
    home.make()
    content = {**service_settings(), "authority": authority.code, "name": authority.name, "populations": settings(authority)["populations"]}
    home.settings.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return write_tables_extract(authority, authority.months[-1].end, home.path / "extract.zip")


def load_timed(home: Home, extract: Path, as_at: date, authority: str) -> tuple[Snapshot, LoadTime]:
    """Load an extract as `lightwell load tables` does, and time it."""
    started = time.perf_counter()
    read = read_tables(extract, as_at=as_at, authority=authority)
    loaded = load_extract(home, read, progress=lambda _what, _part: None)
    return loaded.snapshot, LoadTime(time.perf_counter() - started, read.rows_read)


def run_lightwell(subject: Subject) -> duckdb.DuckDBPyConnection:
    """Work out every fact and value from the records in Parquet; `result_values` stands in the connection."""
    connection = connect_folder(subject.records)
    connection.execute(f"set threads = {THREADS}")
    compute(
        connection,
        catalogue=subject.catalogue,
        months=list(subject.months),
        populations=subject.populations,
        coverage=subject.snapshot.manifest.coverage,
    )
    return connection


def values_of(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Give Lightwell's values with the columns of the rival's, and `state`; `month` is the last day."""
    query = "select indicator, month, breakdown, member, numerator, denominator, value, state from result_values"
    values: pd.DataFrame = connection.sql(query).to_arrow_table().to_pandas(date_as_object=False)
    return values.assign(month=values["month"] + pd.offsets.MonthEnd(0))


def rival_inputs(subject: Subject) -> Inputs:
    """Give the rival the same records, months, limits and populations."""
    ends = tuple(month.end for month in subject.months)
    limits = {end: {name: parameter.on(end) for name, parameter in subject.catalogue.parameters.items()} for end in ends}
    population = {end: _population_on(subject.populations, end) for end in ends if subject.populations}
    return Inputs(subject.records, subject.snapshot.manifest.as_at, ends, limits, population)


def _population_on(populations: tuple[Population, ...], day: date) -> int:
    """Give the estimate in force on a day; the oldest for a day before it."""
    ordered = sorted(populations, key=lambda population: population.first_day)
    return [ordered[0], *(population for population in ordered if population.first_day <= day)][-1].children
