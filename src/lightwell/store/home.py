"""Where a service's snapshots, settings and packs are kept."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs


@dataclass(frozen=True)
class Home:
    """The folder of one installation; made when first written to, readable by its owner alone because it holds children's records."""

    path: Path

    @property
    def snapshots(self) -> Path:
        """The folder of snapshots."""
        return self.path / "snapshots"

    @property
    def settings(self) -> Path:
        """The file of settings."""
        return self.path / "settings.yaml"

    @property
    def packs(self) -> Path:
        """The folder that packs are written to."""
        return self.path / "packs"

    @property
    def comparators(self) -> Path:
        """The folder of the releases of published statistics that were loaded here."""
        return self.path / "comparators"

    @property
    def current(self) -> Path:
        """The file that names the current snapshot."""
        return self.snapshots / "current"

    def make(self) -> None:
        """Make the folders that are not there yet."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.snapshots.mkdir(mode=0o700, exist_ok=True)


def default_home() -> Home:
    """Give the home named by the environment variable `LIGHTWELL_HOME`, or else the one in the user's data folder."""
    named = os.environ.get("LIGHTWELL_HOME", "").strip()
    return Home(Path(named) if named else Path(platformdirs.user_data_dir("lightwell", appauthor=False)))
