"""The small extract in a home of its own, as one snapshot: for what is read from a snapshot and not from a pack."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from lightwell.extracts import read_tables
from lightwell.results import load_extract
from lightwell.store import Home, Snapshot
from tests.small import SETTINGS, write_extract

TARGETS = """
  cp_visit_10_working_days: [{from: 2022-04-01, value: 95, tolerance: 5}]
"""


@dataclass(frozen=True)
class Small:
    """A home and its one snapshot, of 31 January 2024."""

    home: Home
    snapshot: Snapshot


def silent(_what: str, _fraction: float) -> None:
    """Report to nobody."""


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """The small extract, with a target for a count and one for a share."""
    folder = tmp_path_factory.mktemp("reports")
    home = Home(folder / "home")
    home.make()
    home.settings.write_text(SETTINGS.rstrip() + TARGETS, encoding="utf-8")
    extract = read_tables(write_extract(folder / "extract"), as_at=date(2024, 1, 31), authority="E06009998")
    return Small(home, load_extract(home, extract, progress=silent).snapshot)
