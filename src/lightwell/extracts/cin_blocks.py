"""The elements of the children in need census made into the rows of its tables.

A row is put down when its block begins and filled as its values come, so the order of elements does not matter. What a child and a
referral are called is known when the child ends; until then rows hold the places of their child, referral, and assessment or plan in
lists. Between children, a batch of rows is made into Arrow now and then, so that no more than a few megabytes are ever held as lists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import pyarrow as pa

from lightwell.extracts.xml_places import Filling
from lightwell.returns import Shape, shapes

OF: Final = "cin_census"
BATCH = 2 * 1024**2
MOST_OF_ONE_CHILD = 64 * 1024**2

_KEYS = {
    "disabilities": 1,
    "cin_details": 2,
    "assessments": 3,
    "assessment_factors": 3,
    "cin_plans": 2,
    "section_47": 2,
    "protection_plans": 3,
    "reviews": 3,
    "pre_proceedings": 2,
}
"""How many of a table's first columns say whose row it is: its child, its referral, and its assessment or plan."""


class NoEnd(Exception):  # noqa: N818 - told to the reader of the file
    """One child goes on for so long that no batch can be made."""


class Rows(Filling):
    """The rows of one table: those of this batch as lists, those before as Arrow."""

    __slots__ = ("_batches", "_blank", "_keys", "_schema", "held", "shape")

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.held: list[list[str | int | None]] = []
        self._keys = _KEYS.get(shape.name, 0)
        self._blank: tuple[None, ...] = (None,) * (len(shape.names) - self._keys)
        self._schema = pa.schema([(name, pa.string()) for name in shape.names])
        self._batches: list[pa.RecordBatch] = []

    def add(self, *keys: int) -> None:
        """Put down a row of those keys."""
        self.current = [*keys, *self._blank]
        self.held.append(self.current)

    def put_away(self, called: Sequence[pa.Array]) -> None:
        """Make the batch into Arrow; `called` gives what each place of each key is called."""
        if not self.held:
            return
        columns = list(zip(*self.held, strict=True))
        keys = [names.take(pa.array(column, pa.int32())) for names, column in zip(called, columns[: self._keys], strict=False)]
        values = [pa.array(column, pa.string()) for column in columns[self._keys :]]
        self._batches.append(pa.RecordBatch.from_arrays([*keys, *values], schema=self._schema))
        self.held = []

    def table(self) -> pa.Table:
        """Give all rows, numbered from 0."""
        table = pa.Table.from_batches(self._batches, schema=self._schema)
        return table.add_column(0, "row", pa.array(range(table.num_rows), pa.int64()))


class Census:
    """Puts the blocks of each child down as rows, and says whose they are.

    A referral is called after its child and its number in the child, an assessment or plan after its referral and its number in that. A
    child without an LAchildID, or with one that stood in the file before, is called by its position in the file too.
    """

    def __init__(self) -> None:
        self.rows = {name: Rows(shape) for name, shape in shapes(OF).items()}
        self.has_children = False
        self.count = 0
        self._taken: set[str] = set()
        self._ids: list[str | None] = []
        self._referrals: list[str] = []
        self._parts: list[str] = []
        # of the child that is open
        self._first = 0
        self._numbered: list[tuple[int, int]] = []
        self._in_child = self._assessments = self._plans = 0
        self._child = self._referral = 0
        self._blocks: Counter[str] = Counter()
        self._headers: Counter[str] = Counter()
        self._read = self._put_away = 0

    def after(self, read: int) -> None:
        """Take how many bytes have been read; raises `NoEnd` where one child holds too many of them."""
        self._read = read
        if read - self._put_away > MOST_OF_ONE_CHILD:
            raise NoEnd

    def tables(self) -> dict[str, pa.Table]:
        """Put the last rows away and give every table."""
        header = self.rows["message"]
        if not header.held:
            header.add()
        shared = [header.shape.names.index(name) for name in ("collection", "year", "reference_date")]
        for row in header.held[1:]:
            for at in shared:
                row[at] = row[at] if row[at] is not None else header.held[0][at]
        self._put_all_away()
        header.put_away([])
        return {name: rows.table() for name, rows in self.rows.items()}

    def begin_children(self) -> None:
        """Note that the file is about children."""
        self.has_children = True

    def begin_child(self) -> None:
        """Put down a child."""
        rows = self.rows["children"]
        self._first = len(rows.held)
        rows.add()
        self._child = len(self._ids)
        self._in_child = 0
        self.count += 1
        self._blocks.clear()

    def end_child(self) -> None:
        """Name a child and all that is its."""
        rows = self.rows["children"].held[self._first :]
        known = next((str(row[0]) for row in rows if row[0] is not None), None)
        for row in rows:
            row[0] = row[0] if row[0] is not None else known
        self._ids.append(known)
        name = known or ""
        if not name or name in self._taken:
            name = f"{name}#{self.count}"
            while name in self._taken:
                name += "#"
        self._taken.add(name)
        self._referrals += [f"{name}-{number}" for number in range(1, self._in_child + 1)]
        self._parts += [f"{name}-{referral}-{number}" for referral, number in self._numbered]
        self._numbered.clear()
        if self._read - self._put_away > BATCH:
            self._put_all_away()

    def begin_about_child(self, kind: str) -> None:
        """Turn to the row of a child that a block goes to: the first of its kind to the first row, a second to a second."""
        _turn(self.rows["children"], self._first, self._blocks, kind)

    def begin_header(self, kind: str) -> None:
        """Turn to the row of the header that a block goes to."""
        _turn(self.rows["message"], 0, self._headers, kind)

    def begin_disability(self) -> None:
        """Put down a disability."""
        self.rows["disabilities"].add(self._child)

    def begin_referral(self) -> None:
        """Put down a referral."""
        self._referral = len(self._referrals) + self._in_child
        self._in_child += 1
        self._assessments = self._plans = 0
        self.rows["cin_details"].add(self._child, self._referral)

    def begin_assessment(self) -> None:
        """Put down an assessment."""
        self._assessments += 1
        self.rows["assessments"].add(self._child, self._referral, self._number(self._assessments))

    def begin_plan(self) -> None:
        """Put down a child protection plan."""
        self._plans += 1
        self.rows["protection_plans"].add(self._child, self._referral, self._number(self._plans))

    def begin_within(self, table: str) -> None:
        """Put down a block of a referral that has no parts of its own."""
        self.rows[table].add(self._child, self._referral)

    def begin_part(self, table: str) -> None:
        """Put down a value of the assessment or plan that is open."""
        self.rows[table].add(self._child, self._referral, len(self._parts) + len(self._numbered) - 1)

    def _number(self, number: int) -> int:
        self._numbered.append((self._in_child, number))
        return len(self._parts) + len(self._numbered) - 1

    def _put_all_away(self) -> None:
        called = [pa.array(names, pa.string()) for names in (self._ids, self._referrals, self._parts)]
        for name, rows in self.rows.items():
            if name != "message":
                rows.put_away(called)
        self._ids, self._referrals, self._parts = [], [], []
        self._put_away = self._read


def _turn(rows: Rows, first: int, blocks: Counter[str], kind: str) -> None:
    at = first + blocks[kind]
    blocks[kind] += 1
    if at >= len(rows.held):
        rows.add()
    rows.current = rows.held[at]
