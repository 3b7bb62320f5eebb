"""Writes censuses of any size for measurements: the children of one census many times over, each under a number of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path

from lightwell.synthetic.cin_census import LEA, Census
from lightwell.synthetic.cin_census_invented import pupil_number
from lightwell.synthetic.cin_census_model import CensusChild
from lightwell.synthetic.cin_census_planted import planted_children
from lightwell.synthetic.cin_census_xml import write_census

_FORMER = 500_000_000
"""What is added to a number for a former pupil number; there are so many numbers for children, and for these."""


def write_cin_census_copies(census: Census, file: Path, children: int, *, first: int = 1, one_wrong_in: int = 50, lea: str = LEA) -> Path:
    """Write a census of so many children, numbered from `first`, with an error in one of every `one_wrong_in` (0 for none).

    What is wrong is each time another of the errors that can be planted in cases. Give each file of several another `first`, so that no
    child is in two. Raises `NotFound` where the census is too small to hold every error.
    """
    return write_census(file, census.collection, _copies(census, children, first, one_wrong_in), lea=lea)


def _copies(census: Census, children: int, first: int, one_wrong_in: int) -> Iterator[CensusChild]:
    good = cycle(census.children)
    wrong = cycle(planted_children(census.children, census.collection)) if one_wrong_in else good
    for number in range(first, first + children):
        child = next(wrong if one_wrong_in and number % one_wrong_in == 0 else good)
        yield replace(
            child,
            child=str(number),
            upn=child.upn and pupil_number(number),
            former_upn=child.former_upn and pupil_number(_FORMER + number),
        )
