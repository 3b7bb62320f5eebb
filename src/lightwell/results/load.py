"""Makes a snapshot of an extract: records, facts, values, what is due and checks, written together or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from lightwell import __version__
from lightwell.checks.recording import recording_rules
from lightwell.definitions import Catalogue, load
from lightwell.definitions.load import copy_definitions
from lightwell.extracts import Extract
from lightwell.facts import fact_table
from lightwell.periods import Month
from lightwell.results.compute import compute, months_for
from lightwell.results.make_findings import make_findings, own_rules
from lightwell.results.reconcile import reconcile
from lightwell.results.settings import Settings, read_settings
from lightwell.results.today import make_today
from lightwell.store import Check, Draft, Home, LoadedFile, Manifest, Snapshot, draft, existing

Progress = Callable[[str, float], None]
"""Called with what is being done and how much of the whole is done, from 0 to 1."""

DEFINITIONS = "definitions"
"""The folder of a snapshot that holds the definitions its values were counted by."""


@dataclass(frozen=True)
class Loaded:
    """What became of a load: the snapshot, and whether it is new or was already there from the same files and definitions."""

    snapshot: Snapshot
    new: bool


def own_definitions(home: Home) -> Path | None:
    """Give the folder of a council's own definitions, where there is one."""
    folder = home.path / "indicators"
    return folder if folder.is_dir() else None


def load_extract(home: Home, extract: Extract, *, progress: Progress, on_wait: Callable[[str], None] | None = None) -> Loaded:
    """Make a snapshot of an extract that has been read, and work out every value.

    The same files with the same definitions and population change nothing. Raises `LightwellError` if it cannot be made; the store is then
    as it was.
    """
    settings = read_settings(home.settings)
    catalogue = load(own_definitions(home))
    fingerprint = fingerprint_of(extract, catalogue, settings, own_rules(home))
    recording_rules(own_rules(home))  # a council's rule that is wrong is refused before the work begins
    found = existing(home, extract.as_at, fingerprint)
    if found is not None:
        return Loaded(found, new=False)
    with draft(home, as_at=extract.as_at, fingerprint=fingerprint, on_wait=on_wait) as building:
        progress("Writing the records", 0.0)
        building.write_journey(extract.tables, extract.quarantine)
        building.write_returned(extract.returned)
        progress("Working out facts and indicators", 0.3)
        connection = building.connect()
        try:
            months = months_for(extract.as_at)
            facts = compute(
                connection,
                catalogue=catalogue,
                months=months,
                populations=settings.populations,
                coverage=extract.coverage,
                lacks=extract.lacks,
            )
            progress("Writing the results", 0.8)
            _write_results(building, connection, facts)
            today = make_today(connection, catalogue=catalogue, as_at=extract.as_at, coverage=extract.coverage, lacks=extract.lacks)
            for name, rows in today.items():
                building.write("results", name, rows)
            checks = tuple(Check(f"stock_and_flow.{each.record}", each.agrees, each.detail) for each in reconcile(connection))
            progress("Checking the records", 0.9)
            made = make_findings(home, extract, connection)
            building.write("", "findings", made.findings)
            building.write("results", "rules", made.rules)
        finally:
            connection.close()
        copy_definitions(catalogue, building.path / DEFINITIONS)
        snapshot = building.commit(_manifest(extract, settings, catalogue, checks, months, fingerprint))
    progress("Done", 1.0)
    return Loaded(snapshot, new=True)


def fingerprint_of(extract: Extract, catalogue: Catalogue, settings: Settings, checks: Path | None) -> str:
    """Give the hash of everything that a snapshot is made from: files, definitions, populations, own checks and Lightwell's version."""
    populations = [asdict(population) for population in settings.populations]
    rules = [path.read_text(encoding="utf-8") for path in sorted(checks.glob("*.yaml"))] if checks else []
    parts = (extract.fingerprint, catalogue.fingerprint, str(populations), __version__, *rules)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _write_results(building: Draft, connection: duckdb.DuckDBPyConnection, facts: list[str]) -> None:
    for table in facts:
        building.write("facts", table.removeprefix(fact_table("")), connection.sql(f"select * from {table}"))
    for name in ("values", "months"):
        rows = connection.sql(f"select * from result_{name} order by indicator, breakdown, member, month")
        building.write("results", name, rows)


def _manifest(
    extract: Extract, settings: Settings, catalogue: Catalogue, checks: tuple[Check, ...], months: list[Month], fingerprint: str
) -> Manifest:
    return Manifest(
        as_at=extract.as_at,
        made_at=datetime.now(UTC).replace(microsecond=0),
        lightwell=__version__,
        source=extract.source,
        authority=extract.authority,
        authority_name=settings.name,
        fingerprint=fingerprint,
        files=tuple(LoadedFile(**asdict(file)) for file in extract.files),
        rows={name: table.num_rows for name, table in extract.tables.items()},
        coverage=extract.coverage,
        lacks=tuple(sorted(extract.lacks)),
        notes=extract.notes,
        definitions={definition.id: definition.version for definition in catalogue.definitions.values()},
        definitions_fingerprint=catalogue.fingerprint,
        checks=checks,
        first_month=months[0],
        last_month=months[-1],
        collection=str(extract.collection or ""),
    )
