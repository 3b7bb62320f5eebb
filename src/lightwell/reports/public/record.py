"""What was published, kept in the home: `published/<number>-<month>/` with the figures and the fingerprints of the files."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from lightwell.disclosure import Cell, Coordinates, Printed
from lightwell.errors import Refused
from lightwell.periods import Month
from lightwell.reports.public.model import Change, Edition, Kept
from lightwell.store import Home

_FILE = "edition.json"
_MANIFEST = "manifest.json"


def folder(home: Home) -> Path:
    """Give the folder of what was published."""
    return home.path / "published"


def editions(home: Home) -> tuple[Edition, ...]:
    """Read every edition, the oldest first; raises `Refused` if one cannot be read, because nothing could be protected against it."""
    place = folder(home)
    found = []
    for each in sorted(place.iterdir()) if place.is_dir() else ():
        if each.name.startswith("."):
            continue
        try:
            found.append(_edition(json.loads((each / _FILE).read_text("utf-8"))))
        except (OSError, ValueError, KeyError, TypeError) as error:
            what = f"The record of what was published cannot be read: {each.name} in {place}. Restore it from the backup."
            raise Refused(what) from error
    return tuple(sorted(found, key=lambda edition: edition.number))


def keep(home: Home, edition: Edition, files: Mapping[str, str]) -> None:
    """Record an edition, with the SHA-256 of each file by its name: whole or not at all, readable by the owner alone."""
    place = folder(home)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{edition.number:04d}-{edition.month}"
    draft = place / f".{name}"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    (draft / _FILE).write_text(json.dumps(_plain(edition), ensure_ascii=False), encoding="utf-8")
    (draft / _MANIFEST).write_text(json.dumps({"edition": name, "sha256": dict(files)}, indent=1), encoding="utf-8")
    try:
        os.rename(draft, place / name)
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        raise Refused(f"Edition {name} is recorded already: somebody else published at the same time. Publish again.") from error


def _plain(edition: Edition) -> dict[str, Any]:
    return {
        "number": edition.number,
        "month": str(edition.month),
        "released_on": edition.released_on.isoformat(),
        "snapshot": edition.snapshot,
        "erratum": edition.erratum,
        "changes": [{"at": _at(each.at), "was": each.was, "now": each.now} for each in edition.changes],
        "kept": [{"at": _at(each.at), "cell": _without_at(each.cell), "printed": _without_at(each.printed)} for each in edition.kept],
    }


def _without_at(one: Cell | Printed) -> dict[str, Any]:
    return {name: value for name, value in asdict(one).items() if name != "at"}


def _at(at: Coordinates) -> list[str]:
    return [at.indicator, str(at.month), at.breakdown, at.member]


def _coordinates(said: list[str]) -> Coordinates:
    indicator, month, breakdown, member = said
    return Coordinates(indicator, Month.parse(month), breakdown, member)


def _edition(said: dict[str, Any]) -> Edition:
    return Edition(
        number=said["number"],
        month=Month.parse(said["month"]),
        released_on=date.fromisoformat(said["released_on"]),
        snapshot=said["snapshot"],
        erratum=said["erratum"],
        changes=tuple(Change(_coordinates(each["at"]), each["was"], each["now"]) for each in said["changes"]),
        kept=tuple(_kept(each) for each in said["kept"]),
    )


def _kept(said: dict[str, Any]) -> Kept:
    at = _coordinates(said["at"])
    return Kept(Cell(at=at, **said["cell"]), Printed(at=at, **said["printed"]))
