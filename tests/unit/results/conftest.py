from __future__ import annotations

from datetime import date

import pytest

from lightwell.extracts import read_tables
from lightwell.results import load_extract
from lightwell.store import Home, Snapshot
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
