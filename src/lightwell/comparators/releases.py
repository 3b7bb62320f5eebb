"""The releases that values come from: those shipped, and those that a service has loaded since."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable
from datetime import date
from importlib.resources import files
from pathlib import Path

from lightwell.comparators.model import Release
from lightwell.errors import NotFound
from lightwell.plain_yaml import parse_yaml

MANIFEST = ".json"
"""The ending of the file that says what a loaded release is; its values stand beside it in Parquet."""


@functools.cache
def shipped_releases() -> tuple[Release, ...]:
    """List the releases that come with Lightwell, the earliest first."""
    entries = parse_yaml((files("lightwell.comparators") / "releases.yaml").read_text(encoding="utf-8"))
    found = [Release(entry["id"], entry["short"], entry["title"], entry["published"], tuple(entry["names"])) for entry in entries]
    return tuple(sorted(found, key=_order))


def loaded_releases(folder: Path | None) -> tuple[Release, ...]:
    """List the releases that were loaded into a folder, the earliest first, without those that are shipped by now."""
    return tuple(sorted((_loaded(path) for path in manifests(folder)), key=_order))


def manifests(folder: Path | None) -> tuple[Path, ...]:
    """List the files that say what was loaded into a folder, by name; what is shipped under the same id stands in place of it."""
    if folder is None or not folder.is_dir():
        return ()
    shipped = {release.id for release in shipped_releases()}
    return tuple(sorted(path for path in folder.glob(f"*{MANIFEST}") if path.stem not in shipped))


def _loaded(path: Path) -> Release:
    said = json.loads(path.read_text(encoding="utf-8"))["release"]
    return Release(said["id"], said["short"], said["title"], date.fromisoformat(said["published"]))


def _order(release: Release) -> tuple[date, str]:
    return (release.published, release.id)


def release_named(name: str, among: Iterable[Release]) -> Release:
    """Find a release by its id, its short or full name, a name that a file gave it, or its year where only one of them is of that year.

    Raises `NotFound` with the names that there are.
    """
    held = tuple(among)
    wanted = name.strip().casefold()
    for release in held:
        if wanted in {said.casefold() for said in (release.id, release.short, release.title, *release.aliases)}:
            return release
    of_year = [release for release in held if release.id.endswith(f"-{wanted}")]
    if len(of_year) == 1:
        return of_year[0]
    said = ", ".join(f"{release.id} ({release.title})" for release in held) or "none"
    raise NotFound(f"No release here is called “{name[:60]}”. The releases that hold this are: {said}.")
