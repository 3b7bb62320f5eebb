"""A backup as one file: a tar of everything in a home, compressed, with a manifest of hashes at its end, sealed if a passphrase is given.

It is written beside its place under another name and renamed when it is whole, for its owner alone.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import sys
import tarfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from lightwell.errors import LightwellError

MANIFEST = "manifest.json"
FORMAT = 1
_LEVEL = 1  # Parquet is compressed already, so more work would make it no smaller
_PIECE = 1024 * 1024


@dataclass(frozen=True)
class Entry:
    """One file of a backup: the hash of its bytes and how many there are."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Database:
    """What a backup holds of the database: `sqlite` or `postgresql`, rows by table, and its migrations (`access.0001_initial`)."""

    engine: str
    tables: Mapping[str, int]
    migrations: tuple[str, ...]


@dataclass(frozen=True)
class Backup:
    """What a backup says of itself; `made_at` is in UTC, `snapshots` their ids, `problems` what could not be backed up as it should be."""

    made_at: datetime
    lightwell: str
    database: Database | None
    snapshots: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    files: Mapping[str, Entry] = field(default_factory=dict)


class Writing:
    """A backup that is being written."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.files: dict[str, Entry] = {}

    def add(self, name: str, file: IO[bytes]) -> Entry:
        """Add what an open file holds now, under a name with slashes."""
        info = tarfile.TarInfo(name)
        info.size = os.fstat(file.fileno()).st_size
        info.mode = 0o600
        hashed = _Hashed(file)
        try:
            self._tar.addfile(info, hashed)
        except OSError as error:
            if error.errno is not None:
                raise
            raise LightwellError(f"The file {name} was changed while it was backed up. Nothing was kept; begin again.") from error
        self.files[name] = Entry(hashed.digest(), info.size)
        return self.files[name]

    def end(self, backup: Backup) -> None:
        """Add the manifest, which comes last."""
        data = json.dumps(
            {"format": FORMAT, **asdict(backup), "files": {k: asdict(v) for k, v in self.files.items()}}, default=str
        ).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode = len(data), 0o600
        self._tar.addfile(info, io.BytesIO(data))


@contextmanager
def write_archive(to: Path, passphrase: str | None) -> Iterator[Writing]:
    """Begin a backup at `to`; it is there once this ends without an error, and nothing is there otherwise.

    Raises `LightwellError` where there is a file already, or the disk is full.
    """
    if to.exists():
        raise LightwellError(f"There is a file {to} already, and it was not touched. Give another name, or a folder.")
    beside = to.with_name(f".{to.name}.partial-{os.getpid()}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            with (
                _sealed(file, passphrase) as sealed,
                gzip.GzipFile("", "wb", _LEVEL, sealed, mtime=0) as packed,
                tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
            ):
                yield Writing(tar)
            file.flush()
            os.fsync(file.fileno())
        beside.rename(to)
    except OSError as error:
        raise LightwellError(
            f"The backup could not be written to {to} ({error.strerror or error}). Nothing was kept. "
            "See that the folder is there, that you may write to it, and that the disk has room."
        ) from error
    finally:
        beside.unlink(missing_ok=True)


def read_archive(path: Path, passphrase: str | None, take: Callable[[str, IO[bytes]], None]) -> Backup:
    """Read a backup from its beginning to its end, hand each file to `take`, and hold it to the manifest.

    Raises `LightwellError` for whatever is not as it was written: nothing that `take` was given may be used then.
    """
    found: dict[str, Entry] = {}
    try:
        with path.open("rb") as file, _opened(file, passphrase) as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
            manifest = b""
            for info in tar:
                if info.name == MANIFEST:
                    manifest = _reader(tar, info).read()
                else:
                    name = _safe(info)  # before anything is done with it
                    found[name] = _taken(_reader(tar, info), info, take)
            while packed.read(_PIECE):  # to its very end, where its sums stand
                pass
        backup = _manifest(manifest)
    except OSError as error:  # BadGzipFile too
        raise LightwellError(f"{path} cannot be read as a backup ({error.strerror or error}). Use another copy.") from error
    except (tarfile.TarError, EOFError, ValueError, KeyError, TypeError, AttributeError, zlib.error) as error:
        raise LightwellError(f"{path} is damaged, or was cut short, or is no backup of Lightwell. Use another copy.") from error
    _hold(found, backup.files)
    return backup


def _taken(file: IO[bytes], info: tarfile.TarInfo, take: Callable[[str, IO[bytes]], None]) -> Entry:
    hashed = _Hashed(file)
    take(info.name, hashed)  # type: ignore[arg-type]  # as above
    while hashed.read(_PIECE):
        pass
    return Entry(hashed.digest(), info.size)


def _reader(tar: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    file = tar.extractfile(info)
    if file is None:
        raise LightwellError(f"The backup holds {info.name}, which is no file. It was not believed.")
    return file


def _safe(info: tarfile.TarInfo) -> str:
    """Give the name of a file in a backup; raises `LightwellError` where it would lead out of the folder that it is restored to."""
    if not info.isreg() or not is_safe(info.name):
        raise LightwellError(f"The backup holds “{info.name}”, which leads out of its folder or is no file. It was not believed.")
    return info.name


def is_safe(name: str) -> bool:
    """Say whether a name stays in the folder that it is restored to, on any operating system."""
    path = PurePosixPath(name)
    leads_out = path.is_absolute() or ".." in path.parts or "\\" in name or ":" in (name if sys.platform == "win32" else name[:2])
    return not leads_out and str(path) == name


def _hold(found: Mapping[str, Entry], meant: Mapping[str, Entry]) -> None:
    for name in sorted({*found, *meant}):
        if found.get(name) != meant.get(name):
            raise LightwellError(f"The file {name} in the backup is not as it was written. Use another copy.")


def _manifest(data: bytes) -> Backup:
    given: dict[str, Any] = json.loads(data)
    if given["format"] != FORMAT:
        raise LightwellError("The backup was made by a later Lightwell. Restore it with that one.")
    database = given["database"]
    return Backup(
        made_at=datetime.fromisoformat(given["made_at"]),
        lightwell=given["lightwell"],
        database=Database(database["engine"], database["tables"], tuple(database["migrations"])) if database else None,
        snapshots=tuple(given["snapshots"]),
        problems=tuple(given["problems"]),
        files={name: Entry(**entry) for name, entry in given["files"].items()},
    )


@contextmanager
def _sealed(file: IO[bytes], passphrase: str | None) -> Iterator[IO[bytes]]:
    if not passphrase:
        yield file
        return
    from lightwell.store.sealing import Sealed  # what it needs is slow to load, and asked for by backups alone

    with Sealed(file, passphrase) as sealed:
        yield sealed  # type: ignore[misc]  # raw and binary


@contextmanager
def _opened(file: IO[bytes], passphrase: str | None) -> Iterator[gzip.GzipFile]:
    from lightwell.store.sealing import Unsealed, is_sealed

    if not is_sealed(file):
        with gzip.GzipFile(fileobj=file) as packed:
            yield packed
        return
    if not passphrase:
        raise LightwellError("This backup is sealed. Give the passphrase that it was sealed with.")
    with io.BufferedReader(Unsealed(file, passphrase), _PIECE) as plain, gzip.GzipFile(fileobj=plain) as packed:
        yield packed


class _Hashed:
    """A file whose bytes are counted into a hash as they are read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Read, as a file does."""
        data = self._file.read(size)
        self._hash.update(data)
        return data

    def digest(self) -> str:
        """Give the hash of what was read."""
        return self._hash.hexdigest()
