"""Getting at the files of an extract without being harmed by them: folders and zips, with limits on what a zip may unfold to."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

from lightwell.errors import Problem, Refused

GIB = 1024**3
MOST_BYTES = 4 * GIB
MOST_BYTES_A_FILE = 2 * GIB - 1  # one column of text is held in one piece, whose offsets are 32 bits
MOST_MEMBERS = 2_000
MOST_RATIO = 200
RATIO_MATTERS_FROM = 64 * 1024**2

_KINDS = ((b"%PDF", "a PDF"), (b"\xd0\xcf\x11\xe0", "an Excel workbook of before 2007 (.xls)"), (b"PAR1", "one Parquet file"))
_PASSWORD = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Member:
    """One file of an extract: its name without folders, its size in bytes, and how to get its bytes."""

    name: str
    size: int
    read: Callable[[], bytes]


@dataclass(frozen=True)
class Opened:
    """The files of an extract, and those in it that are not looked at."""

    members: tuple[Member, ...]
    notes: tuple[Problem, ...]


def refuse(path: Path, problem: Problem) -> Refused:
    """Make the refusal of a whole extract for one reason."""
    return Refused(f"{path.name or path} was not loaded; nothing was changed.", [problem])


def read_bytes(path: Path) -> bytes:
    """Read a file; refused if it does not exist, cannot be opened, is empty or is too large."""
    try:
        if path.exists() and not path.is_file():
            raise refuse(path, Problem("This is not a file.", where=str(path), remedy=_WHAT_IS_READ))
        size = path.stat().st_size
        if size > MOST_BYTES_A_FILE:
            raise refuse(path, Problem(f"The file has {size:,} bytes; one file may have {MOST_BYTES_A_FILE:,}.", where=path.name))
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise refuse(path, Problem(f"It cannot be opened ({_say_error(error)}).", where=str(path), remedy="Check the path.")) from error
    if not data:
        raise refuse(path, Problem("The file is empty.", where=path.name, remedy="Take the extract again."))
    return data


def open_files(path: Path) -> Opened:
    """Open a folder or a zip; refused if it is neither, has nothing in it, has a password, or unfolds to more than is safe."""
    if path.is_dir():
        return _open_folder(path)
    data = read_bytes(path)
    archive = open_zip(path, data)
    if is_workbook(archive):
        remedy = "Load Ofsted's Annex A lists as annex-a; write other tables as CSV or Parquet in a folder or a zip."
        raise refuse(path, Problem("This is an Excel workbook.", where=path.name, remedy=remedy))
    return _members(path, archive)


def open_zip(path: Path, data: bytes) -> zipfile.ZipFile:
    """Open the bytes of a zip and hold it to the limits, before anything is unfolded."""
    if not data.startswith(b"PK"):
        raise refuse(path, Problem(f"This is {say_kind(data)}.", where=path.name, remedy=_WHAT_IS_READ))
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, EOFError, OSError) as error:
        remedy = "Copy it again from where it was made; it may have been cut short on the way."
        raise refuse(path, Problem("This zip is damaged and cannot be opened.", where=path.name, remedy=remedy)) from error
    if problems := list(_unsafe(path, archive)):
        raise Refused(f"{path.name} was not loaded; nothing was changed.", problems)
    return archive


def is_workbook(archive: zipfile.ZipFile) -> bool:
    """Say whether a zip is an Excel workbook of 2007 or later."""
    return any(name.startswith("xl/") for name in archive.namelist())


def read_member(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Unfold one file of a zip; refused if it is damaged."""
    try:
        return archive.read(info)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        remedy = "Copy the zip again from where it was made."
        raise refuse(path, Problem("This file in the zip is damaged.", where=info.filename, remedy=remedy)) from error
    except Exception as error:  # lzma and bz2 each raise errors of their own
        raise refuse(path, Problem("This file in the zip is damaged.", where=info.filename)) from error


_WHAT_IS_READ = "Give a folder or a zip of CSV or Parquet files, or an Annex A workbook (.xlsx)."


def say_kind(data: bytes) -> str:
    """Say in words what a file seems to be, for a refusal."""
    if data.startswith(b"\xd0\xcf\x11\xe0") and _PASSWORD in data:
        return "an Excel workbook protected by a password; save it without the password"
    for magic, words in _KINDS:
        if data.startswith(magic):
            return f"{words}, which is not read"
    return "neither a folder, a zip nor an Excel workbook"


def _open_folder(path: Path) -> Opened:
    try:
        entries = sorted(path.iterdir())
    except OSError as error:
        raise refuse(path, Problem(f"The folder cannot be opened ({_say_error(error)}).", where=str(path))) from error
    files = [entry for entry in entries if entry.is_file() and not entry.name.startswith(".")]
    members = tuple(Member(file.name, file.stat().st_size, lambda file=file: read_bytes(file)) for file in files)  # type: ignore[misc]
    notes = [Problem("This folder inside the extract was not looked at.", where=entry.name) for entry in entries if entry.is_dir()]
    return Opened(members, tuple(notes))


def _members(path: Path, archive: zipfile.ZipFile) -> Opened:
    members, notes = [], []
    for info in archive.infolist():
        name = PurePosixPath(info.filename).name
        if info.is_dir() or name.startswith(".") or "__MACOSX" in info.filename:
            continue
        if name.lower().endswith((".zip", ".7z", ".rar", ".gz", ".tar")):
            notes.append(Problem("This archive inside the zip was not looked into.", where=info.filename))
            continue
        members.append(Member(name, info.file_size, lambda info=info: read_member(path, archive, info)))  # type: ignore[misc]
    return Opened(tuple(members), tuple(notes))


def _unsafe(path: Path, archive: zipfile.ZipFile) -> list[Problem]:
    infos = archive.infolist()
    total = sum(info.file_size for info in infos)
    problems = []
    if len(infos) > MOST_MEMBERS:
        problems.append(Problem(f"It holds {len(infos):,} files; {MOST_MEMBERS:,} are allowed.", where=path.name))
    if total > MOST_BYTES:
        problems.append(Problem(f"It unfolds to {total:,} bytes; {MOST_BYTES:,} are allowed.", where=path.name))
    for info in infos[:MOST_MEMBERS]:
        problems += _unsafe_member(info)
    return problems


def _unsafe_member(info: zipfile.ZipInfo) -> list[Problem]:
    name = info.filename.replace("\\", "/")
    if not name:
        return [Problem("A file in the zip has no name.", remedy="Make the zip anew from the files alone.")]
    found = []
    if name.startswith("/") or ".." in PurePosixPath(name).parts or name[1:2] == ":":
        found.append(Problem("The name leads out of the zip.", where=info.filename, remedy="Make the zip anew from the files alone."))
    if info.flag_bits & 0x1:
        found.append(Problem("The file is protected by a password.", where=info.filename, remedy="Make the zip without a password."))
    if info.file_size > MOST_BYTES_A_FILE:
        found.append(Problem(f"The file unfolds to {info.file_size:,} bytes; {MOST_BYTES_A_FILE:,} are allowed.", where=info.filename))
    elif info.file_size > max(RATIO_MATTERS_FROM, MOST_RATIO * info.compress_size):
        found.append(Problem(f"The file unfolds to more than {MOST_RATIO} times its size, as a zip bomb does.", where=info.filename))
    return found


def _say_error(error: Exception) -> str:
    return (error.strerror or "it is not there") if isinstance(error, OSError) else "the name cannot be a file's"
