"""Lists of statistical neighbours: dated, and different for every authority."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib.resources import as_file, files

import pyarrow.parquet as pq

from lightwell.comparators.areas import areas
from lightwell.comparators.model import Area, Neighbour
from lightwell.errors import NotFound


@functools.cache
def _shipped() -> Mapping[str, Mapping[str, tuple[Neighbour, ...]]]:
    with as_file(files("lightwell.comparators") / "data" / "neighbours.parquet") as path:
        rows = pq.read_table(path).to_pylist()
    found: dict[str, dict[str, list[Neighbour]]] = {}
    for row in rows:
        of = found.setdefault(row["list"], {}).setdefault(row["area"], [])
        of.append(Neighbour(areas()[row["neighbour"]], row["rank"], row["closeness"]))
    return {name: {area: tuple(sorted(members, key=lambda one: one.rank)) for area, members in of.items()} for name, of in found.items()}


def list_names() -> tuple[str, ...]:
    """Name the lists that there are, the oldest first: each is called by the year it was published in."""
    return tuple(sorted(_shipped()))


def list_named(name: str) -> str:
    """Check the name of a list; raises `NotFound` with those that there are."""
    if name not in _shipped():
        raise NotFound(f"There is no list of statistical neighbours called “{name[:40]}”. There are those of {' and '.join(list_names())}.")
    return name


def neighbours_in(name: str, authority: Area) -> tuple[Neighbour, ...]:
    """Give the ten nearest of an authority in a list, the nearest first; none where the list was made without it.

    Source: the children's services statistical neighbour benchmarking tool (Department for Education), 2021 and 2025.
    """
    return _shipped()[list_named(name)].get(authority.code, ())
