"""Writes the children in need census of the invented authority, clean or with planted errors."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lightwell.errors import NotFound
from lightwell.periods import Month
from lightwell.returns import Collection
from lightwell.synthetic.authority import Authority
from lightwell.synthetic.cin_census_children import census_children
from lightwell.synthetic.cin_census_model import CensusChild
from lightwell.synthetic.cin_census_planted import Planted, plant
from lightwell.synthetic.cin_census_records import census_records
from lightwell.synthetic.cin_census_xml import write_census

LEA = "999"
"""The invented authority's number; no real one has it."""


@dataclass(frozen=True)
class Census:
    """The children of a census, in the order of their identifiers."""

    collection: Collection
    children: tuple[CensusChild, ...]


def write_cin_census(
    authority: Authority, collection: Collection, file: Path, *, planted: bool = False, years: int = 0
) -> tuple[Planted, ...]:
    """Write the census of a collection as it was known on its last day; gives the plan of the errors planted, none unless asked for.

    `years` moves the whole history on by so many years, so that a later collection than it reaches can be made. Raises `NotFound` where
    the authority's history does not hold the whole year.
    """
    census = cin_census_of(authority, collection, years=years)
    if not planted:
        write_census(file, collection, census.children, lea=LEA)
        return ()
    children, plan, reference = plant(census.children, collection)
    write_census(file, collection, children, lea=LEA, reference=reference)
    return plan


def cin_census_of(authority: Authority, collection: Collection, *, years: int = 0) -> Census:
    """Give the clean children of a collection; `years` and what is raised as in `write_cin_census`."""
    held = Collection(collection.year - years)
    if Month.of(held.first_day) not in authority.months or Month.of(held.last_day) not in authority.months:
        first, last = authority.months[0].name, authority.months[-1].name
        what = f"The history of {authority.name} from {first} to {last} does not hold the year {held}."
        raise NotFound(f"{what} Choose another collection, or move the history on by whole years.")
    with census_records(authority, collection, years) as connection:
        return Census(collection, tuple(census_children(connection, collection)))
