"""What was published, kept in the home: `published/<number>-<month>/` with the figures, and the files as one zip with their fingerprints.

Members' packs are kept in `members` in the same way: the exempt figures in them, and their files.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock, Timeout

from lightwell.disclosure import Cell, Coordinates, Printed
from lightwell.errors import NotFound, Refused
from lightwell.periods import Month
from lightwell.reports.public.model import Change, Edition, Kept
from lightwell.store import Home

_FILE = "edition.json"
_MANIFEST = "manifest.json"
_SITE = "site.zip"
_WAIT_SECONDS = 5


Kind = Literal["published", "members"]
"""What is public, and what is for a committee alone; also the folder of the home that holds it."""


def folder(home: Home, kind: Kind = "published") -> Path:
    """Give the folder of what was published, or of members' packs."""
    return home.path / kind


@contextmanager
def held(home: Home) -> Iterator[None]:
    """Keep others from publishing meanwhile; raises `Refused` if somebody does already."""
    place = folder(home)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = FileLock(place / ".lock")
    try:
        lock.acquire(timeout=_WAIT_SECONDS)
    except Timeout:
        raise Refused("Somebody else is publishing at this moment. Wait until that is done, and publish again.") from None
    try:
        yield
    finally:
        lock.release()


def editions(home: Home, kind: Kind = "published") -> tuple[Edition, ...]:
    """Read every edition, the oldest first; raises `Refused` if one cannot be read, because nothing could be protected against it."""
    place = folder(home, kind)
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


def keep(home: Home, edition: Edition, files: Mapping[str, bytes], kind: Kind = "published") -> None:
    """Record an edition with its files: whole or not at all, readable by the owner alone."""
    place = folder(home, kind)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = _name(edition)
    draft = place / f".{name}"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    (draft / _FILE).write_text(json.dumps(_plain(edition), ensure_ascii=False), encoding="utf-8")
    (draft / _MANIFEST).write_text(json.dumps({"edition": name, "sha256": hashes(files)}, indent=1), encoding="utf-8")
    (draft / _SITE).write_bytes(zipped(files))
    try:
        os.rename(draft, place / name)
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        raise Refused(f"Edition {name} is recorded already: somebody else published at the same time. Publish again.") from error


def keep_files(home: Home, edition: Edition, files: Mapping[str, bytes], kind: Kind = "published") -> None:
    """Keep the files of an edition that is recorded already, where they have changed: a part of it may be exempt meanwhile."""
    place, content = folder(home, kind) / _name(edition), zipped(files)
    if not (place / _SITE).is_file() or (place / _SITE).read_bytes() != content:
        beside = place / f".{_SITE}"
        beside.write_bytes(content)
        (place / _MANIFEST).write_text(json.dumps({"edition": _name(edition), "sha256": hashes(files)}, indent=1), encoding="utf-8")
        beside.replace(place / _SITE)


def site_of(home: Home, edition: Edition, kind: Kind = "published") -> Path:
    """Give the zip with the files of an edition; raises `NotFound` for one that an earlier Lightwell recorded without them."""
    path = folder(home, kind) / _name(edition) / _SITE
    if not path.is_file():
        what = f"The files of {edition.name} are not kept: an earlier Lightwell published it."
        raise NotFound(f"{what} Publish {edition.month.name} again, with the same figures, and they are.")
    return path


def hashes(files: Mapping[str, bytes]) -> dict[str, str]:
    """Give the SHA-256 of each file by its name."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Put files into one zip; the same files give the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _name(edition: Edition) -> str:
    return f"{edition.number:04d}-{edition.month}"


def _plain(edition: Edition) -> dict[str, Any]:
    return {
        "number": edition.number,
        "month": str(edition.month),
        "released_on": edition.released_on.isoformat(),
        "snapshot": edition.snapshot,
        "erratum": edition.erratum,
        "by": edition.by,
        "exempt": list(edition.exempt),
        "committee": edition.committee,
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
        by=said.get("by", ""),
        exempt=tuple(said.get("exempt", ())),
        committee=said.get("committee", ""),
    )


def _kept(said: dict[str, Any]) -> Kept:
    at = _coordinates(said["at"])
    return Kept(Cell(at=at, **said["cell"]), Printed(at=at, **said["printed"]))
