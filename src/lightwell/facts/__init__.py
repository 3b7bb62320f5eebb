"""Facts: the tables ready for counting, one SQL file each, in the subset that every engine reads alike."""

from __future__ import annotations

from lightwell.facts.catalogue import BREAKDOWNS, FACTS, Fact, FactColumn, fact_named
from lightwell.facts.inputs import input_tables, tables_on
from lightwell.facts.statements import Statement, fact_sql, fact_statement, fact_table, shared_statements

__all__ = [
    "BREAKDOWNS",
    "FACTS",
    "Fact",
    "FactColumn",
    "Statement",
    "fact_named",
    "fact_sql",
    "fact_statement",
    "fact_table",
    "input_tables",
    "shared_statements",
    "tables_on",
]
