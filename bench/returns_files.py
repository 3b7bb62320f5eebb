"""The files that the checks of returns are measured on: returns of the invented authority at any size, with some values wrong."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lightwell.returns import Collection
from lightwell.synthetic import invent
from lightwell.synthetic.authority import Authority
from lightwell.synthetic.cin_census import Census, cin_census_of
from lightwell.synthetic.cin_census_copies import write_cin_census_copies
from lightwell.synthetic.ssda903 import ssda903_return, write_ssda903_tables
from lightwell.synthetic.ssda903_many import many_ssda903
from lightwell.synthetic.ssda903_model import InventedReturn

SCALE = 0.5
"""The part of the invented authority that the files are copied from: enough to hold every error that can be planted in a census."""


@dataclass(frozen=True)
class Origin:
    """What the files are copied from."""

    looked_after: InventedReturn
    census: Census


def origin_of(collection: Collection) -> Origin:
    """Invent an authority and make its two returns of a collection, which the history is moved on to if it has to be."""
    authority = invent(scale=SCALE)
    return Origin(ssda903_return(authority, collection), cin_census_of(authority, collection, years=_moved(authority, collection)))


def write_903(origin: Origin, folder: Path, children: int, *, seed: int = 1) -> tuple[Path, Path]:
    """Write the SSDA903 of so many children, and that of the year before; gives the two folders."""
    made = many_ssda903(origin.looked_after, children, seed=seed)
    now, before = folder / "now", folder / "before"
    write_ssda903_tables(made.tables, now, derived=False)
    write_ssda903_tables(made.last_year, before, derived=False)
    return now, before


def write_cin(origin: Origin, file: Path, children: int, *, first: int = 1) -> Path:
    """Write the census of so many children, numbered from `first`."""
    return write_cin_census_copies(origin.census, file, children, first=first)


def _moved(authority: Authority, collection: Collection) -> int:
    """Say by how many years the history has to be moved on to hold the collection."""
    last = authority.months[-1]
    whole = last.year - 1 if last.number >= 3 else last.year - 2
    return max(0, collection.year - whole)
