"""Other areas' published values, each with the publication it came from."""

from __future__ import annotations

from lightwell.comparators.model import Comparator

__all__ = ["Comparator"]
