"""What people who are signed in and may see no child may see of figures: the same for a cell on whichever page it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lightwell.disclosure.model import Cell, Release, Released
from lightwell.disclosure.policy import Policy, reasons_of
from lightwell.disclosure.printing import print_cell, suppress

BASE = 5
"""What counts are rounded to where the policy does not round them."""


def suppress_for_display(cells: Sequence[Cell], policy: Policy) -> tuple[Released, ...]:
    """Give what elected members and scrutiny officers see of cells, in their order.

    Small numbers are suppressed, all other counts rounded, shares in whole numbers, and no part of a share is shown. Each cell is judged by
    itself, so that two pages cannot be set against each other; the rounding keeps a total from giving an exact count back. It does not
    prove that nobody can find out that a count is a small one, which `protect` does: nothing that is seen here may be published.
    """
    rounded = replace(policy, round_to=max(policy.round_to, BASE))
    return tuple(_displayed(cell, rounded) for cell in cells)


def _displayed(cell: Cell, policy: Policy) -> Released:
    reasons = reasons_of(cell, policy)
    if reasons:
        return Released(suppress(cell), Release.SUPPRESSED, reasons)
    printed = print_cell(replace(cell, decimals=0, shows_parts=False), policy)
    return Released(printed, Release.ROUNDED)
