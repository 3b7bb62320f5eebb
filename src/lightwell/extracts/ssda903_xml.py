"""The SSDA903 as XML, in the form of the Department's schema: `EXPSSDA903`, in it one `CHILD` for each child.

A `CHILD` holds a `HEADER` (`CHILDID`, `SEX`, `DOB`, ...) and, within it or beside it, a block for each episode, review, missing period and
so on. Which block a value stands in has changed with the schema's years, so it is read by its own name: the names of the columns, `DECOM`
or `REVIEW_CODE`, are each of one table only, besides the child's number, sex and birth, which are given to all of the child's records.
Values of one table in one block are one record; where a name comes again in the same block, the next record begins.

The file is read in one pass, element by element. A document type is refused, because no return has one and entities can be made to swell.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pyexpat import ErrorString, ExpatError, ParserCreate, errors
from typing import NoReturn

import pyarrow as pa

from lightwell.errors import Problem
from lightwell.extracts.csv_files import NotReadable
from lightwell.extracts.headings import plain
from lightwell.returns import shapes

_AT_ONCE = 1024**2
_DEEPEST = 40
_MOST_NAMES = 5_000
_CHILD = ("child", "childid")
_SHARED = ("child", "sex", "dob")
_OF_CHILD = ("header", "uasc")
"""Tables that have one record for a child, made of all of its blocks."""
_NOT_OF_XML = ("providers",)
_APART = ("social_worker_episodes", "deprivation_of_liberty")
"""Tables that may be handed in on their own or not at all, so that a file without them does not say that there is nothing in them."""
_OPTIONAL = ("uasc", "pl_la", "pl_distance", "pl_location")
_CUT_OFF = frozenset(
    errors.codes[words]
    for words in (errors.XML_ERROR_NO_ELEMENTS, errors.XML_ERROR_UNCLOSED_TOKEN, errors.XML_ERROR_UNCLOSED_CDATA_SECTION)
)
_INVALID = frozenset(errors.codes[words] for words in (errors.XML_ERROR_INVALID_TOKEN, errors.XML_ERROR_PARTIAL_CHAR))


@dataclass(frozen=True, slots=True, eq=False)
class _Meaning:
    """What an element's name means: its table, empty for what is given to all of a child's records, and the column's place there."""

    column: str
    table: str
    at: int


_Fields = list[tuple[_Meaning, str]]
"""Columns and their values, in the order in which they stand."""
_Row = list[str | None]
"""The values of one record in the order of its table's columns: none where the element is not there, empty where it is blank."""


@dataclass
class _Block:
    """An open element that holds elements: its name, the values in it, and the blocks in it."""

    name: str
    fields: _Fields = field(default_factory=list)
    blocks: list[_Fields] = field(default_factory=list)


def is_xml(data: bytes) -> bool:
    """Say whether a file is meant to be XML, by how it begins."""
    start = data[:400].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith((b"<", b"\xff\xfe<\x00", b"\xfe\xff\x00<"))


def read_xml(name: str, data: bytes) -> tuple[dict[str, pa.Table], list[Problem]]:
    """Read the tables of an XML return as texts, and what was noticed; raises `NotReadable` with file, line and remedy."""
    try:
        reader = _Reader(name)
        reader.parse(data)
        return reader.tables(), reader.notes()
    except ExpatError as error:
        if error.code not in _INVALID or _is_utf8(data):
            raise NotReadable(_problem(name, error)) from error
    except (UnicodeError, LookupError, ValueError) as error:
        what = "The encoding that the XML names in its first line is not read."
        raise NotReadable(Problem(what, where=f"{name}, line 1", remedy="Export the return again, in UTF-8.")) from error
    try:
        reader = _Reader(name, "cp1252")
        reader.parse(data)
    except ExpatError as error:
        raise NotReadable(_problem(name, error)) from error
    what = "The file is not written in UTF-8; it was read as Windows-1252."
    note = Problem(what, where=name, remedy="Look at names with accents, and write XML in UTF-8.")
    return reader.tables(), [note, *reader.notes()]


