"""An invented authority, from a seed: children's journeys simulated month by month so that their numbers follow the published series.

`invent` makes it; `write_tables_extract` and `write_annex_a` write extracts of it as they were known on a day.
"""

from lightwell.synthetic.annex_a import write_annex_a
from lightwell.synthetic.authority import Authority, invent, settings
from lightwell.synthetic.published import published
from lightwell.synthetic.writing import write_tables_extract

__all__ = ["Authority", "invent", "published", "settings", "write_annex_a", "write_tables_extract"]
