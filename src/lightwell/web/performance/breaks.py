"""The breaks that touch a figure where the reader stands."""

from __future__ import annotations

from lightwell.definitions.model import Definition
from lightwell.results import definitions_of
from lightwell.results.break_model import Break
from lightwell.results.break_register import register
from lightwell.results.breaks import breaks_of
from lightwell.web.choice import Choice


def breaks_at(choice: Choice, definition: Definition) -> tuple[Break, ...]:
    """Give the breaks of one indicator for the part of the service that the reader chose, oldest first."""
    return breaks_of(register(choice.home), definition, definitions_of(choice.snapshot).parameters, choice.breakdown, choice.member)