class _Reader:
    def __init__(self, name: str, encoding: str | None = None) -> None:
        self._name = name
        self._root = ""
        self._leaf: str | None = None  # the element that has just begun, while it holds nothing but text
        self._words: list[str] = []
        self._open: list[_Block] = []
        self._children = 0
        self._meanings: dict[str, _Meaning] = {}
        self._unknown: Counter[str] = Counter()
        self._rows: dict[str, list[_Row]] = {}
        self._parser = ParserCreate(encoding, " ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._words.append
        self._parser.StartDoctypeDeclHandler = self._doctype

    def parse(self, data: bytes) -> None:
        """Read the whole file."""
        view = memoryview(data)
        for start in range(0, len(view), _AT_ONCE):
            self._parser.Parse(bytes(view[start : start + _AT_ONCE]), False)
        self._parser.Parse(b"", True)
        if not self._children:
            what = f"The file has the element “{self._root[:60]}” and in it no CHILD with values of the return."
            self._refuse(what, "Give the SSDA903 as XML, which begins with EXPSSDA903 and holds a CHILD for each child.", line=False)

    def tables(self) -> dict[str, pa.Table]:
        """Give what was read, by table."""
        columns = {name: self._columns(name) for name in self._rows}
        found = {name: {column for column, texts in held.items() if texts.null_count < len(texts)} for name, held in columns.items()}
        if "header" in found:  # then it is the whole return, and what is not in it is not there
            for shape in shapes("ssda903").values():
                if shape.name not in _NOT_OF_XML and (shape.name in found or shape.name not in _APART):
                    found[shape.name] = found.get(shape.name, set()) | {name for name in shape.names if name not in _OPTIONAL}
        return {name: self._table(name, columns.get(name, {}), found[name]) for name in shapes("ssda903") if name in found}

    def notes(self) -> list[Problem]:
        """Name the elements that are of no table."""
        if not self._unknown:
            return []
        shown = ", ".join(f"“{name[:60]}” ({count:,})" for name, count in self._unknown.most_common(20))
        more = f" and {len(self._unknown) - 20:,} more" if len(self._unknown) > 20 else ""
        return [Problem(f"No table of the return has these elements; not read: {shown}{more}.", where=self._name)]

    def _columns(self, name: str) -> dict[str, pa.Array]:
        """Turn the records of a table into columns; blank is null."""
        turned = zip(*self._rows[name], strict=True)
        return {
            column: pa.array([text or None for text in texts], pa.string())
            for column, texts in zip(shapes("ssda903")[name].names, turned, strict=True)
        }

    def _table(self, name: str, held: Mapping[str, pa.Array], wanted: set[str]) -> pa.Table:
        count = len(self._rows.get(name, []))
        blank = pa.nulls(count, pa.string())
        texts = {column: held.get(column, blank) for column in shapes("ssda903")[name].names if column in wanted}
        return pa.table({"row": pa.array(range(count), pa.int64()), **texts})

    def _start(self, name: str, _attributes: object) -> None:
        if " " in name:
            namespace, name = name.split(" ", 1)
            what = f"The element “{name[:60]}” is in the namespace “{namespace[:100]}”; the SSDA903 has none."
            self._refuse(what, "Check that it is the SSDA903, and export it without xmlns.")
        if self._leaf is not None:
            self._open.append(_Block(plain(self._leaf)))
            if len(self._open) > _DEEPEST:
                self._refuse(f"Elements stand in one another more than {_DEEPEST} deep.", "Export the return again.")
        elif not self._root:
            self._root = name
            if plain(name) == "message":
                self._refuse("This is the children in need census, not the SSDA903.", "Load or check it as cin.")
        self._leaf = name
        self._words.clear()

    def _doctype(self, *_given: object) -> None:
        self._refuse("The file declares a document type (DOCTYPE), which no return has.", "Export the return again, without it.")

    def _end(self, name: str) -> None:
        if self._leaf is not None:
            self._leaf = None
            if self._open and (meaning := self._meanings.get(name) or self._meaning(name)):
                words = self._words
                self._open[-1].fields.append((meaning, (words[0] if len(words) == 1 else "".join(words)).strip()))
            return
        block = self._open.pop()
        if block.name == "child":
            self._child([*block.blocks, block.fields])
        elif len(self._open) > 1:  # what stands beside the children in the root is of no child
            self._open[-1].blocks += [*block.blocks, block.fields]

    def _meaning(self, name: str) -> _Meaning | None:
        """Give what an element means that was not met before; one that means nothing is counted."""
        meaning = _meanings().get(plain(name))
        if meaning is not None:
            self._meanings[name] = meaning
        elif len(self._unknown) < _MOST_NAMES or name in self._unknown:
            self._unknown[name] += 1
        return meaning

    def _child(self, blocks: list[_Fields]) -> None:
        shared, header = _about_child(blocks)
        if not shared.get("child"):
            if any(blocks):
                self._refuse("A CHILD that ends here has no CHILDID.", "Every CHILD needs one; export the return again.")
            return
        self._children += 1
        if header or "sex" in shared:
            self._keep("header", _filled("header", {**shared, **header}))
        if header.get("duc") or header.get("uasc") == "1":
            self._keep("uasc", _filled("uasc", {**shared, **header}))
        for block in blocks:
            for table, row in _records(block, shared):
                self._keep(table, row)

    def _keep(self, table: str, row: _Row) -> None:
        self._rows.setdefault(table, []).append(row)

    def _refuse(self, what: str, remedy: str, *, line: bool = True) -> NoReturn:
        where = f"{self._name}, line {self._parser.CurrentLineNumber:,}" if line else self._name
        raise NotReadable(Problem(what, where=where, remedy=remedy))


def _about_child(blocks: list[_Fields]) -> tuple[dict[str, str], dict[str, str]]:
    """Give what is said of the child wherever it stands: what all of its records are given, and what is of the child alone."""
    shared: dict[str, str] = {}
    header: dict[str, str] = {}
    for block in blocks:
        for meaning, value in block:
            if not meaning.table:
                shared[meaning.column] = shared.get(meaning.column) or value
            elif meaning.table in _OF_CHILD:
                header[meaning.column] = header.get(meaning.column) or value
    return shared, header


def _records(block: _Fields, shared: Mapping[str, str]) -> Iterator[tuple[str, _Row]]:
    """Give the records of a block that have values, besides those of which a child has one; where a column comes again the next begins."""
    begun: dict[str, _Row] = {}
    ended: list[tuple[str, _Row]] = []
    own: dict[str, str] = {}
    for meaning, value in block:
        table = meaning.table
        if not table:
            if value:
                own[meaning.column] = value
            continue
        if table in _OF_CHILD:
            continue
        row = begun.get(table)
        if row is None or row[meaning.at] is not None:
            if row is not None:
                ended.append((table, row))
            row = begun[table] = [None] * _width(table)
        row[meaning.at] = value
    for table, row in (*ended, *begun.items()):
        if any(row):
            for column, at in _shared_places(table):
                row[at] = own.get(column) or shared.get(column)
            yield table, row


def _filled(table: str, values: Mapping[str, str]) -> _Row:
    return [values.get(name) for name in shapes("ssda903")[table].names]


@functools.cache
def _width(table: str) -> int:
    return len(shapes("ssda903")[table].names)


@functools.cache
def _shared_places(table: str) -> tuple[tuple[str, int], ...]:
    """Say where the columns stand that are given to all of a child's records."""
    return tuple((name, at) for at, name in enumerate(shapes("ssda903")[table].names) if name in _SHARED)


@functools.cache
def _meanings() -> Mapping[str, _Meaning]:
    """Map the names of elements, reduced, to what they mean: each is a column of one table, or is given to all."""
    kept = [shape for shape in shapes("ssda903").values() if shape.name not in _NOT_OF_XML]
    own = [_Meaning(name, shape.name, at) for shape in kept for at, name in enumerate(shape.names) if name not in _SHARED]
    given = {name: _Meaning(name, "", 0) for name in _SHARED}
    return {**given, **{plain(each.column): each for each in own}, **dict.fromkeys(_CHILD, given["child"])}


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _problem(name: str, error: ExpatError) -> Problem:
    where = f"{name}, line {error.lineno:,}"
    if error.code in _CUT_OFF:
        remedy = "Export or copy it again; it may have been cut short on the way."
        return Problem("The XML ends before it is complete.", where=where, remedy=remedy)
    return Problem(f"The XML cannot be read ({ErrorString(error.code)}).", where=where, remedy="Export the return again, in UTF-8.")
