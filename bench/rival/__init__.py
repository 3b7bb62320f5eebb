"""The rival: the same indicators in pandas, as a good analyst in a council writes them.

Each roll call is built month by month by filtering and merging, and each indicator is counted with a groupby for each breakdown. Nothing
loops over rows, and nothing is arranged for speed at the cost of being read. It shares no code with the engine that it is held against,
only its inputs: the records, the bank holidays, the names of the ethnic groups, the limits and the population.
"""

from __future__ import annotations

from bench.rival.counts import Inputs, work_out

__all__ = ["Inputs", "work_out"]
