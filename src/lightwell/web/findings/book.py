"""A file of findings, as far as a person may see them."""

from __future__ import annotations

from lightwell.reports.finding_book import book_of as gathered
from lightwell.reports.finding_files import FindingBook
from lightwell.results.finding_model import Asked
from lightwell.web.findings import queries
from lightwell.web.findings.seeing import Sight


def book_of(sight: Sight, asked: Asked) -> FindingBook:
    """Gather a file of the findings asked for, as far as the person of a sight may see them, in the order in which to mend each child's."""
    found = queries.read(sight, asked, order="team" if not asked.code else "child")
    return gathered(sight.of, asked, found, within=sight.within, known=sight.known)
