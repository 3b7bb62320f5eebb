"""Authorities, regions and England: their codes, old and new, and the region of each authority."""

from __future__ import annotations

import csv
import functools
import io
from collections.abc import Mapping
from importlib.resources import files

from lightwell.comparators.model import Area, Level
from lightwell.errors import NotFound

ENGLAND = "E92000001"

_LEVELS: dict[str, Level] = {"authority": "authority", "region": "region", "england": "england"}


@functools.cache
def areas() -> Mapping[str, Area]:
    """Give every area by the ONS code that the statistics use."""
    text = (files("lightwell.comparators") / "data" / "areas.csv").read_text(encoding="utf-8")
    return {row["code"]: _area(row) for row in csv.DictReader(io.StringIO(text))}


def _area(row: dict[str, str]) -> Area:
    return Area(
        row["code"],
        row["name"],
        _LEVELS[row["level"]],
        row["old_code"],
        row["region"],
        tuple(row["also"].split()),
        int(row["first_year"]) if row["first_year"] else None,
        int(row["last_year"]) if row["last_year"] else None,
    )


@functools.cache
def _by_any_code() -> Mapping[str, Area]:
    found = {}
    for area in areas().values():
        for code in (area.code, area.old_code, *area.also):
            if code:
                found[code.casefold()] = area
    return found


def area_of(code: str) -> Area:
    """Find an area by any code that it has had: its ONS code, an earlier or a later one, or its old three digits.

    Raises `NotFound` for a code that none has.
    """
    area = _by_any_code().get(code.strip().casefold())
    if area is None:
        raise NotFound(
            f"No authority has the code “{code[:40]}”. Give the ONS code of an authority in England, like E06000045, or its three digits, "
            "like 852."
        )
    return area


def authority_of(code: str) -> Area:
    """Find an authority by any code that it has had; raises `NotFound` for a code that no authority has."""
    area = area_of(code)
    if area.level != "authority":
        raise NotFound(f"{area.name} ({area.code}) is not an authority. Give the code of an authority, like E06000045.")
    return area


@functools.cache
def authorities() -> tuple[Area, ...]:
    """List the authorities, those that have ended included, by name."""
    return tuple(sorted((area for area in areas().values() if area.level == "authority"), key=lambda area: area.name))


def regions_of(authority: Area) -> tuple[Area, ...]:
    """Give the regions that an authority lies in, the nearest first: Inner London and then London, elsewhere one."""
    found = []
    code = authority.region
    while code:
        found.append(areas()[code])
        code = areas()[code].region
    return tuple(found)
