"""Small snapshots for the tests of the store."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pyarrow as pa

from lightwell.extracts.model import QUARANTINE, journey_schema
from lightwell.journey import record_named
from lightwell.store import Draft, Home, Manifest, Snapshot, draft

JANUARY, FEBRUARY = date(2024, 1, 31), date(2024, 2, 29)


def table(name: str, *rows: dict[str, object]) -> pa.Table:
    """Make a record's table of the rows given; what they leave out is blank."""
    schema = journey_schema(record_named(name))
    return pa.Table.from_pylist([{"id": str(place), "authority": "900", **row} for place, row in enumerate(rows)], schema=schema)


def tables() -> dict[str, pa.Table]:
    """Give two people and one placement."""
    return {
        "people": table(
            "people", {"child": "1", "family_name": "Invented", "born_on": date(2012, 5, 1), "sex": "1"}, {"child": "2", "sex": "2"}
        ),
        "placements": table("placements", {"child": "1", "started_on": date(2023, 3, 9), "kind": "U6", "postcode": "ZZ1 1ZZ"}),
    }


def manifest(as_at: date = JANUARY, hour: int = 9) -> Manifest:
    """Give a manifest made at an hour of the day after the as-at date."""
    made = datetime(as_at.year, as_at.month, as_at.day, hour, tzinfo=UTC)
    return Manifest(as_at, made, "0.1.0", "tables", "900", "Invented", fingerprint="")


def write(build: Draft) -> None:
    """Write the journey and one fact into a draft."""
    build.write_journey(tables(), QUARANTINE.empty_table())
    build.write("facts", "calendar", pa.table({"day": [1, 2, 3]}))


def load(home: Home, as_at: date = JANUARY, fingerprint: str = "aaaaaaaa1", hour: int = 9) -> Snapshot:
    """Make a whole snapshot."""
    with draft(home, as_at=as_at, fingerprint=fingerprint) as build:
        write(build)
        return build.commit(manifest(as_at, hour))
