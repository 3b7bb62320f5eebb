"""Where placements are: the columns of the SSDA903 that are worked out from postcodes, as the Department does when it takes the return.

Source: the guide to the SSDA903, placement distance (miles in a straight line from home to placement), placement location, and local
authority of placement. None is wanted of short breaks (V3 and V4), and no distance of unaccompanied children, who have no home here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from lightwell.comparators.areas import area_of
from lightwell.errors import NotFound, Problem
from lightwell.extracts.checking import whole
from lightwell.extracts.postcodes import find_postcodes, plain_postcodes
from lightwell.returns import LAST, shapes

DERIVED = ("pl_la", "pl_distance", "pl_location")
_EPISODES = ("episodes", f"episodes{LAST}")
_READ = ("child", "ls", "home_post", "pl_post")
_METRES_A_MILE = 1609.344

_WORK_OUT = f"""
SELECT e.place, p.authority AS pl_la,
    CASE WHEN u.child IS NULL AND coalesce(h.authority[1] = 'N', false) = coalesce(p.authority[1] = 'N', false)
        THEN printf('%.1f', sqrt(pow(h.easting - p.easting, 2) + pow(h.northing - p.northing, 2)) / {_METRES_A_MILE}) END AS pl_distance,
    CASE WHEN len($own) > 0 AND p.authority IS NOT NULL THEN CASE WHEN list_contains($own, p.authority) THEN 'IN' ELSE 'OUT' END END
        AS pl_location
FROM episodes_given e
LEFT JOIN places h ON h.postcode = e.home AND coalesce(e.ls, '') NOT IN ('V3', 'V4')
LEFT JOIN places p ON p.postcode = e.placement AND coalesce(e.ls, '') NOT IN ('V3', 'V4')
LEFT JOIN unaccompanied u ON u.child = e.child
ORDER BY e.place
"""
# Northern Ireland has a grid of its own: no straight line can be drawn from it to elsewhere.


@dataclass(frozen=True)
class Whereabouts:
    """The tables with what was worked out, what there is to say of it, and a hash of what the postcodes asked for were found to be."""

    tables: Mapping[str, pa.Table]
    notes: tuple[Problem, ...]
    sha256: str


def with_whereabouts(tables: Mapping[str, pa.Table], postcodes: Path, authority: str, connection: duckdb.DuckDBPyConnection) -> Whereabouts:
    """Work out `PL_LA`, `PL_DISTANCE` and `PL_LOCATION` of every episode of both years; a column that the files fill is left as it is.

    Raises `Refused` if the file of postcodes cannot be used.
    """
    given = {name: _given(tables[name]) for name in _EPISODES if name in tables}
    asked = [table.column(column) for table in given.values() for column in ("home", "placement")]
    wanted = whole(pa.chunked_array(asked, pa.string())).drop_null().unique() if asked else pa.array([], pa.string())
    places = find_postcodes(postcodes, wanted)
    connection.register("places", places)
    connection.register("unaccompanied", _unaccompanied(tables))
    own = _codes_of(authority)
    made, notes = dict(tables), [] if own else [_no_code(authority)]
    for name, table in given.items():
        connection.register("episodes_given", table)
        worked_out = connection.sql(_WORK_OUT, params={"own": list(own)}).to_arrow_table()
        made[name], stood = _filled(tables[name], worked_out)
        notes += [*stood, *_not_found(table, places, name, postcodes)]
        connection.unregister("episodes_given")
    connection.unregister("places")
    connection.unregister("unaccompanied")
    told = repr([*zip(*(column.to_pylist() for column in places.columns), strict=True)])
    return Whereabouts(made, tuple(notes), hashlib.sha256(told.encode()).hexdigest())


def _given(table: pa.Table) -> pa.Table:
    blank = pa.nulls(table.num_rows, pa.string())
    child, status, home, placement = (whole(table.column(name)) if name in table.column_names else blank for name in _READ)
    return pa.table(
        {
            "place": pa.array(range(table.num_rows), pa.int64()),
            "child": child,
            "ls": status,
            "home": plain_postcodes(home),
            "placement": plain_postcodes(placement),
        }
    )


def _unaccompanied(tables: Mapping[str, pa.Table]) -> pa.Table:
    """List the children who are, or were last year, among the unaccompanied."""
    found = []
    for ending in ("", LAST):
        uasc, header = tables.get(f"uasc{ending}"), tables.get(f"header{ending}")
        if uasc is not None and "child" in uasc.column_names:
            found.append(whole(uasc.column("child")))
        if header is not None and {"child", "uasc"} <= set(header.column_names):
            found.append(whole(header.column("child")).filter(pc.equal(whole(header.column("uasc")), "1")))
    return pa.table({"child": pa.chunked_array(found, pa.string()).drop_null().unique()})


def _codes_of(authority: str) -> tuple[str, ...]:
    """Give every code that the authority has had; none where it has no code of the ONS."""
    try:
        area = area_of(authority)
    except NotFound:
        return (authority,) if re.fullmatch(r"E\d{8}", authority) else ()
    return tuple(code for code in (area.code, area.old_code, *area.also) if code)


def _no_code(authority: str) -> Problem:
    what = f"“{authority}” is no code of an authority, so PL_LOCATION, inside it or outside, is not worked out."
    return Problem(what, remedy="Give the ONS code as the authority in settings.yaml, as in E06000045.")


def _filled(table: pa.Table, worked_out: pa.Table) -> tuple[pa.Table, list[Problem]]:
    notes = []
    for name in DERIVED:
        if name not in table.column_names:
            table = table.append_column(name, worked_out.column(name))
        elif table.column(name).null_count == table.num_rows:
            table = table.set_column(table.column_names.index(name), name, worked_out.column(name))
        else:
            what = f"The return fills {name.upper()} itself, so it was not worked out from the postcodes."
            notes.append(Problem(what, where="Episodes", column=name.upper()))
    order = ["row", *(name for name in shapes("ssda903")["episodes"].names if name in table.column_names)]
    return table.select(order), notes


def _not_found(table: pa.Table, places: pa.Table, name: str, postcodes: Path) -> list[Problem]:
    """Count the postcodes that the file does not have; they are not named, for they say where children live."""
    notes = []
    where = "Episodes of last year" if name.endswith(LAST) else "Episodes"
    for column, words, blank in (
        ("home", "home", "PL_DISTANCE is"),
        ("placement", "placement", "PL_DISTANCE, PL_LOCATION and PL_LA are"),
    ):
        texts = whole(table.column(column)).drop_null()
        unknown = texts.filter(pc.invert(pc.is_in(texts, value_set=whole(places.column("postcode")))))
        if count := len(unknown.unique()):
            rows = f"{len(unknown):,} {'episode' if len(unknown) == 1 else 'episodes'}"
            what = f"{count:,} {words} {'postcode' if count == 1 else 'postcodes'} of {rows} not in {postcodes.name}: {blank} blank."
            notes.append(Problem(what, where=where, remedy="Correct the postcodes, or give a newer file of them."))
    return notes
