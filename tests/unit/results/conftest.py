from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from lightwell.extracts import read_tables
from lightwell.results import load_extract
from lightwell.store import Home, Snapshot
from lightwell.synthetic import Authority, invent, settings, write_tables_extract
from tests.small import SETTINGS, write_extract


def silent(_what: str, _fraction: float) -> None:
    """Report to nobody."""


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The small extract as a snapshot of 31 January 2024."""
    folder = tmp_path_factory.mktemp("small")
    home = Home(folder / "home")
    home.make()
    home.settings.write_text(SETTINGS, encoding="utf-8")
    extract = read_tables(write_extract(folder / "extract"), as_at=date(2024, 1, 31), authority="E06009998")
    return load_extract(home, extract, progress=silent).snapshot


@pytest.fixture(scope="session")
def authority() -> Authority:
    """An invented authority a twentieth of the full size."""
    return invent(7, scale=0.05)


@pytest.fixture(scope="session")
def month_end(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The invented authority as known at the end of January 2024."""
    return known_on(authority, date(2024, 1, 31), tmp_path_factory.mktemp("month_end"))


@pytest.fixture(scope="session")
def saturday(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The invented authority as known on a Saturday in the middle of January 2024."""
    return known_on(authority, date(2024, 1, 20), tmp_path_factory.mktemp("saturday"))


def known_on(authority: Authority, day: date, folder: Path) -> Snapshot:
    """Load the extract of one day into a home of its own."""
    home = Home(folder / "home")
    home.make()
    home.settings.write_text(yaml.safe_dump(settings(authority), allow_unicode=True), encoding="utf-8")
    extract = read_tables(write_tables_extract(authority, day, folder / "tables.zip"), as_at=day, authority=authority.code)
    return load_extract(home, extract, progress=silent).snapshot
