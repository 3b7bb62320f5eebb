"""An invented authority, from a seed: children's journeys simulated month by month so that their numbers follow the published series.

`invent` makes it; `write_tables_extract` and `write_annex_a` write extracts of it as they were known on a day, and
`write_cin_census` its children in need census, clean or with planted errors; `write_ssda903` does the same for children looked after.
"""

from lightwell.synthetic.annex_a import write_annex_a
from lightwell.synthetic.authority import Authority, invent, settings
from lightwell.synthetic.cin_census import cin_census_of, write_cin_census
from lightwell.synthetic.cin_census_copies import write_cin_census_copies
from lightwell.synthetic.practice import Held, Practice
from lightwell.synthetic.published import published
from lightwell.synthetic.ssda903 import ssda903_return, write_ssda903, write_ssda903_tables
from lightwell.synthetic.ssda903_many import many_ssda903
from lightwell.synthetic.writing import write_tables_extract

__all__ = [
    "Authority",
    "Held",
    "Practice",
    "cin_census_of",
    "invent",
    "many_ssda903",
    "published",
    "settings",
    "ssda903_return",
    "write_annex_a",
    "write_cin_census",
    "write_cin_census_copies",
    "write_ssda903",
    "write_ssda903_tables",
    "write_tables_extract",
]
