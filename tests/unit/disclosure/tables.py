"""Small tables, drawn as numbers."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from lightwell.disclosure import AUTHORITY, Cell, Coordinates, Policy, Published, Released, protect
from lightwell.periods import Month
from tests.unit.disclosure.attackers import Table

JANUARY = Month(2024, 1)
POLICY = Policy()


def count(number: float, member: str = "", *, breakdown: str = "team", indicator: str = "visits", month: Month = JANUARY) -> Cell:
    return Cell(Coordinates(indicator, month, breakdown if member else AUTHORITY, member), "count", number)


def share(above: float, below: float, indicator: str = "visited", member: str = "", *, decimals: int = 1) -> Cell:
    return Cell(Coordinates(indicator, JANUARY, "team" if member else AUTHORITY, member), "percent", above, below, decimals)


def row(*members: float, indicator: str = "visits", month: Month = JANUARY) -> Table:
    """One row: the total, then its members."""
    cells = [count(number, name, indicator=indicator, month=month) for name, number in zip("ABCDEFGH", members, strict=False)]
    total = count(sum(members), indicator=indicator, month=month)
    return Table([total, *cells], [(tuple((cell.at, "numerator") for cell in cells), (total.at, "numerator"))])


def joined(*tables: Table) -> Table:
    return Table([cell for table in tables for cell in table.cells], [each for table in tables for each in table.sums])


def released(
    table: Table, policy: Policy = POLICY, published: Sequence[Published] = (), exempt: Collection[Coordinates] = ()
) -> tuple[Released, ...]:
    return protect(table.cells, table.relations(), policy, published, exempt=exempt)


def drawn(found: Sequence[Released]) -> str:
    """What is printed, as on paper."""
    return " ".join(one.printed.mark or f"{one.printed.value:g}" for one in found)


def as_published(found: Sequence[Released]) -> list[Published]:
    return [Published(one.printed, "an earlier pack") for one in found]
