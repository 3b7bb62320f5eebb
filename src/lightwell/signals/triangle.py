"""The revision triangle: each month's figure as every snapshot knew it, what has changed since it was first known, and why.

A row is a month and a column a snapshot. A figure is known for the first time in the first snapshot that holds its month, and may move
in every later one: records come late, are corrected, or are counted otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from lightwell.periods import Month

FloatArray = npt.NDArray[np.float64]
CodeArray = npt.NDArray[np.int16]

STATES = ("not_held", "known", "no_data", "not_applicable", "suppressed")
"""What a code in `Triangle.states` means: the snapshot does not hold the month, or the state of the figure in it."""
NOT_HELD, KNOWN = 0, 1


@dataclass(frozen=True)
class Seen:
    """One snapshot as a column of a triangle: its id, its as-at day, and what its figures were made from and by.

    `source` is the kind of source, `files` a hash over what was loaded, `definitions` the hash of the definitions.
    """

    snapshot: str
    as_at: date
    source: str = ""
    files: str = ""
    definitions: str = ""


@dataclass(frozen=True)
class Reading:
    """A month's figure as one snapshot knew it; `numerator`, `denominator` and `value` are None where it was not known.

    `days` counts from the month's last day to the snapshot's as-at day, `age` the whole months between them.
    """

    month: Month
    seen: Seen
    state: str
    numerator: float | None
    denominator: float | None
    value: float | None
    version: int
    population: str

    @property
    def days(self) -> int:
        """Days from the end of the month to the as-at day."""
        return (self.seen.as_at - self.month.end).days

    @property
    def age(self) -> int:
        """Whole months from the end of the month to the as-at day: 0 for a snapshot of the month's last day."""
        return age_of(self.month, self.seen.as_at)


@dataclass(frozen=True)
class Triangle:
    """One series, an indicator at a place, as every snapshot knew it.

    The arrays have the shape (months, snapshots), months rising and snapshots in the order of their as-at day and then of their making;
    `numerators`, `denominators` and `values` hold NaN where the figure is not known. `versions` has one version of the definition for
    each snapshot, 0 where it had none. `populations` are codes into `releases`, the names of the releases of the population.
    """

    indicator: str
    breakdown: str
    member: str
    unit: str
    months: tuple[Month, ...]
    seen: tuple[Seen, ...]
    states: CodeArray
    numerators: FloatArray
    denominators: FloatArray
    values: FloatArray
    versions: CodeArray
    populations: CodeArray
    releases: tuple[str, ...] = ("",)

    def readings(self, month: Month) -> tuple[Reading, ...]:
        """Give a month as each snapshot knew it, oldest snapshot first; empty if none holds the month."""
        if month not in self.months:
            return ()
        row = self.months.index(month)
        return tuple(self._reading(row, int(column)) for column in np.flatnonzero(self.states[row] != NOT_HELD))

    def _reading(self, row: int, column: int) -> Reading:
        return Reading(
            month=self.months[row],
            seen=self.seen[column],
            state=STATES[self.states[row, column]],
            numerator=_number(self.numerators[row, column]),
            denominator=_number(self.denominators[row, column]),
            value=_number(self.values[row, column]),
            version=int(self.versions[column]),
            population=self.releases[self.populations[row, column]],
        )


@dataclass(frozen=True)
class Triangles:
    """Many series at once, in the same months and snapshots: as `Triangle`, with the series as first axis of every array.

    `keys` holds indicator, breakdown and member of each series, `units` its unit.
    """

    keys: tuple[tuple[str, str, str], ...]
    units: tuple[str, ...]
    months: tuple[Month, ...]
    seen: tuple[Seen, ...]
    states: CodeArray
    numerators: FloatArray
    denominators: FloatArray
    values: FloatArray
    versions: CodeArray
    populations: CodeArray
    releases: tuple[str, ...] = ("",)

    def __len__(self) -> int:
        """Count the series."""
        return len(self.keys)

    def __iter__(self) -> Iterator[Triangle]:
        """Give the series one after another."""
        return (self.at(index) for index in range(len(self)))

    def at(self, index: int) -> Triangle:
        """Give one series by its place in `keys`."""
        arrays = (self.states, self.numerators, self.denominators, self.values, self.versions, self.populations)
        states, numerators, denominators, values, versions, populations = (array[index] for array in arrays)
        return Triangle(
            *self.keys[index],
            unit=self.units[index],
            months=self.months,
            seen=self.seen,
            states=states,
            numerators=numerators,
            denominators=denominators,
            values=values,
            versions=versions,
            populations=populations,
            releases=self.releases,
        )

    def keep(self, indexes: Sequence[int]) -> Triangles:
        """Give some of the series, by their places in `keys`, in that order."""
        chosen = list(indexes)
        return replace(
            self,
            keys=tuple(self.keys[index] for index in chosen),
            units=tuple(self.units[index] for index in chosen),
            states=self.states[chosen],
            numerators=self.numerators[chosen],
            denominators=self.denominators[chosen],
            values=self.values[chosen],
            versions=self.versions[chosen],
            populations=self.populations[chosen],
        )

    def of(self, indicator: str, breakdown: str = "authority", member: str = "") -> Triangle | None:
        """Give the series of an indicator at a place; None if there is none."""
        key = (indicator, breakdown, member)
        return self.at(self.keys.index(key)) if key in self.keys else None


def age_of(month: Month, as_at: date) -> int:
    """Give the whole months from the end of a month to a day: 0 on its last day, -1 before it."""
    last = Month.of(as_at) if Month.of(as_at).end == as_at else Month.of(as_at).plus(-1)
    return (last.year - month.year) * 12 + last.number - month.number


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
