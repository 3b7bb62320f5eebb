"""Reads the results of many snapshots into revision triangles: one cube of figures by series, month and snapshot."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt

from lightwell.periods import Month, months_between
from lightwell.results.model import AUTHORITY
from lightwell.signals.triangle import KNOWN, NOT_HELD, STATES, CodeArray, FloatArray, Seen, Triangles

_NO_DATA, _NOT_APPLICABLE = STATES.index("no_data"), STATES.index("not_applicable")

_Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Source:
    """The results of one snapshot: the Parquet file, which snapshot it is, and the first and last month that it holds."""

    file: Path
    seen: Seen
    first: Month
    last: Month


@dataclass(frozen=True)
class _Cells:
    """The rows that were read, as columns, `place` being the flat index of each in the cube (series, months, snapshots)."""

    keys: tuple[tuple[str, str, str], ...]
    series: _Whole
    month: _Whole
    seen: _Whole
    columns: Mapping[str, npt.NDArray[np.generic]]
    releases: tuple[str, ...]


def read_triangles(
    sources: Sequence[Source], units: Mapping[str, str], *, breakdowns: Collection[str], member: str | None = None
) -> Triangles:
    """Read the figures of the indicators in `units`, which maps each to its unit, from snapshots in the order of their making.

    All members of `breakdowns` where none is named. A place without a row where a snapshot holds the month had nothing to count there: 0
    for a count, not applicable for anything else.
    """
    if not sources or not units:
        return _empty(sources)
    months = months_between(min(each.first for each in sources), max(each.last for each in sources))
    cube = _cube(_read(sources, months[0], units, {AUTHORITY, *breakdowns}, member), units, months, sources)
    kept = [index for index, key in enumerate(cube.keys) if key[1] in set(breakdowns)]
    return cube if len(kept) == len(cube) else cube.keep(kept)


_FROM = """
from read_parquet($files, filename = true) v
where v.indicator in (select unnest($indicators)) and v.breakdown in (select unnest($breakdowns))
    and ($member is null or v.member = $member or v.breakdown = 'authority')
"""

_SERIES = f"""
create temp table revision_series as
select *, row_number() over (order by indicator, breakdown <> 'authority', breakdown, member) - 1 as series
from (select distinct indicator, breakdown, member {_FROM})
"""

_COLUMNS = ("version", "numerator", "denominator", "value", "state", "population")

# Integers are joined to the series while the files are read, so that no text is carried along with half a million rows.
_CELLS = f"""
with asked as (select * {_FROM}),
files as (select unnest($files) as filename, generate_subscripts($files, 1) - 1 as seen),
states as (select unnest($states) as state, generate_subscripts($states, 1) - 1 as code),
releases as (select unnest($releases) as population, generate_subscripts($releases, 1) - 1 as code)
select
    s.series, f.seen, datediff('month', cast($first as date), a.month) as month,
    a.version, a.numerator, a.denominator, a.value, c.code as state, p.code as population
from asked a
join revision_series s on s.indicator = a.indicator and s.breakdown = a.breakdown and s.member = a.member
join files f on f.filename = a.filename
join states c on c.state = a.state
join releases p on p.population = coalesce(a.population, '')
"""


def _read(sources: Sequence[Source], first: Month, units: Mapping[str, str], breakdowns: set[str], member: str | None) -> _Cells:
    asked = {
        "files": [str(each.file) for each in sources],
        "indicators": list(units),
        "breakdowns": sorted(breakdowns),
        "member": member,
    }
    with duckdb.connect() as connection:
        connection.execute(_SERIES, asked)
        keys = connection.execute("select indicator, breakdown, member from revision_series order by series").fetchall()
        found = connection.execute("select distinct population from read_parquet($files)", {"files": asked["files"]}).fetchall()
        releases = sorted({name or "" for (name,) in found} | {""})
        given = asked | {"first": first.start.isoformat(), "states": list(STATES), "releases": releases}
        cells = connection.execute(_CELLS, given).fetchnumpy()
    whole = {name: np.asarray(cells[name], dtype=np.int64) for name in ("series", "month", "seen")}
    columns = {name: np.ma.filled(np.ma.asarray(cells[name], dtype=np.float64), np.nan) for name in _COLUMNS}
    return _Cells(tuple(keys), whole["series"], whole["month"], whole["seen"], columns, tuple(releases))


def _cube(cells: _Cells, units: Mapping[str, str], months: list[Month], sources: Sequence[Source]) -> Triangles:
    shape = (len(cells.keys), len(months), len(sources))
    place = np.ravel_multi_index((cells.series, cells.month, cells.seen), shape) if len(cells.series) else cells.series

    def filled(name: str) -> FloatArray:
        array = np.full(shape, np.nan)
        array.flat[place] = cells.columns[name]
        return array

    def coded(name: str) -> CodeArray:
        array = np.zeros(shape, dtype=np.int16)
        array.flat[place] = cells.columns[name]
        return array

    numerators, denominators, values, states = filled("numerator"), filled("denominator"), filled("value"), coded("state")
    versions = np.zeros((shape[0], shape[2]), dtype=np.int16)
    versions[cells.series, cells.seen] = cells.columns["version"]
    named = tuple(units[key[0]] for key in cells.keys)
    _fill_none_counted(cells.keys, named, (states, numerators, denominators, values, versions))
    return Triangles(
        keys=cells.keys,
        units=named,
        months=tuple(months),
        seen=tuple(each.seen for each in sources),
        states=states,
        numerators=numerators,
        denominators=denominators,
        values=values,
        versions=versions,
        populations=coded("population"),
        releases=cells.releases or ("",),
    )


def _fill_none_counted(
    keys: tuple[tuple[str, str, str], ...],
    units: tuple[str, ...],
    arrays: tuple[CodeArray, FloatArray, FloatArray, FloatArray, CodeArray],
) -> None:
    """Put into the cube what a place without a row was: nothing was there to count, wherever the whole authority has a row."""
    states, numerators, denominators, values, versions = arrays
    whole = {key[0]: index for index, key in enumerate(keys) if key[1] == AUTHORITY}
    above = np.array([whole.get(key[0], index) for index, key in enumerate(keys)], dtype=np.int64)
    count = np.array([unit == "count" for unit in units], dtype=np.bool_)[:, None, None]
    missing = (states == NOT_HELD) & (states[above] != NOT_HELD)
    unknown = missing & (states[above] == _NO_DATA)
    zero = missing & ~unknown
    states[unknown] = _NO_DATA
    states[zero & count] = KNOWN
    states[zero & ~count] = _NOT_APPLICABLE
    numerators[zero] = 0.0
    denominators[zero & ~count] = 0.0
    values[zero & count] = 0.0
    versions[:] = np.where(versions == 0, versions[above], versions)


def _empty(sources: Sequence[Source]) -> Triangles:
    shape = (0, 0, len(sources))
    codes, numbers = np.zeros(shape, dtype=np.int16), np.zeros(shape)
    versions = np.zeros((0, len(sources)), dtype=np.int16)
    return Triangles((), (), (), tuple(each.seen for each in sources), codes, numbers, numbers, numbers, versions, codes)
