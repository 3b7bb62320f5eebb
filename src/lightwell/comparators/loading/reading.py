"""Reads one table of a publication: which rows are kept and why others are not, and the value or marker of every series.

Every row is accounted for: those read are those kept and those left out by reason. A cell that is neither a number nor a marker, two
values for one thing, and a breakdown that the table is not known to have each refuse the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from lightwell.comparators.loading.placing import CODES_OF, LeftOut, level_of, place_of, year_of
from lightwell.comparators.loading.publications import Publication, Rows, plain_value
from lightwell.comparators.loading.recognising import STANDARD, Match
from lightwell.comparators.loading.tidy import MOST_PROBLEMS, TidyFile, refused
from lightwell.comparators.markers import meaning, read_cell
from lightwell.errors import Problem, Refused

Key = tuple[str, int, str]
"""A series, a year and an area; two codes joined by `+` are a row published for two authorities together."""

Value = tuple[float | None, str]
"""A number, or the marker that stands in its place."""

BREAKDOWN = "not a headline row"
AGAIN = "the same as a row before"


@dataclass(frozen=True)
class TableRead:
    """What was read of one file: rows read = rows kept + rows left out by reason.

    `not_read` are columns that no series is taken from; `notes` examples of rows left out that a person may want to look at.
    """

    file: TidyFile
    publication: Publication
    table: str
    rows: int
    kept: int
    left_out: Mapping[str, int]
    not_read: tuple[str, ...]
    cells: Mapping[Key, Value]
    notes: tuple[Problem, ...]

    @property
    def series(self) -> Mapping[str, int]:
        """How many values each series has, markers among them."""
        return Counter(series for series, _, _ in self.cells)


class NothingKept(Refused):
    """A file has the columns of a table and none of its headline rows: another table of the same publication may have the same columns."""


def read_table(file: TidyFile, match: Match) -> TableRead:
    """Read a file as the table that it is.

    Raises `Refused`, with the first problems of each kind and how many there are in all, for cells that cannot be read, for two values
    for one thing and for a breakdown that is not known; `NothingKept` where no row can be kept.
    """
    reading = _Reading(file, match)
    for number, cells in file.rows():
        reading.take(number, cells)
    return reading.done()


class _Reading:
    """Goes through the rows of one file."""

    def __init__(self, file: TidyFile, match: Match) -> None:
        self.file, self.match = file, match
        self.at = {name: place for place, name in enumerate(file.columns)}
        self.others = [name for name in file.columns if name not in STANDARD | match.table.known]
        self.parts = [(part, self._columns_of(part)) for part in match.table.rows]
        self.rows = self.kept = self.wrong = 0
        self.left_out: Counter[str] = Counter()
        self.notes: list[Problem] = []
        self.problems: list[Problem] = []
        self.cells: dict[Key, Value] = {}
        self.first_row: dict[Key, int] = {}
        self.worded: set[str] = set()

    def _columns_of(self, part: Rows) -> list[tuple[str, str]]:
        there = {series: column for series, column in part.if_present.items() if column in self.at}
        return [*part.series.items(), *there.items()]

    def take(self, number: int, cells: list[str]) -> None:
        """Read one row, or count why it is left out."""
        self.rows += 1
        try:
            level = level_of(cells[self.at["geographic_level"]])
            parts = self._chosen(cells)
            year = year_of(self._said(cells, "time_identifier"), self._said(cells, "time_period"))
            area = place_of(level, {name: self._said(cells, name) for name in CODES_OF[level]})
        except LeftOut as out:
            self.left_out[out.reason] += 1
            if out.why and len(self.notes) < MOST_PROBLEMS:
                self.notes.append(Problem(out.why, self.file.name, number, self._heading(out.column), out.value))
            return
        self._look_at_others(number, cells)
        new = [self._keep(number, (series, year, area), column, cells[self.at[column]]) for columns in parts for series, column in columns]
        if any(new):
            self.kept += 1
        else:
            self.left_out[AGAIN] += 1

    def _said(self, cells: list[str], column: str) -> str:
        return cells[self.at[column]].strip()

    def _heading(self, column: str) -> str:
        return self.file.headings[self.at[column]] if column else ""

    def _chosen(self, cells: list[str]) -> list[list[tuple[str, str]]]:
        chosen = [
            columns
            for part, columns in self.parts
            if all(plain_value(cells[self.at[name]]) in values for name, values in part.where.items())
        ]
        if not chosen:
            raise LeftOut(BREAKDOWN)
        return chosen

    def _look_at_others(self, number: int, cells: list[str]) -> None:
        """Look for words in columns that are not known: a breakdown, of which the row may be a part only."""
        for name in self.others:
            said = cells[self.at[name]]
            if name in self.worded:
                continue
            try:
                read_cell(said)
            except ValueError:
                self.worded.add(name)
                what = f"The file is broken down by a column that this table is not known to have: it says “{said.strip()[:60]}”."
                remedy = "Download the table without this breakdown, or describe it in a file of your own."
                self.problems.append(Problem(what, self.file.name, number, self._heading(name), said.strip()[:60], remedy))

    def _keep(self, number: int, key: Key, column: str, said: str) -> bool:
        """Keep one value; says whether it is new."""
        try:
            value = read_cell(said)
        except ValueError as error:
            self._count(Problem(str(error), self.file.name, number, self._heading(column), said.strip()[:60]))
            return True
        if key not in self.cells:
            self.cells[key], self.first_row[key] = value, number
            return True
        if self.cells[key] != value:
            before = f"{say_value(self.cells[key])} in row {self.first_row[key]:,}"
            what = f"{key[0]} of {key[2]} in {key[1]} is {say_value(value)} here and {before}."
            remedy = "The file may be broken down by something that this table is not known to have."
            self._count(Problem(what, self.file.name, number, self._heading(column), said.strip()[:60], remedy))
            return True
        return False

    def _count(self, problem: Problem) -> None:
        self.wrong += 1
        if self.wrong <= MOST_PROBLEMS:
            self.problems.append(problem)

    def done(self) -> TableRead:
        """Give what was read; raises `Refused` where something is wrong, or nothing could be kept."""
        name = self.file.name
        if self.problems:
            many = f"{self.wrong:,} cell{'' if self.wrong == 1 else 's'} cannot be used" if self.wrong else "A breakdown is not known"
            first = f"; the first {MOST_PROBLEMS} are:" if self.wrong > MOST_PROBLEMS else ":"
            raise refused(name, many + first, self.problems)
        if not self.kept:
            raise self._nothing()
        notes = tuple(self.notes)
        others = tuple(self._heading(column) for column in self.others)
        return TableRead(
            self.file, self.match.publication, self.match.table.name, self.rows, self.kept, dict(self.left_out), others, self.cells, notes
        )

    def _nothing(self) -> NothingKept:
        """Say what the headline rows of the table would be, and what the file has in those columns."""
        problems = list(self.notes)
        wanted: dict[str, set[str]] = {}
        for part in self.match.table.rows:
            for column, values in part.where.items():
                wanted.setdefault(column, set()).update(values)
        for column, known in wanted.items() if self.left_out[BREAKDOWN] else ():
            has = sorted({self._said(cells, column)[:60] for _, cells in self.file.rows()})
            what = f"A headline row says one of: {'; '.join(sorted(known))}. The file says: {'; '.join(has[:8])}."
            problems.append(Problem(what, self.file.name, column=self._heading(column)))
        counted = ", ".join(f"{count:,} {reason}" for reason, count in self.left_out.items()) or "it has none"
        return NothingKept(
            f"{self.file.name} was not loaded; nothing was changed. None of its {self.rows:,} rows can be kept: {counted}.", problems
        )


def say_value(value: Value) -> str:
    """Say a value as a person would: the number, or the marker and what it means."""
    number, marker = value
    return f"{number:,.10g}" if number is not None else f"“{marker}” ({meaning(marker)})"
