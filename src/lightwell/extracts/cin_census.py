"""Reads the children in need census: one XML file of any size, in pieces, into its tables as texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lightwell.errors import Problem
from lightwell.extracts.cin_blocks import MOST_OF_ONE_CHILD, OF, Census, NoEnd
from lightwell.extracts.cin_places import census_places
from lightwell.extracts.model import Progress, silent
from lightwell.extracts.opening import refuse
from lightwell.extracts.returns_model import ReturnFile, ReturnRead
from lightwell.extracts.xml_files import XmlFile, open_xml, parse_xml
from lightwell.extracts.xml_places import Passed, Walker, WrongRoot

MOST_NOTES = 50
_SHOWN = 60
_REMEDY = "Give the XML file of the children in need census."


def read_cin_census(path: Path, progress: Progress = silent) -> ReturnRead:
    """Read a census: an XML file, or a .zip or .gz with one.

    Every table and column of `shapes("cin_census")` is given, for an element that is nowhere in the file is blank. Raises `Refused` with
    the line and what to do where the file is another, is cut off, or is not XML. What has no place in the census is in `notes`.
    """
    census = Census()
    walker = Walker(census_places(census))
    with open_xml(path) as file:
        try:
            parse_xml(path, file, walker, census.after, progress)
        except WrongRoot as error:
            what = f"This is no children in need census: its outermost element is “{_short(str(error))}”, not “Message”."
            raise refuse(path, Problem(what, where=file.name, remedy=_REMEDY)) from error
        except NoEnd as error:
            what = f"One child, or what stands between two, goes on for more than {MOST_OF_ONE_CHILD:,} bytes."
            raise refuse(path, Problem(what, where=file.name, remedy=_REMEDY)) from error
        if not census.has_children:
            what = "This is no children in need census: it has no “Children”."
            raise refuse(path, Problem(what, where=file.name, remedy=_REMEDY))
    tables = census.tables()
    files = tuple(ReturnFile(file.name, name, False, table.num_rows) for name, table in tables.items())
    notes = [
        *file.notes,
        *_about_the_whole(file, census, tables["message"].column("collection").to_pylist()),
        *_passed(file, walker.passed),
    ]
    if len(notes) > MOST_NOTES:
        notes = [*notes[:MOST_NOTES], Problem(f"There are {len(notes) - MOST_NOTES:,} more notes of this kind.", where=file.name)]
    return ReturnRead(OF, tables, files, tuple(notes))


def _about_the_whole(file: XmlFile, census: Census, collections: list[str | None]) -> Iterator[Problem]:
    if not census.count:
        yield Problem("There is no child in the census.", where=file.name, remedy="Take the return again if there should be.")
    for collection in sorted({name for name in collections if name and name.upper() != "CIN"}):
        what = f"The header says that the collection is “{_short(collection)}”, not “CIN”."
        yield Problem(what, where=file.name, remedy="Look whether this is the right file.")


def _passed(file: XmlFile, passed: Passed) -> Iterator[Problem]:
    """Tell what was passed over."""
    for (name, where), times in sorted(passed.unknown.items()):
        what = f"“{_short(name)}” is no element of the census inside “{where}”; it was passed over{_often(times)}, with all inside it."
        yield Problem(what, where=file.name)
    for (name, where), times in sorted(passed.repeated.items()):
        yield Problem(f"“{name}” stands more than once in one “{where}”{_often(times)}; the first was kept.", where=file.name)
    for where, times in sorted(passed.stray.items()):
        yield Problem(f"There is text between the elements of “{where}”; it was passed over{_often(times)}.", where=file.name)


def _often(times: int) -> str:
    return f" ({times:,} times)" if times > 1 else ""


def _short(name: str) -> str:
    return name if len(name) <= _SHOWN else f"{name[: _SHOWN - 3]}..."
