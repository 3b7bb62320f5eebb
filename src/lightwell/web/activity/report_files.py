"""The report of one child as CSV: one row for each cell that is held, with whether somebody is to look at it before it goes."""

from __future__ import annotations

import io

from lightwell.reports.harmless import csv_writer
from lightwell.web.activity.report import Report

HEADINGS = ("section", "row", "what", "held", "review")
TO_REVIEW = "names or may name somebody else"


def csv_text(report: Report) -> str:
    """Write the report as CSV with a byte order mark, for Excel."""
    file = io.StringIO()
    writer = csv_writer(file)
    writer.row(HEADINGS)
    for section in report.sections:
        for number, row in enumerate(section.rows, 1):
            for heading, cell in zip(section.headings, row, strict=True):
                if cell.text:
                    writer.row((section.title, number, heading, cell.text, TO_REVIEW if cell.review else ""))
    return "\ufeff" + file.getvalue()
