"""Works out the figures of the full-size invented authority, and the page that compares them with the published ones.

`python -m tests.unit.synthetic.full_size` writes `docs/reference/calibration.md` again; it takes about a minute.
"""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import yaml

from lightwell.extracts import read_tables
from lightwell.results import load_extract, values
from lightwell.store import Home
from lightwell.synthetic import Authority, invent, settings, write_tables_extract
from lightwell.synthetic.calibration import Comparison, compare, report

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "calibration.md"

_DAYS = (date(2022, 4, 30), date(2024, 1, 31))
"""A snapshot goes back two years, so the months of 2021 are taken from an earlier one."""


def figures(folder: Path) -> dict[tuple[str, str], float]:
    """Invent the authority, load its extracts in a folder and give every value by indicator and month; the latest extract's come first."""
    authority = invent()
    home = Home(folder / "home")
    home.make()
    home.settings.write_text(yaml.safe_dump(settings(authority)), encoding="utf-8")
    found: dict[tuple[str, str], float] = {}
    for day in _DAYS:
        found |= _loaded(authority, home, folder, day)
    return found


def _loaded(authority: Authority, home: Home, folder: Path, day: date) -> dict[tuple[str, str], float]:
    path = write_tables_extract(authority, day, folder / f"{day.isoformat()}.zip")
    extract = read_tables(path, as_at=day, authority=authority.code)
    snapshot = load_extract(home, extract, progress=lambda _step, _part: None).snapshot
    return {(value.indicator, str(value.period)): value.value for value in values(snapshot) if value.value is not None}


def comparisons() -> list[Comparison]:
    """Compare the figures of the full-size authority with the published ones."""
    with tempfile.TemporaryDirectory() as folder:
        return compare(figures(Path(folder)))


if __name__ == "__main__":
    PAGE.write_text(report(comparisons()), encoding="utf-8")
