"""Finds which table of which publication a file is, by its columns; or says which table it comes nearest to and what it lacks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lightwell.comparators.loading.publications import Publication, Table
from lightwell.comparators.loading.tidy import TidyFile
from lightwell.errors import Problem

NEEDED = ("time_period", "time_identifier", "geographic_level", "country_code", "region_code", "new_la_code", "old_la_code")
"""The columns that every file has, whatever it is about."""

STANDARD = frozenset((*NEEDED, "country_name", "region_name", "la_name"))
"""Every column that says when and where and is understood."""

REMEDY = "Download the table again as CSV, or describe the new columns in a file of your own: see “Load a release” in the documents."


@dataclass(frozen=True)
class Match:
    """The table that a file is."""

    publication: Publication
    table: Table


def recognise(file: TidyFile, among: Iterable[Publication]) -> Match | Problem:
    """Find the table whose every column a file has: a service's own before those shipped, then the one with most of its columns."""
    columns = set(file.columns)
    candidates = [Match(publication, table) for publication in among for table in publication.tables]
    lacking = [name for name in NEEDED if name not in columns]
    whole = [match for match in candidates if columns.issuperset(match.table.needed)] if not lacking else []
    if not whole:
        return _nearest(file, candidates, lacking)
    best = max(_fit(match, columns) for match in whole)
    chosen = [match for match in whole if _fit(match, columns) == best]
    if len(chosen) > 1:
        said = " and ".join(f"“{match.table.name}” of {match.publication.title}" for match in chosen)
        return Problem(f"The columns fit both {said}.", where=file.name, remedy="Say which publication it is.")
    return chosen[0]


def _fit(match: Match, columns: set[str]) -> tuple[bool, int]:
    return match.table.name in match.publication.own, len(columns & match.table.known)


def _nearest(file: TidyFile, candidates: list[Match], lacking: list[str]) -> Problem:
    columns = set(file.columns)
    near = max(candidates, key=lambda match: _share(match.table, columns), default=None)
    if near is None or not _share(near.table, columns):
        said = f"It lacks {_listed(lacking)}, which every file has. " if lacking else ""
        what = f"{said}None of its columns is known: {_listed(file.headings)}."
        return Problem(what, where=file.name, remedy=f"The publications read here are: {_titles(candidates)}. {REMEDY}")
    missing = [*lacking, *(name for name in near.table.needed if name not in columns)]
    others = [heading for heading, name in zip(file.headings, file.columns, strict=True) if name not in STANDARD | near.table.known]
    has = f" It has these in their place: {_listed(others)}." if others else ""
    what = f"It comes nearest to “{near.table.name}” of {near.publication.title}, and lacks the columns {_listed(missing)}.{has}"
    return Problem(what, where=file.name, remedy=REMEDY)


def _share(table: Table, columns: set[str]) -> float:
    return sum(name in columns for name in table.needed) / len(table.needed)


def _listed(names: Iterable[str]) -> str:
    given = list(names)
    return ", ".join(given[:12]) + (f" and {len(given) - 12} more" if len(given) > 12 else "")


def _titles(candidates: list[Match]) -> str:
    return "; ".join(dict.fromkeys(match.publication.title for match in candidates))
