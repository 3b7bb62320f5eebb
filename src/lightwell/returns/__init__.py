"""The statutory returns: their tables and codes, and the collections that they are made for."""

from __future__ import annotations

from lightwell.returns.collections import Collection
from lightwell.returns.shapes import LAST, Column, Shape, shapes

__all__ = ["LAST", "Collection", "Column", "Shape", "shapes"]
