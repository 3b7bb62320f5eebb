"""Reading XML of any size in pieces: the file itself, or the one in a zip or a gzip; nothing outside it is ever fetched or expanded."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol
from xml.parsers import expat

from lightwell.errors import Problem
from lightwell.extracts.model import Progress
from lightwell.extracts.opening import MOST_BYTES, MOST_RATIO, RATIO_MATTERS_FROM, is_workbook, open_zip, read_bytes, refuse, say_kind
from lightwell.extracts.xml_words import say_broken, say_encoding

PIECE = 256 * 1024
MOST_IN_ONE_TAG = 8 * 1024**2  # a longer one is read again from its start with every piece, for hours
MOST_NAMES = 10_000
MOST_DEPTH = 1_000

_WHAT_IS_READ = "Give the XML file that was made for the return, or a .zip or .gz with it alone."
_CUT = "Take the return again from the case system; it may have been cut short when it was written or copied."


@dataclass(frozen=True)
class XmlFile:
    """An XML file that is open: its name, its bytes, how many they are (0 if that is not known), and what was noticed on the way."""

    name: str
    stream: BinaryIO
    size: int
    packed: int
    notes: tuple[Problem, ...] = ()


class Builder(Protocol):
    """What is told of each element: `text` takes what stands since the last tag, in parts; `depth` is how many elements are open."""

    text: list[str]

    def start(self, name: str, attributes: object, /) -> None:
        """Take the beginning of an element."""

    def end(self, name: str, /) -> None:
        """Take the end of an element."""

    @property
    def depth(self) -> int:
        """Say how many elements are open."""

    @property
    def inside(self) -> str:
        """Name the element that is open, or give nothing before the first."""


@contextmanager
def open_xml(path: Path) -> Iterator[XmlFile]:
    """Open an XML file; refused if it is not there, is something else, or is a zip that holds no XML file or several."""
    if path.is_dir():
        raise refuse(path, Problem("This is a folder.", where=str(path), remedy=_WHAT_IS_READ))
    try:
        beginning = _beginning(path)
    except (OSError, ValueError):
        read_bytes(path)  # says why it cannot be opened
        raise
    if beginning.startswith(b"PK"):
        with _zipped(path) as file:
            yield file
    elif beginning.startswith(b"\x1f\x8b"):
        with gzip.open(path) as stream:
            yield XmlFile(path.name, stream, 0, path.stat().st_size)  # type: ignore[arg-type]  # it reads as one
    else:
        with path.open("rb") as file_itself:
            yield XmlFile(path.name, file_itself, path.stat().st_size, 0)


def parse_xml(path: Path, file: XmlFile, builder: Builder, after: Callable[[int], None], progress: Progress) -> None:
    """Hand every element of a file to a builder; refused, with the line, where it is not XML, is cut off, or brings entities of its own.

    `after` is told after each piece how many bytes have been read.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    declared: list[str] = []

    def declare(_version: str, encoding: str | None, _alone: int) -> None:
        if encoding is not None:
            declared.append(encoding)
            if problem := say_encoding(file.name, encoding):
                raise refuse(path, problem)

    def doctype(*_named: object) -> None:
        what = f"The file brings a document type (DOCTYPE) at line {parser.CurrentLineNumber:,}, as no return does; it is not read."
        raise refuse(path, Problem(what, where=file.name, remedy="Take the return again from the case system, without it."))

    parser.XmlDeclHandler = declare
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text.append
    read, before, piece = 0, b"", b""
    try:
        for piece in _pieces(path, file):
            parser.Parse(piece, False)
            read += len(piece)
            _hold_to_limits(path, file, parser, read, builder)
            after(read)
            progress(f"Reading {file.name}", min(read / file.size, 1.0) if file.size else 0.0)
            before = piece
        piece = b""
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        at = parser.ErrorByteIndex - (read - len(before))
        near = (before + piece)[max(at, 0) :][:1] if at >= 0 else b""
        raise refuse(path, say_broken(file.name, error, near, builder.inside, declared[-1] if declared else "")) from error


