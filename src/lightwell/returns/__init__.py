"""The statutory returns: their tables and codes, and the collections that they are made for."""

from __future__ import annotations

from lightwell.returns.collections import Collection, last_collection
from lightwell.returns.shapes import LAST, Column, Shape, shapes

RETURNS = {"ssda903": "Children looked after (SSDA903)", "cin_census": "Children in need census"}
"""The statutory returns, by the name that they have here."""

__all__ = ["LAST", "RETURNS", "Collection", "Column", "Shape", "last_collection", "shapes"]
