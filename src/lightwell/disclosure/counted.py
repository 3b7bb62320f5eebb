"""What an indicator counts, taken from its definition: two that count the same rows have the same numbers, whatever they are called."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from lightwell.definitions.expressions import parse
from lightwell.definitions.model import Definition, PeriodType
from lightwell.disclosure.model import AUTHORITY, Cell, Coordinates, Kind, Part
from lightwell.periods import Month

_KINDS: dict[str, Kind] = {"count": "count", "percent": "percent", "per_10_000": "rate", "mean": "load"}
_ALL = "TRUE"


@dataclass(frozen=True)
class Counted:
    """Which rows of which fact are counted: `where` the condition, `different` the column whose different values are counted if not rows.

    `amount` is what is summed in place of counting.
    """

    fact: str
    on: str
    window: PeriodType
    where: str
    different: str = ""
    amount: str = ""

    @property
    def adds_up(self) -> bool:
        """Whether parts add up to the whole: rows do, different children do not, who can be in two parts."""
        return not self.different

    @property
    def everything(self) -> bool:
        """Whether every row of the fact is counted."""
        return self.where == _ALL and not self.amount


def counted_in(definition: Definition) -> dict[Part, Counted]:
    """Give what stands above and below the line of an indicator; a count and a rate have only what stands above."""
    of, both = _condition(definition.of), _condition(definition.of, definition.count)
    fact, on, window = definition.fact, definition.on, definition.period_type
    found: dict[Part, Counted] = {"numerator": Counted(fact, on, window, both, definition.distinct)}
    if definition.unit in ("percent", "mean"):
        found["denominator"] = Counted(fact, on, window, of, definition.distinct, definition.per)
    return found


@functools.lru_cache(maxsize=1024)
def _condition(*texts: str) -> str:
    """Write conditions that must all hold in one way, however they were spaced; a condition that always holds is none."""
    parsed = [parse(text).sql() for text in texts if text.strip()]
    kept = sorted({one for one in parsed if one.upper() != _ALL})
    return " AND ".join(f"({one})" for one in kept) or _ALL


def cell_of(
    definition: Definition,
    month: Month,
    numerator: float,
    denominator: float | None = None,
    *,
    breakdown: str = AUTHORITY,
    member: str = "",
    shows_parts: bool = False,
) -> Cell:
    """Make the cell of one figure of an indicator; `denominator` is the population for a rate."""
    decimals = 0 if definition.unit == "count" else definition.decimals
    at = Coordinates(definition.id, month, breakdown, member)
    return Cell(at, _KINDS[definition.unit], float(numerator), denominator, decimals, shows_parts=shows_parts)
