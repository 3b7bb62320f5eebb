"""The settings of a home, read once for as long as their file is the same."""

from __future__ import annotations

import functools
from pathlib import Path

from lightwell.results import Settings, read_settings
from lightwell.store import Home


def stamp(path: Path) -> tuple[int, int]:
    """Give what changes when a file is written: the time of its last change and its size; zeros where there is none."""
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


def settings_of(home: Home) -> Settings:
    """Read a home's settings, once for as long as the file is the same; raises `Refused` as `read_settings` does."""
    return _settings(home.settings, stamp(home.settings))


@functools.lru_cache(maxsize=16)
def _settings(path: Path, stamped: tuple[int, int]) -> Settings:
    return read_settings(path)
