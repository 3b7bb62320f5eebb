"""What is published of other authorities: releases, markers, neighbour lists, averages, and where an authority stands."""

from __future__ import annotations

from lightwell.comparators.areas import authorities, authority_of
from lightwell.comparators.compare import Viewpoint, compare, comparisons, everywhere, history, releases_of, stands
from lightwell.comparators.lists import list_named, list_names
from lightwell.comparators.measures import measure_named, measures
from lightwell.comparators.model import AVERAGES, Area, Average, Cell, Comparison, Measure, Neighbours, Release, Standing
from lightwell.comparators.populations import PopulationSaid, populations_of
from lightwell.comparators.published import SHIPPED, Published

__all__ = [
    "AVERAGES",
    "SHIPPED",
    "Area",
    "Average",
    "Cell",
    "Comparison",
    "Measure",
    "Neighbours",
    "PopulationSaid",
    "Published",
    "Release",
    "Standing",
    "Viewpoint",
    "authorities",
    "authority_of",
    "compare",
    "comparisons",
    "everywhere",
    "history",
    "list_named",
    "list_names",
    "measure_named",
    "measures",
    "populations_of",
    "releases_of",
    "stands",
]