def _hold_to_limits(path: Path, file: XmlFile, parser: expat.XMLParserType, read: int, builder: Builder) -> None:
    """Refuse what no return is and what would fill the memory or take for ever."""
    what = ""
    if read - max(parser.CurrentByteIndex, 0) > MOST_IN_ONE_TAG:
        what = f"A tag or a comment at line {parser.CurrentLineNumber:,} goes on for more than {MOST_IN_ONE_TAG:,} bytes."
    elif len(parser.intern) > MOST_NAMES:
        what = f"The file has more than {MOST_NAMES:,} different names of elements."
    elif builder.depth > MOST_DEPTH:
        what = f"Elements stand inside each other {builder.depth:,} deep at line {parser.CurrentLineNumber:,}."
    if what:
        raise refuse(path, Problem(what, where=file.name, remedy=_WHAT_IS_READ))


def _beginning(path: Path) -> bytes:
    if not path.is_file():
        raise ValueError
    with path.open("rb") as stream:
        beginning = stream.read(4096)
    if not beginning:
        raise ValueError
    if say_kind(beginning) != say_kind(b""):
        raise refuse(path, Problem(f"This is {say_kind(beginning)}.", where=path.name, remedy=_WHAT_IS_READ))
    if b"<" not in beginning and not beginning.startswith((b"PK", b"\x1f\x8b")):
        raise refuse(path, Problem("This is not XML.", where=path.name, remedy=_WHAT_IS_READ))
    return beginning


@contextmanager
def _zipped(path: Path) -> Iterator[XmlFile]:
    archive = open_zip(path, read_bytes(path))
    if is_workbook(archive):
        raise refuse(path, Problem("This is an Excel workbook.", where=path.name, remedy=_WHAT_IS_READ))
    infos = [info for info in archive.infolist() if not info.is_dir() and "__MACOSX" not in info.filename]
    infos = [info for info in infos if not PurePosixPath(info.filename).name.startswith(".")]
    named = [info for info in infos if info.filename.lower().endswith(".xml")] or infos
    if len(named) != 1:
        found = ", ".join(f"“{info.filename}”" for info in named[:5])
        what = f"The zip holds {len(named):,} files, {found}, of which one cannot be chosen." if named else "The zip holds no file."
        raise refuse(path, Problem(what, where=path.name, remedy="Make a zip with the one XML file of the return."))
    notes = tuple(Problem("This file in the zip was not looked at.", where=info.filename) for info in infos if info is not named[0])
    try:
        stream = archive.open(named[0])
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise refuse(path, Problem("This file in the zip is damaged.", where=named[0].filename, remedy=_CUT)) from error
    with stream:
        yield XmlFile(PurePosixPath(named[0].filename).name, stream, named[0].file_size, 0, notes)  # type: ignore[arg-type]


def _pieces(path: Path, file: XmlFile) -> Iterator[bytes]:
    """Give the bytes of a file in pieces, held to what a packed one may unfold to."""
    unfolded = 0
    while piece := _piece(path, file):
        unfolded += len(piece)
        if file.packed and unfolded > max(RATIO_MATTERS_FROM, MOST_RATIO * file.packed):
            what = f"The file unfolds to more than {MOST_RATIO} times its size, as a bomb does."
            raise refuse(path, Problem(what, where=file.name, remedy="Give the XML file itself."))
        if file.packed and unfolded > MOST_BYTES:
            what = f"The file unfolds to more than the {MOST_BYTES:,} bytes that are allowed."
            raise refuse(path, Problem(what, where=file.name, remedy="Give the XML file itself."))
        yield piece


def _piece(path: Path, file: XmlFile) -> bytes:
    try:
        return file.stream.read(PIECE)
    except EOFError as error:
        raise refuse(path, Problem("The file ends before it is complete.", where=file.name, remedy=_CUT)) from error
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise refuse(path, Problem("The file is damaged and cannot be unfolded.", where=file.name, remedy=_CUT)) from error
    except Exception as error:  # lzma and bz2 each raise errors of their own
        raise refuse(path, Problem("The file is damaged and cannot be unfolded.", where=file.name, remedy=_CUT)) from error
