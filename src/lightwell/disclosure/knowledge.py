"""What a reader knows once some cells are suppressed: bounds on each number, the sums that still bind, and what hangs together.

Everything is worked out where it is asked for, so that a question about one row costs no more than that row.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lightwell.disclosure.frame import Frame, Row
from lightwell.disclosure.model import PER, Printed
from lightwell.disclosure.policy import Policy
from lightwell.disclosure.printing import ANYTHING, Bounds, above_the_line, agrees, printed_units, said_of, within


@dataclass(frozen=True)
class Said:
    """A sum, and the figure that says it; None where it always holds."""

    key: object
    row: Row
    figure: int | None = None


class Knowledge:
    """What is known when the cells in `hidden` (by place in the frame's figures) are suppressed.

    `shown` and `marked` are what is printed of each cell of this pack if it is not, or is, suppressed; those in `fixed` stay as they are.
    Of a figure of an earlier pack a reader takes the number for right still, until this pack prints another in its place. `heard`, if it is
    given, names the earlier figures that are taken for right instead.
    """

    def __init__(
        self,
        frame: Frame,
        shown: Sequence[Printed],
        marked: Sequence[Printed],
        hidden: frozenset[int] | set[int],
        policy: Policy,
        *,
        fixed: frozenset[int] = frozenset(),
        heard: frozenset[int] | None = None,
    ) -> None:
        self.frame, self.policy, self.hidden, self.fixed = frame, policy, hidden, fixed
        self._shown, self._marked, self._heard = shown, marked, heard
        self._bounds: dict[int, Bounds] = {}
        self._asked: set[int] = set()
        self._ratios: dict[int, list[Said]] = {}
        self._agreeing: dict[int, bool] = {}

    def _with(self, hidden: frozenset[int] | set[int], heard: frozenset[int] | None) -> Knowledge:
        other = Knowledge(self.frame, self._shown, self._marked, frozenset(hidden), self.policy, fixed=self.fixed, heard=heard)
        other._agreeing = self._agreeing
        return other

    def without(self, figures: Iterable[int]) -> Knowledge:
        """Give what is known to a reader who takes some earlier figures for wrong."""
        return self._with(self.hidden, self.earlier() - frozenset(figures))

    def when_hidden(self, hidden: frozenset[int] | set[int]) -> Knowledge:
        """Give what would be known if other cells were suppressed."""
        return self._with(hidden, self._heard)

    def when_hidden_too(self, hidden: frozenset[int] | set[int]) -> Knowledge:
        """Give the same to a reader who takes for right exactly the earlier figures that are taken for right now."""
        return self._with(frozenset(hidden) | self.hidden, self.earlier())

    def earlier(self) -> frozenset[int]:
        """Give the earlier figures that are taken for right."""
        figures = range(len(self._shown), len(self.frame.figures))
        return frozenset(place for place in figures if self.hears(place))

    def hears(self, figure: int) -> bool:
        """Say whether the number of an earlier figure is taken for right."""
        if self._heard is not None:
            return figure in self._heard
        now, earlier = self.frame.figures[figure].now, self.frame.figures[figure].earlier
        if now is None or now in self.hidden or earlier is None:
            return True
        if figure not in self._agreeing:
            self._agreeing[figure] = agrees(earlier, self._shown[now])
        return self._agreeing[figure]

    def printed(self, figure: int) -> Printed | None:
        """Give what a reader has of a figure; None for one of an earlier pack that is taken for wrong."""
        earlier = self.frame.figures[figure].earlier
        if earlier is not None:
            return earlier if self.hears(figure) else None
        return self._marked[figure] if figure in self.hidden else self._shown[figure]

    def bounds(self, column: int) -> Bounds:
        """Give the least and the most that a number can be by what is printed of it, sums aside.

        What earlier packs say is left aside where it does not fit what this one says.
        """
        if column not in self._bounds:
            if column in self._asked:
                return ANYTHING
            self._asked.add(column)
            said = {figure: self.said(figure, column) for figure, _ in self.frame.speakers[column]}
            self._asked.discard(column)
            now = within(bounds for figure, bounds in said.items() if self.frame.figures[figure].earlier is None)
            both = within(said.values())
            self._bounds[column] = both if both[0] <= both[1] else now
        return self._bounds[column]

    def said(self, figure: int, column: int) -> Bounds:
        """Give what one figure says of a number; of a share's numerator all that follows where its denominator is known."""
        printed = self.printed(figure)
        return ANYTHING if printed is None else self._said_by(printed, figure, column)

    def would_say(self, figure: int, column: int) -> Bounds:
        """Give what an earlier figure says of a number to a reader who takes it for right, as all do if the cell of now is suppressed."""
        earlier = self.frame.figures[figure].earlier
        stays = self._heard is not None and figure not in self._heard
        return ANYTHING if earlier is None or stays else self._said_by(earlier, figure, column)

    def _said_by(self, printed: Printed, figure: int, column: int) -> Bounds:
        low, high = ANYTHING
        for part in (part for number, part in self.frame.speakers[column] if number == figure):
            policy = None if self.frame.figures[figure].earlier else self.policy
            least, most = said_of(printed, part, policy)
            if part == "numerator" and printed.kind == "percent" and printed.value is not None:
                below = self.bounds(self.frame.figures[figure].columns["denominator"])
                if below[0] == below[1]:
                    above = above_the_line(printed, below[0])
                    least, most = max(least, above[0]), min(most, above[1])
            low, high = max(low, least), min(high, most)
        return low, high

    def known(self, column: int) -> bool:
        """Say whether a number is known outright."""
        low, high = self.bounds(column)
        return low >= high

    def rows(self, column: int) -> list[Said]:
        """List the sums that a number is in."""
        found = [Said(number, self.frame.rows[number]) for number in self.frame.rows_of[column]]
        for figure, _ in self.frame.speakers[column]:
            if figure not in self._ratios:
                self._ratios[figure] = self._ratio(figure)
            found += self._ratios[figure]
        return found

    def _ratio(self, figure: int) -> list[Said]:
        """What a printed share or mean says of its two numbers together, in whole factors."""
        printed = self.printed(figure)
        if printed is None or printed.value is None or printed.kind not in ("percent", "mean", "load"):
            return []
        columns = self.frame.figures[figure].columns
        units, scale = printed_units(printed), 2.0 * PER[printed.kind] * 10**printed.decimals
        above, below = columns["numerator"], columns["denominator"]
        # Halves are rounded up, so that of whole numbers the upper bound is strict.
        strict = -1.0 if self.frame.whole[above] and self.frame.whole[below] else 0.0
        low = Row(((above, scale), (below, -(2.0 * units - 1))), 0.0, math.inf)
        high = Row(((above, scale), (below, -(2.0 * units + 1))), -math.inf, strict)
        return [Said((figure, "low"), low, figure), Said((figure, "high"), high, figure)]

    def together(self, column: int, most: float = math.inf) -> tuple[list[int], list[Said]]:
        """List the numbers that are not known and hang together with one, itself the first, and every sum that one of them is in.

        Of more than `most` numbers not all are listed.
        """
        found, seen = [column], {column}
        rows: dict[object, Said] = {}
        for number in found:
            if len(found) > most:
                break
            for said in self.rows(number):
                if said.key in rows:
                    continue
                rows[said.key] = said
                for other, _ in said.row.terms:
                    if other not in seen and not self.known(other):
                        seen.add(other)
                        found.append(other)
        return found, list(rows.values())
