"""Extracts in: a service's own tables, Ofsted's Annex A workbook or a statutory return, made into journey records.

A row that cannot be read is quarantined with its file, row, column, value and reason; `rows_read = rows_loaded + rows_quarantined` for
each file. What cannot be used at all raises `Refused` with every reason, and nothing in a file is ever executed.
"""

from lightwell.extracts.annex_a import read_annex_a
from lightwell.extracts.cin_extract import read_cin_extract
from lightwell.extracts.model import Extract, Progress, SourceFile, journey_schema
from lightwell.extracts.ssda903_extract import read_ssda903_extract
from lightwell.extracts.tables import read_tables

__all__ = [
    "Extract",
    "Progress",
    "SourceFile",
    "journey_schema",
    "read_annex_a",
    "read_cin_extract",
    "read_ssda903_extract",
    "read_tables",
]
