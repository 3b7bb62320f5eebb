"""A database that is kept between calls, for rules that are run one at a time: planning a statement takes ten times as long as running it.

Each table of a return is a slot that gives whatever table was put into it last, so that a statement that was planned once runs on any.
"""

from __future__ import annotations

import atexit
import functools
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import duckdb
import pyarrow as pa

from lightwell.checks.prepare import empty, keep_constants
from lightwell.checks.relations import macros
from lightwell.returns.shapes import LAST, shapes

_MOST_PLANNED = 1024


class Slot:
    """A table that DuckDB reads anew each time, by the Arrow stream that it asks for (the PyCapsule interface of Arrow)."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Give the table that is in the slot now."""
        return self.table.__arrow_c_stream__(requested_schema)

    def __arrow_c_schema__(self) -> object:
        """Give the columns, which are always the same."""
        return self.table.schema.__arrow_c_schema__()


class Kept:
    """The database of one return. One caller has it at a time."""

    def __init__(self, of: str) -> None:
        self._connection = duckdb.connect()
        atexit.register(self._connection.close)  # else its module complains at the end of what it still holds
        self._connection.execute("set threads = 1")
        keep_constants(self._connection, of)
        for statement in macros(of):
            self._connection.execute(statement)
        self._empty = {name + ending: empty(shape) for name, shape in shapes(of).items() for ending in ("", LAST)}
        self._slots = {name: Slot(table) for name, table in self._empty.items()}
        for name, slot in self._slots.items():
            self._connection.register(name, slot)
        self._planned: OrderedDict[str, str] = OrderedDict()
        self._count = 0
        self._free = threading.Lock()

    @contextmanager
    def holding(self, tables: Mapping[str, pa.Table]) -> Iterator[None]:
        """Hold tables while a caller asks about them, every other being empty; nothing of them is kept."""
        with self._free:
            try:
                for name, table in tables.items():
                    self._slots[name].table = table
                yield
            finally:
                for name in tables:
                    self._slots[name].table = self._empty[name]

    def ask(self, statement: str) -> Sequence[int]:
        """Run a statement that gives rows' places; it is planned when it is asked for the first time."""
        name = self._planned.get(statement)
        if name is None:
            name = self._plan(statement)
        else:
            self._planned.move_to_end(statement)
        return [row for (row,) in self._connection.execute(f"execute {name}").fetchall()]

    def _plan(self, statement: str) -> str:
        self._count += 1
        name = f"asked_{self._count}"
        self._connection.execute(f"prepare {name} as {statement}")
        self._planned[statement] = name
        if len(self._planned) > _MOST_PLANNED:
            _, oldest = self._planned.popitem(last=False)
            self._connection.execute(f"deallocate {oldest}")
        return name


@functools.cache
def kept(of: str) -> Kept:
    """Give the database that is kept for a return."""
    return Kept(of)
