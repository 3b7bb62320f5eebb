"""Stock and flow agree, or the load says where they do not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from lightwell.extracts import read_tables
from lightwell.results import load_extract
from lightwell.store import Home, Snapshot
from tests.small import SETTINGS, write_extract
from tests.unit.results.conftest import silent


def test_a_sound_extract_reconciles(small: Snapshot) -> None:
    assert [check.passed for check in small.manifest.checks] == [True, True, True]


def test_a_child_in_care_twice_at_once_is_named_in_the_findings(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.make()
    home.settings.write_text(SETTINGS, encoding="utf-8")
    folder = write_extract(tmp_path / "extract")
    with (folder / "periods_of_care.csv").open("a", encoding="utf-8") as file:
        file.write("C2,1003,01/11/2023,,\n")
    snapshot = load_extract(home, read_tables(folder, as_at=date(2024, 1, 31), authority="E06009998"), progress=silent).snapshot
    (failed,) = [check for check in snapshot.manifest.checks if not check.passed]
    assert "Stock and flow part in 2 months" in failed.detail
    assert "in January 2024 opening 1 + started 0 - ended 1 is 0, and 1 children are open" in failed.detail
    assert "1 child has two records open at once" in failed.detail
    with snapshot.connect() as connection:
        found = connection.execute("select code, record_id, child from findings where code like 'two_%'").fetchall()
    assert found == [("two_periods_of_care_at_once", "C2", "1003")]
