"""Knows the tables and columns of a return by any way of writing them: the guide's, ours, whatever the case, spaces and underscores."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from lightwell.errors import NotFound
from lightwell.returns.collections import Collection
from lightwell.returns.shapes import LAST, Column, shapes

_OTHER = re.compile(r"[^a-z0-9]")
_RETURNS = {"903": "ssda903", "ssda903": "ssda903", "cin": "cin_census", "cincensus": "cin_census"}
_LAST_YEAR = ("lastyear", "previousyear", "last", "previous")

_TABLES: Mapping[str, Mapping[str, str]] = {
    "ssda903": {"placedforadoption": "placed_for_adoption", "dol": "deprivation_of_liberty", "providerinfo": "providers"},
    "cin_census": {
        "childcharacteristics": "children",
        "child": "children",
        "plans": "protection_plans",
        "cppreviews": "reviews",
        "assessmentfactors": "assessment_factors",
        "preproceedings": "pre_proceedings",
    },
}
"""What a table is called besides by its own name and title."""

_COLUMNS: Mapping[str, str] = {
    "childid": "child",
    "lachildid": "child",
    "cindetailsid": "cin",
    "cppid": "plan",
    "assessmentid": "assessment",
    "assessmentfactors": "assessment_factor",
    "assessmentfactor": "assessment_factor",
    "disabilities": "disability",
    "lacodeinferred": "la_code",
    "opened": "opened_on",
    "regstart": "opened_on",
    "closed": "closed_on",
    "regend": "closed_on",
}
"""What a column is called besides by its own name and field."""


@functools.lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """Give a name without what people write differently."""
    return _OTHER.sub("", name.lower())


@functools.lru_cache(maxsize=64)
def ruleset_named(ruleset: str) -> tuple[str, Collection]:
    """Read `903/2026-27` or `cin/2025-26`: the return and the collection; raises `NotFound` where it is neither."""
    name, _, year = ruleset.partition("/")
    try:
        return _RETURNS[plain(name)], Collection.parse(year)
    except (KeyError, ValueError):
        what = f"There is no ruleset “{ruleset}”. A ruleset is 903 or cin with a collection, such as 903/2026-27 or cin/2025-26."
        raise NotFound(what) from None


@functools.lru_cache(maxsize=512)
def table_named(of: str, name: str) -> str:
    """Find the table that is meant, with `_last` for that of the year before; raises `NotFound`, naming all tables, where there is none."""
    known = _known_tables(of)
    said = plain(name)
    if said in known:
        return known[said]
    for ending in _LAST_YEAR:
        if said.endswith(ending) and said.removesuffix(ending) in known:
            return known[said.removesuffix(ending)] + LAST
    titles = dict.fromkeys([*(shape.title for shape in shapes(of).values()), *_more_titles(of)])
    raise NotFound(f"This return has no table “{name}”. The tables are {', '.join(titles)}; _last after a name is last year's.")


@functools.cache
def _known_tables(of: str) -> Mapping[str, str]:
    own = {plain(named): shape.name for shape in shapes(of).values() for named in (shape.name, shape.title)}
    return {**_TABLES[of], **own}


@functools.cache
def columns_of(of: str, table: str) -> Mapping[str, Column]:
    """Give the columns of a table by every name that they have, each as `plain` makes it."""
    columns = shapes(of)[table].columns
    held = {column.name: column for column in columns}
    own = {plain(named): column for column in columns for named in (column.name, column.field)}
    return {**{said: held[name] for said, name in _COLUMNS.items() if name in held}, **own}


def _more_titles(of: str) -> tuple[str, ...]:
    return ("ChildCharacteristics",) if of == "cin_census" else ()
