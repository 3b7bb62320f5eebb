"""Where postcodes are: a file of the whole country, of which only those asked for are kept.

Read are CSV files in the columns of the ONS Postcode Directory or the National Statistics Postcode Lookup, of any edition, and of Ordnance
Survey's Code-Point Open, which has no heading; or a folder with several of them. They are known by what stands in their first line.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from lightwell.errors import Problem, Refused

WHERE = pa.schema([("postcode", pa.string()), ("easting", pa.float64()), ("northing", pa.float64()), ("authority", pa.string())])
"""One row for each postcode: without spaces, in capitals; metres of the grid, blank where it has none; the ONS code of the authority."""

_PIECE = 1024**2
_FIRST = 64 * 1024
_ASKED = "Give the ONS Postcode Directory, the National Statistics Postcode Lookup or Code-Point Open, as CSV."
_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?\s*[0-9][A-Z]{2}", re.ASCII)
_HEADINGS = {
    "postcode": ("pcds", "pcd", "pcd8", "pcd7", "postcode"),
    "easting": ("oseast1m", "east1m", "easting", "eastings"),
    "northing": ("osnrth1m", "north1m", "northing", "northings"),
    "district": (r"(os)?laua", r"lad\d\dcd", r"lad(cd)?"),
    "county": (r"(os)?cty", r"cty\d\dcd"),
}
_CODE_POINT = {"postcode": 0, "easting": 2, "northing": 3, "county": 7, "district": 8}
_CODE_POINT_COLUMNS = 10
_RESPONSIBLE = "^(E06|E08|E09|E10|W06|S12|N09)[0-9]{6}$"
"""Authorities that have children's services. A district (E07) has none: its county has, where the file names it."""


@dataclass(frozen=True)
class _Form:
    """How one file is written: the columns that it has, or none where its first line names them, and those of them that are read."""

    names: tuple[str, ...]
    wanted: Mapping[str, str]


def plain_postcodes(texts: pa.Array) -> pa.Array:
    """Put postcodes in the form in which they are compared: capitals, no spaces."""
    return pc.utf8_upper(pc.replace_substring_regex(texts, r"\s+", ""))


def find_postcodes(path: Path, asked: pa.Array) -> pa.Table:
    """Look up postcodes, in the form of `plain_postcodes`; gives `WHERE` in their order, without those that the file does not have.

    The file is read in pieces. Raises `Refused` if it is no such file, or cannot be read to its end.
    """
    forms = [(file, form) for file in _files(path) if (form := _form(file)) is not None]
    if not forms and path.is_file():
        raise _refused(path, Problem("The first line is that of no file of postcodes that is known.", where=path.name, row=1))
    if not forms:
        raise _refused(path, Problem("None of its CSV files is a file of postcodes that is known.", where=path.name))
    return _one_each(pa.Table.from_batches([batch for file, form in forms for batch in _read(path, file, form, asked)], schema=WHERE))


def _files(path: Path) -> list[Path]:
    try:
        if path.is_dir():
            return sorted(file for file in path.iterdir() if file.suffix.lower() == ".csv" and file.is_file())
        with path.open("rb"):
            return [path]
    except (OSError, ValueError) as error:
        raise _refused(path, Problem("It cannot be opened.", where=str(path), remedy="Check the path.")) from error


def _form(file: Path) -> _Form | None:
    """Know a file by its first line."""
    with file.open("rb") as stream:
        first = stream.read(_FIRST).split(b"\n")[0].rstrip(b"\r")
    try:
        cells = next(csv.reader([first.decode("utf-8-sig", "replace")]), [])
    except csv.Error:
        return None
    plain = [cell.strip().lower() for cell in cells]
    wanted = {meaning: cells[at] for meaning, at in _named(plain).items()}
    if {"postcode", "easting", "northing", "district"} <= wanted.keys():
        return _Form((), wanted)
    if len(cells) == _CODE_POINT_COLUMNS and _POSTCODE.fullmatch(cells[0].strip()) and cells[2].isdigit() and cells[3].isdigit():
        names = tuple(f"c{place}" for place in range(len(cells)))
        return _Form(names, {meaning: names[place] for meaning, place in _CODE_POINT.items()})
    return None


