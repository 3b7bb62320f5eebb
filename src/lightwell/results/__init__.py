"""Indicators on a snapshot: values, breakdowns, the children behind them, and where every figure comes from."""

from __future__ import annotations

from lightwell.results.children import Part, list_columns
from lightwell.results.compute import Population, compute, months_for
from lightwell.results.load import Loaded, load_extract, own_definitions
from lightwell.results.model import AUTHORITY, ChildList, State, Value
from lightwell.results.needs import feeds, known_from, needed
from lightwell.results.opened import definitions_of, reading
from lightwell.results.settings import NOT_SET, Settings, read_settings
from lightwell.results.values import children, values

__all__ = [
    "AUTHORITY",
    "NOT_SET",
    "ChildList",
    "Loaded",
    "Part",
    "Population",
    "Settings",
    "State",
    "Value",
    "children",
    "compute",
    "definitions_of",
    "feeds",
    "known_from",
    "list_columns",
    "load_extract",
    "months_for",
    "needed",
    "own_definitions",
    "read_settings",
    "reading",
    "values",
]
