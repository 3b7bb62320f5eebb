"""How the figures of a revision triangle are printed for a reader, as every page prints a figure."""

from __future__ import annotations

from dataclasses import dataclass

from lightwell.definitions.model import Definition
from lightwell.reports import wording
from lightwell.reports.disclosed import disclosed_value
from lightwell.reports.few import without_few
from lightwell.reports.model import Cell
from lightwell.results import State, Value
from lightwell.signals import Policy
from lightwell.signals.nowcast import Settling
from lightwell.signals.triangle import Reading, Triangle

_FIVE = 5


@dataclass(frozen=True)
class Printed:
    """How the figures of one indicator are printed for a reader."""

    definition: Definition
    policy: Policy
    disclosed: bool

    def cell(self, found: Triangle, reading: Reading) -> Cell:
        """Print one reading as the reader may see it: without small numbers, or without shares of too few."""
        value = Value(
            indicator=self.definition.id,
            version=reading.version,
            period=reading.month,
            period_type=self.definition.period_type,
            breakdown=found.breakdown,
            member=found.member,
            numerator=reading.numerator,
            denominator=reading.denominator,
            value=reading.value,
            state=State(reading.state),
            population=reading.population,
            snapshot=reading.seen.snapshot,
        )
        if self.disclosed:
            value = disclosed_value(value, self.definition)
        else:
            value = without_few({"": value}, {self.definition.id: self.definition}, self.policy)[""]
        return wording.cell(reading.month, value, self.definition)

    def say(self, value: float) -> str:
        """Write a figure as in a sentence."""
        return wording.with_unit(wording.number(value, self.definition.decimals), self.definition)

    def text(self, cell: Cell) -> str:
        """Write a printed figure as in a sentence."""
        return wording.with_unit(cell.text, self.definition) if cell.value is not None else cell.text

    def range(self, settling: Settling | None, now: Cell) -> tuple[float, float] | None:
        """Give the range of a month that may still move; a count is widened to fives for readers who see no other."""
        if settling is None or settling.status != "range" or settling.low is None or settling.high is None or now.value is None:
            return None
        if self.disclosed and self.definition.unit == "count":
            return settling.low // _FIVE * _FIVE, -(-settling.high // _FIVE) * _FIVE
        return settling.low, settling.high