def _named(headings: list[str]) -> dict[str, int]:
    found = {}
    for meaning, patterns in _HEADINGS.items():
        at = [place for pattern in patterns for place, heading in enumerate(headings) if re.fullmatch(pattern, heading)]
        if at:
            found[meaning] = at[0]
    return found


def _read(path: Path, file: Path, form: _Form, asked: pa.Array) -> Iterator[pa.RecordBatch]:
    """Read one file in pieces; raises `Refused` where it breaks off or a line has too few or too many cells."""
    options = arrow_csv.ConvertOptions(
        include_columns=list(form.wanted.values()), column_types=dict.fromkeys(form.wanted.values(), pa.string()), strings_can_be_null=False
    )
    reading = arrow_csv.ReadOptions(block_size=_PIECE, column_names=list(form.names) or None)
    try:
        with arrow_csv.open_csv(file, reading, arrow_csv.ParseOptions(newlines_in_values=False), options) as reader:
            for batch in reader:
                yield _kept(batch, form.wanted, asked)
    except (pa.ArrowException, UnicodeError, OSError, ValueError) as error:
        said = " ".join(str(error).split())[:160]
        raise _refused(
            path, Problem(f"It cannot be read as CSV to its end: {said}", where=file.name, remedy="Download it again.")
        ) from error


def _kept(batch: pa.RecordBatch, wanted: Mapping[str, str], asked: pa.Array) -> pa.RecordBatch:
    postcodes = plain_postcodes(batch.column(wanted["postcode"]))
    among = pc.is_in(postcodes, value_set=asked)
    kept = batch.filter(among)
    blank = pa.nulls(kept.num_rows, pa.string())
    text = {meaning: kept.column(wanted[meaning]) if meaning in wanted else blank for meaning in _HEADINGS}
    county, district = (pc.utf8_trim_whitespace(text[meaning]) for meaning in ("county", "district"))
    code = pc.if_else(pc.starts_with(county, "E10").fill_null(False), county, district)
    authority = pc.if_else(pc.match_substring_regex(code, _RESPONSIBLE), code, pa.scalar(None, pa.string()))
    easting, northing = (_metres(text[meaning]) for meaning in ("easting", "northing"))
    somewhere = pc.or_(pc.greater(easting, 0), pc.greater(northing, 0))  # Code-Point Open writes 0, 0 where the place is not known
    none = pa.scalar(None, pa.float64())
    columns = [postcodes.filter(among), pc.if_else(somewhere, easting, none), pc.if_else(somewhere, northing, none), authority]
    return pa.RecordBatch.from_arrays(columns, schema=WHERE)


def _metres(texts: pa.Array) -> pa.Array:
    trimmed = pc.utf8_trim_whitespace(texts)
    sound = pc.match_substring_regex(trimmed, r"^[0-9]{1,7}([.][0-9]+)?$")
    return pc.if_else(sound, trimmed, pa.scalar(None, pa.string())).cast(pa.float64())


def _one_each(found: pa.Table) -> pa.Table:
    """Keep one row for each postcode, the first that says most: a country's file and that of an area may both have it."""
    ranked = found.append_column("place", pa.array(range(found.num_rows), pa.int64()))
    known = pc.add(pc.is_valid(ranked.column("easting")).cast(pa.int8()), pc.is_valid(ranked.column("authority")).cast(pa.int8()))
    ordered = ranked.append_column("known", known).sort_by([("postcode", "ascending"), ("known", "descending"), ("place", "ascending")])
    names = ordered.column("postcode").to_pylist()
    first = pa.array([at == 0 or name != names[at - 1] for at, name in enumerate(names)], pa.bool_())
    return ordered.filter(first).select(WHERE.names)


def _refused(path: Path, problem: Problem) -> Refused:
    told = problem if problem.remedy else replace(problem, remedy=_ASKED)
    return Refused(f"The postcodes of {path.name or path} were not read; nothing was changed.", [told])
